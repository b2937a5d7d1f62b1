"""Third readings: who needs one, what its rater sees, and what is accepted."""

from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from exports.workbook import write_workbook
from main import main
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.protocol.adjudication import AdjudicationRule
from models.protocol.reader import ProtocolFileError
from models.reading.adjudication import (
    adjudication_report,
    open_adjudication,
    plan_adjudication,
)
from models.reading.errors import ReadingClosedError
from models.reading.kits.merging import merge_returns, read_returns
from models.reading.kits.writing import write_kit
from models.reading.session import open_session
from models.statistics.agreement.study import study_table
from models.statistics.frames import scores_frame
from models.statistics.pairs import unit_values
from models.store.agreement_records import ACCEPTED, BESIDE, UNDECIDED
from models.store.store import StudyStore
from tests.examples import PLAN, example_protocol, make_study
from tests.kits import read_kit, returned
from tests.readers import give
from tests.trial import ERYTHEMA, WRINKLING

RULE = "\n[adjudication]\ndifference = 2\n\n[aggregation]\nadjudicated_first = true\n"
FIRST = {("001", "baseline"): 5.0, ("002", "day30"): 4.0, ("007", "baseline"): None}
SECOND = {("001", "baseline"): 8.0, ("002", "day30"): 3.0, ("007", "baseline"): 6.0}
DISPUTED = {("001", "baseline"), ("002", "day30"), ("007", "baseline")}


def disputed(path: Path, plan: str = PLAN + RULE, **finish: bool) -> StudyStore:
    """Two raters who differ by 3 grades, by the class, and about assessability."""
    store = make_study(path, protocol=example_protocol(plan))
    give(store, "R1", FIRST)
    give(store, "R2", SECOND, **finish)
    return store


@pytest.fixture
def store(tmp_path):
    with disputed(tmp_path / "s.dgstudy") as store:
        yield store


def decide(store: StudyStore, value: float, *, finish: bool = True) -> None:
    """Let A1 give the same grade everywhere."""
    session = open_session(store, "A1")
    for item in session.items:
        for scale in item.scales:
            session.give(item.position, scale, value if scale == WRINKLING else 0)
    if finish:
        session.finish()


def value_at(store: StudyStore, subject: str, visit: str) -> float:
    """What the analysis takes for wrinkling of a subject at a visit."""
    values = unit_values(scores_frame(store), store.protocol().aggregation)
    rows = values[
        (values["subject"] == subject)
        & (values["visit"] == visit)
        & (values["scale"] == WRINKLING)
    ]
    return float(rows["value"].iloc[0]) if len(rows) else np.nan


def test_each_kind_of_disagreement_needs_a_third_reading(store) -> None:
    plan = plan_adjudication(store)
    at = {one.id: (one.subject, one.visit) for one in store.photographs()}
    whys = {at[one.photograph]: one.why for one in plan.disputes}
    assert set(whys) == DISPUTED
    assert whys["001", "baseline"] == "the grades are 3 apart"
    assert whys["002", "day30"] == "the grades lie in different classes"
    assert "not assessable" in whys["007", "baseline"]


def test_a_rule_can_leave_out_classes_and_assessability(tmp_path) -> None:
    rule = "\n[adjudication]\nclasses = false\none_not_assessable = false\n"
    with disputed(tmp_path / "s.dgstudy", PLAN + rule) as store:
        assert store.protocol().adjudication == AdjudicationRule(2.0, False, False)
        assert len(plan_adjudication(store).disputes) == 1


def test_every_fault_of_the_rule_is_told_at_once() -> None:
    faults = '\n[adjudication]\ndifference = -1\nclasses = "yes"\nwhat = 1\n'
    with pytest.raises(ProtocolFileError) as told:
        example_protocol(PLAN + faults)
    text = "\n".join(str(one) for one in told.value.problems)
    assert "must be above 0" in text
    assert "classes" in text
    assert "what" in text


def test_scores_count_once_two_raters_have_finished(tmp_path) -> None:
    with disputed(tmp_path / "s.dgstudy", finish=False) as store:
        plan = plan_adjudication(store)
        assert not plan.disputes
        assert plan.unfinished == ("R2",)
        with pytest.raises(ExpectedError) as told:
            open_adjudication(store, "A1")
    assert "finished" in told.value.hint


def test_the_adjudicator_sees_codes_and_nothing_of_the_others(store) -> None:
    others = {i.code for r in store.readings() for i in store.reading_items(r.id)}
    open_adjudication(store, "A1")
    session = open_session(store, "A1")
    assert len(session.items) == len(DISPUTED)
    assert not others & {item.code for item in session.items}
    assert all(not session.scores(item.position) for item in session.items)
    assert not any(session.comment(item.position) for item in session.items)


def test_where_the_scales_would_tell_the_visit_all_are_asked(store) -> None:
    assert open_adjudication(store, "A1").asks_all
    session = open_session(store, "A1")
    assert {item.scales for item in session.items} == {(WRINKLING, ERYTHEMA)}


