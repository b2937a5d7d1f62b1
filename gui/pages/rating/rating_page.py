"""The page where a rater grades: the photograph, and the scales beside it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gui.confirmation import Confirmation
from gui.naming import named
from gui.pages.rating.adjustment_bar import AdjustmentBar
from gui.pages.rating.anchor_pane import AnchorPane
from gui.pages.rating.commands import RatingCommands
from gui.pages.rating.comment_entry import CommentEntry
from gui.pages.rating.comparison_pane import ComparisonPane
from gui.pages.rating.feedback_pane import FeedbackPane
from gui.pages.rating.foot import Foot
from gui.pages.rating.heading import Heading
from gui.pages.rating.keys import digit_of
from gui.pages.rating.photograph_place import PhotographPlace
from gui.pages.rating.presenter import RatingPresenter
from gui.pages.rating.reason_entry import ReasonEntry
from gui.pages.rating.review_dialog import ReviewDialog
from gui.pages.rating.scales_area import ScalesArea
from gui.pages.rating.scene import ReviewRow, Scene
from gui.pages.rating.stage import Stage
from models.reading.session import RatingSession
from models.training.practice import Feedback

_PAUSE_MS = 400
_TYPING_MS = 800
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_GRADE_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ATTENTION = (
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.NativeGesture,
)


class RatingPage(QWidget):
    """Shows what the presenter says, and tells it what the rater does.

    Signals:
        begun: A photograph is on the screen; its position.
        digit_pressed: A digit of the top row or the number pad.
        neighbour_requested: The scale below (1) or above (-1) is wanted.
        position_chosen: A photograph was chosen in the review list.
        finish_requested: The reading is to be finished.
        finish_confirmed: And this is meant.
        pause_ended: The pause before the next photograph is over.
        typing_ended: No further digit of a grade came.
        attended: A key or the mouse was used.
        interrupted: The photograph was touched.
        leave_requested: The rater wants to leave the reading.
        command_triggered: Name of a command that was chosen.

    Attributes:
        presenter: Decides; the page keeps it alive.
    """

    begun = Signal(int)
    digit_pressed = Signal(int)
    neighbour_requested = Signal(int)
    position_chosen = Signal(int)
    finish_requested = Signal()
    finish_confirmed = Signal()
    pause_ended = Signal()
    typing_ended = Signal()
    attended = Signal()
    interrupted = Signal()
    leave_requested = Signal()
    command_triggered = Signal(str)

    presenter: RatingPresenter

    def __init__(
        self,
        session: RatingSession,
        load: Callable[[int], bytes],
        commands: RatingCommands,
    ) -> None:
        super().__init__()
        self.setObjectName("rating_page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.commands = commands
        self.stage = Stage(session, load)
        self.viewer = self.stage.viewer
        self.heading = Heading()
        self.scales = ScalesArea(session.scales)
        self.reasons = ReasonEntry()
        self.comment = CommentEntry()
        self.feedback = FeedbackPane()
        self.foot = Foot(commands.tools())
        self.anchors = AnchorPane(session.references, session.reference)
        self.place = PhotographPlace(self.stage, self.anchors)
        self._scales = session.scales
        self._load = load
        self._scene: Scene | None = None
        self._is_closed = False
        self._middle = QStackedWidget()
        self._panel = named("rating_panel", QFrame())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.pause_ended)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.typing_ended)
        self.adjustment = AdjustmentBar()
        self._lay_out()
        self.stage.photograph_shown.connect(self._on_photograph_shown)
        self.stage.moved.connect(self.attended)
        self.stage.moved.connect(self._on_moved)
        self.scales.grade_looked_at.connect(self._on_looked_at)
        self.stage.comparison_made.connect(self._on_comparison_made)
        commands.keys_changed.connect(self._show_keys)
        self._show_keys()
        commands.triggered.connect(self.command_triggered)
        commands.digit_chosen.connect(self.digit_pressed)
        for widget in (self.viewer, self._panel):
            widget.installEventFilter(self)

    @property
    def is_entering(self) -> bool:
        """Whether something stands in the place of the scales."""
        return self._middle.currentWidget() is not self.scales

    def show_photograph(
        self, position: int, ahead: Sequence[int], *, compare: bool
    ) -> None:
        """Bring a photograph on the screen, or it and its baseline."""
        self.stage.show_photograph(position, ahead, compare=compare)

    def show_scene(self, scene: Scene) -> None:
        """Show everything beside the photograph."""
        before, self._scene = self._scene, scene
        busy = self.is_entering
        self.heading.show_scene(scene, is_busy=busy)
        self.scales.show_scene(scene)
        self.foot.show_scene(scene, is_busy=busy)
        self.commands.show_scene(scene, is_busy=busy)
        self._show_anchors(scene)
        self.adjustment.setVisible(scene.adjusted is not None)
        if scene.adjusted is not None:
            self.adjustment.show_adjustment(scene.adjusted)
            self.stage.show_adjustment(scene.adjusted)
        what = f"Photograph {scene.code}, {scene.position} of {scene.count}"
        self.viewer.setAccessibleName(what)
        is_other = before is None or (before.focus, before.position) != (
            scene.focus,
            scene.position,
        )
        if is_other and not busy:
            self._place_keyboard(scene)

    def open_reasons(self, scale: str, reasons: Sequence[str]) -> None:
        """Let the rater choose why a scale is not assessable."""
        self._middle.setCurrentWidget(self.reasons)
        about = self._scales[scale].short if scale else self.tr("The photograph")
        self.reasons.ask(about, reasons)

    def open_comment(self, scale: str, text: str) -> None:
        """Let the rater write a comment."""
        self._middle.setCurrentWidget(self.comment)
        about = self._scales[scale].short if scale else self.tr("the photograph")
        self.comment.ask(about, text)

    def show_feedback(self, position: int, rows: Sequence[Feedback]) -> None:
        """Tell a trainee the references of a photograph."""
        self._middle.setCurrentWidget(self.feedback)
        self.feedback.show_feedback(rows, self._load(position))

    def close_entry(self) -> None:
        """Put reasons, comment or references away."""
        self._middle.setCurrentWidget(self.scales)
        if self._scene is not None:
            self._place_keyboard(self._scene)

    def comment_text(self) -> str:
        """What stands in the open comment."""
        return self.comment.text

    def start_pause(self) -> None:
        """Go on in a moment, unless stopped."""
        self._pause.start()

    def stop_pause(self) -> None:
        """Do not go on by itself."""
        self._pause.stop()

    def start_typing(self) -> None:
        """Wait a moment for another digit."""
        self._typing.start()

    def stop_typing(self) -> None:
        """Wait for no further digit."""
        self._typing.stop()

    def show_review(self, rows: Sequence[ReviewRow], *, is_open: bool) -> None:
        """Show the list before finishing."""
        dialog = ReviewDialog(rows, self, is_open=is_open)
        dialog.position_chosen.connect(self.position_chosen)
        dialog.finish_requested.connect(self.finish_requested)
        dialog.open()

    def ask_to_finish(self, hint: str) -> None:
        """Ask whether to finish the reading."""
        question = Confirmation(
            self.tr("Finish the reading?"), hint, self.tr("Finish the reading"), self
        )
        question.confirmed.connect(self._on_finish_confirmed)
        question.open()

    def _show_anchors(self, scene: Scene) -> None:
        if scene.anchors_shown:
            key = scene.focus or scene.answers[0].scale
            value = next(one.value for one in scene.answers if one.scale == key)
            self.anchors.show_scale(self._scales[key], value, self.stage.active)
            self.anchors.show()
        elif not self.anchors.isHidden():
            self.anchors.put_away()

    @Slot()
    def _on_moved(self) -> None:
        """The reference photograph goes with the photograph."""
        if not self.anchors.isHidden():
            self.anchors.references.match(self.stage.active)

    @Slot(str, float)
    def _on_looked_at(self, scale: str, value: float) -> None:
        shown = self.anchors.references.shown
        if not self.anchors.isHidden() and shown and shown.scale == scale:
            self.anchors.references.show_grade(value)

    @Slot()
    def _show_keys(self) -> None:
        """Write on the buttons which keys press them."""
        key = self.commands.key_text
        self.heading.show_keys(key("flag"), key("comment_photograph"))
        self.scales.show_keys(key("not_assessable"), key("comment"))
        self.foot.show_keys(key("next"), key("previous"))

    def _place_keyboard(self, scene: Scene) -> None:
        if scene.focus:
            self.scales.take_keyboard(scene.focus)
        else:
            self.foot.take_keyboard()

    def _lay_out(self) -> None:
        for widget in (self.scales, self.reasons, self.comment, self.feedback):
            self._middle.addWidget(widget)
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self._middle, 1)
        column.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.place, 1)
        left.addWidget(self.adjustment)
        row.addLayout(left, 1)
        row.addWidget(self._panel)

    @Slot(int, bool)
    def _on_photograph_shown(self, key: int, _is_sharp: bool) -> None:
        if self._scene is not None and key == self._scene.position:
            self.begun.emit(key)

    @Slot(object)
    def _on_comparison_made(self, comparison: ComparisonPane) -> None:
        """The mouse on the compared photographs counts as on the one."""
        for viewer in (comparison.viewer.left, comparison.viewer.right):
            viewer.setMouseTracking(True)
            viewer.installEventFilter(self)

    @Slot()
    def _on_finish_confirmed(self) -> None:
        self.finish_confirmed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.attended.emit()
        digit = digit_of(event)
        if self.is_entering:
            event.ignore()
        elif digit is not None:
            self.digit_pressed.emit(digit)
        elif event.key() in _STEPS and not event.modifiers():
            self.neighbour_requested.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in _GRADE_STEPS and not event.modifiers() and self._scene:
            by = _GRADE_STEPS[Qt.Key(event.key())]
            self.scales.step(self._scene.focus, by)
        elif event.key() == Qt.Key.Key_Escape:
            self.interrupted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ATTENTION:
            self.attended.emit()
            if event.type() is not QEvent.Type.MouseMove:
                self.interrupted.emit()
        return super().eventFilter(watched, event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._scene is not None and not self.is_entering:
            self._place_keyboard(self._scene)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._share_width()

    def _share_width(self) -> None:
        """The photograph has what the words of the scales can spare."""
        line = self.fontMetrics().height()
        wanted = min(max(self.width() * 0.3, line * 23.0), line * 31.0)
        self._panel.setFixedWidth(round(min(wanted, self.width() * 0.52)))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._is_closed:
            self._is_closed = True
            self._pause.stop()
            self._typing.stop()
            self.place.attach()
            # The commands outlive the page and must not reach it any more.
            self.commands.triggered.disconnect(self.command_triggered)
            self.commands.digit_chosen.disconnect(self.digit_pressed)
            self.presenter.close()
            self.stage.close()
            self.anchors.close()
        super().closeEvent(event)
