"""All that a table of studies says together, in one measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.errors import ExpectedError
from models.statistics.evidence.effects import MEASURE_WORDS, Effect, Measure
from models.statistics.evidence.heterogeneity import (
    TAU2_WORDS,
    Heterogeneity,
    Tau2,
    heterogeneity,
)
from models.statistics.evidence.pooling import (
    Egger,
    Pooled,
    SubgroupTest,
    egger,
    pool,
    subgroup_test,
)
from models.statistics.evidence.studies import Study
from models.statistics.intervals import LEVEL, Floats
from models.words import counted, listed

FEW_FOR_FUNNEL = 10
"""Studies below which asymmetry of a funnel plot says little (Cochrane)."""


@dataclass(frozen=True)
class Plan:
    """How evidence is pooled.

    Attributes:
        measure: What the effect of a study is.
        tau2: How τ² is estimated in what is shown first; None for the common-effect
            model.
        is_hartung_knapp: Whether the interval shown first is Hartung and Knapp's.
        level: Coverage.
    """

    measure: Measure = Measure.MD
    tau2: Tau2 | None = Tau2.DL
    is_hartung_knapp: bool = False
    level: float = LEVEL


@dataclass(frozen=True)
class Pools:
    """Studies pooled in every way.

    Attributes:
        common: The common-effect (fixed-effect) model.
        random: The random-effects model, by the estimate of τ².
        heterogeneity: How much the studies differ.
    """

    common: Pooled
    random: Mapping[Tau2, Pooled]
    heterogeneity: Heterogeneity

    def chosen(self, plan: Plan) -> Pooled:
        """The model that is shown first."""
        return self.common if plan.tau2 is None else self.random[plan.tau2]


@dataclass(frozen=True)
class Subgroup:
    """Studies of a subgroup, pooled."""

    name: str
    studies: tuple[int, ...]
    pools: Pools


@dataclass(frozen=True)
class LeftOut:
    """What remains when a study is left out."""

    study: str
    common: Pooled
    random: Pooled | None
    i2: float


@dataclass(frozen=True)
class Synthesis:
    """What studies say together.

    Attributes:
        plan: How they were pooled.
        studies: Those with an effect.
        effects: Their effects.
        pools: All of them pooled.
        subgroups: Pooled each; empty without subgroups.
        subgroup_tests: For differences of subgroups, by model: "common" and τ².
        leave_one_out: With each study left out; empty with fewer than three.
        egger: The test for small-study effects, or None.
        left_out: Studies without an effect in this measure.
        remarks: What to know when reading it.
    """

    plan: Plan
    studies: tuple[Study, ...]
    effects: tuple[Effect, ...]
    pools: Pools
    subgroups: tuple[Subgroup, ...]
    subgroup_tests: Mapping[str, SubgroupTest]
    leave_one_out: tuple[LeftOut, ...]
    egger: Egger | None
    left_out: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def chosen(self) -> Pooled:
        """The model that is shown first."""
        return self.pools.chosen(self.plan)


def synthesis(studies: Sequence[Study], plan: Plan) -> Synthesis:
    """Pool the effects of studies.

    Args:
        studies: Those of the table.
        plan: How.

    Raises:
        ExpectedError: No study has an effect in the measure.
    """
    effects = [study.effect(plan.measure) for study in studies]
    used = [(s, e) for s, e in zip(studies, effects, strict=True) if e is not None]
    left_out = tuple(s.name for s, e in zip(studies, effects, strict=True) if e is None)
    if not used:
        raise ExpectedError(
            f"No study of the table has an effect as {plan.measure.value}: "
            f"{MEASURE_WORDS[plan.measure]}.",
            hint="Choose another measure, or give the correlation of paired sides.",
        )
    kept = tuple(study for study, _ in used)
    values = np.array([effect.value for _, effect in used])
    variances = np.array([effect.variance for _, effect in used])
    subgroups = _subgroups(kept, values, variances, plan)
    return Synthesis(
        plan,
        kept,
        tuple(effect for _, effect in used),
        pools(values, variances, plan.level),
        subgroups,
        _subgroup_tests(subgroups),
        _leave_one_out(kept, values, variances, plan),
        egger(values, variances),
        left_out,
        _remarks(kept, left_out, plan),
    )


def pools(effects: Floats, variances: Floats, level: float = LEVEL) -> Pools:
    """Pool effects in every way."""
    return Pools(
        pool(effects, variances, None, level),
        {method: pool(effects, variances, method, level) for method in Tau2},
        heterogeneity(effects, variances, level),
    )


def method_words(plan: Plan) -> str:
    """Measure and model in words."""
    if plan.tau2 is None:
        model = "common-effect (fixed-effect) model, inverse variance"
    else:
        model = f"random-effects model, inverse variance, {TAU2_WORDS[plan.tau2]}"
        model += ", Hartung-Knapp interval" if plan.is_hartung_knapp else ""
    return f"{MEASURE_WORDS[plan.measure]}; {model}; {plan.level:.0%} intervals"


def _subgroups(
    studies: Sequence[Study], effects: Floats, variances: Floats, plan: Plan
) -> tuple[Subgroup, ...]:
    names = list(dict.fromkeys(study.subgroup for study in studies))
    if not any(names):
        return ()
    found = []
    for name in names:
        rows = [at for at, study in enumerate(studies) if study.subgroup == name]
        pooled = pools(effects[rows], variances[rows], plan.level)
        found.append(Subgroup(name or "no subgroup", tuple(rows), pooled))
    return tuple(found)


def _subgroup_tests(subgroups: Sequence[Subgroup]) -> dict[str, SubgroupTest]:
    if len(subgroups) < 2:
        return {}
    tests = {"common": subgroup_test([one.pools.common for one in subgroups])}
    for method in Tau2:
        tests[method.value] = subgroup_test(
            [one.pools.random[method] for one in subgroups]
        )
    return tests


def _leave_one_out(
    studies: Sequence[Study], effects: Floats, variances: Floats, plan: Plan
) -> tuple[LeftOut, ...]:
    if len(studies) < 3:
        return ()
    found = []
    for at, study in enumerate(studies):
        rest = np.arange(len(studies)) != at
        one, two = effects[rest], variances[rest]
        random = pool(one, two, plan.tau2, plan.level) if plan.tau2 else None
        common = pool(one, two, None, plan.level)
        i2 = heterogeneity(one, two, plan.level).i2
        found.append(LeftOut(study.name, common, random, i2))
    return tuple(found)


def _remarks(
    studies: Sequence[Study], left_out: Sequence[str], plan: Plan
) -> tuple[str, ...]:
    found = []
    if left_out:
        found.append(f"without an effect in this measure: {listed(left_out)}")
    if len(studies) == 1:
        found.append("one study: nothing is pooled")
    elif len(studies) < FEW_FOR_FUNNEL:
        found.append(
            f"{counted(len(studies), 'study', 'studies')}: the funnel plot and Egger's "
            f"test say little below {FEW_FOR_FUNNEL}"
        )
    marked = [study.name for study in studies if study.marks]
    if marked:
        found.append(f"with converted or supposed numbers: {listed(marked)}")
    if plan.measure is not Measure.GENERIC and any(study.given for study in studies):
        found.append("effects that were given are taken to be in this measure")
    return tuple(found)
