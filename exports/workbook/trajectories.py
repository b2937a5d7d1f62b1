"""The trajectories as a table, its charts, and the counts behind them."""

from exports.visit_labels import label_lines
from exports.workbook.columns import (
    Column,
    group_column,
    optional,
    scale_column,
    texts,
    visit_columns,
)
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.statistics import trajectories as numbers
from models.statistics.frames import VISIT
from models.statistics.panels import Tick

MEASURE = "measure"
SCALE = "scale"
GROUP = "group"
LABEL = "label"
BELOW = "mean to lower"
ABOVE = "mean to upper"
MEAN = "mean"

TOGETHER = "all subjects, arms not shown"
"""What curves of the blinded edition are called."""


def trajectories_sheet(study: Snapshot) -> TableSheet:
    """A row per measure, scale, group and visit."""
    found = study.trajectories
    table = found.table
    nouns = f"{found.noun}s"
    level = f"{found.level * 100:g} %"
    visits = texts(table, VISIT)
    labels = {
        visit.key: ", ".join(label_lines(Tick(visit.key, visit.name, visit.day)))
        for visit in found.visits
    }
    groups = (
        [group_column(study, texts(table, numbers.GROUP))]
        if study.edition.has_groups
        else []
    )
    keys = texts(table, SCALE)
    has_values = any(not one.is_photograph for one in found.scales)
    unit = "grades; else as the series is measured" if has_values else "grades"

    def whole(name: str, heading: str, meaning: str) -> Column:
        return Column(heading, meaning, table[name].tolist(), Kind.NUMBER)

    def decimal(name: str, heading: str, meaning: str) -> Column:
        return Column(heading, meaning, optional(table[name]), Kind.DECIMAL, unit)

    return TableSheet(
        "Trajectories",
        "Every series over the visits: n, mean and median with their intervals, as "
        "score and as change from baseline.",
        (
            Column(
                MEASURE,
                "what is followed",
                texts(table, numbers.MEASURE),
                codes=f"score; change = change from {found.baseline.name}",
            ),
            scale_column(study, keys),
            Column(
                "scale name",
                "short name of the scale",
                [study.short_names[key] for key in keys],
            ),
            *groups,
            *visit_columns(study, visits),
            Column(
                LABEL,
                "the visit as the charts name it",
                [labels[key] for key in visits],
            ),
            whole(numbers.SUBJECTS, nouns, f"{nouns} there are"),
            whole(numbers.N, "n", f"{nouns} analysed"),
            whole(numbers.MISSING, "missing", f"{nouns} without a value here"),
            whole(
                numbers.NO_BASELINE,
                "no baseline",
                f"{nouns} with a value here but no baseline to change from",
            ),
            decimal(numbers.MEAN, MEAN, f"mean of the {nouns}' values"),
            decimal(numbers.SD, "SD", f"standard deviation of the {nouns}' values"),
            decimal(
                numbers.LOWER, "mean lower", f"lower {level} limit of the mean (t)"
            ),
            decimal(
                numbers.UPPER, "mean upper", f"upper {level} limit of the mean (t)"
            ),
            Column(
                BELOW,
                "mean minus its lower limit, for the error bars of the charts",
                optional(table[numbers.MEAN] - table[numbers.LOWER]),
                Kind.DECIMAL,
                unit,
            ),
            Column(
                ABOVE,
                "upper limit minus the mean, for the error bars of the charts",
                optional(table[numbers.UPPER] - table[numbers.MEAN]),
                Kind.DECIMAL,
                unit,
            ),
            decimal(numbers.MEDIAN, "median", f"median of the {nouns}' values"),
            decimal(
                numbers.MEDIAN_LOWER,
                "median lower",
                "lower limit of the median (order statistics)",
            ),
            decimal(
                numbers.MEDIAN_UPPER,
                "median upper",
                "upper limit of the median (order statistics)",
            ),
            Column(
                "median coverage",
                f"how surely the limits cover the median; at least {level}",
                optional(table[numbers.MEDIAN_COVERAGE]),
                Kind.DECIMAL,
                "part of 1",
            ),
            Column(
                "note", "why a number is absent", texts(table, numbers.NOTE), Kind.LONG
            ),
        ),
        frozen=3,
    )


def flow_sheet(study: Snapshot) -> TableSheet:
    """From photographs to what is analysed, a row per scale and visit."""
    flow = study.trajectories.flow
    counts = {
        "photographs": "photographs there are at the visit",
        "not_assessable": "of these, graded by nobody and called not assessable",
        "assessable": "of these, the others",
        "scored": "photographs graded by at least one rater",
        "analysed": "of these, in the trajectories",
        "subjects": f"{study.trajectories.noun}s of the study",
        "subjects_analysed": "of these, in the trajectories",
    }
    return TableSheet(
        "Flow",
        "Counts at every step from photographs to what is analysed, for each scale and "
        "visit where the protocol analyses it.",
        (
            scale_column(study, texts(flow, SCALE)),
            *visit_columns(study, texts(flow, VISIT)),
            *(
                Column(
                    name.replace("_", " ").replace("subject", study.trajectories.noun),
                    meaning,
                    flow[name].tolist(),
                    Kind.NUMBER,
                )
                for name, meaning in counts.items()
            ),
        ),
    )
