"""The study file: what it keeps, and what it refuses."""

import itertools
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models.scales import library as scale_library
from models.store.engines import FORMAT
from models.store.records import ScoreKind
from models.store.store import StudyStore
from models.store.troubles import StudyFileError
from tests.examples import (
    PLAN,
    Ticking,
    example_protocol,
    make_study,
    new_photograph,
    picture,
)


@pytest.fixture
def study(tmp_path):
    with make_study(tmp_path / "study.dgstudy") as store:
        yield store


def test_a_photograph_comes_back_byte_for_byte(study) -> None:
    first = study.photographs()[0]
    assert study.photograph_bytes(first.id) == picture(1)
    assert (first.subject, first.visit, first.size) == (
        "001",
        "baseline",
        len(picture(1)),
    )


def test_scales_and_protocol_are_pinned_word_for_word(study) -> None:
    assert study.protocol().source == example_protocol().source
    shipped = scale_library.shipped()
    for key, scale in study.scales().items():
        assert scale.source == shipped[key].source


def test_a_change_that_fails_half_way_leaves_nothing(study) -> None:
    before = len(study.trail()), len(study.photographs())
    with (
        pytest.raises(KeyError),
        study.changes(by="a", role="coordinator", action="x") as changes,
    ):
        changes.add_photograph(new_photograph("009", "baseline", 50))
        changes.add_photograph(new_photograph("009", "no such visit", 51))
    assert (len(study.trail()), len(study.photographs())) == before
    assert "009" not in [subject.code for subject in study.subjects()]


def test_every_change_has_one_line_in_the_trail(study) -> None:
    with study.changes(by="AB", role="coordinator", action="rater added") as changes:
        changes.add_rater("R1", "Dr One")
        changes.note(source="list")
    line = study.trail()[-1]
    assert (line.by, line.role, line.action) == ("AB", "coordinator", "rater added")
    assert '"R1"' in line.details
    assert '"source":"list"' in line.details
    assert line.previous == study.trail()[-2].hash


@pytest.mark.parametrize("act", ["UPDATE score SET value = 1", "DELETE FROM score"])
def test_the_database_itself_refuses_to_change_or_remove_rows(study, act: str) -> None:
    with study.changes(by="R1", role="rater", action="begun") as changes:
        changes.add_rater("R1")
        reading = changes.add_reading("R1", "seed")
        changes.add_reading_items(reading, 1, [(1, "ABC")])
        changes.add_score(1, "erythema-0-3", ScoreKind.GRADE, 2, "")
    study.close()
    with (
        sqlite3.connect(study.path) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only added"),
    ):
        connection.execute(act)
    connection.close()


def test_a_subject_gets_its_site_later_and_keeps_its_zeros(study) -> None:
    with study.changes(by="a", role="coordinator", action="subjects") as changes:
        changes.add_subject("007", "Hamburg")
        changes.add_subject("0010", "Kiel")
    sites = {subject.code: subject.site for subject in study.subjects()}
    assert sites["007"] == "Hamburg"
    assert sites["0010"] == "Kiel"
    assert sites["001"] == ""


def test_a_subject_that_moves_is_counted_at_its_last_site(study) -> None:
    for site in ("Kiel", "Hamburg"):
        with study.changes(by="a", role="coordinator", action="site") as changes:
            changes.add_subject("001", site)
    assert [s.site for s in study.subjects() if s.code == "001"] == ["Hamburg"]


def test_a_second_program_is_told_that_the_study_is_open(study) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from models.store.store import StudyStore\n"
        "from models.store.troubles import StudyFileError\n"
        "try: StudyStore.open(Path(sys.argv[1]))\n"
        "except StudyFileError as error: print(error.text)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(study.path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "already open on" in result.stdout
    assert "process" in result.stdout


def test_a_closed_study_is_one_file_only(study) -> None:
    study.close()
    assert [file.name for file in study.path.parent.iterdir()] == ["study.dgstudy"]


def test_a_closed_study_opens_again_with_all_it_held(study) -> None:
    photographs = study.photographs()
    study.close()
    with StudyStore.open(study.path, now=Ticking()) as again:
        assert again.photographs() == photographs
        assert again.upgraded_from is None


def test_an_existing_file_is_never_made_over(study, tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match="already a file"):
        make_study(study.path)
    assert len(study.photographs()) == 9


def test_a_study_that_cannot_be_made_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        StudyStore.create(
            tmp_path / "new.dgstudy",
            title="x",
            protocol=example_protocol(),
            scales={},
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a Dermagrade study"),
        (b"PK\x03\x04 a zip file of some length" * 50, "not a Dermagrade study"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "other.dgstudy"
    path.write_bytes(content)
    with pytest.raises(StudyFileError, match=sentence):
        StudyStore.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.dgstudy"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE x (y)")
    connection.close()
    with pytest.raises(StudyFileError, match="not a Dermagrade study"):
        StudyStore.open(path)


def test_a_study_of_a_newer_program_is_refused_politely(study) -> None:
    study.close()
    connection = sqlite3.connect(study.path)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    with pytest.raises(StudyFileError, match="newer version"):
        StudyStore.open(study.path)


def test_a_missing_study_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match="no study at gone"):
        StudyStore.open(tmp_path / "gone.dgstudy")


def test_a_full_disk_is_told_and_nothing_is_half_written(study) -> None:
    pages = 60

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    from sqlalchemy import event

    event.listen(study._engine, "connect", limit)
    study._engine.dispose()
    before = study.trail()
    with (
        pytest.raises(StudyFileError, match="disk is full"),
        study.changes(by="a", role="coordinator", action="import") as changes,
    ):
        for number in range(100, 400):
            big = new_photograph(f"{number}", "baseline", number)
            changes.add_photograph(
                type(big)(**{**big.__dict__, "data": bytes(100_000)})
            )
    assert study.trail() == before


def test_two_threads_writing_at_once_keep_one_chain(study) -> None:
    def write(name: str) -> None:
        for _ in range(20):
            with study.changes(by=name, role="rater", action="note") as changes:
                changes.note(by=name)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = study.trail()
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    pairs = itertools.pairwise(lines)
    assert all(later.previous == sooner.hash for sooner, later in pairs)
    assert len(lines) == 62


def test_what_is_rated_live_is_pinned_apart_from_what_photographs_are_scored_on(
    tmp_path,
):
    plan = PLAN.replace(
        "[schedule]",
        """[[assessments]]
key = "firmness"
name = "Firmness"
by = "device"
measure = "cutometer-r0"
visits = ["baseline"]

[[assessments]]
key = "redness-live"
name = "Redness, live"
by = "investigator"
scale = "erythema-0-4"
visits = ["baseline"]

[schedule]""",
    )
    path = tmp_path / "study.dgstudy"
    with make_study(path, protocol=example_protocol(plan)):
        pass

    with StudyStore.open(path) as store:
        assert list(store.scales()) == ["fg-wrinkling", "erythema-0-3"]
        assert list(store.live_scales()) == ["erythema-0-4"]
        assert store.measures()["cutometer-r0"].unit == "mm"
        assert store.protocol().assessments[0].key == "firmness"
