"""Writing what belongs to training."""

from models.store import tables as t
from models.store import training_tables as r
from models.store.training_records import Mark, Purpose
from models.store.writing import RowWriter


class TrainingChanges(RowWriter):
    """Adds readings for training, reference scores, judged attempts, certificates."""

    def add_training_reading(
        self, rater: str, purpose: Purpose, attempt: int, seed: str
    ) -> int:
        """Begin a reading that is not of the study, and return its number."""
        return self._insert(
            t.reading,
            rater_id=self._known(t.rater, "code", rater),
            purpose=purpose.value,
            attempt=attempt,
            seed=seed,
        )

    def add_reference_score(
        self,
        photograph: int,
        scale: str,
        value: float | None,
        source: str,
        mark: Mark | None = None,
    ) -> None:
        """Add the reference score that counts from now on; None takes it away."""
        self._insert(
            r.reference_score,
            photograph_id=photograph,
            scale_id=self._known(t.pinned_scale, "key", scale),
            value=value,
            source=source,
            x=mark.x if mark else None,
            y=mark.y if mark else None,
            radius=mark.radius if mark else None,
            at=self.at,
        )

    def add_attempt(
        self, reading: int, scale: str, details: str, set_sha256: str, *, passed: bool
    ) -> None:
        """Add how an examination was judged on a scale; once for each."""
        self._insert(
            r.attempt,
            reading_id=reading,
            scale_id=self._known(t.pinned_scale, "key", scale),
            passed=int(passed),
            details=details,
            set_sha256=set_sha256,
            at=self.at,
        )

    def add_certificate(
        self, rater: str, sha256: str, body: str, *, reading: int | None = None
    ) -> None:
        """Add a certificate issued for an examination, or accepted from elsewhere."""
        self._insert(
            r.certificate,
            rater_id=self._known(t.rater, "code", rater),
            reading_id=reading,
            sha256=sha256,
            body=body,
            at=self.at,
        )
