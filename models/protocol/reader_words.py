"""Sentences and checks that the readers of a protocol's parts have in common."""

from collections.abc import Collection

from models.scales.reader import KEY, KEY_RULE
from models.toml_file import Section, suggestion


def read_key(section: Section) -> str:
    """The key of a section, checked for its letters."""
    key = section.text("key")
    if key and not KEY.fullmatch(key):
        section.problem("key", KEY_RULE)
    return key


def not_known(word: str, noun: str, known: Collection[str]) -> str:
    """That there is no such thing, with the nearest one there is."""
    near = suggestion(word, known)
    return f'there is no {noun} "{word}".{f" {near}" if near else ""}'


def check_unique(key: str, section: Section, met: set[str]) -> None:
    """Tell a key that was met before, and remember it."""
    if key in met:
        section.problem("key", f'"{key}" stands here for the second time.')
    met.add(key or "?")


def optional_number(section: Section, key: str) -> float | None:
    """A number, or None where the key is absent or wrong."""
    return section.number(key) if section.has(key) else None
