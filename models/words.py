"""Wording shared by the sentences of the program."""

from collections.abc import Iterable


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 photograph", "12 photographs"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def number_text(value: float) -> str:
    """A grade or a code as people write it: 3, 3.5."""
    return f"{value:g}"
