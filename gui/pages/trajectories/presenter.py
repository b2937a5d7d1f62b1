"""What the page of trajectories shows, and what it refuses. No Qt here."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import Protocol, TypeVar

from exports.figures import FigureOptions, write_trajectories
from exports.tables import write_csv
from gui.pages.trajectories.loading import AllocationState, TrajectoryInput
from models.progress import Progress
from models.statistics.frames import SCALE, VISIT
from models.statistics.panels import Choice, Panel, method, panels, value_text
from models.statistics.trajectories import (
    GROUP,
    MEASURE,
    NOTE,
    SD,
    Centre,
    Measure,
    Trajectories,
)

T = TypeVar("T")


class NextStep(Enum):
    """What the user can do where there is nothing to show."""

    IMPORT_PHOTOGRAPHS = auto()
    RATE = auto()
    OPEN_ALLOCATION = auto()
    NONE = auto()


@dataclass(frozen=True)
class TableRow:
    """A row of the table under the plots, as text.

    Attributes:
        scale: Short name of the scale.
        group: Name of the group.
        visit: Name of the visit.
        day: Its day.
        n: Units analysed.
        subjects: Units of the group.
        centre: Mean or median.
        interval: Its interval, "0.90 to 1.60".
        sd: Standard deviation.
        note: Why a number is absent.
    """

    scale: str
    group: str
    visit: str
    day: int
    n: int
    subjects: int
    centre: str
    interval: str
    sd: str
    note: str


class TrajectoriesView(Protocol):
    """What the presenter asks of the page."""

    def show_nothing(self, heading: str, text: str, step: NextStep) -> None:
        """Say why there is no figure, and offer the next step."""

    def show_figure(self, figure: Sequence[Panel], groups: Sequence[str]) -> None:
        """Draw panels, with a legend of these groups."""

    def show_table(self, rows: Sequence[TableRow], centre: str) -> None:
        """Show the numbers behind the figure."""

    def show_scales(self, scales: Sequence[tuple[str, str]], shown: set[str]) -> None:
        """Offer scales, by key and name, and tick those that are shown."""

    def show_status(self, state: str, method: str, notes: Sequence[str]) -> None:
        """Say whether arms are masked, how it was computed, what is left out."""

    def tell(self, sentence: str) -> None:
        """Say in passing that something was done."""


class StartWork(Protocol):
    """Runs long work and gives its result on; `JobRunner.start` does."""

    def __call__(
        self,
        title: str,
        work: Callable[[Progress], T],
        on_success: Callable[[T], object],
        /,
    ) -> object:
        """Run work and call on_success with its result."""


def at_once(
    _: str, work: Callable[[Progress], T], on_success: Callable[[T], object], /
) -> None:
    """Run work here and now."""
    on_success(work(Progress()))


class TrajectoriesPresenter:
    """Decides what the page of trajectories shows."""

    def __init__(
        self,
        view: TrajectoriesView,
        load: Callable[[], TrajectoryInput],
        *,
        start: StartWork = at_once,
        record: Callable[[str, str], object] = lambda what, name: None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Make a presenter; nothing is shown before `refresh`.

        Args:
            view: The page.
            load: Reads the study, beside the window.
            start: Runs long work.
            record: Puts on record what was written, and the name of its file.
            today: For the line at the foot of a saved figure.
        """
        self._view = view
        self._load = load
        self._start = start
        self._record = record
        self._today = today
        self._study: TrajectoryInput | None = None
        self._trajectories: Trajectories | None = None
        self._choice = Choice()

    @property
    def choice(self) -> Choice:
        """What is shown of the trajectories."""
        return self._choice

    @property
    def has_figure(self) -> bool:
        """Whether there is a figure to save."""
        return self._trajectories is not None

    def refresh(self) -> None:
        """Read the study anew and show it."""
        self._start("Reading the scores", self._read, self._take)

    def choose_measure(self, measure: Measure) -> None:
        """Show scores, or changes from baseline."""
        self._choose(replace(self._choice, measure=measure))

    def choose_centre(self, centre: Centre) -> None:
        """Show means or medians."""
        self._choose(replace(self._choice, centre=centre))

    def show_subjects(self, *, shown: bool) -> None:
        """Show or hide single subjects."""
        self._choose(replace(self._choice, has_subjects=shown))

    def choose_scales(self, scales: Sequence[str]) -> None:
        """Show these scales; an empty choice shows all of them."""
        self._choose(replace(self._choice, scales=tuple(scales)))

    def proposal(self, ending: str) -> str:
        """A name for a file of this study: "Example study trajectories.svg"."""
        title = self._study.title if self._study else ""
        plain = "".join(one if one.isalnum() or one in "-_" else " " for one in title)
        return f"{' '.join([*plain[:80].split(), 'trajectories'])}{ending}"

    def save_figure(self, path: Path) -> None:
        """Write the figure that is shown, as the ending of the path says."""
        shown, options = self._trajectories, self._options()
        if shown is None:
            return

        def write(_: Progress) -> None:
            write_trajectories(shown, path, options=options)
            self._record("figure", path.name)

        self._start("Saving the figure", write, lambda _: self._saved(path))

    def save_table(self, path: Path) -> None:
        """Write the whole table: all scales, score and change, mean and median."""
        shown = self._trajectories
        if shown is None:
            return

        def write(_: Progress) -> None:
            write_csv(shown, path)
            self._record("table", path.name)

        self._start("Saving the table", write, lambda _: self._saved(path))

    def _saved(self, path: Path) -> None:
        self._view.tell(f"Saved {path.name}.")

    def _options(self) -> FigureOptions:
        study = self._study
        return FigureOptions(
            choice=self._choice,
            title=study.title if study else "",
            date=self._today().isoformat(),
            is_masked=bool(study and study.allocation is AllocationState.MASKED),
        )

    def _read(self, _: Progress) -> tuple[TrajectoryInput, Trajectories | None]:
        study = self._load()
        if study.allocation is AllocationState.SEALED or not study.has_scores:
            return study, None
        return study, study.trajectories()

    def _take(self, read: tuple[TrajectoryInput, Trajectories | None]) -> None:
        self._study, found = read
        self._trajectories = None if found is None or found.is_empty else found
        keys = {scale.key for scale in found.courses} if found else set()
        kept = tuple(key for key in self._choice.scales if key in keys)
        self._choice = replace(self._choice, scales=kept)
        self._show()

    def _choose(self, choice: Choice) -> None:
        if choice != self._choice:
            self._choice = choice
            if self._study is not None:
                self._show()

    def _show(self) -> None:
        shown = self._trajectories
        if shown is None:
            self._view.show_nothing(*_absence(self._study))
            return
        figure = panels(shown, self._choice)
        names = [(scale.key, scale.short) for scale in shown.courses]
        self._view.show_scales(names, {panel.scale for panel in figure})
        self._view.show_status(
            _STATES[self._study.allocation] if self._study else "",
            f"{method(shown, self._choice)}; day 0 is the {shown.anchor}",
            shown.notes,
        )
        self._view.show_figure(figure, shown.groups if shown.is_grouped else ())
        self._view.show_table(
            _rows(shown, figure, self._choice.measure), str(self._choice.centre)
        )


