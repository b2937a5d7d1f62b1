"""The chosen photographs as small pictures on neutral grey."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QIcon, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem
from typing_extensions import override

from gui.pages.photographs.thumbnails import Thumbnails
from models.store.records import Photograph

SIDE = 480
_SMALL = 150


class ContactSheet(QListWidget):
    """One large picture, or several small ones with their places."""

    def __init__(self, thumbnails: Thumbnails, visits: Mapping[str, str]) -> None:
        """Make the sheet.

        Args:
            thumbnails: Decodes the pictures.
            visits: Name of each visit by its key.
        """
        super().__init__()
        self.setObjectName("contact_sheet")
        self.setProperty("look", "photograph_surround")
        self.setAccessibleName(self.tr("Chosen photographs"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setWordWrap(True)
        self.setSpacing(6)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._thumbnails = thumbnails
        self._visits = visits
        self._side = _SMALL
        self._items: dict[int, QListWidgetItem] = {}
        thumbnails.ready.connect(self._on_ready)
        thumbnails.failed.connect(self._on_failed)

    @Slot(object)
    def show_photographs(self, photographs: tuple[Photograph, ...]) -> None:
        """Show these photographs instead."""
        self.clear()
        alone = len(photographs) == 1
        self._side = min(SIDE, self._widest()) if alone else _SMALL
        self.setIconSize(QSize(self._side, self._side))
        self._items = {}
        for one in photographs:
            visit = self._visits[one.visit]
            item = QListWidgetItem(f"{one.subject}\n{visit}")
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            item.setSizeHint(self._size())
            self.addItem(item)
            self._items[one.id] = item
        self._thumbnails.want(tuple(self._items))

    def _widest(self) -> int:
        room = self.viewport().size()
        words = 3 * self.fontMetrics().height()
        return max(min(room.width() - 36, room.height() - words - 24), _SMALL)

    def _size(self) -> QSize:
        """The size of one picture with its words; a single one is in the middle."""
        width = self._side + 12
        if self._side > _SMALL:
            width = max(width, self.viewport().width() - 24)
        return QSize(width, self._side + 3 * self.fontMetrics().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if len(self._items) == 1:
            self._side = min(SIDE, self._widest())
            self.setIconSize(QSize(self._side, self._side))
            self.item(0).setSizeHint(self._size())

    @Slot(int, QImage)
    def _on_ready(self, number: int, picture: QImage) -> None:
        if number in self._items:
            self._items[number].setIcon(QIcon(QPixmap.fromImage(picture)))

    @Slot(int, str)
    def _on_failed(self, number: int, reason: str) -> None:
        if number in self._items:
            item = self._items[number]
            item.setText(f"{item.text()}\n{reason}")
