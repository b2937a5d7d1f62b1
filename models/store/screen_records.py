"""Records of what a rater has on the screen beside a photograph, and of the screen."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Adjustment:
    """How the display of a photograph was changed by its rater.

    Attributes:
        brightness: From -1 (darkest) over 0 (as it is) to 1.
        contrast: From -1 (least) over 0 (as it is) to 1.
    """

    brightness: float = 0.0
    contrast: float = 0.0

    @property
    def is_none(self) -> bool:
        """Whether the photograph is shown as it is."""
        return not self.brightness and not self.contrast


@dataclass(frozen=True)
class Reference:
    """A photograph that the study supplies as the example of a grade.

    Attributes:
        id: Number in the study or kit.
        scale: Key of the scale.
        value: The grade.
        file_name: Name of the file it came from; empty in a kit.
        sha256: SHA-256 of the file as it was supplied; empty in a kit.
    """

    id: int
    scale: str
    value: float
    file_name: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class NewReference:
    """A reference photograph about to be stored. Attributes as in Reference."""

    scale: str
    value: float
    file_name: str
    sha256: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class DisplayCheck:
    """What a rater saw of the test page on a screen.

    Attributes:
        screen: Name of the screen, as the system tells it.
        width: Of the screen in device pixels.
        height: Of the screen in device pixels.
        factor: Device pixels for a point.
        profile: Name of the screen's colour profile, or that the system does not tell.
        darkest: Whether the darkest steps were told apart.
        lightest: Whether the lightest steps were told apart.
        colours: Whether the colour patches were told apart.
        sharpness: Whether the finest lines were told apart.
        light: The light in the room.
        at: UTC time it was stored, ISO 8601; empty before.
    """

    screen: str
    width: int
    height: int
    factor: float
    profile: str
    darkest: str
    lightest: str
    colours: str
    sharpness: str
    light: str
    at: str = ""
