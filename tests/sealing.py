"""Sealing without the seconds that guard a passphrase, for tests of other things."""

import json

import pyrage
import pytest


def quick_envelopes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypt for a key beside the passphrase: what is inside stays hidden."""

    def encrypt(data: bytes, passphrase: str) -> bytes:
        identity = pyrage.x25519.Identity.generate()
        hidden = pyrage.encrypt(data, [identity.to_public()])
        return json.dumps([passphrase, str(identity), hidden.hex()]).encode()

    def decrypt(data: bytes, passphrase: str) -> bytes:
        kept, identity, hidden = json.loads(data)
        if kept != passphrase:
            raise pyrage.DecryptError("Decryption failed")
        key = pyrage.x25519.Identity.from_str(identity)
        return bytes(pyrage.decrypt(bytes.fromhex(hidden), [key]))

    monkeypatch.setattr(pyrage.passphrase, "encrypt", encrypt)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
