"""Commands that compare one outcome and pool the evidence of several studies."""

import math
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from commands.outcome import Json, Outcome
from models.errors import ExpectedError

if TYPE_CHECKING:
    from models.statistics.evidence.synthesis import Synthesis

FIGURES = (".svg", ".pdf", ".png")

COMPARE_HELP = """\
Compare one outcome between two groups, between the sides of subjects, or within one
group. A group's values are compared with those of every other, in the order of the
names; differences are the first group less the second.

TABLE (CSV or Excel), a row for a value:
  value       the outcome; an empty cell or NA is a missing value
  group       the group; without it there is one group
  unit        what was allocated, in one group only: a number or name; or
  subject     the subject: if the same subject is in two groups, sides are compared
              (split-face); or
  pair        which units belong together
  side        with subject, if it is the side that is compared
  visit       if there are several; one called baseline is the baseline
  baseline    the baseline of the row's unit
Or a row for a subject: before and after (and group); or two columns of numbers, one for
each side; or group and a column of numbers for each visit.
"""

EVIDENCE_HELP = """\
Pool the evidence of several studies: mean difference and standardised mean difference,
common and random effects, heterogeneity, subgroups, leave-one-out.

TABLE (CSV or Excel), a row for a study:
  study                              its name
  n1 mean1 sd1, n2 mean2 sd2         of both groups (the means may be changes); instead
                                     of sd: se1, se2; instead of mean and sd: median1
                                     with q1_1, q3_1 or min1, max1 (Luo 2018, Wan 2014)
  n diff, sd_diff or se_diff or p    of subjects who are in both groups (split-face); or
  n mean1 sd1 mean2 sd2 correlation  their two sides; design: paired or parallel
  effect, se or variance             or lower and upper: an effect as it is
  subgroup                           pooled apart, and tested for a difference
  d1 d2 d3 d4 d5 overall             RoB 2: low, some concerns or high
  grade, note                        free text, kept
"""


def compare(words: Namespace) -> Outcome:
    """Compare one outcome of a table."""
    from models.statistics.comparison.comparing import compare as compared
    from models.statistics.comparison.document import comparison_document
    from models.statistics.comparison.observations import observations
    from models.statistics.comparison.reading import comparison_text
    from models.statistics.comparison.records import Design, Settings
    from models.statistics.comparison.response import is_binary, response_rule
    from models.statistics.comparison.table import read_compare_table

    level = _level(words.level)
    rule = response_rule(words.responder) if words.responder else None
    rule_words = words.responder or ""
    asked = Design(words.design) if words.design else None
    table = read_compare_table(words.table, asked)
    first = words.first or (table.order[0] if table.order else "")
    observed = observations(
        table.frame, first=first, baseline_visit=words.baseline or ""
    )
    if rule is None and is_binary(observed.values):
        rule, rule_words = response_rule("=1"), "=1 (the outcome is 0 or 1)"
    settings = Settings(
        table.design, level, words.against, rule, rule_words, words.of_change
    )
    if words.of_change and observed.baseline is None:
        raise ExpectedError(
            "There is no baseline, so there is no change that could be a response.",
            hint="Add a column baseline, or name the visit with --baseline.",
        )
    found = compared(observed, settings)
    data = cast("dict[str, Json]", comparison_document(found))
    data = {"table": words.table.name, "why": table.why, **data}
    data["not_used"] = [*table.remarks]
    lines = [comparison_text(found, table.why)]
    lines += [f"Note: {one}" for one in table.remarks]
    return Outcome("\n".join(lines), data)


def evidence(words: Namespace) -> Outcome:
    """Pool the evidence of a table of studies."""
    from models.statistics.evidence.document import risks_document, synthesis_document
    from models.statistics.evidence.effects import Measure
    from models.statistics.evidence.heterogeneity import Tau2
    from models.statistics.evidence.reading import synthesis_text
    from models.statistics.evidence.synthesis import Plan, synthesis
    from models.statistics.evidence.table import read_evidence_table

    kind = words.out.suffix.lower() if words.out else ""
    if words.out and kind not in (*FIGURES, ".csv"):
        raise ExpectedError(
            f"Evidence is not written as {kind or 'a file without an ending'}.",
            hint="Name a file that ends in .svg, .pdf, .png or .csv.",
        )
    if words.correlation is not None and not -1 < words.correlation < 1:
        raise ExpectedError("A correlation lies between -1 and 1.")
    table = read_evidence_table(words.table, words.correlation)
    is_generic = all(study.given for study in table.studies)
    measure = Measure(words.measure or ("generic" if is_generic else "md"))
    plan = Plan(
        measure,
        None if words.tau2 == "common" else Tau2(words.tau2),
        is_hartung_knapp=words.hartung_knapp,
        level=_level(words.level),
    )
    found = synthesis(table.studies, plan)
    data: dict[str, Json] = {"table": words.table.name}
    data |= cast("dict[str, Json]", synthesis_document(found))
    every: dict[str, Json] = {}
    for other in Measure:
        if any(study.effect(other) for study in table.studies):
            one = synthesis(table.studies, replace(plan, measure=other))
            every[other.value] = cast("Json", synthesis_document(one))
    data["measures"] = every
    data["risk_of_bias"] = cast("Json", risks_document(table.studies))
    data["grade"] = words.grade or None
    data["not_used"] = [*table.remarks]
    lines = [synthesis_text(found), *(f"Note: {one}" for one in table.remarks)]
    if words.grade:
        lines.append(f"Certainty of the evidence (GRADE): {words.grade}")
    if words.out:
        data["out"] = str(words.out)
        lines.append(f"{words.out.name} is written.")
        if kind == ".csv":
            from exports.evidence.csv_table import write_studies

            write_studies(table, words.out)
        else:
            _draw(words, found)
    return Outcome("\n".join(lines), data)


def _draw(words: Namespace, found: "Synthesis") -> None:
    """Draw the figure that was asked for."""
    from exports.evidence.figures import Figure, FigureWords, write_figure

    figure_words = FigureWords(
        first=words.names[0] if words.names else "Group 1",
        second=words.names[1] if words.names else "Group 2",
        grade=words.grade or "",
    )
    write_figure(found, words.out, Figure(words.figure), figure_words)


def _level(percent: float) -> float:
    if not 50 <= percent < 100 or math.isnan(percent):
        raise ExpectedError(
            "The level is a per cent between 50 and 100.", hint="Usual are 95 and 90."
        )
    return percent / 100
