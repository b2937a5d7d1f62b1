"""What the page of trajectories needs of a study, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

import pandas as pd

from models.allocation.opening import Opened, opened
from models.allocation.seal import is_sealed
from models.protocol.protocol import Protocol
from models.scales.scale import Scale
from models.statistics.frames import photographs_frame
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

    def trajectories(self) -> Trajectories:
        """The trajectories of the study, of groups where these are known."""
        is_grouped = self.allocation in (AllocationState.MASKED, AllocationState.OPENED)
        return trajectories(
            self.scores,
            self.protocol,
            self.scales,
            self.groups if is_grouped else None,
            order=self.order,
            subjects=self.subjects,
            photographs=self.photographs,
        )


def trajectory_input(store: StudyStore) -> TrajectoryInput:
    """Read what trajectories need from a study."""
    protocol = store.protocol()
    allocation = opened(store)
    state = _allocation_state(store, protocol, allocation)
    groups = allocation.labels() if allocation else {}
    scores = study_values(store)
    return TrajectoryInput(
        title=store.info().title,
        protocol=protocol,
        scales=study_series(store),
        subjects=tuple(subject.code for subject in store.subjects()),
        photographs=photographs_frame(store),
        # What is refused is not even computed.
        scores=scores.iloc[:0] if state is AllocationState.SEALED else scores,
        has_scores=len(scores) > 0,
        allocation=state,
        groups=groups,
        order=tuple(sorted(set(groups.values()))),
    )


def _allocation_state(
    store: StudyStore, protocol: Protocol, allocation: Opened | None
) -> AllocationState:
    if not protocol.has_arms:
        return AllocationState.NO_ARMS
    if allocation is not None:
        is_masked = allocation.is_masked
        return AllocationState.MASKED if is_masked else AllocationState.OPENED
    return AllocationState.SEALED if is_sealed(store) else AllocationState.ABSENT
