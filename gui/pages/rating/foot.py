"""The bottom of the panel: what was last said, previous and next, and the tools."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.naming import named, relook
from gui.pages.rating.scene import Scene, Tone
from models.words import counted

_LOOKS = {Tone.PLAIN: "notice", Tone.WARN: "notice_warn", Tone.BAD: "notice_bad"}


class Foot(QWidget):
    """Sentence, unsaved grades, previous and next.

    Signals:
        retry_requested: Grades that could not be stored are to be tried again.
        previous_requested: Back one photograph.
        next_requested: On to the next one.
        go_on_requested: A break is put off.
        leave_requested: The reading is to be left.
    """

    go_on_requested = Signal()
    leave_requested = Signal()

    retry_requested = Signal()
    previous_requested = Signal()
    next_requested = Signal()

    def __init__(self, tools: Sequence[QAction | None]) -> None:
        super().__init__()
        self._notice = named("notice_label", QLabel(), "notice")
        self._notice.setWordWrap(True)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._unsaved = named("unsaved_bar", QFrame(), "unsaved")
        self._unsaved_text = named("unsaved_label", QLabel(), "unsaved_text")
        self._unsaved_text.setWordWrap(True)
        self._retry = named("retry_button", QPushButton(self.tr("Save again")))
        self._suggestion = named("suggestion_bar", QFrame(), "suggestion")
        self._suggested = named("suggestion_label", QLabel(), "notice")
        self._suggested.setWordWrap(True)
        self._go_on = named("put_off_button", QPushButton(self.tr("Go on")))
        self._leave = named("leave_now_button", QPushButton(self.tr("Leave")))
        self._previous = named("previous_button", QPushButton(self.tr("Previous")))
        self._next = named("next_button", QPushButton(), "primary")
        icons.give(self._previous, "previous")
        self._next_key = ""
        self._tools: list[tuple[QAction, QToolButton]] = []
        self._go_on.clicked.connect(self.go_on_requested)
        self._leave.clicked.connect(self.leave_requested)
        self._retry.clicked.connect(self.retry_requested)
        self._previous.clicked.connect(self.previous_requested)
        self._next.clicked.connect(self.next_requested)
        self._lay_out(tools)

    def show_scene(self, scene: Scene, *, is_busy: bool) -> None:
        """Show what there is to say and where one can go."""
        notice, is_bad = scene.notice, scene.notice.tone is Tone.BAD
        # Why a grade is not saved stands beside the button that tries it again.
        in_bar = is_bad and bool(scene.unsaved)
        self._notice.setText(notice.text)
        self._notice.setVisible(bool(notice.text) and not in_bar)
        relook(self._notice, _LOOKS[notice.tone])
        self._unsaved.setVisible(bool(scene.unsaved))
        verb = self.tr("is") if scene.unsaved == 1 else self.tr("are")
        count = self.tr("{} {} not saved.").format(
            counted(scene.unsaved, "grade"), verb
        )
        self._unsaved_text.setText(notice.text if in_bar else count)
        self._suggestion.setVisible(bool(scene.suggestion))
        self._suggested.setText(scene.suggestion)
        self._go_on.setVisible(not scene.is_enough)
        self._notice.setHidden(
            self._notice.isHidden() or notice.text == scene.suggestion
        )
        self._previous.setEnabled(scene.position > 1 and not is_busy)
        self._next.setEnabled(not is_busy)
        self._next.setText(self._next_text(scene))

    def show_offer(self) -> None:
        """Show the tools of what the reading has a use for."""
        for action, button in self._tools:
            button.setVisible(action.isVisible())

    def show_keys(self, go_on: str, go_back: str) -> None:
        """Write the keys on the buttons."""
        self._next_key = go_on
        self._previous.setToolTip(self.tr("Previous photograph ({})").format(go_back))
        self._next.setToolTip(self.tr("Next photograph ({})").format(go_on))

    def take_keyboard(self) -> None:
        """Put the keyboard on Next, as all is answered."""
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_text(self, scene: Scene) -> str:
        if scene.is_pausing:
            return self.tr("Going on…")
        if scene.is_open and scene.done == scene.count:
            return self.tr("Review and finish  {}").format(self._next_key)
        return self.tr("Next  {}").format(self._next_key)

    def _lay_out(self, tools: Sequence[QAction | None]) -> None:
        unsaved = QHBoxLayout(self._unsaved)
        unsaved.setContentsMargins(10, 6, 6, 6)
        unsaved.addWidget(self._unsaved_text, 1)
        unsaved.addWidget(self._retry)
        steps = QHBoxLayout()
        steps.setSpacing(8)
        steps.addWidget(self._previous, 1)
        steps.addWidget(self._next, 2)
        row = QHBoxLayout()
        row.setSpacing(1)
        for tool in tools:
            if tool is None:
                row.addStretch(1)
            else:
                button = _tool_button(tool)
                self._tools.append((tool, button))
                row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._unsaved)
        suggestion = QHBoxLayout(self._suggestion)
        suggestion.setContentsMargins(0, 0, 0, 0)
        suggestion.addWidget(self._suggested, 1)
        suggestion.addWidget(self._go_on)
        suggestion.addWidget(self._leave)
        column.addWidget(self._suggestion)
        column.addWidget(self._notice)
        column.addLayout(steps)
        column.addLayout(row)


def _tool_button(action: QAction) -> QToolButton:
    button = named(f"{action.objectName()}_tool", QToolButton())
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
