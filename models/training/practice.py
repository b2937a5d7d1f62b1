"""Sessions of training: practice tells the reference after each photograph."""

from dataclasses import dataclass

from models.reading.errors import ReadingClosedError
from models.reading.session import RatingSession
from models.scales.scale import Scale
from models.store.records import Score
from models.store.store import StudyStore
from models.store.training_records import Mark, Purpose, TrainingReading
from models.training.rounds import open_round
from models.words import number_text


@dataclass(frozen=True)
class Feedback:
    """What a trainee is told of a photograph on one scale.

    Attributes:
        scale: Key of the scale.
        name: Of the scale, short.
        own: What the trainee said: "3 mild", "not assessable: out of focus".
        own_words: What is looked for in the trainee's grade; empty if it has none.
        reference: The reference score likewise; empty where there is none.
        reference_words: What is looked for in it.
        reference_value: The reference grade, or None.
        apart: Grades from the reference, with its sign, or None.
        mark: Where on the photograph the reference grade is seen, or None.
    """

    scale: str
    name: str
    own: str
    own_words: str
    reference: str
    reference_words: str
    reference_value: float | None
    apart: float | None
    mark: Mark | None

    @property
    def verdict(self) -> str:
        """How near it was, in words."""
        if not self.reference:
            return "no reference score"
        if self.apart is None:
            return "not graded"
        if not self.apart:
            return "the same"
        which = "above" if self.apart > 0 else "below"
        return f"{number_text(abs(self.apart))} {which} the reference"


class PracticeSession(RatingSession):
    """A reading that tells the reference scores of each photograph once it is graded.

    What has been told about cannot be graded again: the learning curve is of what the
    trainee saw alone.
    """

    def __init__(self, store: StudyStore, one: TrainingReading) -> None:
        super().__init__(store, one.reading)
        self._references = store.reference_scores()
        self._numbers = store.read_photographs(one.reading.id)
        self._told = {
            item.position for item in self.items if self.is_complete(item.position)
        }

    def is_told(self, position: int) -> bool:
        """Whether the references of a photograph were told already."""
        return position in self._told

    def feedback(self, position: int) -> tuple[Feedback, ...]:
        """The references of a photograph that is complete; from now on it is closed.

        Raises:
            ValueError: Something is not answered yet.
        """
        if not self.is_complete(position):
            message = f"position {position} is not complete"
            raise ValueError(message)
        self._told.add(position)
        given = self.scores(position)
        return tuple(
            self._of_scale(self.scales[key], given[key], self._numbers[position])
            for key in self.item(position).scales
        )

    def _of_scale(self, scale: Scale, given: Score, photograph: int) -> Feedback:
        reference = self._references.get((photograph, scale.key))
        own, own_words = _grade(scale, given.value)
        told, words = _grade(scale, reference.value if reference else None)
        apart = None
        if reference and given.value is not None:
            apart = given.value - reference.value
        return Feedback(
            scale.key,
            scale.short,
            own or f"not assessable: {given.reason}",
            own_words,
            told,
            words,
            reference.value if reference else None,
            apart,
            reference.mark if reference else None,
        )

    def _check_may_score(self, position: int) -> None:
        if position in self._told:
            raise ReadingClosedError(
                "The reference of this photograph was told: its grades stand.",
                hint="Go on to the next photograph.",
            )


def _grade(scale: Scale, value: float | None) -> tuple[str, str]:
    """A grade with its label, and its words."""
    for grade in scale.grades:
        if grade.value == value:
            band = next(
                (one for one in scale.bands if one.lowest <= value <= one.highest), None
            )
            words = grade.words or (band.words if band else "")
            return f"{number_text(grade.value)} {grade.label}".strip(), words
    return "", ""


def open_practice(store: StudyStore, rater: str) -> PracticeSession:
    """A trainee's round of training, begun if none goes on."""
    return PracticeSession(store, open_round(store, rater, Purpose.PRACTICE).one)


def open_examination(
    store: StudyStore, rater: str
) -> tuple[RatingSession, tuple[str, ...]]:
    """A trainee's examination, begun if none goes on, and remarks on its draw."""
    found = open_round(store, rater, Purpose.EXAMINATION)
    return RatingSession(store, found.one.reading), found.remarks
