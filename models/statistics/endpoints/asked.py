"""What one endpoint asks, as values of units at visits."""

from dataclasses import dataclass, replace

import numpy as np

from models.protocol.analysis import Endpoint, Missing, Responder
from models.protocol.protocol import Protocol
from models.scales.scale import Direction
from models.statistics.comparison.missing import carried_forward
from models.statistics.comparison.observations import Observations
from models.statistics.comparison.records import Design
from models.statistics.frames import SCALE, SUBJECT, UNIT, VALUE, VISIT
from models.statistics.intervals import Floats
from models.statistics.series import Series
from models.statistics.trajectories import GROUP, MEASURE, Measure, Trajectories

_NEAR = 1e-9


@dataclass(frozen=True)
class Asked:
    """The values of a series, as an endpoint asks for them.

    Attributes:
        endpoint: What is asked.
        series: Of which it speaks.
        observed: Values at the visits from the baseline on, or at all of them where the
            series has no baseline. Visits are named by their keys.
        visit: Number of the endpoint's visit among them.
        design: Who is compared with whom.
        no_change: Grade of no change of a comparative scale, or None.
    """

    endpoint: Endpoint
    series: Series
    observed: Observations
    visit: int
    design: Design
    no_change: float | None

    def with_missing(self, rule: Missing) -> "Asked":
        """The same with values at the endpoint's visit that the rule fills in."""
        places = [one for one in self.observed.later if one <= self.visit]
        if rule is not Missing.CARRIED or not places:
            return self
        values = self.observed.values.copy()
        values[:, self.visit] = carried_forward(values[:, places])[:, -1]
        return replace(self, observed=replace(self.observed, values=values))

    @property
    def start(self) -> Floats | None:
        """What improvement is counted from: baseline, or the grade of no change."""
        if self.observed.baseline is not None:
            return self.observed.baseline
        if self.no_change is None:
            return None
        return np.full(len(self.observed.units), self.no_change)

    def responses(self, visit: int) -> Floats:
        """1 for each unit that responded at a visit, 0 for the others.

        NaN where the rule cannot be held against a unit: a value is missing.
        """
        values = self.observed.values[:, visit]
        rule = self.endpoint.responder or Responder()
        answered = np.where(np.isnan(values), np.nan, 1.0)
        if rule.lowest is not None:
            answered = np.where(values < rule.lowest - _NEAR, 0.0, answered)
        if rule.highest is not None:
            answered = np.where(values > rule.highest + _NEAR, 0.0, answered)
        if rule.better_by is not None:
            start, sign = self.start, self.series.direction.sign
            gain = np.full(len(values), np.nan) if start is None else values - start
            is_short = sign * gain < rule.better_by - _NEAR
            answered = np.where(is_short, 0.0, answered)
            answered = np.where(np.isnan(gain), np.nan, answered)
        return np.where(np.isnan(values), np.nan, answered)

    @property
    def why_no_response(self) -> str:
        """Why the rule cannot be used at all, or empty."""
        rule = self.endpoint.responder
        if rule is None or rule.better_by is None:
            return ""
        if self.series.direction is Direction.NONE:
            return "nobody says which way the series gets better: no response to count"
        if self.start is None:
            return "the series has no baseline: no improvement to count"
        return ""


def asked(
    endpoint: Endpoint,
    found: Trajectories,
    protocol: Protocol,
    no_change: float | None = None,
) -> Asked:
    """Arrange what an endpoint asks for.

    Args:
        endpoint: Of the protocol, or like one.
        found: The trajectories, whose single values are taken.
        protocol: Tells design, visits and baseline.
        no_change: Grade of no change, where the series is on a comparative scale.
    """
    series = next(one for one in found.scales if one.key == endpoint.series)
    planned = [
        visit.key
        for visit in protocol.visits
        if protocol.is_scheduled(series.key, visit.key)
    ]
    has_baseline = protocol.baseline in planned
    if has_baseline and planned.index(endpoint.visit) >= planned.index(
        protocol.baseline
    ):
        planned = planned[planned.index(protocol.baseline) :]
    design = Design.SINGLE
    if protocol.has_arms:
        design = Design.PAIRED if protocol.has_sides else Design.PARALLEL
    observed = _observations(found, series.key, planned, protocol)
    return Asked(
        endpoint,
        series,
        observed,
        planned.index(endpoint.visit),
        design,
        no_change,
    )


def rule_words(rule: Responder, series: Series) -> str:
    """A responder rule in words: "better by 1 or more; 3 or less"."""
    unit = f" {series.unit}" if series.unit else ""
    parts = []
    if rule.better_by is not None:
        parts.append(f"better by {rule.better_by:g}{unit} or more")
    if rule.lowest is not None:
        parts.append(f"{rule.lowest:g}{unit} or more at the visit")
    if rule.highest is not None:
        parts.append(f"{rule.highest:g}{unit} or less at the visit")
    return " and ".join(parts)


def _observations(
    found: Trajectories, series: str, visits: list[str], protocol: Protocol
) -> Observations:
    """The values of a series: a row a unit that has one anywhere in the study."""
    lines = found.lines
    lines = lines[lines[MEASURE] == str(Measure.SCORE)]
    known = lines[[UNIT, SUBJECT, GROUP]].astype(str).drop_duplicates(UNIT)
    known = known.sort_values(UNIT, kind="stable")
    units = {name: number for number, name in enumerate(known[UNIT])}
    subjects = {name: number for number, name in enumerate(sorted(set(known[SUBJECT])))}
    groups = found.groups if found.is_grouped else ("",)
    places = {name: number for number, name in enumerate(found.groups)}
    values = np.full((len(units), len(visits)), np.nan)
    met = lines[(lines[SCALE] == series) & lines[VISIT].isin(visits)]
    rows = met[UNIT].astype(str).map(units).to_numpy(dtype=np.int64)
    columns = {key: number for number, key in enumerate(visits)}
    at = met[VISIT].astype(str).map(columns).to_numpy(dtype=np.int64)
    values[rows, at] = met[VALUE].to_numpy(dtype=float)
    has_baseline = protocol.baseline in visits
    return Observations(
        tuple(units),
        groups,
        np.asarray(known[GROUP].map(places), dtype=np.int64),
        tuple(visits),
        values,
        np.asarray(known[SUBJECT].map(subjects), dtype=np.int64),
        values[:, visits.index(protocol.baseline)] if has_baseline else None,
        protocol.baseline if has_baseline else "",
    )
