"""Judgements of the risk of bias by RoB 2: five domains and the whole."""

from dataclasses import dataclass
from enum import StrEnum


class Judgement(StrEnum):
    """How high the risk of bias is judged to be."""

    LOW = "low"
    SOME = "some concerns"
    HIGH = "high"


DOMAINS = ("d1", "d2", "d3", "d4", "d5")
DOMAIN_WORDS = {
    "d1": "Randomisation process",
    "d2": "Deviations from the intended interventions",
    "d3": "Missing outcome data",
    "d4": "Measurement of the outcome",
    "d5": "Selection of the reported result",
}
SIGNS = {Judgement.LOW: "+", Judgement.SOME: "!", Judgement.HIGH: "−"}

_SPELLINGS = {
    Judgement.LOW: ("low", "l", "+", "low risk", "green", "1"),
    Judgement.SOME: (
        "some concerns",
        "some concern",
        "some",
        "s",
        "?",
        "!",
        "yellow",
        "moderate",
        "unclear",
        "2",
    ),
    Judgement.HIGH: ("high", "h", "-", "−", "–", "x", "high risk", "red", "3"),
}
_KNOWN = {text: one for one, texts in _SPELLINGS.items() for text in texts}


@dataclass(frozen=True)
class RiskOfBias:
    """The judgements of a study.

    Attributes:
        domains: Of d1 to d5; None where none is given.
        overall: Of the whole; None where neither it nor any domain is given.
        is_derived: Whether the whole was taken from the domains.
    """

    domains: tuple[Judgement | None, ...]
    overall: Judgement | None
    is_derived: bool = False


def judgement(text: str) -> Judgement | None:
    """The judgement a cell holds, or None if it is none that is known."""
    return _KNOWN.get(" ".join(text.casefold().replace("_", " ").split()))


def risk_of_bias(
    domains: tuple[Judgement | None, ...], overall: Judgement | None
) -> RiskOfBias | None:
    """The judgements of a study; the whole is the worst domain where it is not given.

    Returns:
        None where nothing is judged.
    """
    given = [one for one in domains if one is not None]
    if overall is None and not given:
        return None
    if overall is None and len(given) == len(domains):
        worst = max(given, key=list(Judgement).index)
        return RiskOfBias(domains, worst, is_derived=True)
    return RiskOfBias(domains, overall)
