"""A kit is signed with the password that its rater has in the study."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.audit.reopening import reopen_reading
from models.audit.signing import signature_states
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.people import passwords
from models.people.people import add_person, change_password
from models.people.roles import Role
from models.reading.kits.kit_signer import signer
from models.reading.kits.merge_plan import Fate
from models.reading.kits.merging import merge_returns, plan_returns, read_returns
from models.reading.kits.opening import kit_session, open_kit, sign
from models.reading.kits.returns import ReturnFileError, write_return
from models.reading.kits.writing import write_kit
from models.reading.session import open_session
from models.store.chain import canonical, line_hash
from models.store.kit_records import KitInfo
from models.store.store import StudyStore
from tests.examples import make_study
from tests.kits import read_kit, returned

PASSWORD = "a long enough word"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes without the moment that guards them."""
    monkeypatch.setattr(passwords, "_COST", 2)
    monkeypatch.setattr(passwords, "_TIMES", 1)


@pytest.fixture
def study(tmp_path: Path):
    with make_study(tmp_path / "s.dgstudy") as store:
        roles = [Role.ADMINISTRATOR, Role.COORDINATOR]
        add_person(store, "CO", "Dr Coordinator", roles, PASSWORD, by="CO")
        add_person(store, "R1", "Dr Rita One", [Role.RATER], PASSWORD, by="CO")
        yield store


def signed_return(
    store: StudyStore, folder: Path, *, password: str = PASSWORD, code: str = "R1"
) -> Path:
    """Write R1's kit, read and sign it, and give the return."""
    kit = folder / "R1.dgkit"
    write_kit(store, "R1", kit, by="CO")
    with open_kit(kit) as opened:
        session = kit_session(opened)
        for item in session.items:
            for key in item.scales:
                session.give(item.position, key, 1)
        session.set_comment(1, "shadow")
        session.set_flag(3, True)
        session.set_flag(4, True)
        session.set_flag(4, False)
        last = len(session.items)
        session.not_assessable(last, "erythema-0-3", "out of focus")
        session.finish()
        sign(opened, "somebody else", code=code, password=password)
    return returned(kit, "R1.dgreturn")


