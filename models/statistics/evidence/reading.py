"""A synthesis in lines for people to read."""

from models.statistics.comparison.reading import number
from models.statistics.comparison.results import p_text
from models.statistics.evidence.pooling import Pooled, Test
from models.statistics.evidence.synthesis import Pools, Synthesis, method_words


def synthesis_text(found: Synthesis) -> str:
    """What studies say together."""
    plan = found.plan
    lines = [method_words(plan), ""]
    width = max(len(study.name) for study in found.studies)
    far = found.pools.common.normal
    z = (far.upper - far.lower) / (2 * far.se)
    for at, (study, effect) in enumerate(
        zip(found.studies, found.effects, strict=True)
    ):
        lower, upper = effect.value - z * effect.se, effect.value + z * effect.se
        mark = " *" if study.marks else ""
        lines.append(
            f"{study.name:<{width}}  {number(effect.value)} ({number(lower)} to "
            f"{number(upper)}), weight {found.chosen.weights[at]:.1f} %{mark}"
        )
    lines += ["", *_pool_lines(found.pools, found)]
    for one in found.subgroups:
        lines += ["", f"Subgroup {one.name}: {len(one.studies)}"]
        lines += _pool_lines(one.pools, found)
    key = "common" if plan.tau2 is None else plan.tau2.value
    if key in found.subgroup_tests:
        test = found.subgroup_tests[key]
        between = f"Q {number(test.q)}, df {test.df}, p {p_text(test.p)}"
        lines += ["", f"Difference of subgroups: {between}"]
    if found.leave_one_out:
        lines += ["", "Leaving one out:"]
        lines += [
            f"  without {one.study}: {_estimate(one.random or one.common, None)}, "
            f"I² {one.i2:.0f} %"
            for one in found.leave_one_out
        ]
    if found.egger:
        bias = f"intercept {number(found.egger.intercept)}, p {p_text(found.egger.p)}"
        lines += ["", f"Egger's test: {bias}"]
    marks = [
        f"* {study.name}: {'; '.join(study.marks)}"
        for study in found.studies
        if study.marks
    ]
    return "\n".join([*lines, "", *marks, *(f"Note: {r}." for r in found.remarks)])


def heterogeneity_words(pools: Pools, pooled: Pooled) -> str:
    """Q, I² and τ² in a line."""
    spread = pools.heterogeneity
    if spread.p is None:
        return "Heterogeneity: not defined for one study"
    text = (
        f"Heterogeneity: Q {spread.q:.2f}, df {spread.df}, p {p_text(spread.p)}; "
        f"I² {spread.i2:.0f} %"
    )
    if pooled.method is not None:
        text += f"; τ² {number(pooled.tau2)}"
    if spread.tau2_lower is not None and spread.tau2_upper is not None:
        text += f" ({number(spread.tau2_lower)} to {number(spread.tau2_upper)})"
    return text


def _pool_lines(pools: Pools, found: Synthesis) -> list[str]:
    plan = found.plan
    chosen = pools.chosen(plan)
    test = chosen.hartung_knapp if plan.is_hartung_knapp else None
    name = "Common effect" if plan.tau2 is None else "Random effects"
    lines = [f"{name}: {_estimate(chosen, test)}"]
    if plan.tau2 is not None:
        lines.append(f"Common effect: {_estimate(pools.common, None)}")
    lines.append(heterogeneity_words(pools, chosen))
    if chosen.prediction:
        one = chosen.prediction
        lines.append(
            f"Prediction interval: {number(one.lower)} to {number(one.upper)} "
            f"({one.method})"
        )
    return lines


def _estimate(pooled: Pooled, test: Test | None) -> str:
    shown = test or pooled.normal
    sign = "" if shown.p < 0.001 or shown.p > 0.999 else "= "
    return (
        f"{number(pooled.estimate)} ({number(shown.lower)} to {number(shown.upper)}), "
        f"p {sign}{p_text(shown.p)}"
    )
