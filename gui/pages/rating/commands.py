"""The commands of the rating page, with the keys that the rater may change.

A single key never fires while a text is being written: text fields keep the keys they
can use, and while a reason or a comment is entered all of these are off.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gui import icons
from gui.context import Command
from gui.naming import named
from gui.pages.rating.scene import Scene
from gui.settings import Settings

GOES_ON = "rating/goes_on"
"""Setting: whether the next photograph comes by itself."""


class Key(NamedTuple):
    """A command and the keys it has unless the rater changes them."""

    menu: str
    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""


KEYS = (
    Key("edit", "undo", "Undo", ("Ctrl+Z",), "undo"),
    Key("edit", "redo", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo"),
    Key("edit", "withdraw", "Take back the answer", ("Ctrl+Backspace",)),
    Key("view", "zoom_in", "Zoom in", ("Ctrl+=", "Ctrl++"), "zoom-in"),
    Key("view", "zoom_out", "Zoom out", ("Ctrl+-",), "zoom-out"),
    Key("view", "zoom_fit", "Fit the window", ("Ctrl+0",), "zoom-fit"),
    Key("view", "zoom_actual", "Actual size, 100 %", ("Ctrl+1",), "zoom-actual"),
    Key("view", "zoom_toggle", "Fit or 100 %", ("Z",)),
    Key("view", "anchors", "Words of all grades", ("A",), "anchor"),
    Key("view", "next_reference", "Next reference photograph", ("Shift+A",)),
    Key("view", "compare", "Compare with the start", ("B",), "compare"),
    Key("view", "compare_way", "Compare in another way", ("W",)),
    Key("view", "compare_left", "Wipe left, or swap", ("Alt+Left",)),
    Key("view", "compare_right", "Wipe right, or swap", ("Alt+Right",)),
    Key("view", "compare_link", "Move both together", ("L",)),
    Key("view", "compare_align", "Align both again", ("Shift+L",)),
    Key("view", "brighter", "Brighter", ("Ctrl+Up",)),
    Key("view", "darker", "Darker", ("Ctrl+Down",)),
    Key("view", "more_contrast", "More contrast", ("Ctrl+Right",)),
    Key("view", "less_contrast", "Less contrast", ("Ctrl+Left",)),
    Key("view", "as_it_is", "Brightness and contrast as they are", ("Ctrl+R",)),
    Key("view", "detach", "Photograph in its own window", ("Ctrl+D",)),
    Key("view", "pan_left", "Move left", ("Shift+Left",)),
    Key("view", "pan_right", "Move right", ("Shift+Right",)),
    Key("view", "pan_up", "Move up", ("Shift+Up",)),
    Key("view", "pan_down", "Move down", ("Shift+Down",)),
    Key("rate", "half", "Add half a grade", (".", ",")),
    Key("rate", "not_assessable", "Not assessable…", ("N",), "not-assessable"),
    Key(
        "rate",
        "photograph_not_assessable",
        "Photograph not assessable…",
        ("Shift+N",),
    ),
    Key("rate", "comment", "Comment on the score…", ("C",), "comment"),
    Key("rate", "comment_photograph", "Comment on the photograph…", ("Shift+C",)),
    Key("rate", "flag", "Flag for review", ("F",), "flag"),
    Key("rate", "next", "Next photograph", ("Return", "Enter"), "next"),
    Key("rate", "previous", "Previous photograph", ("Backspace",), "previous"),
    Key("rate", "review", "Review list…", ("Ctrl+L",), "table"),
    Key("rate", "keys", "Change the keys…", (), "keyboard"),
)
_SIGNS = {"Return": "⏎", "Backspace": "⌫", "Shift+C": "⇧C"}
_WRITES = (
    "undo",
    "redo",
    "withdraw",
    "half",
    "not_assessable",
    "photograph_not_assessable",
    "comment",
    "comment_photograph",
    "flag",
)
_COMPARES = (
    "compare_way",
    "compare_left",
    "compare_right",
    "compare_link",
    "compare_align",
)
_ADJUSTS = ("brighter", "darker", "more_contrast", "less_contrast", "as_it_is")
_TOOLS = (
    "undo",
    "redo",
    None,
    "zoom_out",
    "zoom_in",
    "zoom_fit",
    "zoom_actual",
    None,
    "compare",
    "anchors",
    "review",
    "keys",
    "leave_page",
)


class RatingCommands(QObject):
    """Owns the actions; a page says what they do.

    Signals:
        triggered: Name of the command.
        digit_chosen: A digit was chosen in the menu.
        goes_on_changed: Whether the next photograph comes by itself.
        keys_changed: Commands have other keys now.
    """

    triggered = Signal(str)
    digit_chosen = Signal(int)
    goes_on_changed = Signal(bool)
    keys_changed = Signal()

    def __init__(self, settings: Settings, owner: QWidget) -> None:
        super().__init__(owner)
        self._settings = settings
        self._owner = owner
        self._grades = QMenu("Grade", owner)
        self._fill_grades()
        self.actions = {key.name: self._action(key) for key in KEYS}
        self.actions["leave_page"] = self._action(
            Key("", "leave_page", "Leave the reading", (), "close")
        )
        self._goes_on = named("goes_on", QAction("Go on when all is answered", self))
        self._goes_on.setCheckable(True)
        self._goes_on.setChecked(self.goes_on)
        self._goes_on.toggled.connect(self._set_goes_on)
        self.turn_off()

    @property
    def goes_on(self) -> bool:
        """Whether the next photograph comes by itself when one is complete."""
        return self._settings.text(GOES_ON, "yes") == "yes"

    def for_menus(self) -> list[Command]:
        """The commands in the order of the menus."""
        found = [Command("rate", self._grades.menuAction())]
        found += [Command(key.menu, self.actions[key.name]) for key in KEYS]
        return [*found, Command("rate", self._goes_on)]

    def tools(self) -> list[QAction | None]:
        """The actions of the row of tools; None stands for a gap."""
        return [self.actions[name] if name else None for name in _TOOLS]

    def show_scene(self, scene: Scene, *, is_busy: bool) -> None:
        """Enable what applies, and say what Undo and Redo would do."""
        for action in self.actions.values():
            action.setEnabled(not is_busy)
        for name in _WRITES:
            self.actions[name].setEnabled(scene.is_open and not is_busy)
        for name, text, what in (
            ("undo", "Undo", scene.undo),
            ("redo", "Redo", scene.redo),
        ):
            action = self.actions[name]
            action.setText(f"{text} {what}" if what else text)
            action.setToolTip(f"{action.text()} ({_shown(action.shortcut())})")
            action.setEnabled(bool(what) and scene.is_open and not is_busy)
        self._grades.setEnabled(scene.is_open and not is_busy)
        self.actions["compare"].setEnabled(scene.may_compare and not is_busy)
        for name in _ADJUSTS:
            can_adjust = scene.adjusted is not None and not is_busy
            self.actions[name].setEnabled(can_adjust)
        is_shown = scene.anchors_shown and not is_busy
        self.actions["next_reference"].setEnabled(is_shown)
        for name in _COMPARES:
            self.actions[name].setEnabled(scene.is_comparing and not is_busy)

    def offer(self, *, comparison: bool, references: bool, adjustment: bool) -> None:
        """Leave out of menus and tools what the reading has no use for."""
        for name in _ADJUSTS:
            self.actions[name].setVisible(adjustment)
        self.actions["next_reference"].setVisible(references)
        for name in ("compare", *_COMPARES):
            self.actions[name].setVisible(comparison)

    def turn_off(self) -> None:
        """No reading is on the screen."""
        for action in self.actions.values():
            action.setEnabled(False)
        self._grades.setEnabled(False)

    def key_text(self, name: str) -> str:
        """The first key of a command, as it stands on a button."""
        return _SIGNS.get(self.actions[name].shortcut().toString()) or _shown(
            self.actions[name].shortcut()
        )

    def set_keys(self, name: str, keys: Sequence[QKeySequence]) -> None:
        """Give a command other keys, and remember them."""
        self.actions[name].setShortcuts(list(keys))
        text = "\n".join(key.toString() for key in keys)
        self._settings.set_text(f"rating/keys/{name}", text or "none")
        self._show_tip(self.actions[name])
        self.keys_changed.emit()

    def _action(self, key: Key) -> QAction:
        action = named(key.name, QAction(key.text, self))
        chosen = self._settings.text(f"rating/keys/{key.name}", "\n".join(key.keys))
        keys = chosen.split("\n") if chosen and chosen != "none" else []
        action.setShortcuts([QKeySequence(one) for one in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if key.icon:
            icons.give(action, key.icon)
        self._show_tip(action)
        action.triggered.connect(partial(self.triggered.emit, key.name))
        self._owner.addAction(action)
        return action

    def _show_tip(self, action: QAction) -> None:
        keys = _shown(action.shortcut())
        action.setToolTip(f"{action.text()} ({keys})" if keys else action.text())

    def _fill_grades(self) -> None:
        for digit in range(10):
            action = named(f"grade_{digit}", QAction(f"Grade {digit}", self))
            # For the menu and the sheet of keys; digits themselves are read by the
            # page, which knows the number pad and keyboards without a row of digits.
            action.setShortcut(QKeySequence(str(digit)))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self.digit_chosen.emit, digit))
            self._grades.addAction(action)

    def _set_goes_on(self, on: bool) -> None:
        self._settings.set_text(GOES_ON, "yes" if on else "no")
        self.goes_on_changed.emit(on)


def _shown(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)


def route(names: dict[str, Callable[[], object]], name: str) -> None:
    """Do what a command's name stands for, if anything."""
    if name in names:
        names[name]()
