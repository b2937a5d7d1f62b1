"""Where a rater says who reads: begin a reading, or go on with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.naming import named
from models.words import counted


@dataclass(frozen=True)
class ReadingRow:
    """A reading as the list shows it.

    Attributes:
        rater: Code of the rater.
        done: Photographs complete.
        count: Photographs in the reading.
        is_begun: Whether its order was drawn already.
        is_finished: Whether it was finished.
    """

    rater: str
    done: int
    count: int
    is_begun: bool
    is_finished: bool


class StartPanel(QWidget):
    """Raters with how far they are, and a field for a new one.

    Signals:
        rater_chosen: Code of the rater who reads.
    """

    rater_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reading_start")
        self.setProperty("look", "page")
        self._cards: list[QFrame] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._notice = _words("", "warn")
        self._notice.setObjectName("start_notice")
        self._card = named("new_reading_card", QFrame(), "card")
        self._code = named("rater_field", QLineEdit())
        self._code.setPlaceholderText(self.tr("Initials or a number, such as R1"))
        self._begin = named(
            "begin_button", QPushButton(self.tr("Begin the reading")), "primary"
        )
        self._begin.setEnabled(False)
        self._code.textChanged.connect(self._on_code_changed)
        self._code.returnPressed.connect(self._on_begin)
        self._begin.clicked.connect(self._on_begin)
        self._lay_out()

    def show_readings(self, rows: Sequence[ReadingRow], *, notice: str) -> None:
        """Show the raters of the study.

        Args:
            rows: One for each rater.
            notice: Why no new reading can be begun, or empty.
        """
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [self._row(row, may_begin=not notice) for row in rows]
        for card in self._cards:
            self._rows.addWidget(card)
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))
        self._card.setVisible(not notice)
        self._code.clear()

    def _row(self, row: ReadingRow, *, may_begin: bool) -> QFrame:
        card = named("", QFrame(), "card")
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setMaximum(max(row.count, 1))
        bar.setValue(row.done)
        bar.setAccessibleName(self.tr("Progress of {}").format(row.rater))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(named("", QLabel(row.rater), "heading"))
        words.addWidget(_words(_progress(row), "muted"))
        words.addWidget(bar)
        button = named(f"resume_{row.rater}", QPushButton(_verb(row)))
        button.setEnabled(row.is_begun or may_begin)
        button.setAccessibleName(f"{_verb(row)}: {row.rater}")
        if not row.is_finished:
            button.setProperty("look", "primary")
        button.clicked.connect(partial(self.rater_chosen.emit, row.rater))
        layout = QHBoxLayout(card)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(20)
        layout.addLayout(words, 1)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    def _lay_out(self) -> None:
        column = named("reading_column", QWidget())
        column.setMaximumWidth(720)
        inner = QVBoxLayout(column)
        inner.setSpacing(14)
        inner.addWidget(_words(self.tr("Begin or resume a reading"), "title"))
        inner.addWidget(
            _words(
                self.tr(
                    "Each rater sees the photographs in an order of his or her own, "
                    "under random codes. Nothing on the page tells which subject, "
                    "visit or group a photograph belongs to."
                ),
                "muted",
            )
        )
        inner.addWidget(self._notice)
        inner.addLayout(self._rows)
        inner.addWidget(self._card)
        inner.addStretch(1)
        self._fill_card()
        page = named("", QWidget(), "page")
        outer = QHBoxLayout(page)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(1)
        outer.addWidget(column, 8)
        outer.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def _fill_card(self) -> None:
        label = named("", QLabel(self.tr("Code of a &new rater")), "label")
        label.setBuddy(self._code)
        row = QHBoxLayout()
        row.addWidget(self._code, 1)
        row.addWidget(self._begin)
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(16, 12, 16, 14)
        inner.setSpacing(6)
        inner.addWidget(label)
        inner.addLayout(row)

    @Slot()
    def _on_code_changed(self) -> None:
        self._begin.setEnabled(bool(self._code.text().strip()))

    @Slot()
    def _on_begin(self) -> None:
        if self._code.text().strip():
            self.rater_chosen.emit(self._code.text().strip())


def _progress(row: ReadingRow) -> str:
    if not row.is_begun:
        return "not begun"
    photographs = counted(row.count, "photograph")
    if row.is_finished:
        return f"finished, {photographs}"
    return f"{row.done} of {photographs} complete"


def _verb(row: ReadingRow) -> str:
    if row.is_finished:
        return "Look at it"
    return "Resume" if row.done else "Begin"


def _words(text: str, look: str) -> QLabel:
    label = named("", QLabel(text), look)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
