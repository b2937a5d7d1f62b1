"""A table whose cells are the attributes of a draft's rows."""

from collections.abc import Callable, MutableSequence, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.forms.cells import VALUE, Cells, Field, Kind
from gui.forms.faults import Path, fault_label, sentence, tell, within
from gui.naming import named
from models.errors import Problem
from models.words import listed

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex


class EditingTable(QWidget, Generic[R]):
    """Rows of a draft as a table: typed into, ticked, added, taken away, moved.

    Signals:
        changed: The user changed something; the draft has it already.
    """

    changed = Signal()

    def __init__(
        self,
        name: str,
        fields: Sequence[Field[R]],
        new_row: Callable[[], R],
        path: str,
        noun: str,
    ) -> None:
        """Make the table.

        Args:
            name: Of the widget, for tests and style sheets.
            fields: Its columns.
            new_row: Makes what stands in a row that is added.
            path: Where the rows stand in the document of the draft.
            noun: What a row is: "visit".
        """
        super().__init__()
        self._fields = tuple(fields)
        self._new_row = new_row
        self._path = path
        self._noun = noun
        self._rows: MutableSequence[R] = []
        self.table = named(name, Cells(self._fields, self._row_at))
        self.table.setAccessibleName(noun.capitalize() + "s")
        self._fault = fault_label(f"{name}_fault")
        self._buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.table)
        column.addWidget(self._fault)
        self._row_of_buttons = QHBoxLayout()
        self._row_of_buttons.setSpacing(8)
        for key, text, call in (
            ("add", f"{self.tr('Add')} {_with_article(noun)}", self._on_add),
            ("remove", self.tr("Remove"), self._on_remove),
            ("up", "↑", self._on_up),
            ("down", "↓", self._on_down),
        ):
            button = named(f"{name}_{key}", QPushButton(text))
            button.setAutoDefault(False)
            button.clicked.connect(call)
            self._buttons[key] = button
            self._row_of_buttons.addWidget(button)
        self._row_of_buttons.addStretch(1)
        self._buttons["up"].setAccessibleName(self.tr("Up"))
        self._buttons["down"].setAccessibleName(self.tr("Down"))
        column.addLayout(self._row_of_buttons)
        self.table.itemChanged.connect(self._on_item_changed)
        self.table.currentCellChanged.connect(self._on_current_changed)
        self._on_current_changed()

    def add_button(self, button: QPushButton) -> None:
        """Put a further button below the others."""
        button.setAutoDefault(False)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
            layout.setAlignment(button, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: MutableSequence[R]) -> None:
        """Show the rows of a draft, and change them as the user does."""
        self._rows = rows
        self.refresh()

    def set_shown(self, attribute: str, *, shown: bool) -> None:
        """Show or hide a column."""
        for column, one in enumerate(self._fields):
            if one.attribute == attribute:
                self.table.setColumnHidden(column, not shown)

    def refresh(self) -> None:
        """Show what the rows hold now."""
        table = self.table
        with QSignalBlocker(table):
            table.setRowCount(len(self._rows))
            for number, row in enumerate(self._rows):
                for column, one in enumerate(self._fields):
                    item = table.item(number, column)
                    if item is None:
                        item = QTableWidgetItem()
                        table.setItem(number, column, item)
                    _show(item, one, row)
        table.fit()
        self._on_current_changed()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the cells at fault, and tell below the table what is wrong."""
        sentences = [
            sentence(self._noun.capitalize() + "s", one)
            for one in problems
            if one.path == (self._path,)
        ]
        with QSignalBlocker(self.table):
            for number, row in enumerate(self._rows):
                path: Path = (self._path, number)
                found = within(problems, path)
                for column, one in enumerate(self._fields):
                    key = one.key or one.attribute
                    here = [p for p in found if p.path[2:3] == (key,)]
                    item = self.table.item(number, column)
                    if item is not None:
                        _mark(item, here)
                sentences += [self._told(number, row, one) for one in found]
        tell(self._fault, sentences)

    def choose(self, row: int, attribute: str) -> None:
        """Put the keyboard on a cell."""
        columns = [one.attribute for one in self._fields]
        self.table.setCurrentCell(row, columns.index(attribute))

    def _told(self, number: int, row: R, problem: Problem) -> str:
        name = str(getattr(row, "name", "") or getattr(row, "label", ""))
        what = f"{self._noun.capitalize()} {number + 1}{f' ({name})' if name else ''}"
        key = problem.path[2] if len(problem.path) > 2 else ""
        headings = [
            one.heading for one in self._fields if key == (one.key or one.attribute)
        ]
        if headings:
            return sentence(f"{what}, {headings[0].lower()}", problem)
        return sentence(what, problem)

    def _row_at(self, number: int) -> R:
        return self._rows[number]

    @Slot()
    def _on_add(self) -> None:
        row = self.table.currentRow()
        place = row + 1 if row >= 0 else len(self._rows)
        self._rows.insert(place, self._new_row())
        self._after_move(place)
        first = next(
            (n for n, one in enumerate(self._fields) if one.kind is not Kind.FLAG), 0
        )
        self.table.setCurrentCell(place, first)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_remove(self) -> None:
        row = self.table.currentRow()
        if row >= 0:
            del self._rows[row]
            self._after_move(min(row, len(self._rows) - 1))

    @Slot()
    def _on_up(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.table.currentRow()
        to = row + by
        if row >= 0 and 0 <= to < len(self._rows):
            self._rows[row], self._rows[to] = self._rows[to], self._rows[row]
            self._after_move(to)

    def _after_move(self, row: int) -> None:
        column = max(self.table.currentColumn(), 0)
        self.refresh()
        if row >= 0:
            self.table.setCurrentCell(row, column)
        self._on_current_changed()
        self.changed.emit()

    @Slot()
    def _on_current_changed(self) -> None:
        row = self.table.currentRow()
        self._buttons["remove"].setEnabled(row >= 0)
        self._buttons["up"].setEnabled(row > 0)
        self._buttons["down"].setEnabled(0 <= row < len(self._rows) - 1)

    @Slot(QTableWidgetItem)
    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        row, one = self._rows[item.row()], self._fields[item.column()]
        if one.kind is Kind.FLAG:
            value: object = item.checkState() is Qt.CheckState.Checked
        elif one.kind is Kind.CHOICE:
            value = item.data(VALUE)
        else:
            value = item.text()
        if getattr(row, one.attribute) == value:
            return
        setattr(row, one.attribute, value)
        self.refresh()
        self.changed.emit()


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def _show(item: QTableWidgetItem, field: Field[R], row: R) -> None:
    """What a cell says of its row."""
    value = getattr(row, field.attribute)
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    if field.kind is Kind.FLAG:
        _allow(item, flags | Qt.ItemFlag.ItemIsUserCheckable)
        state = Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        item.setCheckState(state)
        return
    _allow(item, flags | Qt.ItemFlag.ItemIsEditable)
    if field.choices is None:
        item.setText(str(value))
        return
    known = dict(field.choices(row))
    item.setData(VALUE, value)
    item.setText(known.get(value, ""))


def _allow(item: QTableWidgetItem, flags: Qt.ItemFlag) -> None:
    # Setting flags measures the whole table anew, even where they stay the same.
    if item.flags() != flags:
        item.setFlags(flags)


def _mark(item: QTableWidgetItem, problems: Sequence[Problem]) -> None:
    """Mark a cell at fault with a sign, not by colour alone."""
    told = listed(one.text for one in problems) if problems else ""
    tip = told or item.text()
    if item.toolTip() != tip:
        item.setToolTip(tip)
    # Setting an icon measures the whole table anew, so only where it changes.
    if item.icon().isNull() is bool(problems):
        item.setIcon(icons.icon("warning") if problems else QIcon())
