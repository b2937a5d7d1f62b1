"""Commands that write something for others: figures, tables, the workbook."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from commands.console import has_passphrase, passphrase, person, progress
from commands.outcome import Outcome
from models.allocation.arms import arms
from models.allocation.opening import Opened, open_seal, opened
from models.errors import ExpectedError
from models.store.store import StudyStore

if TYPE_CHECKING:
    from models.statistics.trajectories import Trajectories

FIGURES = (".svg", ".pdf", ".png")


def trajectories(words: Namespace) -> Outcome:
    """Write the trajectories as a figure or as a table."""
    kind = words.out.suffix.lower()
    if kind not in (*FIGURES, ".csv"):
        raise ExpectedError(
            f"Trajectories are not written as {kind or 'a file without an ending'}.",
            hint="Name a file that ends in .svg, .pdf, .png or .csv.",
        )
    from models.statistics.study import study_trajectories

    with StudyStore.open(words.study) as store:
        groups = arms(store, _opened(store, words))
        found = study_trajectories(store, groups)
        if kind == ".csv":
            from exports.tables import write_csv

            write_csv(found, words.out)
        else:
            _draw(words, found, store)
        _record(store, "trajectories written", words.out)
    text = f"{words.out.name} is written: {_sizes(groups, found.subjects)}."
    return Outcome(text, {"out": str(words.out), "subjects": found.subjects})


def export(words: Namespace) -> Outcome:
    """Write the Excel workbook."""
    from exports.workbook import write_workbook

    if words.out.suffix.lower() != ".xlsx":
        raise ExpectedError(
            "The workbook is an .xlsx file.", hint="Name a file that ends in .xlsx."
        )
    with StudyStore.open(words.study) as store:
        groups = None
        if store.protocol().has_arms:
            found = _opened(store, words) or opened(store)
            groups = found.labels() if found else None
        _record(store, "workbook written", words.out)
        sheets = write_workbook(store, words.out, groups=groups, progress=progress())
        is_blinded = store.protocol().has_arms and groups is None
    text = f"{words.out.name} is written, {len(sheets)} sheets."
    if is_blinded:
        text += " It is the blinded edition: the allocation is sealed."
    data = {"out": str(words.out), "sheets": list(sheets), "blinded": is_blinded}
    return Outcome(text, data)  # type: ignore[arg-type]


def _opened(store: StudyStore, words: Namespace) -> Opened | None:
    """The allocation opened for this output, if a passphrase was given.

    Raises:
        ExpectedError: The study is not locked: then only `unblind`, with its reason,
            opens the allocation.
    """
    if not store.protocol().has_arms or not has_passphrase(words):
        return None
    if not store.is_locked() and opened(store) is None:
        raise ExpectedError(
            "The study is not locked, so the allocation stays sealed.",
            hint="Lock the study first, or use unblind with a reason.",
        )
    why = f"{words.command} to {words.out.name}"
    return open_seal(store, passphrase(words), by=person(), why=why, keep=False)


def _draw(words: Namespace, found: "Trajectories", store: StudyStore) -> None:
    """Draw the figure."""
    from exports.figures import FigureOptions, write_trajectories
    from models.statistics.panels import Choice
    from models.statistics.trajectories import Centre, Measure

    choice = Choice(
        measure=Measure.CHANGE if words.change else Measure.SCORE,
        centre=Centre.MEDIAN if words.median else Centre.MEAN,
    )
    options = FigureOptions(choice=choice, title=store.info().title)
    write_trajectories(found, words.out, options=options)


def _record(store: StudyStore, action: str, path: Path) -> None:
    """Write into the trail that something left the study."""
    with store.changes(by=person(), role="coordinator", action=action) as changes:
        changes.note(file=path.name)


def _sizes(groups: Mapping[str, str] | None, subjects: int) -> str:
    """How many subjects each group has, for the closing line."""
    if groups is None:
        return f"{subjects} subjects, single group"
    names = sorted(set(groups.values()))
    counts = [f"{name} {list(groups.values()).count(name)}" for name in names]
    return ", ".join(counts)
