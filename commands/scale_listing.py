"""The command `scales`: what can be scored or measured, as a list or one by one."""

import tomllib
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path

from commands.outcome import Json, Outcome
from models.measures import library as measures_library
from models.measures.measure import Kind, Measure
from models.measures.reader import MeasureFileError
from models.scales import library as scales_library
from models.scales.reader import ScaleFileError
from models.scales.scale import Direction, FromPhotograph, RatedBy, Scale
from models.toml_file import load_source, suggestion
from models.words import listed, number_text

_PHOTOGRAPHS = {
    FromPhotograph.YES: "Scales, from a photograph",
    FromPhotograph.WITH_BASELINE: "Scales, from a photograph beside the baseline",
    FromPhotograph.NO: "Scales, not from photographs",
}
_DEVICE = "Measures of devices"
_COMPUTED = "Measures computed from parts"
_LICENSED = "Measures, licensed: the number only"
_ENTERED = "Measures that are entered"


def scales(words: Namespace) -> Outcome:
    """List the scales and measures in groups, or show one."""
    if words.name:
        one = _find(words.name)
        if isinstance(one, Scale):
            return Outcome(_scale_text(one), _scale_data(one))
        return Outcome(_measure_text(one), _measure_data(one))
    known: list[Scale | Measure] = [
        *scales_library.shipped().values(),
        *measures_library.shipped().values(),
    ]
    titles = [*_PHOTOGRAPHS.values(), _DEVICE, _COMPUTED, _ENTERED, _LICENSED]
    lines: list[str] = []
    for title in titles:
        members = [one for one in known if _group(one) == title]
        lines += ["", title, *(_line(one) for one in members)]
    data: list[Json] = [
        _scale_data(one) if isinstance(one, Scale) else _measure_data(one)
        for one in known
    ]
    return Outcome("\n".join(lines[1:]), data)


def _find(name: str) -> Scale | Measure:
    """A scale or a measure by its key, or from a file of the user's.

    Raises:
        ScaleFileError: Neither has the name, or the scale's file has faults.
        MeasureFileError: The measure's file has faults.
    """
    scales, measures = scales_library.shipped(), measures_library.shipped()
    if name in scales:
        return scales[name]
    path = Path(name)
    if name in measures or _is_measure_file(path):
        return measures_library.find(name)
    if path.suffix.casefold() == ".toml" or path.is_file():
        return scales_library.find(name)
    near = suggestion(name, [*scales, *measures])
    raise ScaleFileError(
        f'There is no scale or measure "{name}".',
        hint=near or "`scales` without a name lists them; or name a .toml file.",
    )


def _is_measure_file(path: Path) -> bool:
    """Whether a file defines a measure: it has no grades, and says who gives it."""
    if not path.is_file():
        return False
    try:
        values = tomllib.loads(load_source(path, MeasureFileError, "measure"))
    except (ValueError, RecursionError):
        return False  # the reader of scales tells what is wrong
    return "grades" not in values and "by" in values


def _group(one: Scale | Measure) -> str:
    if isinstance(one, Scale):
        return _PHOTOGRAPHS[one.rated.photograph]
    if one.licensed:
        return _LICENSED
    if one.kind is Kind.COMPOSITE:
        return _COMPUTED
    return _DEVICE if RatedBy.DEVICE in one.rated_by else _ENTERED


def _line(one: Scale | Measure) -> str:
    """Key, range, who rates, and the name."""
    if isinstance(one, Scale):
        span, by = _scale_span(one), one.rated.by
    else:
        span, by = _with_unit(one), one.rated_by
    return f"  {one.key:28} {span:20} {_by(by):24} {one.name}"


def _scale_span(one: Scale) -> str:
    return f"{number_text(one.lowest)} to {number_text(one.highest)}"


def _with_unit(one: Measure) -> str:
    return f"{one.span} {one.unit}".rstrip()


def _by(rated_by: Iterable[RatedBy]) -> str:
    return listed((by.value for by in rated_by), "or")


def _numbers(codes: Mapping[str, float]) -> str:
    return ", ".join(f"{key} = {number_text(code)}" for key, code in codes.items())


