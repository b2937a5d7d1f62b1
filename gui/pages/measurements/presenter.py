"""The form of a subject at a visit: what is typed, what is wrong, what is stored.

No Qt. The rules are those of `models.measures.entry`; here they meet the text of the
fields.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gui.pages.measurements.fields import Field, Place, grouped, planned_fields
from gui.pages.measurements.parts import read_parts
from models.measures.entry import (
    Checked,
    Entry,
    check_entry,
    check_form,
    instruments_of,
)
from models.measures.measure import MeasureError
from models.measures.recording import (
    NOT_DONE,
    is_unlike,
    record_answers,
    record_measurements,
    record_visit_dates,
)
from models.measures.table_import.cells import CellError, day_of, number_of
from models.protocol.analysis import EligibilityRule
from models.store.measure_records import Measurement, NewMeasurement
from models.store.store import StudyStore
from models.words import number_text

REASONS = ("subject not seen", "subject refused", "device not available", "forgotten")
"""Reasons why a value was not done that are proposed; any other may be typed."""


@dataclass(frozen=True)
class Typed:
    """What stands in a field.

    Attributes:
        text: A number as it was typed, or the number of the grade that was chosen.
        parts: Of a composite, by the keys of the parts, as typed.
        is_not_done: Whether the value was not done.
        reason: Why, in words.
    """

    text: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    is_not_done: bool = False
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return not (self.text or any(self.parts.values()) or self.is_not_done)


@dataclass(frozen=True)
class FieldState:
    """What is to be told beside a field.

    Attributes:
        faults: Why it cannot be saved, each a sentence.
        warnings: What should be looked at again.
        computed: The value that follows from parts or other fields, or empty.
        stored: What the study holds, since when and from whom; or empty.
        is_changed: Whether it is not as it is stored.
    """

    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    computed: str = ""
    stored: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class Saved:
    """What saving a form wrote.

    Attributes:
        values: How many values.
        others: How many visit dates and answers.
    """

    values: int
    others: int


class FormPresenter:
    """The form of one subject at one visit, for the first or the second entry."""

    def __init__(
        self,
        store: StudyStore,
        subject: str,
        visit: str,
        entry: int = 1,
        values: Sequence[Measurement] | None = None,
    ) -> None:
        """Begin with what is stored.

        Args:
            store: The study.
            subject: Code of the subject.
            visit: Key of the visit.
            entry: 1, or 2 for the second of a double entry.
            values: What counts now in the study, where that was read already.
        """
        self.subject = subject
        self.visit = visit
        self.entry = entry
        self._store = store
        self._protocol = store.protocol()
        self._instruments = instruments_of(
            self._protocol, store.live_scales(), store.measures()
        )
        self.fields = planned_fields(self._protocol, self._instruments, visit)
        self.groups = grouped(self.fields)
        self.rules = self._asked_rules()
        self._typed: dict[Place, Typed] = {}
        self._day: str | None = None
        self._answers: dict[str, bool] = {}
        self._stored: dict[Place, Measurement] = {}
        self._stored_day = ""
        self._stored_answers: dict[str, bool] = {}
        self.is_locked = False
        self.reload(values)

    def reload(self, values: Sequence[Measurement] | None = None) -> bool:
        """Take what is stored now; what was typed and is not saved stays.

        Args:
            values: What counts now in the study, where that was read already.

        Returns:
            Whether anything of this form is stored otherwise than before.
        """
        store = self._store
        before = self._as_read()
        self._stored = {
            (one.assessment, one.side): one
            for one in (store.measurements() if values is None else values)
            if (one.subject, one.visit, one.entry)
            == (self.subject, self.visit, self.entry)
        }
        self._who = {line.at: line.by for line in store.trail()} if self._stored else {}
        self._stored_day = store.visit_dates().get((self.subject, self.visit), "")
        self._stored_answers = {
            rule: yes
            for (subject, rule), yes in store.eligibility_answers().items()
            if subject == self.subject
        }
        self.is_locked = store.is_locked()
        return self._as_read() != before

    def typed(self, place: Place) -> Typed:
        """What stands in a field now."""
        return self._typed.get(place) or self._as_stored(place)

    def set_typed(self, place: Place, typed: Typed) -> None:
        """Take what stands in a field now."""
        if typed == self._as_stored(place):
            self._typed.pop(place, None)
        else:
            self._typed[place] = typed

    @property
    def day(self) -> str:
        """The day of the visit as it is typed."""
        return self._stored_day if self._day is None else self._day

    def set_day(self, text: str) -> None:
        """Take the day of the visit as it is typed."""
        self._day = None if text.strip() == self._stored_day else text.strip()

    def day_fault(self) -> str:
        """What is wrong with the day of the visit, or empty."""
        try:
            self._read_day()
        except CellError as error:
            return f"{error}."
        return ""

    def answer(self, rule: str) -> bool | None:
        """The answer to an eligibility rule, or None if there is none."""
        return self._answers.get(rule, self._stored_answers.get(rule))

    def set_answer(self, rule: str, yes: bool | None) -> None:
        """Take the answer to an eligibility rule, or None to think better of it."""
        self._answers.pop(rule, None)
        if yes is not None and self._stored_answers.get(rule) != yes:
            self._answers[rule] = yes

    @property
    def is_changed(self) -> bool:
        """Whether anything is not as it is stored."""
        return bool(self._typed or self._answers) or self._day is not None

    def states(self) -> dict[Place, FieldState]:
        """What is to be told beside each field."""
        entries: list[Entry] = []
        unread: dict[Place, tuple[str, ...]] = {}
        for one in self.fields:
            entry, faults = self._read(one)
            if faults:
                unread[one.place] = faults
            elif entry is not None:
                entries.append(entry)
        checked = {
            (found.entry.assessment, found.entry.side): found
            for found in check_form(
                entries, self._protocol, self._instruments, self.visit
            )
        }
        return {
            one.place: self._state(one, checked.get(one.place), unread)
            for one in self.fields
        }

    def faults(self) -> tuple[str, ...]:
        """Everything that keeps the form from being saved."""
        found = [text for state in self.states().values() for text in state.faults]
        return tuple(filter(None, (self.day_fault(), *found)))

    def first_fault(self) -> Place | None:
        """The first field that cannot be saved."""
        for place, state in self.states().items():
            if state.faults:
                return place
        return None

    def corrections(self) -> tuple[str, ...]:
        """Names of what is stored and would be replaced; these need a reason."""
        found = [
            one.name
            for one in self.fields
            if one.place in self._typed
            and one.place in self._stored
            and is_unlike(self._new(one, ""), self._stored[one.place])
        ]
        if self._day is not None and self._stored_day:
            found.append("Day of the visit")
        rules = [rule for rule in self.rules if rule.key in self._answers]
        return (
            *found,
            *(rule.text for rule in rules if rule.key in self._stored_answers),
        )

    def save(self, *, by: str, rated_by: str = "", why: str = "") -> Saved:
        """Store what was changed.

        Args:
            by: Who enters it.
            rated_by: Who gave the investigator's values, or empty.
            why: Reason of the corrections.

        Raises:
            ExpectedError: The study is locked, or a correction has no reason.
            ValueError: There are faults; they are shown before.
        """
        if self.faults():
            raise ValueError("a form with faults is not saved")
        changed = [one for one in self.fields if one.place in self._typed]
        new = [self._new(one, rated_by, why) for one in changed]
        values = others = 0
        if new:
            values = record_measurements(self._store, new, by=by)
        if self._day is not None:
            days = {(self.subject, self.visit): self._read_day()}
            others += record_visit_dates(self._store, days, by=by, why=why)
        if self._answers:
            answers = {(self.subject, rule): y for rule, y in self._answers.items()}
            others += record_answers(self._store, answers, by=by, why=why)
        self._typed, self._day, self._answers = {}, None, {}
        self.reload()
        return Saved(values, others)

    def _as_read(self) -> tuple[object, ...]:
        """All of what is stored that the form shows."""
        answers = dict(self._stored_answers)
        return (dict(self._stored), self._stored_day, answers, self.is_locked)

    def _asked_rules(self) -> tuple[EligibilityRule, ...]:
        """Rules that a person answers: at the first visit, with the first entry."""
        if self.visit != self._protocol.visits[0].key or self.entry != 1:
            return ()
        return tuple(rule for rule in self._protocol.eligibility if rule.is_answered)

    def _as_stored(self, place: Place) -> Typed:
        stored = self._stored.get(place)
        if stored is None:
            return Typed()
        if stored.value is None:
            return Typed(is_not_done=True, reason=stored.reason.removeprefix(NOT_DONE))
        if stored.parts:
            parts = {key: number_text(value) for key, value in stored.parts.items()}
            return Typed(parts=parts)
        return Typed(number_text(stored.value))

    def _read_day(self) -> str:
        return day_of(self.day) if self.day else ""

    def _read(self, one: Field) -> tuple[Entry | None, tuple[str, ...]]:
        """What is typed as an entry, or why it is none."""
        typed = self.typed(one.place)
        key, side = one.place
        if typed.is_empty:
            return None, ()
        if typed.is_not_done:
            if not typed.reason.strip():
                return None, ("Say why it was not done.",)
            return Entry(key, None, NOT_DONE + typed.reason.strip(), side), ()
        try:
            if one.parts and any(typed.parts.values()):
                parts = read_parts(one, typed.parts)
                return Entry(key, None, "", side, parts), ()
            return Entry(key, number_of(typed.text), "", side), ()
        except CellError:
            return None, (f"{typed.text!r} is not a number; write 0.40 or 0,40.",)
        except MeasureError as error:
            return None, (error.text,)

    def _new(self, one: Field, rated_by: str, why: str = "") -> NewMeasurement:
        """What is stored of a field; with neither value nor reason it is withdrawn."""
        read, _ = self._read(one)
        entry = read or Entry(one.assessment.key, side=one.side)
        if entry.parts:
            entry = check_entry(entry, one.assessment, one.instrument).entry
        return NewMeasurement(
            subject=self.subject,
            visit=self.visit,
            assessment=one.assessment.key,
            value=entry.value,
            reason=entry.reason,
            side=one.side,
            entry=self.entry,
            parts=entry.parts,
            rated_by=rated_by,
            why=why if one.place in self._stored else "",
        )

    def _state(
        self, one: Field, checked: Checked | None, unread: Mapping[Place, Sequence[str]]
    ) -> FieldState:
        """What is to be told beside a field."""
        return FieldState(
            faults=tuple(unread.get(one.place) or (checked.faults if checked else ())),
            warnings=checked.warnings if checked else (),
            computed=_computed(one, checked),
            stored=self._stored_words(one),
            is_changed=one.place in self._typed,
        )

    def _stored_words(self, one: Field) -> str:
        """What the study holds, since when and from whom."""
        stored = self._stored.get(one.place)
        if stored is None:
            return ""
        said = stored.reason if stored.value is None else one.shown(stored.value)
        who = [self._who.get(stored.at, "")]
        if stored.rated_by:
            who.append(f"rated by {stored.rated_by}")
        return f"{said}, {', '.join([stored.at[:16].replace('T', ' '), *who])}"


def _computed(one: Field, checked: Checked | None) -> str:
    if checked is None or not checked.is_computed or checked.entry.value is None:
        return ""
    return one.shown(checked.entry.value)


def other_person_fault(form: FormPresenter, store: StudyStore, by: str) -> str:
    """Why this person may not give the second entry of a form, or empty.

    The second of a double entry is worth something only if another person keys it.
    """
    if form.entry == 1:
        return ""
    times = {
        one.at
        for one in store.measurements()
        if (one.subject, one.visit, one.entry) == (form.subject, form.visit, 1)
    }
    if any(line.at in times and line.by == by for line in store.trail()):
        return f"{by} gave the first entry; another person gives the second."
    return ""
