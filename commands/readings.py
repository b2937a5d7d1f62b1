"""Commands of the raters: read, and scores given on paper or elsewhere."""

from argparse import Namespace

from commands.authority import acting
from commands.outcome import Json, Outcome
from models.people.roles import Act
from models.store.store import StudyStore
from models.words import counted, listed


def read(words: Namespace) -> Outcome:
    """Open a rater's reading in the window."""
    from gui.application import run

    return Outcome("", status=run(words.study, rater=words.rater))


def import_scores(words: Namespace) -> Outcome:
    """Enter scores from a table into their raters' readings."""
    from models.reading.score_table import import_scores as carry_out

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.IMPORT)
        report = carry_out(store, words.table, by=by)
    raters = sorted(report.raters)
    text = (
        f"{counted(report.given, 'score')} entered for {listed(raters) or 'nobody'}; "
        f"{report.same} were there already."
    )
    data: Json = {"given": report.given, "same": report.same, "raters": [*raters]}
    return Outcome(text, data)
