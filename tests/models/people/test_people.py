"""People: added, signed in, locked out, and what each role may do."""

import json
import shutil
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.people import passwords
from models.people.passwords import check_password, fits, hashed
from models.people.people import (
    LOCKED_OUT_MINUTES,
    MOST_TRIES,
    SignInError,
    add_person,
    authority,
    change_password,
    find_person,
    is_locked_out,
    needs_sign_in,
    permitted,
    reset_password,
    set_role,
    sign_in,
)
from models.people.roles import Act, Role, may, roles_for
from models.store.store import StudyStore
from tests.examples import make_study

PASSWORD = "a long enough word"
OTHER = "quite another word"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes without the moment that guards them."""
    monkeypatch.setattr(passwords, "_COST", 2)
    monkeypatch.setattr(passwords, "_TIMES", 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with make_study(tmp_path_factory.mktemp("made") / "s.dgstudy") as store:
        return store.path


@pytest.fixture
def study(made: Path, tmp_path: Path):
    path = Path(shutil.copy(made, tmp_path / "s.dgstudy"))
    with StudyStore.open(path) as store:
        yield store


@pytest.fixture
def staffed(study):
    add_person(study, "AB", "Dr A. B.", [Role.ADMINISTRATOR], PASSWORD, by="AB")
    add_person(study, "KH", "K. Holder", [Role.KEY_HOLDER], PASSWORD, by="AB")
    return study


def actions(store, count: int) -> list[str]:
    return [line.action for line in store.trail()[-count:]]


def test_a_study_has_no_people_until_one_is_added(study) -> None:
    assert not needs_sign_in(study)
    add_person(study, "AB", "Dr A. B.", [Role.ADMINISTRATOR], PASSWORD, by="AB")
    assert needs_sign_in(study)


def test_the_first_person_must_be_an_administrator(study) -> None:
    with pytest.raises(ExpectedError, match="must be an administrator"):
        add_person(study, "R1", "Dr One", [Role.RATER], PASSWORD, by="x")
    assert study.people() == []


def test_an_id_is_never_given_twice(staffed) -> None:
    with pytest.raises(ExpectedError, match="ID is taken"):
        add_person(staffed, "kh", "Somebody", [Role.RATER], PASSWORD, by="AB")


@pytest.mark.parametrize(("code", "name"), [("", "N"), ("C", " ")])
def test_a_person_needs_id_and_name(staffed, code: str, name: str) -> None:
    with pytest.raises(ExpectedError, match="needs an ID, a name"):
        add_person(staffed, code, name, [Role.RATER], PASSWORD, by="AB")


def test_the_right_password_signs_in_on_record(staffed) -> None:
    assert sign_in(staffed, " KH ", PASSWORD).name == "K. Holder"
    line = staffed.trail()[-1]
    assert (line.by, line.action) == ("KH", "signed in")


def test_wrong_id_and_wrong_password_are_told_alike(staffed) -> None:
    told = set()
    for code, password in (("KH", "not this word"), ("XX", PASSWORD)):
        with pytest.raises(SignInError) as caught:
            sign_in(staffed, code, password)
        told.add(caught.value.text)
    assert told == {"ID and password do not fit."}
    assert actions(staffed, 2) == ["sign-in failed", "sign-in failed"]


def test_what_was_typed_as_id_is_not_stored(staffed) -> None:
    with pytest.raises(SignInError):
        sign_in(staffed, "my secret password", "KH")
    staffed.close()
    assert b"my secret password" not in staffed.path.read_bytes()


def test_five_wrong_tries_lock_out_even_the_right_password(staffed) -> None:
    for _ in range(MOST_TRIES):
        with pytest.raises(SignInError, match="do not fit"):
            sign_in(staffed, "KH", "not this word")
    facts = json.loads(staffed.trail()[-1].details)["facts"]
    assert facts["locked_out"] == "after 5 wrong tries"
    with pytest.raises(SignInError, match="locked out after 5"):
        sign_in(staffed, "KH", PASSWORD)
    assert actions(staffed, 1) == ["sign-in refused"]


def test_a_lock_out_ends_after_half_an_hour_or_by_an_administrator(staffed) -> None:
    for _ in range(MOST_TRIES):
        with pytest.raises(SignInError):
            sign_in(staffed, "AB", "not this word")
    person = find_person(staffed, "AB")
    tried = datetime.fromisoformat(person.tried_at)

    def after(minutes: int):
        return lambda: tried + timedelta(minutes=minutes)

    assert is_locked_out(person, after(LOCKED_OUT_MINUTES - 1))
    assert not is_locked_out(person, after(LOCKED_OUT_MINUTES + 1))
    reset_password(staffed, "AB", OTHER, by="AB")
    assert not is_locked_out(find_person(staffed, "AB"), after(0))
    assert sign_in(staffed, "AB", OTHER).code == "AB"


def test_a_right_password_forgets_the_wrong_ones(staffed) -> None:
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(SignInError):
            sign_in(staffed, "KH", "not this word")
    sign_in(staffed, "KH", PASSWORD)
    assert find_person(staffed, "KH").wrong_tries == 0


def test_the_last_tries_are_counted_down(staffed) -> None:
    hints = []
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(SignInError) as caught:
            sign_in(staffed, "KH", "not this word")
        hints.append(caught.value.hint)
    assert hints[-2].startswith("2 tries left")
    assert hints[-1].startswith("1 try left")


def test_a_changed_password_is_on_record_and_old_ones_are_not_taken_again(
    staffed,
) -> None:
    change_password(staffed, "KH", PASSWORD, OTHER)
    assert actions(staffed, 1) == ["password changed"]
    with pytest.raises(SignInError):
        sign_in(staffed, "KH", PASSWORD)
    sign_in(staffed, "KH", OTHER)
    with pytest.raises(ExpectedError, match="used before"):
        change_password(staffed, "KH", OTHER, PASSWORD)


def test_changing_a_password_needs_the_old_one(staffed) -> None:
    with pytest.raises(SignInError):
        change_password(staffed, "KH", "not this word", OTHER)


@pytest.mark.parametrize(
    "password", ["", "short", "aaaaaaaaaaaaaa", "abab abab abab", "my KHX word here"]
)
def test_easy_passwords_are_refused(password: str) -> None:
    with pytest.raises(ExpectedError):
        check_password(password, code="KHX")


def test_a_password_stands_nowhere_in_the_study(staffed) -> None:
    staffed.close()
    assert PASSWORD.encode() not in staffed.path.read_bytes()


def test_the_same_password_is_stored_differently_each_time() -> None:
    first, second = hashed(PASSWORD), hashed(PASSWORD)
    assert first != second
    assert fits(PASSWORD, first)
    assert fits(PASSWORD, second)
    assert not fits(OTHER, first)
    assert not fits(PASSWORD, b"")
    assert not fits(PASSWORD, b'{"n": "x"}')


def test_roles_are_given_and_taken_on_record(staffed) -> None:
    set_role(staffed, "KH", Role.AUDITOR, held=True, by="AB")
    set_role(staffed, "KH", Role.KEY_HOLDER, held=False, by="AB", why="left")
    assert find_person(staffed, "KH").roles == {Role.AUDITOR}
    assert actions(staffed, 2) == ["role given", "role taken away"]
    assert staffed.trail()[-1].why == "left"


def test_somebody_stays_administrator(staffed) -> None:
    with pytest.raises(ExpectedError, match="must stay administrator"):
        set_role(staffed, "AB", Role.ADMINISTRATOR, held=False, by="AB")


def test_who_has_no_authority_is_refused_on_record(staffed) -> None:
    with pytest.raises(SignInError, match="may not open the allocation"):
        permitted(staffed, Act.OPEN_SEAL, "AB", PASSWORD)
    assert actions(staffed, 1) == ["authority refused"]
    assert permitted(staffed, Act.OPEN_SEAL, "KH", PASSWORD).code == "KH"
    assert authority(find_person(staffed, "KH"), Act.SEAL) is Role.KEY_HOLDER


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_somebody_who_may_do_it(act: Act) -> None:
    assert roles_for(act)


@pytest.mark.parametrize(
    "act", [Act.SEAL, Act.OPEN_SEAL, Act.OPEN_UNIT, Act.EXPORT, Act.MANAGE_PEOPLE]
)
def test_raters_have_no_authority_over_the_blind(act: Act) -> None:
    for role in (Role.RATER, Role.TRAINER, Role.ADJUDICATOR):
        assert not may(role, act)


def test_an_auditor_reads_only() -> None:
    assert [act for act in Act if may(Role.AUDITOR, act)] == [Act.READ_RECORD]


def test_a_password_hash_put_in_by_hand_is_found(staffed) -> None:
    staffed.close()
    connection = sqlite3.connect(staffed.path)
    sql = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'no_update_of_person_password'"
    ).fetchone()[0]
    connection.execute("DROP TRIGGER no_update_of_person_password")
    connection.execute(
        "UPDATE person_password SET data = ? WHERE id = 2", (hashed(OTHER),)
    )
    connection.execute(sql)
    connection.commit()
    connection.close()
    [problem] = verify_study(staffed.path).problems
    assert problem.place == "person_password 2"
