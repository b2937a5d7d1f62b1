"""Reads what a protocol says of eligibility, endpoints and missing values."""

from collections.abc import Mapping, Sequence

from models.protocol.analysis import (
    Aggregation,
    Analysis,
    Combine,
    EligibilityRule,
    Endpoint,
    Missing,
    Outcome,
    Responder,
)
from models.protocol.reader_words import (
    check_unique,
    not_known,
    optional_number,
    read_key,
)
from models.toml_file import Section

SeriesVisits = Mapping[str, Sequence[str]]
"""Key of each series to the keys of the visits at which it has values."""


def read_eligibility(top: Section, series: SeriesVisits) -> tuple[EligibilityRule, ...]:
    """The tables [[eligibility]], in their order."""
    rules: list[EligibilityRule] = []
    met: set[str] = set()
    for section in top.sections("eligibility", optional=True):
        key, text = read_key(section), section.text("text")
        check_unique(key, section, met)
        exclusion = section.flag("exclusion", default=False)
        name = section.text("series", optional=True)
        visit = section.text("visit", optional=not name)
        _check_place(section, name, visit, series)
        lowest = optional_number(section, "lowest")
        highest = optional_number(section, "highest")
        _check_limits(section, lowest, highest, is_decided=bool(name))
        section.refuse_other_keys()
        rules.append(
            EligibilityRule(key, text, exclusion, name, visit, lowest, highest)
        )
    return tuple(rules)


def read_endpoints(
    top: Section, series: SeriesVisits, baseline: str
) -> tuple[Endpoint, ...]:
    """The tables [[endpoints]], the primary ones first."""
    endpoints: list[Endpoint] = []
    met: set[str] = set()
    for section in top.sections("endpoints", optional=True):
        key, name = read_key(section), section.text("name")
        check_unique(key, section, met)
        about, visit = section.text("series"), section.text("visit")
        _check_place(section, about, visit, series)
        outcome = section.choice("outcome", Outcome, Outcome.CHANGE)
        analysis = section.choice("analysis", Analysis, Analysis.RANKS)
        primary = section.flag("primary", default=False)
        responder = _responder(section, outcome, analysis)
        if outcome is Outcome.CHANGE and about in series:
            _check_baseline(section, series[about], baseline)
        section.refuse_other_keys()
        if outcome is not None and analysis is not None:
            endpoints.append(
                Endpoint(key, name, about, visit, outcome, analysis, primary, responder)
            )
    return tuple(sorted(endpoints, key=lambda one: not one.is_primary))


def read_aggregation(top: Section) -> Aggregation:
    """The table [aggregation]: how raters and views become one value."""
    usual = Aggregation()
    if not top.has("aggregation"):
        return usual
    section = top.section("aggregation")
    views = section.choice("views", Combine, usual.views)
    raters = section.choice("raters", Combine, usual.raters)
    adjudicated = section.flag("adjudicated_first", default=False)
    section.refuse_other_keys()
    if views is None or raters is None:
        return usual
    return Aggregation(raters, views, adjudicated)


def read_missing(top: Section) -> Missing:
    """The rule for visits without a value."""
    return top.choice("missing", Missing, Missing.OBSERVED) or Missing.OBSERVED


def _check_place(section: Section, name: str, visit: str, series: SeriesVisits) -> None:
    """A series must be one of the protocol's, and have values at the visit."""
    if not name:
        return
    if name not in series:
        section.problem("series", not_known(name, "series", series))
    elif visit and visit not in series[name]:
        section.problem(
            "visit", f'"{name}" has no values at "{visit}" in the schedule.'
        )


def _check_baseline(section: Section, visits: Sequence[str], baseline: str) -> None:
    if visits and baseline and baseline not in visits:
        section.problem(
            "outcome",
            f'a change needs a value at the baseline, "{baseline}"; the schedule has '
            'none there. Say outcome = "score" instead.',
        )


def _check_limits(
    section: Section, lowest: float | None, highest: float | None, *, is_decided: bool
) -> None:
    limits = [limit for limit in (lowest, highest) if limit is not None]
    if is_decided and not limits:
        section.problem("series", "needs lowest or highest, or both, to decide by.")
    if not is_decided and limits:
        section.problem(
            "", "lowest and highest need the series and the visit they are about."
        )
    if lowest is not None and highest is not None and lowest > highest:
        section.problem("lowest", "is above highest.")


def _responder(
    section: Section, outcome: Outcome | None, analysis: Analysis | None
) -> Responder | None:
    """The rule of who responded; asked for where responders are compared."""
    is_wanted = outcome is Outcome.RESPONSE
    if is_wanted != (analysis is Analysis.RESPONDERS):
        section.problem(
            "analysis",
            'analysis = "responders" and outcome = "response" belong together.',
        )
    if not section.has("responder"):
        if is_wanted:
            section.problem(
                "outcome", "needs responder = { better_by = 1 } or another limit."
            )
        return None
    rule = section.section("responder")
    found = Responder(
        *(optional_number(rule, key) for key in ("better_by", "lowest", "highest"))
    )
    rule.refuse_other_keys()
    if found == Responder():
        section.problem("responder", "names no limit: better_by, lowest or highest.")
    return found
