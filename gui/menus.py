"""The menus of the window: every command that exists, with its key."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from gui import icons
from gui.context import Command
from gui.registry import PageEntry
from gui.settings import FONT_SCALES, Settings, ThemeChoice

_Keys = QKeySequence | QKeySequence.StandardKey | str | None

_THEMES = (
    (ThemeChoice.SYSTEM, "As the system"),
    (ThemeChoice.LIGHT, "Light"),
    (ThemeChoice.DARK, "Dark"),
)

# Commands of pages that stand in a menu even while their page is not open:
# menu, page, name of the page's action, text, icon.
_PAGE_COMMANDS = (
    ("file", "photographs", "import_photographs", "Import photographs…", "import"),
    (
        "file",
        "measurements",
        "import_measurements",
        "Import measurements…",
        "import",
    ),
    ("tools", "record", "verify_record", "Verify the record", "verify"),
    ("tools", "record", "seal_allocation", "Seal the allocation…", "seal"),
    ("tools", "record", "open_allocation", "Open the allocation…", "seal-open"),
    ("tools", "record", "open_subject", "Emergency: open one subject…", "seal-open"),
    ("tools", "record", "lock_study", "Lock or unlock the study…", "lock"),
    ("tools", "record", "reopen_reading", "Reopen a reading…", "unlock"),
    ("tools", "record", "sign_record", "Sign…", "check"),
    ("tools", "record", "show_people", "People…", "people"),
    ("tools", "record", "export_trail", "Export the audit trail…", "export"),
    ("tools", "record", "print_trail", "Print the audit trail…", "export"),
)


class Menus(QObject):
    """Builds the menu bar and keeps it as things are.

    Signals:
        new_requested: A new study.
        open_requested: Choose a file to open.
        restore_requested: Restore a backup.
        kit_requested: Choose a kit to open.
        copy_requested: Save a copy of the study.
        file_requested: Open this recent file (a Path).
        close_requested: Close the study.
        reading_left: Leave the rater's reading.
        quit_requested: End the program.
        page_requested: Show the page with this key.
        page_command_requested: Page key and name of its command.
        full_screen_requested: Whether the window is to take the whole screen.
        scales_requested: Show the library of scales and measures.
        demo_requested: Open the demo study.
        drawn_set_requested: Open the training set of drawn photographs.
        planning_requested: Ask how many raters and photographs are needed.
        guide_requested: Show the user guide.
        shortcuts_requested: Show the sheet of keys.
        log_folder_requested: Open the folder of the log files.
        about_requested: Say what this program is.
        evidence_requested: Show the table of evidence, also without a study.
    """

    new_requested = Signal()
    open_requested = Signal()
    restore_requested = Signal()
    kit_requested = Signal()
    copy_requested = Signal()
    file_requested = Signal(object)
    close_requested = Signal()
    reading_left = Signal()
    quit_requested = Signal()
    page_requested = Signal(str)
    page_command_requested = Signal(str, str)
    full_screen_requested = Signal(bool)
    scales_requested = Signal()
    demo_requested = Signal()
    drawn_set_requested = Signal()
    planning_requested = Signal()
    guide_requested = Signal()
    shortcuts_requested = Signal()
    log_folder_requested = Signal()
    about_requested = Signal()
    evidence_requested = Signal()

    def __init__(
        self, bar: QMenuBar, pages: tuple[PageEntry, ...], settings: Settings
    ) -> None:
        super().__init__(bar)
        self._settings = settings
        self._menus = {
            "file": bar.addMenu(self.tr("&File")),
            "edit": bar.addMenu(self.tr("&Edit")),
            "view": bar.addMenu(self.tr("&View")),
            "rate": bar.addMenu(self.tr("&Rate")),
            "analysis": bar.addMenu(self.tr("&Analysis")),
            "tools": bar.addMenu(self.tr("&Tools")),
            "help": bar.addMenu(self.tr("&Help")),
        }
        self._for_a_study: list[QAction] = []
        self._of_pages: dict[str, list[QAction]] = {}
        self._of_page: list[tuple[QMenu, QAction]] = []
        self._recent = QMenu(self.tr("Open &recent"), bar)
        self._recent.setObjectName("recent_menu")
        self._fill_file()
        self._fill_pages(pages)
        self._fill_view()
        self._fill_tools()
        self._fill_help()
        settings.recent_changed.connect(self._fill_recent)
        self._fill_recent()
        self.set_state(is_open=False, is_blinded=False)
        self.set_page_commands(())

    def set_state(self, *, is_open: bool, is_blinded: bool) -> None:
        """Enable what applies: with or without a study, within a reading or not."""
        for action in self._for_a_study:
            action.setEnabled(is_open and not is_blinded)
        self._new.setEnabled(not is_blinded)
        self._open.setEnabled(not is_blinded)
        self._restore.setEnabled(not is_blinded)
        self._kit.setEnabled(not is_blinded)
        self._demo.setEnabled(not is_blinded)
        self._drawn.setEnabled(not is_blinded)
        self._planning.setEnabled(not is_blinded)
        self._scales.setEnabled(not is_blinded)
        self._evidence.setEnabled(not is_blinded)
        # The names of studies may tell a rater what the photographs are of.
        self._recent.menuAction().setVisible(not is_blinded)
        self._leave.setVisible(is_blinded)

    def set_shown_pages(self, keys: Collection[str]) -> None:
        """Offer these pages and their commands only; others do not apply."""
        for key, actions in self._of_pages.items():
            for action in actions:
                action.setVisible(key in keys)

    def set_page_commands(self, commands: Sequence[Command]) -> None:
        """Put the commands of the page that is shown into the menus."""
        for menu, action in self._of_page:
            menu.removeAction(action)
        self._of_page.clear()
        for key in dict.fromkeys(one.menu for one in commands if one.menu):
            actions = [one.action for one in commands if one.menu == key]
            self._insert(self._menus[key], actions)
        for menu in self._menus.values():
            menu.menuAction().setVisible(
                any(not action.isSeparator() for action in menu.actions())
            )

    def shortcuts(self) -> list[tuple[str, str, str]]:
        """Menu, command and keys of all commands that have keys, for the sheet."""
        found = []
        for menu in self._menus.values():
            title = menu.title().replace("&", "")
            for action in _leaves(menu):
                keys = [
                    key.toString(QKeySequence.SequenceFormat.NativeText)
                    for key in action.shortcuts()
                ]
                if keys:
                    text = action.text().replace("&", "").rstrip("…")
                    found.append((title, text, "  or  ".join(keys)))
        return found

    def _insert(self, menu: QMenu, actions: list[QAction]) -> None:
        before = menu.actions()[0] if menu.actions() else None
        if before is not None:
            rule = menu.insertSeparator(before)
            self._of_page.append((menu, rule))
            before = rule
        for action in actions:
            if before is None:
                menu.addAction(action)
            else:
                menu.insertAction(before, action)
            self._of_page.append((menu, action))

    def _fill_file(self) -> None:
        standard = QKeySequence.StandardKey
        add = partial(self._add, "file")
        self._new = add("new_study", "&New study…", self.new_requested, standard.New)
        icons.give(self._new, "new")
        self._open = add("open_study", "&Open…", self.open_requested, standard.Open)
        icons.give(self._open, "open")
        self._kit = add("open_kit", "Open &kit…", self.kit_requested)
        icons.give(self._kit, "rate")
        self._menus["file"].addMenu(self._recent)
        copy = add("save_copy", "Save a cop&y…", self.copy_requested)
        icons.give(copy, "copy")
        self._for_a_study.append(copy)
        self._restore = add(
            "restore_backup", "&Restore from backup…", self.restore_requested
        )
        self._menus["file"].addSeparator()
        self._add_page_commands("file")
        self._menus["file"].addSeparator()
        self._leave = add("leave_reading", "&Leave the reading", self.reading_left)
        self._leave.setVisible(False)
        close = add("close_study", "&Close the study", self.close_requested, "Ctrl+W")
        self._for_a_study.append(close)
        leave = add("quit", "&Quit", self.quit_requested, standard.Quit)
        leave.setMenuRole(QAction.MenuRole.QuitRole)
        if leave.shortcut().isEmpty():  # Windows has no key of its own for this
            leave.setShortcut(QKeySequence("Ctrl+Q"))

    def _fill_pages(self, pages: tuple[PageEntry, ...]) -> None:
        homes = {
            "rating": "rate",
            "agreement": "analysis",
            "trajectories": "analysis",
            "evidence": "analysis",
        }
        for number, page in enumerate(pages, 1):
            action = self._add(
                homes.get(page.key, "view"),
                f"show_{page.key}",
                page.title,
                partial(self.page_requested.emit, page.key),
                f"Ctrl+{number}",
            )
            icons.give(action, page.icon)
            self._for_a_study.append(action)
            self._of_pages.setdefault(page.key, []).append(action)

    def _fill_view(self) -> None:
        view = self._menus["view"]
        view.addSeparator()
        self._full_screen = self._add(
            "view", "full_screen", "&Full screen", self.full_screen_requested, "F11"
        )
        self._full_screen.setCheckable(True)
        themes = view.addMenu(self.tr("&Theme"))
        group = QActionGroup(self)
        for choice, text in _THEMES:
            action = themes.addAction(self.tr(text))
            action.setObjectName(f"theme_{choice.value}")
            action.setCheckable(True)
            action.setChecked(self._settings.theme is choice)
            action.triggered.connect(partial(self._set_theme, choice))
            group.addAction(action)
        sizes = view.addMenu(self.tr("Text &size"))
        group = QActionGroup(self)
        for percent in FONT_SCALES:
            action = sizes.addAction(f"{percent} %")
            action.setObjectName(f"text_size_{percent}")
            action.setCheckable(True)
            action.setChecked(self._settings.font_scale == percent)
            action.triggered.connect(partial(self._set_font_scale, percent))
            group.addAction(action)

    def _fill_tools(self) -> None:
        self._scales = self._add("tools", "scales", "S&cales…", self.scales_requested)
        icons.give(self._scales, "table")
        self._evidence = self._add(
            "tools", "evidence", "&Evidence…", self.evidence_requested
        )
        icons.give(self._evidence, "evidence")
        self._planning = self._add(
            "tools",
            "plan_precision",
            "How many &raters, how many photographs?…",
            self.planning_requested,
        )
        icons.give(self._planning, "people")
        self._menus["tools"].addSeparator()
        self._add_page_commands("tools")

    def _fill_help(self) -> None:
        add = partial(self._add, "help")
        guide = QKeySequence.StandardKey.HelpContents
        icons.give(add("guide", "User &guide", self.guide_requested, guide), "help")
        keys = add("shortcuts", "&Keyboard", self.shortcuts_requested)
        keys.setShortcuts([QKeySequence("Ctrl+/"), QKeySequence("?")])
        icons.give(keys, "keyboard")
        self._demo = add("demo", "Try the &demo study", self.demo_requested)
        icons.give(self._demo, "demo")
        self._drawn = add("drawn_set", "Try a &training set", self.drawn_set_requested)
        icons.give(self._drawn, "check")
        self._menus["help"].addSeparator()
        add("log_folder", "Open the &log folder", self.log_folder_requested)
        about = add("about", "&About Dermagrade", self.about_requested)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def _add_page_commands(self, menu: str) -> None:
        for home, page, name, text, icon in _PAGE_COMMANDS:
            if home == menu:
                wish = partial(self.page_command_requested.emit, page, name)
                action = self._add(menu, f"go_{name}", text, wish)
                icons.give(action, icon)
                self._for_a_study.append(action)
                self._of_pages.setdefault(page, []).append(action)

    def _add(
        self,
        menu: str,
        name: str,
        text: str,
        on_triggered: Callable[..., object] | SignalInstance,
        keys: _Keys = None,
    ) -> QAction:
        action = self._menus[menu].addAction(self.tr(text))
        action.setObjectName(name)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(on_triggered)
        return action

    @Slot()
    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._settings.recent_files:
            action = self._recent.addAction(_recent_text(path))
            action.setEnabled(path.exists())
            action.triggered.connect(partial(self.file_requested.emit, path))
        self._recent.addSeparator()
        clear = self._recent.addAction(self.tr("Clear the list"))
        clear.setObjectName("clear_recent")
        clear.setEnabled(bool(self._settings.recent_files))
        clear.triggered.connect(self._settings.clear_recent_files)

    def _set_theme(self, choice: ThemeChoice) -> None:
        self._settings.theme = choice

    def _set_font_scale(self, percent: int) -> None:
        self._settings.font_scale = percent


def _recent_text(path: Path) -> str:
    name = path.name.replace("&", "&&")
    return name if path.exists() else f"{name} (not found)"


def _leaves(menu: QMenu) -> list[QAction]:
    """The actions of a menu and of the menus in it."""
    found: list[QAction] = []
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += _leaves(inner)
        else:
            found.append(action)
    return found
