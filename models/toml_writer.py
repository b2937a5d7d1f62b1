"""Writes tables of keys and values as TOML, for the readers of definitions to read.

`tomllib` reads only. This writes what scales, measures and protocols are made of:
texts, numbers, true and false, lists and tables. Long texts keep their lines, so that a
file that the window wrote can be read and mended by hand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, Union

TomlValue: TypeAlias = Union[  # noqa: UP007 - a string cannot stand in an "|"
    str, int, float, bool, Sequence["TomlValue"], Mapping[str, "TomlValue"]
]
"""What can be written."""

TomlTable: TypeAlias = Mapping[str, TomlValue]
"""A whole file, or a table of it."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONG_LIST = 80
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SIGNS = {"\\": "\\\\", '"': '\\"', "\t": "\\t"}


def toml_text(document: TomlTable) -> str:
    """A document as TOML: first its plain values, then its tables, in their order.

    Args:
        document: Keys and values. A list of tables is written as [[key]], a table as
            [key]; tables within those stand in braces.
    """
    lines = [_pair(key, one) for key, one in document.items() if not _is_table(one)]
    for key, one in document.items():
        if _is_table(one):
            lines += _tables(key, one)
    return "\n".join(lines).strip("\n") + "\n"


def number_value(value: float) -> int | float:
    """A number as people write it: 3 for 3.0."""
    return int(value) if float(value).is_integer() else value


def _is_table(value: TomlValue) -> bool:
    """Whether a value is written under a heading of its own."""
    if isinstance(value, Mapping):
        return True
    if isinstance(value, str) or not isinstance(value, Sequence):
        return False
    return bool(value) and all(isinstance(one, Mapping) for one in value)


def _tables(key: str, value: TomlValue) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"\n[{_key(key)}]"
        yield from (_pair(name, one) for name, one in value.items())
    elif isinstance(value, Sequence):
        for table in value:
            yield f"\n[[{_key(key)}]]"
            if isinstance(table, Mapping):
                yield from (_pair(name, one) for name, one in table.items())


def _pair(key: str, value: TomlValue) -> str:
    if isinstance(value, str) and "\n" in value:
        return f"{_key(key)} = {_long_text(value)}"
    if _is_long(value):
        return f"{_key(key)} = {_long_list(value)}"
    return f"{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _is_long(value: TomlValue) -> bool:
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return is_list and len(_value(value)) > _LONG_LIST


def _long_list(value: TomlValue) -> str:
    inner = (
        [f"  {_value(one)}," for one in value] if isinstance(value, Sequence) else []
    )
    return "\n".join(["[", *inner, "]"])


def _value(value: TomlValue) -> str:
    """A value on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _text(value)
        case Mapping():
            pairs = [f"{_key(key)} = {_value(one)}" for key, one in value.items()]
            return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
        case _:
            return f"[{', '.join(_value(one) for one in value)}]"


def _text(text: str) -> str:
    return f'"{_escaped(text)}"'.replace("\n", "\\n")


def _long_text(text: str) -> str:
    """A text over several lines; the first line break belongs to the quotes."""
    return f'"""\n{_escaped(text)}"""'


def _escaped(text: str) -> str:
    """A text with every sign escaped that could end it or is none of people's."""
    escaped = re.sub(r'[\\"\t]', lambda found: _SIGNS[found[0]], text)
    return _CONTROL.sub(lambda found: _code(found[0]), escaped)


def _code(sign: str) -> str:
    # Halves of a character can come from a keyboard; no file can hold them.
    number = ord(sign)
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else f"\\u{number:04x}"
