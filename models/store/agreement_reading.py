"""Reading what is known of raters beside their scores from an open study."""

from models.store import agreement_queries
from models.store.agreement_records import (
    AdjudicationCase,
    BlindingGuess,
    ChoiceAnswer,
    ChoicePair,
    Consensus,
)
from models.store.measure_reading import MeasureReading


class AgreementReading(MeasureReading):
    """The part of an open study that reads what raters' agreement is told from."""

    def viewing_seconds(self) -> dict[tuple[int, int], float]:
        """Number of the reading and position to the seconds it was attended to."""
        return self._read(agreement_queries.viewing_seconds)

    def adjudications(self) -> dict[int, bool]:
        """Number of each reading that decides, to whether it asks every scale."""
        return self._read(agreement_queries.adjudications)

    def adjudication_cases(self) -> list[AdjudicationCase]:
        """Every photograph and scale that a third reading decides, oldest first."""
        return self._read(agreement_queries.adjudication_cases)

    def asked_in_adjudication(self, reading: int) -> dict[int, frozenset[str]]:
        """Number of the item to the scales asked; empty where all of them are."""
        if self.adjudications().get(reading, True):
            return {}
        asked: dict[int, frozenset[str]] = {}
        for case in self.adjudication_cases():
            if case.reading == reading:
                asked[case.item] = asked.get(case.item, frozenset()) | {case.scale}
        return asked

    def meeting_notes(self) -> dict[tuple[int, str], str]:
        """Number of the photograph and key of the scale to the note that counts."""
        return self._read(agreement_queries.meeting_notes)

    def consensus(self) -> dict[tuple[int, str], Consensus]:
        """What meetings agreed on, by photograph and scale."""
        return self._read(agreement_queries.consensus)

    def choice_pairs(self) -> list[ChoicePair]:
        """All pairs of all raters, in the order in which they are shown."""
        return self._read(agreement_queries.choice_pairs)

    def choice_answers(self) -> dict[int, ChoiceAnswer]:
        """Number of the pair to the answer that counts."""
        return self._read(agreement_queries.choice_answers)

    def blinding_guesses(self) -> list[BlindingGuess]:
        """What raters believed of units: the guesses that count."""
        return self._read(agreement_queries.blinding_guesses)
