"""What the page of agreement shows, and what it withholds. No Qt here."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import Protocol, TypeVar

from exports.agreement_figures import (
    write_bland_altman,
    write_confusion,
    write_course,
    write_grades,
    write_rater_bias,
)
from exports.tables import write_frame
from gui.pages.agreement.loading import AgreementInput, Filter, Named
from gui.pages.agreement.rows import coefficient_row, joined
from gui.plots.courses import ACROSS, UPWARDS, CourseOf, course_values
from models.progress import Progress
from models.statistics.agreement.bands import band
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.course import runs
from models.statistics.agreement.report import matrix_frame
from models.statistics.agreement.study import ItemAgreement, compare
from models.words import counted, listed

T = TypeVar("T")

ROUNDS = 1000
COLUMNS = ("rater", "visit", "site", "view")
STILL_READING = (
    "Hidden repeats are told once no reading goes on: {} still reading. A rater who "
    "knew would look out for them."
)


class Figure(Enum):
    """What can be saved as a figure."""

    CONFUSION = auto()
    BLAND_ALTMAN = auto()
    BIAS = auto()
    GRADES = auto()
    COURSE = auto()


@dataclass(frozen=True)
class Which:
    """Which pair, rater and course a figure is of, by their places."""

    pair: int = 0
    rater: int = 0
    course: int = 0
    over: CourseOf = CourseOf.BIAS


@dataclass(frozen=True)
class Headline:
    """What to read first.

    Attributes:
        name: Of the coefficient, or empty.
        value: With its interval.
        words: What that is called.
        reason: Why this one.
        sizes: How many photographs, raters and scores, and what is missing.
    """

    name: str
    value: str
    words: str
    reason: str
    sizes: str


class AgreementView(Protocol):
    """What the presenter asks of the page."""

    def show_nothing(self, heading: str, text: str, *, again: bool = False) -> None:
        """Say why there are no numbers, and offer to compute them if that is so."""

    def show_choices(self, choices: dict[str, Named], chosen: Filter) -> None:
        """Offer scales, raters, visits, sites and views."""

    def show_agreement(
        self, headline: Headline, found: ItemAgreement, visits: Named
    ) -> None:
        """Show all numbers."""

    def withhold_repeats(self, why: str) -> None:
        """Say why the hidden repeats are not told, or show them if that is empty."""

    def tell(self, sentence: str) -> None:
        """Say in passing that something was done."""


class StartWork(Protocol):
    """Runs long work and gives its result on."""

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


class AgreementPresenter:
    """Decides what the page of agreement shows."""

    def __init__(
        self,
        view: AgreementView,
        load: Callable[[], AgreementInput],
        *,
        start: StartWork = at_once,
        record: Callable[[str, str], object] = lambda what, name: None,
        today: Callable[[], date] = date.today,
        rounds: int = ROUNDS,
    ) -> None:
        """Make a presenter; nothing is shown before `refresh`.

        Args:
            view: The page.
            load: Reads the study, beside the window.
            start: Runs long work.
            record: Puts on record what was written, and the name of its file.
            today: For the names of files.
            rounds: Samples of the bootstrap.
        """
        self._view = view
        self._load = load
        self._start = start
        self._record = record
        self._today = today
        self._rounds = rounds
        self._study: AgreementInput | None = None
        self._filter = Filter("")
        self._found: ItemAgreement | None = None
        self._asked = 0

    @property
    def found(self) -> ItemAgreement | None:
        """The numbers that are shown, if there are any."""
        return self._found

    def refresh(self) -> None:
        """Read the study anew and compute."""
        self._start("Reading scores", lambda _: self._load(), self._on_loaded)

    def choose_scale(self, key: str) -> None:
        """Compare on another scale."""
        if key != self._filter.scale:
            self._filter = Filter(key, self._filter.kept)
            self._compute()

    def keep(self, column: str, values: Sequence[str]) -> None:
        """Compare only scores of these raters, visits, sites or views; none: all."""
        wished = self._filter.keeping(column, frozenset(values))
        if wished != self._filter:
            self._filter = wished
            self._compute()

    def stopped(self) -> None:
        """Say that the work was cancelled: what is chosen has no numbers."""
        self._found = None
        self._view.show_nothing(
            "The computation was stopped.", "Nothing was changed.", again=True
        )

    def save_figure(self, what: Figure, which: Which, path: Path) -> None:
        """Write one of the figures."""
        found = self._found
        if found is None:
            return
        title = self._title()

        def write(_: Progress) -> None:
            write_figure(found, what, which, path, title)
            self._record("figure", path.name)

        self._start("Writing the figure", write, lambda _: self._saved(path))

    def save_matrix(self, path: Path) -> None:
        """Write the scores behind every number as CSV: a row a target."""
        found = self._found
        if found is None:
            return

        def write(_: Progress) -> None:
            write_frame(matrix_frame(found.between.ratings).reset_index(), path)
            self._record("table", path.name)

        self._start("Writing the matrix", write, lambda _: self._saved(path))

    def proposal(self, what: str, ending: str) -> str:
        """A name for a file."""
        title = self._study.title if self._study else ""
        words = re.sub(r"[^\w]+", "-", f"{title} {what} {self._filter.scale}")
        return f"{words.strip('-').lower()}-{self._today().isoformat()}{ending}"

    def _saved(self, path: Path) -> None:
        self._view.tell(f"Saved {path.name}.")

    def _title(self) -> str:
        known = dict(self._study.scales) if self._study else {}
        return known.get(self._filter.scale, "")

    def _on_loaded(self, study: AgreementInput) -> None:
        self._study = study
        if not study.scales:
            self._found = None
            self._view.show_nothing(
                "Nothing has been scored yet.",
                "Agreement is told once photographs were scored by two raters.",
            )
            return
        keys = [key for key, _ in study.scales]
        scale = self._filter.scale if self._filter.scale in keys else keys[0]
        self._filter = Filter(scale, self._filter.kept)
        self._compute()

    def _compute(self) -> None:
        study, chosen = self._study, self._filter
        if study is None:
            return
        choices = {
            "scale": study.scales,
            "rater": study.raters,
            "visit": study.visits,
            "site": study.sites,
            "view": study.views,
        }
        self._view.show_choices(choices, chosen)
        self._asked += 1
        asked = self._asked

        def work(progress: Progress) -> ItemAgreement | None:
            left = chosen.applied(study.table)
            found = compare(left, rounds=self._rounds, progress=progress)
            return next(found, None)

        self._start(
            "Comparing raters", work, lambda found: self._on_found(found, asked)
        )

    def _on_found(self, found: ItemAgreement | None, asked: int) -> None:
        if asked != self._asked or self._study is None:
            return  # another choice was made meanwhile
        self._found = found
        if found is None:
            self._view.show_nothing(
                "No score is left.", "Take a filter back to see numbers again."
            )
            return
        self._view.show_agreement(headline(found), found, self._study.visits)
        self._view.withhold_repeats(why_withheld(self._study.reading, found))


def write_figure(
    found: ItemAgreement, what: Figure, which: Which, path: Path, title: str = ""
) -> None:
    """Write a print figure.

    Raises:
        ExpectedError: There is nothing to draw, or the file cannot be written there.
    """
    between = found.between
    if what is Figure.BIAS:
        write_rater_bias(between.raters, path, title=title)
    elif what is Figure.GRADES:
        write_grades(between.raters[which.rater], path)
    elif what is Figure.CONFUSION:
        write_confusion(between.pairs[which.pair], path)
    elif what is Figure.BLAND_ALTMAN:
        write_bland_altman(between.pairs[which.pair].comparison, path)
    else:
        course = found.courses[which.course]
        x, y = course_values(course, which.over, over_days=False)
        write_course(
            runs(y, x),
            path,
            across=ACROSS[False],
            upwards=UPWARDS[which.over],
            title=f"{course.rater}: {which.over.value}",
        )


def headline(found: ItemAgreement) -> Headline:
    """What to read first, and how much it is told from."""
    one = found.between
    ratings = one.ratings
    counts = (
        f"{counted(len(ratings.targets), 'photograph')}, "
        f"{counted(len(ratings.raters), 'rater')}, "
        f"{counted(ratings.scores, 'score')}, {ratings.missing:,} missing."
    )
    sizes = joined((counts, *one.remarks))
    if not one.read_first.key:
        return Headline("", "", "", one.read_first.reason, sizes)
    first = one.coefficient(one.read_first.key)
    return Headline(
        first.naming.name, _value(first), band(first), one.read_first.reason, sizes
    )


def why_withheld(reading: Sequence[str], found: ItemAgreement) -> str:
    """Why the hidden repeats are not told, or empty."""
    if reading:
        verb = "is" if len(reading) == 1 else "are"
        return STILL_READING.format(f"{listed(reading)} {verb}")
    if not found.within:
        return "There are no scores of hidden repeats."
    return ""


def _value(one: Coefficient) -> str:
    row = coefficient_row(one)
    if one.lower is None:
        return row.value
    return f"{row.value} ({row.interval})"
