"""What the page of evidence shows, and what is done to its table. No Qt here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from exports.evidence.csv_table import write_studies
from exports.evidence.figures import Figure, FigureWords, figure_svg, write_figure
from exports.figures import TEXT_WIDTH_MM
from gui.pages.evidence.keeping import Keeper
from gui.pages.evidence.rows import StudyRow, study_rows
from gui.pages.trajectories.presenter import StartWork, at_once
from models.errors import ExpectedError, Problem
from models.progress import Progress
from models.statistics.evidence.collection import (
    Collection,
    Entry,
    Own,
    entries_of,
    read_study,
)
from models.statistics.evidence.own import own_cells
from models.statistics.evidence.reading import synthesis_text
from models.statistics.evidence.synthesis import Plan, Synthesis, synthesis
from models.statistics.evidence.table import read_evidence_table
from models.statistics.trajectories import Trajectories
from models.words import counted


@dataclass(frozen=True)
class Drawn:
    """What is said and drawn of the table.

    Attributes:
        text: The results in words, or why there are none.
        pictures: SVG of each figure; none where it cannot be drawn.
        reasons: Why a figure cannot be drawn.
        has_results: Whether anything is pooled.
    """

    text: str
    pictures: Mapping[Figure, bytes]
    reasons: Mapping[Figure, str]
    has_results: bool


class EvidenceView(Protocol):
    """What the presenter asks of the page."""

    def show_studies(self, rows: Sequence[StudyRow]) -> None:
        """Show the table of studies."""

    def show_settings(self, collection: Collection) -> None:
        """Show how studies are pooled, and the words of the figures."""

    def show_drawn(self, drawn: Drawn) -> None:
        """Show results and figures."""

    def show_history(self, undo: str, redo: str) -> None:
        """Offer to undo and redo what these words name; empty for nothing."""

    def show_own(self, shown: Trajectories | None, title: str) -> None:
        """Ask what the row of the study itself is, or say why there is none."""

    def tell(self, sentence: str) -> None:
        """Say in passing that something was done."""


class EvidencePresenter:
    """Decides what the page of evidence shows."""

    def __init__(
        self,
        view: EvidenceView,
        keeper: Keeper,
        *,
        start: StartWork = at_once,
        record: Callable[[str, str], object] = lambda what, name: None,
    ) -> None:
        """Make a presenter; nothing is shown before `refresh`.

        Args:
            view: The page.
            keeper: Keeps the table.
            start: Runs long work.
            record: Puts on record what was written, and the name of its file.
        """
        self._view = view
        self._keeper = keeper
        self._start = start
        self._record = record
        self._table = Collection()
        self._undo: list[tuple[str, Collection]] = []
        self._redo: list[tuple[str, Collection]] = []
        self._found: Synthesis | None = None
        self._drawing = 0
        self._on_file = Collection()

    @property
    def table(self) -> Collection:
        """The table as it is."""
        return self._table

    @property
    def has_results(self) -> bool:
        """Whether anything is pooled."""
        return self._found is not None

    @property
    def is_saved(self) -> bool:
        """Whether all studies are in a file that was written, or there are none."""
        return self._table.entries in ((), self._on_file.entries)

    def refresh(self) -> None:
        """Read the table, and the study's own numbers anew."""
        # At once, so that no change can be made to a table that is not read yet.
        self._table = self._keeper.load()
        if not any(one.own for one in self._table.entries):
            self._show()
            return

        def take(shown: Trajectories | None) -> None:
            self._table = _with_own_numbers(self._table, shown)
            self._show()

        self._start("Reading the scores", lambda _: self._keeper.own(), take)

    def entry(self, number: int) -> Entry | None:
        """The study with a number."""
        return next((one for one in self._table.entries if one.number == number), None)

    def faults(self, cells: Mapping[str, str]) -> tuple[Problem, ...]:
        """Why a study with these cells would not be pooled."""
        entry = Entry(self._table.next_number, cells)
        return read_study(entry, self._table.correlation)[1]

    def add(self, cells: Mapping[str, str]) -> None:
        """Add a study."""
        entry = Entry(self._table.next_number, dict(cells))
        self._change(f"add {entry.name}", self._table.with_entry(entry))

    def edit(self, number: int, cells: Mapping[str, str]) -> None:
        """Change a study."""
        before = self.entry(number)
        if before is not None and dict(before.cells) != dict(cells):
            after = replace(before, cells=dict(cells))
            self._change(f"change {after.name}", self._table.with_entry(after))

    def remove(self, number: int) -> None:
        """Remove a study; undo brings it back."""
        before = self.entry(number)
        if before is not None:
            self._change(f"remove {before.name}", self._table.without(number))

    def ask_own(self) -> None:
        """Ask what the study's own row is, if its allocation is open."""
        self._start(
            "Reading the scores",
            lambda _: self._keeper.own(),
            lambda shown: self._view.show_own(shown, self._keeper.title),
        )

    def add_own(self, shown: Trajectories, own: Own, name: str) -> None:
        """Put the study's own row into the table, in the place of the one before."""
        before = next((one for one in self._table.entries if one.own), None)
        number = before.number if before else self._table.next_number
        kept = before.cells if before else {}
        domains = {key: kept[key] for key in _JUDGED if kept.get(key)}
        cells = {"study": name, **domains, **own_cells(shown, own)}
        after = self._table.with_entry(Entry(number, cells, own))
        if not before:
            after = replace(after, first=own.first, second=own.second)
        self._change("take this study", after)

    def choose_plan(self, plan: Plan) -> None:
        """Pool in another way."""
        if plan != self._table.plan:
            self._change("pool otherwise", replace(self._table, plan=plan))

    def choose_correlation(self, correlation: float | None) -> None:
        """Suppose a correlation of the sides where a paired study tells none."""
        if correlation != self._table.correlation:
            after = replace(self._table, correlation=correlation)
            self._change("suppose a correlation", after)

    def choose_words(self, first: str, second: str, outcome: str, grade: str) -> None:
        """Name the groups and the outcome; rate the certainty of the evidence."""
        after = replace(
            self._table,
            first=first or "Group 1",
            second=second or "Group 2",
            outcome=outcome,
            grade=grade,
        )
        if after != self._table:
            self._change("name groups", after)

    def undo(self) -> None:
        """Take back the last change."""
        self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step(self._redo, self._undo)

    def import_table(self, path: Path) -> None:
        """Add the studies of a CSV file or Excel workbook."""
        correlation = self._table.correlation

        def take(entries: tuple[Entry, ...]) -> None:
            after = self._table
            for one in entries:
                after = after.with_entry(replace(one, number=after.next_number))
            self._change(f"import {path.name}", after)
            self._view.tell(f"{counted(len(entries), 'study', 'studies')} added.")

        self._start(
            "Reading the table",
            lambda _: entries_of(read_evidence_table(path, correlation), 1),
            take,
        )

    def save_table(self, path: Path) -> None:
        """Write the table as CSV, to be read here again."""
        whole = self._table
        table = whole.whole()

        def write(_: Progress) -> None:
            write_studies(table, path)
            self._record("evidence table", path.name)

        def done(_: None) -> None:
            self._on_file = whole
            self._saved(path)

        self._start("Saving the table", write, done)

    def save_figure(
        self, path: Path, figure: Figure, width_mm: float = TEXT_WIDTH_MM
    ) -> None:
        """Write a figure, as the ending of the path says."""
        found, words = self._found, self._words()
        if found is None:
            return

        def write(_: Progress) -> None:
            write_figure(found, path, figure, words, width_mm=width_mm)
            self._record(f"{figure.value} figure", path.name)

        self._start("Saving the figure", write, lambda _: self._saved(path))

    def record_copy(self, figure: Figure) -> None:
        """Put on record that a figure left as a picture."""
        self._record(f"{figure.value} figure", "clipboard")

    def _saved(self, path: Path) -> None:
        self._view.tell(f"Saved {path.name}.")

    def _step(
        self,
        past: list[tuple[str, Collection]],
        future: list[tuple[str, Collection]],
    ) -> None:
        if not past:
            return
        what, other = past.pop()
        future.append((what, self._table))
        self._keep(other, "evidence: taken back" if past is self._undo else what)

    def _change(self, what: str, after: Collection) -> None:
        self._undo.append((what, self._table))
        self._redo.clear()
        self._keep(after, f"evidence: {what.split()[0]}")

    def _keep(self, after: Collection, action: str) -> None:
        self._keeper.keep(self._table, after, action)
        self._table = after
        self._show()

    def _words(self) -> FigureWords:
        one = self._table
        return FigureWords(one.first, one.second, one.outcome, one.grade)

    def _show(self) -> None:
        self._view.show_studies(study_rows(self._table))
        self._view.show_settings(self._table)
        self._view.show_history(
            self._undo[-1][0] if self._undo else "",
            self._redo[-1][0] if self._redo else "",
        )
        self._drawing += 1
        number, table, words = self._drawing, self._table, self._words()

        def work(progress: Progress) -> tuple[int, Synthesis | None, Drawn]:
            return number, *_drawn(table, words, progress)

        self._start("Pooling the studies", work, self._take_drawn)

    def _take_drawn(self, found: tuple[int, Synthesis | None, Drawn]) -> None:
        number, pooled, drawn = found
        if number == self._drawing:  # otherwise the table has changed since
            self._found = pooled
            self._view.show_drawn(drawn)


