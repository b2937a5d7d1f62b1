"""Writes a scale as TOML, from which the reader makes an equal scale."""

from models.scales.scale import Band, Coding, Grade, Responder, Scale
from models.toml_writer import TomlValue, number_value, toml_text


def scale_text(scale: Scale) -> str:
    """A scale as the text of a TOML file.

    Read back, all of it is equal but `source` and `sha256`, which are of this text.
    """
    return toml_text(scale_document(scale))


def scale_document(scale: Scale) -> dict[str, TomlValue]:
    """A scale as keys and values, in the order of a file."""
    names = ("key", "version", "name", "short", "question", "direction", "mode")
    document: dict[str, TomlValue] = {name: str(getattr(scale, name)) for name in names}
    if scale.band_noun:
        document["band_noun"] = scale.band_noun
    document |= {"citation": scale.citation, "licence": scale.licence}
    if scale.notes:
        document["notes"] = scale.notes
    document["rated"] = {
        "by": [str(one) for one in scale.rated.by],
        "photograph": str(scale.rated.photograph),
    }
    if scale.responder is not None:
        document["responder"] = responder_document(scale.responder)
    document["grades"] = [grade_document(grade) for grade in scale.grades]
    if scale.bands:
        document["bands"] = [band_document(band) for band in scale.bands]
    if scale.codings:
        document["codings"] = [coding_document(coding) for coding in scale.codings]
    return document


def grade_document(grade: Grade) -> dict[str, TomlValue]:
    """A grade as keys and values."""
    document: dict[str, TomlValue] = {
        "value": number_value(grade.value),
        "label": grade.label,
        "words": grade.words,
    }
    return document | ({"category": grade.category} if grade.category else {})


def band_document(band: Band) -> dict[str, TomlValue]:
    """A band of a scale as keys and values."""
    return {
        "name": band.name,
        "label": band.label,
        "lowest": number_value(band.lowest),
        "highest": number_value(band.highest),
        "words": band.words,
    }


def responder_document(rule: Responder) -> dict[str, TomlValue]:
    """A responder rule as keys and values."""
    document: dict[str, TomlValue] = {}
    for name in ("improvement", "reached"):
        limit = getattr(rule, name)
        if limit is not None:
            document[name] = number_value(limit)
    return document | {"words": rule.words, "citation": rule.citation}


def coding_document(coding: Coding) -> dict[str, TomlValue]:
    """A coding as keys and values."""
    document: dict[str, TomlValue] = {
        "key": coding.key,
        "name": coding.name,
        "citation": coding.citation,
    }
    if coding.notes:
        document["notes"] = coding.notes
    document["codes"] = {key: number_value(one) for key, one in coding.codes.items()}
    if coding.labels:
        document["labels"] = dict(coding.labels)
    return document
