"""Enters scores given elsewhere into their raters' readings, in one change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.errors import Problem
from models.store.records import Score, ScoreKind
from models.store.store import StudyStore


@dataclass(frozen=True)
class ScoreReport:
    """What came of a table of scores.

    Attributes:
        given: Scores entered.
        same: Scores that were there already, alike.
        raters: Codes of the raters.
    """

    given: int
    same: int
    raters: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """One score to be entered.

    Attributes:
        rater: Code of the rater.
        item: Number of the photograph in the rater's reading.
        scale: Key of the scale.
        value: The grade, or None where there is a reason.
        reason: Why there is none, or empty.
        comment: On the score, or empty.
    """

    rater: str
    item: int
    scale: str
    value: float | None
    reason: str
    comment: str


def closed_readings(store: StudyStore, raters: Collection[str]) -> list[Problem]:
    """Why nothing can be entered: the study is locked, or a reading finished."""
    problems = []
    if store.is_locked():
        problems.append(Problem("", "the study is locked: nothing can be scored"))
    problems += [
        Problem(f"rater {reading.rater}", "the reading is finished")
        for reading in store.readings()
        if reading.rater in raters and reading.finished_at
    ]
    return problems


def enter(
    store: StudyStore,
    entries: Sequence[Entry],
    *,
    by: str,
    comments: Sequence[tuple[int, str]] = (),
) -> ScoreReport:
    """Write what differs from what is there, all in one change.

    Args:
        store: The study; the readings of the entries have been drawn.
        entries: The scores.
        by: Who enters them.
        comments: On whole photographs: number in the reading, and the words.
    """
    raters = frozenset(entry.rater for entry in entries)
    scores: dict[tuple[int, str], Score] = {}
    said: dict[tuple[int, str], str] = {}
    for reading in store.readings():
        if reading.rater in raters:
            said |= store.current_comments(reading.id)
            for score in store.current_scores(reading.id):
                scores[score.item, score.scale] = score
    news = [
        entry
        for entry in entries
        if not _is_same(scores.get((entry.item, entry.scale)), entry)
    ]
    new_words = [one for one in comments if said.get((one[0], ""), "") != one[1]]
    if news or new_words:
        with store.changes(
            by=by, role="coordinator", action="scores imported"
        ) as changes:
            for entry in news:
                kind = ScoreKind.NOT_ASSESSABLE if entry.reason else ScoreKind.GRADE
                changes.add_score(
                    entry.item, entry.scale, kind, entry.value, entry.reason
                )
                if entry.comment:
                    changes.add_comment(entry.item, entry.scale, entry.comment)
            for item, words in new_words:
                changes.add_comment(item, "", words)
    return ScoreReport(len(news), len(entries) - len(news), raters)


def _is_same(score: Score | None, entry: Entry) -> bool:
    """Whether a score says already what the table says."""
    if score is None or score.kind is ScoreKind.WITHDRAWN:
        return False
    return (score.value, score.reason) == (entry.value, entry.reason)
