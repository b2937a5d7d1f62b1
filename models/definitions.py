"""What the files of scales, measures and protocols have alike: keys, faults, hashes."""

import hashlib
import re

from models.errors import ExpectedError
from models.toml_file import Section, TomlProblems
from models.words import counted

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""Keys become column and file names, so they keep to letters, digits and dashes."""

KEY_RULE = "may hold small letters a-z, digits and dashes, 40 at most."


def read_key(section: Section) -> str:
    """The key of what a section defines; "" where it is absent or no text."""
    key = section.text("key")
    if key and not KEY.fullmatch(key):
        section.problem("key", KEY_RULE)
    return key


def refuse_faults(
    problems: TomlProblems, error: type[ExpectedError], what: str
) -> None:
    """End the reading of a file if anything in it is at fault.

    Args:
        problems: What was found.
        error: What to raise.
        what: What the file defines: "scale".

    Raises:
        ExpectedError: There are faults; all of them are told, from top to bottom.
    """
    found = problems.sorted()
    if found:
        raise error(
            f"The {what} file has {counted(len(found), 'fault')}.",
            hint="Mend them in the file and try again.",
            problems=found,
        )


def fingerprint(source: str) -> str:
    """SHA-256 of a definition's text in UTF-8, hexadecimal."""
    return hashlib.sha256(source.encode()).hexdigest()
