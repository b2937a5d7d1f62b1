"""The two envelopes of a sealed allocation, as bytes.

Each is an age file around JSON that names its study, so that the envelope of another
study is refused. Spaces fill it up to a fixed size, so that its length tells nothing of
the names inside.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyrage

from models.allocation.errors import AllocationError
from models.passphrases import one_spelling
from models.store.chain import canonical

GROUPS = "groups"
NAMES = "names"


_CALLED = {GROUPS: "allocation", NAMES: "names of the groups"}
_SIZE = 16_384
_FORMAT = 1


@dataclass(frozen=True)
class Contents:
    """What an envelope holds.

    Attributes:
        kind: GROUPS or NAMES.
        study: Identifier of the study.
        seal: Identifier shared by the two envelopes of one sealing.
        entries: Name of the unit to letter, or letter to arm.
        draw: How the groups were drawn, if the program drew them.
    """

    kind: str
    study: str
    seal: str
    entries: Mapping[str, str] = field(repr=False)
    draw: Mapping[str, str] = field(default_factory=dict, repr=False)


class WrongPassphraseError(AllocationError):
    """The passphrase does not open an envelope."""


def encrypt(contents: Contents, passphrase: str) -> bytes:
    """Put contents into an envelope. Takes a second or two, which guards them."""
    document = {
        "format": _FORMAT,
        "kind": contents.kind,
        "study": contents.study,
        "seal": contents.seal,
        "entries": dict(contents.entries),
        "draw": dict(contents.draw),
    }
    plain = canonical(document).encode()
    padded = plain.ljust(-(-len(plain) // _SIZE) * _SIZE)
    sealed: bytes = pyrage.passphrase.encrypt(padded, one_spelling(passphrase))
    return sealed


def decrypt(data: bytes, passphrase: str, *, kind: str, study: str) -> Contents:
    """Open an envelope of a study.

    Raises:
        WrongPassphraseError: The passphrase is not the one it was sealed with.
        AllocationError: The envelope is damaged, or belongs to another study.
    """
    try:
        plain = pyrage.passphrase.decrypt(data, one_spelling(passphrase))
    except pyrage.DecryptError as error:
        if str(error) == "Decryption failed":
            raise WrongPassphraseError(
                f"The passphrase does not open the {_CALLED[kind]}.",
                hint="Check capital letters and the keyboard's language. "
                "The attempt was written into the audit trail.",
            ) from error
        raise _damaged() from error
    contents = _contents(plain)
    if contents.study != study or contents.kind != kind:
        raise AllocationError(
            "The sealed allocation belongs to another study.",
            hint="Somebody has put it there; verify the study.",
        )
    return contents


def _contents(plain: bytes) -> Contents:
    try:
        document = json.loads(plain)
        if document["format"] != _FORMAT:
            raise AllocationError(
                "The allocation was sealed by a newer version of the program.",
                hint="Open it with that version.",
            )
        kind, study, seal = (document[key] for key in ("kind", "study", "seal"))
        entries = {str(key): str(value) for key, value in document["entries"].items()}
        draw = {str(key): str(one) for key, one in document.get("draw", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged() from error
    return Contents(str(kind), str(study), str(seal), entries, draw)


def _damaged() -> AllocationError:
    return AllocationError(
        "The sealed allocation is damaged and cannot be opened.",
        hint="Verify the study, and fetch a backup if it is broken.",
    )
