"""The surface a photograph is looked at on: zoom, pan, gestures and painting."""

import math
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Property, QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget
from typing_extensions import override

from gui.widgets.viewer import painting
from gui.widgets.viewer.framing import FITTED, Framing, Place
from gui.widgets.viewer.pyramid import Pyramid
from gui.widgets.viewer.tones import Tones

MID_GREY = QColor(119, 119, 119)
"""Half as light as white to the eye (L* 50), the same in every theme."""

_KEY_STEP = 1.25
_WHEEL_UNITS_TO_DOUBLE = 480.0
_PIXELS_TO_DOUBLE = 240.0
_SETTLE_MS = 60
_SENTENCE_WIDTH = 480


class PhotographCanvas(QWidget):
    """Shows one photograph on neutral grey.

    Signals:
        zoom_changed: The scale is another one.
                      arg 0: Device pixels per pixel of the photograph; 1 is 100 %.
        place_changed: Zoom or position is another one, by whatever cause.
    """

    zoom_changed = Signal(float)
    place_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pyramid: Pyramid | None = None
        self._framing: Framing | None = None
        self._sentence = ""
        self._surround = MID_GREY
        self._tones: Tones | None = None
        self._scratch = painting.Scratch()
        self._dragged_from: QPointF | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(self.tr("Photograph"))
        if sys.platform != "darwin":
            # On macOS the native gesture comes as well, and would zoom twice.
            self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
            self.grabGesture(Qt.GestureType.PinchGesture)

    def _get_surround(self) -> QColor:
        return self._surround

    def _set_surround(self, colour: QColor) -> None:
        self._surround = colour
        self.update()

    surround = Property(QColor, _get_surround, _set_surround)

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the photograph; 0 without a photograph."""
        return self._framing.scale if self._framing else 0.0

    @property
    def is_fitted(self) -> bool:
        """Whether all of the photograph is just seen."""
        return self._framing is None or self._framing.is_fitted

    @property
    def is_sharp(self) -> bool:
        """Whether what is shown is as sharp as the photograph can be."""
        if self._pyramid is None or self._framing is None:
            return False
        return self._pyramid.is_sharp_at(self._framing.scale)

    @property
    def place(self) -> Place:
        """What is looked at."""
        return self._framing.place if self._framing else FITTED

    def set_place(self, place: Place) -> None:
        """Look at a place, told by this or another canvas."""
        if self._pyramid is not None:
            photograph = (self._pyramid.width, self._pyramid.height)
            self._reframe(Framing.at(photograph, self.device_size(), place))

    @property
    def seen_height(self) -> float:
        """Device pixels that all of the photograph is high as shown; 0 without one."""
        return self._framing.height * self._framing.scale if self._framing else 0.0

    def show_tones(self, tones: Tones | None) -> None:
        """Show the photograph in other tones; None shows it as it is."""
        if self._tones is not tones:
            self._tones = tones
            self.update()

    def match(self, other: "PhotographCanvas") -> None:
        """Show the photograph as large as another canvas shows its own, and where."""
        if self._framing is None or not other.seen_height:
            return
        there = other.place
        scale = other.seen_height / self._framing.height
        self._reframe(replace(self._framing, x=there.x, y=there.y).scaled(scale))

    def device_size(self) -> tuple[int, int]:
        """The size of the canvas in device pixels."""
        ratio = self.devicePixelRatioF()
        return round(self.width() * ratio), round(self.height() * ratio)

    def zoom_in(self) -> None:
        """One step larger, with a stop at fitted and at 100 %."""
        self._step(_KEY_STEP)

    def zoom_out(self) -> None:
        """One step smaller, with a stop at fitted and at 100 %."""
        self._step(1.0 / _KEY_STEP)

    def fit(self) -> None:
        """Show all of the photograph."""
        self.set_place(FITTED)

    def actual_size(self, at: QPointF | None = None) -> None:
        """One pixel of the photograph on one of the screen.

        Args:
            at: Where in the canvas the photograph is to stay as it is.
        """
        self.zoom_to(1.0, at)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Zoom to a scale in device pixels per pixel of the photograph."""
        if self._framing is not None:
            ratio = self.devicePixelRatioF()
            middle = (at.x() * ratio, at.y() * ratio) if at is not None else None
            self._reframe(self._framing.scaled(scale, middle))

    def pan_by(self, right: float, down: float) -> None:
        """Look further to the right and down, by shares of the window."""
        across, height = self.device_size()
        self._move(-right * across, -down * height)

    def _set_photograph(self, pyramid: Pyramid | None, place: Place) -> None:
        self._pyramid = pyramid
        self._sentence = ""
        if pyramid is None:
            self._framing = None
            self.update()
        else:
            self.set_place(place)
        self._show_hand()

    def _refine(self, pyramid: Pyramid) -> None:
        """More of the same photograph: nothing moves."""
        self._pyramid = pyramid
        self.update()

    def _set_sentence(self, sentence: str) -> None:
        self._pyramid = None
        self._framing = None
        self._sentence = sentence
        self.setAccessibleDescription(sentence)
        self._show_hand()
        self.update()

    def _step(self, factor: float) -> None:
        if (framing := self._framing) is None:
            return
        now, then = framing.scale, framing.scale * factor
        stops = sorted((framing.fit, 1.0), reverse=factor < 1.0)
        for stop in stops:
            is_passed = min(now, then) < stop < max(now, then)
            if is_passed and not math.isclose(stop, now, rel_tol=1e-6):
                then = stop
                break
        self.zoom_to(then)

    def _reframe(self, framing: Framing) -> None:
        """Show the photograph elsewhere, and repaint all of it."""
        before, self._framing = self._framing, framing
        if self._pyramid is not None and not self._pyramid.levels[0].is_for_screen:
            self._settle.start()
        self.update()
        self._tell_change(before)

    def _move(self, right: float, down: float) -> None:
        """Pan by device pixels, repainting only what comes into sight."""
        if (before := self._framing) is None:
            return
        self._framing = before.moved(right, down)
        across = self._framing.origin[0] - before.origin[0]
        downwards = self._framing.origin[1] - before.origin[1]
        if not across and not downwards:
            return
        ratio = self.devicePixelRatioF()
        if ratio.is_integer() and not across % ratio and not downwards % ratio:
            self.scroll(int(across / ratio), int(downwards / ratio))
        else:
            self.update()
        self._tell_change(before)

    def _tell_change(self, before: Framing | None) -> None:
        assert self._framing is not None
        if before is None or before.scale != self._framing.scale:
            percent = round(self._framing.scale * 100)
            self.setAccessibleDescription(self.tr("zoom {} %").format(percent))
            self._show_hand()
            self.zoom_changed.emit(self._framing.scale)
        if before != self._framing:
            self.place_changed.emit()

    def _show_hand(self) -> None:
        if self._framing is None or not self._framing.is_pannable:
            self.unsetCursor()
        elif self._dragged_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def _on_settled(self) -> None:
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._framing is not None:
            self._reframe(self._framing.resized(*self.device_size()))
        super().resizeEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            if self._framing is not None:
                self._reframe(self._framing.resized(*self.device_size()))
        elif isinstance(event, QNativeGestureEvent):
            if self._on_native_gesture(event):
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = QPointF(self.mapFromGlobal(pinch.hotSpot().toPoint()))
                self.zoom_to(self.zoom * pinch.scaleFactor(), at)
                event.accept(pinch)
                return True
        return super().event(event)

    def _on_native_gesture(self, event: QNativeGestureEvent) -> bool:
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self.zoom * (1.0 + event.value()), event.position())
        elif kind == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._toggle(event.position())
        else:
            return False
        event.accept()
        return True

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y()
        if pixels and event.phase() != Qt.ScrollPhase.NoScrollPhase:
            doublings = pixels / _PIXELS_TO_DOUBLE
        else:
            doublings = event.angleDelta().y() / _WHEEL_UNITS_TO_DOUBLE
        if doublings:
            self.zoom_to(self.zoom * 2.0**doublings, event.position())
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._dragged_from = event.position()
            self._show_hand()
        else:
            super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is None:
            super().mouseMoveEvent(event)
            return
        way = (event.position() - self._dragged_from) * self.devicePixelRatioF()
        self._dragged_from = event.position()
        self._move(way.x(), way.y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None
        self._show_hand()
        super().mouseReleaseEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._toggle(event.position())

    def _toggle(self, at: QPointF) -> None:
        if self.is_fitted:
            self.actual_size(at)
        else:
            self.fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._use_device_pixels(painter)
        # PySide6's hints do not tell that a region is a row of rectangles.
        rects = list(cast("Iterable[QRect]", event.region()))
        for rect in rects if len(rects) <= 3 else [event.rect()]:
            self._paint(painter, self._in_device_pixels(rect))
        if self._sentence:
            painter.resetTransform()
            self._paint_sentence(painter)
        painter.end()

    def _paint(self, painter: QPainter, exposed: QRect) -> None:
        if self._pyramid is None or self._framing is None:
            painter.fillRect(exposed, self._surround)
            return
        painting.surround(painter, exposed, self._framing, self._surround)
        painting.photograph(
            painter,
            exposed,
            self._framing,
            self._pyramid,
            self._scratch,
            is_moving=self._settle.isActive(),
            tones=self._tones,
        )

    def _paint_sentence(self, painter: QPainter) -> None:
        is_light = self._surround.lightness() > 110
        painter.setPen(Qt.GlobalColor.black if is_light else Qt.GlobalColor.white)
        across = min(self.width() - 32, _SENTENCE_WIDTH)
        box = QRect(0, 0, max(1, across), self.height())
        box.moveCenter(QPoint(self.width() // 2, self.height() // 2))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._sentence
        )

    def _use_device_pixels(self, painter: QPainter) -> None:
        """Paint in whole device pixels, also at 150 % and in the middle of a window."""
        ratio = self.devicePixelRatioF()
        painter.scale(1.0 / ratio, 1.0 / ratio)
        device = painter.deviceTransform()
        painter.translate(
            round(device.dx()) - device.dx(), round(device.dy()) - device.dy()
        )

    def _in_device_pixels(self, rect: QRect) -> QRect:
        ratio = self.devicePixelRatioF()
        left, top = math.floor(rect.x() * ratio), math.floor(rect.y() * ratio)
        right = math.ceil((rect.x() + rect.width()) * ratio)
        bottom = math.ceil((rect.y() + rect.height()) * ratio)
        return QRect(left, top, right - left, bottom - top)
