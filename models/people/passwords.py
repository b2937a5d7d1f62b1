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
_MOST_WORK = 2**24


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


def challenge(stored: bytes) -> str:
    """What is needed to prove a password elsewhere, and by which none can be guessed.

    It is how the stored hash was made, with its salt and without the hash.
    """
    kept = json.loads(stored)
    return canonical({key: kept[key] for key in ("kind", "n", "r", "p", "salt")})


def proof(password: str, asked: str, text: str) -> str:
    """The proof that who knows the password said a text, 64 hexadecimal digits.

    It is the HMAC-SHA-256 of the text with the salted hash as its key, so that the
    study, which has that hash, can check it, and nobody else.

    Args:
        password: As typed.
        asked: What `challenge` gave.
        text: What is said.

    Raises:
        ValueError: The challenge makes no sense, or would take far too long.
    """
    try:
        kept = json.loads(asked)
        salt = bytes.fromhex(kept["salt"])
        cost, block, times = (int(kept[key]) for key in ("n", "r", "p"))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(asked) from error
    if kept.get("kind") != "scrypt" or cost * block * times > _MOST_WORK:
        raise ValueError(asked)
    return _mark(_scrypt(password, salt, cost, block, times), text)


def proves(stored: bytes, text: str, found: str) -> bool:
    """Whether a proof is one for this text by the password with this stored hash."""
    key = bytes.fromhex(json.loads(stored)["hash"])
    return hmac.compare_digest(_mark(key, text), found)


def _mark(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


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
