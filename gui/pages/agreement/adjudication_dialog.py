"""Opening a third reading of what raters differ on."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.context import PageContext
from gui.layouts import form_layout, words
from gui.naming import named
from gui.pages.record.signer import SignerFields
from models.errors import ExpectedError
from models.people.roles import Act
from models.reading.adjudication import open_adjudication, plan_adjudication
from models.words import listed

COORDINATOR = "coordinator"


class AdjudicationDialog(QDialog):
    """Who decides, and what would be read.

    Signals:
        opened: A sentence about the third reading that was opened.
    """

    opened = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        """Make the dialog.

        Raises:
            ExpectedError: The protocol has no rule for third readings.
        """
        plan = plan_adjudication(context.study.store)
        super().__init__(parent)
        self.setObjectName("adjudication_dialog")
        self.setWindowTitle(self.tr("Open an adjudication"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._context = context
        self._can_open = bool(plan.disputes)
        self._rater = named("adjudicator_code", QLineEdit())
        self._rater.setPlaceholderText(self.tr("a rater without a reading, such as A1"))
        self._rater.textChanged.connect(self._on_changed)
        form = form_layout()
        form.addRow(self.tr("&Adjudicator"), self._rater)
        self._signer = SignerFields(context.study.store, form, COORDINATOR, self)
        self._signer.changed.connect(self._on_changed)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(self.tr("Open"))
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(words("adjudication_plan", plan.sentence()))
        if plan.unfinished:
            text = self.tr("Left out, because the reading goes on: {}.")
            told = text.format(listed(plan.unfinished))
            layout.addWidget(words("adjudication_unfinished", told, "warn"))
        hint = self.tr(
            "The adjudicator sees codes only: neither who scored these photographs nor "
            "what. The scores of the others stay."
        )
        layout.addWidget(words("adjudication_hint", hint, "muted"))
        layout.addLayout(form)
        layout.addWidget(self._buttons)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        is_filled = bool(self._rater.text().strip()) and self._signer.is_filled()
        ok.setEnabled(self._can_open and is_filled)

    @Slot()
    def _on_accepted(self) -> None:
        store, rater = self._context.study.store, self._rater.text().strip()
        try:
            by = self._signer.acting(Act.ADJUDICATE)()
            plan = open_adjudication(store, rater, by=by)
        except ExpectedError as error:
            self._signer.forget_password()
            self._context.errors.show(error)
            return
        self.accept()
        self._context.study.tell("people")
        text = self.tr("The third reading of {} is open. {}")
        self.opened.emit(text.format(rater, plan.sentence()))
