"""Which scores of a photograph count, where a third reading has decided."""

import numpy as np
import pandas as pd

from models.protocol.analysis import Aggregation
from models.statistics.frames import (
    ADJUDICATION,
    KIND,
    SCALE,
    SUBJECT,
    VALUE,
    VIEW,
    VISIT,
)
from models.store.agreement_records import ACCEPTED

_PLACE = [SUBJECT, VISIT, VIEW, SCALE]


def settled(scores: pd.DataFrame, aggregation: Aggregation) -> pd.DataFrame:
    """The scores that are combined to values.

    Scores of a third reading are never one more opinion. Where the protocol says that
    they come first, the accepted value stands in the place of what each rater said of
    that photograph on that scale, so that no view and no rater gains weight by it;
    otherwise the raters' own scores are combined as if there were none.

    Args:
        scores: The score frame; it stays as it is.
        aggregation: Whether an accepted value stands before all others.
    """
    is_usual = scores[ADJUDICATION] == ""
    if bool(is_usual.all()):
        return scores
    own = scores[is_usual]
    accepted = scores[scores[ADJUDICATION] == ACCEPTED]
    if not aggregation.is_adjudicated_first or accepted.empty:
        return own
    accepted = accepted.drop_duplicates(_PLACE, keep="last")
    places = pd.MultiIndex.from_frame(accepted[_PLACE].astype(str))
    found = places.get_indexer(pd.MultiIndex.from_frame(own[_PLACE].astype(str)))
    is_decided = found >= 0
    value = own[VALUE].to_numpy(np.float64).copy()
    value[is_decided] = accepted[VALUE].to_numpy(np.float64)[found[is_decided]]
    kind = own[KIND].astype(str).to_numpy(dtype=object)
    kind[is_decided] = accepted[KIND].astype(str).to_numpy(object)[found[is_decided]]
    own = own.copy()
    own[VALUE], own[KIND] = value, pd.Categorical(kind)
    return own
