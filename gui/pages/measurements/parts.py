"""The parts of a composite as they are typed. No Qt."""

from collections.abc import Mapping

from gui.pages.measurements.fields import Field
from models.measures.measure import MeasureError, Part
from models.measures.table_import.cells import CellError, number_of
from models.words import listed


def read_parts(one: Field, texts: Mapping[str, str]) -> dict[str, float]:
    """The parts of a composite; an area grade may be typed in per cent.

    Raises:
        MeasureError: A part is missing or no number; all are told.
    """
    found: dict[str, float] = {}
    missing: list[str] = []
    for part in one.parts:
        text = texts.get(part.key, "")
        if not text:
            missing.append(part.name)
            continue
        try:
            found[part.key] = _read_part(part, text)
        except CellError as error:
            said = f"{part.name}: {text!r} is not a number."
            raise MeasureError(said) from error
        except ValueError as error:
            raise MeasureError(
                f"{part.name}: {text} is no share of a region."
            ) from error
    if missing:
        raise MeasureError(f"Still missing: {listed(missing)}.")
    return found


def _read_part(part: Part, text: str) -> float:
    """The value of a part.

    Raises:
        CellError: The text is no number.
        ValueError: The share is none of 0 to 100 %.
    """
    if part.from_percent and text.endswith("%"):
        return part.grade_of(number_of(text.removesuffix("%").strip()))
    return number_of(text)
