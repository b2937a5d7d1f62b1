"""Emergency codes: as they are printed, typed and turned into keys."""

import contextlib
import random

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.allocation.codes import Code, _bech32, draw_codes, read_code
from models.allocation.errors import AllocationError


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_read_back_as_it_was_printed(secret: bytes) -> None:
    text = Code(secret).text()

    assert read_code(text).secret == secret
    assert len(text.split("-")) == 7


@given(st.binary(min_size=16, max_size=16), st.integers(0, 27), st.integers(1, 31))
def test_most_slips_of_one_sign_are_noticed(
    secret: bytes, place: int, shift: int
) -> None:
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    text = list(Code(secret).text().replace("-", ""))
    text[place] = signs[(signs.index(text[place]) + shift) % 32]
    with contextlib.suppress(AllocationError):  # but for 1 of 1024, which opens nothing
        assert read_code("".join(text)).secret != secret


def test_a_slip_of_the_pen_gets_a_sentence() -> None:
    text = Code(bytes(range(16))).text()
    with pytest.raises(AllocationError, match="mistyped"):
        read_code(text[:5] + ("7" if text[5] != "7" else "8") + text[6:])


def test_case_spaces_and_letters_read_for_digits_do_not_matter() -> None:
    code = Code(bytes(range(16)))
    typed = code.text().lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert read_code(typed).secret == code.secret


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 28, "7" * 29, "☃" * 28])
def test_what_is_no_code_gets_a_sentence(text: str) -> None:
    with pytest.raises(AllocationError, match="not an emergency code"):
        read_code(text)


def test_codes_are_not_shown_by_accident() -> None:
    code = Code(b"sixteen byte key")

    assert "sixteen" not in repr(code)


def test_every_subject_gets_a_code_of_its_own() -> None:
    codes = draw_codes(f"{number:03}" for number in range(300))

    assert len({code.secret for code in codes.values()}) == 300


def test_the_key_depends_on_study_and_subject() -> None:
    code = Code(bytes(16))
    keys = {
        str(code.identity(study, subject))
        for study in ("a", "b")
        for subject in ("001", "002")
    }

    assert len(keys) == 4


def test_keys_are_spelt_as_age_spells_them() -> None:
    identity = pyrage.x25519.Identity.generate()
    text = str(identity)
    signs = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    values = [signs.index(sign) for sign in text.lower().split("1", 1)[1][:-6]]
    number = 0
    for value in values:
        number = number * 32 + value
    data = (number >> (len(values) * 5 - 256)).to_bytes(32, "big")

    assert _bech32("age-secret-key-", data).upper() == text


def test_any_32_bytes_are_a_key() -> None:
    rng = random.Random(3)
    for _ in range(50):
        text = _bech32("age-secret-key-", rng.randbytes(32)).upper()
        pyrage.x25519.Identity.from_str(text)
