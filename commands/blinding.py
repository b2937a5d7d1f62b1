"""Commands of the blinding check: guesses of the raters, and the indices."""

from argparse import Namespace
from typing import TYPE_CHECKING

from commands.console import person
from commands.outcome import Json, Outcome
from models.store.store import StudyStore
from models.words import counted, listed

if TYPE_CHECKING:
    from models.statistics.agreement.blinding import Index


def import_guesses(words: Namespace) -> Outcome:
    """Enter what raters believe of the arms, before the opening."""
    from models.reading.guesses import import_guesses as carry_out

    with StudyStore.open(words.study) as store:
        report = carry_out(store, words.table, by=person())
    text = f"{counted(report.given, 'guess', 'guesses')} of {listed(report.raters)}."
    return Outcome(text, {"given": report.given, "raters": [*report.raters]})


def blinding(words: Namespace) -> Outcome:
    """Tell Bang's and James's index of each rater and of all."""
    from models.allocation.blinding_check import blinding_checks

    with StudyStore.open(words.study) as store:
        checks = blinding_checks(store, words.tested)
    lines: list[str] = []
    data: list[Json] = []
    for check in checks:
        found = check.found
        lines += [
            f"{check.who}: {counted(found.n, 'guess', 'guesses')}",
            f"  {words.tested}, Bang: {_told(found.first)}",
            f"  the other arm, Bang: {_told(found.second)}",
            f"  James: {_told(found.james)}",
        ]
        data.append(
            {
                "who": check.who,
                "counts": [[*row] for row in check.counts],
                "bang_tested": _index(found.first),
                "bang_other": _index(found.second),
                "james": _index(found.james),
            }
        )
    return Outcome("\n".join(lines), {"tested": words.tested, "checks": data})


def _told(one: "Index") -> str:
    if one.estimate is None or one.lower is None or one.upper is None:
        return one.sentence
    limits = f"{one.lower:.3f} to {one.upper:.3f}"
    text = f"{one.estimate:.3f} ({limits}). {one.sentence}"
    return text.replace("-", "−")


def _index(one: "Index") -> Json:
    return {
        "estimate": one.estimate,
        "standard_error": one.standard_error,
        "lower": one.lower,
        "upper": one.upper,
        "p": one.p,
        "sentence": one.sentence,
    }
