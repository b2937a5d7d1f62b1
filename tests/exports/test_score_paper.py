"""Score sheets on paper, there and back."""

import base64
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from exports.score_paper import write_score_sheets
from main import main
from models.errors import ExpectedError
from models.reading.score_table import import_scores
from models.reading.session import open_session
from models.store.store import StudyStore
from tests.examples import make_study


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StudyStore]:
    with make_study(tmp_path / "e.dgstudy", subjects=("Q7X", "Z9K")) as store:
        with store.changes(by="c", role="coordinator", action="site") as changes:
            changes.add_subject("Q7X", "Kiel")
        yield store


def streams(data: bytes) -> str:
    """All text of a PDF, its streams uncompressed."""
    found = [data.decode("latin-1")]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        body = match[1].strip()
        try:
            if body.endswith(b"~>"):
                body = base64.a85decode(body.removesuffix(b"~>"))
            found.append(zlib.decompress(body).decode("latin-1"))
        except (ValueError, zlib.error):
            continue
    return "\n".join(found)


def test_sheets_show_codes_in_order_and_nothing_of_the_study(
    store: StudyStore, tmp_path: Path
) -> None:
    session = open_session(store, "R1")
    path = tmp_path / "sheets.pdf"

    assert write_score_sheets(session, path) == len(session.items)
    text = streams(path.read_bytes())
    codes = [item.code for item in session.items]
    places = [text.index(code) for code in codes]
    assert places == sorted(places)
    assert "Rater R1" in text
    assert "page 1 of" in text
    assert "marked" in text or "severe" in text
    for word in ("Q7X", "Z9K", "Kiel", "aseline", "Day 1", "Day 30", "Example study"):
        assert word not in text, word


def test_what_was_ticked_is_keyed_back_under_the_codes(
    store: StudyStore, tmp_path: Path
) -> None:
    session = open_session(store, "R1")
    write_score_sheets(session, tmp_path / "sheets.pdf")
    first, second = session.items[:2]
    table = tmp_path / "keyed.csv"
    table.write_text(
        "Rater,Code,Scale,Value,Reason\n"
        f"R1,{first.code},fg-wrinkling,5,\n"
        f"R1,{second.code.lower()},erythema-0-3,,out of focus\n"
    )

    assert import_scores(store, table, by="c").given == 2
    (reading,) = store.readings()
    scores = {score.item: score for score in store.current_scores(reading.id)}
    assert scores[first.id].value == 5
    assert scores[second.id].reason == "out of focus"


def test_a_code_that_the_reading_has_not_is_told(
    store: StudyStore, tmp_path: Path
) -> None:
    open_session(store, "R1")
    table = tmp_path / "keyed.csv"
    table.write_text("rater,code,scale,score\nR1,XXXXXX,fg-wrinkling,5\n")

    with pytest.raises(ExpectedError) as caught:
        import_scores(store, table, by="c")
    assert "no photograph 'XXXXXX'" in str(caught.value.problems[0])
    assert "row 2" in caught.value.problems[0].place


def test_the_command_writes_sheets_and_puts_it_on_record(
    store: StudyStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = store.path
    store.close()
    out = tmp_path / "sheets.pdf"

    assert main(["sheets", str(study), "--rater", "R2", str(out)]) == 0
    assert "6 photographs" in capsys.readouterr().out
    with StudyStore.open(study) as again:
        assert again.trail()[-1].action == "score sheets written"
    assert main(["sheets", str(study), "--rater", "R2", str(tmp_path / "a.txt")]) == 1
    assert ".pdf" in capsys.readouterr().err
