"""Fields that stand for the attributes of a draft, with its faults below them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.forms.faults import Path, fault_label, sentence, tell, within
from gui.layouts import form_layout
from gui.naming import named, relook
from models.errors import Problem

Choices = Sequence[tuple[str, str]]
"""Values, each with its words for people."""


@dataclass
class _Bound:
    """A field and what it stands for."""

    attribute: str
    label: str
    widget: QWidget
    fault: QLabel
    show: Callable[[object], None]
    paths: tuple[Path, ...]
    box: QWidget
    layout: QFormLayout


class BoundForm(QObject):
    """A form over one draft at a time.

    Signals:
        changed: The user changed something; the draft has it already.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layout = form_layout()
        self._draft: object = None
        self._fields: list[_Bound] = []

    def begin(self) -> QFormLayout:
        """Begin a part of the form; fields that are added stand in its layout."""
        self._layout = form_layout()
        self._layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        return self._layout

    def text(
        self, label: str, attribute: str, *paths: Path, hint: str = ""
    ) -> QLineEdit:
        """Add a field of one line."""
        widget = named(f"{attribute}_field", QLineEdit())
        widget.setPlaceholderText(hint)
        widget.textEdited.connect(partial(self._set, attribute))

        def show(value: object) -> None:
            if widget.text() != value:
                widget.setText(str(value))
                widget.setCursorPosition(0)

        self._add(label, attribute, widget, show, paths)
        return widget

    def long_text(
        self, label: str, attribute: str, *paths: Path, lines: int = 3
    ) -> QPlainTextEdit:
        """Add a field of several lines."""
        widget = named(f"{attribute}_field", QPlainTextEdit())
        widget.setTabChangesFocus(True)
        widget.setMinimumHeight(widget.fontMetrics().lineSpacing() * lines + 20)
        widget.setMaximumHeight(widget.fontMetrics().lineSpacing() * lines * 2 + 20)

        def heard() -> None:
            self._set(attribute, widget.toPlainText())

        def show(value: object) -> None:
            if widget.toPlainText() != value and not widget.hasFocus():
                with QSignalBlocker(widget):
                    widget.setPlainText(str(value))

        widget.textChanged.connect(heard)
        self._add(label, attribute, widget, show, paths)
        return widget

    def choice(
        self,
        label: str,
        attribute: str,
        choices: Choices | Callable[[], Choices],
        *paths: Path,
    ) -> QComboBox:
        """Add a field to choose from; the choices may change with the draft."""
        widget = named(f"{attribute}_field", QComboBox())
        widget.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        widget.setMinimumContentsLength(18)
        offered: Callable[[], Choices] = (
            choices if callable(choices) else partial(_same, choices)
        )

        def show(value: object) -> None:
            now = list(offered())
            rows = range(widget.count())
            had = [(widget.itemData(row), widget.itemText(row)) for row in rows]
            with QSignalBlocker(widget):
                if now != had:
                    widget.clear()
                    for one, text in now:
                        widget.addItem(text, one)
                widget.setCurrentIndex(widget.findData(value))

        def heard(index: int) -> None:
            self._set(attribute, widget.itemData(index))

        widget.activated.connect(heard)
        self._add(label, attribute, widget, show, paths)
        return widget

    def flag(self, label: str, attribute: str, *paths: Path) -> QCheckBox:
        """Add a box to tick."""
        widget = named(f"{attribute}_box", QCheckBox(label))

        def show(value: object) -> None:
            with QSignalBlocker(widget):
                widget.setChecked(bool(value))

        widget.clicked.connect(partial(self._set, attribute))
        self._add("", attribute, widget, show, paths, told=label)
        return widget

    def show_draft(self, draft: object) -> None:
        """Stand for this draft from now on."""
        self._draft = draft
        self.refresh()

    def refresh(self) -> None:
        """Show what the draft holds now."""
        for one in self._fields:
            one.show(getattr(self._draft, one.attribute))

    def set_shown(self, attribute: str, *, shown: bool) -> None:
        """Show or hide a field with its label."""
        for one in self._fields:
            if one.attribute == attribute:
                one.layout.setRowVisible(one.box, shown)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Tell below each field what is wrong with it."""
        for one in self._fields:
            found = [
                problem for path in one.paths for problem in within(problems, path)
            ]
            tell(one.fault, (sentence(one.label, problem) for problem in found))
            if not isinstance(one.widget, QCheckBox):
                relook(one.widget, "bad" if found else "field")

    def _add(
        self,
        label: str,
        attribute: str,
        widget: QWidget,
        show: Callable[[object], None],
        paths: tuple[Path, ...],
        told: str = "",
    ) -> None:
        fault = fault_label(f"{attribute}_fault")
        box = QWidget()
        across = QSizePolicy.Policy.Expanding
        box.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(widget)
        column.addWidget(fault)
        plain = (told or label).replace("&", "")
        if label:
            tag = QLabel(label)
            tag.setBuddy(widget)
            self._layout.addRow(tag, box)
        else:
            self._layout.addRow(box)
        widget.setAccessibleName(plain)
        self._fields.append(
            _Bound(
                attribute,
                plain,
                widget,
                fault,
                show,
                paths or ((attribute,),),
                box,
                self._layout,
            )
        )

    def _set(self, attribute: str, value: object) -> None:
        if self._draft is None or getattr(self._draft, attribute) == value:
            return
        setattr(self._draft, attribute, value)
        self.changed.emit()


def _same(choices: Choices) -> Choices:
    return choices
