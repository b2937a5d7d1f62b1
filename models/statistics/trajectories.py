"""Trajectories: what each scale does over the visits, group by group.

Only grades at visits where the protocol analyses the scale count. The scores of all
raters and views are first combined into one value a unit, visit and scale, so that n
counts units, never scores: subjects, or sides where sides are compared. Change is
follow-up minus baseline within a unit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from models.protocol.analysis import Aggregation, Combine
from models.protocol.protocol import Protocol, Visit
from models.protocol.units import unit_named, units_of
from models.scales.scale import Scale
from models.statistics.cells import Axes, Cells, cells_of
from models.statistics.changes import TABLED, measured, told_visits
from models.statistics.changes import Measure as Measure
from models.statistics.frames import DAY, SCALE, SIDE, SUBJECT, UNIT, VALUE, VISIT
from models.statistics.intervals import LEVEL, Flags, Floats, Ints
from models.statistics.remarks import (
    left_out,
    row_remarks,
    without_change,
    zero_baselines,
)
from models.statistics.series import Series, scale_series
from models.statistics.summaries import summarise

GROUP = "group"
MEASURE = "measure"
SUBJECTS = "subjects"
N = "n"
MISSING = "missing"
NO_BASELINE = "no_baseline"
MEAN = "mean"
SD = "sd"
LOWER = "lower"
UPPER = "upper"
MEDIAN = "median"
MEDIAN_LOWER = "median_lower"
MEDIAN_UPPER = "median_upper"
MEDIAN_COVERAGE = "median_coverage"
NOTE = "note"

TABLE_COLUMNS = (
    SCALE,
    GROUP,
    VISIT,
    DAY,
    MEASURE,
    SUBJECTS,
    N,
    MISSING,
    NO_BASELINE,
    MEAN,
    SD,
    LOWER,
    UPPER,
    MEDIAN,
    MEDIAN_LOWER,
    MEDIAN_UPPER,
    MEDIAN_COVERAGE,
    NOTE,
)
LINE_COLUMNS = (SCALE, GROUP, SUBJECT, SIDE, UNIT, VISIT, DAY, MEASURE, VALUE)
FLOW_COLUMNS = (
    SCALE,
    VISIT,
    DAY,
    "photographs",
    "not_assessable",
    "assessable",
    "scored",
    "analysed",
    "subjects",
    "subjects_analysed",
)

EVERYBODY = "All subjects"  # the one group of a study that has none


class Centre(StrEnum):
    """Which middle of a group is shown."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True)
class Trajectories:
    """What is drawn, tabulated and exported; nothing is computed after this.

    Attributes:
        table: A row per measure, scale, group and scheduled visit, TABLE_COLUMNS.
            "subjects" are the units of the group; of them "n" are analysed, "missing"
            have no value here, "no_baseline" have one but no baseline to change from.
            "lower" and "upper" bound the mean. "note" says why a number is absent.
        lines: A row per unit's value, LINE_COLUMNS.
        flow: From photographs to what is analysed, per scale and visit, FLOW_COLUMNS.
        scales: Series that are followed, in the order of the protocol.
        visits: All visits of the protocol, in order.
        baseline: The visit that change is counted from.
        anchor: What day 0 is: "procedure".
        groups: Names of the groups in order; EVERYBODY alone where there are none.
        is_grouped: Whether units are told apart by group.
        aggregation: How raters and views were combined.
        raters: How many raters gave the scores that count.
        views: How many views of a unit they gave them to.
        level: Coverage of the intervals.
        notes: Sentences about what is left out and why.
        noun: What a unit is called: "subject" or "side".
        grouped_by: What tells the groups apart: "arm", "site"; empty for one group.
        change_notes: Those of the notes that concern changes only.
        zero_notes: Sentences about baselines of 0, which have no change in per cent.
    """

    table: pd.DataFrame
    lines: pd.DataFrame
    flow: pd.DataFrame
    scales: tuple[Series, ...]
    visits: tuple[Visit, ...]
    baseline: Visit
    anchor: str
    groups: tuple[str, ...]
    is_grouped: bool
    aggregation: Aggregation
    raters: int
    views: int
    level: float
    notes: tuple[str, ...]
    noun: str = "subject"
    grouped_by: str = ""
    change_notes: tuple[str, ...] = ()
    zero_notes: tuple[str, ...] = ()

    @property
    def courses(self) -> tuple[Series, ...]:
        """The series that go on after the baseline.

        The others, such as age or skin type, describe the subjects at entry. All of
        them, where no series goes on.
        """
        places = {visit.key: place for place, visit in enumerate(self.visits)}
        start = places[self.baseline.key]
        told = zip(self.table[SCALE], self.table[VISIT], strict=True)
        later = {scale for scale, visit in told if places[visit] > start}
        return tuple(one for one in self.scales if one.key in later) or self.scales

    @property
    def is_empty(self) -> bool:
        """Whether not one subject has a value."""
        return self.lines.empty

    @property
    def subjects(self) -> int:
        """How many subjects have at least one value."""
        return int(self.lines[SUBJECT].nunique())

    @property
    def units(self) -> int:
        """How many units have at least one value."""
        return int(self.lines[UNIT].nunique())

    @property
    def has_sides(self) -> bool:
        """Whether the units are sides of subjects."""
        return self.noun == "side"


