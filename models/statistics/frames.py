"""The scores of a study as a data frame, and the names of its columns.

Every statistic, figure and sheet takes this frame, one row per score that now counts,
so that none of them needs the store.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol as Shape

import pandas as pd

from models.protocol.protocol import Protocol
from models.protocol.units import Unit
from models.store.records import Photograph, ScoreRow

READING = "reading"
RATER = "rater"
POSITION = "position"
CODE = "code"
SUBJECT = "subject"
SIDE = "side"  # of the subject; empty where sides are not compared
UNIT = "unit"  # name of what is compared: the subject, or one side of it
SITE = "site"
VISIT = "visit"
DAY = "day"
VIEW = "view"
SCALE = "scale"
KIND = "kind"
VALUE = "value"
REASON = "reason"
COMMENT = "comment"
AT = "at"
SCHEDULED = "scheduled"
REPEAT = "repeat"
ADJUDICATION = "adjudication"  # one of ADJUDICATED; empty for a usual reading

SCORE_COLUMNS = (
    READING,
    RATER,
    POSITION,
    CODE,
    SUBJECT,
    SIDE,
    UNIT,
    SITE,
    VISIT,
    DAY,
    VIEW,
    SCALE,
    KIND,
    VALUE,
    REASON,
    COMMENT,
    AT,
    SCHEDULED,
    REPEAT,
    ADJUDICATION,
)

GRADED = "grade"  # what the column kind says of a score with a value

PHOTOGRAPH_COLUMNS = (SUBJECT, SIDE, UNIT, VISIT, VIEW)


class ScoredStudy(Shape):
    """What is asked of a study to make the score frame; the store is one."""

    def score_rows(self) -> Sequence[ScoreRow]:
        """Every score that now counts."""

    def protocol(self) -> Protocol:
        """The protocol of the study."""


class PhotographedStudy(Shape):
    """What is asked of a study to make the photograph frame; the store is one."""

    def photographs(self) -> Sequence[Photograph]:
        """Every stored photograph."""

    def protocol(self) -> Protocol:
        """The protocol of the study."""


def scores_frame(study: ScoredStudy, *, repeats: bool = False) -> pd.DataFrame:
    """The score frame of a study: one row per score that now counts.

    Args:
        study: An open study.
        repeats: Whether to have the scores of hidden repeats too, which measure how
            well a rater agrees with himself and are no part of the efficacy set.
    """
    return score_frame_of(study.score_rows(), study.protocol(), repeats=repeats)


def score_frame_of(
    rows: Sequence[ScoreRow], protocol: Protocol, *, repeats: bool = False
) -> pd.DataFrame:
    """The score frame of rows read from a study.

    Args:
        rows: Every score that now counts.
        protocol: Tells the day of each visit, and what is analysed there.
        repeats: Whether to have the scores of hidden repeats too.

    Returns:
        A frame with SCORE_COLUMNS; text that repeats is categorical, value is NaN
        where the photograph was not assessable.
    """
    if not repeats:
        rows = [row for row in rows if not row.repeat]
    days = {visit.key: visit.day for visit in protocol.visits}
    units = list(_units(rows, protocol))
    columns: dict[str, object] = {
        READING: _repeated(row.reading for row in rows),
        RATER: _repeated(row.rater for row in rows),
        POSITION: pd.Series([row.position for row in rows], dtype="int64"),
        CODE: _text(row.code for row in rows),
        SUBJECT: _repeated(row.subject for row in rows),
        SIDE: _repeated(unit.side for unit in units),
        UNIT: _repeated(unit.name for unit in units),
        SITE: _repeated(row.site for row in rows),
        VISIT: _repeated(row.visit for row in rows),
        DAY: pd.Series([days[row.visit] for row in rows], dtype="int64"),
        VIEW: _repeated(row.view for row in rows),
        SCALE: _repeated(row.scale for row in rows),
        KIND: _repeated(row.kind for row in rows),
        VALUE: pd.Series(
            [math.nan if row.value is None else row.value for row in rows],
            dtype="float64",
        ),
        REASON: _repeated(row.reason for row in rows),
        COMMENT: _text(row.comment for row in rows),
        AT: _text(row.at for row in rows),
        SCHEDULED: _scheduled(rows, protocol),
        REPEAT: pd.Series([row.repeat for row in rows], dtype="bool"),
        ADJUDICATION: _repeated(row.adjudication for row in rows),
    }
    return pd.DataFrame(columns, columns=list(SCORE_COLUMNS))


def photographs_frame(study: PhotographedStudy) -> pd.DataFrame:
    """The stored photographs of a study: unit, visit and view of each."""
    photographs = study.photographs()
    units = list(_units(photographs, study.protocol()))
    return pd.DataFrame(
        {
            SUBJECT: _repeated(photograph.subject for photograph in photographs),
            SIDE: _repeated(unit.side for unit in units),
            UNIT: _repeated(unit.name for unit in units),
            VISIT: _repeated(photograph.visit for photograph in photographs),
            VIEW: _repeated(photograph.view for photograph in photographs),
        },
        columns=list(PHOTOGRAPH_COLUMNS),
    )


def _units(
    shown: Sequence[ScoreRow] | Sequence[Photograph], protocol: Protocol
) -> Iterator[Unit]:
    """The unit that each score, or photograph, is of."""
    sides = {view.key: view.side for view in protocol.views}
    met: dict[tuple[str, str], Unit] = {}
    for one in shown:
        place = one.subject, sides.get(one.view, "")
        if place not in met:
            met[place] = Unit(*place)
        yield met[place]


def _repeated(values: Iterable[str] | Iterable[int]) -> pd.Categorical:
    """Few values met often, kept as codes: quick to group by, small to hold."""
    return pd.Categorical(list(values))


def _text(values: Iterable[str]) -> "pd.Series[str]":
    return pd.Series(list(values), dtype="str")


def _scheduled(rows: Sequence[ScoreRow], protocol: Protocol) -> "pd.Series[bool]":
    planned: Mapping[str, frozenset[str]] = {
        scale: frozenset(visits) for scale, visits in protocol.schedule.items()
    }
    nowhere: frozenset[str] = frozenset()
    return pd.Series(
        [row.visit in planned.get(row.scale, nowhere) for row in rows], dtype="bool"
    )
