"""Entering an adverse event, or revising one."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QWidget,
)

from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from gui.pages.measurements.events import TypedEvent, as_typed, read_event
from gui.pages.measurements.field_row import ChoiceBox
from models.errors import ExpectedError
from models.measures.recording import record_adverse_events
from models.protocol.protocol import SIDES
from models.store.measure_records import (
    AdverseEvent,
    EventOutcome,
    Relation,
    Severity,
)


class EventDialog(QDialog):
    """The fields of an adverse event; faults are told before anything is stored."""

    def __init__(
        self,
        context: PageContext,
        by: str,
        parent: QWidget,
        *,
        event: AdverseEvent | None = None,
        subject: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("event_dialog")
        title = self.tr("Adverse event {}").format(event.number) if event else ""
        self.setWindowTitle(title or self.tr("New adverse event"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(70 * self.fontMetrics().averageCharWidth())
        self._context = context
        self._by = by
        self._event = event
        codes = [one.code for one in context.study.store.subjects()]
        self._subject = _choice("event_subject", codes)
        self._term = named("event_term", QLineEdit())
        self._onset = named("event_onset", QLineEdit())
        self._ended = named("event_ended", QLineEdit())
        self._severity = _choice("event_severity", [one.value for one in Severity])
        self._relation = _choice("event_relation", [one.value for one in Relation])
        self._outcome = _choice("event_outcome", [one.value for one in EventOutcome])
        self._serious = _choice("event_serious", ["no", "yes"])
        self._place = named("event_place", QLineEdit())
        self._side = _choice("event_side", SIDES)
        self._comment = named("event_comment", QLineEdit())
        self._why = named("reason_field", QLineEdit())
        self._faults = words("event_faults", look="bad")
        self._faults.hide()
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save
            | QDialogButtonBox.StandardButton.Cancel
        )
        self._lay_out()
        self._fill(as_typed(event) if event else TypedEvent(subject=subject))
        self._buttons.accepted.connect(self._on_save)
        self._buttons.rejected.connect(self.reject)
        (self._term if subject or event else self._subject).setFocus()

    def _lay_out(self) -> None:
        days = self.tr("2026-03-31 or 31.3.2026")
        self._onset.setPlaceholderText(days)
        self._ended.setPlaceholderText(self.tr("empty while it goes on"))
        form = form_layout()
        for label, field in (
            (self.tr("Su&bject"), self._subject),
            (self.tr("&What happened"), self._term),
            (self.tr("&Onset"), self._onset),
            (self.tr("&Ended"), self._ended),
            (self.tr("Se&verity"), self._severity),
            (self.tr("&Relation to the treatment"), self._relation),
            (self.tr("O&utcome"), self._outcome),
            (self.tr("&Serious"), self._serious),
            (self.tr("&Place on the body"), self._place),
            (self.tr("Si&de"), self._side),
            (self.tr("&Comment"), self._comment),
        ):
            form.addRow(label, field)
        if self._event is not None:
            form.addRow(self.tr("Reason of the revisio&n"), self._why)
        self._serious.setToolTip(
            self.tr(
                "Fatal, life-threatening, in hospital, lasting disability, birth "
                "defect, or otherwise medically important"
            )
        )
        layout = dialog_layout(self)
        layout.addLayout(form)
        layout.addWidget(self._faults)
        add_buttons(self, self._buttons)

    def _fill(self, typed: TypedEvent) -> None:
        for field, text in (
            (self._term, typed.term),
            (self._onset, typed.onset),
            (self._ended, typed.ended),
            (self._place, typed.place),
            (self._comment, typed.comment),
        ):
            field.setText(text)
        for box, text in (
            (self._subject, typed.subject),
            (self._severity, typed.severity),
            (self._relation, typed.relation),
            (self._outcome, typed.outcome),
            (self._side, typed.side),
        ):
            box.setCurrentText(text)
        if typed.serious is not None:
            self._serious.setCurrentText("yes" if typed.serious else "no")
        self._subject.setEnabled(self._event is None)

    def _typed(self) -> TypedEvent:
        serious = self._serious.currentText()
        return TypedEvent(
            subject=self._subject.currentText(),
            term=self._term.text(),
            onset=self._onset.text(),
            ended=self._ended.text(),
            severity=self._severity.currentText(),
            relation=self._relation.currentText(),
            outcome=self._outcome.currentText(),
            serious=serious == "yes" if serious else None,
            place=self._place.text(),
            side=self._side.currentText(),
            comment=self._comment.text(),
            why=self._why.text(),
        )

    @Slot()
    def _on_save(self) -> None:
        number = self._event.number if self._event else 0
        event, faults = read_event(self._typed(), number)
        self._faults.setText("\n".join(faults))
        self._faults.setVisible(bool(faults))
        if event is None:
            return
        try:
            record_adverse_events(self._context.study.store, [event], by=self._by)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("adverse events")
        self._context.shell.told.emit(self.tr("The adverse event is stored."))
        self.accept()


def _choice(name: str, texts: Iterable[str]) -> ChoiceBox:
    """A list from which nothing is chosen yet."""
    box = named(name, ChoiceBox())
    box.addItems(["", *texts])
    return box
