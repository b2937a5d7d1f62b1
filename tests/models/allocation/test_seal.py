"""Sealing an allocation and opening it on record."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.allocation import envelopes
from models.allocation.allocation_list import Allocation
from models.allocation.envelopes import (
    GROUPS,
    NAMES,
    Contents,
    WrongPassphraseError,
    decrypt,
    encrypt,
)
from models.allocation.errors import AllocationError
from models.allocation.opening import Opened, open_seal, opened
from models.allocation.seal import is_sealed, seal
from models.passphrases import PassphraseError, check_passphrase
from models.protocol.library import find_plan
from models.store.store import StudyStore

GROUPS_PASS = "correct horse battery"
NAMES_PASS = "staple of the keyhölder"
ARM_OF = {
    "001": "Zinnober-Creme",
    "002": "Grundlage-XY",
    "003": "Zinnober-Creme",
    "004": "Grundlage-XY",
}


def new_study(path: Path, subjects: tuple[str, ...] = tuple(ARM_OF)) -> StudyStore:
    plan = find_plan("hoss-2020")
    store = StudyStore.create(
        path,
        title="Try",
        protocol=plan.protocol,
        scales=plan.scales,
        measures=plan.measures,
    )
    with store.changes(by="c", role="coordinator", action="subjects added") as changes:
        for code in subjects:
            changes.add_subject(code)
    return store


@pytest.fixture(scope="module")
def sealed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study sealed once for all tests: each sealing takes seconds, as it should."""
    path = tmp_path_factory.mktemp("sealed") / "s.dgstudy"
    with new_study(path) as store:
        seal(
            store,
            Allocation(ARM_OF),
            GROUPS_PASS,
            names_passphrase=NAMES_PASS,
            by="KH",
            rng=random.Random(1),
        )
    return path


