"""Reference scores of a calibration set: given, or from a panel of experts."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import ExpectedError, Problem
from models.scales.scale import Scale
from models.store.records import Photograph
from models.store.store import StudyStore
from models.store.training_records import Mark, ReferenceScore
from models.tables import Row, read_table
from models.words import counted, listed, number_text

GIVEN = "given"
PANEL = "panel"
CONSENSUS = "consensus"

SMALLEST_PANEL = 3
"""Experts who scored independently."""

_COLUMNS = {
    "photograph": ("subject", "file", "file name"),
    "scale": ("item", "sign"),
    "value": ("reference", "grade", "score"),
    "x": (),
    "y": (),
    "radius": (),
}
_USUAL_RADIUS = 0.08


@dataclass(frozen=True)
class ReferencesSet:
    """What was done to the reference scores of a set.

    Attributes:
        added: New or other than before.
        same: As they were.
        open: Photographs and scales on which the panel must find a consensus.
    """

    added: int
    same: int
    open: tuple[Problem, ...] = ()

    def sentence(self) -> str:
        """The same in words."""
        text = (
            f"{counted(self.added, 'reference score')} set; "
            f"{self.same} were there already."
        )
        if self.open:
            text += (
                f" On {counted(len(self.open), 'photograph and scale', 'of them')} "
                "the experts must find a consensus first."
            )
        return text


def set_reference(
    store: StudyStore,
    photograph: int,
    scale: str,
    value: float | None,
    *,
    by: str,
    why: str,
    mark: Mark | None = None,
) -> None:
    """Set, correct or take away one reference score: a decision, on record.

    Args:
        store: The training study.
        photograph: Number of the photograph.
        scale: Key of the scale.
        value: The grade; None takes the reference score away.
        by: Who decides.
        why: The reason.
        mark: Where on the photograph the grade is seen.

    Raises:
        ExpectedError: No reason, no such grade, or the study is locked or not for
            training.
    """
    check_training(store)
    one = store.scales()[scale]
    if not why.strip():
        raise ExpectedError(
            "A reference score is set or changed for a reason.",
            hint="Say why, such as “consensus of the panel on 3 May”.",
        )
    if value is not None and not one.has_grade(value):
        raise ExpectedError(
            f"{one.short} has no grade {number_text(value)}.",
            hint=f"Its grades are {_grades(one)}.",
        )
    with store.changes(
        by=by, role="trainer", action="reference score set", why=why.strip()
    ) as changes:
        changes.add_reference_score(photograph, scale, value, CONSENSUS, mark)


def import_references(store: StudyStore, path: Path, *, by: str) -> ReferencesSet:
    """Set the reference scores of a CSV or Excel table.

    The columns are photograph (code of the subject, or name of the file), scale (key or
    name) and value; x, y and radius (shares of the photograph) mark a place.

    Raises:
        ExpectedError: The table has faults, all of which are told; nothing is set.
    """
    check_training(store)
    table = read_table(path, _COLUMNS, ("photograph", "scale", "value"))
    reader = _TableReader(store)
    entries = [entry for row in table.rows if (entry := reader.entry(row))]
    if reader.problems:
        raise ExpectedError(
            f"The table has {counted(len(reader.problems), 'fault')}; "
            "no reference score was set.",
            hint="Mend them and try again.",
            problems=reader.problems,
        )
    wanted = {(number, key): (value, mark) for number, key, value, mark in entries}
    return _set_all(store, wanted, GIVEN, by, f"table {path.name}")


def panel_references(
    store: StudyStore, raters: Sequence[str], *, by: str
) -> ReferencesSet:
    """Set the median of experts who have each finished a reading of their own.

    Where the median is no grade, or most experts could not grade the photograph, or one
    of them is two grades or more from another, the panel must meet: what it agrees on
    is set as a consensus. A consensus that was set is kept.

    Args:
        store: The training study.
        raters: Codes of three experts or more.
        by: Who sets them.

    Raises:
        ExpectedError: There are fewer than three, or one has not finished.
    """
    check_training(store)
    codes = list(dict.fromkeys(one.strip() for one in raters if one.strip()))
    finished = {one.rater for one in store.readings() if one.finished_at}
    problems = [
        Problem(code, "has not finished a reading of this set.")
        for code in codes
        if code not in finished
    ]
    if len(codes) < SMALLEST_PANEL:
        text = f"a panel has {SMALLEST_PANEL} experts or more, not {len(codes)}."
        problems.append(Problem("panel", text))
    if problems:
        raise ExpectedError(
            "The panel cannot give reference scores yet.",
            hint="Each expert reads the whole set alone, on the page Rate.",
            problems=problems,
        )
    known = store.reference_scores()
    wanted: dict[tuple[int, str], tuple[float, Mark | None]] = {}
    undecided: list[Problem] = []
    for place, given in _said_by(store, codes).items():
        before = known.get(place)
        if before and before.source == CONSENSUS:
            continue
        value, why = _median(given, store.scales()[place[1]], len(codes))
        if value is None or why:
            undecided.append(_undecided(store, place, why))
        if value is not None:
            wanted[place] = (value, before.mark if before else None)
    done = _set_all(store, wanted, PANEL, by, f"panel: {listed(codes)}")
    return ReferencesSet(done.added, done.same, tuple(undecided))


def check_training(store: StudyStore) -> None:
    """Refuse what belongs to training in a study that is not for it.

    Raises:
        ExpectedError: The protocol is not for training, or the study is locked.
    """
    if not store.protocol().training:
        raise ExpectedError(
            "This study is not for training.",
            hint="Make a study with the protocol “Rater training” for the set.",
        )
    if store.is_locked():
        raise ExpectedError(
            "The study is locked.", hint="Unlock it, with a reason on record."
        )


def _set_all(
    store: StudyStore,
    wanted: Mapping[tuple[int, str], tuple[float, Mark | None]],
    source: str,
    by: str,
    why: str,
) -> ReferencesSet:
    """Store what differs from what is there, in one change."""
    known = store.reference_scores()
    changed = {
        place: said
        for place, said in wanted.items()
        if not _is_as(known.get(place), said)
    }
    if changed:
        with store.changes(
            by=by, role="trainer", action="reference scores set", why=why
        ) as changes:
            for (photograph, scale), (value, mark) in sorted(
                changed.items(), key=lambda one: one[0]
            ):
                changes.add_reference_score(photograph, scale, value, source, mark)
    return ReferencesSet(len(changed), len(wanted) - len(changed))


def _is_as(known: ReferenceScore | None, said: tuple[float, Mark | None]) -> bool:
    return known is not None and (known.value, known.mark) == said


def _said_by(
    store: StudyStore, raters: Sequence[str]
) -> dict[tuple[int, str], list[float]]:
    """The grades of some raters by photograph and scale; first showings only."""
    numbers = {_place(one): one.id for one in store.photographs()}
    said: dict[tuple[int, str], list[float]] = {}
    for row in store.score_rows():
        if row.rater in raters and not row.repeat:
            number = numbers[row.subject, row.visit, row.view]
            values = said.setdefault((number, row.scale), [])
            if row.value is not None:
                values.append(row.value)
    return said


def _place(one: Photograph) -> tuple[str, str, str]:
    return one.subject, one.visit, one.view


def _median(given: list[float], scale: Scale, panel: int) -> tuple[float | None, str]:
    """The median if it is a grade, and why the panel must meet, or empty."""
    if 2 * len(given) <= panel:
        return None, "most experts could not grade it"
    value = statistics.median(given)
    if not scale.has_grade(value):
        return None, "the median is between two grades"
    apart = max(given) - min(given)
    if apart >= 2:
        return value, f"the experts are {number_text(apart)} grades apart"
    return value, ""


def _undecided(store: StudyStore, place: tuple[int, str], why: str) -> Problem:
    names = {one.id: one.file_name for one in store.photographs()}
    return Problem(f"{names[place[0]]}, {store.scales()[place[1]].short}", f"{why}.")


def _grades(scale: Scale) -> str:
    return listed(number_text(one.value) for one in scale.grades)


class _TableReader:
    """Understands the rows of a table of reference scores."""

    def __init__(self, store: StudyStore) -> None:
        self.problems: list[Problem] = []
        self._photographs: dict[str, list[int]] = {}
        for one in store.photographs():
            for name in {one.subject.casefold(), one.file_name.casefold()}:
                self._photographs.setdefault(name, []).append(one.id)
        self._scales = store.scales()
        self._seen: set[tuple[int, str]] = set()

    def entry(self, row: Row) -> tuple[int, str, float, Mark | None] | None:
        """Photograph, scale, grade and mark of a row, or None if it has a fault."""
        before = len(self.problems)
        numbers = self._photographs.get(row["photograph"].casefold(), [])
        if len(numbers) != 1:
            what = "several photographs have" if numbers else "no photograph has"
            self._fault(row, "photograph", f"{what} this name.")
        scale = self._scale(row)
        value = self._number(row, "value")
        if scale and value is not None and not scale.has_grade(value):
            self._fault(row, "value", f"must be one of {_grades(scale)}.")
        mark = self._mark(row)
        if len(self.problems) > before or not scale or value is None:
            return None
        place = (numbers[0], scale.key)
        if place in self._seen:
            self._fault(row, "", "this photograph and scale stand there twice.")
        self._seen.add(place)
        return *place, value, mark

    def _scale(self, row: Row) -> Scale | None:
        word = row["scale"].casefold()
        for one in self._scales.values():
            if word in (one.key.casefold(), one.name.casefold(), one.short.casefold()):
                return one
        known = listed(self._scales, last="or")
        self._fault(row, "scale", f"must be {known}.")
        return None

    def _number(self, row: Row, column: str) -> float | None:
        try:
            value = float(row[column].replace(",", "."))
        except ValueError:
            self._fault(row, column, "must be a number.")
            return None
        return value + 0.0

    def _mark(self, row: Row) -> Mark | None:
        if not row["x"] and not row["y"]:
            return None
        x, y = self._number(row, "x"), self._number(row, "y")
        radius = self._number(row, "radius") if row["radius"] else _USUAL_RADIUS
        if x is None or y is None or radius is None:
            return None
        for column, number, most in (("x", x, 1), ("y", y, 1), ("radius", radius, 0.5)):
            if not 0 <= number <= most:
                self._fault(row, column, f"must be a share from 0 to {most:g}.")
        return Mark(x, y, radius)

    def _fault(self, row: Row, column: str, text: str) -> None:
        self.problems.append(row.problem(column, text))
