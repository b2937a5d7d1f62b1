from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.current_study import CurrentStudy
from models.errors import ExpectedError
from tests.examples import make_study


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    one, two = tmp_path / "one.dgstudy", tmp_path / "two.dgstudy"
    for path in (one, two):
        make_study(path).close()
    return one, two


def test_opening_and_closing_are_told(qtbot: QtBot, files: tuple[Path, Path]) -> None:
    study = CurrentStudy()
    with qtbot.waitSignal(study.opened):
        study.open(files[0])
    assert study.store.path == files[0]

    with qtbot.waitSignals([study.closing, study.closed], order="strict"):
        study.close()
    assert not study.is_open


def test_the_study_can_still_be_read_while_it_is_about_to_close(
    files: tuple[Path, Path],
) -> None:
    study = CurrentStudy()
    study.open(files[0])
    titles: list[str] = []
    study.closing.connect(lambda: titles.append(study.store.info().title))
    study.close()

    assert titles == ["Example study"]


def test_opening_another_closes_the_one_before(files: tuple[Path, Path]) -> None:
    one, two = files
    study, other = CurrentStudy(), CurrentStudy()
    study.open(one)
    study.open(two)
    other.open(one)  # not locked any more

    assert study.store.path == two
    study.close()
    other.close()


def test_opening_the_same_again_keeps_it_open(
    qtbot: QtBot, files: tuple[Path, Path]
) -> None:
    study = CurrentStudy()
    study.open(files[0])
    with qtbot.assertNotEmitted(study.closing):
        study.open(files[0])
    study.close()


def test_a_file_that_cannot_be_opened_leaves_the_open_study_alone(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    study = CurrentStudy()
    study.open(files[0])
    with pytest.raises(ExpectedError):
        study.open(tmp_path / "nothing.dgstudy")

    assert study.store.path == files[0]
    study.close()


def test_without_a_study_there_is_no_store() -> None:
    with pytest.raises(LookupError):
        _ = CurrentStudy().store
