"""Reads the assessments of a protocol: what is not scored from photographs."""

from collections.abc import Collection, Mapping

from models.protocol.assessments import Assessment, Assessor
from models.protocol.reader_words import check_unique, not_known, read_key
from models.scales.scale import Direction
from models.toml_file import Section


def read_assessments(
    top: Section,
    visits: Collection[str],
    scheduled: Collection[str],
    scales: Collection[str],
    measures: Collection[str],
    *,
    has_sides: bool,
) -> tuple[Assessment, ...]:
    """The tables [[assessments]] of a protocol, in their order.

    Args:
        top: The protocol.
        visits: Keys of the visits, in their order.
        scheduled: Keys of the scales that are scored from photographs.
        scales: Keys of all scales there are.
        measures: Keys of all measures there are.
        has_sides: Whether the design compares sides.
    """
    found: list[Assessment] = []
    met: set[str] = set()
    for section in top.sections("assessments", optional=True):
        key, name = read_key(section), section.text("name")
        check_unique(key, section, met)
        if key and key in scheduled:
            section.problem(
                "key",
                f'"{key}" is scored from photographs too; what is rated live is '
                f'another series and needs a key of its own, such as "{key}-live".',
            )
        by = section.choice("by", Assessor)
        scale, measure = _instrument(section, scales, measures)
        kept = _visits(section, visits)
        per_side = section.flag("per_side", default=False)
        if per_side and not has_sides:
            section.problem("per_side", "is for designs that compare sides only.")
        direction = (
            section.choice("direction", Direction) if section.has("direction") else None
        )
        section.refuse_other_keys()
        if by is not None:
            one = Assessment(key, name, by, scale, measure, kept, per_side, direction)
            found.append(one)
    return tuple(found)


def read_codings(top: Section, rated: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The table [codings]: key of the scale to the name of its coding.

    Args:
        top: The protocol.
        rated: The codings each scale of the protocol has, by key of the scale.
    """
    if not top.has("codings"):
        return {}
    section = top.section("codings")
    found = {}
    for scale in section.all_keys():
        name = section.text(scale)
        if scale not in rated:
            section.problem(scale, not_known(scale, "scale", rated))
        elif name and name not in rated[scale]:
            section.problem(scale, not_known(name, "coding of the scale", rated[scale]))
        found[scale] = name
    return found


def _instrument(
    section: Section, scales: Collection[str], measures: Collection[str]
) -> tuple[str, str]:
    """The scale or the measure, exactly one of which must be named."""
    named = [key for key in ("scale", "measure") if section.has(key)]
    texts = {key: section.text(key) for key in named}
    if len(named) != 1:
        section.problem(
            named[-1] if named else "",
            'needs either scale = "…" or measure = "…", and only one of them.',
        )
    for key, known in (("scale", scales), ("measure", measures)):
        if texts.get(key) and texts[key] not in known:
            section.problem(key, not_known(texts[key], key, known))
    return texts.get("scale", ""), texts.get("measure", "")


def _visits(section: Section, visits: Collection[str]) -> tuple[str, ...]:
    named = section.texts("visits")
    for key in dict.fromkeys(named):
        if named.count(key) > 1:
            section.problem("visits", f'"{key}" is named twice.')
        if visits and key not in visits:
            section.problem("visits", not_known(key, "visit", visits))
    return tuple(key for key in visits if key in named)
