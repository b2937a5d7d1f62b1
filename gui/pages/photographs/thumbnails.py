"""Small pictures of the chosen photographs, decoded beside the window."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from models.photographs.decode import Pixels, thumbnail
from models.photographs.errors import PhotographError

_KEPT = 60


class Thumbnails(QObject):
    """Decodes small pictures in a thread of its own and keeps the last ones.

    Signals:
        ready: Number of a photograph and its QImage.
        failed: Number of a photograph and why it has no picture.
    """

    ready = Signal(int, QImage)
    failed = Signal(int, str)
    _decoded = Signal(int, object)

    def __init__(self, side: int, photograph_bytes: Callable[[int], bytes]) -> None:
        """Make the decoder.

        Args:
            side: Pixels of the longer side.
            photograph_bytes: The bytes of a photograph by its number, from any thread.
        """
        super().__init__()
        self._side = side
        self._bytes = photograph_bytes
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="thumbnails")
        self._wanted: frozenset[int] = frozenset()
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._decoded.connect(self._on_decoded, Qt.ConnectionType.QueuedConnection)

    def want(self, numbers: tuple[int, ...]) -> None:
        """Ask for these photographs, and forget about those asked for before."""
        self._wanted = frozenset(numbers)
        for number in numbers:
            if number in self._kept:
                self.ready.emit(number, self._kept[number])
            else:
                self._pool.submit(self._decode, number)

    def close(self) -> None:
        """Stop, and wait until the thread has ended."""
        self._wanted = frozenset()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _decode(self, number: int) -> None:
        """Decode one photograph, in the thread, unless it is not wanted any more."""
        if number not in self._wanted:
            return
        try:
            self._decoded.emit(number, thumbnail(self._bytes(number), self._side))
        except PhotographError as error:
            self._decoded.emit(number, error.text)

    @Slot(int, object)
    def _on_decoded(self, number: int, result: Pixels | str) -> None:
        if isinstance(result, str):
            self.failed.emit(number, result)
            return
        picture = _picture(result)
        self._kept[number] = picture
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.ready.emit(number, picture)


def _picture(pixels: Pixels) -> QImage:
    height, width, _ = pixels.rgb.shape
    data = pixels.rgb.tobytes()
    return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
