"""Pairs: the two sides of each subject, side by side, for comparisons within subjects.

As in the trajectories, only grades at visits where the protocol analyses the scale
count, and raters and views become one value of a side first.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from models.protocol.analysis import Aggregation
from models.protocol.protocol import SIDES
from models.statistics.frames import (
    DAY,
    GRADED,
    KIND,
    RATER,
    SCALE,
    SCHEDULED,
    SUBJECT,
    UNIT,
    VALUE,
    VISIT,
)
from models.statistics.settling import settled

FIRST = "first"
SECOND = "second"
PAIR_COLUMNS = (SUBJECT, VISIT, DAY, SCALE, FIRST, SECOND)

_CELL = [SUBJECT, UNIT, VISIT, DAY, SCALE]


def side_pairs(
    scores: pd.DataFrame,
    groups: Mapping[str, str],
    *,
    order: Sequence[str] = (),
    aggregation: Aggregation = Aggregation(),  # noqa: B008 - frozen
) -> pd.DataFrame:
    """Both sides of each subject in one row.

    Args:
        scores: The score frame of a study that compares sides.
        groups: Group of each side by name of the unit; sides without one are left out.
        order: The two groups, the first one first; sorted if not given.
        aggregation: How raters and views become one value.

    Returns:
        PAIR_COLUMNS, a row per subject, visit and scale of which at least one side has
        a value, in the order of scale, day and subject. FIRST and SECOND are the values
        of the two groups, NaN where a side has none.

    Raises:
        ValueError: There are other than two groups.
    """
    names = tuple(order) or tuple(sorted(set(groups.values())))
    if len(names) != len(SIDES):
        raise ValueError(f"pairs need two groups, not {len(names)}")
    first, second = names
    values = unit_values(scores[scores[SCHEDULED]], aggregation)
    group = values[UNIT].map(groups)
    cell = [SUBJECT, VISIT, DAY, SCALE]
    sides = [
        values[group == name].set_index(cell)[VALUE].rename(column)
        for name, column in ((first, FIRST), (second, SECOND))
    ]
    pairs = pd.concat(sides, axis=1).reset_index()
    by = [SCALE, DAY, VISIT, SUBJECT]
    return pairs.sort_values(by, ignore_index=True)[list(PAIR_COLUMNS)]


def unit_values(scores: pd.DataFrame, aggregation: Aggregation) -> pd.DataFrame:
    """The value of each unit, visit and scale: over views of a rater, then raters.

    Args:
        scores: The score frame.
        aggregation: How raters and views become one value.

    Returns:
        SUBJECT, UNIT, VISIT, DAY, SCALE and VALUE, a row where there is a value.
    """
    scores = settled(scores, aggregation)
    counts = (scores[KIND] == GRADED) & scores[VALUE].notna()
    graded = scores.loc[counts, [*_CELL, RATER, VALUE]]
    by_rater = graded.groupby([*_CELL, RATER], observed=True)[VALUE]
    of_raters = by_rater.agg(str(aggregation.views)).reset_index()
    by_cell = of_raters.groupby(_CELL, observed=True)[VALUE]
    values = by_cell.agg(str(aggregation.raters)).reset_index()
    text = [column for column in _CELL if column != DAY]
    return values.astype(dict.fromkeys(text, "str"))
