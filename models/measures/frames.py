"""Values beside photographs as a data frame, one row per value that counts.

It has the columns of the score frame that apply, so that scores and values can be
followed together; `scale` holds the key of the series.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Protocol as Shape

import pandas as pd

from models.measures.derived import with_derived
from models.measures.measure import Measure
from models.protocol.protocol import Protocol
from models.protocol.units import Unit
from models.scales.scale import Scale
from models.statistics.frames import (
    ADJUDICATION,
    AT,
    COMMENT,
    DAY,
    GRADED,
    KIND,
    RATER,
    REASON,
    SCALE,
    SCHEDULED,
    SIDE,
    SITE,
    SUBJECT,
    UNIT,
    VALUE,
    VIEW,
    VISIT,
)
from models.store.measure_records import Measurement

BY = "by"
MEASURED_IN = "measured_in"
ENTRY = "entry"

NOT_DONE = "not-done"
"""What the column kind says of a value that was not done."""

MEASUREMENT_COLUMNS = (
    SUBJECT,
    SIDE,
    UNIT,
    SITE,
    VISIT,
    DAY,
    SCALE,
    KIND,
    VALUE,
    REASON,
    BY,
    RATER,
    MEASURED_IN,
    AT,
    ENTRY,
    COMMENT,
    SCHEDULED,
)


class MeasuredStudy(Shape):
    """What is asked of a study to make the frame; the store is one."""

    def measurements(self) -> Sequence[Measurement]:
        """What counts now of every series."""

    def protocol(self) -> Protocol:
        """The protocol of the study."""

    def measures(self) -> Mapping[str, Measure]:
        """The pinned measures, by key."""

    def live_scales(self) -> Mapping[str, Scale]:
        """The pinned scales that are rated live, by key."""


def measurements_frame(study: MeasuredStudy) -> pd.DataFrame:
    """The values of a study: first entries, with derived values computed.

    Args:
        study: An open study.

    Returns:
        A frame with MEASUREMENT_COLUMNS; value is NaN where it was not done, by says
        who or what gives the values of the series, rater who gave this one. Where
        sides are compared, a value of the whole subject has no unit.
    """
    protocol, measures = study.protocol(), study.measures()
    return measurement_frame_of(
        with_derived(study.measurements(), protocol, measures), protocol, measures
    )


def measurement_frame_of(
    rows: Sequence[Measurement], protocol: Protocol, measures: Mapping[str, Measure]
) -> pd.DataFrame:
    """The frame of values read from a study.

    Args:
        rows: The values.
        protocol: Tells days, and what is planned.
        measures: By key; they tell the units.
    """
    days = {visit.key: visit.day for visit in protocol.visits}
    planned = {one.key: one for one in protocol.assessments}
    rows = [one for one in rows if one.assessment in planned and one.visit in days]
    units = {
        key: measures[one.measure].unit if one.measure else ""
        for key, one in planned.items()
    }
    columns: dict[str, object] = {
        SUBJECT: pd.Categorical([one.subject for one in rows]),
        SIDE: pd.Categorical([one.side for one in rows]),
        UNIT: pd.Categorical([_unit(one, protocol) for one in rows]),
        SITE: pd.Categorical([one.site for one in rows]),
        VISIT: pd.Categorical([one.visit for one in rows]),
        DAY: pd.Series([days[one.visit] for one in rows], dtype="int64"),
        SCALE: pd.Categorical([one.assessment for one in rows]),
        KIND: pd.Categorical([_kind(one) for one in rows]),
        VALUE: pd.Series(
            [math.nan if one.value is None else one.value for one in rows],
            dtype="float64",
        ),
        REASON: pd.Categorical([one.reason for one in rows]),
        BY: pd.Categorical([planned[one.assessment].by.value for one in rows]),
        RATER: pd.Categorical([one.rated_by for one in rows]),
        MEASURED_IN: pd.Categorical([units[one.assessment] for one in rows]),
        AT: pd.Series([one.at for one in rows], dtype="str"),
        ENTRY: pd.Series([one.entry for one in rows], dtype="int64"),
        COMMENT: pd.Series([one.comment for one in rows], dtype="str"),
        SCHEDULED: pd.Series(
            [one.visit in planned[one.assessment].visits for one in rows], dtype="bool"
        ),
    }
    return pd.DataFrame(columns, columns=list(MEASUREMENT_COLUMNS))


def followed_values(scores: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """Scores and values together, with the columns that following them asks for.

    The side of a value stands for the view where the side is no unit. A value of the
    whole subject is left out where sides are compared.

    Args:
        scores: The score frame.
        measured: The frame of values.
    """
    if measured.empty:
        return scores
    values = measured[measured[UNIT] != ""].copy()
    values[VIEW] = values[SIDE].astype(str)
    values[RATER] = values[ADJUDICATION] = ""
    is_subject = values[UNIT].astype(str) == values[SUBJECT].astype(str)
    values[SIDE] = values[SIDE].astype(str).mask(is_subject, "")
    both = [frame[list(_FOLLOWED)] for frame in (scores, values)]
    if scores.empty:
        return both[1].reset_index(drop=True)
    plain = [frame.astype(dict.fromkeys(_TEXTS, str)) for frame in both]
    return pd.concat(plain, ignore_index=True).astype(dict.fromkeys(_TEXTS, "category"))


_TEXTS = (RATER, SUBJECT, SIDE, UNIT, SITE, VISIT, VIEW, SCALE, KIND, ADJUDICATION)
_FOLLOWED = (*_TEXTS, DAY, VALUE, SCHEDULED)


def _unit(one: Measurement, protocol: Protocol) -> str:
    """Name of the unit a value belongs to; empty where sides are compared."""
    if not protocol.has_sides:
        return one.subject
    return Unit(one.subject, one.side).name if one.side else ""


def _kind(one: Measurement) -> str:
    return NOT_DONE if one.value is None else GRADED
