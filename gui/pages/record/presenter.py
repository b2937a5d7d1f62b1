"""What the record says, in words. No Qt."""

import json
from collections import Counter
from dataclasses import dataclass

from models.audit.signing import signature_states
from models.store.records import TrailLine
from models.store.store import StudyStore
from models.words import counted, listed

_LONGEST_DETAILS = 20_000


@dataclass(frozen=True)
class RecordState:
    """Seal and lock of a study.

    Attributes:
        has_arms: Whether there is anything to seal.
        has_subjects: Whether there is anybody to allocate.
        is_sealed: Whether an allocation was sealed.
        groups_open: Whether the groups were opened on record.
        names_open: Whether the arms were opened on record too.
        is_locked: Whether scoring is closed.
        readings: Readings begun.
        unfinished: Raters whose reading is not finished.
        finished: Raters whose reading is finished.
        has_codes: Whether single subjects can be opened by emergency codes.
        has_people: Whether there is anybody who can sign.
        signatures: Signatures that stand.
        void: Signatures that do not stand any more.
        has_photographs: Whether anything is scored from photographs.
    """

    has_arms: bool
    has_subjects: bool
    is_sealed: bool
    groups_open: bool
    names_open: bool
    is_locked: bool
    readings: int
    unfinished: tuple[str, ...]
    finished: tuple[str, ...] = ()
    has_codes: bool = False
    has_people: bool = False
    signatures: int = 0
    void: int = 0
    has_photographs: bool = True

    @property
    def can_seal(self) -> bool:
        """Whether an allocation may be sealed now."""
        return self.has_arms and self.has_subjects and not self.is_sealed

    @property
    def can_open(self) -> bool:
        """Whether there is still something to open."""
        return self.is_sealed and not self.names_open

    @property
    def can_lock(self) -> bool:
        """Whether the study may be locked, or unlocked."""
        has_begun = self.readings > 0 or not self.has_photographs
        return self.is_locked or (self.has_subjects and has_begun)

    @property
    def can_reopen(self) -> bool:
        """Whether a reading may be reopened."""
        return bool(self.finished) and not self.is_locked

    @property
    def can_sign(self) -> bool:
        """Whether there is something to sign, and somebody who can."""
        return self.has_people and (self.is_locked or bool(self.finished))

    def signature_sentence(self) -> str:
        """The state of the signatures."""
        if not self.has_people:
            return "The study has no people with passwords, so nobody signs."
        if not self.signatures and not self.void:
            return "Nothing is signed yet."
        text = f"{counted(self.signatures, 'signature')} stand."
        if self.signatures == 1:
            text = "1 signature stands."
        return text + (f" {self.void} void." if self.void else "")

    def seal_sentence(self) -> str:
        """The state of the allocation, where there is one."""
        if self.names_open:
            return "Opened on record: groups and arms are known."
        if self.groups_open:
            return "Opened masked: groups A, B, … are known, the arms are not."
        if self.is_sealed:
            return "Sealed. It can be opened with its passphrase only, on record."
        if not self.has_subjects:
            return "Not sealed. Import the subjects or photographs first."
        return "Not sealed. Seal the list of arms before anything is scored."

    def lock_sentence(self) -> str:
        """The state of the lock."""
        if self.is_locked:
            return "Locked: nothing can change any more."
        if not self.has_photographs:
            return "Open: values can be entered."
        if not self.readings:
            return "Open for scoring. Nothing has been scored yet."
        if self.unfinished:
            return f"Open for scoring. Not finished yet: {listed(self.unfinished)}."
        return "Open for scoring. All readings are finished."

    def opening_warning(self) -> str:
        """What to consider before opening, or empty."""
        if self.is_locked:
            return ""
        return (
            "The study is not locked. Whoever learns the allocation now must not "
            "score any more; the audit trail will say that it was opened before the "
            "lock."
        )


def record_state(store: StudyStore) -> RecordState:
    """Read seal and lock of a study."""
    readings = store.readings()
    signatures = signature_states(store)
    stand = sum(1 for one in signatures if one.stands)
    return RecordState(
        has_arms=store.protocol().has_arms,
        has_subjects=bool(store.subjects()),
        is_sealed=bool(store.envelopes()),
        groups_open=bool(store.opened_groups()),
        names_open=bool(store.opened_names()),
        is_locked=store.is_locked(),
        readings=len(readings),
        unfinished=tuple(one.rater for one in readings if not one.finished_at),
        finished=tuple(one.rater for one in readings if one.finished_at),
        has_codes=store.unit_envelope_count() > 0,
        has_people=bool(store.people()),
        signatures=stand,
        void=len(signatures) - stand,
        has_photographs=bool(store.protocol().scales),
    )


def actions(lines: list[TrailLine]) -> list[str]:
    """The kinds of action there are, for the filter."""
    return sorted({line.action for line in lines})


def chosen(lines: list[TrailLine], action: str) -> list[TrailLine]:
    """The lines of one kind of action, newest first; empty means all."""
    return [line for line in reversed(lines) if action in ("", line.action)]


def details(line: TrailLine) -> str:
    """What a line of the trail wrote, for people: a summary, then every row."""
    written = json.loads(line.details)
    rows = Counter(row["table"].replace("_", " ") for row in written["rows"])
    summary = [f"{counted(number, f'{name} row')}" for name, number in rows.items()]
    parts = [
        f"Line {line.number}, hash {line.hash}",
        f"follows {line.previous}",
        "",
        f"Written: {listed(summary) if summary else 'no rows'}",
        *(f"{name}: {value}" for name, value in written["facts"].items()),
        "",
        *(json.dumps(row, ensure_ascii=False) for row in written["rows"]),
    ]
    text = "\n".join(parts)
    if len(text) > _LONGEST_DETAILS:
        text = text[:_LONGEST_DETAILS] + "\n…"
    return text
