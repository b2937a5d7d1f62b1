"""What the library of scales and measures lists, and what one of them says. No Qt."""

import tomllib
from dataclasses import dataclass

from models.measures.measure import Measure
from models.own_library import MEASURES, SCALES, Library
from models.scales.scale import FromPhotograph, Mode, Scale
from models.words import listed, number_text


@dataclass(frozen=True)
class Entry:
    """A scale or a measure in the list.

    Attributes:
        kind: SCALES or MEASURES.
        key: Its key.
        name: For people.
        kind_word: "scale", "number", "composite" or "derived number".
        span: The values it takes.
        rated_by: Who gives it.
        mode: What must be seen to give it.
        is_own: Whether the user made it.
        version: Of its definition.
        licence: What is known of the right to use it.
    """

    kind: str
    key: str
    name: str
    kind_word: str
    span: str
    rated_by: str
    mode: str
    is_own: bool
    version: str
    licence: str


def entries(library: Library) -> list[Entry]:
    """All scales, then all measures; the user's own before the program's."""
    found = [_of_scale(one, library) for one in library.scales.values()]
    found += [_of_measure(one, library) for one in library.measures.values()]
    return sorted(found, key=lambda one: (not one.is_own, one.kind != SCALES, one.name))


def matching(found: list[Entry], wanted: str) -> list[Entry]:
    """The entries in which every word of a search stands."""
    words = wanted.casefold().split()
    return [one for one in found if all(word in _text(one) for word in words)]


def kind_of(source: str) -> str:
    """Whether the text of a file defines a scale or a measure; SCALES if neither."""
    try:
        document = tomllib.loads(source)
    except (ValueError, RecursionError):
        return SCALES
    return MEASURES if "by" in document and "grades" not in document else SCALES


def described(library: Library, entry: Entry) -> str:
    """The full text of a scale or measure, for people."""
    if entry.kind == SCALES:
        return scale_text(library.scales[entry.key])
    return measure_text(library.measures[entry.key])


def scale_text(scale: Scale) -> str:
    """All that a scale says, in paragraphs."""
    parts = [scale.question, _grades(scale)]
    if scale.bands:
        parts.append(
            "\n".join(
                f"{scale.band_noun} {band.name}, {band.label}: "
                f"{number_text(band.lowest)} to {number_text(band.highest)}. "
                f"{band.words}"
                for band in scale.bands
            )
        )
    facts = [
        f"{scale.direction.words.capitalize()}.",
        f"Given by {listed(scale.rated.by, 'or')}; {_from_photograph(scale)}.",
    ]
    if scale.responder is not None:
        facts.append(f"Responder: {scale.responder.words}")
    if scale.codings:
        facts.append(f"Codings: {'; '.join(one.name for one in scale.codings)}.")
    parts += ["\n".join(facts), *_origin(scale)]
    return "\n\n".join(parts)


def measure_text(measure: Measure) -> str:
    """All that a measure says, in paragraphs."""
    unit = f" {measure.unit}" if measure.unit else ""
    facts = [
        f"Values: {measure.span}{unit}.",
        f"{measure.direction.words.capitalize()}.",
    ]
    usual = (measure.usual_lowest, measure.usual_highest)
    if any(limit is not None for limit in usual):
        low, high = ("…" if one is None else number_text(one) for one in usual)
        facts.append(f"Usual: {low} to {high}{unit}; a value outside gets a warning.")
    if measure.formula:
        facts.append(f"Computed: {measure.formula}")
        facts += [f"  {part.key}: {part.name}" for part in measure.parts]
        facts += [f"  {name}: {key}" for name, key in measure.inputs.items()]
    facts.append(f"Given by {listed(measure.rated_by, 'or')}.")
    if measure.licensed:
        facts.append("Licensed: only its number is held, no item of it.")
    return "\n\n".join([measure.question, "\n".join(facts), *_origin(measure)])


def _grades(scale: Scale) -> str:
    return "\n".join(
        f"{number_text(one.value)}  {one.label}: {one.words}" for one in scale.grades
    )


def _origin(one: Scale | Measure) -> list[str]:
    told = [f"Citation: {one.citation}", f"Licence: {one.licence}"]
    # Files break their lines where the window need not.
    return [*told, " ".join(one.notes.split("\n"))] if one.notes else told


def _from_photograph(scale: Scale) -> str:
    return {
        FromPhotograph.YES: "from photographs or live",
        FromPhotograph.NO: "live only, for it does not show on photographs",
        FromPhotograph.WITH_BASELINE: "from photographs beside the baseline, or live",
    }[scale.rated.photograph]


def _of_scale(scale: Scale, library: Library) -> Entry:
    comparative = scale.mode is Mode.COMPARATIVE
    photograph = scale.is_from_photograph
    static = "photograph" if photograph else "live only"
    return Entry(
        kind=SCALES,
        key=scale.key,
        name=scale.name,
        kind_word="scale",
        span=f"{number_text(scale.lowest)} to {number_text(scale.highest)}",
        rated_by=listed(scale.rated.by, "or"),
        mode="with baseline" if comparative else static,
        is_own=library.is_own(SCALES, scale.key),
        version=scale.version,
        licence=scale.licence,
    )


def _of_measure(measure: Measure, library: Library) -> Entry:
    word = "derived number" if measure.inputs else str(measure.kind)
    unit = f" {measure.unit}" if measure.unit else ""
    return Entry(
        kind=MEASURES,
        key=measure.key,
        name=measure.name,
        kind_word=word,
        span=f"{measure.span}{unit}",
        rated_by=listed(measure.rated_by, "or"),
        mode="entered" if not measure.formula else "computed",
        is_own=library.is_own(MEASURES, measure.key),
        version=measure.version,
        licence=measure.licence,
    )


def _text(one: Entry) -> str:
    fields = (one.key, one.name, one.kind_word, one.rated_by, one.mode, one.licence)
    own = "own" if one.is_own else "program"
    return " ".join((*fields, own)).casefold()
