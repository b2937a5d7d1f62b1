"""How often a third reading decides, and how often it decides against a rater."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.statistics.agreement.beyond_chance import wilson


@dataclass(frozen=True)
class Case:
    """A photograph that two or more raters read.

    Attributes:
        scores: Grade of each rater, None for not assessable.
        accepted: Grade that an adjudicator accepted; None where that was "not
            assessable" or there was no adjudication.
        is_adjudicated: Whether a third reading decided.
    """

    scores: dict[str, float | None]
    accepted: float | None = None
    is_adjudicated: bool = False


@dataclass(frozen=True)
class Rate:
    """A share with Wilson's interval; None of nothing."""

    count: int
    of: int
    share: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class ReaderDisagreement:
    """How often the adjudicator decided against a rater.

    Attributes:
        rater: Code.
        index: Reader disagreement index: cases decided against the rater, of all
            cases that the rater read.
        lost: The same cases, of those of the rater that were adjudicated.
    """

    rater: str
    index: Rate
    lost: Rate


def needs_adjudication(
    scores: Sequence[float | None],
    *,
    difference: float = 2.0,
    classes: tuple[tuple[float, float], ...] = (),
) -> str:
    """Why scores of one photograph need a third reading, or an empty text.

    Args:
        scores: Grades; None for not assessable.
        difference: Grades apart that need one.
        classes: Lowest and highest grade of each class: different classes need one.
            Empty to leave classes out of it.
    """
    given = [one for one in scores if one is not None]
    if len(given) < len(scores) and given:
        return "one rater found it not assessable, another one graded it"
    if given and max(given) - min(given) >= difference - 1e-9:
        return f"the grades are {max(given) - min(given):g} apart"
    places = {
        number
        for one in given
        for number, (lowest, highest) in enumerate(classes)
        if lowest <= one <= highest
    }
    return "the grades lie in different classes" if len(places) > 1 else ""


def adjudication_rate(cases: Sequence[Case]) -> Rate:
    """Share of cases that went to a third reading."""
    return rate(sum(case.is_adjudicated for case in cases), len(cases))


def reader_disagreement(cases: Sequence[Case]) -> list[ReaderDisagreement]:
    """The index of each rater, by code."""
    raters = sorted({rater for case in cases for rater in case.scores})
    found = []
    for rater in raters:
        read = [case for case in cases if rater in case.scores]
        judged = [case for case in read if case.is_adjudicated]
        lost = sum(case.scores[rater] != case.accepted for case in judged)
        found.append(
            ReaderDisagreement(rater, rate(lost, len(read)), rate(lost, len(judged)))
        )
    return found


def rate(count: int, of: int) -> Rate:
    """A share with its interval."""
    if of == 0:
        return Rate(0, 0, None, None, None)
    return Rate(count, of, count / of, *wilson(count, of))
