"""What the page of trajectories needs of a study, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

import pandas as pd

from models.allocation.opening import Opened, opened
from models.allocation.seal import is_sealed
from models.measures.frames import measurements_frame
from models.protocol.protocol import Protocol
from models.protocol.units import units_of
from models.scales.scale import Scale
from models.statistics.changes import Measure
from models.statistics.exclusions import Exclusion, exclusions
from models.statistics.frames import RATER, photographs_frame
from models.statistics.grouping import (
    ALL,
    ARM,
    RATER_GROUPS,
    SITE,
    Grouping,
    characteristic_of_subjects,
    characteristics,
    group_order,
    groups_by_subject,
    trajectories_by_rater,
)
from models.statistics.series import Series
from models.statistics.study import study_series, study_values
from models.statistics.trajectories import Trajectories, trajectories
from models.store.store import StudyStore


class AllocationState(Enum):
    """What is known of who is in which arm."""

    NO_ARMS = auto()  # the protocol has a single group
    ABSENT = auto()  # arms are planned and nothing is allocated
    SEALED = auto()
    MASKED = auto()  # opened as letters only
    OPENED = auto()


_MEASURES = tuple(Measure)


@dataclass(frozen=True)
class Characteristic:
    """What the subjects are told apart by, other than arm, site and rater.

    Attributes:
        grouping: Its key and name.
        of_subject: Group of each subject that has one.
        order: The groups in order.
    """

    grouping: Grouping
    of_subject: Mapping[str, str]
    order: tuple[str, ...]


@dataclass(frozen=True)
class TrajectoryInput:
    """A study, as far as trajectories need it.

    Attributes:
        title: Title of the study.
        protocol: Its protocol.
        scales: Its series, by key.
        subjects: Codes of its subjects.
        photographs: The photograph frame.
        scores: Its scores and values; without rows while the allocation is sealed.
        has_scores: Whether anything has been scored.
        allocation: What is known of who is in which arm.
        groups: Group of each unit by its name; empty unless masked or opened.
        order: Names of the groups in order.
        sites: Site of each subject that has one.
        characteristics: What else the subjects can be told apart by.
    """

    title: str
    protocol: Protocol
    scales: Mapping[str, Scale | Series]
    subjects: tuple[str, ...]
    photographs: pd.DataFrame
    scores: pd.DataFrame
    has_scores: bool
    allocation: AllocationState
    groups: Mapping[str, str]
    order: tuple[str, ...] = ()
    sites: Mapping[str, str] = field(default_factory=dict)
    characteristics: tuple[Characteristic, ...] = ()

    def groupings(self) -> tuple[Grouping, ...]:
        """By what the subjects can be told apart now, the usual way first.

        Arms are none of it before the allocation is opened, and nothing is that is
        the same for all.
        """
        found = [ARM] if self._has_arms() else []
        found.append(ALL)
        if len(set(self.sites.values())) > 1:
            found.append(SITE)
        if self.scores[RATER].astype(str).loc[lambda one: one != ""].nunique() > 1:
            found.append(RATER_GROUPS)
        return (*found, *(one.grouping for one in self.characteristics))

    def trajectories(self, by: str | None = None) -> Trajectories:
        """The trajectories of the study.

        Args:
            by: Key of a grouping; the usual one if not given.
        """
        known = [one.key for one in self.groupings()]
        key = by if by in known else known[0]
        if key == RATER_GROUPS.key:
            return trajectories_by_rater(
                self.scores,
                self.protocol,
                self.scales,
                subjects=self.subjects,
                measures=_MEASURES,
            )
        groups, order, name = self.grouped(key)
        return trajectories(
            self.scores,
            self.protocol,
            self.scales,
            groups,
            order=order,
            subjects=self.subjects,
            photographs=self.photographs,
            measures=_MEASURES,
            grouped_by=name,
        )

    def grouped(self, key: str) -> tuple[dict[str, str] | None, tuple[str, ...], str]:
        """Group of each unit, order and name of a grouping; None for one group."""
        if key == ARM.key:
            return dict(self.groups), self.order, "arm"
        if key == SITE.key:
            groups = self._of_subjects(self.sites)
            return groups, group_order(groups.values()), "site"
        for one in self.characteristics:
            if one.grouping.key == key:
                groups = self._of_subjects(one.of_subject)
                name = one.grouping.name
                return groups, one.order, name[:1].lower() + name[1:]
        return None, (), ""

    def exclusions(self) -> list[Exclusion]:
        """Everything planned that the plots leave out."""
        is_grouped = self._has_arms()
        return exclusions(
            self.scores,
            self.protocol,
            self.trajectories(ALL.key).scales,
            self.groups if is_grouped else None,
            units=self._units(),
            photographs=self.photographs,
        )

    def _has_arms(self) -> bool:
        return self.allocation in (AllocationState.MASKED, AllocationState.OPENED)

    def _units(self) -> list[str]:
        return [unit.name for unit in units_of(self.protocol, self.subjects)]

    def _of_subjects(self, of_subject: Mapping[str, str]) -> dict[str, str]:
        has_sides = self.protocol.unit_noun == "side"
        return groups_by_subject(of_subject, self._units(), has_sides=has_sides)


def trajectory_input(store: StudyStore) -> TrajectoryInput:
    """Read what trajectories need from a study."""
    protocol = store.protocol()
    allocation = opened(store)
    state = _allocation_state(store, protocol, allocation)
    groups = allocation.labels() if allocation else {}
    scores = study_values(store)
    told_apart = _characteristics(store)
    facts = {one.key for one in characteristics(protocol, store.live_scales())}
    return TrajectoryInput(
        title=store.info().title,
        protocol=protocol,
        # What a subject is has no course over the visits.
        scales={k: one for k, one in study_series(store).items() if k not in facts},
        subjects=tuple(subject.code for subject in store.subjects()),
        photographs=photographs_frame(store),
        # What is refused is not even computed.
        scores=scores.iloc[:0] if state is AllocationState.SEALED else scores,
        has_scores=len(scores) > 0,
        allocation=state,
        groups=groups,
        order=tuple(sorted(set(groups.values()))),
        sites={one.code: one.site for one in store.subjects() if one.site},
        characteristics=told_apart,
    )


def _characteristics(store: StudyStore) -> tuple[Characteristic, ...]:
    """What tells subjects apart, unless it is the same for all."""
    protocol, live = store.protocol(), store.live_scales()
    asked = characteristics(protocol, live)
    if not asked:
        return ()
    values = measurements_frame(store)
    scale_of = {one.key: live[one.scale] for one in protocol.assessments if one.scale}
    found = []
    for one in asked:
        scale = scale_of[one.key]
        of_subject = characteristic_of_subjects(values, one.key, scale)
        order = group_order(of_subject.values(), scale)
        if len(order) > 1:
            found.append(Characteristic(one, of_subject, order))
    return tuple(found)


def _allocation_state(
    store: StudyStore, protocol: Protocol, allocation: Opened | None
) -> AllocationState:
    if not protocol.has_arms:
        return AllocationState.NO_ARMS
    if allocation is not None:
        is_masked = allocation.is_masked
        return AllocationState.MASKED if is_masked else AllocationState.OPENED
    return AllocationState.SEALED if is_sealed(store) else AllocationState.ABSENT
