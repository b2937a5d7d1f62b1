"""Encryption without the seconds that guard a passphrase."""

import pyrage
import pytest

_MAGIC = b"age-encryption.org/test\n"


@pytest.fixture
def quick_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """Age as fast as tests need it."""

    def encrypt(data: bytes, passphrase: str) -> bytes:
        return _MAGIC + passphrase.encode() + b"\n" + data[::-1]

    def decrypt(data: bytes, passphrase: str) -> bytes:
        kept, _, rest = data.removeprefix(_MAGIC).partition(b"\n")
        if kept.decode() != passphrase:
            raise pyrage.DecryptError("Decryption failed")
        return rest[::-1]

    monkeypatch.setattr(pyrage.passphrase, "encrypt", encrypt)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
