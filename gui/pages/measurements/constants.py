"""What a study keeps equal and records once: probes, licence agreements. No Qt."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.measures.measure import Measure
from models.store.store import StudyStore
from models.words import listed

AGREEMENT = "licence agreement"
"""Name under which the reference of an agreement is kept."""


@dataclass(frozen=True)
class Constant:
    """A setting of an instrument, or of several that share it.

    Attributes:
        instruments: Keys of the measures.
        name: Name of the setting: "probe aperture".
        of: Short names of the measures, for people.
        value: What the study keeps, or empty.
        licence: What the licence asks, where it is a reference; else empty.
    """

    instruments: tuple[str, ...]
    name: str
    of: str
    value: str
    licence: str = ""


def study_constants(store: StudyStore) -> tuple[Constant, ...]:
    """The settings that the measures of a study ask for, agreements first.

    Measures under one licence share the agreement; those of one device its settings.
    """
    known = store.study_constants()
    measures = [store.measures()[key] for key in store.protocol().measures]
    licensed: dict[str, list[Measure]] = defaultdict(list)
    devices: dict[tuple[str, tuple[str, ...]], list[Measure]] = defaultdict(list)
    for one in measures:
        if one.needs_agreement:
            licensed[one.licence].append(one)
        if one.settings:
            devices[one.citation, one.settings].append(one)
    agreements = [
        _constant(ones, AGREEMENT, known, licence) for licence, ones in licensed.items()
    ]
    settings = [
        _constant(ones, name, known)
        for (_, names), ones in devices.items()
        for name in names
    ]
    return (*agreements, *settings)


def _constant(
    ones: Sequence[Measure],
    name: str,
    known: Mapping[tuple[str, str], str],
    licence: str = "",
) -> Constant:
    values = [known.get((one.key, name), "") for one in ones]
    return Constant(
        instruments=tuple(one.key for one in ones),
        name=name,
        of=listed(one.short for one in ones),
        value=next(filter(None, values), ""),
        licence=licence,
    )


def licence_notice(store: StudyStore, measures: Iterable[Measure]) -> str:
    """What is to be said of licensed forms whose agreement is not given; or empty.

    Args:
        store: The study.
        measures: Those of a form.
    """
    known = store.study_constants()
    found = [
        one.short
        for one in {one.key: one for one in measures}.values()
        if one.needs_agreement and not known.get((one.key, AGREEMENT))
    ]
    if not found:
        return ""
    rest = f" and {len(found) - 1} more" if len(found) > 1 else ""
    are = "are" if rest else "is"
    return f"{found[0]}{rest} {are} licensed: give the reference of your agreement."
