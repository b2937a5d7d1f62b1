"""Everything a workbook tells, read from the study once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from exports.workbook.edition import Edition, edition_of
from models.audit.locking import history
from models.audit.signing import signature_states
from models.measures.frames import measurements_frame
from models.measures.measure import Measure
from models.protocol.protocol import Protocol
from models.scales.scale import Scale
from models.statistics.agreement.bands import read_first
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.report import coefficients
from models.statistics.agreement.study import study_table
from models.statistics.endpoints.computing import endpoint_answers, no_change_grades
from models.statistics.endpoints.records import Answers
from models.statistics.frames import scores_frame
from models.statistics.series import Series
from models.statistics.study import study_series, study_trajectories
from models.statistics.trajectories import Trajectories
from models.store.agreement_records import AdjudicationCase, Consensus
from models.store.clock import Clock, stamp
from models.store.measure_records import AdverseEvent, Measurement
from models.store.records import (
    Photograph,
    Rater,
    Reading,
    ScoreRow,
    StudyInfo,
    Subject,
    TrailLine,
)
from models.store.screen_records import DisplayCheck
from models.store.store import StudyStore
from models.version import program_version


class _Read:
    """What the statistics ask of a study, without asking the file twice."""

    def __init__(self, store: StudyStore) -> None:
        self._store = store
        self._rows = store.score_rows()
        self._photographs = store.photographs()

    def score_rows(self) -> list[ScoreRow]:
        return self._rows

    def photographs(self) -> list[Photograph]:
        return self._photographs

    def protocol(self) -> Protocol:
        return self._store.protocol()

    def scales(self) -> Mapping[str, Scale]:
        return self._store.scales()

    def live_scales(self) -> Mapping[str, Scale]:
        return self._store.live_scales()

    def measures(self) -> Mapping[str, Measure]:
        return self._store.measures()

    def measurements(self) -> list[Measurement]:
        return self._store.measurements()

    def subjects(self) -> list[Subject]:
        return self._store.subjects()


@dataclass(frozen=True)
class Snapshot:
    """A study at the moment a workbook is made of it.

    Attributes:
        info: The study itself.
        protocol: Its protocol.
        scales: Its scales by key, in the order they are asked.
        series: All series by key, those beside photographs among them.
        short_names: What a series is called in headings, by key; no two alike.
        subjects: By code.
        photographs: In the order of subject, visit and view.
        raters: By code.
        readings: One a rater.
        scores: The score frame, in the order of its photographs, scales and raters.
        measured: The frame of values beside photographs.
        events: Adverse events as they stand now, by number.
        trajectories: Computed from scores and values.
        answers: The endpoints, computed from the trajectories.
        agreement: By key of the scale, the key of the coefficient to be read first and
            all of them; a scale that only one rater scored is left out.
        cases: What third readings decide.
        consensus: What meetings agreed on, by photograph and scale.
        notes: Notes for meetings, by photograph and scale.
        trail: The audit trail.
        is_locked: Whether the study is locked against scoring.
        record: Every locking and unlocking and every signature, a sentence each.
        repeats: Scores of hidden repeats, which are left out of sheets and curves.
        groups: What the group of each subject is called; empty where none is told.
        display_checks: What raters saw of the test page, by number of the reading.
        edition: What is told of the allocation.
        made_at: UTC time, ISO 8601.
        program: Version of the program.
        by: Who had the workbook made, or empty.
        live_scales: Scales that are rated beside photographs, by key.
        measures: By key.
    """

    info: StudyInfo
    protocol: Protocol
    scales: dict[str, Scale]
    series: dict[str, Series]
    short_names: dict[str, str]
    subjects: list[Subject]
    photographs: list[Photograph]
    raters: list[Rater]
    readings: list[Reading]
    scores: pd.DataFrame
    measured: pd.DataFrame
    events: list[AdverseEvent]
    trajectories: Trajectories
    answers: Answers
    agreement: Mapping[str, tuple[str, tuple[Coefficient, ...]]]
    cases: list[AdjudicationCase]
    consensus: dict[tuple[int, str], Consensus]
    notes: dict[tuple[int, str], str]
    trail: list[TrailLine]
    is_locked: bool
    record: tuple[str, ...]
    repeats: int
    groups: Mapping[str, str]
    display_checks: Mapping[int, Sequence[DisplayCheck]]
    edition: Edition
    made_at: str
    program: str
    by: str = ""
    live_scales: Mapping[str, Scale] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """Hash of the last line of the trail; it stands for the whole history."""
        return self.trail[-1].hash if self.trail else ""


def snapshot(
    store: StudyStore, groups: Mapping[str, str] | None, now: Clock, by: str = ""
) -> Snapshot:
    """Read what a workbook tells.

    Args:
        store: An open study.
        groups: What the group of each subject is called, or None.
        now: Clock.
        by: Who has the workbook made.
    """
    protocol, scales = store.protocol(), store.scales()
    read = _Read(store)
    series = study_series(read)
    told = groups if protocol.has_arms else None
    followed = study_trajectories(read, told)
    grades = no_change_grades(protocol, scales, read.live_scales())
    return Snapshot(
        info=store.info(),
        protocol=protocol,
        scales=scales,
        series=series,
        short_names=_short_names(series),
        subjects=store.subjects(),
        photographs=_in_order(read.photographs(), protocol),
        raters=store.raters(),
        readings=store.readings(),
        scores=_sorted(scores_frame(read), protocol),
        measured=measurements_frame(read),
        events=store.adverse_events(),
        trajectories=followed,
        answers=endpoint_answers(followed, protocol, grades),
        agreement=_agreement(read),
        cases=store.adjudication_cases(),
        consensus=store.consensus(),
        notes=store.meeting_notes(),
        trail=store.trail(),
        is_locked=store.is_locked(),
        record=_record(store),
        repeats=sum(row.repeat for row in read.score_rows()),
        groups=told or {},
        display_checks={
            one.id: store.display_checks(one.id) for one in store.readings()
        },
        edition=edition_of(groups, has_arms=protocol.has_arms),
        made_at=stamp(now()),
        program=program_version(),
        by=by,
        live_scales=read.live_scales(),
        measures=read.measures(),
    )


def _agreement(read: _Read) -> dict[str, tuple[str, tuple[Coefficient, ...]]]:
    """What is told of the agreement on each scale, without the bootstrap."""
    table = study_table(read)
    found = {}
    for key in table.items():
        ratings = Ratings.of(table.of(key), table.grades.get(key, ()))
        if len(ratings.raters) > 1:
            told = tuple(coefficients(ratings, table.classes.get(key, ())))
            found[key] = read_first(ratings).key, told
    return found


def _record(store: StudyStore) -> tuple[str, ...]:
    """What every printout must tell of the lock and of those who signed."""
    return (
        *(event.sentence() for event in history(store)),
        *(state.sentence() for state in signature_states(store)),
    )


def _short_names(scales: Mapping[str, Series]) -> dict[str, str]:
    met = Counter(scale.short for scale in scales.values())
    return {
        key: scale.short if met[scale.short] == 1 else f"{scale.short} ({key})"
        for key, scale in scales.items()
    }


def _in_order(photographs: list[Photograph], protocol: Protocol) -> list[Photograph]:
    visits = {visit.key: at for at, visit in enumerate(protocol.visits)}
    views = {view.key: at for at, view in enumerate(protocol.views)}
    return sorted(
        photographs, key=lambda one: (one.subject, visits[one.visit], views[one.view])
    )


def _sorted(scores: pd.DataFrame, protocol: Protocol) -> pd.DataFrame:
    """The scores in the order of subject, visit, view, scale and rater."""
    orders = {
        "visit": [visit.key for visit in protocol.visits],
        "view": [view.key for view in protocol.views],
        "scale": list(protocol.scales),
    }
    keys = pd.DataFrame(
        {
            "subject": scores["subject"].astype(str),
            **{
                column: pd.Categorical(scores[column], categories=order).codes
                for column, order in orders.items()
            },
            "rater": scores["rater"].astype(str),
        },
        index=scores.index,
    )
    by = ["subject", "visit", "view", "scale", "rater"]
    return scores.loc[keys.sort_values(by, kind="stable").index]
