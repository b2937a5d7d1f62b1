from dataclasses import dataclass

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui.tables.record_table import Column, RecordModel, RecordTable


@dataclass(frozen=True)
class Visit:
    name: str
    day: int


VISITS = (Visit("Day 30", 30), Visit("Day 5", 5), Visit("Screening", -14))
COLUMNS = (
    Column[Visit]("Visit", lambda visit: visit.name),
    Column[Visit]("Day", lambda visit: str(visit.day), order=lambda visit: visit.day),
)


def _table(qtbot: QtBot) -> RecordTable[Visit]:
    table = RecordTable(COLUMNS)
    qtbot.addWidget(table)
    table.set_records(VISITS)
    return table


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model = RecordModel(COLUMNS)
    model.set_records(VISITS)

    qtmodeltester.check(model)


def test_numbers_are_sorted_as_numbers(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.sort_by(1, Qt.SortOrder.AscendingOrder)

    assert [visit.day for visit in table.records()] == [-14, 5, 30]


def test_a_filter_leaves_the_records_with_that_text(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.set_filter("DAY")

    assert [visit.name for visit in table.records()] == ["Day 30", "Day 5"]


def test_rows_are_copied_with_their_headings(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.selectRow(1)

    assert table.copied() == "Visit\tDay\nDay 5\t5"


def test_selecting_a_row_tells_its_record(qtbot: QtBot) -> None:
    table = _table(qtbot)
    with qtbot.waitSignal(table.record_selected) as heard:
        table.selectRow(2)

    assert heard.args == [VISITS[2]]