@pytest.fixture
def store(sealed_file: Path, tmp_path: Path) -> Iterator[StudyStore]:
    path = tmp_path / "s.dgstudy"
    shutil.copy(sealed_file, path)
    with StudyStore.open(path) as opened_store:
        yield opened_store


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Envelopes without the seconds that guard a passphrase."""

    def fast_encrypt(data: bytes, passphrase: str) -> bytes:
        return json.dumps([passphrase, data.decode()]).encode()

    def fast_decrypt(data: bytes, passphrase: str) -> bytes:
        kept, text = json.loads(data)
        if kept != passphrase:
            raise pyrage.DecryptError("Decryption failed")
        return str(text).encode()

    monkeypatch.setattr(pyrage.passphrase, "encrypt", fast_encrypt)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", fast_decrypt)


def last_line(store: StudyStore) -> tuple[str, str, str, str, dict[str, object]]:
    line = store.trail()[-1]
    return line.by, line.role, line.action, line.why, json.loads(line.details)["facts"]


def test_what_was_sealed_is_what_is_opened(store: StudyStore) -> None:
    found = open_seal(
        store, GROUPS_PASS, by="KH", why="analysis", names_passphrase=NAMES_PASS
    )

    assert found.labels() == ARM_OF
    assert opened(store) == found
    assert not found.is_masked


def test_a_sealed_study_file_holds_no_arm_name(sealed_file: Path) -> None:
    data = sealed_file.read_bytes().lower()

    for arm in set(ARM_OF.values()):
        assert arm.casefold().encode() not in data
        assert arm.casefold().encode("utf-16-le") not in data


def test_sealing_leaves_its_line_with_counts_only(store: StudyStore) -> None:
    by, role, action, why, facts = last_line(store)

    assert (by, role, action, why) == ("KH", "key holder", "allocation sealed", "")
    assert facts == {
        "arms": 2,
        "drawn": "by others",
        "emergency_envelopes": 0,
        "passphrases": 2,
        "scores_before": 0,
        "subjects": 4,
    }


def test_a_sealed_allocation_is_not_replaced(store: StudyStore) -> None:
    with pytest.raises(AllocationError, match="sealed already"):
        seal(store, Allocation(ARM_OF), GROUPS_PASS, by="KH")


def test_a_wrong_passphrase_is_refused_and_goes_into_the_trail(
    store: StudyStore,
) -> None:
    with pytest.raises(WrongPassphraseError, match="does not open the allocation"):
        open_seal(store, "wrong horse battery", by="KH", why="curious")

    by, role, action, why, facts = last_line(store)
    assert (by, role, action, why) == (
        "KH",
        "key holder",
        "wrong passphrase given",
        "curious",
    )
    assert facts == {"envelope": "groups", "timing": "before lock"}
    assert opened(store) is None


def test_the_passphrase_of_the_groups_does_not_open_the_names(
    store: StudyStore,
) -> None:
    with pytest.raises(WrongPassphraseError, match="not open the names of the groups"):
        open_seal(store, GROUPS_PASS, by="KH", why="analysis")

    assert last_line(store)[4]["envelope"] == "names"
    assert opened(store) is None


def test_a_masked_opening_needs_the_first_passphrase_only(store: StudyStore) -> None:
    found = open_seal(store, GROUPS_PASS, by="ST", why="blind review", masked=True)

    assert found.is_masked
    assert set(found.labels().values()) == {"Group A", "Group B"}
    assert found.groups["001"] == found.groups["003"] != found.groups["002"]
    assert last_line(store)[2:4] == ("allocation opened masked", "blind review")
    assert store.opened_names() == {}


@pytest.mark.usefixtures("quick")
def test_after_a_masked_opening_the_names_can_follow(tmp_path: Path) -> None:
    with new_study(tmp_path / "s.dgstudy") as store:
        seal(store, Allocation(ARM_OF), GROUPS_PASS, by="KH")
        masked = open_seal(store, GROUPS_PASS, by="ST", why="review", masked=True)

        found = open_seal(store, GROUPS_PASS, by="ST", why="analysis")

        assert found.groups == masked.groups
        assert found.labels() == ARM_OF
        assert opened(store) == found
        assert opened(store, masked=True) == masked
        actions = [line.action for line in store.trail()]
        assert actions[-2:] == ["allocation opened masked", "allocation opened"]


@pytest.mark.usefixtures("quick")
def test_what_is_open_on_record_needs_no_passphrase_again(tmp_path: Path) -> None:
    with new_study(tmp_path / "s.dgstudy") as store:
        seal(store, Allocation(ARM_OF), GROUPS_PASS, by="KH")
        first = open_seal(store, GROUPS_PASS, by="ST", why="analysis")
        lines = len(store.trail())

        assert open_seal(store, "", by="ST", why="again") == first
        assert open_seal(store, "", by="ST", why="again", masked=True).is_masked
        assert len(store.trail()) == lines


@pytest.mark.usefixtures("quick")
def test_opening_for_one_output_keeps_nothing_but_its_line(tmp_path: Path) -> None:
    with new_study(tmp_path / "s.dgstudy") as store:
        seal(store, Allocation(ARM_OF), GROUPS_PASS, by="KH")

        found = open_seal(store, GROUPS_PASS, by="ST", why="one plot", keep=False)

        assert found.labels() == ARM_OF
        assert opened(store) is None
        assert last_line(store)[4] == {
            "kept": "for one output only",
            "timing": "before lock",
        }
        assert "Zinnober" not in store.trail()[-1].details


@pytest.mark.usefixtures("quick")
def test_the_trail_tells_an_opening_after_the_lock(tmp_path: Path) -> None:
    with new_study(tmp_path / "s.dgstudy") as store:
        seal(store, Allocation(ARM_OF), GROUPS_PASS, by="KH")
        with store.changes(by="KH", role="key holder", action="locked") as changes:
            changes.add_lock(locked=True, reason="")

        open_seal(store, GROUPS_PASS, by="ST", why="analysis")

        assert last_line(store)[4] == {"kept": "yes", "timing": "after lock"}


@pytest.mark.parametrize("why", ["", "   "])
def test_opening_without_a_reason_is_refused_before_anything_else(
    store: StudyStore, why: str
) -> None:
    lines = len(store.trail())

    with pytest.raises(AllocationError, match="needs a reason"):
        open_seal(store, GROUPS_PASS, by="KH", why=why)

    assert len(store.trail()) == lines


def test_a_study_that_was_never_sealed_cannot_be_opened(tmp_path: Path) -> None:
    with new_study(tmp_path / "s.dgstudy") as store:
        assert not is_sealed(store)
        with pytest.raises(AllocationError, match="no sealed allocation"):
            open_seal(store, GROUPS_PASS, by="KH", why="analysis")


@pytest.mark.parametrize(
    ("arm_of", "told"),
    [
        ({**ARM_OF, "005": "Grundlage-XY"}, "the study has no subject 005."),
        (
            {code: arm for code, arm in ARM_OF.items() if code != "004"},
            "subject 004 of the study has no arm.",
        ),
        (
            {**ARM_OF, "004": "Third"},
            "the protocol has 2 arms, the allocation 3.",
        ),
        (
            {code: arm * 10 for code, arm in ARM_OF.items()},
            "arm names must have 1 to 100 characters.",
        ),
    ],
)
def test_an_allocation_that_does_not_fit_the_study_is_refused(
    tmp_path: Path, arm_of: dict[str, str], told: str
) -> None:
    with new_study(tmp_path / "s.dgstudy") as store:
        with pytest.raises(AllocationError) as caught:
            seal(store, Allocation(arm_of), GROUPS_PASS, by="KH")

        assert [str(problem) for problem in caught.value.problems] == [told]
        assert not is_sealed(store)


@pytest.mark.parametrize("passphrase", ["", "short", "aaaaaaaaaaaa", "        a  "])
def test_an_easy_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(PassphraseError, match="at least 8 characters"):
        check_passphrase(passphrase)


def test_letters_are_drawn_and_not_alphabetic(tmp_path: Path, quick: None) -> None:
    firsts = set()
    for seed in range(6):
        with new_study(tmp_path / f"{seed}.dgstudy") as store:
            rng = random.Random(seed)
            seal(store, Allocation(ARM_OF), GROUPS_PASS, by="KH", rng=rng)
            found = open_seal(store, GROUPS_PASS, by="ST", why="x")
            firsts.add(found.names["A"])

    assert firsts == set(ARM_OF.values())


@pytest.mark.usefixtures("quick")
def test_the_envelope_of_another_study_is_refused(tmp_path: Path) -> None:
    data = encrypt(Contents(GROUPS, "a" * 32, "s", {"001": "A"}), GROUPS_PASS)

    with pytest.raises(AllocationError, match="belongs to another study"):
        decrypt(data, GROUPS_PASS, kind=GROUPS, study="b" * 32)


@pytest.mark.usefixtures("quick")
def test_the_envelope_of_the_other_kind_is_refused() -> None:
    data = encrypt(Contents(NAMES, "a", "s", {"A": "X"}), GROUPS_PASS)

    with pytest.raises(AllocationError, match="belongs to another study"):
        decrypt(data, GROUPS_PASS, kind=GROUPS, study="a")


@pytest.mark.usefixtures("quick")
def test_envelopes_of_two_sealings_are_not_mixed(tmp_path: Path) -> None:
    with new_study(tmp_path / "s.dgstudy") as store:
        study = store.info().uid
        groups = Contents(GROUPS, study, "one", dict.fromkeys(ARM_OF, "A"))
        names = Contents(NAMES, study, "two", {"A": "X"})
        with store.changes(by="x", role="x", action="x") as changes:
            changes.add_envelope(GROUPS, encrypt(groups, GROUPS_PASS))
            changes.add_envelope(NAMES, encrypt(names, GROUPS_PASS))

        with pytest.raises(AllocationError, match="do not belong together"):
            open_seal(store, GROUPS_PASS, by="ST", why="analysis")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "7", '{"format": 1}', '{"format": 2}']
)
def test_contents_that_are_no_allocation_get_a_sentence(text: str) -> None:
    data = json.dumps([GROUPS_PASS, text]).encode()

    with pytest.raises(AllocationError, match=r"damaged|newer version"):
        decrypt(data, GROUPS_PASS, kind=GROUPS, study="a")


@pytest.mark.parametrize("data", [b"", b"junk", b"age-encryption.org/v1\n"])
def test_a_damaged_envelope_is_not_taken_for_a_wrong_passphrase(data: bytes) -> None:
    with pytest.raises(AllocationError, match="damaged") as caught:
        decrypt(data, GROUPS_PASS, kind=GROUPS, study="a")

    assert not isinstance(caught.value, WrongPassphraseError)


@pytest.mark.usefixtures("quick")
def test_the_length_of_an_envelope_tells_nothing_of_its_names() -> None:
    short = encrypt(Contents(NAMES, "a", "s", {"A": "X", "B": "Y"}), GROUPS_PASS)
    long = encrypt(Contents(NAMES, "a", "s", {"A": "ü" * 100, "B": "Y"}), GROUPS_PASS)

    assert len(json.loads(short)[1].encode()) == len(json.loads(long)[1].encode())


def test_26_arms_with_the_longest_names_fit_the_one_size() -> None:
    longest = {chr(65 + number): "\U0001f600" * 100 for number in range(26)}
    plain = envelopes.canonical(longest).encode()

    assert len(plain) + 300 < envelopes._SIZE


@pytest.mark.usefixtures("quick")
def test_two_ways_of_composing_a_letter_are_one_passphrase() -> None:
    data = encrypt(Contents(GROUPS, "a", "s", {"1": "A"}), "schlüsselwort")

    found = decrypt(data, "schlu\u0308sselwort", kind=GROUPS, study="a")

    assert found.entries == {"1": "A"}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    codes=st.sets(st.text(min_size=1, max_size=12), min_size=2, max_size=12),
    arms=st.sets(
        st.text("abcÄß☃ '\"\\", min_size=1, max_size=30), min_size=2, max_size=2
    ),
    seed=st.integers(0, 1000),
)
def test_any_allocation_comes_out_of_its_envelopes_unchanged(
    quick: None, codes: set[str], arms: set[str], seed: int
) -> None:
    rng = random.Random(seed)
    entries = {code: rng.choice(sorted(arms)) for code in codes}
    contents = Contents(NAMES, "study", "seal", entries)

    assert (
        decrypt(encrypt(contents, GROUPS_PASS), GROUPS_PASS, kind=NAMES, study="study")
        == contents
    )


def test_a_group_without_a_name_is_called_by_its_letter() -> None:
    assert Opened({"001": "A"}, {}).label("A") == "Group A"
    assert Opened({"001": "A"}, {"A": "Cream"}).label("A") == "Cream"
