"""Sides of subjects: listed, drawn, sealed, opened, and told in an emergency."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.allocation.allocation_list import Allocation
from models.allocation.arms import arms
from models.allocation.codes import draw_codes
from models.allocation.emergency import open_unit
from models.allocation.errors import AllocationError
from models.allocation.opening import open_seal, opened
from models.allocation.randomise import (
    Arm,
    fits_its_draw,
    make_scheme,
    randomise,
    read_arms,
)
from models.allocation.seal import seal
from models.allocation.side_list import read_list
from models.allocation.units import told
from models.audit.verify import verify_study
from models.store.store import StudyStore
from tests.sealing import quick_envelopes
from tests.sides import CROSSING, halves, new_halves, side_names

PASSPHRASE = "correct horse battery"
NAMES = "staple of the key holder"
SUBJECTS = ("001", "002")
ARM_OF = {
    "001 left": "Northlight",
    "001 right": "Southwind",
    "002 left": "Southwind",
    "002 right": "Northlight",
}
LONG = "subject,side,arm\n001,left,Cream\n001,R,Base\n002,LEFT,Base\n002,right,Cream\n"
WIDE = "Subject;Left;Right\n001;Cream;Base\n002;Base;Cream\n"
ALREADY = "the left side of subject 001 stands in row 2 already, with another arm."
ALIKE = (
    'arm names "Base" (row 2) and "base" look alike; write both the same way, or make '
    "them differ by more."
)
TWO = (Arm("Northlight"), Arm("Southwind"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Envelopes without the seconds that guard them."""
    quick_envelopes(monkeypatch)


@pytest.fixture(params=["split-face", "crossover"])
def store(request, tmp_path: Path, quick: None) -> Iterator[StudyStore]:
    text = {"crossover": CROSSING}.get(request.param)
    named = {"text": text} if text else {}
    with new_halves(tmp_path / "s.dgstudy", *SUBJECTS, **named) as store:
        yield store


def written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(AllocationError) as caught:
        read_list(written(folder, text), SUBJECTS, halves())
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("text", [LONG, WIDE, WIDE.replace("Left;Right", "l;r")])
def test_a_list_has_a_row_for_each_side_or_each_subject(tmp_path, text) -> None:
    allocation = read_list(written(tmp_path, text), SUBJECTS, halves())

    assert allocation.arm_of == {
        "001 left": "Cream",
        "001 right": "Base",
        "002 left": "Base",
        "002 right": "Cream",
    }
    assert allocation.subjects == SUBJECTS
    assert [unit.name for unit in allocation.units] == side_names(*SUBJECTS)


def test_all_faults_of_a_list_of_sides_are_told_at_once(tmp_path) -> None:
    found = faults(
        tmp_path,
        "subject,side,arm\n"
        "001,left,Cream\n"
        "001,left,Base\n"
        "002,left,Cream\n"
        "002,right,Cream\n"
        "003,right,Base\n"
        "001,upper,Base\n"
        "002,,\n",
    )

    assert found == [
        "row 7, column side: “upper” is no side; write left or right.",
        "row 8, column side: is empty; write left or right.",
        f"row 3, column subject: {ALREADY}",
        "row 6, column subject: the study has no subject 003.",
        "list.csv: the right side of subject 001 is not in the list.",
        "row 5, column arm: both sides of subject 002 have the same arm.",
        "row 8, column arm: is empty.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("002;Base;Cream", "002;Base;", "row 3, column Right: is empty."),
        (
            "002;Base;Cream",
            "002;base;Cream",
            f"row 3, column Left: {ALIKE}",
        ),
        (
            "002;Base;Cream",
            "002;Base;Base",
            "row 3, column Right: both sides of subject 002 have the same arm.",
        ),
        (
            "002;Base;Cream",
            "002;Base;Gel",
            'list.csv: the protocol has 2 arms, the list 3: "Cream", "Base" and "Gel".',
        ),
        (
            "002;Base;Cream\n",
            "",
            "list.csv: subject 002 of the study is not in the list.",
        ),
    ],
)
def test_a_fault_of_a_wide_list_has_its_place(tmp_path, old, new, told) -> None:
    assert faults(tmp_path, WIDE.replace(old, new)) == [told]


def test_a_list_of_whole_subjects_is_refused_where_sides_count(tmp_path) -> None:
    (fault,) = faults(tmp_path, "subject,arm\n001,Cream\n002,Base\n")

    assert "subject, side and arm, or subject, left and right" in fault
    assert fault.endswith("Missing: side.")


def test_a_list_with_both_forms_at_once_is_refused(tmp_path) -> None:
    (fault,) = faults(tmp_path, "subject,left,right,arm\n001,Cream,Base,Cream\n")

    assert "it needs none called arm" in fault


@settings(max_examples=60, deadline=None)
@given(count=st.integers(1, 60), seed=st.text("abcdef", min_size=4, max_size=4))
def test_every_subject_gets_both_arms_and_the_left_stays_balanced(count, seed) -> None:
    scheme = make_scheme(TWO, 2, seed=seed, has_sides=True)
    sites = {f"{number:03}": "" for number in range(count)}

    arm_of = randomise(sites, scheme).arm_of

    assert list(arm_of) == side_names(*sites)
    for code in sites:
        both = {arm_of[f"{code} left"], arm_of[f"{code} right"]}
        assert both == {"Northlight", "Southwind"}
    steps = [1 if arm_of[f"{code} left"] == "Northlight" else -1 for code in sites]
    assert max(map(abs, accumulate(steps))) <= max(scheme.blocks) // 2


