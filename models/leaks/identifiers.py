"""Everything in a study that names a subject, a site, a visit, a day or a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from models.store.store import StudyStore

_DATE_FORMS = (
    "%Y-%m-%d",
    "%Y:%m:%d",
    "%Y%m%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
)


@dataclass(frozen=True)
class Identifier:
    """A text that must not stand in a kit.

    Attributes:
        kind: What it is, for a sentence: "subject code".
        text: The text.
        is_secret: Whether not even the sentence about it may tell it.
    """

    kind: str
    text: str
    is_secret: bool = False


VISIT_KINDS = frozenset({"visit key", "visit name"})
"""Words of the protocol, which the text of a scale may hold for every photograph."""


def identifiers(store: StudyStore, rater: str) -> tuple[Identifier, ...]:
    """Every identifier of a study that this rater must not see.

    Args:
        store: The study.
        rater: Code of the rater the kit is for, who may see his own.
    """
    found = dict.fromkeys(_all(store, rater))
    return tuple(one for one in found if one.text.strip())


def _all(store: StudyStore, rater: str) -> Iterator[Identifier]:
    for subject in store.subjects():
        yield Identifier("subject code", subject.code)
        yield Identifier("site", subject.site)
    for visit in store.protocol().visits:
        yield Identifier("visit key", visit.key)
        yield Identifier("visit name", visit.name)
    for photograph in store.photographs():
        yield Identifier("file name", photograph.file_name)
        yield Identifier("file name", PurePath(photograph.file_name).stem)
        for form in _dates(photograph.taken_at):
            yield Identifier("date of a photograph", form)
    for one in store.raters():
        if one.code != rater:
            yield Identifier("code of another rater", one.code)
            yield Identifier("name of another rater", one.name)
    yield Identifier("title of the study", store.info().title)
    yield Identifier("identifier of the study", store.info().uid)
    for name in store.opened_names().values():
        yield Identifier("name of an arm", name, is_secret=True)


def _dates(taken_at: str) -> list[str]:
    """The ways in which the day of a photograph is written."""
    try:
        day = datetime.fromisoformat(taken_at)
    except ValueError:
        return []
    return [day.strftime(form) for form in _DATE_FORMS]
