"""A TOML file of the user's, checked completely: every fault with its place.

`read_toml` parses; the `Section`s it gives are asked for what they must hold. A wrong
or missing value becomes a `Problem` and the asking goes on, so that a file with seven
faults tells all seven. `tomllib` gives no line numbers for values; `models.toml_lines`
finds them.
"""

import difflib
import math
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from models.errors import ExpectedError, Problem
from models.toml_lines import KeyPath, line_numbers

LARGEST_FILE = 1_000_000
"""Bytes; a scale or protocol of people's making is a hundredth of it."""

_Choice = TypeVar("_Choice", bound=StrEnum)


class TomlProblems:
    """The faults found so far in one file."""

    def __init__(self, place: str, source: str) -> None:
        self._place = place
        self._source = source
        self._found: list[tuple[int, Problem]] = []

    @cached_property
    def _lines(self) -> dict[KeyPath, int]:
        """Where each key stands; looked for only once something is at fault."""
        return line_numbers(self._source)

    def add(self, path: KeyPath, text: str) -> None:
        """Remember a fault at a key, such as ("grades", 2, "words")."""
        line = self._line(path)
        where = ".".join(
            str(part + 1) if isinstance(part, int) else part for part in path
        )
        place = ", ".join(
            part
            for part in (self._place, f"line {line}" if line else "", where)
            if part
        )
        self._found.append((line, Problem(place, text, path)))

    def sorted(self) -> tuple[Problem, ...]:
        """All faults, from the top of the file to its end."""
        return tuple(
            problem for _, problem in sorted(self._found, key=lambda pair: pair[0])
        )

    def _line(self, path: KeyPath) -> int:
        """Where a key stands, or the nearest table that should hold it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)


class Section:
    """One table of the file, asked key by key; what is not asked for is unknown."""

    def __init__(
        self, values: Mapping[str, object], path: KeyPath, problems: TomlProblems
    ) -> None:
        self._values = values
        self._asked: list[str] = []
        self._problems = problems
        self.path = path

    def problem(self, key: str, text: str) -> None:
        """Remember a fault of a key, or of the section itself if the key is empty."""
        self._problems.add((*self.path, key) if key else self.path, text)

    def text(self, key: str, *, optional: bool = False) -> str:
        """A text that is not empty; "" where it is absent or wrong."""
        value = self._value(key, optional=optional)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.problem(key, f"must be a text in quotes, not {_kind(value)}.")
            return ""
        if not value.strip() and not optional:
            self.problem(key, "must not be empty.")
        return value.strip()

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts, none empty; the wrong ones are left out."""
        texts = []
        for number, value in enumerate(self._list(key, optional=optional)):
            if isinstance(value, str) and value.strip():
                texts.append(value.strip())
            else:
                told = "an empty text" if isinstance(value, str) else _kind(value)
                self._problems.add(
                    (*self.path, key, number), f"must be a text in quotes, not {told}."
                )
        return tuple(texts)

    def number(self, key: str, *, optional: bool = False) -> float | None:
        """A finite number of at most a million; None where it is absent or wrong."""
        value = self._value(key, optional=optional)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problem(key, f"must be a number, not {_kind(value)}.")
            return None
        if isinstance(value, float) and not math.isfinite(value):
            self.problem(key, f"must be a number, not {value}.")
            return None
        if abs(value) > 1_000_000:
            self.problem(key, "is too large: a million is the most.")
            return None
        return float(value) + 0.0  # so that -0.0 is 0

    def whole(self, key: str, *, default: int | None = None) -> int | None:
        """A whole number; None where it is wrong, or absent without a default."""
        if key not in self._values and default is not None:
            self._asked.append(key)
            return default
        number = self.number(key)
        if number is None:
            return None
        if not number.is_integer():
            self.problem(key, f"must be a whole number, not {number:g}.")
            return None
        return int(number)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._value(key, optional=True)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.problem(key, f"must be true or false, not {_kind(value)}.")
            return default
        return value

    def choice(
        self, key: str, choices: type[_Choice], default: _Choice | None = None
    ) -> _Choice | None:
        """One of a few words; None where it is absent or wrong."""
        if key not in self._values and default is not None:
            self._asked.append(key)
            return default
        value = self.text(key)
        if not value:
            return None
        if value not in set(choices):
            words = [str(choice) for choice in choices]
            listed = " or ".join(f'"{word}"' for word in words)
            self.problem(key, f'must be {listed}, not "{value}".{_near(value, words)}')
            return None
        return choices(value)

    def choices(
        self, key: str, choices: type[_Choice], default: tuple[_Choice, ...] = ()
    ) -> tuple[_Choice, ...]:
        """Some of a few words, each once; the default where the key is absent."""
        if key not in self._values and default:
            self._asked.append(key)
            return default
        words = [str(choice) for choice in choices]
        chosen: list[_Choice] = []
        for value in self.texts(key):
            if value not in words:
                known = " or ".join(f'"{word}"' for word in words)
                self.problem(key, f'holds "{value}", not {known}.{_near(value, words)}')
            elif choices(value) in chosen:
                self.problem(key, f'holds "{value}" twice.')
            else:
                chosen.append(choices(value))
        return tuple(chosen)

    def sections(self, key: str, *, optional: bool = False) -> tuple["Section", ...]:
        """Tables that repeat, written [[key]]."""
        sections = []
        for number, value in enumerate(self._list(key, optional=optional)):
            path = (*self.path, key, number)
            if isinstance(value, dict):
                sections.append(Section(value, path, self._problems))
            else:
                self._problems.add(path, f"must be a table, not {_kind(value)}.")
        return tuple(sections)

    def section(self, key: str) -> "Section":
        """A table, written [key]; an empty one where it is absent or wrong."""
        value = self._value(key)
        if value is not None and not isinstance(value, dict):
            self.problem(key, f"must be a table, not {_kind(value)}.")
        values = value if isinstance(value, dict) else {}
        return Section(values, (*self.path, key), self._problems)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def all_keys(self) -> tuple[str, ...]:
        """The keys that are there, in the order of the file."""
        return tuple(self._values)

    def refuse_other_keys(self) -> None:
        """Tell every key that was not asked for, with the nearest one that is known."""
        for key in self._values:
            if key not in self._asked:
                self.problem(key, f"is not a known key.{_near(key, self._asked)}")

    def _value(self, key: str, *, optional: bool = False) -> object:
        self._asked.append(key)
        if key not in self._values and not optional:
            self.problem(key, "is missing.")
        return self._values.get(key)

    def _list(self, key: str, *, optional: bool) -> list[object]:
        value = self._value(key, optional=optional)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem(key, f"must be a list, not {_kind(value)}.")
            return []
        if not value and not optional:
            self.problem(key, "must not be empty.")
        return value


