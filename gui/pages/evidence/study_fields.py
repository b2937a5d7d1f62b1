"""In which ways a study reports its result, and the cells of each. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.statistics.evidence.risk_of_bias import DOMAIN_WORDS, DOMAINS, Judgement


@dataclass(frozen=True)
class Line:
    """A line of fields.

    Attributes:
        label: What it asks for.
        columns: One field for both groups together, or one for each.
    """

    label: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A way of reporting.

    Attributes:
        name: For people.
        lines: What it asks for.
        is_paired: Whether every subject is in both groups.
        hint: What to know of it.
    """

    name: str
    lines: tuple[Line, ...]
    is_paired: bool = False
    hint: str = ""


def _both(label: str, stem: str, between: str = "") -> Line:
    return Line(label, (f"{stem}{between}1", f"{stem}{between}2"))


_N = _both("Subjects", "n")
_MEAN = _both("Mean, or mean change", "mean")

WAYS = (
    Way("Mean and SD of two groups", (_N, _MEAN, _both("SD", "sd"))),
    Way(
        "Mean and standard error of two groups",
        (_N, _MEAN, _both("Standard error", "se")),
        hint="The SD is computed from the standard error, and the study marked.",
    ),
    Way(
        "Median and quartiles of two groups",
        (
            _N,
            _both("Median", "median"),
            _both("First quartile", "q1", "_"),
            _both("Third quartile", "q3", "_"),
        ),
        hint="Mean and SD are estimated (Luo 2018, Wan 2014), and the study marked.",
    ),
    Way(
        "Median and range of two groups",
        (
            _N,
            _both("Median", "median"),
            _both("Lowest", "min"),
            _both("Highest", "max"),
        ),
        hint="Mean and SD are estimated (Luo 2018, Wan 2014), and the study marked.",
    ),
    Way(
        "Difference of two groups",
        (
            _N,
            Line("Difference of means", ("diff",)),
            Line("Its standard error", ("se_diff",)),
            Line("or p of the t test", ("p",)),
        ),
    ),
    Way(
        "Both sides of the same subjects",
        (
            Line("Subjects", ("n",)),
            _MEAN,
            _both("SD", "sd"),
            Line("Correlation of the sides", ("correlation",)),
            Line("or SD of the differences", ("sd_diff",)),
        ),
        is_paired=True,
        hint="Split-face, or crossover. Without correlation or SD of the differences, "
        "the correlation supposed for all studies is used, and the study marked.",
    ),
    Way(
        "Differences within the same subjects",
        (
            Line("Subjects", ("n",)),
            Line("Mean difference", ("diff",)),
            Line("SD of the differences", ("sd_diff",)),
            Line("or their standard error", ("se_diff",)),
            Line("or p of the paired t test", ("p",)),
            Line("Correlation of the sides", ("correlation",)),
        ),
        is_paired=True,
    ),
    Way(
        "An effect as it is",
        (
            Line("Effect", ("effect",)),
            Line("Standard error", ("se",)),
            Line("or lower end of the 95 % interval", ("lower",)),
            Line("and its upper end", ("upper",)),
        ),
    ),
)

JUDGEMENTS = ("", *(one.value for one in Judgement))
JUDGED = {**{key: DOMAIN_WORDS[key] for key in DOMAINS}, "overall": "Overall"}


def columns_of(way: Way) -> tuple[str, ...]:
    """The columns that a way fills."""
    return tuple(column for line in way.lines for column in line.columns)


def way_of(cells: Mapping[str, str]) -> Way:
    """The way in which a study reports: that which takes most of its cells."""
    is_paired = cells.get("design", "") not in ("", "parallel") or (
        bool(cells.get("n")) and not cells.get("n1")
    )
    fitting = [one for one in WAYS if one.is_paired == is_paired]
    return max(
        fitting, key=lambda way: sum(bool(cells.get(one)) for one in columns_of(way))
    )


def cells_of(
    way: Way, typed: Mapping[str, str], before: Mapping[str, str]
) -> dict[str, str]:
    """The cells of a study: what was typed, and of the ways only what this one asks.

    Args:
        way: How the study reports.
        typed: Text by column.
        before: The cells there were; those that nobody asks for stay.
    """
    asked = {column for one in WAYS for column in columns_of(one)}
    kept = {key: text for key, text in before.items() if key not in asked}
    own = columns_of(way)
    told = {
        key: text.strip()
        for key, text in typed.items()
        if key in own or key not in asked
    }
    design = {"design": "paired" if way.is_paired else ""}
    return {key: text for key, text in {**kept, **told, **design}.items() if text}
