"""The sheets of comparisons and of responders: every endpoint, primary ones first."""

from dataclasses import dataclass

from exports.workbook.columns import Column, scale_column
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.statistics.comparison.results import Result, p_text
from models.statistics.endpoints.records import (
    ANALYSIS_WORDS,
    Answer,
    Part,
    Rate,
    Rates,
    outcome_words,
)


@dataclass(frozen=True)
class _Row:
    """A line of the sheet of comparisons; no result where there is none."""

    answer: Answer
    part: str
    result: Result | None


def comparisons_sheet(study: Snapshot) -> TableSheet:
    """A row a result: the planned analysis, sensitivity, further estimates."""
    found = study.answers
    rows = [row for answer in found.answers for row in _rows(answer)]
    plan = study.protocol
    names = {visit.key: visit.name for visit in plan.visits}
    baseline = plan.visit(plan.baseline).name
    level = f"{found.level * 100:g} %"
    results = [row.result for row in rows]
    about = "Every endpoint compared, the primary ones first: estimate, interval and p."
    if found.why_none:
        about = f"The endpoints of the protocol. {found.why_none}"
    elif found.is_exploratory:
        about = (
            "The protocol names no endpoints: every series at its last visit, "
            "exploratory."
        )

    def adjusted(row: _Row, place: int) -> float | None:
        is_tested = row.result is not None and row.result.p is not None
        if row.part != Part.PLANNED or not is_tested:
            return None
        return found.adjusted(row.answer)[place]

    def number(heading: str, meaning: str, values: list[float | None]) -> Column:
        return Column(heading, meaning, values, Kind.PRECISE)

    return TableSheet(
        "Comparisons",
        about,
        (
            Column(
                "endpoint",
                "name of the endpoint in the protocol",
                [row.answer.endpoint.name for row in rows],
                Kind.LONG,
                widest=30,
            ),
            Column(
                "role",
                "what it is to the study",
                [str(row.answer.role) for row in rows],
                codes="primary; secondary; exploratory (not named in the protocol)",
            ),
            scale_column(study, [row.answer.series.key for row in rows]),
            Column(
                "asked",
                "what of the series is compared",
                [
                    outcome_words(
                        row.answer.endpoint, baseline, names[row.answer.endpoint.visit]
                    )
                    for row in rows
                ],
                Kind.LONG,
                widest=26,
            ),
            Column(
                "comparison",
                "who is compared with whom; differences are the first less the second",
                [row.answer.comparison if row.result else "" for row in rows],
                Kind.LONG,
                widest=28,
            ),
            Column(
                "part",
                "what the row is to the endpoint",
                [row.part for row in rows],
                codes="planned = the analysis the protocol names; sensitivity = the "
                "same with missing values treated otherwise; further",
            ),
            Column(
                "result",
                "name of the estimate or test",
                [row.result.label if row.result else "" for row in rows],
                Kind.LONG,
                widest=30,
            ),
            Column(
                "n",
                "how many are in it: of the first and of the second group, of pairs, "
                "or of the one group",
                [_n(one) for one in results],
                Kind.MIXED,
            ),
            number(
                "estimate",
                "the estimate; empty for a test alone",
                [one.estimate if one else None for one in results],
            ),
            number(
                "lower",
                f"lower {level} limit",
                [_bound(one, is_upper=False) for one in results],
            ),
            number(
                "upper",
                f"upper {level} limit",
                [_bound(one, is_upper=True) for one in results],
            ),
            number("p", "two-sided p", [one.p if one else None for one in results]),
            Column(
                "p text",
                "p as journals print it",
                [p_text(one.p) if one and one.p is not None else "" for one in results],
                Kind.MIXED,
            ),
            number(
                "p Holm",
                "p of the planned test adjusted by Holm over the endpoints of its role",
                [adjusted(row, 0) for row in rows],
            ),
            number(
                "p Hochberg",
                "the same by Hochberg",
                [adjusted(row, 1) for row in rows],
            ),
            Column(
                "method",
                "how estimate, interval and p were got",
                [_method(one) for one in results],
                Kind.LONG,
                widest=56,
            ),
            Column(
                "missing values",
                "how they were treated",
                [one.missing if one else "" for one in results],
                Kind.LONG,
                widest=30,
            ),
            Column(
                "remarks",
                "what to know when reading it",
                [_remarks(row) for row in rows],
                Kind.LONG,
                widest=44,
            ),
        ),
        frozen=1,
        pages=2,
    )


