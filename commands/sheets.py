"""The command that prints a rater's score sheets."""

from argparse import Namespace

from commands.authority import acting
from commands.console import progress
from commands.outcome import Json, Outcome
from models.audit.exporting import record_export
from models.people.roles import Act
from models.reading.session import open_session
from models.store.store import StudyStore
from models.words import counted


def sheets(words: Namespace) -> Outcome:
    """Write a rater's reading as sheets to be scored on paper."""
    from exports.score_paper import write_score_sheets

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.KITS)
        session = open_session(store, words.rater)
        count = write_score_sheets(session, words.out, progress())
        record_export(store, "score sheets", words.out.name, by=by)
    text = f"{words.out.name} is written: {counted(count, 'photograph')}."
    data: Json = {"out": str(words.out), "photographs": count, "rater": words.rater}
    return Outcome(text, data)
