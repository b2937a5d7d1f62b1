"""What of the trajectories is shown: the row of choices above the plots."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from gui.flow_layout import FlowLayout
from gui.naming import named
from models.statistics.grouping import Grouping
from models.statistics.panels import Axis, Style
from models.statistics.trajectories import Centre, Measure

E = TypeVar("E")

_MEASURES = (
    ("Score", Measure.SCORE),
    ("Change from baseline", Measure.CHANGE),
    ("Change in per cent", Measure.PERCENT),
)
_AXES = (("Days", Axis.DAYS), ("Visits", Axis.VISITS))
_Drawing = tuple[Style, Centre]


class StayingMenu(QMenu):
    """A menu of ticks that stays open while several are set."""

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.text() == " " and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


class Choices(QWidget):
    """Measure, drawing, grouping, axis and series.

    Signals:
        measure_chosen: A Measure.
        drawing_chosen: A Style and a Centre.
        grouping_chosen: Key of a grouping.
        axis_chosen: An Axis.
        subjects_chosen: Whether single subjects are drawn too.
        scales_chosen: Keys of the series; an empty tuple for all.
        table_toggled: Whether the table is shown.
    """

    measure_chosen = Signal(object)
    drawing_chosen = Signal(object, object)
    grouping_chosen = Signal(str)
    axis_chosen = Signal(object)
    subjects_chosen = Signal(bool)
    scales_chosen = Signal(object)
    table_toggled = Signal(bool)

    def __init__(self, noun: str) -> None:
        """Make the row.

        Args:
            noun: What is followed by single lines: "subject" or "side".
        """
        super().__init__()
        self.setObjectName("trajectory_choices")
        self._scale_actions: dict[str, QAction] = {}
        self._measure = _combo("measure_choice", self.tr("What is shown"), _MEASURES)
        self._drawing: QComboBox = _combo(
            "drawing_choice",
            self.tr("How a group is drawn"),
            (
                (self.tr("Mean"), (Style.LINES, Centre.MEAN)),
                (self.tr("Median"), (Style.LINES, Centre.MEDIAN)),
                (self.tr("Boxes"), (Style.BOXES, Centre.MEDIAN)),
                (self.tr("Single {}s only").format(noun), (Style.SINGLES, Centre.MEAN)),
            ),
        )
        self._grouping = named("grouping_choice", QComboBox())
        self._by = self._labelled(self.tr("&by"), self._grouping)
        self._axis = _combo("axis_choice", self.tr("Time axis"), _AXES)
        self._subjects = named("subjects_choice", QCheckBox())
        self._subjects.setText(self.tr("Single {}s").format(noun))
        self._subjects.setChecked(True)
        self._table = named("table_choice", QCheckBox(self.tr("Table")))
        self._scales_button = named("scales_button", QToolButton(), "button")
        self._scale_menu = named("scale_menu", StayingMenu(self._scales_button))
        self._scales_button.setMenu(self._scale_menu)
        self._scales_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._scales_button.setAccessibleName(self.tr("Scales shown"))
        layout = FlowLayout(self, gap=12)
        layout.addWidget(self._measure)
        layout.addWidget(self._drawing)
        layout.addWidget(self._by)
        layout.addWidget(self._labelled(self.tr("&over"), self._axis))
        layout.addWidget(self._scales_button)
        layout.addWidget(self._subjects)
        layout.addWidget(self._table)
        self._connect()

    def show_groupings(self, groupings: Sequence[Grouping], chosen: str) -> None:
        """Offer groupings, and choose one by its key; one alone is no choice."""
        self._grouping.blockSignals(True)  # noqa: FBT003 - Qt's own
        self._grouping.clear()
        for one in groupings:
            self._grouping.addItem(one.name, one.key)
        self._grouping.setCurrentIndex(max(self._grouping.findData(chosen), 0))
        self._grouping.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._by.setVisible(len(groupings) > 1)

    def show_scales(self, scales: Sequence[tuple[str, str]], shown: set[str]) -> None:
        """Offer series, by key and name, and tick those that are shown."""
        if [key for key, _ in scales] != list(self._scale_actions):
            self._fill_scales(scales)
        for key, action in self._scale_actions.items():
            action.setChecked(key in shown)
        every = len(shown) == len(scales)
        self._scales_button.setText(
            self.tr("All scales")
            if every
            else self.tr("{} of {} scales").format(len(shown), len(scales))
        )

    def _fill_scales(self, scales: Sequence[tuple[str, str]]) -> None:
        self._scale_menu.clear()
        self._scale_actions = {}
        for key, name in scales:
            action = named(f"scale_{key}", QAction(name, self._scale_menu))
            action.setCheckable(True)
            action.triggered.connect(self._on_scale_triggered)
            self._scale_menu.addAction(action)
            self._scale_actions[key] = action
        self._scale_menu.addSeparator()
        every = self._scale_menu.addAction(self.tr("Show all"))
        every.setObjectName("every_scale")
        every.triggered.connect(self._on_every_triggered)

    def _labelled(self, text: str, field: QComboBox) -> QWidget:
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        label = QLabel(text)
        label.setBuddy(field)
        row.addWidget(label)
        row.addWidget(field)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        if not field.accessibleName():
            field.setAccessibleName(self.tr("Subjects told apart by"))
        return pair

    def _connect(self) -> None:
        self._measure.currentIndexChanged.connect(self._on_measure_changed)
        self._drawing.currentIndexChanged.connect(self._on_drawing_changed)
        self._grouping.currentIndexChanged.connect(self._on_grouping_changed)
        self._axis.currentIndexChanged.connect(self._on_axis_changed)
        self._subjects.toggled.connect(self.subjects_chosen)
        self._table.toggled.connect(self.table_toggled)

    @Slot()
    def _on_measure_changed(self) -> None:
        self.measure_chosen.emit(_MEASURES[self._measure.currentIndex()][1])

    @Slot()
    def _on_drawing_changed(self) -> None:
        style, centre = self._drawing.currentData()
        self._subjects.setEnabled(style is not Style.SINGLES)
        self.drawing_chosen.emit(style, centre)

    @Slot()
    def _on_grouping_changed(self) -> None:
        key = self._grouping.currentData()
        if key is not None:
            self.grouping_chosen.emit(key)

    @Slot()
    def _on_axis_changed(self) -> None:
        self.axis_chosen.emit(_AXES[self._axis.currentIndex()][1])

    @Slot()
    def _on_scale_triggered(self) -> None:
        keys = [key for key, one in self._scale_actions.items() if one.isChecked()]
        every = len(keys) == len(self._scale_actions)
        self.scales_chosen.emit(() if every else tuple(keys))
        if not keys:  # none ticked means all: show the ticks that hold
            for action in self._scale_actions.values():
                action.setChecked(True)

    @Slot()
    def _on_every_triggered(self) -> None:
        self.scales_chosen.emit(())


def _combo(name: str, says: str, entries: Sequence[tuple[str, object]]) -> QComboBox:
    field = named(name, QComboBox())
    field.setAccessibleName(says)
    field.setToolTip(says)
    for text, data in entries:
        field.addItem(text, data)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return field
