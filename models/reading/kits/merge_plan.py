"""What merging returns would do, before anything is done: a pure function.

A return holds the whole history of its kit. What the study has of that history already
is left out; what is new is added in the order and with the times of the rater. Where
two histories of one rater say different things, neither is written until somebody says
which one is to be taken.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from models.reading.kits.returns import Return, ReturnedRow
from models.store.records import KitOut, ReadingItem, Score, ScoreKind
from models.words import counted

Said: TypeAlias = tuple[float | None, str]
"""A grade and a reason why there is none."""

Place: TypeAlias = tuple[str, str]
"""Code of a photograph, key of a scale."""


_SAYING = ("score", "comment", "flag")


class Fate(StrEnum):
    """What is to become of a return."""

    MERGE = "merge"  # has something new
    SAME = "same"  # the study has all of it already
    CONFLICT = "conflict"  # another return, or the study, says something else
    REFUSED = "refused"  # does not belong here


@dataclass(frozen=True)
class StudySide:
    """What of a study a merge must know.

    Attributes:
        is_locked: Whether the study is locked.
        kits: The kits that were written, by identifier.
        merged: Returns that were merged, the oldest first.
        items: Items of each rater's reading, by code.
        scores: What counts now in each rater's reading, by code and scale.
        finished: Raters whose reading is finished in the study.
        has_grade: Whether a scale, by its key, has a grade.
        signature_fault: Why the signature of a return is none with a password; empty
            if it is one, None if the study has no people.
    """

    is_locked: bool
    kits: Mapping[str, KitOut]
    merged: Sequence[Return]
    items: Mapping[str, Mapping[str, ReadingItem]]
    scores: Mapping[str, Mapping[Place, Said]]
    finished: Collection[str]
    has_grade: Callable[[str, float], bool]
    signature_fault: Callable[[Return], str | None]


@dataclass(frozen=True)
class ReturnPlan:
    """What is to become of one return.

    Attributes:
        returned: The return.
        fate: What is to become of it.
        why: In a sentence; empty where it is merged without more to say.
        rows: What is new in it, to be written.
        withdrawn: Scores of the study that the return does not have and that are to be
            taken back, where it is taken in the place of another.
        scores: How many of its scores are new.
        corrected: How many of them change a score that the study has.
        complete: Photographs complete in the return.
        missing: Photographs of the kit that are not complete.
        after_finish: Changes made after the reading was finished.
        finishes: Whether the rater's reading in the study is finished by it.
        signs: Whether its signature becomes one of the study.
    """

    returned: Return
    fate: Fate
    why: str
    rows: tuple[ReturnedRow, ...] = ()
    withdrawn: tuple[Place, ...] = ()
    scores: int = 0
    corrected: int = 0
    complete: int = 0
    missing: int = 0
    after_finish: int = 0
    finishes: bool = False
    signs: bool = False

    def sentence(self) -> str:
        """The plan for this return in words."""
        one = self.returned
        text = f"{one.name}: {one.rater or 'nobody'}, kit version {one.version}, "
        if self.fate is Fate.MERGE:
            text += counted(self.scores, "new score")
            text += f" ({self.corrected} corrected)" if self.corrected else ""
        else:
            text += {
                Fate.SAME: "nothing new",
                Fate.CONFLICT: "CONFLICT",
                Fate.REFUSED: "not merged",
            }[self.fate]
        text += f"; {self.complete} photographs complete, {self.missing} missing"
        text += ", finished" if one.finish else ", not finished"
        text += ", signed" if one.signature else ""
        text += " with the password" if self.signs else ""
        return f"{text}. {self.why}".strip()


@dataclass(frozen=True)
class MergePlan:
    """What merging would do.

    Attributes:
        returns: One plan for each file.
    """

    returns: tuple[ReturnPlan, ...]

    @property
    def has_news(self) -> bool:
        """Whether there is anything to write."""
        return any(one.fate is Fate.MERGE for one in self.returns)

    @property
    def conflicts(self) -> tuple[ReturnPlan, ...]:
        """Returns that somebody must choose from."""
        return tuple(one for one in self.returns if one.fate is Fate.CONFLICT)

    def sentence(self) -> str:
        """The plan in a sentence."""
        merging = [one for one in self.returns if one.fate is Fate.MERGE]
        raters = {one.returned.rater for one in merging}
        scores = sum(one.scores for one in merging)
        if not merging:
            return "Nothing to merge."
        return (
            f"{counted(len(merging), 'return')} of {counted(len(raters), 'rater')} to "
            f"merge, {counted(scores, 'new score')}."
        )


def plan_merge(
    study: StudySide, returns: Sequence[Return], *, take: Collection[str] = ()
) -> MergePlan:
    """Say what merging would do.

    Args:
        study: What the study has.
        returns: Each whole and sound by itself.
        take: Names of returns to be taken where two say different things.
    """
    plans: list[ReturnPlan] = []
    for place, one in enumerate(returns):
        others = [other for at, other in enumerate(returns) if at != place]
        earlier = [other.hashes for other in returns[:place]]
        plans.append(_plan(study, one, others, earlier, take))
    return MergePlan(tuple(plans))


def state_of(rows: Sequence[ReturnedRow], returned: Return) -> dict[Place, Said]:
    """What counts after a run of rows."""
    state: dict[Place, Said] = {}
    for row in rows:
        if row.table == "score":
            values = row.values
            place = _place(returned, row)
            state.pop(place, None)
            if values["kind"] != ScoreKind.WITHDRAWN.value:
                state[place] = (values["value"], values["reason"])
    return state


def said(score: Score) -> Said | None:
    """What a score of the study says; None if it was withdrawn."""
    if score.kind is ScoreKind.WITHDRAWN:
        return None
    return score.value, score.reason


def _plan(
    study: StudySide,
    one: Return,
    others: Sequence[Return],
    earlier: Sequence[tuple[str, ...]],
    take: Collection[str],
) -> ReturnPlan:
    why = _refusal(study, one)
    if why:
        return _of(one, Fate.REFUSED, why)
    merged = [other.sha256 for other in study.merged]
    if one.hashes in earlier:
        return _of(one, Fate.SAME, "The same return is among the files twice.")
    if one.sha256 in merged:
        return _of(one, Fate.SAME, "It was merged before.")
    mine = [other for other in study.merged if other.kit == one.kit]
    if any(_extends(other, one) for other in mine):
        return _of(one, Fate.SAME, "A later return of this kit was merged before.")
    longer = [other for other in others if len(other.hashes) > len(one.hashes)]
    if any(_extends(other, one) for other in longer):
        return _of(one, Fate.SAME, "A later return of this kit is among the files.")
    known = max((len(two.hashes) for two in mine if _extends(one, two)), default=1)
    news = tuple(row for row in one.rows if row.line > known)
    base = state_of([row for row in one.rows if row.line <= known], one)
    target = state_of(one.rows, one)
    is_taken = one.name in take
    why = "" if is_taken else _conflict(study, one, others, base, target, take)
    if not why and not is_taken and _is_passed_over(one, others, target, take):
        return _of(one, Fate.SAME, "Another return of this rater is taken instead.")
    if why:
        return _of(one, Fate.CONFLICT, why)
    if one.rater in study.finished and any(row.table in _SAYING for row in news):
        why = "The rater's reading is finished in the study; reopen it first."
        return _of(one, Fate.REFUSED, why)
    if not news and not is_taken:
        return _of(one, Fate.SAME, "Nothing was scored in it yet.")
    return _merging(study, one, news, target, is_taken=is_taken)


def _merging(
    study: StudySide,
    one: Return,
    news: tuple[ReturnedRow, ...],
    target: Mapping[Place, Said],
    *,
    is_taken: bool,
) -> ReturnPlan:
    here = study.scores.get(one.rater, {})
    covered = set(one.codes.values())
    scored = {_place(one, row) for row in news if row.table == "score"}
    withdrawn = [
        place
        for place in here
        if is_taken and place[0] in covered and place not in target
    ]
    after = {**{place: here[place] for place in here if place[0] not in covered}}
    after |= target
    items = study.items[one.rater].values()
    is_whole = all((item.code, key) in after for item in items for key in item.scales)
    finishes = one.finish is not None and is_whole
    fault = _signature_fault(study, one, news, is_whole=is_whole)
    why = ""
    if one.finish is not None and not is_whole:
        why = (
            "The reading stays open in the study: photographs that were not in the kit "
            "are not scored yet."
        )
    return _of(
        one,
        Fate.MERGE,
        f"{why} {fault or ''}".strip(),
        rows=news,
        withdrawn=tuple(sorted(withdrawn)),
        scores=len(scored),
        corrected=sum(
            place in here and here[place] != target.get(place) for place in scored
        ),
        finishes=finishes and one.rater not in study.finished,
        signs=fault == "",
    )


def _signature_fault(
    study: StudySide, one: Return, news: Sequence[ReturnedRow], *, is_whole: bool
) -> str | None:
    """Why a signature does not become one of the study; None if there is none."""
    if one.signing not in news:
        return None
    if one.finish is None or not is_whole:
        return "Its signature is kept with the return: the reading is not finished."
    if set(one.codes.values()) != set(study.items[one.rater]):
        return (
            "Its signature is kept with the return: the kit did not hold the whole "
            "reading, which is signed in the study."
        )
    return study.signature_fault(one)


def _of(
    one: Return,
    fate: Fate,
    why: str,
    *,
    rows: tuple[ReturnedRow, ...] = (),
    withdrawn: tuple[Place, ...] = (),
    scores: int = 0,
    corrected: int = 0,
    finishes: bool = False,
    signs: bool = False,
) -> ReturnPlan:
    target = state_of(one.rows, one)
    complete = sum(
        all((code, key) in target for key in one.asked[number])
        for number, code in one.codes.items()
    )
    return ReturnPlan(
        returned=one,
        fate=fate,
        why=why,
        rows=rows,
        withdrawn=withdrawn,
        scores=scores,
        corrected=corrected,
        complete=complete,
        missing=len(one.codes) - complete,
        after_finish=one.changed_after_finish(),
        finishes=finishes,
        signs=signs,
    )


def _refusal(study: StudySide, one: Return) -> str:
    """Why a return does not belong into the study, or empty."""
    kit = study.kits.get(one.kit)
    if kit is None:
        return "It is of another study: this one has not written its kit."
    if kit.head != one.kit_head or kit.version != one.version:
        return "Its kit is not the version that this study has written."
    if kit.rater != one.rater:
        return "The study wrote its kit for another rater."
    items = study.items.get(one.rater, {})
    if not set(one.codes.values()) <= set(items):
        return "It speaks of photographs that this rater's reading does not have."
    grades = (
        (one.scales[row.values["scale_id"]], row.values["value"])
        for row in one.rows
        if row.table == "score" and row.values["value"] is not None
    )
    if not all(study.has_grade(scale, value) for scale, value in grades):
        return "It has a grade that its scale does not have."
    changed = one.changed_after_finish()
    if changed:
        things = counted(changed, "entry", "entries")
        return f"It was changed after the reading was finished: {things}."
    if study.is_locked:
        return "The study is locked; unlock it first, with a reason on record."
    return ""


def _conflict(
    study: StudySide,
    one: Return,
    others: Sequence[Return],
    base: Mapping[Place, Said],
    target: Mapping[Place, Said],
    take: Collection[str],
) -> str:
    """What says something else than the return, or empty."""
    rivals = [
        other
        for other in others
        if other.rater == one.rater and other.hashes != one.hashes
    ]
    for other in rivals:
        related = _extends(one, other) or _extends(other, one)
        if not related and _differ(target, state_of(other.rows, other), one, other):
            if other.name in take:
                return ""
            return (
                f"{other.name} of the same rater says something else; neither is "
                "written until one is taken."
            )
    here = study.scores.get(one.rater, {})
    covered = set(one.codes.values())
    mine = {place: here[place] for place in here if place[0] in covered}
    changed = {
        place
        for place in {*mine, *base}
        if mine.get(place) != base.get(place) and mine.get(place) != target.get(place)
    }
    if changed:
        return (
            f"The study has other scores of this rater for "
            f"{counted(len({code for code, _ in changed}), 'photograph')}; nothing is "
            "written until the return is taken."
        )
    return ""


def _is_passed_over(
    one: Return,
    others: Sequence[Return],
    target: Mapping[Place, Said],
    take: Collection[str],
) -> bool:
    """Whether another return that says something else was chosen."""
    return any(
        other.name in take
        and other.rater == one.rater
        and not _extends(other, one)
        and not _extends(one, other)
        and _differ(target, state_of(other.rows, other), one, other)
        for other in others
    )


def _differ(
    mine: Mapping[Place, Said], theirs: Mapping[Place, Said], one: Return, other: Return
) -> bool:
    """Whether two returns say different things of a photograph both had."""
    both = set(one.codes.values()) & set(other.codes.values())
    places = {place for place in {*mine, *theirs} if place[0] in both}
    return any(mine.get(place) != theirs.get(place) for place in places)


def _extends(longer: Return, shorter: Return) -> bool:
    """Whether one return is a later one of the same history."""
    count = len(shorter.hashes)
    return len(longer.hashes) >= count and longer.hashes[:count] == shorter.hashes


def _place(returned: Return, row: ReturnedRow) -> Place:
    values = row.values
    return returned.codes[values["item_id"]], returned.scales[values["scale_id"]]
