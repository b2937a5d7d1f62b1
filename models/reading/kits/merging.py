"""Merging returns into their study: first the plan, then all of it in one change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from models.audit.signed_content import SignedScore, reading_hash
from models.audit.signing import Meaning
from models.errors import ExpectedError, Problem
from models.reading.kits.errors import KitError
from models.reading.kits.kit_signer import signature_fault
from models.reading.kits.merge_plan import (
    Fate,
    MergePlan,
    ReturnPlan,
    StudySide,
    plan_merge,
    said,
)
from models.reading.kits.returns import Return, parse_return, read_return
from models.store.changes import Changes
from models.store.records import NewSignature, ReadingItem, ScoreKind, Viewing
from models.store.screen_records import Adjustment, DisplayCheck
from models.store.store import StudyStore
from models.words import counted, listed


@dataclass(frozen=True)
class MergeReport:
    """What was merged.

    Attributes:
        plan: What was planned and then done.
        returns: Returns merged.
        scores: Scores added.
        raters: Codes of the raters.
        finished: Raters whose reading is finished by it.
    """

    plan: MergePlan
    returns: int
    scores: int
    raters: tuple[str, ...]
    finished: tuple[str, ...]

    def sentence(self) -> str:
        """What was merged, in words."""
        if not self.returns:
            return "Nothing to merge: the study was not changed."
        text = (
            f"{counted(self.returns, 'return')} merged: "
            f"{counted(self.scores, 'score')} of {listed(self.raters)}."
        )
        if self.finished:
            text += f" Finished: {listed(self.finished)}."
        return text


def read_returns(paths: Sequence[Path]) -> list[Return]:
    """Read returns; if one of them is not sound, none is taken.

    Raises:
        KitError: With what is wrong with every one of them.
    """
    found: list[Return] = []
    problems: list[Problem] = []
    last: ExpectedError | None = None
    for path in paths:
        try:
            found.append(read_return(path))
        except ExpectedError as error:
            problems.append(Problem(path.name, f"{error.text} {error.hint}".strip()))
            last = error
    if last is not None and len(paths) == 1:
        raise last
    if last is not None:
        raise KitError(
            f"{counted(len(problems), 'file')} cannot be merged; nothing was written.",
            hint="Leave them out, or mend them, and merge again.",
            problems=problems,
        )
    return found


def plan_returns(
    store: StudyStore, returns: Sequence[Return], *, take: Collection[str] = ()
) -> MergePlan:
    """Say what merging would do; nothing is written."""
    return plan_merge(study_side(store), returns, take=take)


def merge_returns(
    store: StudyStore,
    returns: Sequence[Return],
    *,
    by: str,
    take: Collection[str] = (),
    why: str = "",
) -> MergeReport:
    """Merge what can be merged, all in one change with its line in the trail.

    Raises:
        KitError: A return does not belong here or is in conflict; nothing is written.
    """
    plan = plan_returns(store, returns, take=take)
    _refuse_faults(plan)
    merging = [one for one in plan.returns if one.fate is Fate.MERGE]
    if merging:
        with store.changes(
            by=by, role="coordinator", action="returns merged", why=why
        ) as changes:
            for one in merging:
                _write(store, changes, one)
            changes.note(returns="\n".join(one.sentence() for one in plan.returns))
    raters = dict.fromkeys(one.returned.rater for one in merging)
    finished = dict.fromkeys(one.returned.rater for one in merging if one.finishes)
    return MergeReport(
        plan,
        len(merging),
        sum(one.scores for one in merging),
        tuple(raters),
        tuple(finished),
    )


def study_side(store: StudyStore) -> StudySide:
    """What of a study a merge must know."""
    scales = store.scales()
    items: dict[str, dict[str, ReadingItem]] = {}
    scores = {}
    for reading in store.readings():
        mine = store.reading_items(reading.id)
        code_of = {item.id: item.code for item in mine}
        items[reading.rater] = {item.code: item for item in mine}
        scores[reading.rater] = {
            (code_of[score.item], score.scale): word
            for score in store.current_scores(reading.id)
            if (word := said(score)) is not None
        }
    return StudySide(
        is_locked=store.is_locked(),
        kits={kit.uid: kit for kit in store.kits_out()},
        merged=[parse_return(one.data, "return") for one in store.kit_returns()],
        items=items,
        scores=scores,
        finished={one.rater for one in store.readings() if one.finished_at},
        has_grade=lambda scale, value: scales[scale].has_grade(value),
        signature_fault=partial(signature_fault, store),
    )


def _refuse_faults(plan: MergePlan) -> None:
    """Refuse to write a part of what was asked for."""
    bad = (Fate.REFUSED, Fate.CONFLICT)
    problems = [
        Problem(one.returned.name, one.why) for one in plan.returns if one.fate in bad
    ]
    if problems:
        raise KitError(
            f"{counted(len(problems), 'return')} cannot be merged; nothing was "
            "written.",
            hint="Leave them out, or say which one is to be taken, and merge again.",
            problems=problems,
        )


def _write(store: StudyStore, changes: Changes, plan: ReturnPlan) -> None:
    """Write what is new of one return, with the times of the rater."""
    one = plan.returned
    kit = next(kit for kit in store.kits_out() if kit.uid == one.kit)
    changes.add_kit_return(kit.id, one.sha256, one.data)
    items = {item.code: item.id for item in store.reading_items(kit.reading)}
    for code, scale in plan.withdrawn:
        changes.add_score(items[code], scale, ScoreKind.WITHDRAWN, None, "")
    for row in plan.rows:
        values = row.values
        if row.table == "display_check":
            told = {key: one for key, one in values.items() if key != "reading_id"}
            changes.add_display_check(kit.reading, DisplayCheck(**told))
        if "item_id" not in values:
            continue
        item = items[one.codes[values["item_id"]]]
        number = values.get("scale_id")
        scale = one.scales[number] if number is not None else ""
        if row.table == "score":
            kind, value = ScoreKind(values["kind"]), values["value"]
            changes.add_score(
                item,
                scale,
                kind,
                value,
                values["reason"],
                at=values["at"],
                adjusted=_adjusted(values),
            )
        elif row.table == "comment":
            changes.add_comment(item, scale, values["text"], at=values["at"])
        elif row.table == "flag":
            changes.add_flag(item, raised=bool(values["raised"]), at=values["at"])
        elif row.table == "viewing":
            changes.add_viewing(item, Viewing(**{key: values[key] for key in _VIEWING}))
    step = next((past.id for past in reversed(store.reading_steps(kit.reading))), 0)
    if plan.finishes and one.finish is not None:
        at = one.finish.values["at"]
        step = changes.add_reading_step(kit.reading, finished=True, reason="", at=at)
    if plan.signs and one.signature is not None:
        _sign(store, changes, plan, kit.reading, step)


def _sign(
    store: StudyStore, changes: Changes, plan: ReturnPlan, reading: int, step: int
) -> None:
    """Make the signature of a return one of the study: bound to what it has then."""
    signed = plan.returned.signature
    if signed is None:
        return
    changes.add_signature(
        NewSignature(
            person=plan.returned.rater,
            printed_name=signed["printed_name"],
            meaning=str(Meaning.AUTHORSHIP),
            reading=reading,
            step=step,
            sha256=hash_after(store, plan, reading),
        ),
        at=signed["at"],
    )


def hash_after(store: StudyStore, plan: ReturnPlan, reading: int) -> str:
    """The hash of a reading as it will be when a return is merged."""
    one = plan.returned
    items = {item.id: item for item in store.reading_items(reading)}
    position = {item.code: item.position for item in items.values()}
    scores = {
        (items[score.item].code, score.scale): word
        for score in store.current_scores(reading)
        if (word := said(score)) is not None
    }
    comments = {
        (items[item].position, scale): text
        for (item, scale), text in store.current_comments(reading).items()
    }
    flags = {items[item].position for item in store.current_flags(reading)}
    for place in plan.withdrawn:
        scores.pop(place, None)
    for row in plan.rows:
        values = row.values
        code = one.codes.get(values.get("item_id", 0), "")
        scale = one.scales.get(values.get("scale_id") or 0, "")
        if row.table == "score":
            scores.pop((code, scale), None)
            if values["kind"] != ScoreKind.WITHDRAWN.value:
                scores[code, scale] = (values["value"], values["reason"])
        elif row.table == "comment":
            comments[position[code], scale] = values["text"]
        elif row.table == "flag":
            (flags.add if values["raised"] else flags.discard)(position[code])
    signed = (
        SignedScore(position[code], code, scale, _kind(value), value, reason)
        for (code, scale), (value, reason) in scores.items()
    )
    return reading_hash(store.info().uid, one.rater, signed, comments, flags)


def _kind(value: float | None) -> str:
    kind = ScoreKind.NOT_ASSESSABLE if value is None else ScoreKind.GRADE
    return kind.value


def _adjusted(values: Mapping[str, Any]) -> Adjustment | None:
    """How the display was changed when a score was given."""
    if values["brightness"] is None:
        return None
    return Adjustment(values["brightness"], values["contrast"] or 0.0)


_VIEWING = ("shown_at", "seconds_attended", "seconds_open", "seconds_anchors")
