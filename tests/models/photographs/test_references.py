"""Reference photographs of grades: into the study, out of it, and into kits."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from main import main
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.photographs.decode import decode
from models.photographs.references import (
    add_references,
    import_references,
    withdraw_reference,
)
from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.writing import write_kit
from models.reading.session import open_session
from models.store.store import StudyStore
from tests.examples import make_study, picture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "references"
    folder.mkdir()
    for number, name in enumerate(
        ("erythema-0-3_0.jpg", "Erythema-0-3_2_1.JPG", "erythema-0-3_2_2.jpg")
    ):
        (folder / name).write_bytes(picture(number))
    return folder


@pytest.fixture
def study(tmp_path: Path) -> Iterator[StudyStore]:
    with make_study(tmp_path / "s.dgstudy") as store:
        yield store


def test_a_folder_is_stored_by_the_names_of_its_files(
    study: StudyStore, folder: Path
) -> None:
    report = import_references(study, folder, by="c")
    assert len(report.stored) == 3
    assert [(one.scale, one.value) for one in study.references()] == [
        ("erythema-0-3", 0),
        ("erythema-0-3", 2),
        ("erythema-0-3", 2),
    ]
    assert study.trail()[-1].action == "reference photographs imported"


def test_files_that_cannot_be_placed_are_told_and_the_others_stored(
    study: StudyStore, folder: Path
) -> None:
    (folder / "holiday.jpg").write_bytes(picture(7))
    (folder / "erythema-0-3_7.jpg").write_bytes(picture(8))
    (folder / "gais_1.jpg").write_bytes(picture(9))
    (folder / "erythema-0-3_1.jpg").write_bytes(b"\xff\xd8\xff no photograph")
    report = import_references(study, folder, by="c")
    assert len(report.stored) == 3
    told = "\n".join(report.lines())
    assert "holiday.jpg: its name does not say of which grade it is" in told
    assert "erythema-0-3 has no grade 7 (0 to 3)" in told
    assert 'the study has no scale "gais"' in told
    assert "erythema-0-3_1.jpg: " in told


def test_an_empty_folder_says_how_to_name_files(
    study: StudyStore, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ExpectedError) as caught:
        import_references(study, tmp_path / "empty", by="c")
    assert "SCALE_GRADE.jpg" in caught.value.hint


def test_the_same_file_is_stored_once(study: StudyStore, folder: Path) -> None:
    import_references(study, folder, by="c")
    lines = len(study.trail())
    assert import_references(study, folder, by="c").same == 3
    assert len(study.trail()) == lines


def test_what_is_kept_has_nothing_but_pixels(study: StudyStore, tmp_path: Path) -> None:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Mrs Example"
    Image.new("RGB", (40, 30), (200, 150, 140)).save(file, "JPEG", exif=exif)
    path = tmp_path / "Mrs Example.jpg"
    path.write_bytes(file.getvalue())
    add_references(study, "erythema-0-3", 1, [path], by="c")
    [one] = study.references()
    kept = study.reference_bytes(one.id)
    assert b"Mrs Example" not in kept
    with Image.open(io.BytesIO(kept)) as pixels:
        assert pixels.size == (40, 30)


def test_one_taken_out_is_shown_no_more_and_stays_on_record(
    study: StudyStore, folder: Path
) -> None:
    import_references(study, folder, by="c")
    withdraw_reference(study, study.references()[0], by="c")
    assert {one.value for one in study.references()} == {2}
    assert verify_study(study.path).holds


def test_a_session_and_a_kit_carry_them(
    study: StudyStore, folder: Path, tmp_path: Path
) -> None:
    import_references(study, folder, by="c")
    here = open_session(study, "R1")
    write_kit(study, "R1", tmp_path / "R1.dgkit", by="c")
    with open_kit(tmp_path / "R1.dgkit") as kit:
        there = kit_session(kit)
        assert [(one.scale, one.value) for one in there.references] == [
            (one.scale, one.value) for one in here.references
        ]
        mine = decode(here.reference(here.references[0].id))
        carried = decode(there.reference(there.references[0].id))
        assert np.array_equal(carried.rgb, mine.rgb)
        assert {one.file_name for one in there.references} == {""}


def test_the_command_imports_a_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.dgstudy"
    make_study(path).close()
    assert main(["import", "references", str(path), str(folder)]) == 0
    assert "3 reference photographs stored" in capsys.readouterr().out
    with StudyStore.open(path) as store:
        assert len(store.references()) == 3
