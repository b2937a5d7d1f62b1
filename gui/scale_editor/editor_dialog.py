"""What the editors of scales and measures have alike: a form, its faults, saving."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.confirmation import Confirmation
from gui.context import PageContext
from gui.forms.bound_form import BoundForm
from gui.forms.faults import fault_label, tell
from gui.layouts import words
from gui.naming import named
from models import own_library
from models.errors import ExpectedError
from models.words import counted


class EditorDialog(QDialog):
    """A window with a form at the left; subclasses fill it.

    Signals:
        saved: Key of what was saved into the user's library.
    """

    saved = Signal(str)

    def __init__(
        self, context: PageContext, kind: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._kind = kind
        self._is_changed = False
        self.form = BoundForm(self)
        self.form.changed.connect(self.on_changed)
        self._count = words("fault_count", look="muted")
        self._rest = fault_label("rest_faults")
        self._save = named("save_button", QPushButton(self.tr("Save in my library")))
        self._save.setProperty("look", "primary")
        self._save.setDefault(True)
        self._save.clicked.connect(self._on_save)

    def lay_out(self, left: QWidget, right: QWidget | None = None) -> None:
        """Put the form at the left, scrolling, and something beside it."""
        area = QScrollArea()
        area.setProperty("look", "step_area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        left.setProperty("look", "step_page")
        area.setWidget(left)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(area)
        if right is not None:
            splitter.addWidget(right)
            splitter.setStretchFactor(0, 3)
            splitter.setStretchFactor(1, 2)
            splitter.setSizes([700, 460])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._save, QDialogButtonBox.ButtonRole.ApplyRole)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton) and button is not self._save:
                button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._rest)
        layout.addLayout(foot)
        self.resize(1200, 700)

    def show_fault_count(self, number: int, rest: list[str]) -> None:
        """Say how many faults there are; those of no field are told in full."""
        self._save.setEnabled(not number)
        self._count.setText(
            self.tr("{} left; each is told beside its field.").format(
                counted(number, "fault")
            )
            if number
            else self.tr("No faults.")
        )
        tell(self._rest, rest)

    @Slot()
    def on_changed(self) -> None:
        """Remember that something was changed, and check it."""
        self._is_changed = True
        self.check()

    def check(self) -> None:
        """Read the draft and tell its faults."""
        raise NotImplementedError

    def written(self) -> tuple[str, str]:
        """Key and text of what is to be saved."""
        raise NotImplementedError

    @Slot()
    def _on_save(self) -> None:
        key, text = self.written()
        folder = self._context.settings.library_folder
        try:
            own_library.save(folder, self._kind, key, text)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._is_changed = False
        self.accept()
        self.saved.emit(key)

    @override
    def reject(self) -> None:
        if not self._is_changed:
            super().reject()
            return
        question = Confirmation(
            self.tr("What you typed is not saved."),
            self.tr("Closing the window now loses it."),
            self.tr("Lose it"),
            self,
        )
        question.confirmed.connect(self._on_given_up)
        question.open()

    @Slot()
    def _on_given_up(self) -> None:
        self._is_changed = False
        super().reject()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_changed:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)
