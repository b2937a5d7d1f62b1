"""A blinded rating session: one rater, the photographs in a random order, the scales.

A session is all that a rater's screen is made of. It gives no arm, no visit, no site,
no subject and no file name, so nothing that draws it can show them by mistake.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager

from models.errors import ExpectedError
from models.photographs.copies import Copies
from models.reading.acts import Act, ActKind, History, Said, State, Words
from models.reading.drawing import draw_reading
from models.reading.errors import ReadingClosedError
from models.reading.source import ReadingSource
from models.scales.scale import Scale
from models.store.chain import Value
from models.store.changes import Changes
from models.store.records import Reading, ReadingItem, Score, ScoreKind, Viewing
from models.store.screen_records import Adjustment, DisplayCheck
from models.store.store import StudyStore
from models.words import number_text


class RatingSession:
    """The photographs one rater scores, and what was said of them so far.

    Every method that says something stores it before it returns: what the screen shows
    as saved is on the disk.

    Attributes:
        rater: Code of the rater.
        items: The photographs in the order in which they are shown, positions from 1.
        scales: The scales of the study by key, in the order in which they are asked.
        reasons: Why a photograph may be not assessable.
        rules: What the protocol says of reading.
        references: The study's reference photographs of grades, by scale and grade.
        saved_at: UTC time of the last thing stored here, ISO 8601, or empty.
    """

    def __init__(self, store: ReadingSource, reading: Reading) -> None:
        self.rater = reading.rater
        self.items = tuple(store.reading_items(reading.id))
        self.scales: Mapping[str, Scale] = store.scales()
        self.reasons = store.reasons()
        self.rules = store.rules()
        self.references = tuple(store.references())
        self.saved_at = ""
        self._store = store
        self._reading = reading.id
        self._finished = bool(reading.finished_at)
        self._copies = Copies(self._copy)
        self._baselines = Copies(self._copy_of_baseline)
        self._history = History()
        self._scores: dict[tuple[int, str], Score] = {}
        self._comments = store.current_comments(reading.id)
        self._flags = store.current_flags(reading.id)
        for score in store.current_scores(reading.id):
            self._keep(score)

    @property
    def is_open(self) -> bool:
        """Whether scores are still taken: neither finished nor locked."""
        return not self._finished and not self._store.is_locked()

    @property
    def done(self) -> int:
        """How many photographs are complete."""
        return sum(self.is_complete(item.position) for item in self.items)

    @property
    def undo_text(self) -> str:
        """What Undo would undo, for the menu, or empty."""
        act = self._history.next_undo
        return act.text if act else ""

    @property
    def redo_text(self) -> str:
        """What Redo would do again, for the menu, or empty."""
        act = self._history.next_redo
        return act.text if act else ""

    def item(self, position: int) -> ReadingItem:
        """The photograph at a position, from 1."""
        return self.items[position - 1]

    def photograph(self, position: int) -> bytes:
        """The photograph's pixels as a file without any other content.

        May be called from any thread.
        """
        return self._copies.get(position)

    def baseline(self, position: int) -> bytes:
        """The baseline beside a photograph, as pixels alone. For any thread.

        Raises:
            KeyError: The protocol shows none here: see `compare_side` of the item.
        """
        if not self.item(position).compare_side:
            raise KeyError(position)
        return self._baselines.get(position)

    def reference(self, number: int) -> bytes:
        """The pixels of a reference photograph, by its number. For any thread."""
        return self._store.reference_bytes(number)

    def needs_display_check(self, screen: str, width: int, height: int) -> bool:
        """Whether the test page is to be looked at before reading on a screen.

        Args:
            screen: Name of the screen.
            width: Of the screen in device pixels.
            height: Of the screen in device pixels.
        """
        if not self.rules.display_check or not self.is_open:
            return False
        here = (screen, width, height)
        checks = self._store.display_checks(self._reading)
        return here not in {(one.screen, one.width, one.height) for one in checks}

    def scores(self, position: int) -> dict[str, Score]:
        """What was said of a photograph, by scale key."""
        item = self.item(position)
        found = ((key, self._scores.get((item.id, key))) for key in item.scales)
        return {key: score for key, score in found if score}

    def comment(self, position: int, scale: str = "") -> str:
        """The comment on a photograph, or on one of its scores."""
        return self._comments.get((self.item(position).id, scale), "")

    def is_flagged(self, position: int) -> bool:
        """Whether a photograph is flagged for review."""
        return self.item(position).id in self._flags

    def is_complete(self, position: int) -> bool:
        """Whether every scale asked at a photograph has been answered."""
        return len(self.scores(position)) == len(self.item(position).scales)

    def first_unscored(self, after: int = 0) -> int:
        """The first incomplete photograph after a position, then from the start.

        Returns:
            Its position, or the last position if all are complete.
        """
        later = [item.position for item in self.items if item.position > after]
        sooner = [item.position for item in self.items if item.position <= after]
        for position in later + sooner:
            if not self.is_complete(position):
                return position
        return len(self.items)

    def give(
        self,
        position: int,
        scale: str,
        value: float,
        adjusted: Adjustment | None = None,
    ) -> None:
        """Give a grade, or correct it.

        Args:
            position: Of the photograph.
            scale: Key of the scale.
            value: The grade.
            adjusted: How the photograph was shown, if that was changed; stored with it.

        Raises:
            ReadingClosedError: The reading is finished or the study locked.
            ValueError: The scale has no such grade, or is not asked here. The screen
                offers no such button, so this is a bug and not told the rater.
        """
        if not self.scales[scale].has_grade(value):
            message = f"{scale} has no grade {value}"
            raise ValueError(message)
        self._say(position, scale, Said(value=value, adjusted=_none_or(adjusted)))

    def not_assessable(self, position: int, scale: str, reason: str) -> None:
        """Say that a photograph cannot be graded on a scale, and why.

        Raises:
            ReadingClosedError: The reading is finished or the study locked.
            ValueError: No reason, or the scale is not asked here.
        """
        if not reason.strip():
            message = "not assessable needs a reason"
            raise ValueError(message)
        self._say(position, scale, Said(reason=reason.strip()))

    def photograph_not_assessable(self, position: int, reason: str) -> None:
        """Say of every scale asked that the photograph cannot be graded on it: one act.

        Raises:
            ReadingClosedError: The reading is finished or the study locked.
            ValueError: No reason.
        """
        if not reason.strip():
            message = "not assessable needs a reason"
            raise ValueError(message)
        said = Said(reason=reason.strip())
        keys = self.item(position).scales
        before: Words = tuple((key, self._said(position, key)) for key in keys)
        after: Words = tuple((key, said) for key in keys)
        text = "photograph not assessable"
        self._do(Act(position, ActKind.SCORES, "", before, after, text))

    def withdraw(self, position: int, scale: str) -> None:
        """Take back what was said, leaving the scale unanswered."""
        self._say(position, scale, Said())

    def set_comment(self, position: int, text: str, scale: str = "") -> None:
        """Comment on a photograph, or on one of its scores; empty takes it back."""
        before, after = self.comment(position, scale), text.strip()
        name = f"comment on {self._name(scale)}" if scale else "comment"
        self._do(Act(position, ActKind.COMMENT, scale, before, after, name))

    def set_flag(self, position: int, flagged: bool) -> None:
        """Flag a photograph for review, or take the flag down."""
        before = self.is_flagged(position)
        self._do(Act(position, ActKind.FLAG, "", before, flagged, "flag"))

    def undo(self) -> Act | None:
        """Undo the last act of this session and say which it was."""
        act = self._history.next_undo
        if act:
            self._store_state(act, act.before, "undone")
            self._history.step_back()
        return act

    def redo(self) -> Act | None:
        """Do again what was undone last, and say which it was."""
        act = self._history.next_redo
        if act:
            self._store_state(act, act.after, "done again")
            self._history.step_forward()
        return act

    def add_viewing(self, position: int, viewing: Viewing) -> None:
        """Store how long a photograph was looked at, while the reading is open."""
        if not self.is_open:
            return
        item = self.item(position).id
        with self._changes("photograph viewed") as changes:
            changes.add_viewing(item, viewing)

    def add_display_check(self, check: DisplayCheck) -> None:
        """Store what the rater saw of the test page."""
        self._check_open()
        with self._changes("display checked") as changes:
            changes.add_display_check(self._reading, check)

    def record(self, action: str, **facts: Value) -> None:
        """Put on record what happened in the reading and changes nothing of it."""
        if not self.is_open:
            return
        with self._changes(action) as changes:
            changes.note(**facts)

    def finish(self) -> None:
        """Finish the reading: from now on it can only be read.

        Raises:
            ReadingClosedError: It is finished or locked already.
            ExpectedError: Photographs are incomplete.
        """
        self._check_open()
        missing = len(self.items) - self.done
        if missing:
            raise ExpectedError(
                f"{missing} of {len(self.items)} photographs are not complete yet.",
                hint="Grade them, or say that they are not assessable, then finish.",
            )
        with self._changes("reading finished") as changes:
            changes.add_reading_step(self._reading, finished=True, reason="")
        self._finished = True
        self._history.clear()

    def _copy(self, position: int) -> bytes:
        """Make what the screen may have of a photograph."""
        return self._freed(self._store.photograph_at(self._reading, position))

    def _copy_of_baseline(self, position: int) -> bytes:
        return self._freed(self._store.baseline_at(self._reading, position))

    def _freed(self, data: bytes) -> bytes:
        """A photograph without anything but its pixels."""
        if self._store.holds_pixels_only:
            return data
        from models.photographs.deidentify import for_screen  # loads the decoders

        return for_screen(data)

    def _say(self, position: int, scale: str, said: Said) -> None:
        """Put a word on a scale in the place of the one before."""
        if scale not in self.item(position).scales:
            message = f"{scale} is not asked at position {position}"
            raise ValueError(message)
        before = self._said(position, scale)
        text = self._name(scale) + _said_text(before if said.is_nothing else said)
        self._do(Act(position, ActKind.SCORE, scale, before, said, text))

    def _said(self, position: int, scale: str) -> Said:
        """What stands on a scale."""
        score = self._scores.get((self.item(position).id, scale))
        if score is None:
            return Said()
        return Said(score.value, score.reason, score.adjusted)

    def _do(self, act: Act) -> None:
        """Store an act and remember it, unless it changes nothing."""
        if act.before == act.after:
            return
        is_new = _is_nothing(act.before)
        self._store_state(act, act.after, "given" if is_new else "corrected")
        self._history.add(act)

    def _store_state(self, act: Act, state: State, how: str) -> None:
        """Store a state, and only then let the session know it."""
        self._check_open()
        if act.kind in (ActKind.SCORE, ActKind.SCORES):
            self._check_may_score(act.position)
        item = self.item(act.position)
        with self._changes(f"{act.kind} {how}") as changes:
            scores = _write(changes, item.id, act.scale, state)
        for score in scores:
            self._keep(score)
        self._remember(item.id, act.scale, state)
        self.saved_at = changes.at

    def _remember(self, item: int, scale: str, state: State) -> None:
        """Take over a comment or a flag that was stored."""
        if isinstance(state, str):
            self._comments[item, scale] = state
        elif state is True:
            self._flags.add(item)
        elif state is False:
            self._flags.discard(item)

    def _keep(self, score: Score) -> None:
        """Take over a score; one that was withdrawn is as none."""
        place = (score.item, score.scale)
        if score.kind is ScoreKind.WITHDRAWN:
            self._scores.pop(place, None)
        else:
            self._scores[place] = score

    def _changes(self, action: str) -> AbstractContextManager[Changes]:
        """Write to the study as this rater."""
        return self._store.changes(by=self.rater, role="rater", action=action)

    def _check_open(self) -> None:
        """Refuse to write once the reading is closed."""
        if not self.is_open:
            raise ReadingClosedError(
                "This reading is closed: nothing can be scored any more.",
                hint="The coordinator can reopen it, with a reason on record.",
            )

    def _check_may_score(self, position: int) -> None:
        """Refuse to grade a photograph; sessions of training do, in their way."""

    def _name(self, scale: str) -> str:
        """A scale as the menu says it: "erythema"."""
        return self.scales[scale].short.lower()


def _said_text(said: Said) -> str:
    """A word on a scale, for the menu: " 3", " not assessable"."""
    if said.value is not None:
        return f" {number_text(said.value)}"
    return " not assessable" if said.reason else ""


def _is_nothing(state: State) -> bool:
    """Whether nothing was said, written or raised."""
    if isinstance(state, tuple):
        return all(said.is_nothing for _, said in state)
    return state in (Said(), "", False)


def _none_or(adjusted: Adjustment | None) -> Adjustment | None:
    """An adjustment that changes something, or None."""
    return None if adjusted is None or adjusted.is_none else adjusted


def _write(changes: Changes, item: int, scale: str, state: State) -> list[Score]:
    """Write a state; return the scores of it as they stand in the study."""
    if isinstance(state, bool):
        changes.add_flag(item, raised=state)
    elif isinstance(state, str):
        changes.add_comment(item, scale, state)
    elif isinstance(state, Said):
        return [_write_word(changes, item, scale, state)]
    else:
        return [_write_word(changes, item, key, said) for key, said in state]
    return []


def _write_word(changes: Changes, item: int, scale: str, said: Said) -> Score:
    """Write a word on a scale."""
    kind = ScoreKind.GRADE if said.value is not None else ScoreKind.NOT_ASSESSABLE
    if said.is_nothing:
        kind = ScoreKind.WITHDRAWN
    changes.add_score(
        item, scale, kind, said.value, said.reason, adjusted=said.adjusted
    )
    return Score(item, scale, kind, said.value, said.reason, changes.at, said.adjusted)


def open_session(store: StudyStore, rater: str) -> RatingSession:
    """A rater's session, with the order drawn at the first time and never again.

    Photographs that were added to the study since then come last, in an order of their
    own. A reading that is finished or locked is opened as it is.

    Args:
        store: The study.
        rater: Code of the rater; a new one is added to the study.

    Raises:
        ExpectedError: The study has no photographs yet, or the code is empty.
    """
    return RatingSession(store, draw_reading(store, rater))
