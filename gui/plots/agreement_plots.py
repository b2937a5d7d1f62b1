"""Agreement in the window: confusion, Bland-Altman, bias, grades, course."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from gui.plots.courses import ACROSS, UPWARDS, CourseOf, course_values
from gui.plots.hover_plot import HoverPlot, pen
from models.statistics.agreement.bland_altman import (
    BlandAltman,
    Estimate,
)
from models.statistics.agreement.course import runs
from models.statistics.agreement.raters import RaterFigures
from models.statistics.agreement.report import PairAgreement
from models.statistics.agreement.study import Course
from models.statistics.arrays import Floats
from models.words import counted

_DASH = (6.0, 4.0)


def draw_confusion(target: HoverPlot, pair: PairAgreement) -> None:
    """Which grades two raters gave to the same photographs, darker for more."""
    first, second = pair.raters
    target.begin(
        f"{first} and {second}: {counted(pair.n, 'photograph')}",
        f"grade of {second}",
        f"grade of {first}",
    )
    if not pair.n or not pair.table.size:
        target.say("No photograph was graded by both.")
        return
    look, most = target.look, float(pair.table.max())
    grades = [f"{grade:g}" for grade in pair.grades]
    for (row, column), count in np.ndenumerate(pair.table):
        square = pg.QtWidgets.QGraphicsRectItem(
            QRectF(column - 0.5, row - 0.5, 1.0, 1.0)
        )
        colour = look.colour(0)
        colour.setAlphaF(0.85 * float(count) / most)
        square.setBrush(colour)
        is_same = row == column
        square.setPen(pen(look.text if is_same else look.line, 1.4 if is_same else 0.8))
        square.setZValue(1.0 if is_same else 0.0)
        target.plot.addItem(square)
        if not count:
            continue
        ink = look.background if count > 0.6 * most else look.text
        words = pg.TextItem(f"{count:.0f}", color=ink, anchor=(0.5, 0.5))
        words.setPos(column, row)
        words.setZValue(2.0)
        target.plot.addItem(words)
        target.add_point(
            column,
            row,
            f"{first} gave {grades[row]}, {second} gave {grades[column]}:\n"
            f"{counted(round(float(count)), 'photograph')}",
        )
    ticks = list(enumerate(grades))
    target.set_ticks("bottom", ticks)
    target.set_ticks("left", ticks)
    target.plot.setXRange(-0.5, len(grades) - 0.5, padding=0.02)
    target.plot.setYRange(-0.5, len(grades) - 0.5, padding=0.02)


def draw_bland_altman(target: HoverPlot, found: BlandAltman) -> None:
    """Differences of two raters over their means, with bias and limits."""
    target.begin(
        "Bland-Altman",
        f"mean of {found.first} and {found.second}",
        f"{found.first} minus {found.second}",
    )
    if not found.n:
        target.say("No photograph was graded by both.")
        return
    look = target.look
    stacked = np.column_stack([found.means, found.differences])
    points, times = np.unique(stacked, axis=0, return_counts=True)
    low, high = float(points[:, 0].min()) - 0.5, float(points[:, 0].max()) + 0.5
    for name, one, dash in (
        ("bias", found.bias, ()),
        ("lower limit", found.lower_limit, _DASH),
        ("upper limit", found.upper_limit, _DASH),
    ):
        _level(target, one, name, dash, (low, high))
    target.plot.addItem(
        pg.ScatterPlotItem(
            x=points[:, 0],
            y=points[:, 1],
            size=5 + 3 * np.sqrt(times),
            pen=pen(look.colour(0), 1.3),
            brush=None,
        )
    )
    for (x, y), count in zip(points, times, strict=True):
        words = f"{counted(int(count), 'photograph')}: {y:+g} at a mean of {x:g}"
        target.add_point(float(x), float(y), words.replace("-", "−"))
    target.plot.setXRange(low, high, padding=0)
    limits = [found.lower_limit.lower, found.upper_limit.upper]
    reach = [*points[:, 1], 0.0, *(one for one in limits if one is not None)]
    target.plot.setYRange(min(reach), max(reach), padding=0.08)


def draw_bias(target: HoverPlot, raters: Sequence[RaterFigures]) -> None:
    """Each rater's mean difference from the others, with interval and spread."""
    target.begin("Bias and spread", "mean difference from the other raters, grades", "")
    shown = [one for one in raters if one.panel_bias.value is not None]
    if not shown:
        target.say("No rater scored what another one scored.")
        return
    look, pale = target.look, target.look.colour(0)
    pale.setAlphaF(0.3)
    for place, one in enumerate(reversed(shown)):
        value, bias = one.panel_bias.value or 0.0, one.panel_bias
        if one.panel_spread is not None:
            ends = np.array([value - one.panel_spread, value + one.panel_spread])
            _line(target, ends, np.full(2, place), pale, 9.0)
        if bias.lower is not None and bias.upper is not None:
            ends = np.array([bias.lower, bias.upper])
            _line(target, ends, np.full(2, place), look.text, 2.0)
        _dot(target, value, place)
        spread = "" if one.panel_spread is None else f"\nspread {one.panel_spread:.2f}"
        told = f"{one.rater}: {_told(bias)} against the others{spread}"
        target.add_point(value, place, told)
    target.plot.addItem(pg.InfiniteLine(0, pen=pen(look.muted, 1.2, _DASH)))
    target.set_ticks("left", [(n, one.rater) for n, one in enumerate(reversed(shown))])
    target.plot.setYRange(-0.7, len(shown) - 0.3, padding=0)
    target.plot.enableAutoRange(axis="x")


