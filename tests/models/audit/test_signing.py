"""Signatures: bound to what was signed, void after reopening, broken by a change."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from models.audit.locking import history, lock_study, unlock_study
from models.audit.reopening import reopen_reading
from models.audit.signing import (
    Meaning,
    content_hash,
    sign_reading,
    sign_study,
    signature_states,
)
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.people import passwords
from models.people.people import SignInError, add_person
from models.people.roles import Role
from models.reading.session import open_session
from models.store.store import StudyStore
from tests.examples import Ticking, make_study

PASSWORD = "a long enough word"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes without the moment that guards them."""
    monkeypatch.setattr(passwords, "_COST", 2)
    monkeypatch.setattr(passwords, "_TIMES", 1)


def read_all(store: StudyStore, rater: str) -> None:
    session = open_session(store, rater)
    for item in session.items:
        session.give(item.position, "fg-wrinkling", 5)
        session.give(item.position, "erythema-0-3", 1)
    session.not_assessable(2, "erythema-0-3", "out of focus")
    session.set_comment(1, "shadow")
    session.set_flag(3, True)
    session.finish()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with people and a finished reading."""
    with make_study(tmp_path_factory.mktemp("made") / "s.dgstudy") as store:
        people = (
            ("AB", Role.ADMINISTRATOR),
            ("R1", Role.RATER),
            ("R2", Role.RATER),
            ("CO", Role.COORDINATOR),
        )
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(passwords, "_COST", 2)
            patched.setattr(passwords, "_TIMES", 1)
            for code, role in people:
                add_person(store, code, f"Dr {code}", [role], PASSWORD, by="AB")
        read_all(store, "R1")
        return store.path


@pytest.fixture
def study(made: Path, tmp_path: Path):
    path = Path(shutil.copy(made, tmp_path / "s.dgstudy"))
    with StudyStore.open(path) as store:
        yield store


def sign(store: StudyStore, person: str = "R1", meaning: Meaning = Meaning.AUTHORSHIP):
    return sign_reading(store, "R1", person=person, password=PASSWORD, meaning=meaning)


def test_a_signature_shows_name_time_and_meaning(study) -> None:
    signed = sign(study)
    [state] = signature_states(study)
    assert state.stands
    sentence = state.sentence()
    for part in ("Dr R1", signed.at, "UTC", "authorship", "reading of R1"):
        assert part in sentence
    line = study.trail()[-1]
    assert (line.by, line.role, line.action) == ("R1", "rater", "signed")


def test_signing_needs_the_right_password(study) -> None:
    with pytest.raises(SignInError):
        sign_reading(
            study, "R1", person="R1", password="no", meaning=Meaning.AUTHORSHIP
        )
    assert study.signatures() == []


def test_nobody_signs_the_reading_of_another_rater(study) -> None:
    with pytest.raises(SignInError, match="may not sign"):
        sign(study, "R2", Meaning.REVIEW)
    with pytest.raises(SignInError, match="may not sign"):
        sign(study, "CO", Meaning.AUTHORSHIP)
    assert sign(study, "CO", Meaning.APPROVAL).meaning == "approval"


def test_a_reading_that_goes_on_is_not_signed(study) -> None:
    open_session(study, "R2")
    with pytest.raises(ExpectedError, match="not finished"):
        sign_reading(
            study, "R2", person="R2", password=PASSWORD, meaning=Meaning.AUTHORSHIP
        )


def test_the_same_signature_is_not_put_twice(study) -> None:
    sign(study)
    with pytest.raises(ExpectedError, match="already"):
        sign(study)
    assert len(study.signatures()) == 1


def test_without_people_nobody_can_sign(tmp_path: Path) -> None:
    with make_study(tmp_path / "t.dgstudy") as store:
        read_all(store, "R1")
        with pytest.raises(ExpectedError, match="no people"):
            sign(store)


def test_reopening_makes_the_signature_void_and_it_can_be_signed_anew(study) -> None:
    sign(study)
    assert reopen_reading(study, "R1", by="CO", why="wrong photograph") == 1
    [state] = signature_states(study)
    assert not state.stands
    assert "Void since" in state.sentence()
    line = study.trail()[-1]
    assert (line.action, line.why) == ("reading reopened", "wrong photograph")

    session = open_session(study, "R1")
    session.give(1, "fg-wrinkling", 7)
    session.finish()
    sign(study)
    assert [one.stands for one in signature_states(study)] == [False, True]
    study.close()
    verdict = verify_study(study.path)
    assert verdict.holds, verdict.problems
    assert len(verdict.notes) == 1
    assert "is void since" in verdict.notes[0]


@pytest.mark.parametrize(
    ("rater", "why", "told"),
    [("R1", " ", "needs a reason"), ("R9", "x", "no reading yet")],
)
def test_reopening_without_reason_or_reading_is_refused(
    study, rater: str, why: str, told: str
) -> None:
    with pytest.raises(ExpectedError, match=told):
        reopen_reading(study, rater, by="CO", why=why)


def test_reopening_is_refused_while_locked_or_unfinished(study) -> None:
    lock_study(study, by="CO")
    with pytest.raises(ExpectedError, match="locked"):
        reopen_reading(study, "R1", by="CO", why="x")
    unlock_study(study, by="CO", why="x")
    open_session(study, "R2")
    with pytest.raises(ExpectedError, match="not finished"):
        reopen_reading(study, "R2", by="CO", why="x")


def test_a_locked_study_is_signed_until_it_is_unlocked(study) -> None:
    with pytest.raises(ExpectedError, match="not locked"):
        sign_study(study, person="CO", password=PASSWORD, meaning=Meaning.APPROVAL)
    lock_study(study, by="CO", why="all read")
    sign_study(study, person="CO", password=PASSWORD, meaning=Meaning.APPROVAL)
    assert signature_states(study)[0].stands
    unlock_study(study, by="CO", why="a score was missed")
    assert not signature_states(study)[0].stands
    events = history(study)
    assert [event.locked for event in events] == [True, False]
    assert events[1].sentence().endswith("by CO: a score was missed")


def test_two_readings_alike_have_different_hashes(study) -> None:
    read_all(study, "R2")
    first, second = (content_hash(study, one) for one in study.readings())
    assert first != second


def _forge(path: Path, change: str) -> None:
    """Change a record and mend row, trail and chain as a skilled forger might."""
    import json

    from models.store.chain import FIRST, canonical, line_hash

    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(change)
    value = connection.execute("SELECT value FROM score WHERE id = 1").fetchone()[0]
    previous = FIRST
    for row in connection.execute("SELECT * FROM trail ORDER BY number").fetchall():
        line = dict(row)
        details = json.loads(line["details"])
        for written in details["rows"]:
            if (written["table"], written["id"]) == ("score", 1):
                written["new"]["value"] = value
        line["details"] = canonical(details)
        line["previous"] = previous
        line.pop("hash")
        previous = line_hash(line)
        connection.execute(
            "UPDATE trail SET details = ?, previous = ?, hash = ? WHERE number = ?",
            (line["details"], line["previous"], previous, line["number"]),
        )
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_forger_who_mends_the_whole_chain_is_caught_by_the_signature(
    study, tmp_path: Path
) -> None:
    sign(study)
    lock_study(study, by="CO")
    sign_study(study, person="CO", password=PASSWORD, meaning=Meaning.APPROVAL)
    study.close()
    copy = Path(shutil.copy(study.path, tmp_path / "forged.dgstudy"))
    assert verify_study(copy).holds
    _forge(copy, "UPDATE score SET value = 6 WHERE id = 1")
    first, second = verify_study(copy).problems
    assert first.place == "signature 1"
    assert "Dr R1, authorship, reading of R1: the scores are others" in first.text
    assert second.place == "signature 2"
    assert "Dr CO, approval, locked study: the audit trail is another" in second.text
    with StudyStore.open(copy, now=Ticking()) as store:
        states = signature_states(store)
    assert [state.fits for state in states] == [False, False]
    assert "Does NOT fit" in states[0].sentence()
