"""Reading what belongs to training from an open study."""

from models.store import training_queries
from models.store.changes import Changes
from models.store.clock import stamp
from models.store.file_store import FileStore
from models.store.training_records import (
    Attempt,
    HeldCertificate,
    ReferenceScore,
    TrainingReading,
)


class TrainingReads(FileStore[Changes]):
    """The part of an open study that reads what belongs to training."""

    def today(self) -> str:
        """The day by the study's clock, UTC, ISO 8601."""
        return stamp(self._now())[:10]

    def training_readings(self) -> list[TrainingReading]:
        """The readings for practice and examination, the oldest first."""
        return self._read(training_queries.training_readings)

    def reading_codes(self) -> set[str]:
        """The codes of photographs in all readings, whatever they are for."""
        return self._read(training_queries.reading_codes)

    def reference_scores(self) -> dict[tuple[int, str], ReferenceScore]:
        """The reference scores that count, by photograph number and scale key."""
        return self._read(training_queries.reference_scores)

    def attempts(self) -> list[Attempt]:
        """How examinations were judged, the oldest first."""
        return self._read(training_queries.attempts)

    def certificates(self) -> list[HeldCertificate]:
        """The certificates issued here and those accepted, the oldest first."""
        return self._read(training_queries.certificates)
