"""One field of the form: what is asked, where it is typed, what is wrong with it."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.layouts import words
from gui.naming import named, relook
from gui.pages.measurements.fields import Field
from gui.pages.measurements.presenter import REASONS, FieldState, Typed
from models.words import number_text


class ChoiceBox(QComboBox):
    """A list of grades. The wheel scrolls the page and never changes a grade."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FieldRow(QObject):
    """The widgets of a field, put into the grid of its group.

    Signals:
        edited: What is typed has changed.
    """

    edited = Signal()

    def __init__(self, field: Field, typed: Typed, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        key, side = field.place
        self._name = "_".join(filter(None, (key, side)))
        self._label = words(f"{self._name}_label", field.name)
        self._label.setToolTip(field.instrument.question)
        self._text: QLineEdit | None = None
        self._choice: ChoiceBox | None = None
        self._parts: dict[str, QLineEdit] = {}
        self._reason: ChoiceBox | None = None
        self._not_done = named(f"{self._name}_not_done", QToolButton(), "button")
        self._hint = words(f"{self._name}_hint", field.hint, "small")
        self._message = words(f"{self._name}_message")
        self._stored = words(f"{self._name}_stored", look="small")
        self._stack = QStackedWidget()
        self._fill(typed)
        self._not_done.toggled.connect(self._on_not_done_toggled)

    @property
    def last(self) -> QWidget:
        """The last of its widgets that the Tab key stops at."""
        return self._entries()[-1]

    def add_to(self, grid: QGridLayout) -> None:
        """Put the widgets below what is in the grid already."""
        row = grid.rowCount()
        place = Qt.AlignmentFlag.AlignTop
        if not self.field.parts:
            place = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._label, row, 0, place)
        grid.addWidget(self._stack, row, 1)
        grid.addWidget(self._hint, row, 2, place)
        grid.addWidget(self._not_done, row, 3, place)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._message)
        column.addWidget(self._stored)
        grid.addLayout(column, row + 1, 1, 1, 3)

    def typed(self) -> Typed:
        """What stands in the field."""
        if self._not_done.isChecked() and self._reason is not None:
            return Typed(is_not_done=True, reason=self._reason.currentText().strip())
        if self._parts:
            texts = {key: one.text().strip() for key, one in self._parts.items()}
            return Typed(parts={key: text for key, text in texts.items() if text})
        if self._choice is not None:
            return Typed(str(self._choice.currentData() or ""))
        return Typed(self._text.text().strip() if self._text is not None else "")

    def show_state(self, state: FieldState) -> None:
        """Tell what is wrong, what is computed and what is stored."""
        said = state.faults or state.warnings
        self._message.setText("\n".join(said))
        self._message.setVisible(bool(said))
        relook(self._message, "bad" if state.faults else "warn")
        if self._text is not None:
            relook(self._text, "bad" if state.faults else "field")
        stored = self.tr("stored: {}").format(state.stored) if state.stored else ""
        computed = self.tr("computed: {}").format(state.computed)
        lines = [computed if state.computed else "", stored]
        self._stored.setText("\n".join(filter(None, lines)))
        self._stored.setVisible(bool(state.computed or state.stored))
        relook(self._label, "strong" if state.is_changed else "body")

    def set_enabled(self, enabled: bool) -> None:
        """Let the field be typed into, or not."""
        for widget in (self._stack, self._not_done):
            widget.setEnabled(enabled)

    def focus(self) -> None:
        """Go to where it is typed."""
        is_not_done = self._not_done.isChecked() and self._reason is not None
        target = self._reason if is_not_done else self._entries()[0]
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget is one of the field's."""
        return widget is not None and self._stack.isAncestorOf(widget)

    def toggle_not_done(self) -> None:
        """Say that the value was not done, or that it was."""
        self._not_done.toggle()

    def _fill(self, typed: Typed) -> None:
        self._stack.addWidget(self._input(typed))
        self._not_done.setCheckable(True)
        self._not_done.setText(self.tr("not done"))
        self._not_done.setToolTip(self.tr("Say why it was not done (Ctrl+D)"))
        self._not_done.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._not_done.setAccessibleName(f"{self.field.name} was not done")
        self._not_done.setChecked(typed.is_not_done)
        if typed.is_not_done:
            self._ask_for_reason(typed.reason)
        self._message.hide()
        self._stored.hide()

    def _input(self, typed: Typed) -> QWidget:
        """Where the value is typed: a number, a grade, or the parts of a composite."""
        if self.field.choices:
            self._choice = self._choice_box(typed.text)
            return self._choice
        if self.field.parts:
            return self._part_fields(typed)
        self._text = named(f"{self._name}_field", QLineEdit(typed.text))
        name = f"{self.field.name} {self.field.hint}".strip()
        self._text.setAccessibleName(name)
        self._text.textChanged.connect(self._on_edited)
        return self._text

    def _choice_box(self, text: str) -> ChoiceBox:
        box = named(f"{self._name}_choice", ChoiceBox())
        box.setAccessibleName(self.field.name)
        box.addItem("", "")
        for choice in self.field.choices:
            value = number_text(choice.value)
            box.addItem(choice.text, value)
            if value == text:
                box.setCurrentIndex(box.count() - 1)
        box.currentIndexChanged.connect(self._on_edited)
        return box

    def _part_fields(self, typed: Typed) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in self.field.parts:
            entry = named(f"{self._name}_{part.key}_field", QLineEdit())
            entry.setText(typed.parts.get(part.key, ""))
            entry.setAccessibleName(f"{self.field.name}, {part.name}")
            entry.setToolTip(part.words)
            entry.setMaximumWidth(96)
            entry.textChanged.connect(self._on_edited)
            self._parts[part.key] = entry
            line = QHBoxLayout()
            line.addWidget(entry)
            span = f"{part.name}, {part.lowest:g} to {part.highest:g}"
            line.addWidget(words("part_name", span, "small"), 1)
            column.addLayout(line)
        return box

    def _ask_for_reason(self, reason: str = "") -> None:
        """Show where the reason is typed; it is made when it is first asked for."""
        if self._reason is None:
            self._reason = named(f"{self._name}_reason", ChoiceBox())
            self._reason.setEditable(True)
            self._reason.addItems(REASONS)
            self._reason.setEditText(reason)
            self._reason.setAccessibleName(f"{self.field.name}, why it was not done")
            self._reason.editTextChanged.connect(self._on_edited)
            self._stack.addWidget(self._reason)
            if self._stack.isVisible():
                QWidget.setTabOrder(self.last, self._reason)
        self._stack.setCurrentWidget(self._reason)

    def _entries(self) -> list[QWidget]:
        """Where the value is typed, in the order of the Tab key."""
        single = (self._choice, self._text)
        found: list[QWidget] = [one for one in single if one is not None]
        return found or list(self._parts.values())

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()

    @Slot(bool)
    def _on_not_done_toggled(self, is_not_done: bool) -> None:
        if is_not_done:
            self._ask_for_reason()
        else:
            self._stack.setCurrentIndex(0)
        self.focus()
        self.edited.emit()


def label_of(text: str, target: QWidget) -> QLabel:
    """A label whose key leads to a field."""
    label = QLabel(text)
    label.setBuddy(target)
    return label
