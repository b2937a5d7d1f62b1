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
from models.scales.scale import Scale
from models.statistics.frames import (
    AT,
    COMMENT,
    DAY,
    GRADED,
    KIND,
    RATER,
    REASON,
    SCALE,
    SCHEDULED,
    SITE,
    SUBJECT,
    VALUE,
    VIEW,
    VISIT,
)
from models.store.measure_records import Measurement

BY = "by"
UNIT = "unit"
SIDE = "side"
ENTRY = "entry"

NOT_DONE = "not-done"
"""What the column kind says of a value that was not done."""

MEASUREMENT_COLUMNS = (
    SUBJECT,
    SITE,
    VISIT,
    DAY,
    SCALE,
    KIND,
    VALUE,
    REASON,
    BY,
    RATER,
    UNIT,
    SIDE,
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
        who or what gives the values of the series, rater who gave this one.
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
        UNIT: pd.Categorical([units[one.assessment] for one in rows]),
        SIDE: pd.Categorical([one.side for one in rows]),
        AT: pd.Series([one.at for one in rows], dtype="str"),
        ENTRY: pd.Series([one.entry for one in rows], dtype="int64"),
        COMMENT: pd.Series([one.comment for one in rows], dtype="str"),
        SCHEDULED: pd.Series(
            [one.visit in planned[one.assessment].visits for one in rows], dtype="bool"
        ),
    }
    return pd.DataFrame(columns, columns=list(MEASUREMENT_COLUMNS))


def as_scores(measured: pd.DataFrame) -> pd.DataFrame:
    """The values with the columns that combining scores asks for.

    The side stands for the view, so that two sides of a subject are two views of it
    where the side is not the unit.
    """
    return measured[
        [SUBJECT, SITE, VISIT, DAY, SCALE, KIND, VALUE, RATER, SCHEDULED]
    ].assign(**{VIEW: measured[SIDE]})


def _kind(one: Measurement) -> str:
    return NOT_DONE if one.value is None else GRADED
