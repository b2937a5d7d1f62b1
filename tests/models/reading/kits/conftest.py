"""Encryption without the seconds that guard a passphrase."""

import pytest

from tests.kits import quick_kits


@pytest.fixture
def quick_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """Age as fast as tests need it."""
    quick_kits(monkeypatch)
