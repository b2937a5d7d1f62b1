"""What the training page shows: the set, the trainees, how each round ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.store.store import StudyStore
from models.store.training_records import Purpose, TrainingReading
from models.training.judging import (
    CurvePoint,
    Judgement,
    judgements,
    learning_curve,
)
from models.training.rounds import examinations_left, rounds
from models.words import counted

_NAMES = {Purpose.PRACTICE: "Training", Purpose.EXAMINATION: "Examination"}


@dataclass(frozen=True)
class RoundRow:
    """A round of a trainee, as the table shows it.

    Attributes:
        name: "Training 2", "Examination 1".
        state: "3 of 10 complete", "passed", "not passed: Erythema".
        exact: Share with the reference grade over all scales, or empty.
        within_one: Share at most one grade from it, or empty.
        weakest: The scale with the smallest share of the reference grade, or empty.
    """

    name: str
    state: str
    exact: str
    within_one: str
    weakest: str


@dataclass(frozen=True)
class CriterionRow:
    """A criterion of a judged examination.

    Attributes:
        examination: "Examination 1".
        scale: Short name.
        name: Of the criterion.
        value: Reached.
        limit: Wanted.
        verdict: "passed" or "not passed".
    """

    examination: str
    scale: str
    name: str
    value: str
    limit: str
    verdict: str


def trainees(store: StudyStore) -> list[str]:
    """Codes of everybody with a round, the latest first."""
    codes = [one.reading.rater for one in reversed(rounds(store))]
    return list(dict.fromkeys(codes))


def round_rows(store: StudyStore, rater: str) -> list[RoundRow]:
    """The rounds of a trainee, the oldest first."""
    judged = {one.one.reading.id: one for one in judgements(store, rater)}
    curve = learning_curve(store, rater)
    names = {key: one.short for key, one in store.scales().items()}
    rows = []
    for one in rounds(store, rater):
        points = [
            point
            for point in curve
            if (point.purpose, point.attempt) == (one.purpose, one.attempt)
        ]
        is_told = one.purpose is Purpose.PRACTICE or one.reading.id in judged
        told = [point for point in points if point.exact is not None and is_told]
        rows.append(
            RoundRow(
                round_name(one),
                _state(store, one, judged.get(one.reading.id)),
                _percent(_over_all([(p.photographs, p.exact) for p in told])),
                _percent(_over_all([(p.photographs, p.within_one) for p in told])),
                _weakest(told, names),
            )
        )
    return rows


def criterion_rows(store: StudyStore, rater: str) -> list[CriterionRow]:
    """Every criterion of every judged examination, the latest examination first."""
    return [
        CriterionRow(
            round_name(judged.one),
            scale.name,
            one.name,
            "cannot be told" if one.value is None else _number(one.key, one.value),
            f"{'at most' if one.key == 'bias' else 'at least'} "
            f"{_number(one.key, one.limit).lstrip('+')}",
            "passed" if one.is_passed else "not passed",
        )
        for judged in reversed(judgements(store, rater))
        for scale in judged.scales
        for one in scale.verdict.criteria
    ]


def curve_values(store: StudyStore, rater: str) -> list[tuple[str, float]]:
    """Name of each round and the share of the reference grade over its scales."""
    judged = {one.one.attempt for one in judgements(store, rater)}
    points: dict[tuple[Purpose, int], list[tuple[int, float]]] = {}
    for one in learning_curve(store, rater):
        is_told = one.purpose is Purpose.PRACTICE or one.attempt in judged
        if one.exact is not None and is_told:
            place = (one.purpose, one.attempt)
            points.setdefault(place, []).append((one.photographs, one.exact))
    return [
        (
            f"{_NAMES[purpose]} {attempt}",
            sum(n * share for n, share in found) / sum(n for n, _ in found),
        )
        for (purpose, attempt), found in points.items()
    ]


def what_next(store: StudyStore, rater: str) -> str:
    """Where a trainee stands, in a sentence."""
    if not rater:
        return "Give the code of the trainee."
    own = rounds(store, rater)
    going_on = [one for one in own if not one.reading.finished_at]
    if going_on:
        return f"{round_name(going_on[-1])} of {rater} goes on."
    judged = judgements(store, rater)
    if judged and judged[-1].is_passed:
        return judged[-1].sentence()
    left = examinations_left(store, rater)
    attempts = (
        "as many examinations as it takes"
        if left is None
        else f"{counted(left, 'examination')} left"
    )
    said = f"{judged[-1].sentence()} " if judged else ""
    return f"{said}{rater} has {attempts}."


def may_certify(store: StudyStore, rater: str) -> bool:
    """Whether the latest judged examination passed a scale."""
    judged = judgements(store, rater)
    return bool(judged) and any(one.verdict.is_passed for one in judged[-1].scales)


def round_name(one: TrainingReading) -> str:
    """A round for people: "Examination 1"."""
    return f"{_NAMES[one.purpose]} {one.attempt}"


def _state(store: StudyStore, one: TrainingReading, judged: Judgement | None) -> str:
    if judged is not None:
        failed = [each.name for each in judged.scales if not each.verdict.is_passed]
        return f"not passed: {', '.join(failed)}" if failed else "passed"
    if one.reading.finished_at:
        is_practice = one.purpose is Purpose.PRACTICE
        return "finished" if is_practice else "finished, not judged yet"
    items = store.reading_items(one.reading.id)
    scores = {
        (score.item, score.scale) for score in store.current_scores(one.reading.id)
    }
    done = sum(all((item.id, key) in scores for key in item.scales) for item in items)
    return f"{done} of {len(items)} complete"


def _over_all(shares: Sequence[tuple[int, float | None]]) -> float | None:
    """The share over all scales together."""
    told = [(n, share) for n, share in shares if share is not None and n]
    return (
        sum(n * share for n, share in told) / sum(n for n, _ in told) if told else None
    )


def _weakest(points: Sequence[CurvePoint], names: Mapping[str, str]) -> str:
    told = [(one.exact, one) for one in points if one.exact is not None]
    if len(told) < 2:
        return ""
    share, one = min(told, key=lambda pair: pair[0])
    bias = "" if one.bias is None else f", mean difference {one.bias:+.2f}"
    return f"{names[one.scale]}: {_percent(share)}{bias}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f} %"


def _number(key: str, value: float) -> str:
    if key in ("photographs", "repeats"):
        return f"{value:.0f}"
    if key in ("within_one", "exact", "same_class"):
        return f"{100 * value:.0f} %"
    return f"{value:+.2f}" if key == "bias" else f"{value:.2f}"
