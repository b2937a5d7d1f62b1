"""Before or after? A rater says which of two photographs was taken later, and how sure.

Which one stands at the left is drawn once for each rater, and stored. The rater sees
two photographs and nothing of whose they are.
"""

import random
from collections.abc import Iterator

from models.errors import ExpectedError
from models.photographs.copies import Copies
from models.protocol.before_after import BeforeAfterRule
from models.reading.errors import ReadingClosedError
from models.reading.order import reading_seed
from models.statistics.agreement.forced_choice import Share, panel_choices
from models.store.agreement_records import ChoiceAnswer, ChoicePair
from models.store.records import Photograph
from models.store.store import StudyStore

LEFT, RIGHT = "left", "right"
SURENESS = {1: "guessed", 2: "rather sure", 3: "sure"}


class ChoiceSession:
    """The pairs of one rater, and what was said of them so far.

    Attributes:
        rater: Code of the rater.
        count: How many pairs there are.
    """

    def __init__(self, store: StudyStore, pairs: list[ChoicePair]) -> None:
        self.rater = pairs[0].rater
        self.count = len(pairs)
        self._store = store
        self._pairs = {pair.position: pair for pair in pairs}
        known = store.choice_answers()
        self._answers = {
            pair.position: known[pair.id] for pair in pairs if pair.id in known
        }
        self._copies = Copies(self._copy)

    @property
    def done(self) -> int:
        """How many pairs are answered."""
        return len(self._answers)

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return not self._store.is_locked()

    def answer(self, position: int) -> ChoiceAnswer | None:
        """What was said of a pair."""
        return self._answers.get(position)

    def first_open(self) -> int:
        """Position of the first pair without an answer; the last one if all have."""
        for position in range(1, self.count + 1):
            if position not in self._answers:
                return position
        return self.count

    def photograph(self, key: int) -> bytes:
        """The pixels of a photograph, from any thread.

        Args:
            key: Twice the position of the pair, and one more for the right one.
        """
        return self._copies.get(key)

    def say(self, position: int, side: str, sureness: int) -> None:
        """Say which photograph of a pair is the later one, and how sure that is.

        Raises:
            ReadingClosedError: The study is locked.
            ValueError: There is no such side or sureness.
        """
        if side not in (LEFT, RIGHT) or sureness not in SURENESS:
            message = f"no answer {side} {sureness}"
            raise ValueError(message)
        if not self.is_open:
            raise ReadingClosedError(
                "The study is locked, so no answer is taken any more.",
                hint="The coordinator can unlock it, with a reason on record.",
            )
        pair = self._pairs[position]
        how = "corrected" if position in self._answers else "given"
        with self._store.changes(
            by=self.rater, role="rater", action=f"choice {how}"
        ) as changes:
            changes.add_choice_answer(pair.id, side, sureness)
        self._answers[position] = ChoiceAnswer(side, sureness, changes.at)

    def _copy(self, key: int) -> bytes:
        """What the screen may have of a photograph."""
        from models.photographs.deidentify import for_screen  # loads the decoders

        pair = self._pairs[key // 2]
        number = pair.right if key % 2 else pair.left
        return for_screen(self._store.photograph_bytes(number))


def open_choices(store: StudyStore, rater: str) -> ChoiceSession:
    """The pairs of a rater, drawn at the first time and never again.

    Raises:
        ExpectedError: The protocol asks for no pairs, or there are none.
        ReadingClosedError: The study is locked and nothing was drawn.
    """
    code = rater.strip()
    if not code:
        raise ExpectedError(
            "A rater needs a code.", hint="Give initials or a number, such as R1."
        )
    rule = _rule(store)
    drawn = [pair for pair in store.choice_pairs() if pair.rater == code]
    if not drawn:
        _draw(store, code, rule)
        drawn = [pair for pair in store.choice_pairs() if pair.rater == code]
    return ChoiceSession(store, drawn)


def choice_results(store: StudyStore) -> list[Share]:
    """Each rater, then the panel, against the criterion of the protocol.

    Only raters who have answered every pair are told: a result on the way would tell a
    rater how right the answers are. Empty where nobody has.

    Raises:
        ExpectedError: The protocol asks for no pairs.
    """
    rule = _rule(store)
    answers, visits = store.choice_answers(), _visits(store)
    by_rater: dict[str, dict[tuple[str, str], bool]] = {}
    unfinished = set()
    for pair in store.choice_pairs():
        given = answers.get(pair.id)
        if given is None:
            unfinished.add(pair.rater)
            continue
        left = visits[pair.left]
        later = LEFT if left.visit == rule.visit else RIGHT
        right = given.side == later
        by_rater.setdefault(pair.rater, {})[left.subject, left.view] = right
    finished = {r: said for r, said in by_rater.items() if r not in unfinished}
    if not finished:
        return []
    places = sorted({place for said in finished.values() for place in said})
    return panel_choices(
        {rater: [said.get(one) for one in places] for rater, said in finished.items()},
        rule.criterion,
    )


def _draw(store: StudyStore, code: str, rule: BeforeAfterRule) -> None:
    """Draw the order of the pairs and the sides, and store them."""
    if store.is_locked():
        raise ReadingClosedError(
            "The study is locked, so no pairs can be drawn.",
            hint="The coordinator can unlock it, with a reason on record.",
        )
    pairs = list(_possible(store, rule))
    if not pairs:
        raise ExpectedError(
            "No subject has photographs both at the baseline and later.",
            hint="Import the photographs of both visits first.",
        )
    seed = reading_seed(store.order_seed(), code)
    source = random.Random(f"pairs {seed}")  # noqa: S311 - reproducible, stored
    source.shuffle(pairs)
    with store.changes(by=code, role="rater", action="pairs drawn") as changes:
        changes.add_rater(code)
        for position, (earlier, later) in enumerate(pairs, 1):
            is_right = source.random() < 0.5
            left, right = (earlier, later) if is_right else (later, earlier)
            changes.add_choice_pair(code, position, left, right)


def _possible(store: StudyStore, rule: BeforeAfterRule) -> Iterator[tuple[int, int]]:
    """The photographs at the baseline and at the later visit, by subject and view."""
    baseline = store.protocol().baseline
    at = {(one.subject, one.view, one.visit): one.id for one in store.photographs()}
    for subject, view, visit in sorted(at):
        earlier = at.get((subject, view, baseline))
        if visit == rule.visit and earlier is not None:
            yield earlier, at[subject, view, visit]


def _visits(store: StudyStore) -> dict[int, Photograph]:
    return {one.id: one for one in store.photographs()}


def _rule(store: StudyStore) -> BeforeAfterRule:
    rule = store.protocol().before_after
    if rule is None:
        raise ExpectedError(
            "The protocol does not ask which photograph is the later one.",
            hint="Add the table [before_after] to the protocol and amend it on record.",
        )
    return rule
