"""Verification: a study whose records were changed by hand is found out."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from models.audit.signing import content_hash
from models.audit.verify import verify_study
from models.measures import library as measure_library
from models.protocol.units import Unit
from models.reading.session import open_session
from models.store.measure_records import (
    EventOutcome,
    NewAdverseEvent,
    NewMeasurement,
    Relation,
    Severity,
)
from models.store.records import NewSignature, ScoreKind, Viewing
from models.store.screen_records import DisplayCheck, NewReference
from models.store.tables import RECORDED
from models.store.troubles import StudyFileError
from tests.examples import make_study

EVENT = NewAdverseEvent(
    number=1,
    subject="001",
    term="itching",
    onset="2026-04-02",
    ended="",
    severity=Severity.MILD,
    relation=Relation.POSSIBLE,
    outcome=EventOutcome.RECOVERING,
    serious=False,
)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """A study with at least one row in every table."""
    path = tmp_path_factory.mktemp("verify") / "study.dgstudy"
    with make_study(path) as store:
        session = open_session(store, "R1")
        for item in session.items:
            session.give(item.position, "fg-wrinkling", 5)
            session.give(item.position, "erythema-0-3", 2)
        session.set_comment(1, "shadow on the left")
        session.set_flag(2, True)
        session.add_viewing(1, Viewing("2026-03-01T09:00:00.000Z", 2.5, 3.0, 0.0))
        session.add_display_check(
            DisplayCheck(
                "LG", 1920, 1080, 1.5, "sRGB", "yes", "yes", "yes", "no", "dim"
            )
        )
        session.finish()
        with store.changes(by="c", role="key holder", action="sealed") as changes:
            changes.add_subject("001", "Kiel")
            changes.add_envelope("groups", b"age sealed bytes")
            changes.add_opened_group(Unit("001"), "A")
            changes.add_opened_name("A", "first")
            pixels = NewReference("erythema-0-3", 2.0, "2.jpg", "ab", b"pixels")
            changes.withdraw_reference(changes.add_reference(pixels))
            changes.add_lock(locked=True, reason="all read")
            changes.add_unit_envelope("001", b"one sealed arm")
            changes.add_unit_opening("001", "reaction", "before lock")
            firmness = measure_library.find("cutometer-r0")
            changes.pin_measure(
                firmness.key, firmness.version, firmness.source, firmness.sha256
            )
            changes.add_measurement(
                NewMeasurement("001", "day30", "firmness", 0.38, parts={"a": 1.0})
            )
            changes.add_visit_date("001", "day30", "2026-04-01")
            changes.add_adverse_event(EVENT)
            changes.add_eligibility_answer("001", "age", yes=True)
            changes.add_study_constant("cutometer-r0", "probe", "2 mm")
            photograph = store.photographs()[0].id
            changes.add_adjudication(1, asks_all=True)
            changes.add_adjudication_case(1, "fg-wrinkling", "2 apart")
            changes.add_meeting_note(photograph, "fg-wrinkling", "look at the light")
            changes.add_consensus(photograph, "fg-wrinkling", ScoreKind.GRADE, 5.0)
            changes.add_choice_pair("R1", 1, photograph, photograph + 1)
            changes.add_choice_answer(1, "left", 3)
            changes.add_blinding_guess("R1", "001", "", "unknown")
            changes.add_reference_score(photograph, "fg-wrinkling", 5.0, "given")
            changes.add_attempt(1, "fg-wrinkling", "{}", "ab", passed=True)
            changes.add_certificate("R1", "cd", "{}")
            changes.add_evidence("study 1", '{"study":"Trial one"}')
            changes.add_person("R1", "Dr One")
            changes.add_person_role("R1", "rater", held=True)
            changes.add_person_password("R1", b"salted hash")
            changes.add_sign_in("R1", "right")
        reading = store.readings()[0]
        signed = content_hash(store, reading)
        with store.changes(by="c", role="coordinator", action="kits") as changes:
            changes.add_kit_out(reading.id, uid="1f", version=1, items=3, head="ab")
            changes.add_kit_return(1, "cd", b"what came back")
        with store.changes(by="R1", role="rater", action="signed") as changes:
            changes.add_signature(
                NewSignature("R1", "Dr One", "authorship", reading.id, 1, signed)
            )
    return path


@pytest.fixture
def study(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "copy.dgstudy"))


def _change(study: Path, *statements: str) -> None:
    """Do what a person with a database editor might."""
    connection = sqlite3.connect(study)
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    triggers = {
        name: connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
        ).fetchone()[0]
        for (name,) in connection.execute(names).fetchall()
    }
    for name in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for sql in triggers.values():
        connection.execute(sql)
    connection.commit()
    connection.close()


def holds(study: Path) -> bool:
    """Whether a study verifies; one too damaged to be read does not."""
    try:
        return verify_study(study).holds
    except StudyFileError:
        return False


def test_an_untouched_study_verifies(study: Path) -> None:
    verdict = verify_study(study)
    assert verdict.holds, verdict.problems
    assert verdict.rows > 40
    assert "agree" in verdict.sentence()


def test_verification_changes_nothing(study: Path) -> None:
    before = study.read_bytes()
    verify_study(study)
    assert study.read_bytes() == before
    assert [file.name for file in study.parent.iterdir()] == [study.name]


def test_a_changed_score_is_named_with_both_values(study: Path) -> None:
    _change(study, "UPDATE score SET value = 6 WHERE id = 1")
    problem, signature = verify_study(study).problems
    assert problem.place == "score 1"
    assert problem.text == "value is 6.0, the audit trail says 5"
    assert "others than those that were signed" in signature.text


@pytest.mark.parametrize("table", [table.name for table in RECORDED])
def test_a_change_in_any_table_is_found(study: Path, table: str) -> None:
    connection = sqlite3.connect(study)
    rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    connection.close()
    assert rows, "the example study must fill every table"
    _change(
        study,
        f"UPDATE {table} SET {columns[-1]} = 'x' || coalesce({columns[-1]}, '') "
        f"WHERE id = (SELECT max(id) FROM {table})",
    )
    problems = verify_study(study).problems
    assert any(problem.place.startswith(table) for problem in problems)


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("DELETE FROM score WHERE id = 3", "missing"),
        (
            "INSERT INTO rater (code, name) VALUES ('R9', 'nobody')",
            "does not know it",
        ),
        ("UPDATE trail SET action = 'x' WHERE number = 4", "its hash does not fit"),
        ("DELETE FROM trail WHERE number = 4", "a line is missing"),
        ("UPDATE trail SET details = '{' WHERE number = 2", "cannot be read"),
    ],
)
def test_what_was_done_by_hand_is_told_in_words(
    study: Path, statement: str, word: str
) -> None:
    _change(study, statement)
    texts = [problem.text for problem in verify_study(study).problems]
    assert any(word in text for text in texts)


def test_a_trigger_slipped_in_is_found(study: Path) -> None:
    connection = sqlite3.connect(study)
    connection.execute("CREATE TRIGGER extra AFTER INSERT ON score BEGIN SELECT 1; END")
    connection.close()
    [problem] = verify_study(study).problems
    assert problem.text == "the trigger extra does not belong"


def test_a_missing_guard_is_found(study: Path) -> None:
    connection = sqlite3.connect(study)
    connection.execute("DROP TRIGGER no_update_of_score")
    connection.close()
    [problem] = verify_study(study).problems
    assert problem.text == "the trigger no_update_of_score is missing"


def _cells(study: Path, column: str) -> list[tuple[str, bytes]]:
    connection = sqlite3.connect(study)
    found = connection.execute(f"SELECT number, {column} FROM trail").fetchall()
    connection.close()
    return [(f"line {number}", str(text).encode()) for number, text in found]


def test_one_flipped_byte_of_any_trail_line_is_found(study: Path) -> None:
    pick = random.Random(7)
    whole = study.read_bytes()
    for _, text in _cells(study, "details") + _cells(study, "hash"):
        sample = text[:3000]
        at = whole.find(sample) + pick.randrange(len(sample))
        changed = bytearray(whole)
        changed[at] ^= 1 << pick.randrange(7)
        study.write_bytes(changed)
        assert not holds(study)
    study.write_bytes(whole)
    assert verify_study(study).holds


def test_a_study_cut_short_is_told_as_damaged(study: Path) -> None:
    whole = study.read_bytes()
    for share in (0.2, 0.5, 0.9):
        study.write_bytes(whole[: int(len(whole) * share)])
        assert not holds(study)


def test_a_line_dated_back_is_found(study: Path) -> None:
    _change(study, "UPDATE trail SET at = '2020-01-01T00:00:00.000Z' WHERE number = 5")
    texts = [problem.text for problem in verify_study(study).problems]
    assert "it bears an earlier time than the line before" in texts
