"""Taking one of two entries that differ. No Qt."""

from dataclasses import fields, replace

from models.measures.recording import record_measurements
from models.measures.table_import.second import Difference
from models.store.measure_records import Measurement, NewMeasurement
from models.store.store import StudyStore

_FIELDS = tuple(field.name for field in fields(NewMeasurement))


def accept_entry(
    store: StudyStore, difference: Difference, entry: int, *, by: str, why: str
) -> None:
    """Correct the other entry to the one that is right.

    Args:
        store: The study.
        difference: Where the entries differ.
        entry: 1 or 2, the one that is right.
        by: Who decides.
        why: For what reason.

    Raises:
        ExpectedError: The study is locked, or there is no reason.
        KeyError: There is no such entry.
    """
    place = (difference.subject, difference.side, difference.visit, difference.series)
    right = {one.place: one for one in store.measurements()}[(*place, entry)]
    other = replace(_new(right), entry=3 - entry, why=why)
    record_measurements(store, [other], by=by, action="double entry settled")


def _new(one: Measurement) -> NewMeasurement:
    return NewMeasurement(**{name: getattr(one, name) for name in _FIELDS})
