"""Merging: shown before it is done, done at once, and never done twice."""

import json
from pathlib import Path

import pytest

from models.audit.locking import lock_study
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.reading.kits.errors import KitError
from models.reading.kits.merge_plan import Fate
from models.reading.kits.merging import merge_returns, plan_returns, read_returns
from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.writing import write_kit
from models.reading.session import open_session
from models.store.records import Viewing
from models.store.store import StudyStore
from tests.examples import Ticking, make_study, new_photograph
from tests.kits import read_kit, returned


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A study and the kit of R1, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("made")
    with make_study(folder / "s.dgstudy") as store:
        write_kit(store, "R1", folder / "R1.dgkit", by="c")
    return folder


@pytest.fixture
def study(made: Path, tmp_path: Path):
    for name in ("s.dgstudy", "R1.dgkit"):
        (tmp_path / name).write_bytes((made / name).read_bytes())
    with StudyStore.open(tmp_path / "s.dgstudy", now=Ticking()) as store:
        yield store


@pytest.fixture
def kit(study, tmp_path: Path) -> Path:
    return tmp_path / "R1.dgkit"


def plan_of(study: StudyStore, *paths: Path, take=()):
    plan = plan_returns(study, read_returns(paths), take=take)
    return plan.returns[0] if len(paths) == 1 else plan.returns


def merge(study: StudyStore, *paths: Path, take=()):
    return merge_returns(study, read_returns(paths), by="c", take=take)


def copy_of(kit: Path, name: str) -> Path:
    other = kit.with_name(name)
    other.write_bytes(kit.read_bytes())
    return other


def test_a_read_kit_comes_back_with_scores_times_and_finish(study, kit) -> None:
    with open_kit(kit) as opened:
        session = kit_session(opened)
        session.set_comment(2, "glare")
        session.set_comment(3, "pale", "erythema-0-3")
        session.set_flag(4, True)
        session.not_assessable(5, "fg-wrinkling", "out of focus")
        session.add_viewing(1, Viewing("2026-03-01T09:00:00.000Z", 2.5, 30.0, 1.0))
        session.give(1, "erythema-0-3", 3)
        first = session.saved_at
    read_kit(kit, grade=2)
    merge(study, returned(kit, "a.dgreturn"))
    session = open_session(study, "R1")
    assert not session.is_open
    assert session.comment(2) == "glare"
    assert session.comment(3, "erythema-0-3") == "pale"
    assert session.is_flagged(4)
    assert session.scores(5)["fg-wrinkling"].value == 2
    rows = [json.loads(line.details)["rows"] for line in study.trail()][-1]
    assert rows[0]["table"] == "kit_return"
    assert [row["new"]["at"] for row in rows if row["table"] == "score"][1] == first
    assert len([row for row in rows if row["table"] == "viewing"]) == 1
    path = study.path
    study.close()
    assert verify_study(path).holds


def test_the_plan_tells_everything_before_anything_is_written(study, kit) -> None:
    read_kit(kit, upto=4, finish=False)
    lines = len(study.trail())
    plan = plan_of(study, returned(kit, "a.dgreturn"))
    assert (plan.fate, plan.scores, plan.complete, plan.missing) == (
        Fate.MERGE,
        8,
        4,
        5,
    )
    assert "R1, kit version 1, 8 new scores; 4 photographs complete, 5 missing" in (
        plan.sentence()
    )
    assert len(study.trail()) == lines


def test_merging_twice_changes_nothing(study, kit) -> None:
    read_kit(kit)
    path = returned(kit, "a.dgreturn")
    assert merge(study, path).returns == 1
    before = study.path.read_bytes()
    report = merge(study, path)
    assert report.returns == 0
    assert report.plan.returns[0].why == "It was merged before."
    assert study.path.read_bytes() == before


def test_the_same_return_under_two_names_is_merged_once(study, kit) -> None:
    read_kit(kit)
    path = returned(kit, "a.dgreturn")
    twin = copy_of(path, "b.dgreturn")
    report = merge(study, path, twin)
    assert report.scores == 18
    assert [one.fate for one in report.plan.returns] == [Fate.MERGE, Fate.SAME]


def test_a_later_return_adds_only_what_is_new(study, kit) -> None:
    read_kit(kit, upto=4, finish=False)
    early = returned(kit, "a.dgreturn")
    merge(study, early)
    with open_kit(kit) as opened:
        kit_session(opened).give(1, "erythema-0-3", 3)
    read_kit(kit, grade=2)
    late = returned(kit, "b.dgreturn")
    plan = plan_of(study, late)
    assert plan.corrected == 8
    report = merge(study, late, early)
    assert report.finished == ("R1",)
    assert len(study.score_rows()) == 18
    assert {row.value for row in study.score_rows()} == {2}
    assert plan_of(study, early).fate is Fate.SAME


