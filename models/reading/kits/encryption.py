"""Encrypting a kit with a passphrase: the file is then an age file around the kit."""

from pathlib import Path

import pyrage

from models.passphrases import one_spelling
from models.reading.kits.errors import KitError

LARGEST_ENCRYPTED = 2**31
"""Encrypting takes the whole kit into memory."""

_MAGIC = b"age-encryption.org/"


class WrongKitPassphraseError(KitError):
    """The passphrase does not open the kit."""


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
    sealed: bytes = pyrage.passphrase.encrypt(data, one_spelling(passphrase))
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
        data: bytes = pyrage.passphrase.decrypt(
            path.read_bytes(), one_spelling(passphrase)
        )
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
