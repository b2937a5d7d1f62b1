"""The keys of the rating page, to be changed."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QKeySequenceEdit,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.naming import named
from gui.pages.rating.commands import KEYS, RatingCommands
from models.words import listed

_TAKEN = {
    *(str(digit) for digit in range(10)),
    *("Space", "Tab", "Up", "Down", "Left", "Right", "Esc"),
}


class KeysDialog(QDialog):
    """One key for each command; a key that is taken is told before it is stored."""

    def __init__(self, commands: RatingCommands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keys_dialog")
        self.setWindowTitle(self.tr("Change the keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        self._fields = {key.name: self._field(key.name) for key in KEYS}
        self._notice = named("keys_notice", QLabel(), "muted")
        self._notice.setWordWrap(True)
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(
            standard.Save | standard.Cancel | standard.RestoreDefaults
        )
        self._save = self._buttons.button(standard.Save)
        self._buttons.accepted.connect(self._on_saved)
        self._buttons.rejected.connect(self.reject)
        restore = self._buttons.button(standard.RestoreDefaults)
        restore.clicked.connect(self._on_restored)
        self._lay_out()
        self._check()
        self.resize(520, 560)

    def _field(self, name: str) -> QKeySequenceEdit:
        field = named(f"key_{name}", QKeySequenceEdit())
        field.setMaximumSequenceLength(1)
        field.setClearButtonEnabled(True)
        field.setKeySequence(self._commands.actions[name].shortcut())
        field.keySequenceChanged.connect(self._check)
        return field

    def _lay_out(self) -> None:
        sheet = named("", QWidget(), "page")
        grid = QGridLayout(sheet)
        grid.setColumnStretch(0, 1)
        for row, key in enumerate(KEYS):
            label = QLabel(key.text.rstrip("…"))
            label.setBuddy(self._fields[key.name])
            self._fields[key.name].setAccessibleName(label.text())
            grid.addWidget(label, row, 0)
            grid.addWidget(self._fields[key.name], row, 1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addWidget(scroll, 1)
        column.addWidget(self._notice)
        column.addWidget(self._buttons)

    @Slot()
    def _check(self) -> None:
        """Tell keys that two commands have, or that grade and move."""
        users: dict[str, list[str]] = {}
        for key in KEYS:
            text = self._fields[key.name].keySequence().toString()
            if text:
                users.setdefault(text, []).append(key.text.rstrip("…"))
        faults = [
            f"{text} stands for {listed(names)}."
            for text, names in users.items()
            if len(names) > 1
        ]
        faults += [
            f"{text} grades or moves and cannot be {names[0]}."
            for text, names in users.items()
            if text in _TAKEN
        ]
        fine = self.tr("Click a field and press the key.")
        self._notice.setText(" ".join(faults) or fine)
        self._save.setEnabled(not faults)

    @Slot()
    def _on_saved(self) -> None:
        for key in KEYS:
            chosen = self._fields[key.name].keySequence()
            if chosen != self._commands.actions[key.name].shortcut():
                self._commands.set_keys(key.name, [] if chosen.isEmpty() else [chosen])
        self.accept()

    @Slot()
    def _on_restored(self) -> None:
        for key in KEYS:
            self._commands.set_keys(key.name, [QKeySequence(one) for one in key.keys])
            self._fields[key.name].setKeySequence(
                self._commands.actions[key.name].shortcut()
            )


def open_keys(commands: RatingCommands, parent: QWidget) -> None:
    """Let the rater change the keys."""
    KeysDialog(commands, parent).open()