def draw_grades(target: HoverPlot, one: RaterFigures) -> None:
    """How often a rater gives each grade, beside the others on the same photographs."""
    target.begin(f"Grades of {one.rater}", "grade", "share of scores, %")
    if not one.grades:
        target.say("This rater gave no grade, or there are too many different ones.")
        return
    look = target.look
    for shift, number, values in (
        (-0.2, 0, [use.share for use in one.grades]),
        (0.2, 1, [use.others or 0.0 for use in one.grades]),
    ):
        colour = look.colour(number)
        fill = look.colour(number)
        fill.setAlphaF(0.75 if number == 0 else 0.15)
        bars = pg.BarGraphItem(
            x=np.arange(len(one.grades)) + shift,
            height=100 * np.array(values),
            width=0.38,
            pen=pen(colour, 1.3),
            brush=fill,
        )
        target.plot.addItem(bars)
    for place, use in enumerate(one.grades):
        others = "" if use.others is None else f", the others {100 * use.others:.0f} %"
        heaped = "\ngiven more often than by the others" if use.is_heaped else ""
        words = f"Grade {use.grade:g}: {one.rater} {100 * use.share:.0f} %{others}"
        target.add_point(place - 0.2, 100 * use.share, words + heaped)
        if use.is_heaped:
            star = pg.TextItem("▲", color=look.text, anchor=(0.5, 1.0))
            star.setPos(place - 0.2, 100 * use.share)
            target.plot.addItem(star)
    ticks = [(n, f"{use.grade:g}") for n, use in enumerate(one.grades)]
    target.set_ticks("bottom", ticks)
    target.plot.setXRange(-0.6, len(one.grades) - 0.4, padding=0)
    target.plot.enableAutoRange(axis="y")


def draw_course(
    target: HoverPlot, one: Course, what: CourseOf, *, over_days: bool
) -> None:
    """What changes while a rater reads: a mean with interval for each stretch."""
    across = ACROSS[over_days]
    target.begin(f"{one.rater}: {what.value}", across, UPWARDS[what])
    x, y = course_values(one, what, over_days=over_days)
    known = ~(np.isnan(x) | np.isnan(y))
    if not known.any():
        target.say("Nothing is known of this.")
        return
    _draw_runs(target, x[known], y[known])
    if what is not CourseOf.SECONDS:
        level = pg.InfiniteLine(0, angle=0, pen=pen(target.look.muted, 1.2, _DASH))
        target.plot.addItem(level)
    target.plot.enableAutoRange()


def _draw_runs(target: HoverPlot, x: Floats, y: Floats) -> None:
    """Stretches of about as many scores each, and a straight line through all."""
    look = target.look
    for middle, one in runs(y, x):
        if one.lower is not None and one.upper is not None:
            ends = np.array([one.lower, one.upper])
            _line(target, np.full(2, middle), ends, look.colour(0), 1.6)
        _dot(target, middle, one.value or 0.0)
        words = f"{_told(one)}\naround {middle:.0f}"
        target.add_point(middle, one.value or 0.0, words)
    if len(x) > 2 and float(np.ptp(x)) > 0:
        slope, level = np.polyfit(x, y, 1)
        ends = np.array([x.min(), x.max()])
        _line(target, ends, level + slope * ends, look.text, 1.4)


def _level(
    target: HoverPlot,
    one: Estimate,
    name: str,
    dash: Sequence[float],
    across: tuple[float, float],
) -> None:
    """A line across, with its interval as a pale band and its number."""
    if one.value is None:
        return
    look = target.look
    if one.lower is not None and one.upper is not None:
        pale = look.colour(1)
        pale.setAlphaF(0.16)
        band = pg.LinearRegionItem(
            (one.lower, one.upper), "horizontal", brush=pale, movable=False
        )
        for edge in band.lines:
            edge.hide()
        target.plot.addItem(band, ignoreBounds=True)
    target.plot.addItem(
        pg.InfiniteLine(one.value, angle=0, pen=pen(look.text, 1.4, dash))
    )
    words = pg.TextItem(f"{name} {one.value:+.2f}".replace("-", "−"), color=look.text)
    words.setAnchor((1.0, 1.0))
    words.setPos(across[1], one.value)
    target.plot.addItem(words, ignoreBounds=True)
    target.add_point(across[1], one.value, f"{name}: {_told(one)}")


def _line(
    target: HoverPlot, x: Floats, y: Floats, colour: pg.QtGui.QColor, width: float
) -> None:
    target.plot.addItem(pg.PlotCurveItem(x=x, y=y, pen=pen(colour, width)))


def _dot(target: HoverPlot, x: float, y: float) -> None:
    look = target.look
    target.plot.addItem(
        pg.ScatterPlotItem(
            x=[x], y=[y], size=9, pen=pen(look.colour(0), 1.4), brush=look.colour(0)
        )
    )


def _told(one: Estimate) -> str:
    if one.value is None:
        return "none"
    text = f"{one.value:+.2f}"
    if one.lower is not None and one.upper is not None:
        text += f" (95 % interval {one.lower:+.2f} to {one.upper:+.2f})"
    return text.replace("-", "−")
