"""Reading what is known of raters beside their scores from an open study."""

from models.store import agreement_queries
from models.store.measure_reading import MeasureReading


class AgreementReading(MeasureReading):
    """The part of an open study that reads what raters' agreement is told from."""

    def viewing_seconds(self) -> dict[tuple[int, int], float]:
        """Number of the reading and position to the seconds it was attended to."""
        return self._read(agreement_queries.viewing_seconds)
