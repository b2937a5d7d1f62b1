"""What drafts of scales, measures and protocols have alike.

A draft holds what stands in the fields of a form, faults and all. It is written as TOML
and read back by the reader of its kind, so that there is one set of rules for files and
forms.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from models.errors import ExpectedError, Problem
from models.toml_writer import TomlValue, number_value

T = TypeVar("T")

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_LONGEST_KEY = 40


@dataclass(frozen=True)
class Checked(Generic[T]):
    """What the reader made of a draft.

    Attributes:
        result: What the draft defines; None if it has faults.
        problems: Every fault, with the path to the field it belongs to.
    """

    result: T | None
    problems: tuple[Problem, ...] = ()


def checked(read: Callable[[], T], *others: Problem) -> Checked[T]:
    """What a reader says of a draft.

    Args:
        read: Reads the text of the draft.
        others: Faults found besides, such as a key that is taken.
    """
    try:
        result = read()
    except ExpectedError as error:
        return Checked(None, (*error.problems, *others))
    return Checked(None if others else result, others)


def put(document: dict[str, TomlValue], name: str, text: str) -> None:
    """Write a text, if there is any."""
    if text.strip():
        document[name] = text.strip()


def put_number(document: dict[str, TomlValue], name: str, text: str) -> None:
    """Write a number as it was typed; what is none stays a text, for the reader."""
    if text.strip():
        document[name] = typed_number(text.strip())


def typed_number(text: str) -> int | float | str:
    """A number as people type it, "3", "−1" or "3,5"; the text itself if it is none."""
    plain = text.replace("−", "-")
    if not _NUMBER.fullmatch(plain):
        return text
    return number_value(float(plain.replace(",", ".")))


def key_from(name: str) -> str:
    """A key made of a name: "Day 30" is "day-30"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return (
        re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_KEY].strip("-")
    )


def free_key(wanted: str, taken: Iterable[str]) -> str:
    """A key that is not taken: the wanted one, or it with a number."""
    known = set(taken)
    number, key = 2, wanted
    while key in known:
        tail = f"-{number}"
        key = wanted[: _LONGEST_KEY - len(tail)] + tail
        number += 1
    return key


def next_version(version: str) -> str:
    """The version after this one: "1" is followed by "2", "1.3" by "1.4"."""
    found = re.fullmatch(r"(.*?)(\d+)", version)
    return f"{found[1]}{int(found[2]) + 1}" if found else f"{version}.2"


def split_list(text: str) -> list[str]:
    """Words typed in a row, with commas or semicolons between them."""
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
