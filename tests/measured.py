"""Studies without photographs, for the tests: made as the program makes them."""

from collections.abc import Sequence
from pathlib import Path

from models.measures import library as measure_library
from models.protocol import library as protocol_library
from models.scales import library as scale_library
from models.store.measure_records import NewMeasurement
from models.store.store import StudyStore
from tests.examples import Ticking


def make_measured_study(
    path: Path, subjects: Sequence[str] = ("001", "002", "007"), key: str = ""
) -> StudyStore:
    """A study of one group, followed by a device and questionnaires only."""
    protocol = protocol_library.find(key or "kerscher-2022")
    store = StudyStore.create(
        path,
        title="Measured study",
        protocol=protocol,
        scales=scale_library.shipped(),
        measures=measure_library.shipped(),
        now=Ticking(),
        order_seed="seed",
    )
    with store.changes(by="c", role="coordinator", action="subjects") as changes:
        for code in subjects:
            changes.add_subject(code, "Kiel")
    return store


def enter(store: StudyStore, *new: NewMeasurement) -> None:
    """Put values into a study as they are."""
    with store.changes(by="c", role="coordinator", action="values") as changes:
        for one in new:
            changes.add_measurement(one)
