"""Looks for many texts at once, in bytes and in words.

In bytes a text is looked for in every encoding in which it is long enough not to turn
up by chance: among a thousand million random bytes a given seven of them are found with
a chance of one in 70 million. Shorter ones are looked for where text stands, as whole
words, for "1" is a subject code in one study and a grade in all.
"""

import base64
import contextlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import quote

import numpy as np

from models.leaks.identifiers import Identifier

SHORTEST_IN_BYTES: Final = 7
SHORTEST_IN_TEXT: Final = 5
"""Shorter texts, and those of digits only, count as whole words only."""

_FOLD = bytes(range(256)).lower()
_WORD = re.compile(r"[^\W_]+")
_PRINTABLE = re.compile(rb"[\x20-\x7e\x80-\xff]{1,}")


class ByteFinder:
    """Finds identifiers in bytes, whatever they are the bytes of."""

    def __init__(self, wanted: Collection[Identifier]) -> None:
        self._by_prefix: dict[bytes, list[tuple[bytes, Identifier]]] = defaultdict(list)
        self._first = np.zeros(65536, np.bool_)
        self._second = np.zeros(65536, np.bool_)
        self.longest = 0
        for one in wanted:
            for form in encodings(one.text):
                self._add(form.translate(_FOLD), one)

    def find(self, data: bytes) -> set[Identifier]:
        """The identifiers that stand in the data."""
        if len(data) < SHORTEST_IN_BYTES:
            return set()
        folded = data.translate(_FOLD)
        codes = np.frombuffer(folded, np.uint8)
        pairs = codes[:-1].astype(np.uint16) << 8 | codes[1:]
        # Two looks at two bytes each leave few places to compare one by one.
        places = np.flatnonzero(self._first[pairs[:-2]])
        places = places[self._second[pairs[places + 2]]]
        found: set[Identifier] = set()
        for place in places.tolist():
            for form, one in self._by_prefix.get(folded[place : place + 4], ()):
                if folded.startswith(form, place):
                    found.add(one)
        return found

    def _add(self, form: bytes, one: Identifier) -> None:
        if len(form) < SHORTEST_IN_BYTES:
            return
        self._by_prefix[form[:4]].append((form, one))
        self._first[form[0] << 8 | form[1]] = True
        self._second[form[2] << 8 | form[3]] = True
        self.longest = max(self.longest, len(form))


def encodings(text: str) -> set[bytes]:
    """The ways in which a text may stand in bytes."""
    plain = text.encode()
    forms = {plain, text.encode("utf-16-le"), text.encode("utf-16-be")}
    forms |= {plain.hex().encode(), quote(text).encode(), *_base64(plain)}
    # What has letters that this encoding lacks was not written in it.
    with contextlib.suppress(UnicodeEncodeError):
        forms.add(text.encode("cp1252"))
    return forms


def _base64(plain: bytes) -> Iterator[bytes]:
    """What of the text shows in base64 at each of the three places it may begin."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + plain).rstrip(b"=")
        first = -(-before * 8 // 6)
        last = (before + len(plain)) * 8 // 6
        yield coded[first:last]


class TextFinder:
    """Finds identifiers in text, short ones as whole words."""

    def __init__(self, wanted: Iterable[Identifier]) -> None:
        self._words: dict[tuple[str, ...], list[Identifier]] = defaultdict(list)
        self._long: list[tuple[str, Identifier]] = []
        for one in wanted:
            text = one.text.casefold()
            self._words[tuple(_WORD.findall(text))].append(one)
            if len(text) >= SHORTEST_IN_TEXT and not text.isdigit():
                self._long.append((text, one))
        self._words.pop((), None)
        self._most = max(map(len, self._words), default=0)

    def find(self, text: str) -> set[Identifier]:
        """The identifiers that stand in the text, long ones also within words."""
        folded = text.casefold()
        return self.find_words(folded) | {
            one for form, one in self._long if form in folded
        }

    def find_words(self, text: str) -> set[Identifier]:
        """The identifiers that stand in the text as whole words."""
        words = _WORD.findall(text.casefold())
        found: set[Identifier] = set()
        for length in range(1, self._most + 1):
            for at in range(len(words) - length + 1):
                found.update(self._words.get(tuple(words[at : at + length]), ()))
        return found


def printable(data: bytes) -> str:
    """What of some bytes can be read, in one or two bytes a letter."""
    single = b" ".join(_PRINTABLE.findall(data)).decode("latin-1")
    halves = (data[0::2], data[1::2])
    return " ".join([single, *(half.decode("latin-1") for half in halves)])