def forged(path: Path, **changed: str) -> Path:
    """Change the signature of a return, and make its hashes fit as a forger would."""
    document = json.loads(path.read_text())
    last = document["content"]["lines"][-1]
    details = json.loads(last["details"])
    details["rows"][0]["new"].update(changed)
    last["details"] = canonical(details)
    last["hash"] = line_hash({key: last[key] for key in last if key != "hash"})
    text = canonical(document["content"])
    document["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(canonical(document))
    return path


def test_a_signature_made_in_a_kit_becomes_one_of_the_study(study, tmp_path) -> None:
    found = read_returns([signed_return(study, tmp_path)])
    plan = plan_returns(study, found).returns[0]
    assert plan.signs
    assert "signed with the password" in plan.sentence()
    merge_returns(study, found, by="CO")
    [state] = signature_states(study)
    assert state.stands
    assert state.signature.person == "R1"
    assert state.signature.printed_name == "Dr Rita One"
    assert state.signature.meaning == "authorship"
    assert state.signature.at == found[0].signature["at"]
    assert verify_study(study.path).holds


def test_a_score_changed_after_the_merge_breaks_the_signature(study, tmp_path) -> None:
    merge_returns(study, read_returns([signed_return(study, tmp_path)]), by="CO")
    study.close()
    with closing(sqlite3.connect(study.path)) as connection:
        connection.execute("DROP TRIGGER no_update_of_score")
        connection.execute("UPDATE score SET value = 3 WHERE id = 1")
        connection.commit()
    told = [str(one) for one in verify_study(study.path).problems]
    assert any("scores are others than those that were signed" in one for one in told)


def test_reopening_makes_the_signature_of_a_kit_void(study, tmp_path) -> None:
    merge_returns(study, read_returns([signed_return(study, tmp_path)]), by="CO")
    assert reopen_reading(study, "R1", by="CO", why="a slip") == 1
    assert not signature_states(study)[0].stands
    assert verify_study(study.path).holds


def test_a_wrong_password_is_told_at_the_merge_and_the_scores_are_taken(
    study, tmp_path
) -> None:
    found = read_returns([signed_return(study, tmp_path, password="another long word")])
    plan = plan_returns(study, found).returns[0]
    assert plan.fate is Fate.MERGE
    assert not plan.signs
    assert "not made with the rater's password" in plan.why
    merge_returns(study, found, by="CO")
    assert not study.signatures()
    assert "not made with the rater's password" in study.trail()[-1].details
    with open_kit(tmp_path / "R1.dgkit") as kit:
        sign(kit, "", code="R1", password=PASSWORD)
        write_return(kit, tmp_path / "again.dgreturn")
    merge_returns(study, read_returns([tmp_path / "again.dgreturn"]), by="CO")
    assert signature_states(study)[0].stands
    assert verify_study(study.path).holds


def test_the_id_of_another_person_does_not_sign(study, tmp_path) -> None:
    with pytest.raises(ExpectedError, match="must be that of the rater"):
        signed_return(study, tmp_path, code="CO")
    with open_kit(tmp_path / "R1.dgkit") as kit:
        assert not kit.signatures()
        with pytest.raises(ExpectedError, match="ID and password are needed"):
            sign(kit, "Dr Rita One", code="R1")


def test_a_password_that_was_changed_meanwhile_still_signs_that_kit(
    study, tmp_path
) -> None:
    path = signed_return(study, tmp_path)
    change_password(study, "R1", PASSWORD, "quite another word")
    assert plan_returns(study, read_returns([path])).returns[0].signs


def test_neither_kit_nor_return_holds_the_password_or_its_hash(study, tmp_path) -> None:
    path = signed_return(study, tmp_path)
    [person] = [one for one in study.people() if one.code == "R1"]
    kept = json.loads(person.password)
    for file in (tmp_path / "R1.dgkit", path):
        data = file.read_bytes()
        assert PASSWORD.encode() not in data
        assert kept["hash"].encode() not in data
        assert bytes.fromhex(kept["hash"]) not in data
        assert kept["salt"].encode() in data


def test_a_kit_that_holds_a_part_only_does_not_sign_the_whole(study, tmp_path) -> None:
    session = open_session(study, "R1")
    for key in session.item(1).scales:
        session.give(1, key, 1)
    found = read_returns([signed_return(study, tmp_path)])
    plan = plan_returns(study, found).returns[0]
    assert plan.finishes
    assert not plan.signs
    assert "the kit did not hold the whole reading" in plan.why


def test_a_rater_without_a_password_signs_by_name(study, tmp_path) -> None:
    write_kit(study, "R2", tmp_path / "R2.dgkit", by="CO")
    read_kit(tmp_path / "R2.dgkit")
    found = read_returns([returned(tmp_path / "R2.dgkit", "R2.dgreturn")])
    plan = plan_returns(study, found).returns[0]
    assert "by name only" in plan.why
    merge_returns(study, found, by="CO")
    assert not study.signatures()


def test_a_signature_put_under_something_else_is_no_return(study, tmp_path) -> None:
    path = signed_return(study, tmp_path)
    head = read_returns([path])[0].hashes[3]
    with pytest.raises(ReturnFileError, match="damaged, or was changed"):
        read_returns([forged(path, sha256=head)])


def test_a_forged_signature_is_not_taken(study, tmp_path) -> None:
    path = signed_return(study, tmp_path)
    forged(path, printed_name="Dr Another")
    assert not plan_returns(study, read_returns([path])).returns[0].signs


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"name":1,"challenge":2}', "nonsense", '{"name":"a"}']
)
def test_a_signer_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no signer|Expecting"):
        signer(KitInfo("u", 1, "n", "R1", text))


def test_a_challenge_that_would_take_for_ever_is_refused() -> None:
    asked = {"kind": "scrypt", "n": 2**30, "r": 8, "p": 1, "salt": "00"}
    with pytest.raises(ValueError, match="scrypt"):
        passwords.proof(PASSWORD, canonical(asked), "text")
