"""Before or after? What raters are shown in pairs, as a protocol says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.protocol.reader_words import not_known
from models.toml_file import Section
from models.words import number_text

if TYPE_CHECKING:
    from models.protocol.protocol import Visit

USUAL_CRITERION = 0.8
"""Share of pairs in the right order, as in the published clearances."""


@dataclass(frozen=True)
class BeforeAfterRule:
    """Which photographs stand beside the baseline, and when that succeeds.

    Attributes:
        visit: Key of the later visit.
        criterion: Share of pairs that must be put in the right order.
    """

    visit: str
    criterion: float = USUAL_CRITERION


def read_before_after(
    top: Section, visits: "Sequence[Visit]", baseline: str
) -> BeforeAfterRule | None:
    """The table [before_after], or None where there is none."""
    if not top.has("before_after"):
        return None
    section = top.section("before_after")
    key = section.text("visit")
    criterion: float | None = USUAL_CRITERION
    if section.has("criterion"):
        criterion = section.number("criterion")
    section.refuse_other_keys()
    known = {visit.key: visit for visit in visits if visit.key}
    if key and known and key not in known:
        section.problem("visit", not_known(key, "visit", known))
    elif key in known:
        _check_visit(section, known[key], known.get(baseline))
    if criterion is not None and not 0.5 <= criterion < 1:
        section.problem(
            "criterion",
            f"must be a share from 0.5 to below 1, not {number_text(criterion)}.",
        )
    return BeforeAfterRule(key, USUAL_CRITERION if criterion is None else criterion)


def _check_visit(section: Section, visit: "Visit", baseline: "Visit | None") -> None:
    if not visit.photographs:
        section.problem("visit", f'no photographs are planned at "{visit.key}".')
    if baseline is not None and visit.day <= baseline.day:
        section.problem(
            "visit", f'"{visit.key}" does not come after the baseline "{baseline.key}".'
        )
