"""The emergency codes: one for each subject, written on a sheet and nowhere else.

A code is 128 random bits in 26 letters and digits, with two more that find slips of the
pen. It needs no stretching, unlike a passphrase that a person thought of: there are
2^128 codes, each as likely, and no computer tries them. So a hundred envelopes are
sealed in the time of one passphrase. The key of an envelope is drawn from code, study
and subject (HKDF with SHA-256), so that one code opens one envelope of one study.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyrage

from models.allocation.errors import AllocationError

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, easily misread
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_BITS = 128
_LENGTH = 26
_CHECK = 2
_GROUP = 4
_PURPOSE = b"dermagrade emergency envelope 1"

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


@dataclass(frozen=True)
class Code:
    """One emergency code.

    Attributes:
        secret: Its 16 bytes.
    """

    secret: bytes = field(repr=False)

    def text(self) -> str:
        """The code as it is printed: "7K3M-…", seven groups of four."""
        number = int.from_bytes(self.secret, "big")
        signs = _spelt(number, _LENGTH) + _check_signs(self.secret)
        groups = range(0, len(signs), _GROUP)
        return "-".join(signs[at : at + _GROUP] for at in groups)

    def identity(self, study: str, subject: str) -> pyrage.x25519.Identity:
        """The key of the envelope of one subject in one study."""
        key = _hkdf(self.secret, salt=study.encode(), info=subject.encode())
        return pyrage.x25519.Identity.from_str(_bech32("age-secret-key-", key).upper())


def draw_codes(subjects: Iterable[str]) -> dict[str, Code]:
    """A new random code for each subject."""
    return {subject: Code(secrets.token_bytes(_BITS // 8)) for subject in subjects}


def read_code(text: str) -> Code:
    """A code as somebody typed it, in any case, with or without dashes.

    Raises:
        AllocationError: It has not as many signs, a sign that no code has, or was
            mistyped.
    """
    signs = "".join(text.split()).replace("-", "").upper().translate(_READ_AS)
    if len(signs) != _LENGTH + _CHECK or not set(signs) <= set(_SIGNS):
        raise AllocationError(
            "This is not an emergency code: it has 28 letters and digits, in seven "
            "groups of four.",
            hint="Type it as it stands on the code sheet.",
        )
    number = 0
    for sign in signs[:_LENGTH]:
        number = number * 32 + _SIGNS.index(sign)
    secret = (number % 2**_BITS).to_bytes(_BITS // 8, "big")
    if number >= 2**_BITS or signs[_LENGTH:] != _check_signs(secret):
        raise AllocationError(
            "The emergency code was mistyped: its last two signs do not fit.",
            hint="Compare it with the code sheet, group by group.",
        )
    return Code(secret)


def _spelt(number: int, length: int) -> str:
    """A number in 32 signs, of a fixed length."""
    return "".join(
        _SIGNS[number >> (5 * place) & 31] for place in reversed(range(length))
    )


def _check_signs(secret: bytes) -> str:
    """Two signs that tell a slip of the pen: 1 in 1024 goes unnoticed."""
    found = hashlib.sha256(b"check" + secret).digest()
    return _spelt(int.from_bytes(found[:2], "big"), _CHECK)


def _hkdf(secret: bytes, *, salt: bytes, info: bytes) -> bytes:
    """HKDF with SHA-256 (RFC 5869), one block of 32 bytes."""
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, _PURPOSE + b"\0" + info + b"\x01", "sha256")


def _bech32(prefix: str, data: bytes) -> str:
    """Bytes in the spelling that age reads keys in (BIP 173)."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    spread = [ord(sign) >> 5 for sign in prefix] + [0]
    spread += [ord(sign) & 31 for sign in prefix]
    rest = _polymod([*spread, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    check = [rest >> (5 * (5 - place)) & 31 for place in range(6)]
    return f"{prefix}1" + "".join(_BECH32[value] for value in [*values, *check])


def _polymod(values: Iterable[int]) -> int:
    """The checksum of BIP 173."""
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            rest ^= generator if top >> place & 1 else 0
    return rest
