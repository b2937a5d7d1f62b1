"""Reading allocation lists and telling all their faults."""

from pathlib import Path

import pytest

from models.allocation.allocation_list import Allocation, read_allocation
from models.allocation.errors import AllocationError
from models.tables import TableError

SUBJECTS = ["001", "002", "003", "004"]
GOOD = "subject,arm\n001,Cream\n002,Base\n003,Cream\n004,Base\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str, arms: int = 2) -> list[str]:
    with pytest.raises(AllocationError) as caught:
        read_allocation(written(folder, text), SUBJECTS, arms)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_list_gives_the_arm_of_each_subject(tmp_path: Path) -> None:
    allocation = read_allocation(written(tmp_path, GOOD), SUBJECTS, 2)

    assert allocation.arm_of == {
        "001": "Cream",
        "002": "Base",
        "003": "Cream",
        "004": "Base",
    }
    assert allocation.arms == ("Base", "Cream")
    assert allocation.subjects == ("001", "002", "003", "004")


def test_headings_may_be_spelt_in_the_clinics_way(tmp_path: Path) -> None:
    text = GOOD.replace("subject,arm", "USUBJID;Treatment Group").replace(",", ";")

    assert len(read_allocation(written(tmp_path, text), SUBJECTS, 2).arm_of) == 4


def test_the_order_of_the_list_leaves_no_mark(tmp_path: Path) -> None:
    head, *rows = GOOD.splitlines()
    other = "\n".join([head, *reversed(rows)])

    assert (
        list(read_allocation(written(tmp_path, other), SUBJECTS, 2).arm_of) == SUBJECTS
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "002,Base",
            "002,Base\n005,Base",
            "row 4, column subject: the study has no subject 005.",
        ),
        ("003,Cream\n", "", "list.csv: subject 003 of the study is not in the list."),
        (
            "002,Base",
            "002,Base\n002,Base",
            (
                "row 4, column subject: subject 002 stands in row 3 already, "
                "with the same arm."
            ),
        ),
        (
            "002,Base",
            "002,Base\n002,Cream",
            (
                "row 4, column subject: subject 002 stands in row 3 already, "
                "with another arm."
            ),
        ),
        ("002,Base", "002,", "row 3, column arm: is empty."),
        ("002,Base", "002,Base\n,Base", "row 4, column subject: is empty."),
        (
            "002,Base",
            "002,Third",
            (
                'list.csv: the protocol has 2 arms, the list 3: "Cream", "Third" and '
                '"Base".'
            ),
        ),
        (
            "002,Base",
            "002," + "x" * 101,
            "row 3, column arm: has 101 characters; 100 are the most.",
        ),
        (
            "002,Base",
            "002,Ba\u200bse",
            "row 3, column arm: holds characters that cannot be seen.",
        ),
    ],
)
def test_a_fault_is_told_with_row_and_column(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert told in faults(tmp_path, GOOD.replace(old, new, 1))


def test_arms_that_differ_by_case_look_alike_and_count_once(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD.replace("002,Base", "002,base")) == [
        (
            'row 5, column arm: arm names "base" (row 3) and "Base" look alike; '
            "write both the same way, or make them differ by more."
        )
    ]


def test_arms_that_differ_by_space_look_alike(tmp_path: Path) -> None:
    text = GOOD.replace("001,Cream", "001,Cre am")

    assert len(faults(tmp_path, text)) == 1


def test_too_few_arms_are_told(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD.replace("Base", "Cream")) == [
        'list.csv: the protocol has 2 arms, the list 1: "Cream".'
    ]


def test_zeros_that_excel_dropped_are_suggested_and_not_guessed(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD.replace("001", "1")) == [
        "row 2, column subject: the study has no subject 1. Is it 001?",
        "list.csv: subject 001 of the study is not in the list.",
    ]


def test_a_fault_names_the_column_as_the_user_does(tmp_path: Path) -> None:
    text = GOOD.replace("subject,arm", "Patient ID,Group").replace("002,Base", "002,")

    assert faults(tmp_path, text) == ["row 3, column Group: is empty."]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = "subject,arm\n001,Cream\n001,Base\n009,Cream\n,\n003,\n"

    assert len(faults(tmp_path, text, arms=3)) == 6


def test_a_study_without_arms_has_nothing_to_allocate(tmp_path: Path) -> None:
    with pytest.raises(AllocationError, match="has no arms"):
        read_allocation(written(tmp_path, GOOD), SUBJECTS, 0)


def test_a_study_without_subjects_says_what_comes_first(tmp_path: Path) -> None:
    with pytest.raises(AllocationError) as caught:
        read_allocation(written(tmp_path, GOOD), [], 2)

    assert caught.value.hint == "Import its subjects or photographs first."


def test_a_list_without_an_arm_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        read_allocation(written(tmp_path, "subject,amr\n001,Cream\n"), SUBJECTS, 2)

    assert str(caught.value.problems[0]) == (
        'row 1: there is no column arm. Is it "amr"?'
    )


def test_an_allocation_lists_each_arm_once() -> None:
    assert Allocation({"b": "Y", "a": "X", "c": "Y"}).arms == ("X", "Y")