def read_toml(
    source: str, place: str, error: type[ExpectedError], what: str
) -> tuple[Section, TomlProblems]:
    """Parse a file and give its outermost section.

    Args:
        source: The text of the file.
        place: What the file is called in problems, its name.
        error: What to raise if it is no TOML at all.
        what: What the file should be: "scale".

    Raises:
        ExpectedError: The text is no TOML; the problem carries the line.
    """
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as fault:
        text = f"is not valid TOML: {fault}."
    except RecursionError:
        text = "is nested too deeply."
    except ValueError as fault:  # a number of thousands of digits
        text = f"is not valid TOML: {fault}."
    else:
        problems = TomlProblems(place, source)
        return Section(values, (), problems), problems
    raise error(
        f"The {what} file cannot be read.",
        hint="Mend the place named and try again.",
        problems=[Problem(place, text)],
    )


def load_source(path: Path, error: type[ExpectedError], what: str) -> str:
    """The text of a TOML file of the user's, line ends as they are.

    Raises:
        ExpectedError: The file is missing, not to be read, or no text.
    """
    if path.is_dir():
        raise error(f"{path.name} is a folder, not a {what} file.")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as fault:
        raise error(f"There is no {what} file {path.name}.") from fault
    except OSError as fault:
        raise error(
            f"The {what} file {path.name} cannot be read: {fault.strerror}.",
            hint="Check that you may read the file and that its disk is connected.",
        ) from fault
    if len(data) > LARGEST_FILE:
        raise error(f"{path.name} is far too large to be a {what} file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise error(
            f"The {what} file cannot be read.",
            hint="Save it as UTF-8 and try again.",
            problems=[Problem(f"{path.name}, line {line}", "is not UTF-8 text.")],
        ) from fault


def suggestion(word: str, known: Iterable[str]) -> str:
    """A sentence with the nearest known word, or nothing if none is near."""
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f'Did you mean "{folded[near[0]]}"?' if near else ""


def _near(word: str, known: Iterable[str]) -> str:
    found = suggestion(word, known)
    return f" {found}" if found else ""


def _kind(value: object) -> str:
    """What a value is, in words of the user."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or time"
