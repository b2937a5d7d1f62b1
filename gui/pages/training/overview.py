"""The training page as it stands between rounds: the set, a trainee, the results."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.context import PageContext
from gui.layouts import card, scrolling_layout, words
from gui.naming import named
from gui.pages.training.charts import BarChart
from gui.pages.training.presenter import (
    CriterionRow,
    RoundRow,
    criterion_rows,
    curve_values,
    may_certify,
    round_rows,
    trainees,
    what_next,
)
from gui.tables.record_table import Column, RecordTable
from models.training.calibration import ScaleCoverage, SetStatus, set_status
from models.words import counted, listed, number_text


class TrainingOverview(QWidget):
    """Shows the set and a trainee's rounds; what is wished is done by the room.

    Signals:
        practice_requested: Code of the trainee.
        examination_requested: Code of the trainee.
        references_requested: Reference scores are to be seen and corrected.
        table_requested: Reference scores are to come from a table.
        panel_requested: Reference scores are to come from experts.
        page_requested: The certificate of this trainee as a page.
        file_requested: The certificate of this trainee as the file that travels.
    """

    practice_requested = Signal(str)
    examination_requested = Signal(str)
    references_requested = Signal()
    table_requested = Signal()
    panel_requested = Signal()
    page_requested = Signal(str)
    file_requested = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("training_overview")
        self._context = context
        self._set_words = words("set_words")
        self._advice = words("set_advice", look="muted")
        self._coverage = QGridLayout()
        self._coverage.setHorizontalSpacing(28)
        self._coverage.setVerticalSpacing(12)
        self._trainee = named("trainee_field", QComboBox())
        self._trainee.setEditable(True)
        self._trainee.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._trainee.setMinimumWidth(160)
        edit = self._trainee.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self.tr("Code, such as T1"))
        self._next = words("what_next", look="muted")
        self._practice = _button("practice_button", self.tr("Start training"), "")
        self._examine = _button("examine_button", self.tr("Take the examination"), "")
        self._page = _button("certificate_button", self.tr("Certificate (PDF)…"), "")
        self._file = _button(
            "certificate_file_button", self.tr("Certificate file…"), ""
        )
        self._rounds = _round_table()
        self._criteria = _criterion_table()
        self._curve = BarChart("learning_curve")
        self._curve_card = card(
            self._curve, self.tr("Learning curve: same grade as the reference")
        )
        layout = scrolling_layout(self)
        layout.addWidget(words("training_title", self.tr("Training"), "title"))
        layout.addWidget(self._set_card())
        layout.addWidget(self._trainee_card())
        layout.addWidget(self._curve_card)
        layout.addWidget(self._results_card())
        layout.addStretch(1)
        self._trainee.currentTextChanged.connect(self._show_trainee)
        self._practice.clicked.connect(self._on_practice)
        self._examine.clicked.connect(self._on_examine)
        self._page.clicked.connect(self._on_page)
        self._file.clicked.connect(self._on_file)
        self.refresh()

    @property
    def trainee(self) -> str:
        """Code of the trainee that is shown."""
        return self._trainee.currentText().strip()

    @Slot()
    def refresh(self) -> None:
        """Show the set and the trainees as they are now."""
        store = self._context.study.store
        now = set_status(store)
        self._show_set(now)
        shown, codes = self.trainee, trainees(store)
        self._trainee.blockSignals(True)  # noqa: FBT003 - Qt's
        self._trainee.clear()
        self._trainee.addItems(codes)
        self._trainee.setCurrentText(shown or (codes[0] if codes else ""))
        self._trainee.blockSignals(False)  # noqa: FBT003 - Qt's
        self._is_usable = now.is_usable
        self._show_trainee()

    def _set_card(self) -> QFrame:
        buttons = QHBoxLayout()
        for name, text, wish in (
            ("references_button", "Reference scores…", self.references_requested),
            ("table_button", "From a table…", self.table_requested),
            ("panel_button", "From a panel of experts…", self.panel_requested),
        ):
            button = _button(name, self.tr(text), "")
            button.clicked.connect(wish)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self._set_words)
        column.addLayout(self._coverage)
        column.addWidget(self._advice)
        column.addLayout(buttons)
        return card(column, self.tr("The calibration set"))

    def _trainee_card(self) -> QFrame:
        label = named("", QLabel(self.tr("&Trainee")))
        label.setBuddy(self._trainee)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self._trainee)
        row.addWidget(self._practice)
        row.addWidget(self._examine)
        row.addStretch(1)
        text = self.tr(
            "Training tells the reference after each photograph. An examination tells "
            "nothing until its end, and shows other photographs as far as the set has "
            "them."
        )
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._next)
        column.addWidget(words("training_hint", text, "small"))
        return card(column, self.tr("Train and examine"))

    def _results_card(self) -> QFrame:
        buttons = QHBoxLayout()
        buttons.addWidget(self._page)
        buttons.addWidget(self._file)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self._rounds)
        column.addWidget(self._criteria)
        column.addLayout(buttons)
        return card(column, self.tr("Results"))

    def _show_set(self, now: SetStatus) -> None:
        photographs = counted(now.photographs, "photograph")
        sources = sorted({name for one in now.scales for name in one.sources})
        origin = f"; reference scores: {listed(sources)}" if sources else ""
        self._set_words.setText(f"{photographs}{origin}. Set {now.sha256[:16]}.")
        self._advice.setText("\n".join(now.advice))
        while item := self._coverage.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, one in enumerate(now.scales):
            self._coverage.addWidget(_coverage(one), number // 2, number % 2)
        self._coverage.setColumnStretch(0, 1)
        self._coverage.setColumnStretch(1, 1)

    @Slot()
    def _show_trainee(self) -> None:
        store, code = self._context.study.store, self.trainee
        self._next.setText(what_next(store, code))
        for button in (self._practice, self._examine):
            button.setEnabled(bool(code) and self._is_usable)
        can_certify = bool(code) and may_certify(store, code)
        self._page.setEnabled(can_certify)
        self._file.setEnabled(can_certify)
        rows = round_rows(store, code) if code else []
        criteria = criterion_rows(store, code) if code else []
        self._rounds.set_records(rows)
        self._criteria.set_records(criteria)
        _fit(self._rounds, len(rows))
        _fit(self._criteria, min(len(criteria), 12))
        self._criteria.setVisible(bool(criteria))
        curve = curve_values(store, code) if code else []
        self._curve_card.setVisible(bool(curve))
        bars = [(name, share, f"{100 * share:.0f} %") for name, share in curve]
        self._curve.show_bars(bars, self.tr("Share of the reference grade by round"))

    @Slot()
    def _on_practice(self) -> None:
        self.practice_requested.emit(self.trainee)

    @Slot()
    def _on_examine(self) -> None:
        self.examination_requested.emit(self.trainee)

    @Slot()
    def _on_page(self) -> None:
        self.page_requested.emit(self.trainee)

    @Slot()
    def _on_file(self) -> None:
        self.file_requested.emit(self.trainee)


def _coverage(one: ScaleCoverage) -> QWidget:
    """The chart of one scale with its remarks."""
    chart = BarChart(f"coverage_{one.scale}")
    most = max([*one.counts.values(), 1])
    bars: Sequence[tuple[str, float, str]] = [
        (number_text(grade), count / most, str(count))
        for grade, count in one.counts.items()
    ]
    chart.show_bars(bars, f"{one.name}: photographs of each grade")
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    heading = f"{one.name}: {counted(one.total, 'photograph')} by grade"
    column.addWidget(words("", heading, "strong"))
    column.addWidget(chart)
    for text in one.remarks:
        column.addWidget(words("coverage_remark", text, "warn"))
    column.addStretch(1)
    return part


def _button(name: str, text: str, look: str) -> QPushButton:
    return named(name, QPushButton(text), look)


def _round_table() -> RecordTable[RoundRow]:
    table: RecordTable[RoundRow] = RecordTable(
        (
            Column("Round", lambda row: row.name),
            Column("State", lambda row: row.state, stretches=True),
            Column("Same grade", lambda row: row.exact, is_number=True),
            Column("Within one grade", lambda row: row.within_one, is_number=True),
            Column("Weakest scale", lambda row: row.weakest),
        )
    )
    table.setObjectName("round_table")
    table.setAccessibleName("Rounds of the trainee")
    return table


def _criterion_table() -> RecordTable[CriterionRow]:
    table: RecordTable[CriterionRow] = RecordTable(
        (
            Column("Scale", lambda row: row.scale),
            Column("Criterion", lambda row: row.name),
            Column("Reached", lambda row: row.value, is_number=True),
            Column("Wanted", lambda row: row.limit, is_number=True),
            Column("", lambda row: row.verdict),
            Column("Examination", lambda row: row.examination),
        )
    )
    table.setObjectName("criterion_table")
    table.setAccessibleName("Criteria of the examinations")
    return table


def _fit(table: QWidget, rows: int) -> None:
    """As high as its rows, within reason: the page scrolls, not the table."""
    line = table.fontMetrics().height() + 14
    table.setFixedHeight((max(rows, 1) + 1) * line + 12)
    table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
