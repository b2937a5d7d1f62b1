"""Agreement as print figures: confusion heat map, Bland-Altman plot, bias of raters.

One ink in shades of grey: nothing is told by colour alone. The file's ending says in
which format: .svg, .pdf or .png. The same input gives the same file. Matplotlib is
imported when a figure is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from exports.figures import FORMATS, PNG_DPI, metadata
from exports.placing import placed
from models.errors import ExpectedError
from models.words import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

    from models.statistics.agreement.bland_altman import BlandAltman, Estimate
    from models.statistics.agreement.raters import RaterFigures
    from models.statistics.agreement.report import PairAgreement

_MM = 1 / 25.4
_INK = "#1f2a33"
_GREY = "#8a9299"


def write_confusion(pair: PairAgreement, path: Path, *, title: str = "") -> None:
    """Draw which grades two raters gave to the same targets, darker for more.

    Args:
        pair: The two raters.
        path: Ends with .svg, .pdf or .png.
        title: Printed above.

    Raises:
        ExpectedError: There is nothing to draw, or the file cannot be written there.
    """
    _refuse_nothing(int(pair.table.sum()), "No target was graded by both raters.")

    def draw(axes: Axes) -> None:
        grades = [f"{grade:g}" for grade in pair.grades]
        most = float(pair.table.max())
        axes.imshow(pair.table, cmap="Greys", vmin=0, vmax=most * 1.15, origin="lower")
        for (row, column), count in np.ndenumerate(pair.table):
            if count:
                ink = "white" if count > 0.6 * most else _INK
                axes.text(column, row, f"{count:.0f}", ha="center", va="center", c=ink)
        for place in range(len(grades)):  # where both agree
            corner = (place - 0.5, place - 0.5)
            axes.add_patch(_square(corner))
        axes.set_xticks(range(len(grades)), grades)
        axes.set_yticks(range(len(grades)), grades)
        axes.set_xlabel(f"grade of {pair.raters[1]}")
        axes.set_ylabel(f"grade of {pair.raters[0]}")
        axes.set_title(title or _share(pair), loc="left")

    size = max(70.0, 28 + 9.0 * len(pair.grades))
    _write(path, draw, (size, size))


def write_bland_altman(found: BlandAltman, path: Path, *, title: str = "") -> None:
    """Draw differences of two raters over their means, with bias and limits.

    Args:
        found: The comparison; points that coincide grow with their number.
        path: Ends with .svg, .pdf or .png.
        title: Printed above.

    Raises:
        ExpectedError: There is nothing to draw, or the file cannot be written there.
    """
    _refuse_nothing(found.n, "No target was scored by both raters.")

    def draw(axes: Axes) -> None:
        points, times = np.unique(
            np.column_stack([found.means, found.differences]),
            axis=0,
            return_counts=True,
        )
        axes.scatter(
            points[:, 0],
            points[:, 1],
            s=14 * times,
            facecolor="none",
            edgecolor=_INK,
            linewidth=0.8,
        )
        _level(axes, found.bias, "bias", "-")
        _level(axes, found.lower_limit, "− 1.96 sd", "--")
        _level(axes, found.upper_limit, "+ 1.96 sd", "--")
        axes.axhline(0, color=_GREY, linewidth=0.5)
        axes.margins(x=0.08, y=0.15)
        axes.set_xlabel(f"mean of {found.first} and {found.second}")
        axes.set_ylabel(f"{found.first} − {found.second}")
        axes.set_title(title or counted(found.n, "target"), loc="left")

    _write(path, draw, (120.0, 80.0))


def write_rater_bias(
    raters: Sequence[RaterFigures], path: Path, *, title: str = ""
) -> None:
    """Draw each rater's mean difference from the others, with interval and spread.

    Args:
        raters: The raters.
        path: Ends with .svg, .pdf or .png.
        title: Printed above.

    Raises:
        ExpectedError: There is nothing to draw, or the file cannot be written there.
    """
    shown = [one for one in raters if one.panel_bias.value is not None]
    _refuse_nothing(len(shown), "No rater scored what another one scored.")

    def draw(axes: Axes) -> None:
        for place, one in enumerate(reversed(shown)):
            value = one.panel_bias.value or 0.0
            if one.panel_spread is not None:
                spread = (value - one.panel_spread, value + one.panel_spread)
                axes.plot(spread, (place, place), color=_GREY, linewidth=5, alpha=0.45)
            if one.panel_bias.lower is not None and one.panel_bias.upper is not None:
                limits = (one.panel_bias.lower, one.panel_bias.upper)
                axes.plot(limits, (place, place), color=_INK, linewidth=1.4)
            axes.plot(value, place, "o", color=_INK, markersize=4.5)
        axes.axvline(0, color=_INK, linewidth=0.6, linestyle=(0, (4, 2)))
        axes.set_yticks(range(len(shown)), [one.rater for one in reversed(shown)])
        axes.set_ylim(-0.7, len(shown) - 0.3)
        axes.set_xlabel(
            "mean difference from the other raters, in grades\n"
            "(line: 95 % interval, band: ± 1 sd of single scores)"
        )
        axes.set_title(title or "Bias of raters", loc="left")

    _write(path, draw, (120.0, 34 + 8.0 * len(shown)))


def write_grades(one: RaterFigures, path: Path, *, title: str = "") -> None:
    """Draw how often a rater gives each grade, beside the others.

    Args:
        one: The rater; a favourite grade has a triangle.
        path: Ends with .svg, .pdf or .png.
        title: Printed above.

    Raises:
        ExpectedError: There is nothing to draw, or the file cannot be written there.
    """
    _refuse_nothing(len(one.grades), "This rater gave no grade.")

    def draw(axes: Axes) -> None:
        places = np.arange(len(one.grades))
        shares = [100 * use.share for use in one.grades]
        others = [100 * (use.others or 0.0) for use in one.grades]
        axes.bar(places - 0.2, shares, 0.38, color=_GREY, edgecolor=_INK, linewidth=0.7)
        axes.bar(places + 0.2, others, 0.38, color="white", edgecolor=_INK, hatch="///")
        for place, use in enumerate(one.grades):
            if use.is_heaped:
                at = (place - 0.2, shares[place])
                axes.annotate("▲", at, ha="center", va="bottom")
        axes.set_xticks(places, [f"{use.grade:g}" for use in one.grades])
        axes.set_xlabel(
            f"grade (grey: {one.rater}, hatched: the others on the same photographs;\n"
            "▲ given more often than by the others)"
        )
        axes.set_ylabel("share of scores, %")
        axes.set_title(title or f"Grades of {one.rater}", loc="left")

    _write(path, draw, (max(90.0, 30 + 10.0 * len(one.grades)), 70.0))


def write_course(
    runs: Sequence[tuple[float, Estimate]],
    path: Path,
    *,
    across: str,
    upwards: str,
    title: str = "",
) -> None:
    """Draw what changes while a rater reads: a mean with interval a stretch.

    Args:
        runs: Middle of each stretch, and the mean there.
        path: Ends with .svg, .pdf or .png.
        across: What the middles are counted in.
        upwards: What the means are of.
        title: Printed above.

    Raises:
        ExpectedError: There is nothing to draw, or the file cannot be written there.
    """
    shown = [(at, one) for at, one in runs if one.value is not None]
    _refuse_nothing(len(shown), "Nothing is known of this course.")

    def draw(axes: Axes) -> None:
        for at, one in shown:
            if one.lower is not None and one.upper is not None:
                axes.plot((at, at), (one.lower, one.upper), color=_INK, linewidth=1.0)
        middles = [at for at, _ in shown]
        means = [one.value or 0.0 for _, one in shown]
        axes.plot(middles, means, "o", color=_INK, markersize=4)
        axes.axhline(0, color=_GREY, linewidth=0.5)
        axes.set_xlabel(across)
        axes.set_ylabel(upwards)
        axes.set_title(title, loc="left")

    _write(path, draw, (120.0, 75.0))


def _square(corner: tuple[float, float]) -> Rectangle:
    from matplotlib.patches import Rectangle as Drawn

    return Drawn(corner, 1, 1, fill=False, edgecolor=_INK, linewidth=1.0)


def _share(pair: PairAgreement) -> str:
    exact = 100 * (pair.exact or 0.0)
    return f"{counted(pair.n, 'target')}, {exact:.0f} % the same grade"


def _level(axes: Axes, one: Estimate, name: str, dash: str) -> None:
    """A line across with its interval as a pale band, and its number at the edge."""
    if one.value is None:
        return
    if one.lower is not None and one.upper is not None:
        axes.axhspan(one.lower, one.upper, color=_GREY, alpha=0.18, linewidth=0)
    axes.axhline(one.value, color=_INK, linewidth=1.0, linestyle=dash)
    axes.annotate(
        f"{name}: {one.value:+.2f}".replace("-", "−"),
        (1.0, one.value),
        xycoords=("axes fraction", "data"),
        xytext=(-2, 2),
        textcoords="offset points",
        ha="right",
        va="bottom",
    )


def _refuse_nothing(count: int, why: str) -> None:
    if count == 0:
        raise ExpectedError(
            "There is nothing to draw yet.", hint=f"{why} Score more photographs."
        )


def _write(
    path: Path, draw: Callable[[Axes], None], size_mm: tuple[float, float]
) -> None:
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise ExpectedError(
            f"“{path.name}” does not tell which kind of figure is wanted.",
            hint="Let the name end with .svg, .pdf or .png.",
        )
    import matplotlib as mpl
    from matplotlib.figure import Figure

    from exports.figure_sheet import SETTINGS

    with mpl.rc_context(SETTINGS), placed(path) as beside:
        width, height = size_mm
        figure = Figure(figsize=(width * _MM, height * _MM), layout="constrained")
        draw(figure.add_subplot())
        figure.savefig(beside, format=form, dpi=PNG_DPI, metadata=metadata(form))
