"""The sheet of charts: native charts that point at the cells of the trajectories.

A chart holds no number of its own: means, limits, days and names of groups are taken
from cells. Time runs in real days, and groups stand a little aside of each other, so
that error bars at one visit do not hide one another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from openpyxl.chart import ScatterChart, Series
from openpyxl.chart.data_source import (
    NumDataSource,
    NumRef,
    StrRef,
)
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.worksheet.pagebreak import Break

from exports.marks import Mark, mark
from exports.workbook.edition import Edition
from exports.workbook.looks import FAINT, TITLE, Page, set_widths
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from exports.workbook.texts import clean
from exports.workbook.trajectories import (
    ABOVE,
    BELOW,
    CHART_DAY,
    GROUP,
    MEAN,
    MEASURE,
    SCALE,
    TOGETHER,
)
from models.statistics.changes import TABLED, Measure
from models.statistics.panels import Choice, Panel, method, panels
from models.words import listed

_WIDTH, _HEIGHT = 16.5, 8.6  # centimetres
_ROWS = 18  # of the usual height, from one chart to the one below
_COLUMNS = ("A", "K")  # where charts of a row begin, ten columns apart
_CHARACTERS = 8.3  # width of a column
_TOP = 5  # row of the first chart
_ASIDE = "Groups stand a little aside of their day, so that no bar hides another."
_ROWS_A_PAGE = 2  # rows of charts

_INK, _PALE = "404040", "D9D9D9"
_NEAR = 1e-9
_PLACES = 6  # decimals of an axis at the most
_FEW = 6  # marks on the vertical axis
_DAY_STEPS = (1, 2, 5, 7, 10, 14, 28, 60, 90, 180, 365)
_MOST_DAYS = 10  # steps on the axis of days
_BESIDE = 0.02  # of the time, so that no mark stands on the edge
_POINT = 12_700  # in the units that drawings are measured in
_DASHES = ("solid", "dash", "sysDot", "dashDot", "lgDash", "lgDashDot")
_SYMBOLS = {"cross": "x"}  # others are called as in Excel
_SMALL, _MIDDLE = 900, 1200  # size of letters, in hundredths of a point


@dataclass(frozen=True)
class _Line:
    """The rows of one curve in the sheet of trajectories."""

    number: int
    first: int
    last: int


@dataclass(frozen=True)
class ChartSheet:
    """A sheet of charts, the score on the left and its change on the right.

    Attributes:
        study: What it is made of.
        table: The sheet that the charts point at.
    """

    study: Snapshot
    table: TableSheet

    name = "Charts"
    about = (
        "A native chart of each scale over the days, as score and as change; its "
        "numbers are the cells of Trajectories."
    )
    count = 0

    def write(self, page: Page) -> Iterator[int]:
        """Write the heading and place the charts; there are no rows to report."""
        found = self.study.trajectories
        set_widths(page, [_CHARACTERS] * 20)
        page.append([TITLE.cell(page, self._heading())])
        page.append([FAINT.cell(page, f"{method(found, Choice())}.".capitalize())])
        told = [_panels(self.study, measure) for measure in TABLED]
        if len(found.groups) > 1:
            page.append([FAINT.cell(page, _ASIDE)])
        rows = [row for row in zip(*told, strict=True) if _is_drawn(row)]
        for at, row in enumerate(rows):
            place = _TOP + at * _ROWS
            if at and at % _ROWS_A_PAGE == 0:
                page.row_breaks.append(Break(id=place - 2))
            for column, measure, panel in zip(_COLUMNS, TABLED, row, strict=True):
                if not panel.absent:
                    page.add_chart(self._chart(measure, panel), f"{column}{place}")
        # The rows that charts cover; what is left out and why stands below them.
        above = _TOP - (3 if len(found.groups) > 1 else 2)
        for _ in range(above + len(rows) * _ROWS):
            page.append([])
        for note in [*found.notes, *_absent(told)]:
            page.append([FAINT.cell(page, note)])
        yield 0

    def _heading(self) -> str:
        edition = self.study.edition
        if edition is Edition.BLINDED:
            return f"Trajectories: {TOGETHER} ({edition})"
        return f"Trajectories ({edition})"

    def _chart(self, measure: Measure, panel: Panel) -> Any:
        lines = self._lines(measure, panel)
        chart: Any = ScatterChart(scatterStyle="lineMarker")
        chart.width, chart.height = _WIDTH, _HEIGHT
        chart.title = _text(self._title(measure, panel), _MIDDLE, is_bold=True)
        _dress(chart, panel, f"Day; day 0 is the {self.study.protocol.anchor}")
        # All charts have the days of the study, so that they can be laid side by side.
        _set_days(chart, self.table.values(CHART_DAY))
        for line in lines:
            chart.series.append(self._series(line))
        if len(lines) > 1:
            chart.legend.position = "b"
            chart.legend.overlay = False
        else:
            chart.legend = None
        chart.display_blanks = "gap"
        chart.roundedCorners = False
        return chart

    def _title(self, measure: Measure, panel: Panel) -> str:
        title = self.study.short_names[panel.scale]
        if measure is Measure.CHANGE:
            title += f", change from {self.study.trajectories.baseline.name}"
        if self.study.edition is Edition.BLINDED:
            title += f" ({TOGETHER})"
        return title

    def _lines(self, measure: Measure, panel: Panel) -> list[_Line]:
        """The rows of each group; they stand together in the order of visits."""
        groups = self.study.trajectories.groups
        has_groups = self.study.edition.has_groups
        count = len(self.table.values(MEASURE))
        names = self.table.values(GROUP) if has_groups else groups * count
        keys = zip(
            self.table.values(MEASURE), self.table.values(SCALE), names, strict=True
        )
        rows: dict[str, list[int]] = {}
        for row, (what, scale, group) in enumerate(keys, 2):
            if what == measure and scale == panel.scale:
                rows.setdefault(group, []).append(row)
        return [
            _Line(groups.index(group), min(found), max(found))
            for group, found in rows.items()
        ]

    def _series(self, line: _Line) -> Any:
        def cells(heading: str) -> str:
            return self.table.cells(heading, line.first, line.last)

        series: Any = Series(values=cells(MEAN), xvalues=cells(CHART_DAY), title="")
        if self.study.edition.has_groups:
            name = self.table.cells(GROUP, line.first, line.first).partition(":")[0]
            series.tx = SeriesLabel(strRef=StrRef(f=name))
        else:
            series.tx = SeriesLabel(v=self.study.trajectories.groups[0])
        look = mark(line.number)
        dash: Any = _DASHES[line.number % len(_DASHES)]
        colour = look.colour.removeprefix("#")
        series.smooth = False
        series.graphicalProperties = GraphicalProperties(
            ln=LineProperties(
                w=int(1.75 * _POINT),
                solidFill=colour,
                prstDash=dash,
            )
        )
        series.marker = _marker(look, colour)
        series.errBars = ErrorBars(
            errDir="y",
            errBarType="both",
            errValType="cust",
            noEndCap=False,
            plus=NumDataSource(numRef=NumRef(f=cells(ABOVE))),
            minus=NumDataSource(numRef=NumRef(f=cells(BELOW))),
            spPr=GraphicalProperties(ln=LineProperties(w=_POINT, solidFill=colour)),
        )
        return series


def _is_drawn(row: Sequence[Panel]) -> bool:
    return not all(panel.absent for panel in row)


def _absent(told: Sequence[Sequence[Panel]]) -> list[str]:
    """Why series are not drawn, alike ones in one sentence."""
    reasons: dict[str, list[str]] = {}
    for panel in told[0]:
        if panel.absent:
            reasons.setdefault(panel.absent, []).append(panel.title)
    return [f"{listed(titles)}: {reason}" for reason, titles in reasons.items()]


def _panels(study: Snapshot, measure: Measure) -> tuple[Panel, ...]:
    return panels(study.trajectories, Choice(measure=measure, has_subjects=False))


def _set_days(chart: ScatterChart, days: Sequence[float]) -> None:
    """From one marked day to another, about ten in all."""
    if not days:
        return
    across: Any = chart.x_axis
    room = (max(days) - min(days)) * _BESIDE
    first, last = min(days) - room, max(days) + room
    step = next(
        (one for one in _DAY_STEPS if (last - first) / one <= _MOST_DAYS),
        _DAY_STEPS[-1],
    )
    across.scaling.min = floor(first / step) * step
    across.scaling.max = max(ceil(last / step), floor(first / step) + 1) * step
    across.majorUnit = step


def _dress(chart: ScatterChart, panel: Panel, time: str) -> None:
    """Axes with titles, the range of the scale, and pale grid lines."""
    across: Any = chart.x_axis
    up: Any = chart.y_axis
    for axis, title in ((across, time), (up, panel.label)):
        axis.delete = False  # else openpyxl leaves the axis out
        axis.title = _text(title, _SMALL)
        axis.txPr = RichText(p=[Paragraph(pPr=_letters(_SMALL), endParaRPr=None)])
        axis.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=_INK)
        )
    across.tickLblPos = "low"  # under the plot, also where a change is negative
    across.number_format = "0"
    across.majorGridlines = None
    # Both at the lowest end, also where days or changes are negative.
    across.crosses = up.crosses = "min"
    step = panel.grid[1] - panel.grid[0] if len(panel.grid) > 1 else 1.0
    # From one marked value to another, else the marks would stand at odd numbers.
    # Intervals may reach beyond a scale: a short one then grows by half grades.
    first, last = (panel.grid[0], panel.grid[-1]) if panel.grid else (0.0, 0.0)
    is_beyond = panel.low < first - _NEAR or panel.high > last + _NEAR
    if is_beyond and len(panel.grid) <= _FEW:
        step /= 2
    low = first + floor((panel.low - first) / step + _NEAR) * step
    high = first + ceil((panel.high - first) / step - _NEAR) * step
    # Binary fractions would show where the marks are counted off: -2.8E-17 for 0.
    up.scaling.min, up.scaling.max = round(low, _PLACES), round(high, _PLACES)
    up.number_format = _number_format(step)
    up.majorUnit = round(step, _PLACES)
    up.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_PALE))
    up.crossBetween = "midCat"


def _number_format(step: float) -> str:
    """As many decimals as the steps of an axis have."""
    places = 0
    while places < _PLACES and abs(step - round(step, places)) > _NEAR:
        places += 1
    return "0." + "0" * places if places else "0"


def _marker(look: Mark, colour: str) -> Marker:
    symbol: Any = _SYMBOLS.get(look.marker, look.marker)
    return Marker(
        symbol=symbol,
        size=7,
        spPr=GraphicalProperties(
            solidFill="FFFFFF" if look.is_hollow else colour,
            ln=LineProperties(w=int(1.25 * _POINT), solidFill=colour),
        ),
    )


def _letters(size: int, *, is_bold: bool = False) -> ParagraphProperties:
    return ParagraphProperties(
        defRPr=CharacterProperties(sz=size, b=is_bold, solidFill=_INK)
    )


def _text(text: str, size: int, *, is_bold: bool = False) -> Title:
    letters = CharacterProperties(sz=size, b=is_bold, solidFill=_INK)
    run = RegularTextRun(rPr=letters, t=clean(text))
    words = RichText(p=[Paragraph(pPr=_letters(size, is_bold=is_bold), r=[run])])
    return Title(tx=Text(rich=words), overlay=False)