def test_two_returns_of_one_rater_that_differ_are_written_neither_way(
    study, kit
) -> None:
    other = copy_of(kit, "other.dgkit")
    read_kit(kit, grade=1)
    read_kit(other, grade=2)
    one, two = returned(kit, "one.dgreturn"), returned(other, "two.dgreturn")
    plans = plan_of(study, one, two)
    assert [plan.fate for plan in plans] == [Fate.CONFLICT, Fate.CONFLICT]
    assert plans[0].why.startswith("two.dgreturn of the same rater")
    lines = len(study.trail())
    with pytest.raises(KitError) as caught:
        merge(study, one, two)
    assert len(caught.value.problems) == 2
    assert len(study.trail()) == lines
    report = merge(study, one, two, take=["two.dgreturn"])
    assert report.returns == 1
    assert {row.value for row in study.score_rows()} == {2}


def test_a_return_that_differs_from_one_merged_before_waits_to_be_taken(
    study, kit
) -> None:
    other = copy_of(kit, "other.dgkit")
    read_kit(kit, grade=1, finish=False)
    read_kit(other, grade=2, upto=3, finish=False)
    merge(study, returned(kit, "one.dgreturn"))
    two = returned(other, "two.dgreturn")
    assert plan_of(study, two).fate is Fate.CONFLICT
    merge(study, two, take=["two.dgreturn"])
    assert [row.value for row in study.score_rows()] == [2] * 6


def test_scores_given_in_the_study_meanwhile_are_not_written_over(study, kit) -> None:
    read_kit(kit, grade=1)
    open_session(study, "R1").give(1, "erythema-0-3", 3)
    plan = plan_of(study, returned(kit, "a.dgreturn"))
    assert plan.fate is Fate.CONFLICT
    assert plan.why.startswith("The study has other scores of this rater for 1 photo")


def test_a_return_of_another_study_is_refused(study, kit, tmp_path: Path) -> None:
    with make_study(tmp_path / "other.dgstudy") as other:
        write_kit(other, "R1", tmp_path / "other.dgkit", by="c")
    read_kit(tmp_path / "other.dgkit")
    path = returned(tmp_path / "other.dgkit", "a.dgreturn")
    assert plan_of(study, path).why.startswith("It is of another study")
    with pytest.raises(KitError, match="cannot be merged"):
        merge(study, path)


def test_one_bad_return_among_good_ones_keeps_all_from_being_written(
    study, kit, tmp_path: Path
) -> None:
    read_kit(kit)
    good, bad = returned(kit, "a.dgreturn"), tmp_path / "bad.dgreturn"
    bad.write_bytes(b"PK\x03\x04")
    with pytest.raises(ExpectedError, match="not a Dermagrade return"):
        merge(study, bad)
    with pytest.raises(KitError, match="1 file cannot be merged"):
        merge(study, good, bad)
    assert study.score_rows() == []


def test_photographs_added_later_come_in_a_second_kit(
    study, kit, tmp_path: Path
) -> None:
    read_kit(kit)
    first = returned(kit, "a.dgreturn")
    with study.changes(by="c", role="coordinator", action="import") as changes:
        changes.add_photograph(new_photograph("100", "baseline", 90))
    second_kit = tmp_path / "second.dgkit"
    open_session(study, "R1")
    plan = plan_of(study, first)
    assert plan.why.startswith("The reading stays open in the study")
    merge(study, first)
    assert write_kit(study, "R1", second_kit, by="c").version == 2
    read_kit(second_kit)
    report = merge(study, returned(second_kit, "b.dgreturn"))
    assert (report.scores, report.finished) == (2, ("R1",))


def test_a_locked_study_takes_no_return(study, kit) -> None:
    read_kit(kit)
    lock_study(study, by="c")
    plan = plan_of(study, returned(kit, "a.dgreturn"))
    assert plan.why.startswith("The study is locked")


def test_a_signature_that_comes_after_the_finish_is_merged_too(study, kit) -> None:
    with open_kit(kit) as opened:
        session = kit_session(opened)
        for item in session.items:
            for key in item.scales:
                session.give(item.position, key, 1)
        session.finish()
    merge(study, returned(kit, "a.dgreturn"))
    from models.reading.kits.opening import sign

    with open_kit(kit) as opened:
        sign(opened, "Dr Anna Example")
    path = returned(kit, "b.dgreturn")
    assert plan_of(study, path).fate is Fate.MERGE
    merge(study, path)
    kept = read_returns([path])[0]
    assert [one.sha256 for one in study.kit_returns()][-1] == kept.sha256
    assert kept.signature is not None
    assert kept.signature["printed_name"] == "Dr Anna Example"
    assert kept.signature["sha256"] in kept.hashes


def test_a_finished_kit_takes_nothing_more(kit) -> None:
    read_kit(kit)
    with open_kit(kit) as opened:
        session = kit_session(opened)
        assert not session.is_open
        with pytest.raises(ExpectedError, match="closed"):
            session.give(1, "erythema-0-3", 2)
