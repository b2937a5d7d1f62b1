"""The sheet of agreement: every coefficient of every scale, a row each."""

from exports.workbook.columns import Column, scale_column
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.statistics.agreement.bands import band


def agreement_sheet(study: Snapshot) -> TableSheet:
    """How well the raters agree: a row a scale and coefficient."""
    rows = [
        (key, one, is_first)
        for key, (first, found) in study.agreement.items()
        for one in found
        for is_first in [one.key == first]
    ]
    found = [one for _, one, _ in rows]
    return TableSheet(
        "Agreement",
        "How well raters agree: every coefficient of every scale, with its form. "
        "Hidden repeats and adjudicated scores are not among the scores.",
        (
            scale_column(study, [key for key, _, _ in rows]),
            Column("coefficient", "its name", [one.naming.name for one in found]),
            Column(
                "read first",
                "whether this one suits these scores best",
                ["yes" if is_first else "" for _, _, is_first in rows],
                codes="yes; empty",
            ),
            Column(
                "value",
                "the estimate; empty where there is none",
                [one.estimate for one in found],
                Kind.DECIMAL,
            ),
            Column(
                "lower limit",
                "of the 95 % interval",
                [one.lower for one in found],
                Kind.DECIMAL,
            ),
            Column(
                "upper limit",
                "of the 95 % interval",
                [one.upper for one in found],
                Kind.DECIMAL,
            ),
            Column("in words", "by convention", [band(one) for one in found]),
            Column(
                "targets",
                "photographs that it is computed from",
                [one.targets for one in found],
                Kind.NUMBER,
            ),
            Column(
                "raters",
                "raters that it is computed from",
                [one.raters for one in found],
                Kind.NUMBER,
            ),
            Column(
                "missing",
                "scores missing among all raters and photographs",
                [one.missing for one in found],
                Kind.NUMBER,
            ),
            Column(
                "definition",
                "package and function whose definition it is",
                [one.naming.definition for one in found],
            ),
            Column(
                "interval by",
                "method of the interval",
                [one.naming.interval for one in found],
            ),
            Column(
                "remarks",
                "why a number is absent, and what else must be known",
                [" ".join(one.remarks) for one in found],
                Kind.LONG,
            ),
        ),
        frozen=2,
    )
