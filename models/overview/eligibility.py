"""Whether each subject keeps each rule of who may enter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.protocol.analysis import EligibilityRule
from models.protocol.protocol import Protocol
from models.statistics.frames import SCALE, SUBJECT, VALUE, VISIT
from models.statistics.trajectories import MEASURE, Measure, Trajectories
from models.store.records import Subject

_TINY = 1e-9


class Eligibility(StrEnum):
    """How a subject stands to a rule."""

    MET = "met"
    NOT_MET = "not met"
    NO_VALUE = "no value"
    NOT_ANSWERED = "not answered"


@dataclass(frozen=True)
class RuleFact:
    """How a subject stands to a rule.

    Attributes:
        subject: Code of the subject.
        site: Code of the site, or empty.
        rule: Key of the rule.
        state: Whether it is met. A rule that keeps subjects out is met by those whom
            it does not keep out.
        values: The values that decided, or empty where a person's answer did.
    """

    subject: str
    site: str
    rule: str
    state: Eligibility
    values: tuple[float, ...] = ()


def rule_facts(
    protocol: Protocol,
    subjects: Sequence[Subject],
    shown: Trajectories,
    answers: Mapping[tuple[str, str], bool],
) -> tuple[RuleFact, ...]:
    """Every rule for every subject.

    A value is what the study has over raters and views; where sides are compared both
    must keep the rule.

    Args:
        protocol: Tells the rules.
        subjects: All subjects.
        shown: Trajectories of the study, for the values.
        answers: By subject and key of the rule.
    """
    lines = shown.lines[shown.lines[MEASURE] == str(Measure.SCORE)]
    values: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for key, visit, subject, value in zip(
        *(lines[name] for name in (SCALE, VISIT, SUBJECT, VALUE)), strict=True
    ):
        values[key, visit, subject].append(float(value))
    return tuple(
        _fact(one, rule, values.get((rule.series, rule.visit, one.code), []), answers)
        for one in subjects
        for rule in protocol.eligibility
    )


def _fact(
    subject: Subject,
    rule: EligibilityRule,
    values: Sequence[float],
    answers: Mapping[tuple[str, str], bool],
) -> RuleFact:
    if rule.is_answered:
        yes = answers.get((subject.code, rule.key))
        state = Eligibility.NOT_ANSWERED
        if yes is not None:
            is_met = yes is not rule.is_exclusion
            state = Eligibility.MET if is_met else Eligibility.NOT_MET
        return RuleFact(subject.code, subject.site, rule.key, state)
    if not values:
        return RuleFact(subject.code, subject.site, rule.key, Eligibility.NO_VALUE)
    is_met = all(_is_within(rule, value) for value in values)
    state = Eligibility.MET if is_met else Eligibility.NOT_MET
    return RuleFact(subject.code, subject.site, rule.key, state, tuple(values))


def _is_within(rule: EligibilityRule, value: float) -> bool:
    above = rule.lowest is None or value >= rule.lowest - _TINY
    return above and (rule.highest is None or value <= rule.highest + _TINY)
