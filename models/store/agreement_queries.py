"""What is read from a study about its raters beside their scores."""

from collections.abc import Callable, Collection

from sqlalchemy import Connection, func, select

from models.store import agreement_tables as a
from models.store import tables as t
from models.store.agreement_records import (
    ACCEPTED,
    BESIDE,
    UNDECIDED,
    AdjudicationCase,
    BlindingGuess,
    ChoiceAnswer,
    ChoicePair,
    Consensus,
)
from models.store.records import ScoreKind


def viewing_seconds(connection: Connection) -> dict[tuple[int, int], float]:
    """Number of the reading and position to the seconds it was attended to in all."""
    viewing, item = t.viewing, t.reading_item
    query = (
        select(
            item.c.reading_id,
            item.c.position,
            func.sum(viewing.c.seconds_attended).label("seconds"),
        )
        .join(item, item.c.id == viewing.c.item_id)
        .group_by(viewing.c.item_id)
    )
    rows = connection.execute(query)
    return {(row.reading_id, row.position): float(row.seconds) for row in rows}


def adjudications(connection: Connection) -> dict[int, bool]:
    """Number of each reading that decides, to whether it asks every scale."""
    query = select(a.adjudication).order_by(a.adjudication.c.id)
    found: dict[int, bool] = {}
    for row in connection.execute(query):
        found[row.reading_id] = found.get(row.reading_id, False) or bool(row.asks_all)
    return found


def adjudication_cases(connection: Connection) -> list[AdjudicationCase]:
    """Every photograph and scale that a third reading decides, oldest first."""
    case, item = a.adjudication_case, t.reading_item
    query = (
        select(case, item.c.reading_id, item.c.photograph_id, t.pinned_scale.c.key)
        .join(item, item.c.id == case.c.item_id)
        .join(t.pinned_scale, t.pinned_scale.c.id == case.c.scale_id)
        .order_by(case.c.id)
    )
    return [
        AdjudicationCase(
            row.reading_id, row.item_id, row.photograph_id, row.key, row.why
        )
        for row in connection.execute(query)
    ]


def meeting_notes(connection: Connection) -> dict[tuple[int, str], str]:
    """Number of the photograph and key of the scale to the note that counts."""
    note = a.meeting_note
    query = (
        select(note, t.pinned_scale.c.key)
        .join(t.pinned_scale, t.pinned_scale.c.id == note.c.scale_id)
        .order_by(note.c.id)
    )
    rows = connection.execute(query)
    return {(row.photograph_id, row.key): row.text for row in rows}


def consensus(connection: Connection) -> dict[tuple[int, str], Consensus]:
    """What meetings agreed on, by photograph and scale; withdrawn ones left out."""
    table = a.consensus
    query = (
        select(table, t.pinned_scale.c.key)
        .join(t.pinned_scale, t.pinned_scale.c.id == table.c.scale_id)
        .order_by(table.c.id)
    )
    found = {
        (row.photograph_id, row.key): Consensus(
            row.photograph_id,
            row.key,
            ScoreKind(row.kind),
            row.value,
            row.reason,
            row.at,
        )
        for row in connection.execute(query)
    }
    return {
        place: one
        for place, one in found.items()
        if one.kind is not ScoreKind.WITHDRAWN
    }


def choice_pairs(connection: Connection) -> list[ChoicePair]:
    """All pairs of all raters, in the order in which they are shown."""
    pair = a.choice_pair
    query = (
        select(pair, t.rater.c.code)
        .join(t.rater, t.rater.c.id == pair.c.rater_id)
        .order_by(t.rater.c.code, pair.c.position)
    )
    return [
        ChoicePair(row.id, row.code, row.position, row.left_id, row.right_id)
        for row in connection.execute(query)
    ]


def choice_answers(connection: Connection) -> dict[int, ChoiceAnswer]:
    """Number of the pair to the answer that counts."""
    rows = connection.execute(select(a.choice_answer).order_by(a.choice_answer.c.id))
    return {row.pair_id: ChoiceAnswer(row.side, row.sureness, row.at) for row in rows}


def blinding_guesses(connection: Connection) -> list[BlindingGuess]:
    """What raters believed of units: the guesses that count, by rater and unit."""
    guess = a.blinding_guess
    query = (
        select(guess, t.rater.c.code, t.subject.c.code.label("subject"))
        .join(t.rater, t.rater.c.id == guess.c.rater_id)
        .join(t.subject, t.subject.c.id == guess.c.subject_id)
        .order_by(guess.c.id)
    )
    found = {
        (row.code, row.subject, row.side): BlindingGuess(
            row.code, row.subject, row.side, row.guess, row.at
        )
        for row in connection.execute(query)
    }
    return [found[place] for place in sorted(found)]


def adjudicated(
    connection: Connection, finished: Collection[int]
) -> Callable[[int, int, str], str]:
    """A function that tells what a score is, by reading, item and scale.

    Args:
        connection: To the study.
        finished: Numbers of the readings that are finished.
    """
    deciding = adjudications(connection)
    if not deciding:
        return lambda reading, item, scale: ""
    cases = adjudication_cases(connection)
    asked = {(case.item, case.scale) for case in cases}

    def told(reading: int, item: int, scale: str) -> str:
        if reading not in deciding:
            return ""
        if (item, scale) not in asked:
            return BESIDE
        return ACCEPTED if reading in finished else UNDECIDED

    return told
