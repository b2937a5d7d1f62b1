"""Reads a scale from its TOML file and tells every fault of it at once."""

from collections.abc import Sequence
from pathlib import Path

from models.definitions import KEY as KEY
from models.definitions import KEY_RULE as KEY_RULE
from models.definitions import fingerprint, read_key, refuse_faults
from models.errors import ExpectedError
from models.scales.extras import (
    read_category,
    read_codings,
    read_rated,
    read_responder,
)
from models.scales.scale import Band, Direction, Grade, Mode, Scale
from models.toml_file import Section, load_source, read_toml
from models.words import number_text


class ScaleFileError(ExpectedError):
    """A scale file with faults; `problems` holds all of them."""


def read_scale(source: str, place: str) -> Scale:
    """Read a scale.

    Args:
        source: The TOML text.
        place: What the text is called in problems: the name of its file.

    Raises:
        ScaleFileError: The text has faults; all of them are told with their places.
    """
    top, problems = read_toml(source, place, ScaleFileError, "scale")
    key = read_key(top)
    texts = {name: top.text(name) for name in ("version", "name", "short", "question")}
    origin = {name: top.text(name) for name in ("citation", "licence")}
    direction = top.choice("direction", Direction)
    mode = top.choice("mode", Mode)
    notes = top.text("notes", optional=True)
    noun = top.text("band_noun", optional=True)
    rated = read_rated(top, mode)
    grades = _grades(top)
    codings = read_codings(top, grades, direction)
    responder = read_responder(top, grades, direction)
    bands = _bands(top, grades)
    if bands and not noun:
        top.problem("band_noun", 'is missing: what is a band called, such as "class"?')
    top.refuse_other_keys()
    refuse_faults(problems, ScaleFileError, "scale")
    assert direction is not None
    assert mode is not None
    return Scale(
        key=key,
        **texts,
        grades=grades,
        bands=bands,
        band_noun=noun,
        direction=direction,
        mode=mode,
        **origin,
        notes=notes,
        source=source,
        sha256=fingerprint(source),
        rated=rated,
        codings=codings,
        responder=responder,
    )


def read_scale_file(path: Path) -> Scale:
    """Read a scale from a file of the user's.

    Raises:
        ScaleFileError: The file cannot be read or has faults.
    """
    return read_scale(load_source(path, ScaleFileError, "scale"), path.name)


def _grades(top: Section) -> tuple[Grade, ...]:
    """The grades from the lowest up; none if the value of any is at fault."""
    grades: list[Grade] = []
    labels: set[str] = set()
    sound = True
    sections = top.sections("grades")
    for section in sections:
        value, label = section.number("value"), section.text("label")
        words, category = section.text("words"), read_category(section)
        section.refuse_other_keys()
        if label and label.casefold() in labels:
            section.problem("label", f'"{label}" is the label of another grade too.')
        labels.add(label.casefold())
        if value is None:
            sound = False
            continue
        fault = _order_fault(value, grades)
        if fault:
            section.problem("value", fault)
            sound = False
        grades.append(Grade(value, label, words, category))
    if len(sections) == 1:
        top.problem("grades", "must hold at least two grades.")
    return tuple(grades) if sound else ()


def _order_fault(value: float, before: Sequence[Grade]) -> str:
    """What is wrong with the place of a grade among those before it, or nothing."""
    if any(grade.value == value for grade in before):
        return f"{number_text(value)} is the value of another grade too."
    if before and value < before[-1].value:
        return (
            f"{number_text(value)} follows {number_text(before[-1].value)}: "
            "grades must rise from the lowest to the highest."
        )
    return ""


def _bands(top: Section, grades: Sequence[Grade]) -> tuple[Band, ...]:
    """The bands without fault; together they must cover every grade once."""
    bands: list[Band] = []
    sections = top.sections("bands", optional=True)
    for section in sections:
        band = _band(section, grades)
        if band is None:
            continue
        if any(band.name == other.name for other in bands):
            section.problem("name", f'"{band.name}" is the name of another band too.')
        _check_after(section, band, bands)
        bands.append(band)
    if sections and len(bands) == len(sections):
        _check_covered(top, bands, grades)
    return tuple(bands)


def _band(section: Section, grades: Sequence[Grade]) -> Band | None:
    name, label, words = (section.text(key) for key in ("name", "label", "words"))
    lowest, highest = section.number("lowest"), section.number("highest")
    section.refuse_other_keys()
    values = {grade.value for grade in grades}
    for key, value in (("lowest", lowest), ("highest", highest)):
        if values and value is not None and value not in values:
            section.problem(key, f"{number_text(value)} is not a grade of the scale.")
    if lowest is None or highest is None:
        return None
    if lowest > highest:
        section.problem("lowest", "is above the highest grade of the band.")
    return Band(name, label, lowest, highest, words)


def _check_after(section: Section, band: Band, before: Sequence[Band]) -> None:
    """A band must lie wholly above the one before it."""
    if before and band.lowest <= before[-1].highest:
        section.problem(
            "lowest",
            f"{number_text(band.lowest)} is not above the band before, which ends at "
            f"{number_text(before[-1].highest)}: bands must not overlap and must rise.",
        )


def _check_covered(
    top: Section, bands: Sequence[Band], grades: Sequence[Grade]
) -> None:
    for grade in grades:
        if not any(band.lowest <= grade.value <= band.highest for band in bands):
            top.problem("bands", f"grade {number_text(grade.value)} lies in no band.")
