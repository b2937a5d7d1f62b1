"""The funnel plot: effect against standard error, precise studies on top.

Imports matplotlib, so it is imported only where a figure is written.
"""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from scipy import stats

from exports.evidence.paper import GRID, INK, PALE, SMALL
from models.statistics.evidence.effects import Measure
from models.statistics.evidence.synthesis import FEW_FOR_FUNNEL, Synthesis

_MM = 1 / 25.4
_LABELS = {
    Measure.MD: "Mean difference",
    Measure.SMD: "Standardised mean difference",
    Measure.SMD_REVMAN: "Standardised mean difference",
    Measure.GENERIC: "Effect",
}


def funnel(found: Synthesis, width: float) -> Figure:
    """Draw the funnel plot around the common effect.

    Args:
        found: What is drawn.
        width: Millimetres.
    """
    height = min(120.0, width * 0.72)
    figure = Figure(figsize=(width * _MM, height * _MM))
    FigureCanvasAgg(figure)
    axes = figure.add_axes(
        (15 / width, 14 / height, (width - 20) / width, (height - 19) / height)
    )
    centre = found.pools.common.estimate
    values = [effect.value for effect in found.effects]
    ses = [effect.se for effect in found.effects]
    deepest = max(ses) * 1.08
    far = float(stats.norm.ppf((1 + found.plan.level) / 2))
    corners = [(centre - far * deepest, deepest), (centre, 0.0)]
    corners.append((centre + far * deepest, deepest))
    axes.fill(*zip(*corners, strict=True), color="#f2f2f2", zorder=0)
    for corner in (corners[0], corners[2]):
        edge = [centre, corner[0]]
        axes.plot(edge, [0.0, deepest], color=PALE, linewidth=0.7, dashes=(4, 2))
    axes.plot([centre, centre], [0.0, deepest], color=PALE, linewidth=0.8)
    axes.plot(
        values,
        ses,
        linestyle="none",
        marker="o",
        markersize=4,
        markerfacecolor="#44617f",
        markeredgecolor=INK,
        markeredgewidth=0.5,
        zorder=3,
    )
    axes.set_ylim(deepest, 0.0)
    axes.set_xlabel(_LABELS[found.plan.measure])
    axes.set_ylabel("Standard error")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=GRID, linewidth=0.4)
    axes.set_axisbelow(True)
    text = f"Lines: common effect and its {found.plan.level:.0%} limits."
    if len(values) < FEW_FOR_FUNNEL:
        text += f" Fewer than {FEW_FOR_FUNNEL} studies: asymmetry says little."
    figure.text(2.5 / width, 2.5 / height, text, fontsize=SMALL, color=INK, ha="left")
    return figure
