"""The page that is shown while no study is open."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.context import PageContext
from gui.naming import named

_TEXT = "Blinded scoring of clinical photographs, from a folder to trajectories."


class StartPage(QWidget):
    """New study, open, demo study and the files opened last."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("start_page")
        self.setProperty("look", "page")
        self._context = context
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._recent_card = named("recent_card", QFrame(), "card")

        column = QWidget()
        column.setMaximumWidth(760)
        inner = QVBoxLayout(column)
        inner.setSpacing(18)
        inner.addStretch(1)
        inner.addLayout(self._heading())
        inner.addLayout(self._tiles())
        inner.addWidget(self._recent_files())
        inner.addWidget(self._drop_hint())
        inner.addStretch(2)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(column, 6)
        outer.addStretch(1)
        context.settings.recent_changed.connect(self.show_recent)
        self.show_recent()

    @Slot()
    def show_recent(self) -> None:
        """Show the files opened last, missing ones greyed."""
        while item := self._recent.takeAt(0):
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        files = self._context.settings.recent_files
        for path in files:
            self._recent.addWidget(self._recent_row(path))
        self._recent_card.setVisible(bool(files))

    def _heading(self) -> QHBoxLayout:
        mark = QLabel()
        mark.setPixmap(icons.pixmap("dermagrade", 64, ""))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(named("start_title", QLabel("Dermagrade"), "title"))
        text = named("start_text", QLabel(self.tr(_TEXT)), "muted")
        text.setWordWrap(True)
        words.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(mark)
        row.addLayout(words, 1)
        return row

    def _tiles(self) -> QGridLayout:
        shell = self._context.shell
        grid = QGridLayout()
        grid.setSpacing(12)
        tiles = (
            ("new_button", "new", self.tr("New study…"), shell.new_requested),
            ("open_button", "open", self.tr("Open…"), shell.open_requested),
            ("kit_button", "rate", self.tr("Open kit…"), shell.kit_requested),
            ("demo_button", "demo", self.tr("Demo study"), shell.demo_requested),
        )
        for number, (name, icon, text, wish) in enumerate(tiles):
            tile = named(name, QPushButton(text), "tile")
            icons.give(tile, icon)
            tile.clicked.connect(wish)
            grid.addWidget(tile, number // 2, number % 2)
        return grid

    def _recent_files(self) -> QFrame:
        clear = named("clear_button", QPushButton(self.tr("Clear")), "flat")
        clear.setAccessibleName(self.tr("Clear the list of recent files"))
        clear.clicked.connect(self._context.settings.clear_recent_files)
        top = QHBoxLayout()
        top.addWidget(named("recent_title", QLabel(self.tr("Recent")), "label"), 1)
        top.addWidget(clear)
        inner = QVBoxLayout(self._recent_card)
        inner.setContentsMargins(12, 6, 12, 10)
        inner.setSpacing(2)
        inner.addLayout(top)
        inner.addLayout(self._recent)
        return self._recent_card

    def _drop_hint(self) -> QFrame:
        hint = named("drop_hint", QFrame(), "drop")
        text = self.tr("Or drop a study, a kit or returns anywhere on this window.")
        words = named("drop_text", QLabel(text), "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(hint)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(words)
        return hint

    def _recent_row(self, path: Path) -> QWidget:
        is_there = path.exists()
        text = path.name if is_there else self.tr("{} (not found)").format(path.name)
        entry = named("recent_row", QPushButton(text.replace("&", "&&")), "row")
        entry.setEnabled(is_there)
        icons.give(entry, "study")
        entry.clicked.connect(partial(self._context.shell.file_requested.emit, path))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(entry, 1)
        if not is_there:
            remove = named("remove_button", QPushButton(self.tr("Remove")), "flat")
            forget = partial(self._context.settings.remove_recent_file, path)
            remove.clicked.connect(forget)
            layout.addWidget(remove)
        return row
