"""From an empty window to a workbook, on a scale and a protocol made in the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QPlainTextEdit,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.main_window import MainWindow
from gui.pages.rating.commands import GOES_ON
from gui.pages.rating.page import RatingRoom
from gui.pages.rating.scale_panel import ScalePanel
from models.audit.verify import verify_study
from models.protocol import library
from tests.examples import picture
from tests.gui.pages.rating.conftest import press
from tests.gui.test_journeys import Walk

SUBJECTS = ("001", "002", "003")
VISITS = ("Baseline", "Day 30")


@pytest.fixture
def window(context: PageContext, tmp_path: Path) -> Iterator[MainWindow]:
    folder = tmp_path / "photographs"
    folder.mkdir()
    names = [f"{code}_{visit}_Front" for code in SUBJECTS for visit in VISITS]
    for number, name in enumerate(names):
        data = picture(number, size=(160, 120)).rpartition(b"#")[0]
        (folder / f"{name}.jpg").write_bytes(data)
    context.settings.set_text(GOES_ON, "no")
    window = MainWindow(context)
    window.resize(1280, 800)
    window.show()
    yield window
    window.close()


def test_a_study_runs_on_a_scale_and_a_protocol_made_in_the_window(
    window: MainWindow,
    context: PageContext,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk(window, qtbot)
    saved = {"study": tmp_path / "own.dgstudy", "workbook": tmp_path / "own.xlsx"}
    monkeypatch.setattr(
        file_dialogs, "save_file", lambda parent, settings, dialog, *_: saved[dialog]
    )
    monkeypatch.setattr(
        file_dialogs, "choose_folder", lambda *_: tmp_path / "photographs"
    )
    make_scale(walk)
    make_protocol_and_study(walk, context)
    import_photographs(walk, context)
    read(walk, context)
    save_workbook(walk, context, saved["workbook"])
    window.close()
    check_workbook(saved["workbook"])
    assert verify_study(saved["study"]).holds


def make_scale(walk: Walk) -> None:
    """Tools > Scales: a scale with three grades, its faults gone one by one."""
    walk.command("Scales…")
    listed = walk.dialog("scales_dialog")
    walk.press(listed, "new_scale_button")
    editor = walk.dialog("scale_editor")
    walk.type(editor, "name_field", "Glow of the cheek")
    walk.type(editor, "short_field", "Glow")
    walk.type(editor, "question_field", "How much does the cheek glow?")
    box = editor.findChild(QComboBox, "direction_field")
    assert box is not None
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "higher is better"
    walk.type(editor, "citation_field", "Our own")
    walk.type(editor, "licence_field", "Free to use")
    grades = table(editor, "grades_table")
    for row, word in enumerate(("dull", "some", "bright", "radiant")):
        fill(walk, grades, row, 1, word)
        fill(walk, grades, row, 2, f"The cheek is {word}.")
    grades.setCurrentCell(3, 0)
    walk.press(editor, "grades_table_remove")
    walk.qtbot.waitUntil(lambda: editor.findChild(ScalePanel) is not None)
    walk.press(editor, "save_button")
    walk.gone("scale_editor")
    text = listed.findChild(QPlainTextEdit, "entry_text")
    assert text is not None
    assert "How much does the cheek glow?" in text.toPlainText()
    listed.reject()
    walk.gone("scales_dialog")


def make_protocol_and_study(walk: Walk, context: PageContext) -> None:
    """New study from nothing: one group, the new scale, made and kept."""
    walk.command("New study…")
    dialog = walk.dialog("new_study_dialog")
    walk.type(dialog, "title_field", "Glow of a month")
    starts = dialog.findChild(QListWidget, "protocol_list")
    assert starts is not None
    starts.setFocus()
    QTest.keyClick(starts, Qt.Key.Key_End)
    walk.press(dialog, "next_step_button")
    design = dialog.findChild(QComboBox, "design_field")
    assert design is not None
    QTest.keyClick(design, Qt.Key.Key_End)
    assert "single group" in design.currentText()
    walk.type(dialog, "name_field", "Glow protocol")
    walk.press(dialog, "next_step_button")
    visits = table(dialog, "visits_table")
    assert visits.rowCount() == 2
    walk.press(dialog, "next_step_button")
    walk.press(dialog, "scored_table_add")
    scored = table(dialog, "scored_table")
    choose(walk, scored, 0, 0, "Glow of the cheek (0 to 2)")
    walk.press(dialog, "next_step_button")
    picker = table(dialog, "schedule_picker")
    assert marks(picker, 1) == ["●", "●"]
    picker.setFocus()
    picker.setCurrentCell(1, 1)
    QTest.keyClick(picker, Qt.Key.Key_Space)
    assert marks(picker, 1) == ["●", ""]
    QTest.keyClick(picker, Qt.Key.Key_Space)
    walk.press(dialog, "keep_button")
    walk.press(dialog, "make_button")
    walk.gone("new_study_dialog")
    protocol = context.study.store.protocol()
    assert (protocol.name, protocol.arms) == ("Glow protocol", 0)
    assert protocol.schedule == {"glow-of-the-cheek": ("baseline", "day-30")}
    kept = library.with_own(context.settings.library_folder)
    assert "glow-protocol" in kept.protocols


def import_photographs(walk: Walk, context: PageContext) -> None:
    walk.window.show_page("photographs")
    walk.press(walk.window, "import_button")
    dialog = walk.dialog("plan_dialog")
    walk.press(dialog, "import_button")
    walk.idle(context)
    walk.press(dialog, "close_button")
    walk.gone("plan_dialog")
    assert len(context.study.store.photographs()) == len(SUBJECTS) * len(VISITS)


def read(walk: Walk, context: PageContext) -> None:
    walk.come_back()
    walk.window.show_page("rating")
    walk.type(walk.window, "rater_field", "R1")
    field = walk.window.findChild(QWidget, "rater_field")
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)
    room = walk.window.findChild(RatingRoom)
    assert room is not None
    assert room.page is not None
    number = 0
    while not context.study.store.readings() or unread(context) > 0:
        press(str(number % 3), Qt.Key.Key_Return)
        number += 1
        assert number < 20
    review = walk.dialog("review_dialog")
    walk.press(review, "finish_button")
    walk.press(walk.dialog("confirmation"), "confirm_button")
    walk.gone("confirmation")
    walk.command("Leave the reading")


def unread(context: PageContext) -> int:
    """Photographs of the reading, hidden repeats too, without a score."""
    store = context.study.store
    reading = store.readings()[0]
    return len(store.reading_items(reading.id)) - len(store.score_rows())


def save_workbook(walk: Walk, context: PageContext, path: Path) -> None:
    walk.window.show_page("trajectories")
    walk.idle(context)
    walk.command("Save workbook…")
    walk.qtbot.waitUntil(path.exists, timeout=60_000)
    walk.idle(context)


def check_workbook(path: Path) -> None:
    workbook = load_workbook(path)
    heading, *rows = workbook["Scores"].iter_rows(values_only=True)
    names = [str(name).lower() for name in heading]
    records = [dict(zip(names, row, strict=True)) for row in rows if any(row)]
    first = [one for one in records if one["scale"]]
    assert len(first) >= len(SUBJECTS) * len(VISITS)
    assert {one["subject"] for one in first} == set(SUBJECTS)
    assert all("glow" in str(one["scale"]).lower() for one in first)
    assert workbook["Charts"]._charts
    workbook.close()


def table(parent: QWidget, name: str) -> QTableWidget:
    found = parent.findChild(QTableWidget, name)
    assert found is not None, name
    return found


def marks(picker: QTableWidget, row: int) -> list[str]:
    items = [picker.item(row, column) for column in range(picker.columnCount())]
    return [item.text() for item in items if item is not None]


def fill(walk: Walk, cells: QTableWidget, row: int, column: int, text: str) -> None:
    """Type into a cell, as a user does: choose it, type, Return."""
    cells.setFocus()
    cells.setCurrentCell(row, column)
    QTest.keyClick(cells, text[0])
    editor = cells.indexWidget(cells.currentIndex()) or cells.focusWidget()
    field = editor if editor is not None and editor is not cells else None
    assert field is not None
    QTest.keyClicks(field, text[1:])
    QTest.keyClick(field, Qt.Key.Key_Return)
    item = cells.item(row, column)
    assert item is not None
    walk.qtbot.waitUntil(lambda: item.text() == text)


def choose(walk: Walk, cells: QTableWidget, row: int, column: int, text: str) -> None:
    """Choose from the list of a cell."""
    cells.setFocus()
    cells.setCurrentCell(row, column)
    QTest.keyClick(cells, Qt.Key.Key_Return)
    box = cells.findChild(QComboBox, "cell_box")
    assert box is not None
    box.setCurrentIndex(box.findText(text))
    QTest.keyClick(box, Qt.Key.Key_Return)
    item = cells.item(row, column)
    assert item is not None
    walk.qtbot.waitUntil(lambda: item.text() == text)
