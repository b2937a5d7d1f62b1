"""Passwords: kept as salted hashes that are slow to try (scrypt)."""

import hashlib
import hmac
import json
import secrets
import unicodedata

from models.errors import ExpectedError
from models.store.chain import canonical

FEWEST_CHARACTERS = 10
FEWEST_DIFFERENT = 5

_COST = 2**15
_BLOCK = 8
_TIMES = 3


def check_password(password: str, *, code: str) -> None:
    """Refuse a password that is too easy.

    Raises:
        ExpectedError: It is too short or too uniform, or holds the person's own ID.
    """
    text = _normal(password)
    if len(text.strip()) < FEWEST_CHARACTERS or len(set(text)) < FEWEST_DIFFERENT:
        raise ExpectedError(
            f"The password is too short: it needs at least {FEWEST_CHARACTERS} "
            f"characters, {FEWEST_DIFFERENT} of them different.",
            hint="Three or four words that do not belong together are a good one.",
        )
    if len(code) > 2 and code.casefold() in text.casefold():
        raise ExpectedError(
            "The password holds the ID it belongs to.", hint="Choose another one."
        )


def hashed(password: str) -> bytes:
    """A password as it is stored: its hash with a salt of its own."""
    salt = secrets.token_bytes(16)
    document = {"kind": "scrypt", "n": _COST, "r": _BLOCK, "p": _TIMES}
    found = _scrypt(password, salt, _COST, _BLOCK, _TIMES)
    return canonical({**document, "salt": salt.hex(), "hash": found.hex()}).encode()


def fits(password: str, stored: bytes) -> bool:
    """Whether a password is the stored one. Takes a moment, which guards it."""
    try:
        kept = json.loads(stored)
        salt, expected = bytes.fromhex(kept["salt"]), bytes.fromhex(kept["hash"])
        cost, block, times = (int(kept[key]) for key in ("n", "r", "p"))
        found = _scrypt(password, salt, cost, block, times)
    except (ValueError, KeyError, TypeError):
        return False
    return hmac.compare_digest(found, expected)


def _scrypt(password: str, salt: bytes, cost: int, block: int, times: int) -> bytes:
    return hashlib.scrypt(
        _normal(password).encode(),
        salt=salt,
        n=cost,
        r=block,
        p=times,
        maxmem=64 * 2**20 + 256 * cost * block,
        dklen=32,
    )


def _normal(password: str) -> str:
    """One spelling, whichever way a keyboard composes letters."""
    return unicodedata.normalize("NFC", password)
