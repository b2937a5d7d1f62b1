"""Choosing the experts whose median becomes the reference scores."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QWidget

from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import words
from gui.naming import named
from models.training.references import SMALLEST_PANEL


class PanelDialog(QDialog):
    """Raters who have finished a reading of the set, each with a box to tick.

    Signals:
        panel_chosen: Codes of the experts.
    """

    panel_chosen = Signal(object)

    def __init__(self, raters: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("panel_dialog")
        self.setWindowTitle(self.tr("Reference scores from a panel"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._boxes = {
            code: named(f"expert_{code}", QCheckBox(code)) for code in raters
        }
        text = self.tr(
            "Three experts or more read the whole set alone, on the page Rate. Their "
            "median becomes the reference score. Where they are two grades apart, or "
            "the median is no grade, they meet and set a consensus."
        )
        layout = dialog_layout(self)
        layout.addWidget(words("panel_hint", text, "muted"))
        for box in self._boxes.values():
            box.setChecked(True)
            box.toggled.connect(self._check)
            layout.addWidget(box)
        if len(raters) < SMALLEST_PANEL:
            missing = self.tr("Fewer than three experts have finished a reading.")
            layout.addWidget(words("panel_missing", missing, "warn"))
        layout.addStretch(1)
        ok = QDialogButtonBox.StandardButton.Ok
        self._buttons = QDialogButtonBox(ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(ok).setText(self.tr("Set the reference scores"))
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        add_buttons(self, self._buttons)
        self._check()

    def _chosen(self) -> list[str]:
        return [code for code, box in self._boxes.items() if box.isChecked()]

    @Slot()
    def _check(self) -> None:
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(len(self._chosen()) >= SMALLEST_PANEL)

    @Slot()
    def _on_accepted(self) -> None:
        chosen = self._chosen()
        self.accept()
        self.panel_chosen.emit(chosen)
