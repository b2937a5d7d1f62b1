"""By what the subjects of a study can be told apart in its trajectories.

Arms are only one of the ways, and not even that before the allocation is opened. What
is asked of the subjects once, such as sex or skin type, is a series on a scale that is
neither better nor worse; its first value is the group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from models.protocol.protocol import Protocol
from models.protocol.units import unit_named
from models.scales.scale import Direction, Scale
from models.statistics.changes import TABLED, Measure
from models.statistics.frames import (
    DAY,
    GRADED,
    KIND,
    RATER,
    SCALE,
    SUBJECT,
    UNIT,
    VALUE,
)
from models.statistics.series import Series
from models.statistics.trajectories import Trajectories, trajectories


@dataclass(frozen=True)
class Grouping:
    """A way of telling subjects apart.

    Attributes:
        key: Identifier: "arm", "rater", or the key of a series.
        name: For people: "Sex".
    """

    key: str
    name: str


ALL = Grouping("", "All together")
ARM = Grouping("arm", "Arm")
SITE = Grouping("site", "Site")
RATER_GROUPS = Grouping("rater", "Rater")


def characteristics(
    protocol: Protocol, live_scales: Mapping[str, Scale]
) -> tuple[Grouping, ...]:
    """Series that tell what a subject is, in the order of the protocol."""
    return tuple(
        Grouping(one.key, one.name)
        for one in protocol.assessments
        if one.scale
        and not one.is_per_side
        and live_scales[one.scale].direction is Direction.NONE
    )


def groups_by_subject(
    of_subject: Mapping[str, str], units: Iterable[str], *, has_sides: bool
) -> dict[str, str]:
    """The group of each unit, from that of its subject; those without one left out.

    Args:
        of_subject: Group of each subject.
        units: Names of the units.
        has_sides: Whether the units are sides of subjects.
    """
    found = {}
    for name in units:
        subject = unit_named(name, has_sides=has_sides).subject
        if of_subject.get(subject):
            found[name] = of_subject[subject]
    return found


def characteristic_of_subjects(
    values: pd.DataFrame, key: str, scale: Scale
) -> dict[str, str]:
    """What each subject is by a series: the label of its first value.

    Args:
        values: The frame of values beside photographs.
        key: Key of the series.
        scale: The scale it is told on.
    """
    labels = {grade.value: grade.label for grade in scale.grades}
    there = values[(values[SCALE] == key) & (values[KIND] == GRADED)]
    first = there.sort_values(DAY, kind="stable").drop_duplicates(SUBJECT)
    told = zip(first[SUBJECT].astype(str), first[VALUE], strict=True)
    return {subject: labels[value] for subject, value in told if value in labels}


def group_order(groups: Iterable[str], scale: Scale | None = None) -> tuple[str, ...]:
    """The groups there are, as their scale has them, or sorted."""
    met = set(groups)
    labels = [grade.label for grade in scale.grades] if scale else []
    known = [label for label in labels if label in met]
    return (*known, *sorted(met - set(known)))


def trajectories_by_rater(
    scores: pd.DataFrame,
    protocol: Protocol,
    scales: Mapping[str, Scale | Series],
    *,
    subjects: Sequence[str] = (),
    measures: Sequence[Measure] = TABLED,
) -> Trajectories:
    """Follow what each rater scored, a group a rater.

    What is not scored from photographs has no raters to compare, and is left out.

    Args:
        scores: The score frame.
        protocol: Visits, baseline and which scale is analysed when.
        scales: By key.
        subjects: Code of every subject of the study.
        measures: What of the values is followed.
    """
    scored = {
        key: one
        for key, one in scales.items()
        if isinstance(one, Scale) or one.is_photograph
    }
    raters = sorted(one for one in scores[RATER].astype(str).unique() if one)
    units = sorted(scores[UNIT].astype(str).unique())
    found = [
        trajectories(
            scores[scores[RATER] == rater],
            protocol,
            scored,
            dict.fromkeys(units, rater),
            subjects=subjects,
            measures=measures,
            grouped_by="rater",
        )
        for rater in raters
    ]
    return _joined(found, raters)


def _joined(found: Sequence[Trajectories], raters: Sequence[str]) -> Trajectories:
    """The trajectories of several raters as those of one study."""
    first = found[0]
    lines = pd.concat([one.lines for one in found], ignore_index=True)
    words = [column for column in lines.columns if column not in (DAY, VALUE)]
    lines[words] = lines[words].astype("category")
    return Trajectories(
        table=pd.concat([one.table for one in found], ignore_index=True),
        lines=lines,
        flow=first.flow,
        scales=first.scales,
        visits=first.visits,
        baseline=first.baseline,
        anchor=first.anchor,
        groups=tuple(raters),
        is_grouped=True,
        aggregation=first.aggregation,
        raters=1,
        views=max(one.views for one in found),
        level=first.level,
        notes=_told(raters, [one.notes for one in found]),
        noun=first.noun,
        grouped_by="rater",
        change_notes=_told(raters, [one.change_notes for one in found]),
        zero_notes=_told(raters, [one.zero_notes for one in found]),
    )


def _told(raters: Sequence[str], notes: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The notes of raters; what is said of all of them is said once."""
    same = [note for note in notes[0] if all(note in others for others in notes)]
    own = [
        f"{rater}: {note}"
        for rater, some in zip(raters, notes, strict=True)
        for note in some
        if note not in same
    ]
    return (*same, *own)