_JUDGED = ("subgroup", "d1", "d2", "d3", "d4", "d5", "overall", "grade")
_EMPTY = (
    "No study yet. Add studies one by one, or import a table of them (CSV or Excel)."
)


def _with_own_numbers(kept: Collection, shown: Trajectories | None) -> Collection:
    """The table with the study's own row as its scores are now."""
    if shown is None:
        return kept
    for one in kept.entries:
        if one.own is not None:
            old = {key: one.cells[key] for key in _JUDGED if one.cells.get(key)}
            cells = {"study": one.name, **old, **own_cells(shown, one.own)}
            kept = kept.with_entry(replace(one, cells=cells))
    return kept


def _drawn(
    table: Collection, words: FigureWords, progress: Progress
) -> tuple[Synthesis | None, Drawn]:
    """Pool and draw."""
    if not table.entries:
        reasons = dict.fromkeys(Figure, _EMPTY)
        return None, Drawn(_EMPTY, {}, reasons, has_results=False)
    studies = table.table().studies
    try:
        found = synthesis(studies, table.plan)
    except ExpectedError as error:
        text = f"{error.text} {error.hint or ''}".strip()
        return None, Drawn(text, {}, dict.fromkeys(Figure, text), has_results=False)
    pictures, reasons = {}, {}
    for at, figure in enumerate(Figure):
        progress.step(at, len(Figure))
        try:
            pictures[figure] = figure_svg(found, figure, words)
        except ExpectedError as error:
            reasons[figure] = f"{error.text} {error.hint or ''}".strip()
    text = synthesis_text(found)
    faulty = len(table.entries) - len(studies)
    if faulty:
        verb = "is" if faulty == 1 else "are"
        rows = counted(faulty, "study", "studies")
        text += f"\nNote: {rows} with faults {verb} not pooled; the table says why."
    if table.grade:
        text += f"\nCertainty of the evidence (GRADE): {table.grade}"
    return found, Drawn(text, pictures, reasons, has_results=True)
