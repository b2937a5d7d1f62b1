"""What is followed over the visits: a scale scored from photographs, or an assessment.

Trajectories, figures and sheets need only a few facts of it, which are the same for
both. A scale that is scored from photographs and rated live as well is two series.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from models.measures.measure import Measure
from models.protocol.assessments import Assessment
from models.protocol.protocol import Protocol
from models.scales.scale import Direction, Scale


@dataclass(frozen=True)
class Series:
    """A series of values over the visits.

    Attributes:
        key: Key of the scheduled scale, or of the assessment.
        short: Name for plots and sheets.
        name: Full name.
        lowest: Least value, or None for no limit.
        highest: Greatest value, or None.
        direction: Which way it runs.
        unit: "mm", or empty where values have none.
        decimals: Decimals that are shown.
        grades: The values of a scale, from the lowest; empty for a measure.
        is_photograph: Whether it is scored from photographs.
        by: Who or what gives the values: "rater", "investigator", "subject", "device".
    """

    key: str
    short: str
    name: str
    lowest: float | None
    highest: float | None
    direction: Direction
    unit: str
    decimals: int
    grades: tuple[float, ...]
    is_photograph: bool
    by: str

    @property
    def step(self) -> float | None:
        """The least step between grades, or None for a measure."""
        if len(self.grades) < 2:
            return None
        return min(after - value for value, after in pairwise(self.grades))

    @property
    def values_words(self) -> str:
        """What its values are: "Score, 1 to 9", "mm", "0 to 100"."""
        if self.grades:
            return f"Score, {self.lowest:g} to {self.highest:g}"
        if self.unit:
            return self.unit
        if self.lowest is not None and self.highest is not None:
            return f"{self.lowest:g} to {self.highest:g}"
        return "Value"


def scale_series(scale: Scale) -> Series:
    """The series of a scale that is scored from photographs."""
    return _of_scale(scale, scale.key, scale.short, scale.name, None)


def assessment_series(assessment: Assessment, instrument: Scale | Measure) -> Series:
    """The series of an assessment.

    Args:
        assessment: The assessment.
        instrument: The scale or measure it is made of.
    """
    name = assessment.name
    if isinstance(instrument, Scale):
        return _of_scale(instrument, assessment.key, name, name, assessment)
    return Series(
        key=assessment.key,
        short=name,
        name=name,
        lowest=instrument.lowest,
        highest=instrument.highest,
        direction=_direction(assessment, instrument.direction),
        unit=instrument.unit,
        decimals=instrument.decimals,
        grades=(),
        is_photograph=False,
        by=assessment.by.value,
    )


def series_of(
    protocol: Protocol,
    scales: Mapping[str, Scale],
    live_scales: Mapping[str, Scale],
    measures: Mapping[str, Measure],
) -> dict[str, Series]:
    """Every series of a study by its key, in the order of the protocol."""
    found = {key: scale_series(scales[key]) for key in protocol.scales}
    for one in protocol.assessments:
        instrument = live_scales[one.scale] if one.scale else measures[one.measure]
        found[one.key] = assessment_series(one, instrument)
    return found


def _of_scale(
    scale: Scale, key: str, short: str, name: str, assessment: Assessment | None
) -> Series:
    return Series(
        key=key,
        short=short,
        name=name,
        lowest=scale.lowest,
        highest=scale.highest,
        direction=_direction(assessment, scale.direction),
        unit="",
        decimals=0 if all(g.value.is_integer() for g in scale.grades) else 1,
        grades=tuple(grade.value for grade in scale.grades),
        is_photograph=assessment is None,
        by=assessment.by.value if assessment else "rater",
    )


def _direction(assessment: Assessment | None, own: Direction) -> Direction:
    """What the protocol says of the direction, or the instrument itself."""
    said = assessment.direction if assessment else None
    return said or own
