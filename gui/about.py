"""What this program is, and what it does not do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.naming import named
from models.version import program_version

_WHAT = "Blinded scoring of clinical photographs for dermatology trials."
_OFFLINE = (
    "Dermagrade works offline. It opens no connection, sends nothing, looks for no "
    "updates and counts nobody. Studies stay in the files you make; the log file "
    "holds no names."
)
_LICENCE = (
    "Free software under the MIT licence, without warranty. It is not a medical device."
)


class AboutBox(QDialog):
    """Name, version and the promises of the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_box")
        self.setWindowTitle(self.tr("About Dermagrade"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        mark = QLabel()
        mark.setPixmap(icons.pixmap("dermagrade", 64, ""))
        words = QVBoxLayout()
        words.setSpacing(10)
        words.addWidget(named("about_name", QLabel("Dermagrade"), "title"))
        version = self.tr("Version {}").format(program_version())
        words.addWidget(named("about_version", QLabel(version), "muted"))
        for name, text in (
            ("about_what", _WHAT),
            ("about_offline", _OFFLINE),
            ("about_licence", _LICENCE),
        ):
            label = named(name, QLabel(self.tr(text)))
            label.setWordWrap(True)
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(row)
        layout.addWidget(buttons)
