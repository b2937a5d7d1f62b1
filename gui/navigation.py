"""The list of pages at the left of the window."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout

from gui import icons
from gui.naming import named
from gui.registry import PageEntry
from gui.theme import Theme

_KEY = Qt.ItemDataRole.UserRole


class Navigation(QFrame):
    """Name of the study, and the pages with icons and words.

    Signals:
        page_chosen: Key of the page.
    """

    page_chosen = Signal(str)

    def __init__(self, pages: tuple[PageEntry, ...], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self._pages = pages
        self._study_name = named("study_name", QLabel())
        self._study_name.setWordWrap(True)
        self._study_name.setTextFormat(Qt.TextFormat.PlainText)
        self._list = named("page_list", QListWidget())
        self._list.setAccessibleName(self.tr("Pages"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, page in enumerate(pages, 1):
            item = QListWidgetItem(page.title)
            item.setData(_KEY, page.key)
            item.setToolTip(f"{page.title} (Ctrl+{number})")
            self._list.addItem(item)
        self._list.currentItemChanged.connect(self._on_item_changed)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 16, 10, 12)
        layout.setSpacing(12)
        layout.addWidget(self._study_name)
        layout.addWidget(self._list, 1)
        theme.changed.connect(self._repaint_icons)
        self._repaint_icons()

    def set_study_name(self, name: str) -> None:
        """Show the name of the study that is open."""
        self._study_name.setText(name)

    def set_training(self, is_training: bool) -> None:
        """Show or hide the pages that are for training only."""
        for row, page in enumerate(self._pages):
            self._list.item(row).setHidden(page.for_training and not is_training)

    def set_page(self, key: str) -> None:
        """Mark the page that is shown."""
        for row, page in enumerate(self._pages):
            if page.key == key:
                self._list.setCurrentRow(row)

    @Slot()
    def _repaint_icons(self) -> None:
        side = round(1.3 * self._list.fontMetrics().height())
        self._list.setIconSize(QSize(side, side))
        for row, page in enumerate(self._pages):
            self._list.item(row).setIcon(icons.icon(page.icon))
        widest = self._list.sizeHintForColumn(0)
        self.setFixedWidth(max(widest + 40, 172))

    @Slot(QListWidgetItem)
    def _on_item_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.page_chosen.emit(item.data(_KEY))
