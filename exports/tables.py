"""Tables as CSV: UTF-8 with the mark that Excel looks for, commas, quoted text."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from exports.cells import cell
from exports.placing import placed
from models.statistics.frames import SCALE, SIDE, UNIT, VISIT
from models.statistics.trajectories import GROUP, SUBJECTS, Trajectories


def write_csv(
    trajectories: Trajectories, path: Path, *, shown: Sequence[str] | None = None
) -> None:
    """Write the table of trajectories: a row per scale, group, visit and measure.

    Where there are no groups there is no column for them, and where sides are compared
    their number is headed "sides".

    Args:
        trajectories: What is written.
        path: Where.
        shown: Keys of the scales that were on the screen, all of them if it is empty;
            columns then tell this, and what tells the groups apart.

    Raises:
        ExpectedError: The file cannot be written there.
    """
    write_frame(trajectory_frame(trajectories, shown), path)


def trajectory_frame(
    trajectories: Trajectories, shown: Sequence[str] | None = None
) -> pd.DataFrame:
    """The table of trajectories with the names of scales and visits.

    Args:
        trajectories: What is told.
        shown: As for `write_csv`.
    """
    scales = {scale.key: scale.name for scale in trajectories.scales}
    visits = {visit.key: visit.name for visit in trajectories.visits}
    table = trajectories.table.copy()
    table.insert(1, "scale_name", [scales[key] for key in table[SCALE]])
    place = list(table.columns).index(VISIT) + 1
    table.insert(place, "visit_name", [visits[key] for key in table[VISIT]])
    if shown is not None:
        table["grouped_by"] = trajectories.grouped_by or "none"
        are_shown = set(shown) or set(scales)
        table["shown"] = ["yes" if key in are_shown else "no" for key in table[SCALE]]
    nouns = f"{trajectories.noun}s"
    return _told(table, trajectories).rename(columns={SUBJECTS: nouns})


def write_subjects_csv(trajectories: Trajectories, path: Path) -> None:
    """Write the value of every unit: a row per unit, scale, visit and measure.

    Raises:
        ExpectedError: The file cannot be written there.
    """
    lines = trajectories.lines
    if not trajectories.has_sides:
        lines = lines.drop(columns=[SIDE, UNIT])
    write_frame(_told(lines, trajectories), path)


def _told(table: pd.DataFrame, trajectories: Trajectories) -> pd.DataFrame:
    """A table without the column of groups where there are none."""
    return table if trajectories.is_grouped else table.drop(columns=GROUP)


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a data frame, its columns as headings.

    Raises:
        ExpectedError: The file cannot be written there.
    """
    with (
        placed(path) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as f,
    ):
        writer = csv.writer(f, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(frame.columns)
        writer.writerows(
            [cell(value) for value in row]
            for row in frame.itertuples(index=False, name=None)
        )
