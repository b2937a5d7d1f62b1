"""The sheet of emergency codes."""

import re
import stat
import sys
import zlib
from base64 import a85decode
from pathlib import Path

import pytest

from exports.code_sheet import write_code_sheet
from models.errors import ExpectedError

CODES = {f"{number:03}": f"AAAA-BBBB-{number:04}" for number in range(1, 61)}


def text_of(path: Path) -> str:
    """What a PDF of reportlab draws."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL)
    parts = []
    for part in found:
        data = part.strip()
        if data.endswith(b"~>"):
            data = a85decode(b"<~" + data, adobe=True)
        parts.append(zlib.decompress(data))
    return b"".join(parts).decode("latin-1")


def test_every_subject_has_its_line_over_as_many_pages_as_needed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "codes.pdf"
    write_code_sheet(path, title="Trial <A> & B", study="ab" * 16, codes=CODES)
    text = text_of(path)
    for subject, code in CODES.items():
        assert f"({subject})" in text
        assert code in text
    assert path.read_bytes().count(b"/Type /Page\n") == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_may_read_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "codes.pdf"
    write_code_sheet(path, title="T", study="s", codes=CODES)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_sheet_is_never_written_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "codes.pdf"
    path.write_text("kept")
    with pytest.raises(ExpectedError, match="already a file"):
        write_code_sheet(path, title="T", study="s", codes=CODES)
    assert path.read_text() == "kept"


@pytest.mark.parametrize("name", ["codes.txt", "no folder/codes.pdf"])
def test_a_place_that_makes_no_sense_gets_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExpectedError):
        write_code_sheet(tmp_path / name, title="T", study="s", codes=CODES)
    assert list(tmp_path.iterdir()) == []


def test_the_sheet_says_that_a_code_tells_both_sides(tmp_path: Path) -> None:
    write_code_sheet(tmp_path / "a.pdf", title="T", study="s", codes=CODES)
    write_code_sheet(
        tmp_path / "b.pdf", title="T", study="s", codes=CODES, has_sides=True
    )

    assert "both sides" not in text_of(tmp_path / "a.pdf")
    assert "both sides" in text_of(tmp_path / "b.pdf")
