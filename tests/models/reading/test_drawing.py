"""A drawn reading as it is stored: repeats have codes of their own and count apart."""

import json
from pathlib import Path

import pytest

from models.errors import ExpectedError
from models.protocol.reader import ProtocolFileError
from models.reading.score_table import import_scores
from models.reading.session import open_session
from models.statistics.frames import scores_frame
from tests.examples import PLAN, example_protocol, make_study

SHORT = PLAN + "\n[reading]\nrepeats = 0.3\ngap = 2\n"


@pytest.fixture
def study(tmp_path: Path):
    protocol = example_protocol(SHORT)
    with make_study(tmp_path / "s.dgstudy", protocol=protocol) as store:
        yield store


def test_a_repeat_has_a_code_of_its_own_and_the_same_pixels(study) -> None:
    session = open_session(study, "R1")
    shown = study.read_photographs(1)
    [again, *_] = sorted(study.repeats(1))
    first = min(position for position in shown if shown[position] == shown[again])
    assert len(session.items) == 12
    assert session.item(first).code != session.item(again).code
    assert session.photograph(first) == session.photograph(again)


def test_a_session_does_not_tell_what_is_a_repeat(study) -> None:
    session = open_session(study, "R1")
    assert "repeat" not in repr(session.items)


def test_the_efficacy_set_leaves_repeats_out(study) -> None:
    session = open_session(study, "R1")
    for item in session.items:
        session.give(item.position, "erythema-0-3", 1)
    assert len(scores_frame(study)) == 9
    everything = scores_frame(study, repeats=True)
    assert len(everything) == 12
    assert everything["repeat"].sum() == 3


def test_imported_scores_go_to_the_first_showing(study, tmp_path: Path) -> None:
    rows = [
        f"R1,{subject},{visit},erythema-0-3,2"
        for subject in ("001", "002", "007")
        for visit in ("baseline", "day1", "day30")
    ]
    table = tmp_path / "scores.csv"
    table.write_text("\n".join(["rater,subject,visit,scale,score", *rows]))
    import_scores(study, table, by="c")
    assert not any(row.repeat for row in study.score_rows())
    assert len(study.score_rows()) == 9


def test_what_was_drawn_stands_in_the_trail(tmp_path: Path) -> None:
    with make_study(tmp_path / "t.dgstudy") as store:
        open_session(store, "R1")
        facts = json.loads(store.trail()[-1].details)["facts"]
    assert facts["order"] == "random"
    assert facts["repeats"] == 0
    assert "too few photographs" in facts["remark"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('order = "chronological"', "training = true"),
        ('order = "randm"', 'must be "random"'),
        ("repeats = 0.6", "must be a share from 0 to 0.5"),
        ("gap = 0", "must be 1 to 1000 photographs"),
        ("repeat = 0.1", "is not a known key"),
    ],
)
def test_faults_of_the_reading_table_are_told(table: str, said: str) -> None:
    with pytest.raises(ProtocolFileError) as caught:
        example_protocol(f"{PLAN}\n[reading]\n{table}\n")
    assert any(said in str(one) for one in caught.value.problems)


def test_a_training_protocol_may_be_chronological() -> None:
    text = PLAN.replace("arms = 2", "arms = 2\ntraining = true")
    plan = example_protocol(f'{text}\n[reading]\norder = "chronological"\n')
    assert plan.reading.order == "chronological"


def test_questions_that_give_the_visit_away_must_be_meant() -> None:
    with pytest.raises(ExpectedError) as caught:
        example_protocol(PLAN.replace('"all"', '"scheduled"'))
    assert "give its visit away" in str(caught.value.problems[0])
