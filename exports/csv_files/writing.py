"""The CSV files of a study, put into a folder together."""

from collections.abc import Mapping
from pathlib import Path

from exports.csv_files.dictionary import about_table, dictionary_table
from exports.csv_files.options import CsvOptions
from exports.csv_files.others import (
    events_table,
    measurements_table,
    subjects_table,
    trajectories_table,
)
from exports.csv_files.scores import scores_long, scores_wide
from exports.delimited import Table
from exports.folder import place_files
from exports.source import Source, read_source
from exports.syntax.r import r_script
from exports.syntax.spss import spss_syntax
from models.progress import Progress
from models.store.clock import Clock, utc_now
from models.store.store import StudyStore


def write_csv_files(
    store: StudyStore,
    folder: Path,
    *,
    groups: Mapping[str, str] | None,
    by: str,
    options: CsvOptions = CsvOptions(),  # noqa: B008 - frozen
    replace: bool = False,
    progress: Progress | None = None,
    now: Clock = utc_now,
) -> tuple[str, ...]:
    """Write the tables of a study as CSV, with scripts that read them.

    Args:
        store: An open study.
        folder: Where the files go; it is made if only it is missing.
        groups: What the group of each unit is called; None for a study without arms,
            and for the blinded edition of one that has them.
        by: Who writes them, for the audit trail.
        options: Codes or labels, commas or semicolons.
        replace: Whether files of the same names may be replaced.
        progress: Told the files written; cancels between them.
        now: Clock.

    Returns:
        Names of the files.

    Raises:
        ExpectedError: The files are there already, or cannot be written; then none is.
        Cancelled: The user asked to stop; nothing was written.
    """
    steps = progress or Progress()
    steps.step(0, 0, "Reading the study")
    files = csv_files(read_source(store, groups, now), options, steps)
    return place_files(
        store, folder, files, what="CSV files", by=by, replace=replace, progress=steps
    )


def csv_files(
    source: Source, options: CsvOptions, progress: Progress | None = None
) -> dict[str, bytes]:
    """The files by name; every name says which edition it is.

    The scripts stand among them where there are codes for them to label.

    Args:
        source: What leaves the study.
        options: Codes or labels, commas or semicolons.
        progress: Told the tables made; cancels between them.
    """
    steps = progress or Progress()
    edition, dialect = source.edition_word, options.dialect
    tables = _tables(source, options)
    files = {}
    for done, one in enumerate(tables):
        steps.step(done, len(tables), one.name)
        files[f"{one.name}_{edition}.csv"] = dialect.table(one)
    if options.values.has_codes:
        long = tables[0]
        name = f"{long.name}_{edition}.csv"
        files[f"read-scores_{edition}.R"] = r_script(source, long, name, dialect)
        files[f"read-scores_{edition}.sps"] = spss_syntax(source, long, name, dialect)
    return files


def _tables(source: Source, options: CsvOptions) -> list[Table]:
    tables = [
        scores_long(source, options.values),
        scores_wide(source, options.values),
        trajectories_table(source),
        subjects_table(source),
    ]
    if any(not one.is_from_photographs for one in source.series.values()):
        tables.append(measurements_table(source, options.values))
    tables.append(events_table(source))
    return [*tables, dictionary_table(source, tables), about_table(source)]