def test_where_they_tell_nothing_only_the_scales_in_question_are_asked(tmp_path):
    same = PLAN.replace(
        'erythema-0-3 = ["baseline", "day1", "day30"]',
        'erythema-0-3 = ["baseline", "day30"]',
    )
    with disputed(tmp_path / "s.dgstudy", same + RULE) as store:
        assert not open_adjudication(store, "A1").asks_all
        session = open_session(store, "A1")
        assert {item.scales for item in session.items} == {(WRINKLING,)}
        assert len(store.reading_items(store.readings()[0].id)[0].scales) == 2


def test_the_accepted_value_stands_first_and_the_originals_stay(store) -> None:
    before = [row for row in store.score_rows() if row.rater in ("R1", "R2")]
    assert value_at(store, "001", "baseline") == 6.5
    open_adjudication(store, "A1")
    decide(store, 7)
    assert [row for row in store.score_rows() if row.rater in ("R1", "R2")] == before
    kinds = [row.adjudication for row in store.score_rows() if row.rater == "A1"]
    assert sorted(kinds) == [ACCEPTED] * 3 + [BESIDE] * 3
    for subject, visit in DISPUTED:
        assert value_at(store, subject, visit) == 7
    assert value_at(store, "001", "day30") == 5


def test_a_third_reading_that_goes_on_changes_nothing(store) -> None:
    open_adjudication(store, "A1")
    decide(store, 7, finish=False)
    kinds = {row.adjudication for row in store.score_rows() if row.rater == "A1"}
    assert kinds == {UNDECIDED, BESIDE}
    assert value_at(store, "001", "baseline") == 6.5


def test_without_the_word_of_the_protocol_only_the_originals_count(tmp_path) -> None:
    plan = PLAN + "\n[adjudication]\n"
    with disputed(tmp_path / "s.dgstudy", plan) as store:
        open_adjudication(store, "A1")
        decide(store, 7)
        assert value_at(store, "001", "baseline") == 6.5


def test_an_accepted_not_assessable_leaves_no_value(store) -> None:
    open_adjudication(store, "A1")
    session = open_session(store, "A1")
    for item in session.items:
        session.not_assessable(item.position, WRINKLING, session.reasons[0])
        session.give(item.position, ERYTHEMA, 0)
    session.finish()
    assert np.isnan(value_at(store, "001", "baseline"))


def test_agreement_is_told_of_usual_readings_alone(store) -> None:
    open_adjudication(store, "A1")
    decide(store, 7)
    assert set(study_table(store).frame["rater"]) == {"R1", "R2"}


def test_the_rate_and_the_index_of_each_rater(store) -> None:
    open_adjudication(store, "A1")
    decide(store, 8)
    report = adjudication_report(store)
    assert (report.rate.count, report.rate.of) == (3, 15)
    lost = {one.rater: one.lost.count for one in report.raters}
    assert lost == {"R1": 3, "R2": 2}


def test_who_has_read_before_cannot_decide(store) -> None:
    with pytest.raises(ExpectedError, match="R1 has a reading of their own"):
        open_adjudication(store, "R1")
    assert not store.adjudications()


def test_what_was_opened_is_not_opened_twice(store) -> None:
    open_adjudication(store, "A1")
    with pytest.raises(ExpectedError, match="Nothing needs a third reading"):
        open_adjudication(store, "A2")
    decide(store, 7)
    with pytest.raises(ReadingClosedError, match="finished"):
        open_adjudication(store, "A1")


def test_new_photographs_do_not_enter_a_third_reading(store) -> None:
    open_adjudication(store, "A1")
    for _ in range(2):
        assert len(open_session(store, "A1").items) == len(DISPUTED)


def test_two_raters_differ_a_third_decides_by_kit_and_the_workbook_shows_all(
    tmp_path, capsys
) -> None:
    path = tmp_path / "s.dgstudy"
    disputed(path).close()
    assert main(["adjudicate", str(path), "--rater", "A1", "--dry-run"]) == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert main(["adjudicate", str(path), "--rater", "A1", "--by", "c"]) == 0
    assert "The third reading of A1 is open." in capsys.readouterr().out
    with StudyStore.open(path) as store:
        kit = tmp_path / "a1.dgkit"
        written = write_kit(store, "A1", kit, by="c")
        assert written.items == len(DISPUTED)
        read_kit(kit, grade=3)
        merge_returns(store, read_returns([returned(kit, "a1.dgreturn")]), by="c")
        write_workbook(store, tmp_path / "out.xlsx", groups=None)
    sheet = load_workbook(tmp_path / "out.xlsx")["Adjudication"]
    heads, *rows = sheet.iter_rows(values_only=True)
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    [one] = [r for r in told if (r["subject"], r["visit"]) == ("001", "baseline")]
    assert (one["rater R1"], one["rater R2"], one["accepted"]) == (5, 8, 3)
    assert (one["adjudicator"], one["state"]) == ("A1", "accepted")
    [other] = [r for r in told if r["subject"] == "007"]
    assert (other["rater R1"], other["accepted"]) == ("not assessable", 3)
    assert main(["adjudicate", str(path)]) == 0
    assert "Rater R1: decided against in 3 of 15" in capsys.readouterr().out
    assert verify_study(path).holds
