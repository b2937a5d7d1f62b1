"""Units that were graded worse than at their baseline."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.statistics.frames import SCALE, SIDE, SUBJECT, UNIT, VALUE, VISIT
from models.statistics.series import Series
from models.statistics.trajectories import MEASURE, Measure, Trajectories
from models.store.records import Subject

_TINY = 1e-9


@dataclass(frozen=True)
class WorstCase:
    """A unit that is worse than at its baseline, on one series at one visit.

    Attributes:
        subject: Code of the subject.
        side: Side, where sides are compared.
        site: Code of the site, or empty.
        series: Key of the series.
        visit: Key of the visit.
        baseline: Value at the baseline.
        value: Value at the visit, over raters and views.
        worse_by: By how much it is worse, above 0.
        share: The same as a part of all that the series may differ by; where that is
            not limited, of the value at the baseline.
    """

    subject: str
    side: str
    site: str
    series: str
    visit: str
    baseline: float
    value: float
    worse_by: float
    share: float


def worst_cases(
    shown: Trajectories, subjects: Sequence[Subject]
) -> tuple[WorstCase, ...]:
    """Every value worse than its baseline, the worst first.

    A series that runs neither way has none.

    Args:
        shown: Trajectories of the study.
        subjects: All subjects; they tell the sites.
    """
    sites = {one.code: one.site for one in subjects}
    series = {one.key: one for one in shown.scales}
    lines = shown.lines
    changes = lines[lines[MEASURE] == str(Measure.CHANGE)]
    scores = lines[lines[MEASURE] == str(Measure.SCORE)]
    names = (SCALE, UNIT, VISIT)
    values = dict(
        zip(zip(*(scores[n] for n in names), strict=True), scores[VALUE], strict=True)
    )
    columns = (SCALE, UNIT, VISIT, SUBJECT, SIDE, VALUE)
    found = []
    for key, unit, visit, subject, side, change in zip(
        *(changes[name] for name in columns), strict=True
    ):
        worse = -change * series[key].direction.sign
        if worse <= _TINY:
            continue
        start = values[key, unit, shown.baseline.key]
        found.append(
            WorstCase(
                subject=subject,
                side=side,
                site=sites.get(subject, ""),
                series=key,
                visit=visit,
                baseline=float(start),
                value=float(values[key, unit, visit]),
                worse_by=round(float(worse), 9),
                share=_share(series[key], float(worse), float(start)),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.share, one.subject, one.visit)))


def _share(series: Series, worse: float, start: float) -> float:
    if series.lowest is not None and series.highest is not None:
        return worse / (series.highest - series.lowest)
    return worse / abs(start) if start else worse
