"""What a plot of trajectories is made of: plain records that the plots draw."""

from dataclasses import dataclass
from enum import StrEnum

from models.statistics.intervals import Floats
from models.statistics.trajectories import Centre, Measure


class Style(StrEnum):
    """How a group is drawn."""

    LINES = "lines"  # its middle from visit to visit, with intervals
    BOXES = "boxes"  # median, quartiles and whiskers at each visit
    SINGLES = "singles"  # nothing but its single units


class Axis(StrEnum):
    """What the visits are apart."""

    DAYS = "days"  # as the days between them
    VISITS = "visits"  # all alike


@dataclass(frozen=True)
class Choice:
    """What of the trajectories is shown.

    Attributes:
        measure: Score, or change from baseline.
        centre: Mean or median, each with its interval.
        has_subjects: Whether single subjects, or their sides, are drawn too.
        scales: Keys of the scales; if empty, all that go on after the baseline.
        style: How a group is drawn; boxes have the median.
        axis: What the visits are apart.
    """

    measure: Measure = Measure.SCORE
    centre: Centre = Centre.MEAN
    has_subjects: bool = True
    scales: tuple[str, ...] = ()
    style: Style = Style.LINES
    axis: Axis = Axis.DAYS


@dataclass(frozen=True)
class Tick:
    """A visit on the time axis.

    Attributes:
        visit: Key of the visit.
        name: Its name.
        day: Its day.
        at: Where it stands: its day, or its number among the visits.
    """

    visit: str
    name: str
    day: int
    at: float = 0.0


@dataclass(frozen=True)
class Box:
    """The values of a group at a visit.

    Attributes:
        lower: First quartile, by linear interpolation.
        upper: Third quartile.
        low: Lowest value within one and a half box heights of the box.
        high: Highest value within that reach.
        beyond: Values farther away, each once.
    """

    lower: float
    upper: float
    low: float
    high: float
    beyond: tuple[float, ...]


@dataclass(frozen=True)
class Point:
    """A group at a visit. Centre and bounds are NaN where there are none.

    Attributes:
        visit: Key of the visit.
        day: Day of the visit.
        at: Where the visit stands on the time axis.
        n: Units analysed.
        subjects: Units of the group.
        centre: Mean or median.
        lower: Lower bound of its interval.
        upper: Upper bound of its interval.
        words: All this in words, a few lines.
        box: Its box, where boxes are drawn and there are values.
    """

    visit: str
    day: int
    at: float
    n: int
    subjects: int
    centre: float
    lower: float
    upper: float
    words: str
    box: Box | None = None

    @property
    def n_text(self) -> str:
        """How many units: "10" if all of the group, else "9/10"."""
        return str(self.n) if self.n == self.subjects else f"{self.n}/{self.subjects}"


@dataclass(frozen=True)
class Series:
    """A group over the visits of a panel.

    Attributes:
        group: Name of the group.
        number: Place of the group among all, for its mark.
        offset: By how much it is drawn beside the visit, so that intervals of groups
            do not cover each other.
        points: One a visit.
        subject_days: Places of single units on the time axis, NaN between them.
        subject_values: Their values, NaN where missing and between subjects.
        units: Names of these units; each has a value a visit, and one NaN after them.
        style: How it is drawn.
        width: Of a box, on the time axis.
    """

    group: str
    number: int
    offset: float
    points: tuple[Point, ...]
    subject_days: Floats
    subject_values: Floats
    units: tuple[str, ...] = ()
    style: Style = Style.LINES
    width: float = 0.0


@dataclass(frozen=True)
class Panel:
    """One scale.

    Attributes:
        scale: Key of the scale.
        title: Short name of the scale.
        label: What the vertical axis tells, with the better direction.
        ticks: The visits, in order.
        low: Lowest value the vertical axis must show.
        high: Highest value the vertical axis must show.
        grid: Values to mark on the vertical axis.
        series: One a group, in order.
        absent: Why there is nothing to draw, or empty.
        has_zero: Whether 0 parts better from worse, as in a change.
    """

    scale: str
    title: str
    label: str
    ticks: tuple[Tick, ...]
    low: float
    high: float
    grid: tuple[float, ...]
    series: tuple[Series, ...]
    absent: str
    has_zero: bool

    @property
    def days(self) -> tuple[float, float]:
        """What of the time axis to show, with room for the marks at both ends."""
        places = [tick.at for tick in self.ticks]
        low, high = min(places, default=0.0), max(places, default=1.0)
        room = max(
            (high - low) * 0.04 or 1.0,
            *(abs(line.offset) + line.width for line in self.series),
            0.0,
        )
        return low - room, high + room
