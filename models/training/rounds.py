"""Rounds of practice and examinations: which photographs, drawn once and stored."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.errors import ExpectedError
from models.reading.drawing import candidates, taken_codes
from models.reading.order import draw_codes, draw_plan, reading_seed
from models.store.store import StudyStore
from models.store.training_records import Purpose, TrainingReading
from models.training.references import check_training
from models.words import counted

_SPARE = 1.1
"""Photographs of an examination over those that must be scored: some are refused."""

_MOST_REPEATS = 0.5


@dataclass(frozen=True)
class Round:
    """A round as it was begun or goes on.

    Attributes:
        one: The reading.
        remarks: What the trainee or trainer should know of the draw.
    """

    one: TrainingReading
    remarks: tuple[str, ...] = ()


def rounds(store: StudyStore, rater: str = "") -> list[TrainingReading]:
    """The rounds of a rater, or of everybody, the oldest first."""
    found = store.training_readings()
    return [one for one in found if not rater or one.reading.rater == rater]


def open_round(store: StudyStore, rater: str, purpose: Purpose) -> Round:
    """The round that a rater has begun and not finished, or a new one.

    Args:
        store: The training study.
        rater: Code; a new one is added to the study.
        purpose: PRACTICE or EXAMINATION.

    Raises:
        ExpectedError: The set has no reference scores, the rater scored it as an
            expert, no attempt is left, or practice must come first.
    """
    check_training(store)
    code = rater.strip()
    if not code:
        raise ExpectedError(
            "A trainee needs a code.", hint="Give initials or a number, such as T1."
        )
    going_on = [
        one
        for one in rounds(store, code)
        if one.purpose is purpose and not one.reading.finished_at
    ]
    if going_on:
        return Round(going_on[0])
    _refuse(store, code, purpose)
    return _draw(store, code, purpose)


def examinations_left(store: StudyStore, rater: str) -> int | None:
    """How many examinations a rater may still begin; None for any number."""
    most = store.protocol().certification.attempts
    if not most:
        return None
    taken = [one for one in rounds(store, rater) if one.purpose is Purpose.EXAMINATION]
    return max(most - len(taken), 0)


def _refuse(store: StudyStore, rater: str, purpose: Purpose) -> None:
    if not store.reference_scores():
        raise ExpectedError(
            "The set has no reference scores yet.",
            hint="The trainer sets them first: from a table, or from a panel.",
        )
    if rater in {one.rater for one in store.readings()}:
        raise ExpectedError(
            f"{rater} has read the set as an expert, and knows it.",
            hint="A trainee has a code of their own.",
        )
    own = rounds(store, rater)
    if any(not one.reading.finished_at for one in own):
        raise ExpectedError(
            "Another round of yours is not finished.",
            hint="Finish it first: training and examination are not mixed.",
        )
    if purpose is Purpose.PRACTICE:
        return
    if examinations_left(store, rater) == 0:
        raise ExpectedError(
            f"{rater} has taken every examination that the protocol allows.",
            hint="The trainer can allow more by amending the protocol: “attempts” in "
            "its table [certification].",
        )
    if own and own[-1].purpose is Purpose.EXAMINATION:
        raise ExpectedError(
            "After an examination comes training, before the next one.",
            hint="Finish a round of training first.",
        )


def _draw(store: StudyStore, rater: str, purpose: Purpose) -> Round:
    """Draw the photographs and their order."""
    earlier = rounds(store, rater)
    attempt = 1 + sum(one.purpose is purpose for one in earlier)
    seed = reading_seed(store.order_seed(), f"{purpose} {attempt} {rater}")
    practised = _shown(store, earlier, Purpose.PRACTICE)
    examined = _shown(store, earlier, Purpose.EXAMINATION)
    is_practice = purpose is Purpose.PRACTICE
    usable = sorted({number for number, _ in store.reference_scores()})
    size = _practice_size(store, usable) if is_practice else _exam_size(store, usable)
    # Practice keeps to its own photographs, so that the others stay for examinations.
    rank = {
        number: (number not in practised, number in examined)
        if is_practice
        else (number in examined, number in practised)
        for number in usable
    }
    chosen = _choose(store, usable, rank, size, seed)
    repeats = 0 if is_practice else _repeats(store)
    rules = replace(
        store.protocol().reading,
        repeats=min(repeats / len(chosen), _MOST_REPEATS),
    )
    shown = [one for one in candidates(store, set()) if one.id in chosen]
    plan = draw_plan(shown, rules, seed)
    codes = draw_codes(len(plan.showings), seed, taken_codes(store))
    remarks = [plan.remark] if plan.remark else []
    if not is_practice:
        remarks += _overlaps(len(chosen), chosen & examined, chosen & practised)
    action = "training begun" if is_practice else "examination begun"
    with store.changes(by=rater, role="rater", action=action) as changes:
        changes.add_rater(rater)
        number = changes.add_training_reading(rater, purpose, attempt, seed)
        changes.add_reading_items(
            number,
            1,
            [
                (one.photograph, code)
                for one, code in zip(plan.showings, codes, strict=True)
            ],
            {
                place: one.repeat_of
                for place, one in enumerate(plan.showings)
                if one.repeat_of is not None
            },
        )
        changes.note(attempt=attempt, repeats=plan.repeats, remark=" ".join(remarks))
    [made] = [one for one in store.training_readings() if one.reading.id == number]
    return Round(made, tuple(remarks))


def _shown(
    store: StudyStore, earlier: Sequence[TrainingReading], purpose: Purpose
) -> set[int]:
    """The photographs of earlier rounds."""
    return {
        photograph
        for one in earlier
        if one.purpose is purpose
        for photograph in store.read_photographs(one.reading.id).values()
    }


def _practice_size(store: StudyStore, usable: Sequence[int]) -> int:
    share = store.protocol().certification.practice
    return max(1, round(share * len(usable)))


def _exam_size(store: StudyStore, usable: Sequence[int]) -> int:
    """Enough to pass, and as many as leave others for each further attempt."""
    rules = store.protocol().certification
    least = max(rules.rules(key).photographs for key in store.scales())
    fair = len(usable) // (rules.attempts or 2)
    return min(len(usable), max(round(_SPARE * least), fair))


def _repeats(store: StudyStore) -> int:
    rules = store.protocol().certification
    return max(rules.rules(key).repeats for key in store.scales())


def _choose(
    store: StudyStore,
    usable: Sequence[int],
    rank: dict[int, tuple[bool, bool]],
    size: int,
    seed: str,
) -> set[int]:
    """Photographs of every grade in turn, those of the best rank first."""
    source = random.Random(f"choice {seed}")  # noqa: S311 - reproducible, stored
    drawn = list(usable)
    source.shuffle(drawn)
    drawn.sort(key=lambda number: rank[number])
    groups = [list(one) for one in _by_grade(store, drawn)]
    chosen: list[int] = []
    while len(chosen) < size and any(groups):
        for group in groups:
            while group and group[0] in chosen:
                group.pop(0)
            if group and len(chosen) < size:
                chosen.append(group.pop(0))
    return set(chosen)


def _by_grade(store: StudyStore, drawn: Sequence[int]) -> Iterator[list[int]]:
    """The photographs of each grade of each scale, in the order drawn."""
    groups: dict[tuple[str, float], list[int]] = defaultdict(list)
    references = store.reference_scores()
    for number in drawn:
        for key in store.scales():
            one = references.get((number, key))
            if one:
                groups[key, one.value].append(number)
    yield from groups.values()


def _overlaps(count: int, examined: set[int], practised: set[int]) -> Iterator[str]:
    """What an examination shares with earlier rounds, for too small a set."""
    for seen, where in (
        (examined, "in an earlier examination"),
        (practised, "in training"),
    ):
        if seen:
            yield (
                f"{len(seen)} of {counted(count, 'photograph')} were shown {where} "
                "already: the set is too small for others."
            )
