"""What the page of trajectories shows, and what it refuses. No Qt here."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from exports.figures import (
    TEXT_WIDTH_MM,
    FigureOptions,
    footer,
    write_trajectories,
)
from exports.tables import write_csv
from gui.pages.trajectories.absence import STATES, NextStep, absence
from gui.pages.trajectories.loading import AllocationState, TrajectoryInput
from gui.pages.trajectories.picking import PickedPoint, picked_point
from gui.pages.trajectories.rows import TableRow, table_rows
from models.progress import Progress
from models.statistics.exclusions import Exclusion
from models.statistics.grouping import Grouping
from models.statistics.panels import (
    Axis,
    Choice,
    Panel,
    Style,
    method,
    panels,
)
from models.statistics.trajectories import Centre, Measure, Trajectories
from models.store.records import Photograph

T = TypeVar("T")


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

    def show_groupings(self, groupings: Sequence[Grouping], chosen: str) -> None:
        """Offer ways of telling subjects apart, and say which is chosen, by key."""

    def show_left_out(
        self, left_out: Sequence[Exclusion], notes: Sequence[str]
    ) -> None:
        """Show what the plots leave out, and why; notes say what concerns many."""

    def show_picked(self, picked: PickedPoint) -> None:
        """Show what stands behind a point."""

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
        photographs: Callable[[], Sequence[Photograph]] = tuple,
    ) -> None:
        """Make a presenter; nothing is shown before `refresh`.

        Args:
            view: The page.
            load: Reads the study, beside the window.
            start: Runs long work.
            record: Puts on record what was written, and the name of its file.
            today: For the line at the foot of a saved figure.
            photographs: Every stored photograph.
        """
        self._view = view
        self._load = load
        self._start = start
        self._record = record
        self._today = today
        self._photographs = photographs
        self._by: str | None = None
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

    def show_subjects(self, *, shown: bool) -> None:
        """Show or hide single subjects."""
        self._choose(replace(self._choice, has_subjects=shown))

    def choose_drawing(self, style: Style, centre: Centre) -> None:
        """Draw groups as lines with a middle, as boxes, or as single units only."""
        self._choose(replace(self._choice, style=style, centre=centre))

    def choose_axis(self, axis: Axis) -> None:
        """Let visits stand as their days are, or at equal distances."""
        self._choose(replace(self._choice, axis=axis))

    def choose_grouping(self, key: str) -> None:
        """Tell subjects apart by something else."""
        study = self._study
        if study is None or self._trajectories is None or key == self._by:
            return
        self._by = key

        def follow(_: Progress) -> tuple[TrajectoryInput, Trajectories | None]:
            return study, study.trajectories(key)

        self._start("Telling the subjects apart", follow, self._take)

    def ask_left_out(self) -> None:
        """Show what the plots leave out: everything planned that has no number."""
        study, shown = self._study, self._trajectories
        if study is None or shown is None:
            return
        names = {
            one.short
            for one in shown.courses
            if not self._choice.scales or one.key in self._choice.scales
        }

        def show(found: list[Exclusion]) -> None:
            in_plots = [one for one in found if one.series in names]
            self._view.show_left_out(in_plots, self._notes(shown))

        self._start("Looking for gaps", lambda _: study.exclusions(), show)

    def pick(self, place: tuple[str, str, str], unit: str = "") -> None:
        """Show the subjects behind a point, with their photographs.

        Args:
            place: Key of the series, name of the group, key of the visit.
            unit: Name of the unit that was clicked, or empty.
        """
        study, shown = self._study, self._trajectories
        if study is None or shown is None:
            return
        known = self._photographs()
        found = picked_point(shown, study.protocol, known, place, unit)
        if found.units:
            self._view.show_picked(found)
        else:
            self._view.tell("Nobody has a value there.")

    def choose_scales(self, scales: Sequence[str]) -> None:
        """Show these scales; an empty choice shows all of them."""
        self._choose(replace(self._choice, scales=tuple(scales)))

    def proposal(self, ending: str) -> str:
        """A name for a file of this study: "Example study trajectories.svg"."""
        title = self._study.title if self._study else ""
        plain = "".join(one if one.isalnum() or one in "-_" else " " for one in title)
        return f"{' '.join([*plain[:80].split(), 'trajectories'])}{ending}"

    def foot(self) -> str:
        """The line at the foot of a figure: what is shown and how it was computed."""
        shown = self._trajectories
        return footer(shown, self._options()) if shown else ""

    def record_copy(self, where: str) -> None:
        """Put on record that the figure left the study as a picture."""
        self._record("figure", where)

    def save_figure(self, path: Path, width_mm: float = TEXT_WIDTH_MM) -> None:
        """Write the figure that is shown, as the ending of the path says."""
        shown, options = self._trajectories, self._options()
        if shown is None:
            return

        def write(_: Progress) -> None:
            write_trajectories(shown, path, width_mm=width_mm, options=options)
            self._record("figure", path.name)

        self._start("Saving the figure", write, lambda _: self._saved(path))

    def save_table(self, path: Path) -> None:
        """Write the whole table: all scales, score and change, mean and median."""
        shown, chosen = self._trajectories, self._choice.scales
        if shown is None:
            return

        def write(_: Progress) -> None:
            write_csv(shown, path, shown=chosen)
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
        return study, study.trajectories(self._by)

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
            self._view.show_nothing(*absence(self._study))
            return
        figure = panels(shown, self._choice)
        groupings = self._study.groupings() if self._study else ()
        known = [one.key for one in groupings]
        by = self._by if self._by in known else known[0] if known else ""
        self._view.show_groupings(groupings, by)
        names = [(scale.key, scale.short) for scale in shown.courses]
        self._view.show_scales(names, {panel.scale for panel in figure})
        self._view.show_status(
            STATES[self._study.allocation] if self._study else "",
            f"{method(shown, self._choice)}; day 0 is the {shown.anchor}",
            self._notes(shown),
        )
        self._view.show_figure(figure, shown.groups if shown.is_grouped else ())
        self._view.show_table(
            table_rows(shown, figure, self._choice.measure), str(self._choice.centre)
        )

    def _notes(self, shown: Trajectories) -> Sequence[str]:
        """What is left out of what is shown."""
        measure = self._choice.measure
        if measure is Measure.SCORE:
            return [one for one in shown.notes if one not in shown.change_notes]
        return (*shown.notes, *(shown.zero_notes if measure is Measure.PERCENT else ()))
