"""Reads a measure from its TOML file and tells every fault of it at once."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from models.definitions import KEY, KEY_RULE, fingerprint, read_key, refuse_faults
from models.errors import ExpectedError
from models.measures.formula import Formula, FormulaError, read_formula
from models.measures.measure import Measure, Part
from models.scales.scale import Band, Direction, RatedBy
from models.toml_file import Section, load_source, read_toml, suggestion
from models.words import listed, number_text

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""Names in formulas: a dash would be a minus."""

NAME_RULE = (
    "must begin with a small letter and hold small letters, digits and _ only, "
    "40 at most: it is a name in the formula."
)

MOST_DECIMALS = 6
_TINY = 1e-9
_Limits = tuple[float | None, float | None]


class MeasureFileError(ExpectedError):
    """A measure file with faults; `problems` holds all of them."""


def read_measure(source: str, place: str) -> Measure:
    """Read a measure.

    Args:
        source: The TOML text.
        place: What the text is called in problems: the name of its file.

    Raises:
        MeasureFileError: The text has faults; all of them are told with their places.
    """
    top, problems = read_toml(source, place, MeasureFileError, "measure")
    key = read_key(top)
    texts = {name: top.text(name) for name in ("version", "name", "short", "question")}
    origin = {name: top.text(name) for name in ("citation", "licence")}
    unit, notes = top.text("unit", optional=True), top.text("notes", optional=True)
    decimals = _decimals(top)
    direction = top.choice("direction", Direction)
    rated_by = top.choices("by", RatedBy)
    limits, lowest_excluded = _limits(top, "lowest", "highest"), _excluded(top)
    usual = _limits(top, "usual_lowest", "usual_highest")
    _check_usual(top, limits, usual)
    step, tolerance = _not_negative(top, "step"), _not_negative(top, "tolerance")
    parts, inputs = _parts(top), _inputs(top, key)
    formula = _formula(top, parts, inputs)
    _check_reach(top, formula, parts, limits)
    bands = _bands(top, decimals, limits)
    settings = top.texts("settings", optional=True)
    licensed = top.flag("licensed", default=False)
    needs_agreement = top.flag("agreement", default=False)
    _check_entry(top, inputs, licensed=licensed, agreement=needs_agreement)
    top.refuse_other_keys()
    refuse_faults(problems, MeasureFileError, "measure")
    assert direction is not None
    return Measure(
        key=key,
        **texts,
        unit=unit,
        decimals=decimals,
        lowest=limits[0],
        highest=limits[1],
        lowest_excluded=lowest_excluded,
        usual_lowest=usual[0],
        usual_highest=usual[1],
        step=step,
        direction=direction,
        rated_by=rated_by,
        parts=tuple(part for part, _ in parts),
        inputs=inputs,
        formula=formula.text if formula else "",
        tolerance=tolerance,
        bands=bands,
        settings=settings,
        licensed=licensed,
        needs_agreement=needs_agreement,
        **origin,
        notes=notes,
        source=source,
        sha256=fingerprint(source),
    )


def read_measure_file(path: Path) -> Measure:
    """Read a measure from a file of the user's.

    Raises:
        MeasureFileError: The file cannot be read or has faults.
    """
    return read_measure(load_source(path, MeasureFileError, "measure"), path.name)


def _decimals(top: Section) -> int:
    decimals = top.whole("decimals", default=0)
    if decimals is None or 0 <= decimals <= MOST_DECIMALS:
        return decimals or 0
    top.problem("decimals", f"must be 0 to {MOST_DECIMALS}, not {decimals}.")
    return 0


def _limits(section: Section, lowest: str, highest: str) -> _Limits:
    """Two limits of which either may be open."""
    low = section.number(lowest, optional=True)
    high = section.number(highest, optional=True)
    if low is not None and high is not None and low >= high:
        section.problem(
            lowest, f"{number_text(low)} must be below {highest}, {number_text(high)}."
        )
    return low, high


def _excluded(top: Section) -> bool:
    excluded = top.flag("lowest_excluded", default=False)
    if excluded and not top.has("lowest"):
        top.problem("lowest_excluded", "there is no lowest to exclude.")
    return excluded


def _check_usual(top: Section, limits: _Limits, usual: _Limits) -> None:
    """What is usual must be allowed."""
    low, high = limits
    for key, value in zip(("usual_lowest", "usual_highest"), usual, strict=True):
        below = value is not None and low is not None and value < low
        above = value is not None and high is not None and value > high
        if below or above:
            top.problem(
                key, f"{value:g} lies outside lowest and highest, which are refused."
            )


def _not_negative(section: Section, key: str) -> float:
    number = section.number(key, optional=True)
    if number is not None and number < 0:
        section.problem(key, f"must not be negative, as {number_text(number)} is.")
    return number or 0.0


