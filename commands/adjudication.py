"""The command that opens a third reading where raters differ."""

from argparse import Namespace
from typing import TYPE_CHECKING

from commands.authority import acting
from commands.outcome import Json, Outcome
from models.people.roles import Act
from models.store.store import StudyStore
from models.words import listed

if TYPE_CHECKING:
    from models.reading.adjudication import AdjudicationPlan, AdjudicationReport
    from models.statistics.agreement.adjudication import Rate


def adjudicate(words: Namespace) -> Outcome:
    """Tell what needs a third reading, and open it for a rater unless it is tried."""
    from models.reading.adjudication import (
        adjudication_report,
        open_adjudication,
        plan_adjudication,
    )

    with StudyStore.open(words.study) as store:
        is_opened = bool(words.rater) and not words.dry_run
        if is_opened:
            by = acting(store, words, Act.ADJUDICATE)
            plan = open_adjudication(store, words.rater, by=by)
        else:
            plan = plan_adjudication(store)
        report = adjudication_report(store)
    lines = [plan.sentence()]
    if is_opened:
        lines.append(f"The third reading of {words.rater} is open.")
    elif plan.disputes:
        lines.append("Nothing was written. Name an adjudicator with --rater ID.")
    if plan.unfinished:
        told = listed(plan.unfinished)
        lines.append(f"Left out, because the reading goes on: {told}.")
    lines += _lines(report)
    return Outcome("\n".join(lines), _data(plan, report, is_opened=is_opened))


def _lines(report: "AdjudicationReport") -> list[str]:
    """How often a third reading decided, and against whom."""
    if not report.rate.count:
        return []
    return [
        f"Decided by a third reading: {_told(report.rate)}.",
        *(
            f"  Rater {one.rater}: decided against in {_told(one.index)}; "
            f"{one.lost.count} of the {one.lost.of} that were adjudicated"
            for one in report.raters
        ),
    ]


def _told(one: "Rate") -> str:
    if one.share is None or one.lower is None or one.upper is None:
        return f"{one.count} of {one.of}"
    return (
        f"{one.count} of {one.of} ({100 * one.share:.1f} %, 95 % interval "
        f"{100 * one.lower:.1f} to {100 * one.upper:.1f} %)"
    )


def _data(
    plan: "AdjudicationPlan", report: "AdjudicationReport", *, is_opened: bool
) -> Json:
    return {
        "opened": is_opened,
        "photographs": len(plan.photographs),
        "asks_all": plan.asks_all,
        "unfinished": [*plan.unfinished],
        "disagreements": [
            {"photograph": one.photograph, "scale": one.scale, "why": one.why}
            for one in plan.disputes
        ],
        "rate": _rate(report.rate),
        "raters": [
            {
                "rater": one.rater,
                "disagreement_index": _rate(one.index),
                "of_adjudicated": _rate(one.lost),
            }
            for one in report.raters
        ],
    }


def _rate(one: "Rate") -> Json:
    return {
        "count": one.count,
        "of": one.of,
        "share": one.share,
        "lower": one.lower,
        "upper": one.upper,
    }
