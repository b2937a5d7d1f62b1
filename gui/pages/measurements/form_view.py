"""The form on screen: the day of the visit, the fields by who gives them, saving."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.layouts import card, words
from gui.naming import named, relook
from gui.pages.measurements.field_row import ChoiceBox, FieldRow, label_of
from gui.pages.measurements.presenter import FormPresenter

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FormView(QWidget):
    """A form; Enter goes from field to field.

    Signals:
        edited: What is typed has changed.
        save_requested: Save the form.
        next_requested: Save it, and show the next one.
        left: The user wants to go back to the grid of forms.
        agreement_requested: The user wants to give the reference of an agreement.
    """

    edited = Signal()
    save_requested = Signal()
    next_requested = Signal()
    left = Signal()
    agreement_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("form_view")
        self._form: FormPresenter | None = None
        self._rows: list[FieldRow] = []
        self._answers: dict[str, ChoiceBox] = {}
        self._title = words("form_title", look="heading")
        self._day = QLineEdit()
        self._day_message = words("day_message", look="bad")
        self._notice = words("licence_notice", look="warn")
        self._agreement = named(
            "agreement_button", QPushButton(self.tr("Give the agreement…"))
        )
        self._message = words("form_message", look="muted")
        self._save = named("save_button", QPushButton(self.tr("Save")))
        self._next = named(
            "save_next_button", QPushButton(self.tr("Save and next")), "primary"
        )
        self._inner = QWidget()
        self._area = QScrollArea()
        self._lay_out()
        self._agreement.clicked.connect(self.agreement_requested)
        self._save.clicked.connect(self.save_requested)
        self._next.clicked.connect(self.next_requested)

    @property
    def form(self) -> FormPresenter | None:
        """The form that is shown."""
        return self._form

    def show_form(self, form: FormPresenter | None, title: str) -> None:
        """Show another form, or none."""
        self._form = form
        self._title.setText(title)
        self._rows, self._answers = [], {}
        self._day = named("day_field", QLineEdit())
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        inner.setObjectName("form_fields")
        self._inner = inner
        if form is not None:
            for part in self._parts(form):
                column.addWidget(part)
        column.addStretch(1)
        # A key that is still being handled may belong to a field of the form before.
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(inner)
        if self._rows:
            self.setTabOrder(self._rows[-1].last, self._save)
            self.setTabOrder(self._save, self._next)
        for widget in (self._save, self._next):
            widget.setEnabled(form is not None and not form.is_locked)
        self.refresh()

    def refresh(self) -> None:
        """Tell anew what is wrong and what is stored."""
        form = self._form
        if form is None:
            return
        states = form.states()
        for row in self._rows:
            row.show_state(states[row.field.place])
        fault = form.day_fault()
        self._day_message.setText(fault)
        self._day_message.setVisible(bool(fault))
        relook(self._day, "bad" if fault else "field")

    def set_message(self, text: str, look: str = "muted") -> None:
        """Say how saving went."""
        self._message.setText(text)
        relook(self._message, look)

    def set_notice(self, text: str) -> None:
        """Say that an agreement is asked for, or nothing."""
        self._notice.setText(text)
        self._notice.setVisible(bool(text))
        self._agreement.setVisible(bool(text))

    def focus_first(self) -> None:
        """Go to the first field that is at fault, or to the first of all."""
        form = self._form
        if form is None:
            return
        place = form.first_fault()
        for row in self._rows:
            if place is None or row.field.place == place:
                row.focus()
                return
        self._day.setFocus()

    def toggle_not_done(self) -> None:
        """Say of the field that has the focus that it was not done."""
        for row in self._rows:
            if row.holds(QApplication.focusWidget()):
                row.toggle_not_done()
                return

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            self.focusNextChild()
            self._show_focused()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        self._show_focused()
        return moved

    def _show_focused(self) -> None:
        widget = QApplication.focusWidget()
        if widget is not None and self._area.isAncestorOf(widget):
            self._area.ensureWidgetVisible(widget, 20, 60)

    def _lay_out(self) -> None:
        self._area.setWidgetResizable(True)
        self._area.setProperty("look", "plain")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._save.setToolTip(self.tr("Ctrl+S"))
        self._next.setToolTip(self.tr("Ctrl+Enter"))
        self._notice.hide()
        self._agreement.hide()
        notice = QHBoxLayout()
        notice.addWidget(self._notice, 1)
        notice.addWidget(self._agreement)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._message, 1)
        buttons.addWidget(self._save)
        buttons.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addLayout(notice)
        layout.addWidget(self._area, 1)
        layout.addLayout(buttons)

    def _parts(self, form: FormPresenter) -> list[QWidget]:
        """The cards of a form, from the top."""
        cards: list[QWidget] = [card(self._day_line(form))]
        if form.rules:
            cards.append(card(self._questions(form), self.tr("Eligibility")))
        cards += [
            card(self._group(form, number), group.heading)
            for number, group in enumerate(form.groups)
        ]
        return cards

    def _day_line(self, form: FormPresenter) -> QVBoxLayout:
        self._day.setText(form.day)
        self._day.setPlaceholderText(self.tr("2026-03-31 or 31.3.2026"))
        self._day.setEnabled(not form.is_locked)
        self._day.textChanged.connect(self._on_day_changed)
        self._day_message = words("day_message", look="bad")
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(label_of(self.tr("D&ay of the visit"), self._day))
        line.addWidget(self._day, 1)
        column = QVBoxLayout()
        column.addLayout(line)
        column.addWidget(self._day_message)
        return column

    def _questions(self, form: FormPresenter) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0, 1)
        for line, rule in enumerate(form.rules):
            box = named(f"rule_{rule.key}", ChoiceBox())
            for text, yes in (
                ("", None),
                (self.tr("yes"), True),
                (self.tr("no"), False),
            ):
                box.addItem(text, yes)
            box.setAccessibleName(rule.text)
            answer = form.answer(rule.key)
            box.setCurrentIndex(0 if answer is None else 1 if answer else 2)
            box.setEnabled(not form.is_locked)
            box.currentIndexChanged.connect(self._on_answered)
            self._answers[rule.key] = box
            must = self.tr("keeps out") if rule.is_exclusion else self.tr("must hold")
            grid.addWidget(words("rule_text", rule.text), line, 0)
            grid.addWidget(words("rule_kind", must, "small"), line, 1)
            grid.addWidget(box, line, 2)
        return grid

    def _group(self, form: FormPresenter, number: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(2, 2)
        for field in form.groups[number].fields:
            row = FieldRow(field, form.typed(field.place), self._inner)
            row.add_to(grid)
            row.set_enabled(not form.is_locked)
            row.edited.connect(partial(self._on_row_edited, row))
            self._rows.append(row)
        return grid

    def _on_row_edited(self, row: FieldRow) -> None:
        if self._form is not None:
            self._form.set_typed(row.field.place, row.typed())
            self._after_edit()

    @Slot(str)
    def _on_day_changed(self, text: str) -> None:
        if self._form is not None:
            self._form.set_day(text)
            self._after_edit()

    @Slot()
    def _on_answered(self) -> None:
        form = self._form
        if form is None:
            return
        for key, box in self._answers.items():
            form.set_answer(key, box.currentData())
        self._after_edit()

    def _after_edit(self) -> None:
        self.set_message("")
        self.refresh()
        self.edited.emit()
