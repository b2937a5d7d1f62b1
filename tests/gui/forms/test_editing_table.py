"""Rows of a draft typed, ticked, chosen, added, moved and taken away."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.forms.cells import Field, Kind
from gui.forms.editing_table import EditingTable
from models.errors import Problem


@dataclass
class Row:
    name: str = ""
    is_kept: bool = False
    colour: str = ""


COLOURS = (("", "none"), ("r", "red"), ("b", "blue"))


@pytest.fixture
def rows() -> list[Row]:
    return [Row("first"), Row("second", colour="b")]


@pytest.fixture
def editing(qtbot: QtBot, rows: list[Row]) -> Iterator[EditingTable[Row]]:
    widget: EditingTable[Row] = EditingTable(
        "rows",
        (
            Field("name", "Name", stretches=True),
            Field("is_kept", "Kept", Kind.FLAG),
            Field("colour", "Colour", Kind.CHOICE, lambda _: COLOURS),
        ),
        Row,
        "things",
        "thing",
    )
    widget.show_rows(rows)
    widget.resize(600, 300)
    widget.show()
    yield widget
    widget.close()


def press(editing: EditingTable[Row], name: str) -> None:
    button = editing.findChild(QPushButton, f"rows_{name}")
    assert button is not None
    button.click()


def text(editing: EditingTable[Row], row: int, column: int) -> str:
    item = editing.table.item(row, column)
    assert item is not None
    return item.text()


def test_what_is_typed_stands_in_the_draft(
    qtbot: QtBot, editing: EditingTable[Row], rows: list[Row]
) -> None:
    table = editing.table
    table.setFocus()
    table.setCurrentCell(0, 0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    field = table.indexWidget(table.currentIndex())
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "other")
    with qtbot.waitSignal(editing.changed):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert rows[0].name == "other"


def test_space_ticks_a_box(
    qtbot: QtBot, editing: EditingTable[Row], rows: list[Row]
) -> None:
    editing.table.setFocus()
    editing.table.setCurrentCell(1, 1)
    with qtbot.waitSignal(editing.changed):
        QTest.keyClick(editing.table, Qt.Key.Key_Space)
    assert [row.is_kept for row in rows] == [False, True]


def test_a_choice_shows_words_and_keeps_the_value(
    qtbot: QtBot, editing: EditingTable[Row], rows: list[Row]
) -> None:
    assert text(editing, 1, 2) == "blue"
    editing.table.setFocus()
    editing.table.setCurrentCell(0, 2)
    QTest.keyClick(editing.table, Qt.Key.Key_Return)
    box = editing.table.findChild(QComboBox, "cell_box")
    assert box is not None
    box.setCurrentIndex(1)
    with qtbot.waitSignal(editing.changed):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert rows[0].colour == "r"
    assert text(editing, 0, 2) == "red"


def test_rows_are_added_below_the_current_one_moved_and_removed(
    editing: EditingTable[Row], rows: list[Row]
) -> None:
    editing.table.setCurrentCell(0, 0)
    press(editing, "add")
    assert [row.name for row in rows] == ["first", "", "second"]
    assert editing.table.currentRow() == 1
    press(editing, "up")
    assert [row.name for row in rows] == ["", "first", "second"]
    press(editing, "remove")
    assert [row.name for row in rows] == ["first", "second"]
    press(editing, "down")
    assert [row.name for row in rows] == ["second", "first"]


def test_faults_stand_below_the_table_and_mark_their_cell(
    editing: EditingTable[Row],
) -> None:
    editing.show_problems(
        [
            Problem("", "is missing.", ("things", 1, "name")),
            Problem("", "must hold three.", ("things",)),
            Problem("", "is elsewhere.", ("others", 0, "name")),
        ]
    )
    label = editing.findChild(QLabel, "rows_fault")
    assert label is not None
    assert label.text() == (
        "Things must hold three.\nThing 2 (second), name is missing."
    )
    marked, sound = editing.table.item(1, 0), editing.table.item(0, 0)
    assert marked is not None
    assert sound is not None
    assert not marked.icon().isNull()
    assert sound.icon().isNull()

    editing.show_problems([])
    assert not label.isVisible()
    assert marked.icon().isNull()
