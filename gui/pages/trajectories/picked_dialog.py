"""The subjects behind a point of the plots, with their photographs."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.layouts import words
from gui.pages.photographs.contact_sheet import SIDE, ContactSheet
from gui.pages.photographs.thumbnails import Thumbnails
from gui.pages.trajectories.picking import PickedPoint, PickedUnit
from gui.tables.record_table import Column, RecordTable
from models.words import counted


class PickedDialog(QDialog):
    """Subjects with their values; the photographs of the one that is chosen.

    Signals:
        looked_at: Code of a subject whose photographs are shown for the first time.
    """

    looked_at = Signal(str)

    def __init__(
        self,
        picked: PickedPoint,
        photograph_bytes: Callable[[int], bytes],
        visits: Mapping[str, str],
        noun: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            picked: What it shows.
            photograph_bytes: The bytes of a photograph by its number, from any thread.
            visits: Name of each visit by its key.
            noun: "subject" or "side".
            parent: What it stands before.
        """
        super().__init__(parent)
        self.setObjectName("picked_dialog")
        self.setWindowTitle(picked.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 620)
        self._picked = picked
        self._seen: set[str] = set()
        self._thumbnails = Thumbnails(SIDE, photograph_bytes)
        self._sheet = ContactSheet(self._thumbnails, visits)
        self._table = self._make_table(noun)
        self._text = words("picked_text", look="muted")
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._table)
        splitter.addWidget(self._sheet)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(words("picked_title", picked.title, "heading"))
        layout.addWidget(self._text)
        layout.addWidget(splitter, 1)
        layout.addWidget(buttons)
        self.finished.connect(self._thumbnails.close)

    def show_first(self) -> None:
        """Choose the subject that was clicked, once the dialog is connected."""
        self._table.record_selected.connect(self._on_selected)
        self._table.selectRow(self._picked.first)
        self._table.setFocus()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._thumbnails.close()
        super().closeEvent(event)

    def _make_table(self, noun: str) -> RecordTable[PickedUnit]:
        table: RecordTable[PickedUnit] = RecordTable(
            (
                Column(noun.capitalize(), lambda one: one.unit.name, stretches=True),
                Column(self.tr("Value"), lambda one: one.score, is_number=True),
                Column(self.tr("Change"), lambda one: one.change, is_number=True),
                Column(
                    self.tr("Photographs"),
                    lambda one: str(len(one.photographs)),
                    is_number=True,
                ),
            )
        )
        table.setObjectName("picked_table")
        table.setAccessibleName(self.tr("Who is behind the point"))
        table.set_records(self._picked.units)
        return table

    @Slot(object)
    def _on_selected(self, unit: PickedUnit | None) -> None:
        if unit is None:
            return
        self._sheet.show_photographs(unit.photographs)
        number = len(unit.photographs)
        self._text.setText(
            self.tr("{}: {} of baseline and this visit.").format(
                unit.unit.name, counted(number, "photograph")
            )
            if number
            else self.tr("{}: no photographs at these visits.").format(unit.unit.name)
        )
        if number and unit.unit.subject not in self._seen:
            self._seen.add(unit.unit.subject)
            self.looked_at.emit(unit.unit.subject)
