"""The row of choices: the scale, and which raters, visits, sites and views."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QSizePolicy, QToolButton, QWidget

from gui.flow_layout import FlowLayout
from gui.naming import named
from gui.pages.agreement.loading import Filter, Named

_ALL = {
    "rater": "All raters",
    "visit": "All visits",
    "site": "All sites",
    "view": "All views",
}


class KeptButton(QToolButton):
    """A menu of things that are kept; all of them at first.

    Signals:
        kept: The column, and the keys that are kept; none for all.
    """

    kept = Signal(str, list)

    def __init__(self, column: str) -> None:
        super().__init__()
        self.setObjectName(f"{column}s_button")
        self.setProperty("look", "button")
        self._column = column
        self._actions: dict[str, QAction] = {}
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{column}s_menu")
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_choices(self, choices: Named, kept: frozenset[str]) -> None:
        """Offer these, and tick what is kept."""
        if [key for key, _ in choices] != list(self._actions):
            self._menu.clear()
            self._actions = {}
            for key, name in choices:
                action = named(f"{self._column}_{key}", QAction(name, self._menu))
                action.setCheckable(True)
                action.triggered.connect(self._on_triggered)
                self._menu.addAction(action)
                self._actions[key] = action
        for key, action in self._actions.items():
            action.setChecked(not kept or key in kept)
        every, noun = _ALL[self._column], f"{self._column}s"
        text = f"{len(kept)} of {len(choices)} {noun}" if kept else every
        self.setText(text)
        self.setVisible(len(choices) > 1)

    @Slot()
    def _on_triggered(self) -> None:
        keys = [key for key, one in self._actions.items() if one.isChecked()]
        every = len(keys) == len(self._actions)
        self.kept.emit(self._column, [] if every else keys)
        if not keys:  # none ticked means all: show the ticks that hold
            for action in self._actions.values():
                action.setChecked(True)


class Choices(QWidget):
    """What is compared.

    Signals:
        scale_chosen: Key of a scale.
        kept: A column and the keys that are kept.
    """

    scale_chosen = Signal(str)
    kept = Signal(str, list)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("agreement_choices")
        self._scale = named("scale_choice", QComboBox())
        self._scale.setAccessibleName(self.tr("Scale"))
        self._scale.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._scale.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._scale.activated.connect(self._on_scale)
        self._buttons = {column: KeptButton(column) for column in _ALL}
        box = FlowLayout(self)
        box.addWidget(self._scale)
        for button in self._buttons.values():
            button.kept.connect(self.kept)
            box.addWidget(button)

    def show_choices(self, choices: dict[str, Named], chosen: Filter) -> None:
        """Offer scales and the rest, and show what is chosen."""
        scales = choices["scale"]
        known = [self._scale.itemData(row) for row in range(self._scale.count())]
        if known != [key for key, _ in scales]:
            self._scale.clear()
            for key, name in scales:
                self._scale.addItem(name, key)
        self._scale.updateGeometry()
        self._scale.setCurrentIndex(self._scale.findData(chosen.scale))
        for column, button in self._buttons.items():
            kept = chosen.kept.get(column, frozenset())
            button.show_choices(choices[column], kept)

    @Slot(int)
    def _on_scale(self, _: int) -> None:
        self.scale_chosen.emit(self._scale.currentData())
