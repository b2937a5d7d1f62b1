"""The table of studies as CSV, cell for cell as it was read."""

from pathlib import Path

import pandas as pd

from exports.tables import write_frame
from models.statistics.evidence.table import EvidenceTable


def write_studies(table: EvidenceTable, path: Path) -> None:
    """Write the studies with the columns that their table had.

    Reading the file gives the same studies again.

    Raises:
        ExpectedError: The file cannot be written there.
    """
    rows = [[study.cells[name] for name in table.columns] for study in table.studies]
    write_frame(pd.DataFrame(rows, columns=list(table.columns)), path)
