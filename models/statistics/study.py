"""The trajectories of a whole study, for the window, the figures and the workbook."""

from collections.abc import Mapping
from typing import Protocol as Shape

import pandas as pd

from models.measures.frames import (
    MeasuredStudy,
    followed_values,
    measurements_frame,
)
from models.scales.scale import Scale
from models.statistics.frames import (
    PhotographedStudy,
    ScoredStudy,
    photographs_frame,
    scores_frame,
)
from models.statistics.series import Series, series_of
from models.statistics.trajectories import Trajectories, trajectories
from models.store.records import Subject


class Study(ScoredStudy, PhotographedStudy, MeasuredStudy, Shape):
    """What is asked of a study; the store is one."""

    def scales(self) -> Mapping[str, Scale]:
        """The pinned scales, by key."""

    def subjects(self) -> list[Subject]:
        """All subjects."""


def study_trajectories(study: Study, groups: Mapping[str, str] | None) -> Trajectories:
    """Follow every scale and every assessment of a study over its visits.

    Args:
        study: An open study.
        groups: What the group of each unit is called, by its name; None for a single
            group.
    """
    return trajectories(
        study_values(study),
        study.protocol(),
        study_series(study),
        groups,
        subjects=[subject.code for subject in study.subjects()],
        photographs=photographs_frame(study),
    )


def study_series(study: Study) -> dict[str, Series]:
    """Every series of a study by its key, in the order of the protocol."""
    return series_of(
        study.protocol(), study.scales(), study.live_scales(), study.measures()
    )


def study_values(study: Study) -> pd.DataFrame:
    """Scores and values beside photographs, with the columns for following them."""
    return followed_values(scores_frame(study), measurements_frame(study))
