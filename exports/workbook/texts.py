"""Text as a cell may hold it: visible, short enough, and never a formula."""

import re

LONGEST = 32_767  # of a cell, in UTF-16 units

# What XML cannot hold, and the carriage return, which would be read back as a new line.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RISKY = re.compile(r"[=+\-@\t\n|%]|#[A-Z/0]+[!?A]")
_PICTURES = 0x2400  # Unicode's pictures of control characters: ␀ to ␟


def clean(text: str) -> str:
    """Text with every sign that a cell cannot hold made visible, cut where too long."""
    if _UNWRITABLE.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _UNWRITABLE.sub(_picture, text)
    if len(text) * 2 > LONGEST and _units(text) > LONGEST:
        note = f" … [cut; {len(text):,} characters in the study]"
        text = _start(text, LONGEST - _units(note)) + note
    return text


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program could take text for a formula or an error."""
    return _RISKY.match(text) is not None


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "\ufffd"


def _units(text: str) -> int:
    """Length as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


def _start(text: str, units: int) -> str:
    """As much of the start as fits, whole characters only."""
    start = text[:units]
    while _units(start) > units:
        start = start[: -max(1, (_units(start) - units) // 2)]
    return start
