"""The table of studies, as text. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.statistics.comparison.reading import number
from models.statistics.evidence.collection import Collection, Entry, read_study
from models.statistics.evidence.effects import Measure, Side
from models.statistics.evidence.studies import Study


@dataclass(frozen=True)
class StudyRow:
    """A study as the table of the page shows it.

    Attributes:
        number: That stays with it.
        name: As it is cited.
        subgroup: Its subgroup.
        design: "parallel", "paired" or "effect".
        first: n, mean and SD of the first group.
        second: n, mean and SD of the second group.
        effect: In the measure that is shown, with its standard error.
        risk: Overall risk of bias.
        remark: What was converted, what is the study itself, what is wrong.
        is_faulty: Whether it is not pooled for a fault.
        is_own: Whether it is the study itself.
    """

    number: int
    name: str
    subgroup: str
    design: str
    first: tuple[str, str, str]
    second: tuple[str, str, str]
    effect: str
    risk: str
    remark: str
    is_faulty: bool
    is_own: bool


def study_rows(collection: Collection) -> list[StudyRow]:
    """Every study of the table, also those with faults."""
    return [_row(one, collection) for one in collection.entries]


def _row(entry: Entry, collection: Collection) -> StudyRow:
    study, problems = read_study(entry, collection.correlation)
    cells = entry.cells
    if study is None:
        faults = "; ".join(problem.text.rstrip(".") for problem in problems)
        return StudyRow(
            entry.number,
            entry.name or "(no name)",
            cells.get("subgroup", ""),
            cells.get("design", ""),
            _texts(cells, "1"),
            _texts(cells, "2"),
            "–",
            "",
            f"Not pooled: {faults}",
            is_faulty=True,
            is_own=entry.own is not None,
        )
    return StudyRow(
        entry.number,
        entry.name,
        study.subgroup,
        _design(study),
        _side(study, study.first, 0),
        _side(study, study.second, 1),
        _effect(study, collection.plan.measure),
        study.risk.overall.value if study.risk and study.risk.overall else "",
        "; ".join(_remarks(study, entry)),
        is_faulty=False,
        is_own=entry.own is not None,
    )


def _remarks(study: Study, entry: Entry) -> Sequence[str]:
    own = ["out of this study"] if entry.own else []
    note = [] if entry.own or not study.note else [study.note]
    return [*own, *study.marks, *note]


def _design(study: Study) -> str:
    if study.given is not None:
        return "effect"
    return "paired" if study.pairs is not None else "parallel"


def _effect(study: Study, measure: Measure) -> str:
    found = study.effect(measure)
    if found is None:
        return "not in this measure"
    value = number(found.value).replace("-", "−")
    return f"{value} (SE {number(found.se)})"


def _side(study: Study, side: Side | None, at: int) -> tuple[str, str, str]:
    size = study.sizes[at]
    n = f"{size:g}" if size is not None else ""
    return (n, number(side.mean), number(side.sd)) if side else (n, "", "")


def _texts(cells: Mapping[str, str], side: str) -> tuple[str, str, str]:
    n, mean, sd = (cells.get(f"{name}{side}", "") for name in ("n", "mean", "sd"))
    return n, mean, sd
