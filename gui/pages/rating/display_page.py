"""The check of the screen at the start of a reading: one page, five questions."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QScreen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.layouts import words
from gui.naming import named
from gui.pages.rating.test_chart import TestChart
from models.photographs.screen_profile import screen_profile
from models.reading.session import RatingSession
from models.store.screen_records import DisplayCheck

NOT_TOLD = "not told by the system"


@dataclass(frozen=True)
class _Question:
    """A question, and its answers as they are stored and as they are read."""

    name: str
    text: str
    answers: tuple[tuple[str, str], ...]


_YES_NO = (("yes", "Yes"), ("no", "No"))
_QUESTIONS = (
    _Question(
        "darkest",
        "Second row, at the left: is each of the six dark steps told from the next?",
        _YES_NO,
    ),
    _Question(
        "lightest",
        "Second row, at the right: is each of the six light steps told from the next?",
        _YES_NO,
    ),
    _Question(
        "colours",
        "Third row: is every colour told from the one beside it?",
        _YES_NO,
    ),
    _Question(
        "sharpness",
        "Last row: are all lines seen as lines, also the finest?",
        _YES_NO,
    ),
    _Question(
        "light",
        "How is the light in the room?",
        (("bright", "Bright daylight"), ("normal", "Room light"), ("dim", "Dimmed")),
    ),
)


class DisplayPage(QWidget):
    """The test picture, and what is seen of it.

    Signals:
        check_given: The DisplayCheck.
        left: The reading is not begun.

    Attributes:
        options: The buttons of each question, by its name.
        begin: Goes on to the reading, once all is answered.
    """

    check_given = Signal(object)
    left = Signal()

    def __init__(self, screen: DisplayCheck) -> None:
        """Begin with nothing answered.

        Args:
            screen: The screen, without answers.
        """
        super().__init__()
        named("display_page", self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.options: dict[str, list[QRadioButton]] = {}
        self.begin = named(
            "display_done_button", QPushButton(self.tr("Begin reading")), "primary"
        )
        self.begin.setEnabled(False)
        self._leave = named("display_leave_button", QPushButton(self.tr("Not now")))
        self._screen = screen
        self._chart = TestChart()
        self._groups: dict[str, QButtonGroup] = {}
        self._lay_out()
        self.begin.clicked.connect(self._on_begin)
        self._leave.clicked.connect(self.left)

    def take_keyboard(self) -> None:
        """Put the keyboard on the first answer."""
        first = self.options[_QUESTIONS[0].name][0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_answered(self) -> None:
        groups = self._groups.values()
        self.begin.setEnabled(all(group.checkedId() >= 0 for group in groups))

    @Slot()
    def _on_begin(self) -> None:
        said = {
            one.name: one.answers[self._groups[one.name].checkedId()][0]
            for one in _QUESTIONS
        }
        check = replace(
            self._screen,
            darkest=said["darkest"],
            lightest=said["lightest"],
            colours=said["colours"],
            sharpness=said["sharpness"],
            light=said["light"],
        )
        self.check_given.emit(check)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.begin.isEnabled():
            self.begin.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _question(self, grid: QGridLayout, row: int, one: _Question) -> None:
        """A line of the form. Answers are chosen with Space, or the arrow keys."""
        group = QButtonGroup(self)
        self._groups[one.name] = group
        label = words(f"question_{one.name}", self.tr(one.text))
        answers = QHBoxLayout()
        answers.setSpacing(14)
        for number, (stored, text) in enumerate(one.answers):
            button = named(f"{one.name}_{stored}", QRadioButton(self.tr(text)))
            button.setAccessibleName(f"{one.text} {text}")
            group.addButton(button, number)
            answers.addWidget(button)
        answers.addStretch(1)
        self.options[one.name] = [
            button for button in group.buttons() if isinstance(button, QRadioButton)
        ]
        group.idToggled.connect(self._on_answered)
        grid.addWidget(label, row, 0)
        grid.addLayout(answers, row, 1)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(_QUESTIONS):
            self._question(grid, row, one)
        hint = self.tr(
            "Look at the picture as you will look at the photographs. There is no "
            "wrong answer: what you see is kept with your reading."
        )
        form = named("", QWidget(), "page")
        inner = QVBoxLayout(form)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.setSpacing(10)
        inner.addWidget(words("display_title", self.tr("Your screen"), "title"))
        inner.addWidget(words("display_hint", hint, "muted"))
        inner.addLayout(grid)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(form)
        foot = QHBoxLayout()
        facts = QLabel(_facts(self._screen))
        facts.setWordWrap(True)
        foot.addWidget(named("screen_facts", facts, "small"), 1)
        foot.addWidget(self._leave)
        foot.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        column.addWidget(self._chart, 1)
        column.addWidget(scroll, 1)
        column.addLayout(foot)


def _facts(screen: DisplayCheck) -> str:
    return (
        f"Screen {screen.screen}, {screen.width} × {screen.height} pixels, "
        f"scale factor {screen.factor:g}; colour profile {screen.profile}"
    )


def seen_screen(screen: QScreen) -> DisplayCheck:
    """A screen as the system tells it, with nothing answered."""
    ratio = screen.devicePixelRatio()
    size = screen.geometry().size()
    maker = " ".join(part for part in (screen.manufacturer(), screen.model()) if part)
    return DisplayCheck(
        screen=screen.name() or maker or "unnamed",
        width=round(size.width() * ratio),
        height=round(size.height() * ratio),
        factor=float(ratio),
        profile=screen_profile() or NOT_TOLD,
        darkest="",
        lightest="",
        colours="",
        sharpness="",
        light="",
    )


def display_page(session: RatingSession, beside: QWidget) -> DisplayPage | None:
    """The page for the screen that a widget is on, or None if it is not needed."""
    screen = seen_screen(beside.screen())
    if not session.needs_display_check(screen.screen, screen.width, screen.height):
        return None
    return DisplayPage(screen)
