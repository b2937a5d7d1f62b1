"""The trajectories of a whole study, for the window, the figures and the workbook."""

from collections.abc import Mapping
from typing import Protocol as Shape

from models.scales.scale import Scale
from models.statistics.frames import (
    PhotographedStudy,
    ScoredStudy,
    photographs_frame,
    scores_frame,
)
from models.statistics.trajectories import Trajectories, trajectories
from models.store.records import Subject


class Study(ScoredStudy, PhotographedStudy, Shape):
    """What is asked of a study; the store is one."""

    def scales(self) -> Mapping[str, Scale]:
        """The pinned scales, by key."""

    def subjects(self) -> list[Subject]:
        """All subjects."""


def study_trajectories(study: Study, groups: Mapping[str, str] | None) -> Trajectories:
    """Follow every scale of a study over its visits.

    Args:
        study: An open study.
        groups: What the group of each unit is called, by its name; None for a single
            group.
    """
    return trajectories(
        scores_frame(study),
        study.protocol(),
        study.scales(),
        groups,
        subjects=[subject.code for subject in study.subjects()],
        photographs=photographs_frame(study),
    )
