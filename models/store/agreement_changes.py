"""Writing what is done where raters do not agree."""

from models.store import agreement_tables as a
from models.store import tables as t
from models.store.measure_changes import MeasureChanges
from models.store.records import ScoreKind


class AgreementChanges(MeasureChanges):
    """Adds adjudications, notes for a meeting and what it agreed on."""

    def add_adjudication(self, reading: int, *, asks_all: bool) -> None:
        """Say that a reading decides where others differ.

        Args:
            reading: Number of the reading.
            asks_all: Whether every scale is asked, because the scales in question
                would tell the visit.
        """
        self._insert(
            a.adjudication, reading_id=reading, asks_all=int(asks_all), at=self.at
        )

    def add_adjudication_case(self, item: int, scale: str, why: str) -> None:
        """Say that an item of such a reading decides a scale, and why."""
        number = self._known(t.pinned_scale, "key", scale)
        self._insert(a.adjudication_case, item_id=item, scale_id=number, why=why)

    def add_meeting_note(self, photograph: int, scale: str, text: str) -> None:
        """Note something about a photograph for a meeting; the last note counts."""
        self._insert(
            a.meeting_note,
            photograph_id=photograph,
            scale_id=self._known(t.pinned_scale, "key", scale),
            text=text,
            at=self.at,
        )

    def add_consensus(
        self,
        photograph: int,
        scale: str,
        kind: ScoreKind,
        value: float | None = None,
        reason: str = "",
    ) -> None:
        """Add what a meeting agreed on; the scores of the raters stay as they are."""
        self._insert(
            a.consensus,
            photograph_id=photograph,
            scale_id=self._known(t.pinned_scale, "key", scale),
            kind=kind.value,
            value=value,
            reason=reason,
            at=self.at,
        )

    def add_choice_pair(self, rater: str, position: int, left: int, right: int) -> None:
        """Add a pair of photographs, one of which a rater is to call the later one."""
        self._insert(
            a.choice_pair,
            rater_id=self._known(t.rater, "code", rater),
            position=position,
            left_id=left,
            right_id=right,
        )

    def add_choice_answer(self, pair: int, side: str, sureness: int) -> None:
        """Add what a rater said of a pair; the last answer counts."""
        self._insert(
            a.choice_answer, pair_id=pair, side=side, sureness=sureness, at=self.at
        )

    def add_blinding_guess(
        self, rater: str, subject: str, side: str, guess: str
    ) -> None:
        """Add what a rater believes of a unit; the last guess counts."""
        self._insert(
            a.blinding_guess,
            rater_id=self._known(t.rater, "code", rater),
            subject_id=self._known(t.subject, "code", subject),
            side=side,
            guess=guess,
            at=self.at,
        )
