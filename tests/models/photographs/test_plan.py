"""What an import would do, before anything is written."""

import os
import shutil
import threading

import pytest

from models.errors import ExpectedError
from models.photographs import plan as plan_module
from models.photographs.names import NamePatternError, Place
from models.photographs.plan import plan_import
from models.progress import Cancelled, Progress, Step
from models.store.records import Photograph
from tests.examples import example_protocol, picture
from tests.models.photographs.pictures import saved, scene

PROTOCOL = example_protocol()
VISITS = ("baseline", "day1", "day30")


@pytest.fixture
def folder(tmp_path):
    """Two subjects, complete."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    number = 0
    for subject in ("007", "008"):
        for visit in VISITS:
            number += 1
            file = folder / f"{subject}_{visit}_front.jpg"
            file.write_bytes(picture(number))
    return folder


def stored(planned, **changes) -> Photograph:
    values = {
        "id": 1,
        "subject": planned.place.subject,
        "visit": planned.place.visit,
        "view": planned.place.view,
        "file_name": planned.name,
        "sha256": planned.sha256,
        "size": planned.size,
        "format": "JPEG",
        "width": 48,
        "height": 32,
        "orientation": 1,
        "profile": "",
        "taken_at": "",
    }
    return Photograph(**(values | changes))


def reasons(entries) -> dict[str, str]:
    return {entry.place: entry.reason for entry in entries}


def test_a_complete_folder_matches_and_misses_nothing(folder):
    plan = plan_import(folder, PROTOCOL)

    assert plan.pattern == "{subject}_{visit}_{view}"
    assert [planned.place for planned in plan.matched] == [
        Place(subject, visit, "front") for subject in ("007", "008") for visit in VISITS
    ]
    assert plan.missing == plan.left_out == plan.others == ()
    assert plan.subjects == ("007", "008")
    assert plan.matched[0].facts.width == 48


def test_broken_photographs_are_listed_with_their_reason_and_the_rest_matches(folder):
    whole = saved(scene(200, 150), "JPEG")
    (folder / "009_baseline_front.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "009_day1_front.jpg").write_bytes(b"")
    (folder / "009_day30_front.nef").write_bytes(b"IIRO" + bytes(100))

    plan = plan_import(folder, PROTOCOL)

    told = reasons(plan.unreadable)
    assert "not copied to its end" in told["009_baseline_front.jpg"]
    assert "empty" in told["009_day1_front.jpg"]
    assert "RAW" in told["009_day30_front.nef"]
    assert len(plan.matched) == 6
    assert [place.visit for place in plan.missing] == list(VISITS)


def test_names_that_do_not_fit_are_listed_with_the_part_that_does_not(folder):
    (folder / "007_day3_front.jpg").write_bytes(picture(50))

    plan = plan_import(folder, PROTOCOL)

    assert reasons(plan.unmatched) == {
        "007_day3_front.jpg": "the protocol has no visit “day3”"
    }


def test_what_is_no_photograph_is_listed_apart(folder):
    (folder / "notes.txt").write_text("hello")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "007_day1_front.jpg").write_bytes(picture(1))

    plan = plan_import(folder, PROTOCOL)

    assert reasons(plan.others) == {
        "notes.txt": "not a photograph",
        ".DS_Store": "hidden file",
        "Thumbs.db": "hidden file",
        ".hidden": "hidden folder",
    }


def test_a_photograph_without_suffix_is_known_by_its_first_bytes(folder):
    (folder / "009_day1_front").write_bytes(picture(60))

    assert Place("009", "day1", "front") in [
        planned.place for planned in plan_import(folder, PROTOCOL).matched
    ]


def test_two_photographs_for_one_place_are_both_left_out(folder):
    (folder / "007_D1_front.jpg").write_bytes(picture(70))

    plan = plan_import(folder, PROTOCOL)

    assert reasons(plan.doubles) == {
        "007_D1_front.jpg": "two photographs for one place, see 007_day1_front.jpg",
        "007_day1_front.jpg": "two photographs for one place, see 007_D1_front.jpg",
    }
    assert plan.missing == (Place("007", "day1", "front"),)


def test_the_same_photograph_under_two_visits_is_left_out_of_both(folder):
    shutil.copy(folder / "007_day1_front.jpg", folder / "007_day30_front.jpg")

    plan = plan_import(folder, PROTOCOL)

    told = reasons(plan.doubles)
    assert told["007_day1_front.jpg"] == (
        "the same photograph under two names, see 007_day30_front.jpg"
    )
    assert len(plan.matched) == 4


def test_a_copy_for_the_same_place_leaves_the_first_in(folder):
    (folder / "more").mkdir()
    shutil.copy(folder / "007_day1_front.jpg", folder / "more")

    plan = plan_import(folder, PROTOCOL)

    assert reasons(plan.doubles) == {
        "more/007_day1_front.jpg": "a copy of 007_day1_front.jpg"
    }
    assert len(plan.matched) == 6


def test_what_the_study_has_is_not_imported_again(folder):
    first = plan_import(folder, PROTOCOL).matched
    before = [
        stored(first[0]),
        stored(first[1], sha256="0" * 64),
        stored(first[2], subject="001"),
    ]

    plan = plan_import(folder, PROTOCOL, stored=before)

    assert reasons(plan.stored) == {first[0].name: "the study has it already"}
    assert reasons(plan.doubles) == {
        first[1].name: "the study has another photograph at this place",
        first[2].name: "the study has this very photograph as 001, day30, front",
    }
    assert [planned.place.subject for planned in plan.matched] == ["008"] * 3
    assert Place("001", "baseline", "front") in plan.missing
    assert Place("001", "day30", "front") not in plan.missing


def test_folders_linked_in_a_circle_are_entered_once(folder):
    (folder / "circle").symlink_to(folder, target_is_directory=True)

    plan = plan_import(folder, PROTOCOL)

    assert len(plan.matched) == 6
    assert plan.doubles == ()


def test_a_link_to_nowhere_is_listed_as_unreadable(folder):
    (folder / "009_day1_front.jpg").symlink_to(folder / "gone.jpg")

    assert "cannot be opened" in plan_import(folder, PROTOCOL).unreadable[0].reason


@pytest.mark.skipif(os.name == "nt", reason="pipes and raw bytes in names are Unix")
def test_pipes_and_names_that_are_no_text_do_no_harm(folder):
    os.mkfifo(folder / "pipe.jpg")
    (folder / os.fsdecode(b"009_day1_\xff.jpg")).write_bytes(picture(80))
    (folder / "00\n9_day1_front.jpg").write_bytes(picture(81))

    plan = plan_import(folder, PROTOCOL)

    assert reasons(plan.others) == {"pipe.jpg": "not a file"}
    assert {entry.place for entry in plan.unmatched} == {
        "009_day1_�.jpg",
        "00�9_day1_front.jpg",
    }
    "\n".join(plan.lines()).encode()


@pytest.mark.skipif(os.name == "nt", reason="pipes and raw bytes in names are Unix")
def test_a_subject_that_is_no_text_is_not_matched(folder):
    (folder / os.fsdecode(b"\xff9_day1_front.jpg")).write_bytes(picture(80))

    unmatched = plan_import(folder, PROTOCOL).unmatched

    assert unmatched[0].reason == "the subject has signs that cannot be printed"


def test_a_file_too_large_is_not_read(folder, monkeypatch):
    monkeypatch.setattr(plan_module, "MOST_BYTES", 400)

    plan = plan_import(folder, PROTOCOL)

    assert len(plan.unreadable) == 6
    assert "too large" in plan.unreadable[0].reason


def test_subjects_that_differ_only_in_case_are_remarked(folder):
    (folder / "s1_day1_front.jpg").write_bytes(picture(90))
    (folder / "S1_day30_front.jpg").write_bytes(picture(91))

    remarks = plan_import(folder, PROTOCOL).remarks

    assert "Subjects S1 and s1 differ only in upper and lower case." in remarks


def test_missing_profiles_are_counted(folder):
    remarks = plan_import(folder, PROTOCOL).remarks

    assert remarks == (
        "6 photographs: No colour profile; the colours are taken as sRGB.",
    )


def test_a_pattern_of_the_user_is_kept_to(folder):
    plan = plan_import(folder, PROTOCOL, names="{visit}_{subject}")

    assert plan.matched == ()
    assert len(plan.unmatched) == 6
    with pytest.raises(NamePatternError):
        plan_import(folder, PROTOCOL, names="{visit}")


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ExpectedError, match="There is no folder gone"):
        plan_import(tmp_path / "gone", PROTOCOL)


def test_an_empty_folder_gives_an_empty_plan(tmp_path):
    plan = plan_import(tmp_path, PROTOCOL)

    assert plan.matched == plan.left_out == plan.missing == ()
    assert plan.lines()[0].startswith("0 photographs of 0 subjects to import")


def test_progress_is_told_and_cancelling_leaves_no_thread_behind(folder):
    steps: list[Step] = []

    def report(step: Step) -> None:
        steps.append(step)
        if step.done == 3:
            progress.cancel()

    progress = Progress(report)
    before = threading.active_count()

    with pytest.raises(Cancelled):
        plan_import(folder, PROTOCOL, progress=progress)

    assert [(step.done, step.total) for step in steps] == [
        (0, 0),
        (1, 6),
        (2, 6),
        (3, 6),
    ]
    assert threading.active_count() == before


def test_the_lines_list_every_kind(folder):
    (folder / "007_day3_front.jpg").write_bytes(picture(50))
    (folder / "009_day1_front.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "notes.txt").write_text("hello")
    shutil.copy(folder / "007_day1_front.jpg", folder / "007_day30_front.jpg")

    lines = plan_import(folder, PROTOCOL).lines(most=1)

    assert lines[0] == (
        "4 photographs of 2 subjects to import, names read as {subject}_{visit}_{view}"
    )
    assert "Cannot be read: 1" in lines
    assert "Name does not fit: 1" in lines
    assert "Double: 2" in lines
    assert "Missing: 5" in lines
    assert "  and 4 more" in lines
    assert "Not a photograph: 1" in lines
