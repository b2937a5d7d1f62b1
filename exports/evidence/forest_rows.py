"""What the rows of a forest plot say; how they are drawn is in `forest`."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.statistics.comparison.reading import number
from models.statistics.comparison.results import p_text
from models.statistics.evidence.effects import Side
from models.statistics.evidence.pooling import Pooled
from models.statistics.evidence.reading import heterogeneity_words
from models.statistics.evidence.studies import Study
from models.statistics.evidence.synthesis import Pools, Synthesis

_TOTAL = "Total"


@dataclass(frozen=True)
class Row:
    """A row of the figure.

    Attributes:
        cells: Texts of its columns.
        bounds: Estimate and bounds that are drawn, or None.
        weight: Of a study, in per cent; None for what is pooled.
        prediction: Bounds of the prediction interval.
        is_bold: Whether it is printed bold.
        is_note: Whether its first cell is small print over the whole width.
    """

    cells: tuple[str, ...]
    bounds: tuple[float, float, float] | None = None
    weight: float | None = None
    prediction: tuple[float, float] | None = None
    is_bold: bool = False
    is_note: bool = False


def rows_of(found: Synthesis) -> list[Row]:
    """The rows of studies, subtotals and the total."""
    rows: list[Row] = []
    every = range(len(found.studies))
    groups = found.subgroups
    if not groups:
        rows = [_study_row(found, at) for at in every]
    for group in groups:
        rows.append(Row((group.name,), is_bold=True))
        rows += [_study_row(found, at) for at in group.studies]
        rows += _pooled_rows(found, group.pools, "Subtotal", group.studies)
        rows.append(Row(("",)))
    return rows + _pooled_rows(found, found.pools, _TOTAL, tuple(every))


def _study_row(found: Synthesis, at: int) -> Row:
    study, effect = found.studies[at], found.effects[at]
    normal = found.pools.common.normal
    z = (normal.upper - normal.lower) / (2 * normal.se)
    bounds = effect.value, effect.value - z * effect.se, effect.value + z * effect.se
    weight = found.chosen.weights[at]
    name = study.name + (" *" if study.marks else "")
    cells = (
        name,
        *_side_cells(study, study.first, 0),
        *_side_cells(study, study.second, 1),
        f"{weight:.1f} %",
        _estimate(bounds),
    )
    return Row(cells, bounds, weight)


def _side_cells(study: Study, side: Side | None, at: int) -> tuple[str, str, str]:
    size = study.sizes[at]
    n = f"{size:g}" if size is not None else ""
    return (n, number(side.mean), number(side.sd)) if side else (n, "", "")


def _pooled_rows(
    found: Synthesis, pools: Pools, name: str, studies: Sequence[int]
) -> list[Row]:
    plan = found.plan
    pooled = pools.chosen(plan)
    bounds = _pooled_bounds(found, pooled)
    weight = sum(found.chosen.weights[at] for at in studies)
    sizes = [
        f"{sum(found.studies[at].sizes[side] or 0 for at in studies):g}"
        for side in (0, 1)
    ]
    model = "Common effect" if plan.tau2 is None else "Random effects"
    cells: tuple[str, ...] = (
        model if name == _TOTAL else name,
        "" if sizes[0] == "0" else sizes[0],
        "",
        "",
        "" if sizes[1] == "0" else sizes[1],
        "",
        "",
        f"{weight:.1f} %",
        _estimate(bounds),
    )
    rows = [Row(cells, bounds, is_bold=True)]
    if pooled.prediction and name == _TOTAL:
        ends = pooled.prediction.lower, pooled.prediction.upper
        text = f"[{signed(ends[0])}, {signed(ends[1])}]"
        cells = ("Prediction interval", *[""] * 7, text)
        rows.append(Row(cells, prediction=ends))
    spread = pools.heterogeneity
    brief = f"I² {spread.i2:.0f} %; Q {spread.q:.2f}, p {p_text(spread.p)}"
    note = heterogeneity_words(pools, pooled)
    rows.append(Row((note, brief), is_note=True))
    return rows


def _pooled_bounds(found: Synthesis, pooled: Pooled) -> tuple[float, float, float]:
    test = pooled.hartung_knapp if found.plan.is_hartung_knapp else None
    shown = test or pooled.normal
    return pooled.estimate, shown.lower, shown.upper


def _estimate(bounds: tuple[float, float, float]) -> str:
    value, lower, upper = (signed(one) for one in bounds)
    return f"{value} [{lower}, {upper}]"


def signed(value: float) -> str:
    """A number with two decimals and a real minus sign."""
    return f"{value:.2f}".replace("-", "−")
