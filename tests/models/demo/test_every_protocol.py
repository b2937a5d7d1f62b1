"""Every protocol of the program has a demo study that could be shown."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from exports.workbook import write_workbook
from models.audit.verify import verify_study
from models.demo import plain, split_face
from models.demo.course import ARMS
from models.demo.study import PROTOCOLS, make_demo_study
from models.errors import ExpectedError
from models.measures.entry import Entry, check_form, instruments_of
from models.overview.eligibility import Eligibility
from models.overview.overview import overview
from models.protocol import library as protocols
from models.statistics.study import study_trajectories
from models.store.clock import utc_now
from models.store.store import StudyStore
from tests.models.demo.conftest import PHOTOGRAPHED

Find = Callable[[str], Path]

pytestmark = pytest.mark.long

NAMES = {
    "hoss-2020": ARMS,
    "split-face-conditioned-medium": split_face.ARMS,
    "resurfacing-two-arm": plain.ARMS,
}


def test_there_is_a_demo_study_of_every_shipped_protocol() -> None:
    assert set(PROTOCOLS) == set(protocols.shipped())


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_it_verifies(demo_of: Find, protocol: str) -> None:
    verdict = verify_study(demo_of(protocol))

    assert verdict.holds, verdict.problems


@pytest.mark.parametrize("protocol", NAMES)
def test_no_arm_stands_in_the_study(demo_of: Find, protocol: str) -> None:
    content = demo_of(protocol).read_bytes().lower()
    words = {word for name in NAMES[protocol] for word in (name, name.split()[0])}

    assert [word for word in words if word.lower().encode() in content] == []


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_value_could_have_been_entered_without_a_warning(
    demo_of: Find, protocol: str
) -> None:
    with StudyStore.open(demo_of(protocol)) as store:
        plan = store.protocol()
        instruments = instruments_of(plan, store.live_scales(), store.measures())
        forms: dict[tuple[str, str], list[Entry]] = {}
        for one in store.measurements():
            entry = Entry(one.assessment, one.value, one.reason, one.side)
            forms.setdefault((one.subject, one.visit), []).append(entry)
    told = [
        (place, checked)
        for place, entries in forms.items()
        for checked in check_form(entries, plan, instruments, place[1])
        if checked.faults or checked.warnings
    ]

    assert told == []
    assert bool(forms) == bool(plan.assessments)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_whoever_was_seen_is_photographed_from_every_side(
    demo_of: Find, protocol: str
) -> None:
    with StudyStore.open(demo_of(protocol)) as store:
        plan, found = store.protocol(), store.photographs()
        seen = store.visit_dates()
    people = {one.subject for one in found}
    planned = {
        (subject, visit.key, view.key)
        for subject in people
        for visit in plan.visits
        for view in plan.views
        if visit.photographs and (subject, visit.key) in seen
    }

    assert len(people) == PHOTOGRAPHED.get(protocol, 0)
    assert {(one.subject, one.visit, one.view) for one in found} == planned


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_everybody_may_enter_or_is_still_asked(demo_of: Find, protocol: str) -> None:
    with StudyStore.open(demo_of(protocol)) as store:
        states = [one.state for one in overview(store, utc_now().date()).rules]

    assert Eligibility.NOT_MET not in states
    assert Eligibility.NO_VALUE not in states
    assert states.count(Eligibility.NOT_ANSWERED) <= 1


# The others are read back number by number in test_published.
READ_BACK = ("hoss-2020", "kerscher-2021", *PROTOCOLS[4:])


@pytest.mark.parametrize("protocol", READ_BACK)
def test_the_workbook_tells_what_the_trajectories_tell(
    demo_of: Find, tmp_path: Path, protocol: str
) -> None:
    with StudyStore.open(demo_of(protocol)) as store:
        units = store.subjects()
        table = study_trajectories(store, None).table
        write_workbook(store, tmp_path / "book.xlsx", groups=None)
        has_arms = store.protocol().has_arms
    sheet = pd.read_excel(tmp_path / "book.xlsx", sheet_name="Trajectories")

    assert len(units) >= 10
    assert sheet["mean"].to_numpy() == pytest.approx(
        table["mean"].to_numpy(dtype=float), nan_ok=True
    )
    assert has_arms or not {"group", "arm"} & set(sheet.columns)


def test_a_protocol_without_a_demo_study_is_named_with_those_that_have_one(
    tmp_path: Path,
) -> None:
    with pytest.raises(ExpectedError, match="no demo study") as caught:
        make_demo_study(tmp_path / "demo.dgstudy", protocol="kerscher-22")

    assert "kerscher-2022" in (caught.value.hint or "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_in_full_size_figures_workbook_and_overview_come_out(
    tmp_path: Path, protocol: str
) -> None:
    from commands.demo import finish
    from models.demo.study import PASSPHRASE

    path = make_demo_study(tmp_path / "demo.dgstudy", protocol=protocol)
    written = finish(path, tmp_path, PASSPHRASE)

    assert {one.suffix for one in written} == {".svg", ".pdf", ".png", ".xlsx", ".csv"}
    assert all(one.stat().st_size > 1000 for one in written)
    assert verify_study(path).holds
