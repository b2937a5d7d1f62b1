"""The figure as a picture that other programs take, pasted or dropped."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QPixmap
from PySide6.QtWidgets import QWidget

_THUMB = 220


class FigureDrag:
    """Keeps the picture that was taken last, also as a file for programs that want one.

    The file lies in a folder that goes with the page.
    """

    def __init__(self, source: QWidget) -> None:
        self._source = source
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._path: Path | None = None
        self._picture = QImage()

    def set_picture(self, picture: QImage, name: str) -> None:
        """Take a picture, to be called by this name as a file."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="dermagrade")
        self._picture = picture
        self._path = Path(self._folder.name) / name
        picture.save(str(self._path))

    def mime_data(self) -> QMimeData:
        """The picture, as pixels and as a file."""
        data = QMimeData()
        data.setImageData(self._picture)
        if self._path is not None:
            data.setUrls([QUrl.fromLocalFile(str(self._path))])
        return data

    def carry(self) -> bool:
        """Let the user drop the picture somewhere; tell whether it was taken."""
        drag = QDrag(self._source)
        drag.setMimeData(self.mime_data())
        small = self._picture.scaledToWidth(
            _THUMB, Qt.TransformationMode.SmoothTransformation
        )
        drag.setPixmap(QPixmap.fromImage(small))
        taken = drag.exec(Qt.DropAction.CopyAction)
        return taken != Qt.DropAction.IgnoreAction

    def close(self) -> None:
        """Remove the file."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
