"""What the rating page does when the rater does something.

The presenter knows the session and no widget. A score is shown as given only after the
session has stored it; what could not be stored stays on the page as not saved.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from gui.pages.rating.entries import Entries
from gui.pages.rating.portrayal import answers, missing_names, review_rows
from gui.pages.rating.reading_times import ReadingTimes
from gui.pages.rating.scene import Notice, Scene, Tone
from gui.pages.rating.sentences import (
    CLOSED,
    NO_COMPARISON,
    closing_question,
    incomplete,
    left_incomplete,
    not_saved,
)
from gui.pages.rating.sitting import Sitting
from gui.pages.rating.typed_digits import TypedDigits
from gui.pages.rating.view import RatingView
from gui.pages.rating.walk import (
    first_unanswered,
    neighbour,
    next_position,
    upcoming,
)
from models.errors import ExpectedError
from models.reading.acts import Act
from models.reading.session import RatingSession
from models.store.clock import Clock, utc_now
from models.store.screen_records import Adjustment
from models.training.practice import PracticeSession
from models.words import number_text

# An Enter pressed as the page went on by itself was meant for the photograph before.
_SECONDS_ENTER_IS_LATE = 0.7


class RatingPresenter:
    """Decides what the page shows.

    Attributes:
        position: Of the photograph on the screen, from 1.
    """

    def __init__(
        self,
        view: RatingView,
        session: RatingSession,
        *,
        goes_on: Callable[[], bool],
        why_closed: Callable[[], str] = lambda: CLOSED,
        on_saved: Callable[[str], object] = lambda _: None,
        monotonic: Callable[[], float] = time.monotonic,
        now: Clock = utc_now,
    ) -> None:
        """Prepare; nothing is shown before `begin`.

        Args:
            view: The page.
            session: The reading.
            goes_on: Whether the next photograph comes by itself, as set at present.
            why_closed: Why nothing can be scored, in a sentence.
            on_saved: Told the time whenever something was stored.
            monotonic: Clock for seconds.
            now: Clock for times of day.
        """
        self.position = 0
        self._view = view
        self._session = session
        self._goes_on = goes_on
        self._why_closed = why_closed
        self._on_saved = on_saved
        self._monotonic = monotonic
        self._times = ReadingTimes(session, monotonic, now)
        self._entries = Entries(view, session)
        self._focus = ""
        self._notice = Notice()
        self._unsaved: dict[tuple[int, str], float] = {}
        self._is_pausing = False
        self._went_on_at = float("-inf")
        self._told_at = float("-inf")
        self._just_given = ""
        self._wants_comparison = False
        self._adjusted = Adjustment()
        self._typed = TypedDigits()
        self._sitting = Sitting(session.rules, session.done, monotonic())
        self._suggested = ""

    def begin(self) -> None:
        """Show the first photograph that is not complete."""
        self._arrive(self._session.first_unscored())

    def close(self) -> None:
        """The page is going: keep the comment that is being written, and the times."""
        self._stop_pause()
        if self._entries.is_comment:
            self.give_comment(self._view.comment_text())
        self._times.leave()

    # What stands on the scales

    def grade(self, scale: str, value: float) -> None:
        """Give a grade and move the focus to the next scale that is not answered."""
        self._drop_typed()
        self._stop_pause()
        give = partial(self._session.give, self.position, scale, value, self._adjusted)
        what = f"{self._name(scale)} {number_text(value)}"
        if self._store(give, what):
            self._answered(scale)
            self._just_given = scale
        else:
            self._focus = scale
            if self._session.is_open:
                self._unsaved[self.position, scale] = value
        self._show()

    def press_digit(self, digit: int) -> None:
        """Grade the scale in focus with a digit, if it has such a grade."""
        if self._is_pausing:
            # It was meant for the photograph to come, or for none.
            self._stop_pause()
            self._say("Stayed at this photograph. Enter goes on.")
        elif not self._session.is_open:
            self._say(self._why_closed(), Tone.WARN)
        elif not self._focus:
            self._say("All is answered. Up or Down chooses a scale to correct.")
        else:
            self._type(digit)
            return
        self._show()

    def _type(self, digit: int) -> None:
        """Grade the scale in focus, or wait for the rest of a longer grade."""
        scale = self._session.scales[self._focus]
        if self._typed.add(scale, digit):
            self._say(f"{self._typed.text} … another digit, or Enter.")
            self._view.start_typing()
            self._show()
        elif scale.has_grade(self._typed.with_digit(digit)):
            self.grade(self._focus, self._typed.with_digit(digit))
        elif self._typed.text:
            # "1" and "5" where there is no 15: a grade here, the other one further on.
            self.end_typing()
            self.press_digit(digit)
        else:
            self._say(self._no_such_grade(digit), Tone.WARN)
            self._show()

    def end_typing(self) -> None:
        """No further digit comes: the digits so far are the grade."""
        value = self._typed.take()
        self._view.stop_typing()
        if value is None:
            return
        if self._session.scales[self._focus].has_grade(value):
            self.grade(self._focus, value)
        else:
            self._say(self._no_such_grade(int(value)), Tone.WARN)
            self._show()

    def _drop_typed(self) -> None:
        if self._typed.take() is not None:
            self._view.stop_typing()

    def press_half(self) -> None:
        """Add a half to the grade that was given just now, where the scale has it."""
        scale = self._just_given
        score = self._session.scores(self.position).get(scale)
        if score is None or score.value is None:
            return
        if self._session.scales[scale].has_grade(score.value + 0.5):
            self.grade(scale, score.value + 0.5)

    def withdraw(self) -> None:
        """Take back what was said on the scale in focus."""
        self._stop_pause()
        scale = self._focus
        if scale and scale in self._session.scores(self.position):
            take_back = partial(self._session.withdraw, self.position, scale)
            self._store(take_back, f"taking back {self._name(scale)}")
            self._show()

    def retry(self) -> None:
        """Try again to store every grade that could not be stored."""
        for (position, scale), value in list(self._unsaved.items()):
            give = partial(self._session.give, position, scale, value)
            what = f"{self._name(scale)} {number_text(value)}"
            if not self._store(give, what):
                break
            del self._unsaved[position, scale]
        self._focus = first_unanswered(self._session, self.position)
        self._show()

    # Not assessable, comments, flag

    def begin_reasons(self, scale: str = "") -> None:
        """Ask why a scale (that in focus, if none is given) is not assessable."""
        self._stop_pause()
        self._focus = scale or self._focus
        if self._can_write() and self._focus:
            self._entries.open_reasons(self.position, self._focus)
        elif self._session.is_open:
            self._say("Choose a scale first, with Up or Down.", Tone.WARN)
        self._show()

    def begin_photograph_reasons(self) -> None:
        """Ask why the whole photograph is not assessable."""
        self._stop_pause()
        if self._can_write():
            self._entries.open_reasons(self.position, "")
        self._show()

    def give_reason(self, reason: str) -> None:
        """Say that the scale asked about, or the photograph, is not assessable."""
        position, scale = self._entries.place
        if not reason.strip():
            return
        say = partial(self._session.not_assessable, position, scale, reason)
        if not scale:
            say = partial(self._session.photograph_not_assessable, position, reason)
        what = self._name(scale) if scale else "photograph"
        if self._store(say, f"{what} not assessable"):
            self._entries.close()
            self._answered(scale)
        self._show()

    def begin_comment(self, scale: str | None = None) -> None:
        """Open the comment on a scale, or on the photograph if it is empty.

        Args:
            scale: Key of the scale; None is the one in focus.
        """
        self._stop_pause()
        if self._can_write():
            chosen = self._focus if scale is None else scale
            self._entries.open_comment(self.position, chosen)
        self._show()

    def give_comment(self, text: str) -> None:
        """Store the comment that was written."""
        position, scale = self._entries.place
        say = partial(self._session.set_comment, position, text, scale)
        if self._store(say, "the comment"):
            self._entries.close()
        self._show()

    def leave_entry(self) -> None:
        """Close reasons or comment and leave everything as it was."""
        self._entries.close()
        self._show()

    def toggle_flag(self) -> None:
        """Flag the photograph for review, or take the flag down."""
        self._stop_pause()
        flagged = not self._session.is_flagged(self.position)
        self._store(partial(self._session.set_flag, self.position, flagged), "the flag")
        self._show()

    def undo(self) -> None:
        """Undo the last act and go to the photograph where it happened."""
        self._step(self._session.undo, "Undone", f"undoing {self._session.undo_text}")

    def redo(self) -> None:
        """Do again what was undone and go to its photograph."""
        self._step(self._session.redo, "Done again", self._session.redo_text)

    def toggle_anchors(self) -> None:
        """Show the words of all grades large, or put them away."""
        self._stop_pause()
        self._times.show_anchors(shown=not self._times.anchors_shown)
        self._show()

    def toggle_comparison(self) -> None:
        """Show the baseline beside the photograph, or the photograph alone."""
        self._stop_pause()
        if not self._may_compare:
            self._say(NO_COMPARISON)
        else:
            self._wants_comparison = not self._wants_comparison
            self._show_photograph()
        self._show()

    # From scale to scale, from photograph to photograph

    def focus_scale(self, scale: str) -> None:
        """Let digits grade this scale from now on."""
        if scale != self._focus:
            self._focus = scale
            self._show()

    def focus_neighbour(self, step: int) -> None:
        """Move the focus to the next scale or the one before."""
        self._stop_pause()
        keys = self._session.item(self.position).scales
        self._focus = neighbour(keys, self._focus, step)
        self._show()

    def go_next(self) -> None:
        """Go on: to the next photograph, or the next incomplete one if this is done."""
        if self._typed.text:
            self.end_typing()
            return
        if self._monotonic() - self._went_on_at < _SECONDS_ENTER_IS_LATE:
            self._went_on_at = float("-inf")
            return
        self._stop_pause()
        if self._tell_reference():
            return
        count = len(self._session.items)
        if not self._session.is_open:
            self.go_to(min(self.position + 1, count))
        elif self._session.done == count:
            self.review()
        else:
            self._leave_for(next_position(self._session, self.position))

    def leave_feedback(self) -> None:
        """The references were read: go on."""
        if self._monotonic() - self._told_at < _SECONDS_ENTER_IS_LATE:
            self._told_at = float("-inf")
            return
        self._view.close_entry()
        if self._session.done == len(self._session.items):
            self.review()
        else:
            self._leave_for(next_position(self._session, self.position))

    def _tell_reference(self) -> bool:
        """Tell a trainee the references, once the photograph is complete."""
        session, position = self._session, self.position
        if not isinstance(session, PracticeSession) or not session.is_open:
            return False
        if session.is_told(position) or not session.is_complete(position):
            return False
        if self._unsaved:
            return False
        self._times.leave()
        self._focus = ""
        self._view.show_feedback(position, session.feedback(position))
        self._show()
        return True

    def go_previous(self) -> None:
        """Go back one photograph."""
        self._stop_pause()
        self.go_to(max(self.position - 1, 1))

    def go_to(self, position: int) -> None:
        """Go to a photograph."""
        self._stop_pause()
        if position != self.position and self._may_begin(position):
            self._arrive(position)
        self._show()

    def end_pause(self) -> None:
        """The pause is over: go on by itself."""
        if not self._is_pausing:
            return
        self._is_pausing = False
        if self._tell_reference():
            self._told_at = self._monotonic()
            return
        if self._session.done == len(self._session.items):
            self._say("Every photograph is complete. Enter opens the review list.")
            self._show()
            return
        if self._may_begin(self._session.first_unscored(self.position)):
            self._arrive(self._session.first_unscored(self.position))
            self._went_on_at = self._monotonic()
        else:
            self._show()

    def photograph_shown(self) -> None:
        """The photograph is on the screen: time runs from now."""
        self._times.arrive(self.position)

    def hear(self) -> None:
        """The rater pressed a key or moved the mouse."""
        self._times.hear()
        self._sitting.hear(self._monotonic())

    def interrupt(self) -> None:
        """The rater did something else: do not go on by itself."""
        if self._typed.text:
            self._drop_typed()
            self._notice = Notice()
            self._show()
        if self._is_pausing:
            self._stop_pause()
            self._show()

    # How the photograph is shown, and for how long without a break

    def adjust(self, adjusted: Adjustment) -> None:
        """Show the photograph brighter, darker, or with another contrast."""
        if self._session.rules.brightness_contrast and adjusted != self._adjusted:
            self._adjusted = adjusted
            self._show()

    def adjust_by(self, brightness: float, contrast: float) -> None:
        """The same, by steps."""
        now = self._adjusted
        self.adjust(
            Adjustment(
                _limited(now.brightness + brightness), _limited(now.contrast + contrast)
            )
        )

    def put_off_break(self) -> None:
        """Go on without a break."""
        self._sitting.put_off()
        self._show()

    # Before the end

    def review(self) -> None:
        """Show the list of photographs."""
        self._stop_pause()
        rows = review_rows(self._session)
        self._view.show_review(rows, is_open=self._session.is_open)
        self._show()

    def finish(self) -> None:
        """Ask whether to finish, or say what is missing."""
        missing = len(self._session.items) - self._session.done
        if missing or not self._can_write():
            if missing:
                self._say(incomplete(missing, len(self._session.items)), Tone.WARN)
            self._show()
            return
        flagged = sum(
            self._session.is_flagged(item.position) for item in self._session.items
        )
        self._view.ask_to_finish(closing_question(flagged))

    def confirm_finish(self) -> None:
        """Finish the reading; from now on it can only be read."""
        self._times.leave()
        self._store(self._session.finish, "the end of the reading")
        self._focus = ""
        if not self._session.is_open:
            self._say(self._why_closed())
        self._show()

    def refresh(self) -> None:
        """Show the page anew, as when the study was locked or settings changed."""
        self._show()

    def _arrive(self, position: int) -> None:
        """Bring a photograph on the screen, with the first open scale in focus."""
        self._entries.close()
        self._times.leave()
        self.position = position
        self._just_given = ""
        self._adjusted = Adjustment()
        self._notice = Notice()
        self._focus = first_unanswered(self._session, position)
        if not self._session.is_open:
            self._focus = ""
            self._say(self._why_closed(), Tone.WARN)
        self._show_photograph()
        self._show()

    def _show_photograph(self) -> None:
        ahead = upcoming(self._session, self.position)
        self._view.show_photograph(self.position, ahead, compare=self._is_comparing)

    @property
    def _may_compare(self) -> bool:
        """Whether there is a baseline that may be shown here."""
        return bool(self._session.item(self.position).compare_side)

    @property
    def _is_comparing(self) -> bool:
        return self._wants_comparison and self._may_compare

    def _leave_for(self, position: int) -> None:
        """Go on from this photograph and say so if it stays incomplete."""
        if position != self.position and not self._may_begin(position):
            self._show()
            return
        names = missing_names(self._session, self.position)
        code = self._session.item(self.position).code
        if position == self.position:
            self._say(left_incomplete(code, names, is_last=True), Tone.WARN)
        else:
            self._arrive(position)
            if names:
                self._say(left_incomplete(code, names), Tone.WARN)
        self._show()

    def _step(self, step: Callable[[], Act | None], verb: str, what: str) -> None:
        """Undo or redo, and go to where it happened."""
        self._stop_pause()
        acts: list[Act | None] = []
        if not self._store(lambda: acts.append(step()), what):
            self._show()
            return
        if acts and acts[0]:
            act = acts[0]
            if act.position != self.position:
                self._arrive(act.position)
            self._focus = act.scale or self._focus
            self._unsaved.pop((act.position, act.scale), None)
            self._say(f"{verb}: {act.text}")
        self._show()

    def _store(self, act: Callable[[], object], what: str) -> bool:
        """Let the session store something; if it cannot, say so.

        Returns:
            Whether it is stored.
        """
        self._just_given = ""
        try:
            act()
        except ExpectedError as error:
            self._say(not_saved(what, error), Tone.BAD)
            return False
        self._notice = Notice()
        if self._session.saved_at:
            self._on_saved(self._session.saved_at)
        return True

    def _answered(self, scale: str) -> None:
        """A scale was answered: move on, within the photograph or to the next one."""
        answered = (scale,) if scale else self._session.item(self.position).scales
        for key in answered:
            self._unsaved.pop((self.position, key), None)
        self._focus = first_unanswered(self._session, self.position, scale)
        is_done = not self._focus and not self._unsaved
        if is_done and self._goes_on():
            self._is_pausing = True
            self._view.start_pause()

    def _may_begin(self, position: int) -> bool:
        """Whether a photograph may be gone to; if not, say why."""
        session = self._session
        if not session.is_open or session.is_complete(position):
            return True
        enough = self._sitting.enough_text(session.done)
        if enough:
            self._say(enough)
        return not enough

    def _suggestion(self, done: int) -> str:
        """What is suggested beside the work; put on record when it is new."""
        enough = self._sitting.enough_text(done) if self._session.is_open else ""
        text = enough or self._sitting.break_text
        if text and not self._suggested:
            action = "batch complete" if enough else "break suggested"
            # A score that is not stored is told; a remark that is not can wait.
            with suppress(ExpectedError):
                self._session.record(action, minutes=self._sitting.minutes)
        self._suggested = text
        return text

    def _stop_pause(self) -> None:
        self.end_typing()
        if self._is_pausing:
            self._is_pausing = False
            self._view.stop_pause()

    def _can_write(self) -> bool:
        """Whether scores are taken; if not, say why."""
        if not self._session.is_open:
            self._say(self._why_closed(), Tone.WARN)
        return self._session.is_open

    def _name(self, scale: str) -> str:
        return self._session.scales[scale].short.lower()

    def _no_such_grade(self, digit: int) -> str:
        scale = self._session.scales[self._focus]
        lowest, highest = number_text(scale.lowest), number_text(scale.highest)
        return (
            f"{scale.short} has no grade {digit}; it goes from {lowest} to {highest}."
        )

    def _say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        self._notice = Notice(text, tone)

    def _show(self) -> None:
        self.hear()
        session, position = self._session, self.position
        done = session.done
        self._view.show_scene(
            Scene(
                position=position,
                count=len(session.items),
                code=session.item(position).code,
                answers=answers(session, position, self._unsaved),
                focus=self._focus,
                is_flagged=session.is_flagged(position),
                comment=session.comment(position),
                done=done,
                saved_at=session.saved_at,
                time_left=self._times.left(len(session.items) - done),
                undo=session.undo_text,
                redo=session.redo_text,
                is_open=session.is_open,
                anchors_shown=self._times.anchors_shown,
                is_pausing=self._is_pausing,
                unsaved=len(self._unsaved),
                notice=self._notice,
                may_compare=self._may_compare,
                is_comparing=self._is_comparing,
                adjusted=self._adjusted if session.rules.brightness_contrast else None,
                suggestion=self._suggestion(done),
                is_enough=session.is_open and self._sitting.is_enough(done),
            )
        )


def _limited(share: float) -> float:
    """A share from -1 to 1, without the dust of adding tenths."""
    return min(max(round(share, 6), -1.0), 1.0)
