"""Sentences beside the numbers: what is left out, and why a number is absent."""

import numpy as np

from models.protocol.protocol import Protocol
from models.statistics.cells import Axes
from models.statistics.intervals import Flags, Floats, smallest_sample
from models.statistics.series import Series
from models.statistics.summaries import Summaries
from models.words import counted, listed

NOBODY = "no {noun} in this group"
NONE_HERE = "no {noun} has a value at this visit"
START = "change is counted from here: 0 by definition"
ONE_ONLY = "one {noun}: no spread and no interval"
ALL_EQUAL = "all values are equal: the interval has no width"
FEW = f"fewer than {smallest_sample()} {{noun}}s: no interval of the median"
BOTH_SIDES = (
    "Both sides of each subject are in one group, and they are not independent: the "
    "intervals are too narrow until the allocation tells the sides apart."
)


def row_remarks(
    given: Summaries, size: int, is_start: Flags, noun: str = "subject"
) -> list[str]:
    """Why numbers of a row are absent or odd, one text a column of the summary.

    Args:
        given: The numbers.
        size: Units of the group.
        is_start: Whether the column is where change starts.
        noun: What a unit is called.
    """
    return [
        _row_remark(int(n), float(sd), size, is_start=bool(start)).format(noun=noun)
        for n, sd, start in zip(given.n, given.sd, is_start, strict=True)
    ]


def _row_remark(n: int, sd: float, size: int, *, is_start: bool) -> str:
    if size == 0:
        return NOBODY
    if n == 0:
        return NONE_HERE
    if is_start:
        return START
    if n == 1:
        return ONE_ONLY
    remarks = [ALL_EQUAL] if sd == 0 else []
    return "; ".join([*remarks, FEW] if n < smallest_sample() else remarks)


def left_out(
    values: Floats, axes: Axes, scales: tuple[Series, ...], protocol: Protocol
) -> tuple[str, ...]:
    """What the trajectories leave out, a sentence each.

    Args:
        values: [scale, unit, visit], NaN where there is none.
        axes: What values runs over.
        scales: The scales of the values.
        protocol: Names the visits.
    """
    return (
        *_groups(values, axes),
        *_sides(axes, protocol),
        *without_change(values, axes, scales, protocol),
    )


def _groups(values: Floats, axes: Axes) -> list[str]:
    is_scored = ~np.isnan(values).all(axis=(0, 2))
    lost = int((is_scored & (axes.group < 0)).sum())
    sentences = [
        f"{name} has no {axes.noun}s."
        for number, name in enumerate(axes.groups)
        if len(axes.units) and not (axes.group == number).any()
    ]
    if lost:
        verb = "belongs" if lost == 1 else "belong"
        sentences.append(f"{counted(lost, axes.noun)} {verb} to no group: left out.")
    return sentences


def _sides(axes: Axes, protocol: Protocol) -> list[str]:
    is_apart = len(axes.groups) > 1 or not axes.units
    return [] if is_apart or not protocol.has_sides else [BOTH_SIDES]


def without_change(
    values: Floats, axes: Axes, scales: tuple[Series, ...], protocol: Protocol
) -> tuple[str, ...]:
    """Of which scales there is no change, of all units or some, a sentence each.

    Args:
        values: [scale, unit, visit], NaN where there is none.
        axes: What values runs over.
        scales: The scales of the values.
        protocol: Names the visits.
    """
    name = protocol.visit(protocol.baseline).name
    sentences = []
    without: list[str] = []
    for number, scale in enumerate(scales):
        if not axes.scheduled[number, axes.baseline]:
            # What is asked before the baseline alone has no change to speak of.
            if axes.scheduled[number, axes.baseline :].any():
                without.append(scale.short)
            continue
        after = values[number][:, axes.baseline + 1 :][axes.group >= 0]
        before = values[number][:, axes.baseline][axes.group >= 0]
        lost = int((~np.isnan(after).all(axis=1) & np.isnan(before)).sum())
        if lost:
            verb = "has" if lost == 1 else "have"
            sentences.append(
                f"{scale.short}: {counted(lost, axes.noun)} {verb} no value at {name} "
                "and no change from there."
            )
    if without:
        have = "it has" if len(without) == 1 else "they have"
        told = f"The protocol does not analyse {listed(without)} at {name}"
        sentences.insert(0, f"{told}: {have} no change from there.")
    return tuple(sentences)


def zero_baselines(
    values: Floats, axes: Axes, scales: tuple[Series, ...]
) -> tuple[str, ...]:
    """Of which scales some units have no change in per cent, a sentence each.

    Args:
        values: [scale, unit, visit], NaN where there is none.
        axes: What values runs over.
        scales: The scales of the values.
    """
    sentences = []
    for number, scale in enumerate(scales):
        if not axes.scheduled[number, axes.baseline]:
            continue
        is_zero = values[number][:, axes.baseline][axes.group >= 0] == 0
        lost = int(is_zero.sum())
        if lost:
            sentences.append(
                f"{scale.short}: {counted(lost, axes.noun)} with a baseline of 0, "
                "which has no change in per cent: left out."
            )
    return tuple(sentences)
