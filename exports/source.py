"""What leaves a study in files for other programs, read once as frozen records.

Scores of photographs and values beside them stand here in one form, an observation, so
that no exit needs to know where a value was kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from exports.series import Series, series_of
from exports.workbook.edition import Edition, edition_of
from models.allocation.seal import is_sealed
from models.protocol.protocol import Protocol
from models.protocol.units import Unit, units_of
from models.scales.scale import Scale
from models.statistics.frames import photographs_frame, score_frame_of
from models.statistics.trajectories import Trajectories, trajectories
from models.store.clock import Clock, stamp
from models.store.measure_records import AdverseEvent, Measurement
from models.store.records import Photograph, ScoreRow, StudyInfo, Subject
from models.store.store import StudyStore
from models.version import program_version

FIRST_ENTRY = 1  # of a double entry; the second one only checks it


@dataclass(frozen=True)
class Observation:
    """One value of a series, or why there is none.

    Attributes:
        series: Key of the series.
        unit: The subject, or one side of it.
        site: Code of the subject's site, or empty.
        visit: Key of the visit.
        value: As stored, or None.
        reason: Why there is none, or empty.
        comment: Words of who gave it, or empty.
        by: Code of the rater, or who gave the value; may be empty.
        at: UTC time it was stored, ISO 8601.
        view: Key of the view of the photograph, or empty beside photographs.
        is_repeat: Whether it was given at a hidden repeat of the photograph.
        third_reading: What it is in an adjudication: "accepted", "undecided" or
            "beside"; empty for a usual reading.
        parts: The entries of a composite by the keys of its parts.
    """

    series: str
    unit: Unit
    site: str
    visit: str
    value: float | None
    reason: str
    comment: str
    by: str
    at: str
    view: str = ""
    is_repeat: bool = False
    third_reading: str = ""

    @property
    def is_original(self) -> bool:
        """Whether a rater gave it in a usual reading, once: the efficacy set."""
        return not self.is_repeat and not self.third_reading

    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A study at the moment its files are written.

    Attributes:
        info: The study itself.
        protocol: Its protocol.
        series: All series by key: scales scored from photographs, then assessments.
        subjects: By code.
        observations: Scores by subject, visit, view, series and rater, then values
            beside photographs in the order of entry.
        events: Adverse events by number, withdrawn ones left out.
        dates: The day a visit was kept on, ISO 8601, by subject and key of the visit.
        answers: Answers to eligibility rules by subject and key of the rule.
        groups: What the group of each unit is called; empty where none is told.
        edition: What is told of the allocation.
        is_allocated: Whether an allocation is sealed or open.
        scores: The score frame, without hidden repeats.
        photographs: The photograph frame.
        scales: The scales scored from photographs.
        made_at: UTC time, ISO 8601.
        changed_at: UTC time of the last change of the study, ISO 8601.
        head: Hash of the last line of the audit trail.
        program: Version of the program.
    """

    info: StudyInfo
    protocol: Protocol
    series: Mapping[str, Series]
    subjects: tuple[Subject, ...]
    observations: tuple[Observation, ...]
    events: tuple[AdverseEvent, ...]
    dates: Mapping[tuple[str, str], str]
    answers: Mapping[tuple[str, str], bool]
    groups: Mapping[str, str]
    edition: Edition
    is_allocated: bool
    scores: pd.DataFrame
    photographs: pd.DataFrame
    scales: Mapping[str, Scale]
    made_at: str
    changed_at: str
    head: str
    program: str

    @property
    def edition_word(self) -> str:
        """The edition as file names have it: "blinded", "single-group"."""
        return str(self.edition).removesuffix(" edition").replace(" ", "-")

    @cached_property
    def scored(self) -> tuple[Observation, ...]:
        """The scores of photographs, hidden repeats among them."""
        return tuple(one for one in self.observations if one.view)

    @cached_property
    def measured(self) -> tuple[Observation, ...]:
        """The values beside photographs."""
        return tuple(one for one in self.observations if not one.view)

    @cached_property
    def sites(self) -> Mapping[str, str]:
        """Code of each subject's site, by the subject's code."""
        return {one.code: one.site for one in self.subjects}

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units, by subject."""
        return units_of(self.protocol, (one.code for one in self.subjects))

    @property
    def group_names(self) -> tuple[str, ...]:
        """What groups are called, in order."""
        return tuple(sorted(set(self.groups.values())))

    @cached_property
    def trajectories(self) -> Trajectories:
        """The trajectories by what the edition tells of the groups."""
        return trajectories(
            self.scores,
            self.protocol,
            self.scales,
            self.groups if self.edition.has_groups else None,
            subjects=[one.code for one in self.subjects],
            photographs=self.photographs,
        )

    def group(self, unit: Unit) -> str:
        """What the group of a unit is called; empty where it has none or none is told.

        A subject whose sides are in different groups has none as a whole.
        """
        return self.groups.get(unit.name, "")


def read_source(
    store: StudyStore, groups: Mapping[str, str] | None, now: Clock
) -> Source:
    """Read what leaves the study.

    Args:
        store: An open study.
        groups: What the group of each unit is called; None for the blinded edition.
        now: Clock.
    """
    protocol = store.protocol()
    rows, last = store.score_rows(), store.trail()[-1]
    told = groups if protocol.has_arms else None
    return Source(
        info=store.info(),
        protocol=protocol,
        series=series_of(protocol, store.pinned_scales(), store.measures()),
        subjects=tuple(store.subjects()),
        observations=(
            *_scores(rows, protocol),
            *_values(store.measurements(), protocol),
        ),
        events=tuple(one for one in store.adverse_events() if not one.withdrawn),
        dates=store.visit_dates(),
        answers=store.eligibility_answers(),
        groups=told or {},
        edition=edition_of(told, has_arms=protocol.has_arms),
        is_allocated=is_sealed(store),
        scores=score_frame_of(rows, protocol),
        photographs=photographs_frame(_Pictures(store.photographs(), protocol)),
        scales=store.scales(),
        made_at=stamp(now()),
        changed_at=last.at,
        head=last.hash,
        program=program_version(),
    )


@dataclass(frozen=True)
class _Pictures:
    """What the photograph frame asks for, read once."""

    rows: list[Photograph]
    plan: Protocol

    def photographs(self) -> list[Photograph]:
        return self.rows

    def protocol(self) -> Protocol:
        return self.plan


def _scores(rows: list[ScoreRow], protocol: Protocol) -> list[Observation]:
    visits = {visit.key: at for at, visit in enumerate(protocol.visits)}
    views = {view.key: at for at, view in enumerate(protocol.views)}
    scales = {key: at for at, key in enumerate(protocol.scales)}
    units = {
        (row.subject, row.view): Unit(row.subject, protocol.side_of(row.view))
        for row in rows
    }
    ordered = sorted(
        rows,
        key=lambda row: (
            row.subject,
            visits[row.visit],
            views[row.view],
            scales.get(row.scale, len(scales)),
            row.rater,
            row.repeat,
        ),
    )
    return [
        Observation(
            series=row.scale,
            unit=units[row.subject, row.view],
            site=row.site,
            visit=row.visit,
            value=row.value,
            reason=row.reason,
            comment=row.comment,
            by=row.rater,
            at=row.at,
            view=row.view,
            is_repeat=row.repeat,
            third_reading=row.adjudication,
        )
        for row in ordered
    ]


def _values(rows: list[Measurement], protocol: Protocol) -> list[Observation]:
    known = {one.key for one in protocol.assessments}
    return [
        Observation(
            series=row.assessment,
            unit=Unit(row.subject, row.side),
            site=row.site,
            visit=row.visit,
            value=row.value,
            reason=row.reason,
            comment=row.comment,
            by=row.rated_by,
            at=row.at,
            parts=row.parts,
        )
        for row in rows
        if row.entry == FIRST_ENTRY and row.assessment in known
    ]
