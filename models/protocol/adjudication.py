"""When a third reading decides, as a protocol says it."""

from dataclasses import dataclass

from models.toml_file import Section
from models.words import number_text

WIDEST_DIFFERENCE = 100.0
"""Grades apart; no scale has so many."""


@dataclass(frozen=True)
class AdjudicationRule:
    """Which photographs need a third reading on a scale.

    Attributes:
        difference: Grades apart, at the least, that need one.
        classes: Whether grades in different classes of the scale need one.
        one_not_assessable: Whether "not assessable" of one rater beside a grade of
            another needs one.
    """

    difference: float = 2.0
    classes: bool = True
    one_not_assessable: bool = True


def read_adjudication(top: Section) -> AdjudicationRule | None:
    """The table [adjudication], or None where there is none."""
    if not top.has("adjudication"):
        return None
    usual = AdjudicationRule()
    section = top.section("adjudication")
    difference: float | None = usual.difference
    if section.has("difference"):
        difference = section.number("difference")
    classes = section.flag("classes", default=usual.classes)
    one = section.flag("one_not_assessable", default=usual.one_not_assessable)
    section.refuse_other_keys()
    if difference is None:
        return None
    if not 0 < difference <= WIDEST_DIFFERENCE:
        section.problem(
            "difference",
            f"must be above 0 and at most {number_text(WIDEST_DIFFERENCE)} grades, "
            f"not {number_text(difference)}.",
        )
    return AdjudicationRule(difference, classes, one)
