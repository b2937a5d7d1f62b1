"""What the page of kits and returns says. No Qt."""

from dataclasses import dataclass

from models.reading.kits.merge_plan import Fate, MergePlan, ReturnPlan
from models.store.store import StudyStore
from models.words import counted

_FATES = {
    Fate.MERGE: "will be merged",
    Fate.SAME: "nothing new",
    Fate.CONFLICT: "conflict",
    Fate.REFUSED: "refused",
}


@dataclass(frozen=True)
class KitRow:
    """A kit as the list shows it.

    Attributes:
        rater: Code of the rater.
        version: 1 for the first kit of the rater.
        items: Photographs in it.
        written_at: UTC time, ISO 8601.
        returned_at: UTC time of the last return merged, or empty.
    """

    rater: str
    version: int
    items: int
    written_at: str
    returned_at: str


def kit_rows(store: StudyStore) -> list[KitRow]:
    """Every kit of a study, the newest first."""
    returned = {one.kit: one.at for one in store.kit_returns()}
    return [
        KitRow(kit.rater, kit.version, kit.items, kit.at, returned.get(kit.id, ""))
        for kit in reversed(store.kits_out())
    ]


def rater_choices(store: StudyStore) -> list[str]:
    """Raters who may be given a kit: those whose reading is not finished."""
    finished = {one.rater for one in store.readings() if one.finished_at}
    return [one.code for one in store.raters() if one.code not in finished]


def no_kit(store: StudyStore) -> str:
    """Why no kit can be written now, or empty."""
    if store.is_locked():
        return "The study is locked, so no kit can be written and no return merged."
    if not store.photographs():
        return "The study has no photographs yet. Import them on the page Photographs."
    return ""


def fate_text(plan: ReturnPlan) -> str:
    """What will become of a return, in a word or two."""
    return _FATES[plan.fate]


def can_merge(plan: MergePlan | None) -> bool:
    """Whether everything that was added can be merged, and something is new."""
    if plan is None or not plan.has_news:
        return False
    return not any(one.fate in (Fate.CONFLICT, Fate.REFUSED) for one in plan.returns)


def plan_text(plan: MergePlan | None) -> str:
    """What merging would do, or why it cannot be done."""
    if plan is None or not plan.returns:
        return "Drop returns here, or add them with the button."
    conflicts = len(plan.conflicts)
    refused = sum(one.fate is Fate.REFUSED for one in plan.returns)
    if conflicts:
        return (
            f"{counted(conflicts, 'return')} in conflict: choose one and take it, or "
            "remove it."
        )
    if refused:
        return f"{counted(refused, 'return')} cannot be merged: remove it to go on."
    return plan.sentence()
