"""Photographs stored in a study."""

import hashlib

import pytest

from models.photographs.importing import import_photographs
from models.photographs.plan import plan_import
from models.progress import Cancelled, Progress, Step
from tests.examples import make_study, picture
from tests.models.photographs.pictures import exif, saved, scene


@pytest.fixture
def study(tmp_path):
    """A study that has subject 001 complete, and nobody else."""
    with make_study(tmp_path / "study.dgstudy", subjects=["001"]) as store:
        yield store


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number, visit in enumerate(("baseline", "day1", "day30"), 20):
        (folder / f"007_{visit}_front.jpg").write_bytes(picture(number))
    return folder


def planned(study, folder):
    return plan_import(folder, study.protocol(), stored=study.photographs())


def test_the_original_bytes_are_stored_with_what_is_known_of_them(study, folder):
    data = saved(scene(), "JPEG", exif=exif(6).tobytes())
    (folder / "007_day1_front.jpg").write_bytes(data)

    report = import_photographs(study, planned(study, folder), by="AB")

    assert len(report.imported) == 3
    assert report.new_subjects == ("007",)
    photograph = next(
        one
        for one in study.photographs()
        if (one.subject, one.visit) == ("007", "day1")
    )
    assert study.photograph_bytes(photograph.id) == data
    assert photograph.sha256 == hashlib.sha256(data).hexdigest()
    assert (photograph.width, photograph.height, photograph.orientation) == (43, 61, 6)
    assert photograph.file_name == "007_day1_front.jpg"


def test_an_import_is_one_line_of_the_trail(study, folder):
    before = len(study.trail())

    import_photographs(study, planned(study, folder), by="AB")

    line = study.trail()[-1]
    assert len(study.trail()) == before + 1
    assert (line.by, line.role, line.action) == (
        "AB",
        "coordinator",
        "photographs imported",
    )


def test_importing_the_same_folder_twice_stores_nothing_more(study, folder):
    import_photographs(study, planned(study, folder), by="AB")
    lines = len(study.trail())

    report = import_photographs(study, planned(study, folder), by="AB")

    assert report.imported == ()
    assert len(report.left_out) == 3
    assert len(study.photographs()) == 6
    assert len(study.trail()) == lines


def test_the_same_plan_carried_out_twice_stores_nothing_more(study, folder):
    plan = planned(study, folder)
    import_photographs(study, plan, by="AB")

    report = import_photographs(study, plan, by="AB")

    assert report.imported == ()
    assert {left.reason for left in report.left_out} == {
        "its place was filled in the meantime"
    }


def test_cancelling_leaves_the_study_as_it_was(study, folder):
    before = study.photographs(), study.subjects(), study.trail()

    def report(step: Step) -> None:
        if step.done == 2:
            progress.cancel()

    progress = Progress(report)
    with pytest.raises(Cancelled):
        import_photographs(study, planned(study, folder), by="AB", progress=progress)

    assert (study.photographs(), study.subjects(), study.trail()) == before


def test_a_file_changed_since_the_plan_is_left_out_and_named(study, folder):
    plan = planned(study, folder)
    (folder / "007_day1_front.jpg").write_bytes(picture(77))
    (folder / "007_day30_front.jpg").unlink()

    report = import_photographs(study, plan, by="AB")

    assert report.imported == ("007_baseline_front.jpg",)
    assert {left.place: left.reason for left in report.left_out} == {
        "007_day1_front.jpg": "it was changed since the plan was made",
        "007_day30_front.jpg": "it cannot be opened any more",
    }


def test_of_a_folder_with_broken_photographs_the_rest_is_imported(study, folder):
    (folder / "008_baseline_front.jpg").write_bytes(picture(40)[:200])

    report = import_photographs(study, planned(study, folder), by="AB")

    assert len(report.imported) == 3
    assert [left.place for left in report.left_out] == ["008_baseline_front.jpg"]


def test_the_report_can_be_saved(study, folder, tmp_path):
    (folder / "x.jpg").write_bytes(picture(50))
    report = import_photographs(study, planned(study, folder), by="AB")

    report.save(tmp_path / "report.txt")

    text = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "3 photographs imported" in text
    assert "1 new subject: 007" in text
    assert "x.jpg: the name does not have the form" in text
    assert "  007_baseline_front.jpg" in text
