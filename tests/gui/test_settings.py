from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from gui.settings import RECENT_FILES, Settings, ThemeChoice


def test_the_file_opened_last_stands_first_and_once(
    settings: Settings, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.dgstudy", tmp_path / "b.dgstudy"
    for path in (first, second, first):
        settings.add_recent_file(path)

    assert settings.recent_files == (first, second)


def test_ten_recent_files_are_remembered(settings: Settings, tmp_path: Path) -> None:
    for number in range(15):
        settings.add_recent_file(tmp_path / f"{number}.dgstudy")

    assert len(settings.recent_files) == RECENT_FILES
    assert settings.recent_files[0].name == "14.dgstudy"


def test_a_recent_file_can_be_forgotten(settings: Settings, tmp_path: Path) -> None:
    for name in ("a", "b"):
        settings.add_recent_file(tmp_path / name)
    settings.remove_recent_file(tmp_path / "a")
    assert [path.name for path in settings.recent_files] == ["b"]

    settings.clear_recent_files()
    assert settings.recent_files == ()


def test_settings_survive_a_restart(tmp_path: Path) -> None:
    file = str(tmp_path / "s.ini")
    before = Settings(QSettings(file, QSettings.Format.IniFormat))
    before.theme = ThemeChoice.DARK
    before.font_scale = 150
    before.set_last_folder("study", tmp_path)
    before.set_last_page("uid", "record")
    before.save()

    after = Settings(QSettings(file, QSettings.Format.IniFormat))
    assert after.theme is ThemeChoice.DARK
    assert after.font_scale == 150
    assert after.last_folder("study") == tmp_path
    assert after.last_page("uid") == "record"


@pytest.mark.parametrize(
    ("stored", "scale"), [("7", 100), ("900", 200), ("", 100), ("large", 100)]
)
def test_a_font_scale_edited_by_hand_stays_between_100_and_200(
    tmp_path: Path, stored: str, scale: int
) -> None:
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    store.setValue("look/font_scale", stored)

    assert Settings(store).font_scale == scale


def test_a_folder_that_is_gone_gives_way_to_the_home_folder(
    settings: Settings, tmp_path: Path
) -> None:
    settings.set_last_folder("study", tmp_path / "gone")

    assert settings.last_folder("study") == Path.home()


def test_a_change_of_the_look_is_told(qtbot: QtBot, settings: Settings) -> None:
    with qtbot.waitSignal(settings.look_changed):
        settings.theme = ThemeChoice.LIGHT
