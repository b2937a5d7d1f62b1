"""The sheet of keys: every command that has one."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from gui.naming import named
from gui.tables.record_table import Column, RecordTable


@dataclass(frozen=True)
class _Row:
    menu: str
    command: str
    keys: str


class ShortcutSheet(QDialog):
    """Menu, command and key in a table that can be searched."""

    def __init__(
        self, shortcuts: list[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut_sheet")
        self.setWindowTitle(self.tr("Keyboard"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 480)
        search = named("shortcut_search", QLineEdit())
        search.setPlaceholderText(self.tr("Search"))
        search.setAccessibleName(self.tr("Search the commands"))
        search.setClearButtonEnabled(True)
        table: RecordTable[_Row] = RecordTable(
            (
                Column(self.tr("Menu"), lambda row: row.menu),
                Column(self.tr("Command"), lambda row: row.command, stretches=True),
                Column(self.tr("Keys"), lambda row: row.keys),
            )
        )
        table.setObjectName("shortcut_table")
        table.setAccessibleName(self.tr("Commands and their keys"))
        table.set_records([_Row(*row) for row in shortcuts])
        search.textChanged.connect(table.set_filter)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.addWidget(search)
        layout.addWidget(table, 1)
        layout.addWidget(buttons)
