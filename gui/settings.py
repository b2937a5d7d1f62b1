"""What the program remembers from one start to the next.

Nothing of a study's content is remembered: file names of studies, sizes of windows and
tastes only.
"""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from models.library_folder import default_folder

RECENT_FILES = 10
FONT_SCALES = (100, 115, 130, 150, 175, 200)


class ThemeChoice(StrEnum):
    """Which colours the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Settings(QObject):
    """Typed properties over one store of the system.

    Signals:
        look_changed: Theme or font scale are others now.
        recent_changed: The list of recent files is another now.
    """

    look_changed = Signal()
    recent_changed = Signal()

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark or as the system is."""
        text = self._text("look/theme")
        return ThemeChoice(text) if text in set(ThemeChoice) else ThemeChoice.SYSTEM

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store.setValue("look/theme", choice.value)
        self.look_changed.emit()

    @property
    def font_scale(self) -> int:
        """Size of all text in percent, 100 to 200."""
        text = self._text("look/font_scale")
        scale = int(text) if text.isdecimal() else 100
        return min(max(scale, FONT_SCALES[0]), FONT_SCALES[-1])

    @font_scale.setter
    def font_scale(self, percent: int) -> None:
        self._store.setValue("look/font_scale", percent)
        self.look_changed.emit()

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """Files opened last, newest first, at most RECENT_FILES."""
        lines = self._text("recent/files").split("\n")
        return tuple(Path(line) for line in lines if line)[:RECENT_FILES]

    def add_recent_file(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        path = path.resolve()
        others = [file for file in self.recent_files if file != path]
        self._set_recent([path, *others])

    def remove_recent_file(self, path: Path) -> None:
        """Forget one recent file."""
        self._set_recent([file for file in self.recent_files if file != path])

    def clear_recent_files(self) -> None:
        """Forget all recent files."""
        self._set_recent([])

    @property
    def window_geometry(self) -> QByteArray:
        """Place and size of the window, as Qt saves them; may be empty."""
        return self._bytes("window/geometry")

    @window_geometry.setter
    def window_geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    def last_page(self, study: str) -> str:
        """Key of the page that was shown last in a study, or empty."""
        return self._text(f"study/{study}/page")

    def set_last_page(self, study: str, page: str) -> None:
        """Remember the page that is shown in a study, given by its identifier."""
        self._store.setValue(f"study/{study}/page", page)

    def last_folder(self, dialog: str) -> Path:
        """The folder a file dialog was last used in, or the home folder."""
        text = self._text(f"folders/{dialog}")
        return Path(text) if text and Path(text).is_dir() else Path.home()

    def set_last_folder(self, dialog: str, folder: Path) -> None:
        """Remember the folder a file dialog was used in."""
        self._store.setValue(f"folders/{dialog}", str(folder))

    @property
    def library_folder(self) -> Path:
        """Where the user's own scales, measures and protocols lie."""
        text = self._text("folders/library")
        return Path(text) if text else default_folder()

    def text(self, key: str, default: str = "") -> str:
        """A setting of one page, by a key of its own: "rating/auto_advance"."""
        return self._text(key) or default

    def set_text(self, key: str, value: str) -> None:
        """Remember a setting of one page."""
        self._store.setValue(key, value)

    def save(self) -> None:
        """Write what was changed to disk."""
        self._store.sync()

    def _set_recent(self, files: list[Path]) -> None:
        text = "\n".join(str(file) for file in files[:RECENT_FILES])
        self._store.setValue("recent/files", text)
        self.recent_changed.emit()

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else str(value or "")

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
