"""The agreement of raters on every scale of a study, or item of a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol as Shape

import numpy as np
import pandas as pd

from models.progress import Progress
from models.scales.scale import Scale
from models.statistics import frames
from models.statistics.agreement import bootstrap as resampling
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.course import (
    Drift,
    Times,
    days_since,
    drift,
    times,
)
from models.statistics.agreement.raters import panel_differences, reference_differences
from models.statistics.agreement.ratings import ITEM, RATER, SCORE, TARGET, Ratings
from models.statistics.agreement.repeats import Intra, intra_rater
from models.statistics.agreement.report import Agreement, agreement, coefficients
from models.statistics.agreement.table import (
    AT,
    GROUPINGS,
    POSITION,
    REPEAT,
    SECONDS,
    SITE,
    VIEW,
    VISIT,
    ScoreTable,
)
from models.statistics.arrays import Floats
from models.words import counted

_NO_SECONDS: Mapping[tuple[int, int], float] = MappingProxyType({})


class ScaledStudy(frames.ScoredStudy, Shape):
    """What is asked of a study; the store is one."""

    def scales(self) -> Mapping[str, Scale]:
        """The pinned scales, by key."""


@dataclass(frozen=True)
class Course:
    """What changes while one rater reads.

    Attributes:
        rater: Code.
        position: Drift over the position in the reading.
        days: Drift over calendar time.
        times: Seconds for a photograph; None where no times are known.
        differences: [score] difference from the panel or the reference, NaN without.
        at_position: [score] position in the reading, NaN where unknown.
        at_day: [score] days since the rater's first score, NaN where unknown.
        seconds: [score] seconds for the photograph, NaN where unknown.
    """

    rater: str
    position: Drift
    days: Drift
    times: Times | None
    differences: Floats
    at_position: Floats
    at_day: Floats
    seconds: Floats


@dataclass(frozen=True)
class Group:
    """The coefficients of a part of the targets.

    Attributes:
        column: What divides them: "visit" or "site".
        name: Which part.
        coefficients: Without bootstrap.
    """

    column: str
    name: str
    coefficients: tuple[Coefficient, ...]


@dataclass(frozen=True)
class ItemAgreement:
    """Everything about one item.

    Attributes:
        between: Between raters, repeats left out.
        within: Each rater with their own hidden repeats.
        courses: Drift and times of each rater.
        groups: The coefficients by visit and by site.
    """

    between: Agreement
    within: tuple[Intra, ...]
    courses: tuple[Course, ...]
    groups: tuple[Group, ...]


def study_table(
    study: ScaledStudy, seconds: Mapping[tuple[int, int], float] = _NO_SECONDS
) -> ScoreTable:
    """The scores of a study with repeats, a target being subject, visit and view.

    Scores at visits where the protocol does not analyse the scale are left out, as
    everywhere. "Not assessable" is a missing score, and told how often it was given.

    Args:
        study: An open study.
        seconds: Seconds that a photograph was attended to, by number of the reading
            and position; empty where they are not asked for.
    """
    scores = frames.scores_frame(study, repeats=True)
    scores = scores[scores[frames.ADJUDICATION] == ""]
    planned = scores[scores[frames.SCHEDULED]]
    frame = pd.DataFrame(
        {
            TARGET: planned[frames.SUBJECT].astype(str)
            + "/"
            + planned[frames.VISIT].astype(str)
            + "/"
            + planned[frames.VIEW].astype(str),
            RATER: planned[frames.RATER].astype(str),
            ITEM: planned[frames.SCALE].astype(str),
            VISIT: planned[frames.VISIT].astype(str),
            SITE: planned[frames.SITE].astype(str),
            AT: planned[frames.AT].astype(str),
            SCORE: planned[frames.VALUE],
            VIEW: planned[frames.VIEW].astype(str),
            POSITION: planned[frames.POSITION].astype(float),
            SECONDS: [
                seconds.get(place, np.nan)
                for place in zip(
                    planned[frames.READING], planned[frames.POSITION], strict=True
                )
            ]
            if seconds
            else np.nan,
            REPEAT: planned[frames.REPEAT],
        }
    ).reset_index(drop=True)
    scales = study.scales()
    refused = int((planned[frames.KIND].astype(str) != frames.GRADED).sum())
    remarks = []
    if refused:
        text = f"{counted(refused, 'score')} “not assessable” count as missing."
        remarks.append(text)
    if len(planned) < len(scores):
        lost = len(scores) - len(planned)
        remarks.append(
            f"{counted(lost, 'score')} at visits where the protocol does not analyse "
            "the scale: left out."
        )
    columns: tuple[str, ...] = (
        TARGET,
        RATER,
        SCORE,
        ITEM,
        VISIT,
        SITE,
        POSITION,
        AT,
        REPEAT,
    )
    if seconds:
        columns = (*columns, SECONDS)
    return ScoreTable(
        frame,
        columns,
        {
            key: tuple(one.value for one in scale.grades)
            for key, scale in scales.items()
        },
        {
            key: tuple((band.lowest, band.highest) for band in scale.bands)
            for key, scale in scales.items()
        },
        {key: scale.name for key, scale in scales.items()},
        tuple(remarks),
    )


def compare(
    table: ScoreTable,
    *,
    reference: str = "",
    rounds: int = resampling.ROUNDS,
    seed: int = resampling.SEED,
    progress: Progress | None = None,
) -> Iterator[ItemAgreement]:
    """The agreement on each item of a table, one after the other.

    Args:
        table: The scores.
        reference: Code of the rater whose scores are the reference; then taken out of
            the comparison between raters.
        rounds: Samples of the bootstrap; 0 leaves it out.
        seed: Of the bootstrap.
        progress: Told while samples are drawn.
    """
    for item in table.items():
        rows = table.of(item)
        grades = table.grades.get(item, ())
        own = rows[rows[RATER] != reference] if reference else rows
        ratings = Ratings.of(own, grades)
        key = _reference(rows[rows[RATER] == reference], ratings) if reference else None
        between = agreement(
            ratings,
            item=item,
            classes=table.classes.get(item, ()),
            reference=key,
            rounds=rounds,
            seed=seed,
            progress=progress,
        )
        yield ItemAgreement(
            between,
            tuple(intra_rater(own, table.of(item, repeats=True), grades)),
            tuple(_courses(own, ratings, key, table.columns)),
            tuple(_groups(own, table, item)),
        )


def _reference(rows: pd.DataFrame, ratings: Ratings) -> Floats:
    """[target] scores of the reference."""
    known = dict(zip(rows[TARGET].astype(str), rows[SCORE], strict=True))
    return np.array(
        [known.get(one, np.nan) for one in ratings.targets], dtype=np.float64
    )


def _courses(
    rows: pd.DataFrame,
    ratings: Ratings,
    reference: Floats | None,
    columns: tuple[str, ...],
) -> Iterator[Course]:
    """Drift and times of each rater, where positions, dates or times are known."""
    if not {POSITION, AT, SECONDS} & set(columns):
        return
    apart = (
        panel_differences(ratings)
        if reference is None
        else reference_differences(ratings, reference)
    )
    place = {name: number for number, name in enumerate(ratings.targets)}
    row_at = rows[TARGET].astype(str).map(place).to_numpy()
    for number, rater in enumerate(ratings.raters):
        mine = (rows[RATER].astype(str) == rater).to_numpy()
        differences = apart[row_at[mine], number]
        position = rows[POSITION].to_numpy(np.float64)[mine]
        days = days_since(list(rows[AT].astype(str)[mine]))
        seconds = rows[SECONDS].to_numpy(np.float64)[mine]
        yield Course(
            rater,
            drift(differences, position),
            drift(differences, days, "days"),
            times(seconds, position) if SECONDS in columns else None,
            differences,
            position,
            days,
            seconds,
        )


def _groups(rows: pd.DataFrame, table: ScoreTable, item: str) -> Iterator[Group]:
    for column in GROUPINGS:
        names = [name for name in rows[column].unique() if name]
        if column not in table.columns or len(names) < 2:
            continue
        for name in names:
            part = Ratings.of(rows[rows[column] == name], table.grades.get(item, ()))
            found = coefficients(part, table.classes.get(item, ()))
            yield Group(column, str(name), tuple(found))
