"""The top of the panel: which photograph this is, and how far the reading has come."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.clock import clock_time
from gui.naming import named
from gui.pages.rating.scene import Scene


class Heading(QWidget):
    """Code, position, progress, the flag and the comment on the photograph.

    Signals:
        flag_requested: The flag is to be put up or taken down.
        comment_requested: The photograph is to be commented on.
    """

    flag_requested = Signal()
    comment_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._code = named("code_label", QLabel(), "code")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._position = named("position_label", QLabel(), "panel_text")
        self._bar = named("reading_progress", QProgressBar())
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Photographs complete"))
        self._flag = self._tool("flag_button", "flag", self.tr("Flag"))
        self._comment = self._tool("comment_button", "comment", self.tr("Comment"))
        self._flag.clicked.connect(self.flag_requested)
        self._comment.clicked.connect(self.comment_requested)
        self._lay_out()

    def show_scene(self, scene: Scene, *, is_busy: bool) -> None:
        """Show where the reading is.

        Args:
            scene: What is to be shown.
            is_busy: Whether a reason or a comment is being entered.
        """
        self._code.setText(scene.code)
        self._code.setAccessibleName(
            self.tr("Photograph {}, {} of {}").format(
                scene.code, scene.position, scene.count
            )
        )
        parts = [self.tr("{} of {}").format(scene.position, scene.count)]
        complete = self.tr("{} complete").format(scene.done)
        if scene.saved_at:
            parts.append(self.tr("saved {}").format(clock_time(scene.saved_at)))
        else:
            parts.append(complete)
        if scene.time_left:
            parts.append(scene.time_left)
        self._position.setText(" · ".join(parts))
        self._bar.setToolTip(complete)
        self._bar.setMaximum(scene.count)
        self._bar.setValue(scene.done)
        self._flag.setChecked(scene.is_flagged)
        self._comment.setChecked(bool(scene.comment))
        about = self.tr("Comment on the photograph")
        self._comment.setToolTip(scene.comment or about)
        for tool in (self._flag, self._comment):
            tool.setEnabled(scene.is_open and not is_busy)

    def show_keys(self, flag: str, comment: str) -> None:
        """Write the keys on the buttons."""
        self._flag.setText(flag)
        self._comment.setText(comment)
        self._flag.setToolTip(self.tr("Flag for review ({})").format(flag))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._code)
        top.addStretch(1)
        top.addWidget(self._flag)
        top.addWidget(self._comment)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._bar)
        column.addWidget(self._position)
        self._position.setWordWrap(True)

    def _tool(self, name: str, icon: str, text: str) -> QToolButton:
        tool = named(name, QToolButton(), "panel_tool")
        tool.setAccessibleName(text)
        tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tool.setCheckable(True)
        icons.give(tool, icon)
        return tool
