"""Reads what a scale may say besides its grades: who rates, codings, responders."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from models.definitions import KEY, KEY_RULE, read_key
from models.scales.scale import (
    Coding,
    Direction,
    FromPhotograph,
    Grade,
    Mode,
    Rated,
    RatedBy,
    Responder,
)
from models.toml_file import Section, suggestion
from models.words import number_text

_OPPOSITE = {
    Direction.HIGHER_IS_BETTER: Direction.HIGHER_IS_WORSE,
    Direction.HIGHER_IS_WORSE: Direction.HIGHER_IS_BETTER,
}


def read_rated(top: Section, mode: Mode | None) -> Rated:
    """The table [rated]; without it an investigator rates from photographs."""
    is_comparative = mode is Mode.COMPARATIVE
    usual = FromPhotograph.WITH_BASELINE if is_comparative else FromPhotograph.YES
    if not top.has("rated"):
        return Rated((RatedBy.INVESTIGATOR,), usual)
    section = top.section("rated")
    by = section.choices("by", RatedBy, (RatedBy.INVESTIGATOR,))
    photograph = section.choice("photograph", FromPhotograph, usual)
    section.refuse_other_keys()
    if RatedBy.DEVICE in by:
        section.problem("by", "a device does not grade; make it a measure instead.")
    if photograph is FromPhotograph.YES and is_comparative:
        section.problem(
            "photograph", 'must be "with baseline" or "no" on a comparative scale.'
        )
    return Rated(by, photograph or usual)


def read_category(section: Section) -> str:
    """The key of a grade's category; "" where it has none."""
    category = section.text("category", optional=True)
    if category and not KEY.fullmatch(category):
        section.problem("category", KEY_RULE)
    return category


def read_codings(
    top: Section, grades: Sequence[Grade], direction: Direction | None
) -> tuple[Coding, ...]:
    """The tables [[codings]], whose codes belong to the categories of the grades."""
    sections = top.sections("codings", optional=True)
    categories = [grade.category for grade in grades]
    if grades and (sections or any(categories)):
        _check_categories(top, grades)
    codings: list[Coding] = []
    for section in sections:
        coding = _coding(section, categories, direction)
        if any(coding.key == other.key for other in codings):
            section.problem("key", f'"{coding.key}" stands here for the second time.')
        codings.append(coding)
    return tuple(codings)


def read_responder(
    top: Section, grades: Sequence[Grade], direction: Direction | None
) -> Responder | None:
    """The table [responder], or None where there is none."""
    if not top.has("responder"):
        return None
    section = top.section("responder")
    improvement = section.number("improvement", optional=True)
    reached = section.number("reached", optional=True)
    words, citation = section.text("words"), section.text("citation")
    section.refuse_other_keys()
    if not section.has("improvement") and not section.has("reached"):
        section.problem("", 'needs "improvement", "reached" or both.')
    if improvement is not None and improvement <= 0:
        section.problem("improvement", "must be above 0: it counts improved grades.")
    values = {grade.value for grade in grades}
    if values and reached is not None and reached not in values:
        section.problem("reached", f"{number_text(reached)} is not a grade.")
    if direction is Direction.NONE:
        section.problem("", "a scale of no direction knows no improvement.")
    return Responder(improvement, reached, words, citation)


def _check_categories(top: Section, grades: Sequence[Grade]) -> None:
    """Where one grade is a category all are, each another."""
    met: set[str] = set()
    for grade in grades:
        place = f"grade {number_text(grade.value)}"
        if not grade.category:
            top.problem("grades", f"{place} has no category, which codings need.")
        elif grade.category in met:
            top.problem("grades", f'{place} is "{grade.category}" as another grade is.')
        met.add(grade.category)


def _coding(
    section: Section, categories: Sequence[str], direction: Direction | None
) -> Coding:
    key, name = read_key(section), section.text("name")
    citation = section.text("citation")
    notes = section.text("notes", optional=True)
    codes = _codes(section, categories)
    labels = _labels(section, categories)
    section.refuse_other_keys()
    rises = _is_rising(section, [codes[one] for one in categories if one in codes])
    runs = direction or Direction.NONE
    return Coding(
        key=key,
        name=name,
        direction=runs if rises else _OPPOSITE.get(runs, runs),
        codes=codes,
        labels=labels,
        citation=citation,
        notes=notes,
    )


def _codes(section: Section, categories: Sequence[str]) -> dict[str, float]:
    table = section.section("codes")
    codes = {}
    for category in table.all_keys():
        code = table.number(category)
        _check_known(table, category, categories)
        if code is not None:
            codes[category] = code
    return codes


def _labels(section: Section, categories: Sequence[str]) -> Mapping[str, str]:
    if not section.has("labels"):
        return {}
    table = section.section("labels")
    for category in table.all_keys():
        _check_known(table, category, categories)
    return {category: table.text(category) for category in table.all_keys()}


def _check_known(table: Section, category: str, categories: Sequence[str]) -> None:
    if any(categories) and category not in categories:
        near = suggestion(category, categories)
        table.problem(category, f"is not the category of a grade. {near}".rstrip())


def _is_rising(section: Section, codes: Sequence[float]) -> bool:
    """Whether the codes rise with the grades; they must rise or fall throughout."""
    rises = [after > before for before, after in pairwise(codes)]
    equal = len(set(codes)) < len(codes)
    if section.has("codes") and (equal or len(set(rises)) != 1):
        section.problem(
            "codes", "must rise or fall from grade to grade, with two codes at least."
        )
    return all(rises)
