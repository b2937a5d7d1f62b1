"""Commands that write something for others: figures, tables, the workbook."""

from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from commands.authority import acting
from commands.console import has_passphrase, passphrase, progress
from commands.outcome import Json, Outcome
from models.allocation.arms import arms
from models.allocation.opening import Opened, open_seal, opened
from models.allocation.seal import is_sealed
from models.audit.exporting import record_export
from models.errors import ExpectedError
from models.people.roles import Act
from models.store.store import StudyStore
from models.words import counted

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
        by = acting(store, words, Act.EXPORT)
        opening = _opened(store, words) or opened(store)
        groups = arms(store, opening)
        found = study_trajectories(store, groups)
        what = "table" if kind == ".csv" else "figure"
        if kind == ".csv":
            from exports.tables import write_csv

            write_csv(found, words.out)
        else:
            _draw(words, found, store, is_masked=bool(opening and opening.is_masked))
        record_export(store, what, words.out.name, by=by)
        sizes = _sizes(groups, found, has_arms=store.protocol().has_arms)
    text = f"{words.out.name} is written: {sizes}."
    data: Json = {
        "out": str(words.out),
        "subjects": found.subjects,
        "units": found.units,
    }
    return Outcome(text, data)


def export(words: Namespace) -> Outcome:
    """Write the Excel workbook."""
    from exports.workbook import write_workbook

    if words.out.suffix.lower() != ".xlsx":
        raise ExpectedError(
            "The workbook is an .xlsx file.", hint="Name a file that ends in .xlsx."
        )
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.EXPORT)
        groups = None
        if store.protocol().has_arms:
            found = _opened(store, words) or opened(store)
            groups = found.labels() if found else None
        record_export(store, "workbook", words.out.name, by=by)
        sheets = write_workbook(store, words.out, groups=groups, progress=progress())
        is_blinded = store.protocol().has_arms and groups is None
    text = f"{words.out.name} is written, {len(sheets)} sheets."
    if is_blinded:
        text += " It is the blinded edition: the allocation is sealed."
    data: Json = {"out": str(words.out), "sheets": [*sheets], "blinded": is_blinded}
    return Outcome(text, data)


def _opened(store: StudyStore, words: Namespace) -> Opened | None:
    """The allocation opened for this output, if a passphrase was given.

    Raises:
        ExpectedError: The study is not locked: then only `unblind`, with its reason,
            opens the allocation.
    """
    if not is_sealed(store) or not has_passphrase(words):
        return None
    if not store.is_locked() and opened(store) is None:
        raise ExpectedError(
            "The study is not locked, so the allocation stays sealed.",
            hint="Lock the study first, or use unblind with a reason.",
        )
    why = f"{words.command} to {words.out.name}"
    by = acting(store, words, Act.OPEN_SEAL)
    return open_seal(store, passphrase(words), by=by, why=why, keep=False)


def _draw(
    words: Namespace, found: "Trajectories", store: StudyStore, *, is_masked: bool
) -> None:
    """Draw the figure."""
    from exports.figures import FigureOptions, write_trajectories
    from models.statistics.panels import Choice
    from models.statistics.trajectories import Centre, Measure

    choice = Choice(
        measure=Measure.CHANGE if words.change else Measure.SCORE,
        centre=Centre.MEDIAN if words.median else Centre.MEAN,
    )
    options = FigureOptions(
        choice=choice,
        title=store.info().title,
        date=date.today().isoformat(),  # noqa: DTZ011 - the user's own day
        is_masked=is_masked,
    )
    write_trajectories(found, words.out, options=options)


def _sizes(
    groups: Mapping[str, str] | None, found: "Trajectories", *, has_arms: bool
) -> str:
    """How many subjects, or sides, each group has, for the closing line."""
    if groups is None:
        why = (
            "all together, for no allocation is sealed yet" if has_arms else "one group"
        )
        return f"{counted(found.units, found.noun)}, {why}"
    sizes = Counter(groups.values())
    return ", ".join(f"{name} {sizes[name]}" for name in sorted(sizes))