def test_every_block_holds_each_arrangement_as_often_at_every_site() -> None:
    scheme = make_scheme(TWO, 2, blocks=[4], by_site=True, seed="s", has_sides=True)
    sites = {f"{number:03}": f"site {number % 3}" for number in range(36)}

    arm_of = randomise(sites, scheme).arm_of

    for site in set(sites.values()):
        codes = [code for code in sites if sites[code] == site]
        for start in range(0, len(codes), 4):
            lefts = Counter(arm_of[f"{c} left"] for c in codes[start : start + 4])
            assert lefts == {"Northlight": 2, "Southwind": 2}


def test_a_draw_of_sides_is_drawn_again_from_its_seed() -> None:
    sites = {f"{number:03}": "" for number in range(20)}
    drawn = randomise(sites, make_scheme(TWO, 2, has_sides=True))
    swapped = {
        **drawn.arm_of,
        "003 left": drawn.arm_of["003 right"],
        "003 right": drawn.arm_of["003 left"],
    }

    assert fits_its_draw(drawn.arm_of, drawn.draw)
    assert not fits_its_draw(swapped, drawn.draw)
    assert not fits_its_draw(drawn.arm_of, {**drawn.draw, "units": "subjects"})


def test_unequal_shares_are_refused_where_every_subject_has_both_arms() -> None:
    with pytest.raises(AllocationError) as caught:
        make_scheme((Arm("X", 2), Arm("Y")), 2, has_sides=True)

    assert "every subject has both arms" in caught.value.report()


def test_arms_without_a_share_take_the_one_of_the_protocol() -> None:
    assert read_arms(["X", "Y"], (2, 1)) == (Arm("X", 2), Arm("Y", 1))
    assert read_arms(["X=3", "Y"], (2, 1)) == (Arm("X", 3), Arm("Y", 1))


def test_sealed_sides_open_masked_and_then_in_full(store: StudyStore) -> None:
    allocation = Allocation(ARM_OF, has_sides=True)
    seal(store, allocation, PASSPHRASE, names_passphrase=NAMES, by="KH")
    assert b"Northlight" not in store.path.read_bytes()

    masked = open_seal(store, PASSPHRASE, by="KH", why="look", masked=True)
    kept = opened(store)

    assert kept == masked
    assert list(masked.groups) == side_names(*SUBJECTS)
    for code in SUBJECTS:
        assert {masked.groups[f"{code} {side}"] for side in ("left", "right")} == {
            "A",
            "B",
        }
    labels = set(masked.labels().values())
    crossing = {"Group A then B", "Group B then A"}
    is_crossing = bool(store.protocol().crossover)
    assert labels == (crossing if is_crossing else {"Group A", "Group B"})

    full = open_seal(store, PASSPHRASE, names_passphrase=NAMES, by="KH", why="end")

    second = {"Northlight": "Southwind", "Southwind": "Northlight"}
    assert full.labels() == {
        name: f"{arm} then {second[arm]}" if is_crossing else arm
        for name, arm in ARM_OF.items()
    }
    assert arms(store) == full.labels()
    assert verify_study(store.path).holds


def test_a_drawn_allocation_of_sides_is_seen_to_fit_its_seed(store) -> None:
    scheme = make_scheme(TWO, 2, has_sides=True)
    seal(store, randomise(dict.fromkeys(SUBJECTS, ""), scheme), PASSPHRASE, by="KH")
    sealing = json.loads(store.trail()[-1].details)["facts"]
    open_seal(store, PASSPHRASE, by="KH", why="end")

    assert (sealing["subjects"], sealing["sides"]) == (2, 4)
    facts = json.loads(store.trail()[-1].details)["facts"]
    assert facts["drawn"] == "fits its seed"


def test_an_emergency_envelope_tells_both_sides_of_its_subject(store) -> None:
    codes = draw_codes(SUBJECTS)
    seal(store, Allocation(ARM_OF, has_sides=True), PASSPHRASE, by="KH", codes=codes)
    assert store.unit_envelope_count() == 2

    found = open_unit(store, "002", codes["002"].text(), by="Dr N", why="reaction")

    text = (
        "left: Southwind then Northlight; right: Northlight then Southwind"
        if store.protocol().crossover
        else "left: Southwind; right: Northlight"
    )
    assert found.sentence() == f"Subject 002: {text}"
    assert b"Northlight" not in store.path.read_bytes()
    assert opened(store) is None


def test_what_envelopes_tell_of_sides_is_as_long_for_every_subject(store) -> None:
    allocation, protocol = Allocation(ARM_OF, has_sides=True), store.protocol()

    texts = {told(allocation, subject, protocol) for subject in SUBJECTS}

    assert len(texts) == 2
    assert len({len(text) for text in texts}) == 1


@pytest.mark.parametrize(
    ("arm_of", "told"),
    [
        (
            {**ARM_OF, "002 right": "Southwind"},
            "both sides of subject 002 have the same arm.",
        ),
        ({**ARM_OF, "003 left": "Southwind"}, "the study has no side 003 left."),
        (
            {name: arm for name, arm in ARM_OF.items() if name != "001 left"},
            "side 001 left of the study has no arm.",
        ),
        ({"001": "Northlight", "002": "Southwind"}, "the study has no side 001."),
    ],
)
def test_sides_that_do_not_fit_the_study_are_not_sealed(store, arm_of, told) -> None:
    with pytest.raises(AllocationError) as caught:
        seal(store, Allocation(arm_of, has_sides=True), PASSPHRASE, by="KH")

    assert told in [str(problem) for problem in caught.value.problems]
    assert store.envelopes() == {}
