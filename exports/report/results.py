"""What a report says of endpoints, groups and responders."""

from exports.report.numbers import (
    estimate_text,
    interval_text,
    p_words,
    sizes_text,
)
from exports.report.paper import Paper
from exports.workbook.snapshot import Snapshot
from models.statistics import trajectories as numbers
from models.statistics.endpoints.records import (
    Answer,
    Part,
    Role,
    outcome_words,
)
from models.statistics.frames import SCALE, VISIT

_HEADINGS = ("Result", "n", "Estimate", "Interval", "p", "Method")
_WIDTHS = (34, 14, 16, 26, 13, 71)
_LINES = (Part.PLANNED, Part.SENSITIVITY)


def say_endpoints(paper: Paper, study: Snapshot) -> None:
    """Every endpoint: the primary ones in full, then the others in one table."""
    found = study.answers
    paper.heading("Endpoints")
    if found.why_none:
        paper.say(found.why_none)
    elif found.is_exploratory:
        paper.say(
            "The protocol names no endpoints. What follows is exploratory: every "
            "series at its last visit."
        )
    elif not found.answers:
        paper.say("There is no endpoint whose series is followed in this study.")
    for role in Role:
        answers = [one for one in found.answers if one.role is role]
        if not answers:
            continue
        paper.say(f"{role[:1].upper()}{role[1:]} endpoints", "lower")
        if not found.why_none:
            _say_headlines(paper, study, answers)
    if found.why_none:
        for one in found.answers:
            paper.say(f"{one.role}: {one.endpoint.name} ({_asked(study, one)}).")
        return
    for answer in found.answers:
        _say_answer(paper, study, answer)


def _say_headlines(paper: Paper, study: Snapshot, answers: list[Answer]) -> None:
    """One line for each endpoint: estimate, interval, p, adjusted p."""
    rows = []
    for one in answers:
        line = one.headline
        holm, hochberg = study.answers.adjusted(one)
        name = f"{one.endpoint.name} ({one.comparison})"
        if line is None:
            rows.append([name, "", "", "", "", "", "; ".join(one.remarks)])
            continue
        rows.append(
            [
                name,
                sizes_text(line.n),
                estimate_text(line.estimate),
                interval_text(line.interval),
                p_words(line.p),
                " / ".join(p_words(p) for p in (holm, hochberg) if p is not None),
                line.label,
            ]
        )
    paper.table(
        ("Endpoint", "n", "Estimate", "Interval", "p", "Holm / Hochberg", "Of"),
        rows,
        (50, 14, 17, 27, 13, 24, 33),
    )


def _say_answer(paper: Paper, study: Snapshot, answer: Answer) -> None:
    """One endpoint: its groups at the visit, the planned analysis, sensitivity."""
    paper.say(answer.endpoint.name, "lower")
    paper.say(f"{_asked(study, answer)}; {answer.comparison}.", "small")
    paper.space(1)
    _say_groups(paper, study, answer)
    lines = [line for line in answer.lines if line.part in _LINES]
    if lines:
        rows = [
            [
                line.result.label
                + (" (sensitivity)" if line.part is Part.SENSITIVITY else ""),
                sizes_text(line.result.n),
                estimate_text(line.result.estimate),
                interval_text(line.result.interval),
                p_words(line.result.p),
                f"{line.result.method}. Missing: {line.result.missing}",
            ]
            for line in lines
        ]
        paper.table(_HEADINGS, rows, _WIDTHS)
    remarks = [*answer.remarks]
    for line in lines:
        remarks += line.result.remarks
    for remark in dict.fromkeys(remarks):
        paper.say(f"Note: {remark}.", "note")


def _say_groups(paper: Paper, study: Snapshot, answer: Answer) -> None:
    """The values of each group at the endpoint's visit, as score and as change."""
    table = study.trajectories.table
    here = table[
        (table[SCALE] == answer.series.key) & (table[VISIT] == answer.endpoint.visit)
    ]
    rows = []
    for row in here.to_dict("records"):
        if row[numbers.N] == 0:
            continue
        interval = _span(row[numbers.LOWER], row[numbers.UPPER])
        spread = "" if row[numbers.SD] != row[numbers.SD] else f"{row[numbers.SD]:.3g}"
        rows.append(
            [
                str(row[numbers.GROUP]),
                str(row[numbers.MEASURE]),
                f"{row[numbers.N]} of {row[numbers.SUBJECTS]}",
                estimate_text(row[numbers.MEAN]),
                spread,
                interval,
                estimate_text(row[numbers.MEDIAN]),
            ]
        )
    if rows:
        paper.table(
            ("Group", "Of", "n", "Mean", "SD", "Interval of the mean", "Median"),
            rows,
            (52, 20, 22, 18, 18, 34, 18),
        )


def say_responders(paper: Paper, study: Snapshot) -> None:
    """Who responded by the rules of the protocol."""
    found = study.answers.responders
    if not found:
        return
    paper.heading("Responders")
    names = {visit.key: visit.name for visit in study.protocol.visits}
    for one in found:
        paper.say(f"{one.endpoint.name}: {one.rule}", "lower")
        for remark in one.remarks:
            paper.say(f"Note: {remark}.", "note")
        rows = [
            [
                names[rate.visit] + (" (endpoint)" if rate.is_planned else ""),
                rate.group,
                f"{rate.responders} of {rate.n}",
                "" if rate.share is None else f"{rate.share:.1%}",
                ""
                if rate.interval is None
                else f"{rate.interval.lower:.1%} to {rate.interval.upper:.1%}",
                str(rate.units - rate.n) if rate.units > rate.n else "",
            ]
            for rate in one.rates
        ]
        if rows:
            paper.table(
                ("Visit", "Group", "Responders", "Rate", "Wilson interval", "Missing"),
                rows,
                (42, 46, 24, 18, 32, 16),
            )


def _asked(study: Snapshot, answer: Answer) -> str:
    plan = study.protocol
    words = outcome_words(
        answer.endpoint,
        plan.visit(plan.baseline).name,
        plan.visit(answer.endpoint.visit).name,
    )
    return f"{answer.series.name}, {words}"


def _span(lower: float, upper: float) -> str:
    if lower != lower or upper != upper:  # NaN is unlike itself
        return ""
    return f"{estimate_text(lower)} to {estimate_text(upper)}"
