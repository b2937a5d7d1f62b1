"""Writes a measure as TOML, from which the reader makes an equal measure."""

from models.measures.measure import Measure, Part
from models.scales.scale import Band
from models.toml_writer import TomlValue, number_value, toml_text

_LIMITS = ("lowest", "highest", "usual_lowest", "usual_highest")


def measure_text(measure: Measure) -> str:
    """A measure as the text of a TOML file.

    Read back, all of it is equal but `source` and `sha256`, which are of this text.
    """
    return toml_text(measure_document(measure))


def measure_document(measure: Measure) -> dict[str, TomlValue]:
    """A measure as keys and values, in the order of a file."""
    names = ("key", "version", "name", "short", "question")
    document: dict[str, TomlValue] = {name: getattr(measure, name) for name in names}
    if measure.unit:
        document["unit"] = measure.unit
    document["decimals"] = measure.decimals
    for name in _LIMITS:
        limit = getattr(measure, name)
        if limit is not None:
            document[name] = number_value(limit)
    if measure.lowest_excluded:
        document["lowest_excluded"] = True
    for name in ("step", "tolerance"):
        if getattr(measure, name):
            document[name] = number_value(getattr(measure, name))
    document["direction"] = str(measure.direction)
    document["by"] = [str(one) for one in measure.rated_by]
    if measure.formula:
        document["formula"] = measure.formula
    if measure.settings:
        document["settings"] = list(measure.settings)
    for name, flag in (
        ("licensed", measure.licensed),
        ("agreement", measure.needs_agreement),
    ):
        if flag:
            document[name] = True
    document |= {"citation": measure.citation, "licence": measure.licence}
    if measure.notes:
        document["notes"] = measure.notes
    if measure.inputs:
        document["inputs"] = dict(measure.inputs)
    if measure.parts:
        document["parts"] = [_part(part) for part in measure.parts]
    if measure.bands:
        document["bands"] = [_band(band) for band in measure.bands]
    return document


def _part(part: Part) -> dict[str, TomlValue]:
    document: dict[str, TomlValue] = {"key": part.key, "name": part.name}
    if part.words:
        document["words"] = part.words
    for name in ("lowest", "highest", "step"):
        document[name] = number_value(getattr(part, name))
    if part.from_percent:
        document["from_percent"] = True
    return document


def _band(band: Band) -> dict[str, TomlValue]:
    document: dict[str, TomlValue] = {"name": band.name}
    if band.words:
        document["words"] = band.words
    for name in ("lowest", "highest"):
        document[name] = number_value(getattr(band, name))
    return document
