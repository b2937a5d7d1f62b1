"""Entering what is kept equal in a study: settings of devices, licence agreements."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.context import PageContext
from gui.layouts import form_layout, words
from gui.naming import named
from gui.pages.measurements.constants import Constant, study_constants
from models.errors import ExpectedError
from models.measures.recording import record_constant


class ConstantsDialog(QDialog):
    """A field for each setting of the study's instruments."""

    def __init__(self, context: PageContext, by: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("constants_dialog")
        self.setWindowTitle(self.tr("Instruments"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 560)
        self._context = context
        self._by = by
        self._fields: list[tuple[Constant, QLineEdit]] = []
        self._reason = named("reason_field", QLineEdit())
        self._reason.setPlaceholderText(self.tr("only where something is corrected"))
        self._message = words("constants_message", look="bad")
        self._message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        text = self.tr(
            "Values compare only if probe, pressure and the like stay the same. "
            "Of licensed forms the reference of the agreement is kept here."
        )
        layout.addWidget(words("constants_hint", text, "muted"))
        layout.addWidget(self._area(), 1)
        form = form_layout()
        form.addRow(self.tr("&Reason"), self._reason)
        layout.addLayout(form)
        layout.addWidget(self._message)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save
            | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(
            bool(self._fields)
        )
        layout.addWidget(buttons)

    def _area(self) -> QScrollArea:
        inner = QWidget()
        form = form_layout()
        inner.setLayout(form)
        heading = ""
        for number, one in enumerate(study_constants(self._context.study.store)):
            if one.of != heading:
                heading = one.of
                form.addRow(words("instrument_name", heading, "strong"))
            if one.licence:
                form.addRow(words("licence_text", one.licence, "small"))
            field = named(f"constant_{number}", QLineEdit(one.value))
            field.setAccessibleName(f"{one.of}, {one.name}")
            form.addRow(one.name.capitalize(), field)
            self._fields.append((one, field))
        if not self._fields:
            form.addRow(words("none_text", self.tr("No instrument asks for any."), ""))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        return area

    @Slot()
    def _on_save(self) -> None:
        changed = [
            (one, field.text().strip())
            for one, field in self._fields
            if field.text().strip() != one.value
        ]
        why = self._reason.text().strip()
        if any(one.value for one, _ in changed) and not why:
            self._message.setText(
                self.tr("Say why what was recorded before is corrected.")
            )
            self._message.show()
            self._reason.setFocus()
            return
        store = self._context.study.store
        try:
            for one, value in changed:
                for key in one.instruments:
                    record_constant(store, key, one.name, value, by=self._by, why=why)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("measurements")
        self.accept()
