"""Commands that write something for others: figures, tables, the workbook."""

from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
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
_MOST_TOLD = 50  # differences, for people


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
        opening = opened_for_output(store, words) or opened(store)
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
    """Write the Excel workbook, compare one with the study, or write a blank sheet."""
    from exports.workbook import write_workbook

    if words.out.suffix.lower() != ".xlsx":
        raise ExpectedError(
            "The workbook is an .xlsx file.", hint="Name a file that ends in .xlsx."
        )
    if words.check:
        return check(words)
    if words.blank:
        return blank(words)
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.EXPORT)
        groups = None
        if store.protocol().has_arms:
            found = opened_for_output(store, words) or opened(store)
            groups = found.labels() if found else None
        record_export(store, "workbook", words.out.name, by=by)
        sheets = write_workbook(
            store, words.out, groups=groups, progress=progress(), by=by
        )
        is_blinded = store.protocol().has_arms and groups is None
    text = f"{words.out.name} is written, {len(sheets)} sheets."
    if is_blinded:
        text += " It is the blinded edition: the allocation is sealed."
    data: Json = {"out": str(words.out), "sheets": [*sheets], "blinded": is_blinded}
    return Outcome(text, data)


def report(words: Namespace) -> Outcome:
    """Write the report as PDF."""
    from exports.report import write_report

    if words.out.suffix.lower() != ".pdf":
        raise ExpectedError(
            "The report is a .pdf file.", hint="Name a file that ends in .pdf."
        )
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.EXPORT)
        groups = None
        if store.protocol().has_arms:
            found = opened_for_output(store, words) or opened(store)
            groups = found.labels() if found else None
        record_export(store, "report", words.out.name, by=by)
        pages = write_report(
            store, words.out, groups=groups, progress=progress(), by=by
        )
        is_blinded = store.protocol().has_arms and groups is None
    text = f"{words.out.name} is written, {counted(pages, 'page')}."
    if is_blinded:
        text += " It is the blinded edition: the allocation is sealed."
    data: Json = {"out": str(words.out), "pages": pages, "blinded": is_blinded}
    return Outcome(text, data)


def check(words: Namespace) -> Outcome:
    """Compare a workbook with the study; tell every cell that differs."""
    from exports.workbook.checking import check_workbook, workbook_edition
    from exports.workbook.edition import Edition

    edition = workbook_edition(words.out)
    with StudyStore.open(words.study) as store:
        groups = None
        if edition.has_groups:
            found = opened_for_output(store, words) or opened(store)
            if found is None:
                raise ExpectedError(
                    f"“{words.out.name}” is the {edition}, and the arms are sealed.",
                    hint="Give --passphrase-file, or open the allocation on record.",
                )
            if edition is Edition.MASKED:
                found = replace(found, names={})
            groups = found.labels()
        result = check_workbook(words.out, store, groups)
    told = result.differences
    lines = [one.sentence() for one in told[:_MOST_TOLD]]
    if len(told) > _MOST_TOLD:
        lines.append(f"… and {len(told) - _MOST_TOLD:,} more; --json tells all.")
    compared = (
        f"{counted(result.sheets, 'sheet')} and {counted(result.cells, 'cell')} "
        f"compared ({edition})"
    )
    agree = "the workbook agrees with the study"
    lines.append(
        f"{counted(len(told), 'difference')}; {compared}."
        if told
        else f"No difference: {agree}; {compared}."
    )
    lines += [f"Note: {note}" for note in result.notes]
    data: Json = {
        "workbook": str(words.out),
        "edition": str(edition),
        "sheets": result.sheets,
        "cells": result.cells,
        "differences": [
            {
                "sheet": one.sheet,
                "cell": one.cell,
                "workbook": one.found,
                "study": one.expected,
            }
            for one in told
        ],
        "notes": [*result.notes],
    }
    return Outcome("\n".join(lines), data, status=1 if told else 0)


def blank(words: Namespace) -> Outcome:
    """Write a blank score sheet of a rater's reading, to be filled in Excel."""
    from exports.workbook.blank import write_blank_sheet
    from models.reading.session import open_session

    if not words.rater:
        raise ExpectedError(
            "A blank score sheet is one rater's.",
            hint="Give the rater's code with --rater.",
        )
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.EXPORT)
        session = open_session(store, words.rater)
        write_blank_sheet(session, words.out)
        record_export(store, "blank score sheet", words.out.name, by=by)
        count = len(session.items)
    text = (
        f"{words.out.name} is written: {counted(count, 'photograph')} for "
        f"{words.rater}. Import it when it is filled, with import scores."
    )
    data: Json = {"out": str(words.out), "rater": words.rater, "photographs": count}
    return Outcome(text, data)


def opened_for_output(store: StudyStore, words: Namespace) -> Opened | None:
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
    from exports.figures import FigureOptions, with_values, write_trajectories
    from models.statistics.panels import Choice
    from models.statistics.trajectories import Centre, Measure

    choice = Choice(
        measure=Measure.CHANGE if words.change else Measure.SCORE,
        centre=Centre.MEDIAN if words.median else Centre.MEAN,
    )
    options = FigureOptions(
        choice=with_values(found, choice),
        title=store.info().title,
        date=date.today().isoformat(),  # noqa: DTZ011 - the user's own day
        is_masked=is_masked,
    )
    write_trajectories(found, words.out, width_mm=float(words.width), options=options)


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
