"""Judging an examination against the reference scores, once, and on record.

What is stored is what was reached by the set and the limits of that day: a reference
score corrected later changes no verdict.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.errors import ExpectedError
from models.protocol.certification import PassRules
from models.statistics.agreement.passing import Criterion, Thresholds, Verdict, judge
from models.statistics.agreement.ratings import SCORE, TARGET
from models.store.chain import canonical
from models.store.store import StudyStore
from models.store.training_records import Purpose, TrainingReading
from models.training.calibration import set_hash
from models.training.rounds import rounds


@dataclass(frozen=True)
class ScaleVerdict:
    """How an examination ended on one scale.

    Attributes:
        scale: Key.
        name: Of the scale, short.
        verdict: The criteria.
    """

    scale: str
    name: str
    verdict: Verdict


@dataclass(frozen=True)
class Judgement:
    """A judged examination.

    Attributes:
        one: The reading.
        scales: A verdict for each scale that has reference scores.
        set_sha256: Hash of the set it was judged by.
        at: UTC time it was judged, ISO 8601.
    """

    one: TrainingReading
    scales: tuple[ScaleVerdict, ...]
    set_sha256: str
    at: str

    @property
    def is_passed(self) -> bool:
        """Whether every scale was passed."""
        return bool(self.scales) and all(one.verdict.is_passed for one in self.scales)

    def sentence(self) -> str:
        """The verdict in words."""
        who, number = self.one.reading.rater, self.one.attempt
        failed = [one.name for one in self.scales if not one.verdict.is_passed]
        if not failed:
            return f"{who} passed examination {number} on every scale."
        return f"{who} did not pass examination {number}: {', '.join(failed)}."


@dataclass(frozen=True)
class CurvePoint:
    """One round of a trainee on one scale, for the learning curve.

    Attributes:
        purpose: Practice or examination.
        attempt: Number among its kind, from 1.
        scale: Key of the scale.
        photographs: Graded, with a reference score.
        exact: Share with the reference grade, or None.
        within_one: Share at most one grade from it, or None.
        bias: Mean difference from it, or None.
    """

    purpose: Purpose
    attempt: int
    scale: str
    photographs: int
    exact: float | None
    within_one: float | None
    bias: float | None


def judge_examination(
    store: StudyStore, rater: str, *, by: str, role: str = "rater"
) -> Judgement:
    """The verdict on a rater's latest finished examination, judged if it was not yet.

    Args:
        store: The training study.
        rater: Code of the rater.
        by: Who has it judged.
        role: In what role.

    Raises:
        ExpectedError: The rater has finished no examination.
    """
    finished = [
        one
        for one in rounds(store, rater)
        if one.purpose is Purpose.EXAMINATION and one.reading.finished_at
    ]
    if not finished:
        raise ExpectedError(
            f"{rater} has finished no examination.",
            hint="An examination is judged once it is finished.",
        )
    latest = finished[-1]
    known = {one.one.reading.id: one for one in judgements(store, rater)}
    if latest.reading.id not in known:
        _judge(store, latest, by, role)
        known = {one.one.reading.id: one for one in judgements(store, rater)}
    return known[latest.reading.id]


def judgements(store: StudyStore, rater: str = "") -> list[Judgement]:
    """The judged examinations of a rater, or of everybody, the oldest first."""
    names = {key: one.short for key, one in store.scales().items()}
    attempts = store.attempts()
    found = []
    for one in rounds(store, rater):
        own = [each for each in attempts if each.reading == one.reading.id]
        if own:
            verdicts = tuple(
                ScaleVerdict(
                    each.scale,
                    names.get(each.scale, each.scale),
                    _verdict_of(each.details),
                )
                for each in own
            )
            found.append(Judgement(one, verdicts, own[0].set_sha256, own[0].at))
    return found


def learning_curve(store: StudyStore, rater: str) -> list[CurvePoint]:
    """How near a rater was to the reference scores, round by round."""
    return [
        point
        for one in rounds(store, rater)
        if one.reading.finished_at
        for point in _points(store, one)
    ]


def thresholds(rules: PassRules) -> Thresholds:
    """The limits of a protocol as the statistics know them."""
    return Thresholds(**vars(rules))


def _judge(store: StudyStore, one: TrainingReading, by: str, role: str) -> None:
    """Judge every scale that has reference scores, and store it in one change."""
    rules = store.protocol().certification
    sha256 = set_hash(store)
    verdicts = {}
    for key, scale in store.scales().items():
        frames = _frames(store, one, key)
        if not len(frames.key):
            continue
        verdicts[key] = judge(
            frames.key,
            frames.first,
            thresholds(rules.rules(key)),
            repeats=frames.repeats,
            grades=tuple(grade.value for grade in scale.grades),
            classes=tuple((band.lowest, band.highest) for band in scale.bands),
        )
    with store.changes(by=by, role=role, action="examination judged") as changes:
        for key, verdict in verdicts.items():
            changes.add_attempt(
                one.reading.id,
                key,
                _details(verdict),
                sha256,
                passed=verdict.is_passed,
            )


@dataclass(frozen=True)
class _Frames:
    """Reference scores and a rater's, on one scale: columns target and score."""

    key: pd.DataFrame
    first: pd.DataFrame
    repeats: pd.DataFrame


def _frames(store: StudyStore, one: TrainingReading, scale: str) -> _Frames:
    reading = one.reading.id
    photographs = store.read_photographs(reading)
    again = store.repeats(reading)
    given = {
        score.item: score.value
        for score in store.current_scores(reading)
        if score.scale == scale and score.value is not None
    }
    first: list[tuple[str, float]] = []
    repeats: list[tuple[str, float]] = []
    for item in store.reading_items(reading):
        row = (str(photographs[item.position]), given.get(item.id, np.nan))
        (repeats if item.position in again else first).append(row)
    asked = set(photographs.values())
    key = [
        (str(number), each.value)
        for (number, which), each in store.reference_scores().items()
        if which == scale and number in asked
    ]
    return _Frames(_frame(key), _frame(first), _frame(repeats))


def _frame(rows: list[tuple[str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[TARGET, SCORE])
    return frame.astype({TARGET: str, SCORE: float})


def _points(store: StudyStore, one: TrainingReading) -> Iterator[CurvePoint]:
    for key in store.scales():
        frames = _frames(store, one, key)
        both = frames.key.merge(frames.first, on=TARGET, suffixes=("_key", ""))
        both = both.dropna()
        apart = (both[SCORE] - both[f"{SCORE}_key"]).to_numpy(float)
        if not len(frames.key):
            continue
        is_any = bool(len(apart))
        yield CurvePoint(
            one.purpose,
            one.attempt,
            key,
            len(apart),
            float((apart == 0).mean()) if is_any else None,
            float((np.abs(apart) <= 1 + 1e-9).mean()) if is_any else None,
            float(apart.mean()) if is_any else None,
        )


def _details(verdict: Verdict) -> str:
    return canonical(
        {
            "criteria": [vars(one) for one in verdict.criteria],
            "photographs": verdict.photographs,
            "missing": verdict.missing,
            "remarks": list(verdict.remarks),
        }
    )


def _verdict_of(details: str) -> Verdict:
    said = json.loads(details)
    return Verdict(
        tuple(Criterion(**one) for one in said["criteria"]),
        said["photographs"],
        said["missing"],
        tuple(said["remarks"]),
    )
