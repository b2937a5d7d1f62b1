"""Where a photograph lies in its window: scale, position and their limits.

All lengths are device pixels, so that 100 % means one pixel of the photograph on one of
the screen on every display. Nothing here knows Qt.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from gui.widgets.viewer.pyramid import seen_size

LARGEST_SCALE = 16.0
_SMALLEST_OF_FIT = 0.25
_NEAR = 1e-6


class Place(NamedTuple):
    """What is looked at, told so that it means the same in another photograph.

    Attributes:
        relative: How much larger than fitted into the window; 1 is fitted.
        x: What lies in the middle of the window, as a share of the width.
        y: The same of the height.
    """

    relative: float = 1.0
    x: float = 0.5
    y: float = 0.5


FITTED = Place()


@dataclass(frozen=True)
class Framing:
    """A photograph in a window.

    Attributes:
        width: Of the photograph, in its pixels.
        height: Of the photograph, in its pixels.
        across: Width of the window in device pixels.
        down: Height of the window in device pixels.
        scale: Device pixels per pixel of the photograph.
        x: What lies in the middle of the window, as a share of the width.
        y: The same of the height.
    """

    width: int
    height: int
    across: int
    down: int
    scale: float
    x: float = 0.5
    y: float = 0.5

    @classmethod
    def at(
        cls, photograph: tuple[int, int], window: tuple[int, int], place: Place
    ) -> "Framing":
        """A photograph put into a window at a place."""
        window = (max(1, window[0]), max(1, window[1]))
        fitted = cls(*photograph, *window, scale=fit_scale(photograph, window))
        scale = fitted.scale * place.relative
        return replace(fitted, x=place.x, y=place.y).scaled(scale)

    @property
    def fit(self) -> float:
        """The scale at which all of the photograph is just seen."""
        return fit_scale((self.width, self.height), (self.across, self.down))

    @property
    def is_fitted(self) -> bool:
        """Whether all of the photograph is just seen."""
        return math.isclose(self.scale, self.fit, rel_tol=_NEAR)

    @property
    def place(self) -> Place:
        """What is looked at, for the next photograph of the same view."""
        return Place(self.scale / self.fit, self.x, self.y)

    @property
    def origin(self) -> tuple[int, int]:
        """The device pixel at which the photograph begins."""
        left, top = self._corner()
        return round(left), round(top)

    @property
    def size(self) -> tuple[int, int]:
        """The photograph's size on the screen in device pixels."""
        return seen_size(self.width, self.height, self.scale)

    @property
    def is_pannable(self) -> bool:
        """Whether some of the photograph lies outside of the window."""
        across, down = self.size
        return across > self.across or down > self.down

    def scaled(self, scale: float, at: tuple[float, float] | None = None) -> "Framing":
        """Zoomed to a scale, within the limits.

        Args:
            scale: Device pixels per pixel of the photograph.
            at: The device pixel that stays where it is; the middle of the window if
                there is none.
        """
        scale = self._limited(scale)
        at_x, at_y = at or (self.across / 2, self.down / 2)
        left, top = self._corner()
        ratio = scale / self.scale
        x = (self.across / 2 - at_x + (at_x - left) * ratio) / (self.width * scale)
        y = (self.down / 2 - at_y + (at_y - top) * ratio) / (self.height * scale)
        return _kept_in_sight(replace(self, scale=scale, x=x, y=y))

    def moved(self, right: float, down: float) -> "Framing":
        """Panned by device pixels, never further than its edge."""
        x = self.x - right / (self.width * self.scale)
        y = self.y - down / (self.height * self.scale)
        return _kept_in_sight(replace(self, x=x, y=y))

    def resized(self, across: int, down: int) -> "Framing":
        """In a window of another size: a fitted photograph stays fitted."""
        window = (max(1, across), max(1, down))
        scale = fit_scale((self.width, self.height), window)
        if not self.is_fitted:
            scale = self.scale
        changed = replace(self, across=window[0], down=window[1], scale=scale)
        return _kept_in_sight(changed)

    def _corner(self) -> tuple[float, float]:
        return (
            self.across / 2 - self.x * self.width * self.scale,
            self.down / 2 - self.y * self.height * self.scale,
        )

    def _limited(self, scale: float) -> float:
        for exact in (self.fit, 1.0):
            if math.isclose(scale, exact, rel_tol=_NEAR):
                return exact
        least = min(self.fit, 1.0) * _SMALLEST_OF_FIT
        return min(max(scale, least), max(LARGEST_SCALE, self.fit))


def fit_scale(photograph: tuple[int, int], window: tuple[int, int]) -> float:
    """The scale at which all of a photograph is just seen in a window."""
    return min(window[0] / photograph[0], window[1] / photograph[1])


def _kept_in_sight(framing: Framing) -> Framing:
    """The framing moved so that no more is lost of the photograph than must be."""
    x = _kept(framing.x, framing.across / (framing.width * framing.scale))
    y = _kept(framing.y, framing.down / (framing.height * framing.scale))
    return replace(framing, x=x, y=y)


def _kept(middle: float, share_seen: float) -> float:
    """The middle moved so that no gap opens; centred if all can be seen."""
    if share_seen >= 1.0:
        return 0.5
    return min(max(middle, share_seen / 2), 1.0 - share_seen / 2)
