"""Encrypting a kit with a passphrase: the file is then an age file around the kit."""

import unicodedata
from pathlib import Path

import pyrage

from models.reading.kits.errors import KitError

FEWEST_CHARACTERS = 8
FEWEST_DIFFERENT = 4
LARGEST_ENCRYPTED = 2**31
"""Encrypting takes the whole kit into memory."""

_MAGIC = b"age-encryption.org/"


class WrongKitPassphraseError(KitError):
    """The passphrase does not open the kit."""


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too easy to guess for a file that travels.

    Raises:
        KitError: It is too short or too uniform.
    """
    text = _normal(passphrase)
    if len(text.strip()) < FEWEST_CHARACTERS or len(set(text)) < FEWEST_DIFFERENT:
        raise KitError(
            f"The passphrase is too short: it needs at least {FEWEST_CHARACTERS} "
            f"characters, {FEWEST_DIFFERENT} of them different.",
            hint="Four or five words that do not belong together are a good one.",
        )


def is_encrypted(path: Path) -> bool:
    """Whether a file is encrypted, as far as its first bytes tell."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def encrypted(data: bytes, passphrase: str) -> bytes:
    """The kit as an age file. Takes a second or two, which guards it.

    Raises:
        KitError: It is too large for this.
    """
    if len(data) > LARGEST_ENCRYPTED:
        raise KitError(
            "The kit is too large to be encrypted by the program.",
            hint="Leave the passphrase out and put the kit on an encrypted medium.",
        )
    sealed: bytes = pyrage.passphrase.encrypt(data, _normal(passphrase))
    return sealed


def decrypted(path: Path, passphrase: str) -> bytes:
    """The kit inside an encrypted file.

    Raises:
        WrongKitPassphraseError: The passphrase is another one.
        KitError: The file is damaged or too large.
    """
    try:
        if path.stat().st_size > LARGEST_ENCRYPTED:
            raise KitError(
                "The encrypted kit is larger than any the program writes.",
                hint="Ask the coordinator for a new kit.",
            )
        data: bytes = pyrage.passphrase.decrypt(path.read_bytes(), _normal(passphrase))
    except pyrage.DecryptError as error:
        if str(error) == "Decryption failed":
            raise WrongKitPassphraseError(
                "The passphrase does not open the kit.",
                hint="Check capital letters and the keyboard's language.",
            ) from error
        raise KitError(
            "The encrypted kit is damaged or was not copied to its end.",
            hint="Copy it again from where it came from.",
        ) from error
    except OSError as error:
        raise KitError(
            "The kit could not be read.", hint="Check that you may read the file."
        ) from error
    return data


def _normal(passphrase: str) -> str:
    """One spelling of a passphrase, whichever way a keyboard composes letters."""
    return unicodedata.normalize("NFC", passphrase)
