"""Trajectories as a print figure: SVG, PDF or PNG, at the width of a journal's page.

Everything outside the plots themselves is placed in millimetres, so that nothing
overlaps whatever the schedule of visits. The same input gives the same file, byte for
byte. Matplotlib takes most of a second to import and is imported when a figure is
written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exports.marks import mark
from exports.placing import placed
from models.errors import ExpectedError
from models.statistics.panels import Choice, method, panels
from models.statistics.trajectories import Trajectories
from models.words import counted

if TYPE_CHECKING:
    from exports.figure_sheet import Sheet

FORMATS = ("svg", "pdf", "png")
TEXT_WIDTH_MM = 174.0  # two columns of most journals; one column is 84
PNG_DPI = 600  # what journals ask of drawings

# The same file for the same input: no times, no random identifiers.
METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "Dermagrade"},
    "pdf": {"CreationDate": None, "Creator": "Dermagrade", "Producer": None},
    "png": {"Software": "Dermagrade"},
}


@dataclass(frozen=True)
class FigureOptions:
    """How a figure is made.

    Attributes:
        choice: What is shown.
        title: Title of the study, for the line at the foot.
        date: Day the figure was made, as it shall be printed, or empty.
        is_masked: Whether the groups stand for arms not yet named.
        has_bands: Intervals as bands instead of bars.
    """

    choice: Choice = field(default_factory=Choice)
    title: str = ""
    date: str = ""
    is_masked: bool = False
    has_bands: bool = False


def write_trajectories(
    trajectories: Trajectories,
    path: Path,
    *,
    width_mm: float = TEXT_WIDTH_MM,
    options: FigureOptions | None = None,
) -> None:
    """Draw trajectories into a file; the end of its name says in which format.

    Args:
        trajectories: What is drawn.
        path: Ends with .svg, .pdf or .png.
        width_mm: Width of the figure; its height follows from what is in it.
        options: How it is made.

    Raises:
        ExpectedError: There is nothing to draw, the ending is unknown, or the file
            cannot be written there.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise ExpectedError(
            f"“{path.name}” does not tell which kind of figure is wanted.",
            hint="Let the name end with .svg, .pdf or .png.",
        )
    if trajectories.is_empty:
        raise ExpectedError(
            "There is nothing to draw yet: no photograph has been scored at a visit "
            "where the protocol analyses the scale.",
            hint="Score the photographs first.",
        )
    import matplotlib as mpl

    from exports.figure_sheet import SETTINGS

    chosen = options or FigureOptions()
    with mpl.rc_context(SETTINGS), placed(path) as beside:
        sheet = _draw(trajectories, width_mm, chosen)
        sheet.figure.savefig(beside, format=form, dpi=PNG_DPI, metadata=METADATA[form])


def with_values(trajectories: Trajectories, choice: Choice) -> Choice:
    """The choice without series of which there is no value: a page is too small.

    Where there is no value at all, it stays as it is.
    """
    drawn = panels(trajectories, choice)
    kept = tuple(one.scale for one in drawn if not one.absent)
    return replace(choice, scales=kept) if kept else choice


def metadata(form: str) -> dict[str, Any]:
    """What a file of a format says of itself: the same at any time."""
    return dict(METADATA[form])


def footer(trajectories: Trajectories, options: FigureOptions) -> str:
    """The line at the foot: study, n, method, whether masked, date."""
    missing = trajectories.table["n"] < trajectories.table["subjects"]
    parts = [
        options.title,
        _sizes(trajectories),
        method(trajectories, options.choice),
        f"n/N: {trajectories.noun}s analysed of all in the group"
        if missing.any()
        else "",
        f"day 0: {trajectories.anchor}",
        "arms masked" if options.is_masked else "",
        options.date,
    ]
    return " · ".join(part for part in parts if part)


def _sizes(trajectories: Trajectories) -> str:
    """How many have a value: "12 subjects", "24 sides of 12 subjects"."""
    subjects = counted(trajectories.subjects, "subject")
    if not trajectories.has_sides:
        return subjects
    return f"{counted(trajectories.units, trajectories.noun)} of {subjects}"


def _draw(trajectories: Trajectories, width_mm: float, options: FigureOptions) -> Sheet:
    from exports.figure_sheet import Sheet

    sheet = Sheet(
        panels(trajectories, options.choice),
        [(group, mark(at)) for at, group in enumerate(trajectories.groups)]
        if trajectories.is_grouped
        else [],
        [footer(trajectories, options)],
        width_mm,
        has_bands=options.has_bands,
    )
    sheet.draw()
    return sheet
