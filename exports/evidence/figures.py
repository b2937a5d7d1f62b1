"""Figures of a synthesis: forest plot, funnel plot, risk of bias; without Qt.

The same input gives the same file. Matplotlib is imported when a figure is written.
"""

import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from exports.figures import FORMATS, METADATA, PNG_DPI, TEXT_WIDTH_MM
from exports.placing import placed
from models.errors import ExpectedError
from models.statistics.evidence.synthesis import Synthesis

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing


class Figure(StrEnum):
    """Which figure."""

    FOREST = "forest"
    FUNNEL = "funnel"
    RISK_OF_BIAS = "rob"


@dataclass(frozen=True)
class FigureWords:
    """What is written into a figure.

    Attributes:
        first: Name of the first group.
        second: Name of the second group.
        title: Name of the outcome, or empty.
        grade: Certainty of the evidence (GRADE), or empty.
    """

    first: str = "Group 1"
    second: str = "Group 2"
    title: str = ""
    grade: str = ""


def write_figure(
    found: Synthesis,
    path: Path,
    figure: Figure = Figure.FOREST,
    words: FigureWords | None = None,
    *,
    width_mm: float = TEXT_WIDTH_MM,
) -> None:
    """Draw a figure into a file; the end of its name says in which format.

    Args:
        found: What is drawn.
        path: Ends with .svg, .pdf or .png.
        figure: Which figure.
        words: What is written into it.
        width_mm: Its width; the height follows from what is in it.

    Raises:
        ExpectedError: The ending is unknown, there is nothing to draw, or the file
            cannot be written there.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise ExpectedError(
            f"“{path.name}” does not tell which kind of figure is wanted.",
            hint="Let the name end with .svg, .pdf or .png.",
        )
    _check(found, figure)
    import matplotlib as mpl

    from exports.figure_sheet import SETTINGS

    with mpl.rc_context(SETTINGS), placed(path) as beside:
        drawn = _drawn(found, figure, words or FigureWords(), width_mm)
        drawn.savefig(beside, format=form, dpi=PNG_DPI, metadata=METADATA[form])


def figure_svg(
    found: Synthesis,
    figure: Figure = Figure.FOREST,
    words: FigureWords | None = None,
    *,
    width_mm: float = TEXT_WIDTH_MM,
) -> bytes:
    """Draw a figure as the bytes of an SVG drawing, to be shown on a screen.

    It is several times quicker than pixels, and sharp at any size.

    Args:
        found: What is drawn.
        figure: Which figure.
        words: What is written into it.
        width_mm: Its width.

    Raises:
        ExpectedError: There is nothing to draw.
    """
    _check(found, figure)
    import matplotlib as mpl

    from exports.figure_sheet import SETTINGS

    drawing = io.BytesIO()
    with mpl.rc_context(SETTINGS):
        drawn = _drawn(found, figure, words or FigureWords(), width_mm)
        drawn.savefig(drawing, format="svg", metadata=METADATA["svg"])
    return drawing.getvalue()


def _check(found: Synthesis, figure: Figure) -> None:
    if figure is Figure.RISK_OF_BIAS and not any(one.risk for one in found.studies):
        raise ExpectedError(
            "No study of the table has judgements of the risk of bias.",
            hint="Add the columns d1 to d5 and overall: low, some concerns or high.",
        )


def _drawn(
    found: Synthesis, figure: Figure, words: FigureWords, width_mm: float
) -> "Drawing":
    from exports.evidence.forest import forest
    from exports.evidence.funnel import funnel
    from exports.evidence.traffic_light import traffic_light

    if figure is Figure.FOREST:
        return forest(found, words, width_mm)
    if figure is Figure.FUNNEL:
        return funnel(found, width_mm)
    return traffic_light(found.studies, width_mm)
