"""The forest plot: a row for a study, diamonds for what is pooled.

Imports matplotlib, so it is imported only where a figure is written.
"""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from exports.evidence.figures import FigureWords
from exports.evidence.forest_rows import Row, rows_of, signed
from exports.evidence.paper import (
    BODY,
    GRID,
    INK,
    LINE,
    PALE,
    SMALL,
    Paper,
    shortened,
    text_width,
    widest,
    wrapped,
)
from models.statistics.comparison.results import p_text
from models.statistics.evidence.effects import Measure
from models.statistics.evidence.synthesis import Synthesis, method_words

_ROW = 4.0
_EDGE = 2.5
_GAP = 2.2
_LEAST_PLOT = 40.0
_MOST_NAME = 48.0
_LEAST_NARROW = 30.0
_NARROW_NAME = 0.26  # of the width of a narrow figure
_MARGIN = 0.06  # of the range of effects, beside them
_HEADS = {
    Measure.MD: "Mean difference",
    Measure.SMD: "Std. mean diff.",
    Measure.SMD_REVMAN: "Std. mean diff.",
    Measure.GENERIC: "Effect",
}


def forest(found: Synthesis, words: FigureWords, width: float) -> Figure:
    """Draw the forest plot.

    Args:
        found: What is drawn.
        words: Names of the groups.
        width: Millimetres; where it is narrow, the groups' numbers are left out.
    """
    rows = rows_of(found)
    heads = (
        "Study",
        "n",
        "Mean",
        "SD",
        "n",
        "Mean",
        "SD",
        "Weight",
        f"[{found.plan.level:.0%} CI]",
    )
    columns = list(range(9))
    if not any(study.first for study in found.studies):
        columns = [0, 7, 8]
    spans = _spans(rows, heads, columns)
    if width - sum(spans) - _GAP * len(columns) - 2 * _EDGE < _LEAST_PLOT:
        columns = [0, 7, 8] if len(columns) > 3 else columns
        spans = _spans(rows, heads, columns)
    feet = [
        line
        for foot in _feet(found, words)
        for line in wrapped(foot, width - 2 * _EDGE)
    ]
    head = 2 * _ROW + 1.5
    axis = 10.5
    height = head + _ROW * len(rows) + axis + LINE * len(feet) + 2 * _EDGE
    paper = Paper(width, height)
    left = _EDGE + sum(spans) + _GAP * len(columns)
    if width - left - _EDGE < _LEAST_NARROW:  # one column of a journal
        columns = [0, 8]
        spans = _spans(rows, heads, columns, width * _NARROW_NAME)
        left = _EDGE + sum(spans) + _GAP * len(columns)
    ends = _column_ends(spans)
    top = height - _EDGE - head
    _draw_heads(
        paper, heads, columns, ends, spans, words, _HEADS[found.plan.measure], top
    )
    scale = _Scale(rows, left + 1.5, width - _EDGE - 1.5)
    bottom = top - _ROW * len(rows)
    zero = scale.at(0.0)
    if zero is not None:
        paper.line((zero, top), (zero, bottom), colour=PALE, width=0.7)
    middle = scale.at(found.chosen.estimate)
    if middle is not None:
        for start in range(int(_ROW * len(rows)) + 1):
            y = top - start
            end = max(bottom, y - 0.5)
            paper.line((middle, y), (middle, end), colour=PALE, width=0.5)
    most = max((row.weight or 0.0) for row in rows)
    for at, row in enumerate(rows):
        y = top - _ROW * (at + 0.5)
        _draw_row(paper, row, columns, ends, spans, y)
        _draw_effect(paper, row, scale, y, most)
    is_given = found.plan.measure is Measure.GENERIC
    _draw_axis(paper, scale, bottom, words, is_given=is_given)
    for at, line in enumerate(feet):
        paper.text(_EDGE, bottom - axis - LINE * (at + 0.5), line, size=SMALL)
    return paper.finish()