def _parts(top: Section) -> list[tuple[Part, Section]]:
    """The parts without fault, with the sections they came from."""
    parts: list[tuple[Part, Section]] = []
    met: set[str] = set()
    for section in top.sections("parts", optional=True):
        key, name = _name(section), section.text("name")
        words = section.text("words", optional=True)
        lowest, highest = section.number("lowest"), section.number("highest")
        step = _not_negative(section, "step")
        from_percent = section.flag("from_percent", default=False)
        section.refuse_other_keys()
        if key in met:
            section.problem("key", f'"{key}" stands here for the second time.')
        met.add(key or "?")
        if lowest is None or highest is None:
            continue
        if lowest >= highest:
            section.problem("lowest", "must be below highest.")
        if from_percent and (lowest, highest) != (0, 6):
            section.problem("from_percent", "gives grades 0 to 6: say 0 and 6.")
        part = Part(key, name, lowest, highest, step, words, from_percent)
        parts.append((part, section))
    return parts


def _name(section: Section) -> str:
    key = section.text("key")
    if key and not NAME.fullmatch(key):
        section.problem("key", NAME_RULE)
    return key


def _inputs(top: Section, own: str) -> dict[str, str]:
    """The table [inputs]: a name in the formula = the key of a measure."""
    if not top.has("inputs"):
        return {}
    section = top.section("inputs")
    inputs = {}
    for name in section.all_keys():
        key = section.text(name)
        if not NAME.fullmatch(name):
            section.problem(name, NAME_RULE)
        if key and not KEY.fullmatch(key):
            section.problem(name, f"{KEY_RULE[:-1]}: it is the key of a measure.")
        if key and key == own:
            section.problem(name, "a measure cannot be computed from itself.")
        inputs[name] = key
    return inputs


def _formula(
    top: Section,
    parts: Sequence[tuple[Part, Section]],
    inputs: Mapping[str, str],
) -> Formula | None:
    """The formula, whose names are the parts or the inputs, each used."""
    text = top.text("formula", optional=True)
    names = [part.key for part, _ in parts] or list(inputs)
    if not text:
        if names or top.has("parts"):
            top.problem("formula", "is missing: how do the parts or inputs make it?")
        return None
    try:
        formula = read_formula(text)
    except FormulaError as fault:
        top.problem("formula", f"{fault}.")
        return None
    for name in formula.names:
        if name not in names:
            near = suggestion(name, names)
            told = f'"{name}" is neither a part nor an input. {near}'.rstrip()
            top.problem("formula", told)
    unused = [name for name in names if name not in formula.names]
    if unused:
        top.problem("formula", f"does not use {listed(unused)}.")
    return None if unused or set(formula.names) - set(names) else formula


def _check_reach(
    top: Section,
    formula: Formula | None,
    parts: Sequence[tuple[Part, Section]],
    limits: _Limits,
) -> None:
    """With every part at its end a composite must still lie between its limits."""
    if formula is None or not parts:
        return
    for end in ("lowest", "highest"):
        try:
            value = formula.value({part.key: getattr(part, end) for part, _ in parts})
        except FormulaError as fault:
            top.problem("formula", f"{fault} with every part at its {end}.")
            continue
        low, high = limits
        if (low is not None and value < low) or (high is not None and value > high):
            top.problem(
                "formula",
                f"gives {value:g} with every part at its {end}, "
                "which is outside lowest and highest.",
            )


def _bands(top: Section, decimals: int, limits: _Limits) -> tuple[Band, ...]:
    """The strata; together they must cover everything between the limits."""
    bands: list[Band] = []
    sections = top.sections("bands", optional=True)
    for section in sections:
        name, words = section.text("name"), section.text("words", optional=True)
        lowest, highest = section.number("lowest"), section.number("highest")
        section.refuse_other_keys()
        if lowest is None or highest is None:
            continue
        if lowest > highest:
            section.problem("lowest", "must not be above highest.")
        if bands:
            _check_after(section, lowest, bands[-1].highest, 10.0**-decimals)
        bands.append(Band(name, name, lowest, highest, words))
    if bands and len(bands) == len(sections):
        ends = (bands[0].lowest, bands[-1].highest)
        for key, end, limit in zip(("lowest", "highest"), ends, limits, strict=True):
            if limit is not None and end != limit:
                top.problem(
                    "bands",
                    f"end at {number_text(end)}, but {key} is {number_text(limit)}.",
                )
    return tuple(bands)


def _check_after(section: Section, lowest: float, before: float, grain: float) -> None:
    """A band begins at the next value that can be shown after the band before."""
    if abs(lowest - before - grain) > _TINY:
        section.problem(
            "lowest",
            f"{number_text(lowest)} does not follow the band before, which ends at "
            f"{number_text(before)}: say {number_text(before + grain)}.",
        )


def _check_entry(
    top: Section, inputs: Mapping[str, str], *, licensed: bool, agreement: bool
) -> None:
    """What only makes sense together stands together."""
    if agreement and not licensed:
        top.problem("agreement", "is for licensed measures: say licensed = true.")
    if inputs and top.has("parts"):
        top.problem("inputs", "a measure has parts or inputs, not both.")
    if top.has("tolerance") and not inputs:
        top.problem("tolerance", "is for measures with [inputs] only.")
