"""Passphrases of files that may be copied: the sealed allocation, an encrypted kit."""

import unicodedata

from models.errors import ExpectedError

FEWEST_CHARACTERS = 8
FEWEST_DIFFERENT = 4


class PassphraseError(ExpectedError):
    """A passphrase that is too easy to guess."""


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too easy to guess for a file that may be copied.

    Raises:
        PassphraseError: It is too short or too uniform.
    """
    text = one_spelling(passphrase)
    if len(text.strip()) < FEWEST_CHARACTERS or len(set(text)) < FEWEST_DIFFERENT:
        raise PassphraseError(
            f"The passphrase is too short: it needs at least {FEWEST_CHARACTERS} "
            f"characters, {FEWEST_DIFFERENT} of them different.",
            hint="Four or five words that do not belong together are a good one.",
        )


def one_spelling(passphrase: str) -> str:
    """One spelling of a passphrase, whichever way a keyboard composes letters."""
    return unicodedata.normalize("NFC", passphrase)
