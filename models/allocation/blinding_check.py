"""Was the blinding kept? What raters guessed, beside what the opening told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.allocation.arms import arms
from models.errors import ExpectedError
from models.protocol.units import Unit
from models.statistics.agreement.blinding import Blinding, blinding
from models.store.agreement_records import BlindingGuess
from models.store.store import StudyStore
from models.words import listed

_COLUMNS = {"tested": 0, "comparison": 1, "unknown": 2}


@dataclass(frozen=True)
class BlindingCheck:
    """The indices of one rater, or of all.

    Attributes:
        who: Code of the rater, or "all raters".
        counts: For the arm under test and for the other: guessed tested, guessed
            comparison, did not know.
        found: Bang's and James's index.
    """

    who: str
    counts: tuple[tuple[int, int, int], tuple[int, int, int]]
    found: Blinding


def blinding_checks(store: StudyStore, tested: str) -> list[BlindingCheck]:
    """The indices of each rater, then of all, once the allocation is opened.

    Args:
        store: The study.
        tested: Name of the arm under test; "Group A" while masked.

    Raises:
        ExpectedError: The allocation is sealed, there are other than two groups, none
            of them is called so, or nobody was asked.
    """
    groups = arms(store)
    names = sorted(set(groups.values())) if groups else []
    if groups is None or len(names) != 2:
        raise ExpectedError(
            "The blinding check needs two arms.",
            hint="It compares the arm under test with the other one.",
        )
    if tested not in names:
        raise ExpectedError(
            f"There is no arm {tested}.", hint=f"Name {listed(names, 'or')}."
        )
    guesses = store.blinding_guesses()
    if not guesses:
        raise ExpectedError(
            "No rater was asked what the arms are.",
            hint="Guesses are imported before the allocation is opened.",
        )
    raters = sorted({one.rater for one in guesses})
    checks = [
        _check(rater, (one for one in guesses if one.rater == rater), groups, tested)
        for rater in raters
    ]
    return [*checks, _check("all raters", guesses, groups, tested)]


def _check(
    who: str, guesses: Iterable[BlindingGuess], groups: Mapping[str, str], tested: str
) -> BlindingCheck:
    rows = ([0, 0, 0], [0, 0, 0])
    for one in guesses:
        group = groups.get(Unit(one.subject, one.side).name)
        if group is not None:
            rows[group != tested][_COLUMNS[one.guess]] += 1
    first, second = ((row[0], row[1], row[2]) for row in rows)
    return BlindingCheck(who, (first, second), blinding((first, second)))
