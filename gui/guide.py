"""The user guide, read in a window of its own."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from gui.naming import named
from models.errors import ExpectedError

_GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide"


class GuideWindow(QWidget):
    """Shows the pages of the guide and follows the links between them."""

    def __init__(self, folder: Path = _GUIDE) -> None:
        super().__init__()
        first = folder / "index.md"
        if not first.exists():
            raise ExpectedError(
                "The user guide is not part of this copy of the program.",
                hint="It belongs into the folder docs/guide beside the program.",
            )
        self.setObjectName("guide_window")
        self.setWindowTitle(self.tr("User guide - Dermagrade"))
        self.resize(820, 760)
        browser = named("guide_text", QTextBrowser())
        browser.setAccessibleName(self.tr("User guide"))
        browser.setSearchPaths([str(folder)])
        browser.setOpenExternalLinks(False)
        browser.setOpenLinks(True)
        browser.setSource(QUrl.fromLocalFile(str(first)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(browser)
