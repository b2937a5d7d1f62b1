"""Beginning "before or after?": who answers, and what has come out so far."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QVBoxLayout,
    QWidget,
)

from gui.layouts import form_layout, words
from gui.naming import named
from models.reading.before_after import choice_results
from models.store.store import StudyStore


class ChoiceStartDialog(QDialog):
    """Asks for the rater.

    Signals:
        chosen: Code of the rater who answers.
    """

    chosen = Signal(str)

    def __init__(self, store: StudyStore, parent: QWidget) -> None:
        """Make the dialog.

        Raises:
            ExpectedError: The protocol asks for no pairs.
        """
        shares = choice_results(store)
        super().__init__(parent)
        self.setObjectName("choice_start")
        self.setWindowTitle(self.tr("Before or after?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.rater = named("choice_rater", QComboBox())
        self.rater.setEditable(True)
        self.rater.addItems([one.code for one in store.raters()])
        form = form_layout()
        form.addRow(self.tr("&Rater"), self.rater)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(self.tr("Begin"))
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        text = self.tr(
            "Two photographs of a subject side by side, one of them the baseline: the "
            "rater says which was taken later, and how sure."
        )
        told = "\n".join(one.sentence for one in shares)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(words("choice_hint", text, "muted"))
        if told:
            layout.addWidget(words("choice_results", told))
        layout.addLayout(form)
        layout.addWidget(self._buttons)

    @Slot()
    def _on_accepted(self) -> None:
        rater = self.rater.currentText().strip()
        if rater:
            self.accept()
            self.chosen.emit(rater)
