"""Comparing with the baseline: where it is offered, and on which side."""

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.writing import write_kit
from models.reading.session import RatingSession, open_session
from models.store.store import StudyStore
from tests.examples import COMPARING, PLAN, example_protocol, make_study

ONCE = "\n[reading]\nrepeats = 0.0\n"


def study(path: Path, plan: str) -> StudyStore:
    return make_study(path / "s.dgstudy", protocol=example_protocol(plan))


def visits(store: StudyStore, session: RatingSession) -> dict[int, str]:
    """Position to key of the visit, which only the study knows."""
    photographs = {one.id: one for one in store.photographs()}
    shown = store.read_photographs(store.readings()[0].id)
    return {
        item.position: photographs[shown[item.position]].visit for item in session.items
    }


def colour(data: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB").getpixel((5, 5))


def test_the_baseline_is_offered_everywhere_but_at_the_baseline(tmp_path: Path) -> None:
    with study(tmp_path, COMPARING + ONCE) as store:
        session = open_session(store, "R1")
        for position, visit in visits(store, session).items():
            side = session.item(position).compare_side
            assert side == ("" if visit == "baseline" else "left")


def test_what_is_compared_is_of_the_same_subject(tmp_path: Path) -> None:
    with study(tmp_path, COMPARING + ONCE) as store:
        session = open_session(store, "R1")
        photographs = {one.id: one for one in store.photographs()}
        first = {
            one.subject: one.id
            for one in photographs.values()
            if one.visit == "baseline"
        }
        shown = store.read_photographs(store.readings()[0].id)
        for item in session.items:
            if item.compare_side:
                subject = photographs[shown[item.position]].subject
                wanted = colour(store.photograph_bytes(first[subject]))
                assert colour(session.baseline(item.position)) == wanted


def test_without_a_comparative_scale_no_baseline_is_shown(tmp_path: Path) -> None:
    with study(tmp_path, PLAN + ONCE) as store:
        session = open_session(store, "R1")
        assert {item.compare_side for item in session.items} == {""}
        with pytest.raises(KeyError):
            session.baseline(1)


def test_a_protocol_that_hides_the_baseline_hides_it(tmp_path: Path) -> None:
    hidden = COMPARING + ONCE + "baseline_shown = false\n"
    with study(tmp_path, hidden) as store:
        session = open_session(store, "R1")
        assert {item.compare_side for item in session.items} == {""}
        with pytest.raises(KeyError):
            store.baseline_at(1, 1)


def test_the_right_side_is_used_where_the_protocol_says_so(tmp_path: Path) -> None:
    plan = COMPARING + ONCE + 'comparison = "baseline-right"\n'
    with study(tmp_path, plan) as store:
        session = open_session(store, "R1")
        assert {item.compare_side for item in session.items} == {"", "right"}


def test_random_sides_are_the_same_at_every_opening(tmp_path: Path) -> None:
    plan = example_protocol(COMPARING + ONCE + 'comparison = "random"\n')
    codes = [f"{number:03}" for number in range(1, 13)]
    path = tmp_path / "s.dgstudy"
    with make_study(path, subjects=codes, protocol=plan) as store:
        first = [item.compare_side for item in open_session(store, "R1").items]
        other = [item.compare_side for item in open_session(store, "R2").items]
    with StudyStore.open(path) as store:
        again = [item.compare_side for item in open_session(store, "R1").items]
    assert first == again
    assert {"left", "right"} <= set(first)
    assert first != other


def test_a_kit_compares_what_its_study_compares(tmp_path: Path) -> None:
    plan = COMPARING + ONCE + 'comparison = "random"\n'
    with study(tmp_path, plan) as store:
        written = write_kit(store, "R1", tmp_path / "R1.dgkit", by="c")
        session = open_session(store, "R1")
        here = {
            item.code: (
                item.compare_side,
                item.compare_side and colour(session.baseline(item.position)),
            )
            for item in session.items
        }
    assert written.scan.is_clean
    with open_kit(tmp_path / "R1.dgkit") as kit:
        session = kit_session(kit)
        there = {
            item.code: (
                item.compare_side,
                item.compare_side and colour(session.baseline(item.position)),
            )
            for item in session.items
        }
    assert there == here


def test_a_kit_of_a_hidden_baseline_holds_no_second_copy(tmp_path: Path) -> None:
    with study(tmp_path, COMPARING + ONCE + "baseline_shown = false\n") as store:
        write_kit(store, "R1", tmp_path / "R1.dgkit", by="c")
    with closing(sqlite3.connect(tmp_path / "R1.dgkit")) as kit:
        assert kit.execute("SELECT count(*) FROM comparison").fetchone() == (0,)
        asked = kit.execute(
            "SELECT DISTINCT comparison_id FROM reading_item"
        ).fetchall()
    assert asked == [(None,)]


def test_views_are_told_apart_and_not_named(tmp_path: Path) -> None:
    two_views = PLAN.replace(
        "[schedule]", '[[views]]\nkey = "left45"\nname = "Left"\n\n[schedule]'
    )
    plan = example_protocol(two_views + ONCE)
    with make_study(tmp_path / "s.dgstudy", subjects=(), protocol=plan) as store:
        from dataclasses import replace

        from tests.examples import new_photograph

        with store.changes(by="c", role="coordinator", action="imported") as changes:
            for number, view in enumerate(("front", "left45") * 3):
                visit = ("baseline", "day1", "day30")[number // 2]
                one = new_photograph("001", visit, number)
                changes.add_photograph(replace(one, view=view))
        session = open_session(store, "R1")
        photographs = {one.id: one for one in store.photographs()}
        shown = store.read_photographs(store.readings()[0].id)
        signs = {
            (photographs[shown[item.position]].view, item.view)
            for item in session.items
        }
        write_kit(store, "R1", tmp_path / "R1.dgkit", by="c")
    assert len(signs) == 2
    assert {sign for _, sign in signs} == {"1", "2"}
    with closing(sqlite3.connect(tmp_path / "R1.dgkit")) as kit:
        details = kit.execute("SELECT details FROM trail").fetchone()[0]
    rows = [one["new"] for one in json.loads(details)["rows"]]
    numbers = {one["view_number"] for one in rows if "view_number" in one}
    assert numbers == {1, 2}
    assert "left45" not in details
