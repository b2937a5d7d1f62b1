"""A table of studies, read with every way in which they report their results."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scipy import stats

from models.errors import Problem
from models.statistics.evidence.conversion import Quantiles, side_of
from models.statistics.evidence.effects import Effect, Side, se_from_p
from models.statistics.evidence.risk_of_bias import (
    DOMAINS,
    RiskOfBias,
    judgement,
    risk_of_bias,
)
from models.statistics.evidence.studies import Pairs, Study, pairs_of_sides
from models.statistics.numbers import number_of
from models.tables import Row, TableError, read_table
from models.words import counted


def _side_columns(side: str, letter: str, word: str) -> dict[str, tuple[str, ...]]:
    def spelt(*stems: str) -> tuple[str, ...]:
        ends = [f" {letter}", f" {word}"]
        return tuple(f"{stem}{end}" for stem in stems for end in ends)

    return {
        f"n{side}": (f"n{side}i", f"total{side}", *spelt("n", "total")),
        f"mean{side}": (
            f"m{side}i",
            f"m{side}",
            f"change{side}",
            *spelt("mean", "change"),
        ),
        f"sd{side}": (f"sd{side}i", f"sd_change{side}", *spelt("sd", "sd change")),
        f"se{side}": (f"sem{side}", *spelt("se", "sem")),
        f"median{side}": spelt("median"),
        f"q1_{side}": (f"first quartile{side}", *spelt("q1")),
        f"q3_{side}": (f"third quartile{side}", *spelt("q3")),
        f"min{side}": spelt("min"),
        f"max{side}": spelt("max"),
    }


COLUMNS: Mapping[str, Sequence[str]] = {
    "study": ("trial", "author", "study id", "slab"),
    "subgroup": (),
    "design": (),
    **_side_columns("1", "e", "experimental"),
    **_side_columns("2", "c", "control"),
    "n": ("ni", "subjects"),
    "diff": ("md", "mean difference", "difference"),
    "sd_diff": ("sd of differences",),
    "se_diff": ("se of differences", "se md"),
    "p": ("p value", "pval"),
    "correlation": ("r", "ri", "corr"),
    "effect": ("yi", "te", "estimate"),
    "se": ("sei", "se te", "sete"),
    "variance": ("vi",),
    "lower": ("ci lower", "ci lb", "lower ci"),
    "upper": ("ci upper", "ci ub", "upper ci"),
    **dict.fromkeys(DOMAINS, ()),
    "overall": ("rob", "risk of bias"),
    "grade": ("certainty",),
    "note": ("comment", "notes"),
}
_TEXT = ("study", "subgroup", "design", *DOMAINS, "overall", "grade", "note")
_PAIRED = ("paired", "splitface", "crossover", "withinsubject", "matched")
_PARALLEL = ("", "parallel", "independent")


@dataclass(frozen=True)
class EvidenceTable:
    """The studies of a table.

    Attributes:
        studies: In the order of the table.
        columns: The columns the table has, in the order of COLUMNS.
        remarks: What was not used.
    """

    studies: tuple[Study, ...]
    columns: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def read_evidence_table(path: Path, correlation: float | None = None) -> EvidenceTable:
    """Read a table of studies.

    Args:
        path: CSV or Excel.
        correlation: Of the sides of paired studies that tell none; None to ask for it.

    Raises:
        TableError: The table cannot be used; it tells every fault.
    """
    table = read_table(path, COLUMNS, required=("study",))
    problems: list[Problem] = []
    studies = [
        StudyReader(row, table.columns, correlation, problems).study()
        for row in table.rows
    ]
    if problems:
        raise TableError(
            f"{path.name} cannot be used as it is: {counted(len(problems), 'fault')}.",
            hint="Mend them in the file and try again; nothing was changed.",
            problems=problems,
        )
    columns = tuple(one for one in COLUMNS if one in table.columns)
    remarks = tuple(str(one) for one in table.remarks)
    return EvidenceTable(
        tuple(one for one in studies if one is not None), columns, remarks
    )


class StudyReader:
    """Reads one study, adding to the problems what stands in the way."""

    def __init__(
        self,
        row: Row,
        columns: Sequence[str],
        correlation: float | None,
        problems: list[Problem],
    ) -> None:
        self._row = row
        self._supposed = correlation
        self._problems = problems
        self._marks: list[str] = []
        self._numbers: dict[str, float | None] = {}
        for column in columns:
            if column not in _TEXT:
                self._numbers[column] = self._number(column)
        self._columns = columns

    def study(self) -> Study | None:
        """The study of the row; None where it has faults."""
        row = self._row
        before = len(self._problems)
        self._check_ranges()
        if not row["study"]:
            self._fault("study", "there is no name of the study.")
        design = "".join(filter(str.isalpha, row["design"].casefold()))
        if design not in (*_PAIRED, *_PARALLEL):
            text = f"“{row['design']}” is no design; it is parallel or paired."
            self._fault("design", text)
        risk = self._risk()
        if len(self._problems) > before:
            return None
        known = self._known()
        plain = Study(
            row["study"],
            {name: row[name] for name in self._columns},
            subgroup=row["subgroup"],
            risk=risk,
            note=row["note"],
            grade=row["grade"],
        )
        if known("effect"):
            found = self._given(plain)
        elif design in _PAIRED or (known("n") and not known("n1") and not known("n2")):
            found = self._paired(plain)
        else:
            found = self._parallel(plain)
        if found is None or len(self._problems) > before:
            return None
        return replace(found, marks=tuple(self._marks))

    def _known(self) -> "_Known":
        return _Known(self._numbers)

    def _given(self, plain: Study) -> Study | None:
        known = self._known()
        effect = known.number("effect")
        variance = None
        if known("variance"):
            variance = known.number("variance")
        elif known("se"):
            variance = known.number("se") ** 2
        elif known("lower") and known("upper"):
            far = 2 * float(stats.norm.ppf(0.975))
            variance = ((known.number("upper") - known.number("lower")) / far) ** 2
            self._marks.append("standard error from the 95 % interval")
        if not variance:
            self._fault("effect", "its se or variance (above 0) is missing.")
            return None
        return replace(plain, given=Effect(effect, variance))

    def _paired(self, plain: Study) -> Study | None:
        known = self._known()
        n = next((known.number(c) for c in ("n", "n1", "n2") if known(c)), None)
        if n is None or n < 2:
            self._fault("n", "a paired study needs n, its subjects, at least 2.")
            return None
        if known("n1") and known("n2") and known.number("n1") != known.number("n2"):
            self._fault("n1", "n1 and n2 of a paired study are the same subjects.")
            return None
        correlation = known.number("correlation") if known("correlation") else None
        sd = self._sd_of_differences(n)
        sides = [self._side(side, n) for side in ("1", "2")]
        if sides[0] and sides[1]:
            if sd is None and correlation is None:
                correlation = self._asked_correlation()
                if correlation is None:
                    return None
            pairs = pairs_of_sides(
                n, sides[0], sides[1], sd=sd, correlation=correlation
            )
            return replace(plain, first=sides[0], second=sides[1], pairs=pairs)
        if not known("diff") or sd is None:
            self._fault(
                "",
                "a paired study needs either diff with sd_diff, se_diff or p, or mean "
                "and SD of both sides with their correlation.",
            )
            return None
        if correlation is None and self._supposed is not None:
            correlation = self._asked_correlation()
        pairs = Pairs(n, known.number("diff"), sd, None, correlation)
        return replace(plain, pairs=pairs)

    def _sd_of_differences(self, n: float) -> float | None:
        known = self._known()
        if known("sd_diff"):
            return known.number("sd_diff")
        if known("se_diff"):
            return known.number("se_diff") * math.sqrt(n)
        if known("p") and known("diff"):
            se = self._se_from_p(n - 1)
            return None if se is None else se * math.sqrt(n)
        return None

    def _se_from_p(self, df: float) -> float | None:
        known = self._known()
        difference, p = known.number("diff"), known.number("p")
        if not 0 < p < 1 or difference == 0:
            text = "p gives a standard error only between 0 and 1 and with diff not 0."
            self._fault("p", text)
            return None
        self._marks.append("standard error from p of the t test")
        return se_from_p(difference, p, df)

    def _asked_correlation(self) -> float | None:
        if self._supposed is None:
            self._fault(
                "correlation",
                "the sides of a paired study are correlated: give their correlation "
                "here, or one for all studies with --correlation.",
            )
            return None
        self._marks.append(f"correlation of the sides supposed: {self._supposed:g}")
        return self._supposed

    def _parallel(self, plain: Study) -> Study | None:
        known = self._known()
        before = len(self._problems)
        for column in ("n1", "n2"):
            if not known(column):
                self._fault(column, f"there is no {column}.")
            elif known.number(column) < 2:
                self._fault(column, "a group needs two subjects at least.")
        if len(self._problems) > before:
            return None
        n1, n2 = known.number("n1"), known.number("n2")
        first, second = self._side("1", n1), self._side("2", n2)
        if first and second:
            if first.sd == 0 and second.sd == 0:
                text = "both SDs are 0: the study would weigh without limit."
                self._fault("sd1", text)
                return None
            return replace(plain, first=first, second=second)
        if known("diff") and (known("se_diff") or known("p")):
            df = n1 + n2 - 2
            se = known.number("se_diff") if known("se_diff") else self._se_from_p(df)
            if not se:
                return None
            sd = se / math.sqrt(1 / n1 + 1 / n2)
            self._marks.append("SD from the standard error of the difference")
            return replace(
                plain,
                first=Side(n1, known.number("diff"), sd),
                second=Side(n2, 0.0, sd),
            )
        for side, found in (("1", first), ("2", second)):
            if found is None:
                self._fault(
                    f"mean{side}",
                    f"group {side} needs mean{side} with sd{side} or se{side}, or "
                    f"median{side} with quartiles (q1_{side}, q3_{side}) or range "
                    f"(min{side}, max{side}).",
                )
        return None

    def _side(self, side: str, n: float) -> Side | None:
        known = self._known()
        if known(f"mean{side}"):
            mean = known.number(f"mean{side}")
            if known(f"sd{side}"):
                return Side(n, mean, known.number(f"sd{side}"))
            if known(f"se{side}"):
                self._marks.append(f"SD of group {side} from its standard error")
                return Side(n, mean, known.number(f"se{side}") * math.sqrt(n))
        if not known(f"median{side}"):
            return None
        names = (f"q1_{side}", f"q3_{side}", f"min{side}", f"max{side}")
        values = [known.number(name) if known(name) else None for name in names]
        found = side_of(Quantiles(n, known.number(f"median{side}"), *values))
        if found is not None:
            self._marks.append(
                f"mean and SD of group {side} from median and quartiles or range "
                "(Luo 2018, Wan 2014)"
            )
        return found

    def _check_ranges(self) -> None:
        known = self._known()
        for column, value in self._numbers.items():
            if value is None:
                continue
            if column in {"n", "n1", "n2"} and (value < 1 or value != int(value)):
                self._fault(column, f"“{self._row[column]}” is no number of subjects.")
            elif column.startswith(("sd", "se", "variance")) and value < 0:
                self._fault(column, "it cannot be below 0.")
            elif column == "correlation" and not -1 < value < 1:
                self._fault(column, "a correlation lies between -1 and 1.")
            elif column == "p" and not 0 <= value <= 1:
                self._fault(column, "a p value lies between 0 and 1.")
        orders: list[tuple[str, ...]] = [("lower", "effect", "upper")]
        for side in ("1", "2"):
            chain = ("min", "q1_", "median", "q3_", "max")
            orders.append(tuple(f"{name}{side}" for name in chain))
        for names in orders:
            there = [name for name in names if known(name)]
            values = [known.number(name) for name in there]
            if values != sorted(values):
                self._fault(there[0], f"{', '.join(there)} do not rise in this order.")

    def _risk(self) -> RiskOfBias | None:
        found = []
        for column in (*DOMAINS, "overall"):
            text = self._row[column]
            one = judgement(text) if text else None
            if text and one is None:
                self._fault(
                    column, f"“{text}” is no judgement: low, some concerns or high."
                )
            found.append(one)
        return risk_of_bias(tuple(found[:-1]), found[-1])

    def _number(self, column: str) -> float | None:
        value = number_of(self._row[column])
        if value is None:
            self._fault(column, f"“{self._row[column]}” is not a number.")
        return None if value is None or math.isnan(value) else value

    def _fault(self, column: str, text: str) -> None:
        self._problems.append(self._row.problem(column, text))


class _Known:
    """The numbers of a row that are there."""

    def __init__(self, numbers: Mapping[str, float | None]) -> None:
        self._numbers = numbers

    def __call__(self, column: str) -> bool:
        return self._numbers.get(column) is not None

    def number(self, column: str) -> float:
        """A number that is there."""
        value = self._numbers[column]
        if value is None:
            raise KeyError(column)
        return value