class _Scale:
    """Where an effect stands on the paper."""

    def __init__(self, rows: Sequence[Row], left: float, right: float) -> None:
        bounds = [row.bounds for row in rows if row.bounds]
        values = [one[0] for one in bounds] + [0.0]
        pooled = [row.bounds for row in rows if row.bounds and row.weight is None]
        values += [end for one in pooled for end in one[1:]]
        spread = (max(values) - min(values)) or 1.0
        # Bounds far out end in an arrow rather than pressing the rest together.
        low = max(min(one[1] for one in bounds), min(values) - spread)
        high = min(max(one[2] for one in bounds), max(values) + spread)
        low, high = min(low, *values), max(high, *values)
        margin = (high - low) * _MARGIN or 0.5
        self.low, self.high = low - margin, high + margin
        self._left, self._right = left, right

    def at(self, value: float) -> float | None:
        """Millimetres from the left; None outside the plot."""
        if not self.low <= value <= self.high:
            return None
        share = (value - self.low) / (self.high - self.low)
        return self._left + share * (self._right - self._left)

    def cut(self, value: float) -> tuple[float, bool]:
        """Millimetres from the left, and whether the plot ends before the value."""
        inside = min(self.high, max(self.low, value))
        place = self.at(inside)
        return (self._left if place is None else place), inside != value

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends on the paper."""
        return self._left, self._right


def _spans(
    rows: Sequence[Row],
    heads: Sequence[str],
    columns: Sequence[int],
    most: float = _MOST_NAME,
) -> list[float]:
    spans = []
    for column in columns:
        texts = [
            row.cells[column]
            for row in rows
            if not row.is_note and column < len(row.cells)
        ]
        wide = 1.08 * widest([*texts, heads[column]])  # bold is wider
        spans.append(min(most, wide) if column == 0 else wide)
    return spans


def _column_ends(spans: Sequence[float]) -> list[float]:
    """The right end of each column."""
    ends, x = [], _EDGE
    for span in spans:
        ends.append(x + span)
        x += span + _GAP
    return ends


def _draw_heads(
    paper: Paper,
    heads: Sequence[str],
    columns: Sequence[int],
    ends: Sequence[float],
    spans: Sequence[float],
    words: FigureWords,
    measure: str,
    top: float,
) -> None:
    y = top + 1 + _ROW / 2
    paper.text(_EDGE, y + _ROW, words.title, is_bold=True)
    for at, column in enumerate(columns):
        if column == 0:
            paper.text(_EDGE, y, heads[0], is_bold=True)
        else:
            paper.text(ends[at], y, heads[column], align="right", is_bold=True)
    if 8 in columns:
        paper.text(ends[-1], y + _ROW, measure, align="right", is_bold=True)
    if 1 in columns:
        for place, name in ((1, words.first), (4, words.second)):
            left = ends[place] - spans[place]
            right = ends[place + 2]
            text = shortened(name, right - left)
            paper.text((left + right) / 2, y + _ROW, text, align="center", is_bold=True)
            paper.line(
                (left, y + _ROW / 2), (right, y + _ROW / 2), colour=GRID, width=0.6
            )
    paper.line((_EDGE, top + 0.6), (paper.width - _EDGE, top + 0.6), width=0.6)


def _draw_row(
    paper: Paper,
    row: Row,
    columns: Sequence[int],
    ends: Sequence[float],
    spans: Sequence[float],
    y: float,
) -> None:
    if row.is_note:
        room = ends[-1] - _EDGE
        fits = text_width(row.cells[0], SMALL) <= room
        note = row.cells[0] if fits else row.cells[1]
        paper.text(_EDGE, y + 0.4, shortened(note, room, SMALL), size=SMALL)
        return
    for at, column in enumerate(columns):
        if column >= len(row.cells):
            continue
        text = row.cells[column]
        if column == 0:
            star = " *" if text.endswith(" *") else ""
            name = text
            if text_width(text, BODY, is_bold=row.is_bold) > spans[0] + 0.1:
                name = shortened(text.removesuffix(star), spans[0] - 1) + star
            paper.text(_EDGE, y, name, is_bold=row.is_bold)
        else:
            paper.text(ends[at], y, text, align="right", is_bold=row.is_bold)


def _draw_effect(paper: Paper, row: Row, scale: _Scale, y: float, most: float) -> None:
    if row.prediction:
        ends = [scale.cut(one) for one in row.prediction]
        paper.line((ends[0][0], y), (ends[1][0], y), width=2.2, colour=PALE)
        for (place, is_cut), way in zip(ends, (1, -1), strict=True):
            if is_cut:
                _arrow(paper, place, y, way)
    if row.bounds is None:
        return
    middle, _ = scale.cut(row.bounds[0])
    left, cut_left = scale.cut(row.bounds[1])
    right, cut_right = scale.cut(row.bounds[2])
    if row.weight is None:
        up, down = y + _ROW * 0.32, y - _ROW * 0.32
        paper.shape([(left, y), (middle, up), (right, y), (middle, down)], INK)
        return
    paper.line((left, y), (right, y), width=0.9)
    for place, is_cut, way in ((left, cut_left, 1), (right, cut_right, -1)):
        if is_cut:
            _arrow(paper, place, y, way)
    side = _ROW * (0.25 + 0.5 * (row.weight / most) ** 0.5)
    paper.square(middle, y, side, "#44617f")


def _arrow(paper: Paper, place: float, y: float, way: int) -> None:
    """A bound beyond the plot."""
    back = place + 1.3 * way
    paper.shape([(place, y), (back, y + 0.8), (back, y - 0.8)], INK)


def _draw_axis(
    paper: Paper, scale: _Scale, y: float, words: FigureWords, *, is_given: bool
) -> None:
    left, right = scale.ends
    paper.line((left - 1, y), (right + 1, y), width=0.7)
    most = max(3, int((right - left) // 11))
    for tick in MaxNLocator(nbins=min(8, most)).tick_values(scale.low, scale.high):
        place = scale.at(float(tick))
        if place is None:
            continue
        paper.line((place, y), (place, y - 1.1), width=0.7)
        text = f"{float(tick):g}".replace("-", "−")
        paper.text(place, y - 3.0, text, size=SMALL, align="center")
    if is_given or scale.at(0.0) is None:
        return
    room = right - left - 27.0
    if room < text_width(words.first, SMALL) / 2:
        paper.text(left, y - 6.4, "← lower", size=SMALL)
        paper.text(right, y - 6.4, "higher →", size=SMALL, align="right")
        return
    text = shortened(words.first, room, SMALL)
    paper.text(left, y - 6.4, "← lower in", size=SMALL)
    paper.text((left + right) / 2, y - 6.4, text, size=SMALL, align="center")
    paper.text(right, y - 6.4, "higher in →", size=SMALL, align="right")


def _feet(found: Synthesis, words: FigureWords) -> list[str]:
    plan, pooled = found.plan, found.chosen
    test = pooled.hartung_knapp if plan.is_hartung_knapp else None
    shown = test or pooled.normal
    name = "t" if shown.df is not None else "z"
    sign = "" if shown.p < 0.001 or shown.p > 0.999 else "= "
    feet = [
        f"Overall effect: {name} {signed(shown.statistic)}, p {sign}{p_text(shown.p)}."
    ]
    if found.subgroup_tests:
        key = "common" if plan.tau2 is None else plan.tau2.value
        between = found.subgroup_tests[key]
        feet[0] += (
            f" Difference of subgroups: Q {between.q:.2f}, df {between.df}, "
            f"p {p_text(between.p)}."
        )
    method = method_words(plan)
    feet.append(f"{method[0].upper()}{method[1:]}.")
    marks = dict.fromkeys(mark for study in found.studies for mark in study.marks)
    if marks:
        feet.append(f"* {'; '.join(marks)}.")
    if words.grade:
        feet.append(f"Certainty of the evidence (GRADE): {words.grade}")
    return feet
