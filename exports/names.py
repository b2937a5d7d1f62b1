"""Names of variables in other programs, made from keys and names of a study."""

import re
import unicodedata

_OTHER = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Text as lower-case letters, digits and single underscores within."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _OTHER.sub("_", flat.lower()).strip("_")


class Names:
    """Gives names of variables, no two alike.

    A name begins with a letter, holds lower-case letters, digits and underscores, and
    neither ends in an underscore nor has two in a row.
    """

    def __init__(self, longest: int, taken: tuple[str, ...] = ()) -> None:
        self._longest = longest
        self._taken = set(taken)

    def name(self, text: str) -> str:
        """A name made from a text; another one for every call."""
        base = plain(text) or "value"
        if not base[0].isalpha():
            base = f"v_{base}"
        name, number = base[: self._longest].rstrip("_"), 1
        while name in self._taken:
            number += 1
            end = f"_{number}"
            name = base[: self._longest - len(end)].rstrip("_") + end
        self._taken.add(name)
        return name
