"""Emergency opening: one subject by its own code, the others stay sealed."""

import json
from pathlib import Path

import pyrage
import pytest

from models.allocation.allocation_list import Allocation
from models.allocation.codes import draw_codes, read_code
from models.allocation.emergency import WrongCodeError, open_unit
from models.allocation.errors import AllocationError
from models.allocation.opening import open_seal, opened
from models.allocation.randomise import Arm, make_scheme, randomise
from models.allocation.seal import seal
from models.audit.verify import verify_study
from models.store.store import StudyStore
from tests.examples import make_study
from tests.sealing import quick_envelopes

PASSPHRASE = "correct horse battery"
ARM_OF = {"001": "Northlight", "002": "Southwind", "007": "Northlight"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Envelopes of the passphrase without the seconds that guard it."""
    quick_envelopes(monkeypatch)


@pytest.fixture
def sealed(tmp_path: Path):
    store = make_study(tmp_path / "s.dgstudy")
    codes = draw_codes(ARM_OF)
    seal(store, Allocation(ARM_OF), PASSPHRASE, by="KH", codes=codes)
    with store:
        yield store, {subject: code.text() for subject, code in codes.items()}


def facts(store: StudyStore) -> dict[str, object]:
    return json.loads(store.trail()[-1].details)["facts"]


def test_each_code_opens_its_own_subject_and_no_other(sealed) -> None:
    store, codes = sealed
    for subject, arm in ARM_OF.items():
        found = open_unit(store, subject, codes[subject], by="Dr N", why="reaction")
        assert (found.subject, found.arm) == (subject, arm)
        other = next(one for one in ARM_OF if one != subject)
        with pytest.raises(WrongCodeError, match="does not open the envelope"):
            open_unit(store, other, codes[subject], by="Dr N", why="reaction")


def test_an_emergency_opening_leaves_its_record_and_no_arm(sealed) -> None:
    store, codes = sealed
    open_unit(store, "001", codes["001"], by="Dr N", why="severe reaction")

    line = store.trail()[-1]
    assert (line.by, line.why) == ("Dr N", "severe reaction")
    assert line.action == "one subject unblinded in an emergency"
    assert facts(store) == {
        "others": "remain sealed",
        "raters": "remain blinded",
        "timing": "before lock",
    }
    [opening] = store.unit_openings()
    assert (opening.subject, opening.by, opening.reason, opening.timing) == (
        "001",
        "Dr N",
        "severe reaction",
        "before lock",
    )
    assert opened(store) is None
    store.close()
    content = store.path.read_bytes().lower()
    assert b"northlight" not in content
    assert b"southwind" not in content
    assert verify_study(store.path).holds


def test_a_wrong_code_goes_on_record(sealed) -> None:
    store, codes = sealed
    with pytest.raises(WrongCodeError):
        open_unit(store, "001", codes["007"], by="Dr N", why="reaction")

    assert store.trail()[-1].action == "wrong emergency code given"
    assert facts(store) == {"subject": "001", "timing": "before lock"}
    assert store.unit_openings() == []


@pytest.mark.parametrize(
    ("subject", "why", "told"),
    [
        ("001", "  ", "needs a reason"),
        ("009", "reaction", "no such subject"),
    ],
)
def test_what_cannot_be_opened_is_told_and_changes_nothing(
    sealed, subject: str, why: str, told: str
) -> None:
    store, codes = sealed
    lines = len(store.trail())
    with pytest.raises(AllocationError, match=told):
        open_unit(store, subject, codes["001"], by="Dr N", why=why)

    assert len(store.trail()) == lines


def test_without_emergency_codes_there_is_no_envelope(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        seal(store, Allocation(ARM_OF), PASSPHRASE, by="KH")
        with pytest.raises(AllocationError, match="no emergency envelope"):
            open_unit(store, "001", "x", by="Dr N", why="reaction")


def test_all_emergency_envelopes_hold_as_much(sealed) -> None:
    store, codes = sealed
    study = store.info().uid
    plain = [
        pyrage.decrypt(
            store.unit_envelope(subject) or b"",
            [read_code(codes[subject]).identity(study, subject)],
        )
        for subject in ARM_OF
    ]

    assert {len(text) for text in plain} == {1024}
    assert store.unit_envelope_count() == 3


def test_an_envelope_moved_to_another_subject_does_not_open(tmp_path: Path) -> None:
    from models.allocation.units import unit_envelopes

    with make_study(tmp_path / "s.dgstudy") as store:
        codes = draw_codes(["001"])
        study = store.info().uid
        [(_, data)] = unit_envelopes(study, ARM_OF, codes)
        with store.changes(by="x", role="x", action="x") as changes:
            changes.add_unit_envelope("002", data)
        with pytest.raises(WrongCodeError):
            open_unit(store, "002", codes["001"].text(), by="x", why="x")


def test_a_drawn_list_is_sealed_with_its_seed_and_found_to_fit(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        sites = {subject.code: subject.site for subject in store.subjects()}
        arms = (Arm("Northlight"), Arm("Southwind"))
        scheme = make_scheme(arms, 2, blocks=[2], seed="0123456789abcdef")
        allocation = randomise(sites, scheme)
        seal(store, allocation, PASSPHRASE, by="KH")
        assert facts(store)["drawn"] == "by the program"
        data = store.path.read_bytes()
        assert b"0123456789abcdef" not in data

        masked = open_seal(store, PASSPHRASE, by="ST", why="review", masked=True)
        assert masked.draw["seed"] == "0123456789abcdef"
        assert "Northlight" not in masked.draw["arms"]
        assert facts(store)["drawn"] == "fits its seed"
        found = open_seal(store, PASSPHRASE, by="ST", why="analysis")
        assert found.labels() == allocation.arm_of
