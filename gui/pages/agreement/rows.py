"""The numbers of agreement as rows of text, for the tables of the page. No Qt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.statistics.agreement.bands import band
from models.statistics.agreement.bland_altman import Estimate
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.course import Drift
from models.statistics.agreement.study import Course, Group, ItemAgreement

MINUS = "−"
NOTHING = "–"


@dataclass(frozen=True)
class CoefficientRow:
    """A coefficient as text.

    Attributes:
        name: With its weights.
        value: The estimate, or a dash.
        interval: "0.61 to 0.83", or a dash.
        words: What the convention calls it.
        sizes: Targets and raters.
        missing: Scores missing.
        note: Remarks, then the definition.
        order: The estimate, to sort by; -9 where there is none.
    """

    name: str
    value: str
    interval: str
    words: str
    sizes: str
    missing: str
    note: str
    order: float


@dataclass(frozen=True)
class RaterRow:
    """A rater as text: all numbers of one row are of this rater."""

    rater: str
    scores: str
    bias: str
    spread: str
    favourite: str
    drift: str
    days: str
    seconds: str
    quicker: str


@dataclass(frozen=True)
class GroupRow:
    """A part of the photographs: one grade, visit or site."""

    what: str
    name: str
    targets: str
    exact: str
    chosen: str
    interval: str


@dataclass(frozen=True)
class RepeatRow:
    """A rater beside the same rater's hidden repeats."""

    rater: str
    photographs: str
    exact: str
    within_one: str
    kappa: str
    icc: str
    error: str
    missing: str


def number(value: float | None, places: int = 2, *, sign: bool = False) -> str:
    """A number as it is printed, with a minus sign that is one."""
    if value is None:
        return NOTHING
    shown = f"{value:+.{places}f}" if sign else f"{value:.{places}f}"
    return shown.replace("-", MINUS)


def interval(lower: float | None, upper: float | None, *, sign: bool = False) -> str:
    """Both limits, or a dash."""
    if lower is None or upper is None:
        return NOTHING
    return f"{number(lower, sign=sign)} to {number(upper, sign=sign)}"


def estimate(one: Estimate, *, sign: bool = True) -> str:
    """A number with its interval in brackets."""
    if one.value is None:
        return NOTHING
    told = number(one.value, sign=sign)
    if one.lower is None:
        return told
    return f"{told} ({interval(one.lower, one.upper, sign=sign)})"


def per_cent(share: float | None) -> str:
    """A share in whole per cent."""
    return NOTHING if share is None else f"{100 * share:.0f} %"


def coefficient_row(one: Coefficient) -> CoefficientRow:
    """A coefficient as text."""
    notes = [*one.remarks, f"As {one.naming.definition}."]
    if one.naming.interval and one.lower is not None:
        notes.append(f"Interval: {one.naming.interval}.")
    return CoefficientRow(
        name=one.naming.name,
        value=number(one.estimate, 3),
        interval=interval(one.lower, one.upper),
        words=band(one),
        sizes=f"{one.targets} × {one.raters}",
        missing=str(one.missing),
        note=" ".join(notes),
        order=-9.0 if one.estimate is None else one.estimate,
    )


def rater_rows(found: ItemAgreement) -> list[RaterRow]:
    """Every rater beside the others."""
    courses = {one.rater: one for one in found.courses}
    return [
        RaterRow(
            one.rater,
            str(one.scores),
            estimate(one.panel_bias),
            number(one.panel_spread),
            NOTHING if one.favourite is None else f"{one.favourite:g}",
            *_course(courses.get(one.rater)),
        )
        for one in found.between.raters
    ]


def _course(one: Course | None) -> tuple[str, str, str, str]:
    """Drift over positions and days, seconds, and how they change."""
    if one is None:
        return (NOTHING,) * 4
    if one.times is None or one.times.median is None:
        return _drift(one.position), _drift(one.days), NOTHING, NOTHING
    quicker = estimate(one.times.quicker)
    return (
        _drift(one.position),
        _drift(one.days),
        f"{one.times.median:.0f}",
        quicker,
    )


def _drift(one: Drift) -> str:
    return estimate(one.slope)


def group_rows(
    found: ItemAgreement, key: str, visits: Sequence[tuple[str, str]]
) -> Iterator[GroupRow]:
    """Agreement by grade, by visit and by site.

    Args:
        found: The agreement.
        key: Of the coefficient to be read first.
        visits: Key and name of the visits, in their order.
    """
    for grade in found.between.grades:
        share = per_cent(grade.share)
        yield GroupRow(
            "grade",
            f"{grade.grade:g} ({share} of the scores)",
            NOTHING,
            per_cent(grade.agreement),
            number(grade.kappa, 3),
            "Fleiss' kappa of this grade against all others",
        )
    names = dict(visits)
    order = {visit: place for place, (visit, _) in enumerate(visits)}
    for group in sorted(found.groups, key=lambda one: _place(one, order)):
        yield _group(group, key, names.get(group.name, group.name))


def _place(group: Group, order: dict[str, int]) -> tuple[str, int, str]:
    return group.column, order.get(group.name, 0), group.name


def _group(group: Group, key: str, name: str) -> GroupRow:
    known = {one.key: one for one in group.coefficients}
    chosen, exact = known.get(key), known.get("exact")
    return GroupRow(
        group.column,
        name,
        str(exact.targets) if exact else NOTHING,
        per_cent(exact.estimate) if exact else NOTHING,
        number(chosen.estimate, 3) if chosen else NOTHING,
        _why(chosen) if chosen else NOTHING,
    )


def _why(one: Coefficient) -> str:
    """The interval, or why there is no number."""
    if one.estimate is None:
        return " ".join(one.remarks)
    return interval(one.lower, one.upper)


def repeat_rows(found: ItemAgreement) -> list[RepeatRow]:
    """Every rater beside the own hidden repeats."""
    return [
        RepeatRow(
            one.rater,
            str(one.n),
            per_cent(one.exact),
            per_cent(one.within_one),
            _brief(one.coefficients.get("cohen_kappa_quadratic")),
            _brief(one.coefficients.get("icc_2_1")),
            number(one.measurement_error),
            str(one.missing),
        )
        for one in found.within
    ]


def _brief(one: Coefficient | None) -> str:
    if one is None or one.estimate is None:
        return NOTHING
    return estimate(Estimate(one.estimate, one.lower, one.upper), sign=False)


def joined(sentences: Iterable[str]) -> str:
    """Sentences in a row."""
    return " ".join(one for one in sentences if one)
