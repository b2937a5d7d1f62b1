"""Reading what is not scored from photographs from an open study."""

from models.store import measure_queries
from models.store.changes import Changes
from models.store.file_store import FileStore
from models.store.measure_records import AdverseEvent, Measurement


class MeasureReading(FileStore[Changes]):
    """The part of an open study that reads measurements and what goes with them."""

    def measurements(self) -> list[Measurement]:
        """What counts now of every series, both entries, in the order of entry."""
        return self._read(measure_queries.measurements)

    def measurement_history(self) -> list[Measurement]:
        """Every value that was ever entered, corrected and withdrawn ones among them.

        The oldest stands first.
        """
        return self._read(measure_queries.measurement_history)

    def visit_dates(self) -> dict[tuple[str, str], str]:
        """Subject code and visit key to the day it was kept on, ISO 8601."""
        return self._read(measure_queries.visit_dates)

    def adverse_events(self) -> list[AdverseEvent]:
        """The adverse events as they stand now, by number; withdrawn ones say so."""
        return self._read(measure_queries.adverse_events)

    def adverse_event_history(self) -> list[AdverseEvent]:
        """Every entry and revision of adverse events, oldest first."""
        return self._read(measure_queries.adverse_event_history)

    def eligibility_answers(self) -> dict[tuple[str, str], bool]:
        """Subject code and rule key to a person's answer."""
        return self._read(measure_queries.eligibility_answers)

    def evidence(self) -> dict[str, str]:
        """The parts of the evidence table, as JSON."""
        return self._read(measure_queries.evidence)

    def study_constants(self) -> dict[tuple[str, str], str]:
        """Key of an instrument and name of a setting to what the study keeps."""
        return self._read(measure_queries.study_constants)
