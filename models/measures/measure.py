"""A measure: a number that no scale grades.

It comes from an instrument, from a form, or from a formula of parts or of other
measures. Nothing about any one measure is in code; a measure is read from its TOML file
by `models.measures.reader`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from models.errors import ExpectedError, Problem
from models.measures.area import area_grade
from models.measures.formula import FormulaError, read_formula
from models.scales.scale import Band, Direction, RatedBy
from models.words import listed, number_text

_TINY = 1e-9
"""What binary fractions may differ by: 0.3 is three steps of 0.1."""


class MeasureError(ExpectedError):
    """Values from which a measure cannot be computed; `problems` holds all faults."""


class Kind(StrEnum):
    """Where the number comes from."""

    NUMBER = "number"  # entered as it is
    COMPOSITE = "composite"  # computed from parts that are entered
    DERIVED = "derived"  # computed from other measures


@dataclass(frozen=True)
class Part:
    """One entry of a composite.

    Attributes:
        key: Its name in the formula: "head_area".
        name: For people: "Head, area".
        lowest: The least value.
        highest: The greatest value.
        step: Values go up from the lowest in steps of it; 0 for any value.
        words: What the values mean; may be empty.
        from_percent: Whether it is an area grade that may be taken from per cent.
    """

    key: str
    name: str
    lowest: float
    highest: float
    step: float
    words: str = ""
    from_percent: bool = False

    def fault(self, value: float) -> str:
        """What is wrong with a value, without the name of the part; "" if nothing."""
        if not (math.isfinite(value) and self.lowest <= value <= self.highest):
            return f"must be {_span(self.lowest, self.highest)}, not {value:g}."
        return _step_fault(value, self.lowest, self.step)

    def grade_of(self, percent: float) -> float:
        """The area grade of a share of the region, 0 to 100 %.

        Raises:
            ValueError: The share is none, or the part is no area grade.
        """
        if not self.from_percent:
            raise ValueError(f"{self.key} is not taken from per cent")
        return float(area_grade(percent))


@dataclass(frozen=True)
class Measure:
    """A measure as a form asks it.

    Attributes:
        key: Identifier, as in protocols and tables: "cutometer-r0".
        version: Version of the definition, such as "1".
        name: Full name.
        short: Name for forms, sheets and plots.
        question: What is asked of who enters it, one sentence.
        unit: "mm", "%", "years", or "" for none.
        decimals: Decimals that are shown.
        lowest: A value below is refused; None for no limit.
        highest: A value above is refused; None for no limit.
        lowest_excluded: Whether the lowest itself is refused too.
        usual_lowest: A value below gets a warning; None for none.
        usual_highest: A value above gets a warning; None for none.
        step: Values go up in steps of it; 0 for any value.
        direction: Which way it runs; none where the protocol must say.
        rated_by: Who may give it.
        parts: Entries of a composite; empty for any other measure.
        inputs: Names in the formula, each with the key of the measure it stands for;
            empty but for a derived measure.
        formula: How it is computed; "" where it is entered.
        tolerance: How far a derived value that is entered may be off the formula.
        bands: Strata from the lowest to the highest; may be empty.
        settings: What is kept equal in a study and recorded once: "probe".
        licensed: Whether the instrument is licensed, so that only its number is held.
        needs_agreement: Whether the reference of a licence agreement must be given.
        citation: Where the measure comes from.
        licence: What is known of the right to use it.
        notes: What is unconfirmed, and other remarks; may be empty.
        source: The TOML text it was read from, word for word.
        sha256: SHA-256 of the source in UTF-8, hexadecimal.
    """

    key: str
    version: str
    name: str
    short: str
    question: str
    unit: str
    decimals: int
    lowest: float | None
    highest: float | None
    lowest_excluded: bool
    usual_lowest: float | None
    usual_highest: float | None
    step: float
    direction: Direction
    rated_by: tuple[RatedBy, ...]
    parts: tuple[Part, ...]
    inputs: Mapping[str, str]
    formula: str
    tolerance: float
    bands: tuple[Band, ...]
    settings: tuple[str, ...]
    licensed: bool
    needs_agreement: bool
    citation: str
    licence: str
    notes: str
    source: str
    sha256: str

    @property
    def kind(self) -> Kind:
        """Whether it is entered, computed from parts, or from other measures."""
        if self.parts:
            return Kind.COMPOSITE
        return Kind.DERIVED if self.inputs else Kind.NUMBER

    @property
    def span(self) -> str:
        """The values that are taken: "0 to 100", "above 0, up to 2", "any number"."""
        if self.lowest is not None and not self.lowest_excluded:
            return _span(self.lowest, self.highest)
        above = "" if self.lowest is None else f"above {number_text(self.lowest)}"
        most = "" if self.highest is None else f"up to {number_text(self.highest)}"
        return ", ".join(filter(None, (above, most))) or "any number"

    def part(self, key: str) -> Part:
        """The part with this key.

        Raises:
            KeyError: The measure has no such part.
        """
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def shown(self, value: float) -> str:
        """A value as people read it, with decimals and unit: "0.38 mm"."""
        text = f"{_half_up(value, self.decimals):f}"
        return f"{text} {self.unit}".rstrip()

    def faults(self, value: float) -> str:
        """Why a value is refused, one sentence; "" if it is not."""
        if not math.isfinite(value):
            return f"{self.short} must be a number."
        if not self._is_within(value):
            return f"{self.short} must be {self.span}, not {value:g}."
        fault = _step_fault(value, self.lowest or 0.0, self.step)
        return f"{self.short} {fault}" if fault else ""

    def warning(self, value: float) -> str:
        """Why a value should be looked at again, one sentence; "" if it need not."""
        low, high = self.usual_lowest, self.usual_highest
        if low is not None and value < low:
            usual = f"below the usual {self._with_unit(low)}"
        elif high is not None and value > high:
            usual = f"above the usual {self._with_unit(high)}"
        else:
            return ""
        return f"{self.short} is {self._with_unit(value)}, {usual}: is it right?"

    def part_faults(self, values: Mapping[str, float]) -> tuple[Problem, ...]:
        """What is wrong with the entries of a composite, all of it.

        Args:
            values: The entries by the keys of the parts.
        """
        problems = [
            Problem(key, f"{self.short} has no such part.")
            for key in values
            if key not in {part.key for part in self.parts}
        ]
        for part in self.parts:
            if part.key not in values:
                problems.append(Problem(part.name, "is missing."))
            elif fault := part.fault(values[part.key]):
                problems.append(Problem(part.name, fault))
        return tuple(problems)

    def computed(self, values: Mapping[str, float]) -> float:
        """The value by the formula.

        Args:
            values: The entries by the keys of the parts, or the other measures' values
                by the names in `inputs`.

        Raises:
            MeasureError: Entries are missing or at fault, or the formula gives no
                number; all faults are told.
            ValueError: The measure is entered, not computed.
        """
        if not self.formula:
            raise ValueError(f"{self.key} has no formula")
        problems = list(self.part_faults(values)) if self.parts else []
        problems += [
            Problem(name, f"is missing: {self.short} is computed from it.")
            for name in self.inputs
            if name not in values
        ]
        if problems:
            raise MeasureError(f"{self.short} cannot be computed.", problems=problems)
        try:
            return read_formula(self.formula).value(values)
        except FormulaError as fault:
            raise MeasureError(
                f"{self.short} cannot be computed: its formula {fault}.",
                hint="Check the values that it is computed from.",
            ) from fault

    def disagreement(self, entered: float, values: Mapping[str, float]) -> str:
        """Why an entered value does not fit the formula, one sentence; "" if it does.

        Args:
            entered: The value that a device or a form gives.
            values: As for `computed`.

        Raises:
            MeasureError: As for `computed`.
        """
        expected = self.computed(values)
        if abs(entered - expected) <= self.tolerance + _TINY:
            return ""
        of = listed(self.inputs) if self.inputs else "its parts"
        return (
            f"{self.short} is {entered:g}, but {of} give {expected:g} "
            f"({self.formula}); it may be off by {self.tolerance:g}."
        )

    def band(self, value: float) -> Band | None:
        """The stratum of a value, taken at the decimals that are shown, or None."""
        rounded = float(_half_up(value, self.decimals))
        for band in self.bands:
            if band.lowest <= rounded <= band.highest:
                return band
        return None

    def _is_within(self, value: float) -> bool:
        if self.lowest is not None and value < self.lowest:
            return False
        if self.lowest_excluded and value == self.lowest:
            return False
        return self.highest is None or value <= self.highest

    def _with_unit(self, value: float) -> str:
        return f"{value:g} {self.unit}".rstrip()


def _span(lowest: float, highest: float | None) -> str:
    if highest is None:
        return f"{number_text(lowest)} or more"
    return f"{number_text(lowest)} to {number_text(highest)}"


def _step_fault(value: float, lowest: float, step: float) -> str:
    if not step:
        return ""
    steps = (value - lowest) / step
    if abs(steps - round(steps)) <= _TINY * max(1.0, abs(steps)):
        return ""
    what = "a whole number" if step == 1 else f"in steps of {step:g}"
    return f"must be {what}, not {value:g}."


def _half_up(value: float, decimals: int) -> Decimal:
    """Rounded as on paper: 0.05 to 0.1, where binary fractions would waver."""
    exact = Decimal(repr(round(value, 9)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
