"""What a study keeps equal and records once: probes, licence agreements. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.measures.measure import Measure
from models.store.store import StudyStore
from models.words import listed

AGREEMENT = "licence agreement"
"""Name under which the reference of an agreement is kept."""


@dataclass(frozen=True)
class Constant:
    """A setting of an instrument.

    Attributes:
        instrument: Key of the measure.
        name: Name of the setting: "probe aperture".
        of: Short name of the instrument, for people.
        value: What the study keeps, or empty.
        licence: What the licence asks, where it is a reference; else empty.
    """

    instrument: str
    name: str
    of: str
    value: str
    licence: str = ""


def study_constants(store: StudyStore) -> tuple[Constant, ...]:
    """The settings that the measures of a study ask for, agreements first."""
    known = store.study_constants()
    measures = [store.measures()[key] for key in store.protocol().measures]
    agreements = [
        Constant(
            one.key,
            AGREEMENT,
            one.short,
            known.get((one.key, AGREEMENT), ""),
            one.licence,
        )
        for one in measures
        if one.needs_agreement
    ]
    settings = [
        Constant(one.key, name, one.short, known.get((one.key, name), ""))
        for one in measures
        for name in one.settings
    ]
    return (*agreements, *settings)


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
    are, number = ("is", "its number") if len(found) == 1 else ("are", "their numbers")
    return (
        f"{listed(found)} {are} licensed: only {number} may be entered, under an "
        "agreement with the owner. Give the reference of your agreement once."
    )