_SEALED = (
    "Trajectories by arm are not shown before the allocation is opened. "
    "Opening it takes the passphrase and a reason, and stays on record."
)
_NOT_ANALYSED = (
    "What was scored so far was not assessable, belongs to no arm, or lies at "
    "visits where the protocol does not analyse the scale."
)
_NOT_ANALYSED_IN_ONE_GROUP = (
    "What was scored so far was not assessable, or lies at visits where the protocol "
    "does not analyse the scale."
)
_STATES = {
    AllocationState.NO_ARMS: "",
    AllocationState.ABSENT: "Nobody is allocated to an arm yet: all subjects together.",
    AllocationState.SEALED: "",
    AllocationState.MASKED: "Arms are masked: letters stand for the treatments.",
    AllocationState.OPENED: "",
}


def _absence(study: TrajectoryInput | None) -> tuple[str, str, NextStep]:
    """Why there is nothing to draw: heading, sentence and next step."""
    if study is None or (study.photographs.empty and not study.has_scores):
        return (
            "No photographs yet",
            "Trajectories appear here as soon as photographs are imported and scored.",
            NextStep.IMPORT_PHOTOGRAPHS,
        )
    if not study.has_scores:
        return (
            "Nothing has been scored yet",
            "Trajectories appear here as soon as photographs are scored.",
            NextStep.RATE,
        )
    if study.allocation is AllocationState.SEALED:
        return "The allocation is sealed", _SEALED, NextStep.OPEN_ALLOCATION
    is_one = study.allocation is AllocationState.NO_ARMS
    text = _NOT_ANALYSED_IN_ONE_GROUP if is_one else _NOT_ANALYSED
    return "No score can be analysed yet", text, NextStep.RATE


def _rows(
    shown: Trajectories, figure: Sequence[Panel], measure: Measure
) -> list[TableRow]:
    """The table of what is shown, in the words of the page."""
    names = {visit.key: visit.name for visit in shown.visits}
    table = shown.table[shown.table[MEASURE] == str(measure)]
    place = zip(table[SCALE], table[GROUP], table[VISIT], strict=True)
    beside = dict(zip(place, zip(table[SD], table[NOTE], strict=True), strict=True))
    return [
        TableRow(
            scale=panel.title,
            group=line.group,
            visit=names[point.visit],
            day=point.day,
            n=point.n,
            subjects=point.subjects,
            centre=value_text(point.centre),
            interval=_interval(point.lower, point.upper),
            sd=value_text(sd),
            note=note,
        )
        for panel in figure
        for line in panel.series
        for point in line.points
        for sd, note in [beside[panel.scale, line.group, point.visit]]
    ]


def _interval(lower: float, upper: float) -> str:
    if math.isnan(lower):
        return "–"
    return f"{value_text(lower)} to {value_text(upper)}"
