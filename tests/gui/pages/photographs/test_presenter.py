from dataclasses import replace
from pathlib import Path

from gui.pages.photographs.presenter import Presence, completeness, facts
from models.store.records import Subject
from tests.examples import example_protocol, make_study


def test_every_place_is_there_missing_or_unplanned(tmp_path: Path) -> None:
    protocol = example_protocol()
    first, *others = protocol.visits
    plan = replace(protocol, visits=(replace(first, photographs=False), *others))
    with make_study(tmp_path / "s.dgstudy") as store:
        photographs = [one for one in store.photographs() if one.visit == "day1"]
        matrix = completeness(plan, store.subjects(), photographs)

    assert [matrix.presence(0, column) for column in range(3)] == [
        Presence.UNPLANNED,
        Presence.THERE,
        Presence.MISSING,
    ]
    assert (matrix.planned, matrix.missing) == (6, 3)
    assert matrix.sentence() == (
        "3 photographs of 3 subjects; 3 of 6 planned are missing."
    )


def test_a_complete_study_is_called_so(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        matrix = completeness(store.protocol(), store.subjects(), store.photographs())

    assert matrix.sentence() == "9 photographs of 3 subjects, complete."


def test_an_empty_study_says_the_next_step() -> None:
    matrix = completeness(example_protocol(), [Subject(1, "001", "")], [])
    assert "Import a folder" in matrix.sentence()


def test_views_are_named_where_there_are_several() -> None:
    protocol = example_protocol()
    one = completeness(protocol, [], [])
    two = completeness(
        replace(protocol, views=(*protocol.views, *protocol.views)), [], []
    )

    assert one.columns[0].heading == "Baseline"
    assert two.columns[0].heading == "Baseline\nFront"


def test_the_facts_of_a_photograph_fit_a_line(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        line = facts(store.photographs()[0])

    assert line.startswith("001_baseline_front.jpg · JPEG 48 × 32 · ")
    assert "taken 2026-02-01 10:00:00" in line
