"""What is written as TOML is read back as it was."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from models.toml_writer import number_value, toml_text

_KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
_PLAIN = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
)
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=5))
def test_every_document_is_read_back_as_it_was(document: dict[str, object]) -> None:
    assert tomllib.loads(toml_text(document)) == document  # type: ignore[arg-type]


def test_a_long_text_keeps_its_lines_for_people() -> None:
    text = toml_text({"notes": 'First "line".\nSecond \\ line.'})
    assert text == 'notes = """\nFirst \\"line\\".\nSecond \\\\ line."""\n'


def test_half_a_character_becomes_the_sign_for_what_cannot_be_shown() -> None:
    assert tomllib.loads(toml_text({"name": "a\ud83d"})) == {"name": "a\ufffd"}


def test_whole_numbers_stand_without_a_point() -> None:
    assert toml_text({"value": number_value(3.0)}) == "value = 3\n"
    assert toml_text({"value": number_value(3.5)}) == "value = 3.5\n"