def trajectories(
    scores: pd.DataFrame,
    protocol: Protocol,
    scales: Mapping[str, Scale | Series],
    groups: Mapping[str, str] | None = None,
    *,
    order: Sequence[str] = (),
    subjects: Iterable[str] = (),
    photographs: pd.DataFrame | None = None,
    combine: Combine | None = None,
    measures: Sequence[Measure] = TABLED,
    grouped_by: str = "arm",
) -> Trajectories:
    """Follow every scale over the visits, group by group.

    Args:
        scores: The score frame, see `models.statistics.frames`; values beside
            photographs among it where they are followed too.
        protocol: Visits, baseline and which scale is analysed when.
        scales: By key; those of the protocol that are scored from photographs, and
            any other series that is to be followed.
        groups: Group of each unit by its name, an arm or a masked letter; None where
            the study has no groups. A unit without one is left out, and counted.
        order: Names of the groups in the order wished; others follow sorted. One
            without units is kept and said to be empty.
        subjects: Code of every subject of the study, so that one never scored counts
            as missing; those met in groups, scores and photographs are added.
        photographs: The photograph frame; without it, the photographs met in scores.
        combine: How raters and views are combined; as the protocol says if not given.
        measures: What of the values is followed.
        grouped_by: What tells the groups apart.
    """
    followed = _followed(protocol, scales)
    aggregation = Aggregation(combine, combine) if combine else protocol.aggregation
    named = {unit.name for unit in units_of(protocol, subjects)}
    everyone = {*named, *_met(scores), *_met(photographs)}
    if groups is None:
        axes = Axes.of(
            protocol,
            everyone,
            dict.fromkeys(everyone, EVERYBODY),
            (EVERYBODY,),
            series=followed,
        )
    else:
        axes = Axes.of(protocol, everyone, groups, order, series=followed)
    cells = cells_of(scores, photographs, axes, aggregation)
    return Trajectories(
        table=_table(cells.values, axes, measures),
        lines=_lines(cells.values, axes, measures),
        flow=_flow(cells, axes),
        scales=followed,
        visits=protocol.visits,
        baseline=protocol.visit(protocol.baseline),
        anchor=protocol.anchor,
        groups=axes.groups,
        is_grouped=groups is not None,
        aggregation=aggregation,
        raters=cells.raters,
        views=cells.views,
        level=LEVEL,
        notes=left_out(cells.values, axes, followed, protocol),
        noun=axes.noun,
        grouped_by=grouped_by if groups is not None else "",
        change_notes=without_change(cells.values, axes, followed, protocol),
        zero_notes=zero_baselines(cells.values, axes, followed),
    )


def _followed(
    protocol: Protocol, known: Mapping[str, Scale | Series]
) -> tuple[Series, ...]:
    """The scheduled scales, and those of the other series that are given."""
    wanted = [
        key for key in protocol.series if key in protocol.schedule or key in known
    ]
    return tuple(
        scale_series(one) if isinstance(one, Scale) else one
        for one in (known[key] for key in wanted)
    )


def _met(frame: pd.DataFrame | None) -> list[str]:
    return [] if frame is None else list(frame[UNIT].unique())


def _table(values: Floats, axes: Axes, measures: Sequence[Measure]) -> pd.DataFrame:
    """A row per measure, scale, group and visit."""
    parts = []
    for measure in measures:
        changed = measured(measure, values, axes)
        for scale in range(len(axes.scales)):
            visits = told_visits(measure, scale, axes)
            for group in range(len(axes.groups)):
                members = np.flatnonzero(axes.group == group)
                cut = np.ix_(members, visits)
                start = (visits == axes.baseline) & (measure is not Measure.SCORE)
                parts.append(
                    _rows(
                        changed[scale][cut], values[scale][cut], start, axes.noun
                    ).assign(
                        **{
                            SCALE: axes.scales[scale],
                            GROUP: axes.groups[group],
                            VISIT: [axes.visits[visit] for visit in visits],
                            DAY: [axes.days[visit] for visit in visits],
                            MEASURE: str(measure),
                        }
                    )
                )
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(TABLE_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(TABLE_COLUMNS)]


