"""The table of studies as CSV, cell for cell as it was read."""

import csv
from pathlib import Path

from exports.cells import cell
from exports.placing import placed
from models.statistics.evidence.risk_of_bias import judgement
from models.statistics.evidence.table import EvidenceTable
from models.statistics.numbers import number_of


def write_studies(table: EvidenceTable, path: Path) -> None:
    """Write the studies with the columns that their table had.

    Reading the file gives the same studies again.

    Raises:
        ExpectedError: The file cannot be written there.
    """
    with (
        placed(path) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(table.columns)
        for study in table.studies:
            writer.writerow(_safe(study.cells[name]) for name in table.columns)


def _safe(text: str) -> object:
    """A cell that a spreadsheet takes for no formula; numbers and signs stay."""
    if number_of(text) is not None or judgement(text) is not None:
        return text
    return cell(text)
