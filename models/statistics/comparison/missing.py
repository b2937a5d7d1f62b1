"""Missing visits: what else could have been done with them."""

from dataclasses import dataclass

import numpy as np

from models.statistics.comparison.results import Result
from models.statistics.intervals import Floats


@dataclass(frozen=True)
class Sensitivity:
    """The comparison at the last visit under one treatment of missing values.

    Attributes:
        key: "observed", "locf", or the name of a mixed model.
        difference: The difference of means.
        ranks: The rank test, where there is one.
    """

    key: str
    difference: Result
    ranks: Result | None = None


def carried_forward(values: Floats) -> Floats:
    """The last observation of each row carried forward into what is missing after it.

    Args:
        values: [unit, visit] in order, NaN where there is none. What is missing before
            the first observation stays missing.
    """
    seen = ~np.isnan(values)
    latest = np.maximum.accumulate(
        np.where(seen, np.arange(values.shape[1])[None, :], -1), axis=1
    )
    taken = np.take_along_axis(values, np.maximum(latest, 0), axis=1)
    return np.where(latest >= 0, taken, np.nan)
