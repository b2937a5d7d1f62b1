"""A comparison in lines for people to read."""

from models.statistics.comparison.records import Comparison, Contrast, Summary
from models.statistics.comparison.repeated import MixedModel
from models.statistics.comparison.results import FEW_TEXT, Result, p_text
from models.words import counted


def comparison_text(found: Comparison, why: str = "") -> str:
    """What a comparison says, the primary contrast in full.

    Args:
        found: The comparison.
        why: How the design was seen.
    """
    observed = found.observed
    design = f"Design: {found.settings.design.value}" + (f" ({why})" if why else "")
    lines = [f"{design}; {counted(len(observed.units), 'unit')}.", ""]
    lines += _summary_lines(found.summaries)
    lines += ["", *_contrast_lines(found.primary)]
    others = [one for one in found.contrasts if one is not found.primary]
    for one in others:
        lines += ["", *_short_lines(one)]
    for one in found.within:
        lines += ["", *_short_lines(one)]
    for _, model in found.models:
        lines += ["", *_model_lines(model)]
    for family in found.families:
        lines += ["", f"Multiplicity: {family.name} (Holm; Hochberg)"]
        lines += [
            f"  {name}: p {p_text(p)}, Holm {p_text(family.holm[name])}, Hochberg "
            f"{p_text(family.hochberg[name])}"
            for name, p in family.raw.items()
        ]
    if found.sensitivity:
        lines += ["", "Missing values, last visit, difference of means:"]
        lines += [
            f"  {one.key}: {_numbers(one.difference)}" for one in found.sensitivity
        ]
    lines += ["", *(f"Note: {remark}." for remark in found.remarks)]
    return "\n".join(lines).rstrip()


def number(value: float | None) -> str:
    """A number with four significant digits."""
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def _summary_lines(summaries: tuple[Summary, ...]) -> list[str]:
    lines = []
    for one in summaries:
        name = ", ".join(part for part in (one.group, one.visit) if part) or "all"
        text = f"{name}: n {one.n}"
        text += f" ({one.missing} missing)" if one.missing else ""
        if one.n:
            text += (
                f", mean {number(one.mean)}, SD {number(one.sd)}, median "
                f"{number(one.median)} ({number(one.q1)} to {number(one.q3)})"
            )
        lines.append(text)
    return lines


def _title(contrast: Contrast) -> str:
    sides = f"{contrast.first} less {contrast.second}".removeprefix(" less ")
    if not contrast.first:
        sides = f"against {contrast.second}"
    what = "change from baseline" if contrast.outcome == "change" else ""
    return ", ".join(part for part in (sides, contrast.visit, what) if part)


def _contrast_lines(contrast: Contrast) -> list[str]:
    lines = [_title(contrast)]
    remarks = dict.fromkeys(contrast.remarks)
    for one in contrast.results:
        lines.append(f"  {one.label}: {_numbers(one)}")
        lines.append(f"      {one.method}; n {' + '.join(map(str, one.n))}")
        remarks |= dict.fromkeys(
            remark if remark == FEW_TEXT else f"{one.label}: {remark}"
            for remark in one.remarks
        )
    if contrast.results:
        lines.append(f"  Missing: {contrast.results[0].missing}")
    return lines + [f"  Note: {remark}" for remark in remarks]


def _short_lines(contrast: Contrast) -> list[str]:
    lines = [f"  {one.label}: {_numbers(one)}" for one in contrast.results]
    notes = [f"  Note: {remark}" for remark in contrast.remarks]
    return [_title(contrast), *lines, *notes]


def _numbers(one: Result) -> str:
    parts = []
    if one.estimate is not None:
        parts.append(number(one.estimate))
    if one.interval is not None:
        parts.append(
            f"{one.interval.level:.0%} interval {number(one.interval.lower)} to "
            f"{number(one.interval.upper)}"
        )
    elif one.statistic is not None:
        parts.append(f"statistic {number(one.statistic)}")
    if one.p is not None:
        sign = "" if one.p < 0.001 or one.p > 0.999 else "= "
        parts.append(f"p {sign}{p_text(one.p)}")
    return ", ".join(parts) or "not defined here"


def _model_lines(model: MixedModel) -> list[str]:
    text = f"{model.method}; {counted(model.subjects, 'subject')}, "
    lines = [text + counted(model.observations, "value")]
    every = (*model.means, *model.differences)
    lines += [f"  {one.label}: {_numbers(one)}" for one in every]
    return lines + [f"  Note: {remark}" for remark in model.remarks]
