"""Line numbers of the keys of a TOML text, for the places of its faults.

`tomllib` tells no lines. This scanner follows a text that `tomllib` has accepted, so
it need not check anything: it only keeps count of keys and lines.
"""

import re

KeyPath = tuple[str | int, ...]
"""Keys from the outermost table inwards; numbers from 0 are places in a list."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LITERAL = re.compile(r"'[^']*'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*?"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'{3,5}", re.DOTALL)
_STRINGS = (_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL)
_OTHER = re.compile(r"[^,\]\}\n#]+")  # numbers, dates, true and false


def line_numbers(source: str) -> dict[KeyPath, int]:
    """The line, from 1, at which each key and each place of a list stands."""
    return _Scanner(source).lines()


class _Scanner:
    """Walks through the text once."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._counted = 0
        self._line = 1
        self._lines: dict[KeyPath, int] = {}
        self._repeats: dict[KeyPath, int] = {}

    def lines(self) -> dict[KeyPath, int]:
        """Scan everything."""
        table: KeyPath = ()
        self._skip(_SPACE)
        while self._at < len(self._source):
            if self._source.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_SPACE)
        return self._lines

    def _header(self) -> KeyPath:
        repeated = self._source.startswith("[[", self._at)
        line = self._here()
        self._at += 2 if repeated else 1
        keys = self._keys()
        self._at += 2 if repeated else 1
        path: KeyPath = ()
        for number, key in enumerate(keys, start=1):
            path = (*path, key)
            self._lines.setdefault(path, line)
            if repeated and number == len(keys):
                self._repeats[path] = self._repeats.get(path, -1) + 1
            if path in self._repeats:
                path = (*path, self._repeats[path])
                self._lines.setdefault(path, line)
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._here()
        path = table
        for key in self._keys():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._at += 1  # the equals sign
        self._value(path)

    def _keys(self) -> list[str]:
        """A dotted key; stops at what follows it."""
        keys = []
        while True:
            self._skip(_SPACE)
            start = self._at
            if not self._skip(_BARE) and not self._skip(_BASIC):
                self._skip(_LITERAL)
            keys.append(self._source[start : self._at].strip("\"'"))
            self._skip(_SPACE)
            if not self._source.startswith(".", self._at):
                return keys
            self._at += 1

    def _value(self, path: KeyPath) -> None:
        self._skip(_SPACE)
        if self._source.startswith("[", self._at):
            self._within("]", path, pairs=False)
        elif self._source.startswith("{", self._at):
            self._within("}", path, pairs=True)
        elif not any(self._skip(pattern) for pattern in _STRINGS):
            self._skip(_OTHER)

    def _within(self, end: str, path: KeyPath, *, pairs: bool) -> None:
        """The inside of a list or of a table in braces."""
        self._at += 1
        number = 0
        self._skip(_SPACE)
        while self._at < len(self._source) and not self._ends(end):
            if pairs:
                self._pair(path)
            else:
                self._lines[*path, number] = self._here()
                self._value((*path, number))
                number += 1
            self._skip(_SPACE)
            if self._source.startswith(",", self._at):
                self._at += 1
                self._skip(_SPACE)
        self._at += 1

    def _ends(self, end: str) -> bool:
        return self._source.startswith(end, self._at)

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        """Go past the pattern, if it stands here and is not empty."""
        found = pattern.match(self._source, self._at)
        if not found or found.end() == self._at:
            return False
        self._at = found.end()
        return True

    def _here(self) -> int:
        """The line, counted on from the last time it was asked for."""
        self._line += self._source.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line
