"""The table under the plots, and that of what they leave out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from gui.layouts import words
from gui.naming import named
from gui.pages.trajectories.rows import TableRow
from gui.tables.record_table import Column, RecordTable
from models.statistics.exclusions import Exclusion
from models.statistics.panels import day_text
from models.words import counted

GROUP_COLUMN = 1


def trajectory_table() -> RecordTable[TableRow]:
    """The numbers behind the plots."""
    table: RecordTable[TableRow] = RecordTable(
        (
            Column("Scale", lambda row: row.scale),
            Column("Group", lambda row: row.group),
            Column("Visit", lambda row: row.visit, order=lambda row: row.day),
            Column("Day", _day, order=lambda row: row.day, is_number=True),
            Column("n", lambda row: str(row.n), order=_n, is_number=True),
            Column("Missing", _missing, is_number=True),
            Column("Mean or median", lambda row: row.centre, is_number=True),
            Column("95 % interval", lambda row: row.interval, is_number=True),
            Column("SD", lambda row: row.sd, is_number=True),
            Column("Note", lambda row: row.note, stretches=True),
        )
    )
    table.setObjectName("trajectory_table")
    return table


class LeftOutDialog(QDialog):
    """Everything planned that has no number in the plots, and why."""

    def __init__(
        self,
        left_out: list[Exclusion],
        notes: Sequence[str],
        noun: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("left_out_dialog")
        self.setWindowTitle(self.tr("Left out of the plots"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 520)
        table: RecordTable[Exclusion] = RecordTable(
            (
                Column(self.tr("Scale"), lambda one: one.series),
                Column(noun.capitalize(), lambda one: one.unit),
                Column(
                    self.tr("Visit"), lambda one: one.visit, order=lambda one: one.day
                ),
                Column(self.tr("Why"), lambda one: one.reason.value, stretches=True),
            )
        )
        table.setObjectName("left_out_table")
        table.setAccessibleName(self.tr("What is left out and why"))
        table.set_records(left_out)
        search = named("left_out_search", QLineEdit())
        search.setPlaceholderText(self.tr("Search"))
        search.setAccessibleName(self.tr("Search what is left out"))
        search.setClearButtonEnabled(True)
        search.textChanged.connect(table.set_filter)
        text = self.tr("Of what the protocol plans, {} not in the plots.").format(
            counted(len(left_out), "value is", "values are")
        )
        if not left_out:
            text = self.tr("Everything that the protocol plans is in the plots.")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(words("left_out_text", text))
        if notes:
            layout.addWidget(words("left_out_notes", "\n".join(notes), "small"))
        layout.addWidget(search)
        layout.addWidget(table, 1)
        layout.addWidget(buttons)


def _day(row: TableRow) -> str:
    return day_text(row.day).removeprefix("day ")


def _n(row: TableRow) -> float:
    return row.n


def _missing(row: TableRow) -> str:
    return str(row.subjects - row.n)