def _scale_text(one: Scale) -> str:
    """A scale for people, a line a grade."""
    lines = [f"{one.name} ({one.key}, version {one.version})", one.question, ""]
    for grade in one.grades:
        band = one.band(grade.value)
        named = f" ({one.band_noun} {band.name}, {band.label})" if band else ""
        value = number_text(grade.value)
        lines.append(f"  {value:>3}  {grade.label}{named}: {grade.words}")
    lines += ["", f"{one.direction.words.capitalize()}; {one.mode}."]
    photograph = one.rated.photograph.value.replace("with", "only with the")
    lines.append(f"Rated by {_by(one.rated.by)}; from a photograph: {photograph}.")
    if one.responder:
        lines.append(f"Responder: {one.responder.words}")
    for coding in one.codings:
        lines.append(f"Coding {coding.key}: {_numbers(coding.codes)}.")
    return "\n".join([*lines, one.citation, one.licence, one.notes]).rstrip()


def _scale_data(one: Scale) -> Json:
    """A scale for programs."""
    rule = one.responder
    return {
        "kind": "scale",
        "key": one.key,
        "version": one.version,
        "name": one.name,
        "direction": one.direction.value,
        "mode": one.mode.value,
        "rated_by": [by.value for by in one.rated.by],
        "photograph": one.rated.photograph.value,
        "grades": [
            {
                "value": grade.value,
                "label": grade.label,
                "words": grade.words,
                "category": grade.category,
            }
            for grade in one.grades
        ],
        "bands": [
            {"name": band.name, "lowest": band.lowest, "highest": band.highest}
            for band in one.bands
        ],
        "codings": {coding.key: dict(coding.codes) for coding in one.codings},
        "responder": {"improvement": rule.improvement, "reached": rule.reached}
        if rule
        else None,
        "citation": one.citation,
        "sha256": one.sha256,
    }


def _measure_text(one: Measure) -> str:
    """A measure for people, a line a part."""
    lines = [f"{one.name} ({one.key}, version {one.version})", one.question, ""]
    for part in one.parts:
        span = f"{number_text(part.lowest)} to {number_text(part.highest)}"
        step = f" in steps of {number_text(part.step)}" if part.step % 1 else ""
        words = f": {part.words}" if part.words else ""
        lines.append(f"  {part.key:22} {span}{step}  {part.name}{words}")
    if one.formula:
        lines.append(f"Formula: {' '.join(one.formula.split())}")
    for name, key in one.inputs.items():
        lines.append(f"  {name} is {key}")
    no_direction = one.direction is Direction.NONE
    runs = "no direction of its own" if no_direction else one.direction.words
    lines.append(f"Values: {_with_unit(one)}; {runs}.")
    lines.append(f"Given by {_by(one.rated_by)}.")
    for band in one.bands:
        ends = dict.fromkeys((number_text(band.lowest), number_text(band.highest)))
        lines.append(f"  {' to '.join(ends):14} {band.name}")
    if one.settings:
        lines.append(f"To be recorded once for the study: {listed(one.settings)}.")
    if one.needs_agreement:
        lines.append("Needs the reference of your licence agreement.")
    return "\n".join([*lines, one.citation, one.licence, one.notes]).rstrip()


def _measure_data(one: Measure) -> Json:
    """A measure for programs."""
    return {
        "kind": one.kind.value,
        "key": one.key,
        "version": one.version,
        "name": one.name,
        "unit": one.unit,
        "lowest": one.lowest,
        "highest": one.highest,
        "direction": one.direction.value,
        "rated_by": [by.value for by in one.rated_by],
        "parts": [
            {
                "key": part.key,
                "name": part.name,
                "lowest": part.lowest,
                "highest": part.highest,
                "step": part.step,
            }
            for part in one.parts
        ],
        "inputs": dict(one.inputs),
        "formula": one.formula,
        "bands": [
            {"name": band.name, "lowest": band.lowest, "highest": band.highest}
            for band in one.bands
        ],
        "settings": list(one.settings),
        "licensed": one.licensed,
        "agreement": one.needs_agreement,
        "citation": one.citation,
        "sha256": one.sha256,
    }