def responders_sheet(study: Snapshot) -> TableSheet:
    """A row per rule, visit and group: how many responded of how many."""
    found = study.answers
    rows: list[tuple[Rates, Rate | None]] = []
    for rates in found.responders:
        rows += [(rates, rate) for rate in rates.rates] or [(rates, None)]
    names = {visit.key: visit.name for visit in study.protocol.visits}
    noun = study.trajectories.noun
    level = f"{found.level * 100:g} %"
    has_groups = study.edition.has_groups
    groups = (
        [Column("group", "group", [rate.group if rate else "" for _, rate in rows])]
        if has_groups
        else []
    )

    def count(heading: str, meaning: str, values: list[int | None]) -> Column:
        return Column(heading, meaning, values, Kind.NUMBER)

    def share(heading: str, meaning: str, values: list[float | None]) -> Column:
        return Column(heading, meaning, values, Kind.SHARE, "part of 1")

    intervals = [rate.interval if rate else None for _, rate in rows]
    return TableSheet(
        "Responders",
        "Who responded by the rules of the protocol, at every visit after the "
        "baseline; differences between groups are in Comparisons.",
        (
            Column(
                "endpoint",
                "name of the endpoint in the protocol",
                [rates.endpoint.name for rates, _ in rows],
                Kind.LONG,
                widest=40,
            ),
            Column(
                "rule",
                "who responds",
                [rates.rule for rates, _ in rows],
                Kind.LONG,
                widest=30,
            ),
            scale_column(study, [rates.series.key for rates, _ in rows]),
            Column(
                "visit",
                "key of the visit",
                [rate.visit if rate else "" for _, rate in rows],
                codes="; ".join(f"{key} = {name}" for key, name in names.items()),
            ),
            Column(
                "endpoint visit",
                "whether the endpoint is asked at this visit",
                ["yes" if rate and rate.is_planned else "no" for _, rate in rows],
                codes="yes; no",
            ),
            *groups,
            count(
                f"{noun}s",
                f"{noun}s of the group",
                [rate.units if rate else None for _, rate in rows],
            ),
            count(
                "n",
                "of these, with every value the rule asks for",
                [rate.n if rate else None for _, rate in rows],
            ),
            count(
                "responders",
                "of these, who responded",
                [rate.responders if rate else None for _, rate in rows],
            ),
            share(
                "rate",
                "responders over n",
                [rate.share if rate else None for _, rate in rows],
            ),
            share(
                "rate lower",
                f"lower {level} limit of the rate (Wilson)",
                [one.lower if one else None for one in intervals],
            ),
            share(
                "rate upper",
                f"upper {level} limit of the rate (Wilson)",
                [one.upper if one else None for one in intervals],
            ),
            Column(
                "remarks",
                "why there is nothing",
                ["; ".join(rates.remarks) for rates, _ in rows],
                Kind.LONG,
            ),
        ),
        frozen=1,
    )


def _rows(answer: Answer) -> list[_Row]:
    lines = [_Row(answer, str(one.part), one.result) for one in answer.lines]
    return lines or [_Row(answer, "", None)]


def _n(result: Result | None) -> str | int | None:
    """How many are in a result: a number, or "12 + 11" of two groups."""
    if result is None or not result.n:
        return None
    if len(result.n) == 1:
        return result.n[0]
    return " + ".join(str(size) for size in result.n)


def _bound(result: Result | None, *, is_upper: bool) -> float | None:
    if result is None or result.interval is None:
        return None
    return result.interval.upper if is_upper else result.interval.lower


def _method(result: Result | None) -> str:
    if result is None:
        return ""
    if result.interval is None:
        return result.method
    return f"{result.method}; interval: {result.interval.method}"


def _remarks(row: _Row) -> str:
    """Remarks of the result; those of the endpoint stand at its planned rows."""
    own = row.result.remarks if row.result else ()
    is_first = row.part in (Part.PLANNED, "")
    words = ANALYSIS_WORDS[row.answer.endpoint.analysis]
    planned = (f"planned: {words}",) if row.result is None else ()
    told = row.answer.remarks if is_first else ()
    return "; ".join(dict.fromkeys([*planned, *told, *own]))