def _rows(changed: Floats, scored: Floats, is_start: Flags, noun: str) -> pd.DataFrame:
    """The numbers of one group on one scale, a row a visit.

    Where change starts it is 0 by definition, so it has no spread to speak of.
    """
    given = summarise(changed).without_spread(is_start)
    is_scored = ~np.isnan(scored)
    return pd.DataFrame(
        {
            SUBJECTS: len(changed),
            N: given.n,
            MISSING: (~is_scored).sum(axis=0),
            NO_BASELINE: (is_scored & np.isnan(changed)).sum(axis=0),
            MEAN: given.mean,
            SD: given.sd,
            LOWER: given.lower,
            UPPER: given.upper,
            MEDIAN: given.median,
            MEDIAN_LOWER: given.median_lower,
            MEDIAN_UPPER: given.median_upper,
            MEDIAN_COVERAGE: given.median_coverage,
            NOTE: row_remarks(given, len(changed), is_start, noun),
        }
    )


def _lines(values: Floats, axes: Axes, measures: Sequence[Measure]) -> pd.DataFrame:
    """A row per unit's value, in the order of measure, scale, unit and visit."""
    told = np.zeros((len(measures), *axes.scheduled.shape), dtype=np.bool_)
    for number, measure in enumerate(measures):
        for scale in range(len(axes.scales)):
            told[number, scale, told_visits(measure, scale, axes)] = True
    both = np.stack([measured(measure, values, axes) for measure in measures])
    is_member: Flags = (axes.group >= 0)[np.newaxis, np.newaxis, :, np.newaxis]
    kept = ~np.isnan(both) & told[:, :, np.newaxis, :] & is_member
    measure_at, scale_at, unit_at, visit_at = np.nonzero(kept)
    has_sides = axes.noun == "side"
    units = [unit_named(name, has_sides=has_sides) for name in axes.units]
    return pd.DataFrame(
        {
            SCALE: _named(scale_at, axes.scales),
            GROUP: _named(axes.group[unit_at], axes.groups),
            SUBJECT: _repeated([unit.subject for unit in units], unit_at),
            SIDE: _repeated([unit.side for unit in units], unit_at),
            UNIT: _named(unit_at, axes.units),
            VISIT: _named(visit_at, axes.visits),
            DAY: np.array(axes.days, dtype=np.int64)[visit_at],
            MEASURE: _named(measure_at, [str(measure) for measure in measures]),
            VALUE: both[kept],
        },
        columns=list(LINE_COLUMNS),
    )


def _named(codes: Ints, names: Sequence[str]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(names)))


def _repeated(words: Sequence[str], places: Ints) -> "pd.Categorical[str]":
    """The word at each place; words may be alike."""
    names, codes = np.unique(np.array(words, dtype=object), return_inverse=True)
    return _named(codes.astype(np.int64)[places], names.tolist())


def _flow(cells: Cells, axes: Axes) -> pd.DataFrame:
    """From photographs to what is analysed, a row per scale and scheduled visit."""
    is_member = axes.group >= 0
    planned = axes.scheduled & axes.photographed[:, np.newaxis]
    scale_at, visit_at = np.nonzero(planned)

    def total(counts: Ints | Flags) -> Ints:
        return np.asarray(counts.sum(axis=1)[scale_at, visit_at], dtype=np.int64)

    photographs = total(cells.photographs)
    not_assessable = total(cells.not_assessable)
    analysed = ~np.isnan(cells.values) & is_member[np.newaxis, :, np.newaxis]
    return pd.DataFrame(
        {
            SCALE: [axes.scales[scale] for scale in scale_at],
            VISIT: [axes.visits[visit] for visit in visit_at],
            DAY: [axes.days[visit] for visit in visit_at],
            "photographs": photographs,
            "not_assessable": not_assessable,
            "assessable": photographs - not_assessable,
            "scored": total(cells.graded),
            "analysed": total(cells.graded * is_member[np.newaxis, :, np.newaxis]),
            "subjects": len(axes.units),
            "subjects_analysed": total(analysed),
        },
        columns=list(FLOW_COLUMNS),
    )
