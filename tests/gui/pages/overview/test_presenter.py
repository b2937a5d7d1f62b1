"""The overview of a study as its tables show it, without a window."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gui.pages.overview.presenter import (
    OverviewFacts,
    completeness_matrix,
    eligibility_matrix,
    overview_facts,
    site_rows,
    window_words,
    worst,
)
from models.measures.recording import record_answers
from models.overview.windows import WindowFact
from models.store.measure_records import NewMeasurement
from models.store.store import StudyStore
from tests.measured import enter, make_measured_study


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StudyStore]:
    with make_measured_study(tmp_path / "m.dgstudy") as store:
        with store.changes(by="c", role="coordinator", action="site") as changes:
            changes.add_subject("007", "Bonn")
        enter(
            store,
            NewMeasurement("001", "baseline", "cutometer-r0", 0.40),
            NewMeasurement("001", "week12", "cutometer-r0", 0.46),
            NewMeasurement("002", "baseline", "cutometer-r0", None, "not done: ill"),
        )
        record_answers(store, {("001", "woman"): False}, by="c")
        yield store


@pytest.fixture
def facts(store: StudyStore) -> OverviewFacts:
    return overview_facts(store, date(2026, 3, 1))


def test_the_matrix_tells_by_signs_and_words_what_is_there(
    facts: OverviewFacts,
) -> None:
    matrix = completeness_matrix(facts)
    column = matrix.headings.index("Baseline\nR0")

    assert matrix.subjects == ("001", "002", "007")
    assert [matrix.signs[row, column] for row in range(3)] == ["✓", "×", "–"]
    assert matrix.texts[2, column] == ("007, Baseline, Cutometer R0, firmness: missing")
    assert matrix.places[0, column] == ("measurements", "001", "baseline")
    assert not any("Week 2" in heading.split("\n") for heading in matrix.headings)


def test_a_site_and_a_visit_choose_rows_and_columns(facts: OverviewFacts) -> None:
    matrix = completeness_matrix(facts, site="Bonn", visit="week6")

    assert matrix.subjects == ("007",)
    assert len(matrix.headings) == 2
    assert facts.sites == ("Bonn", "Kiel")


def test_eligibility_leads_to_the_visit_that_decides(facts: OverviewFacts) -> None:
    matrix = eligibility_matrix(facts)
    woman = matrix.headings.index("woman")
    elasticity = matrix.headings.index("elasticity")

    assert matrix.signs[0, woman] == "×"
    assert matrix.signs[1, woman] == "?"
    assert matrix.signs[0, elasticity] == "✓"
    assert matrix.places[0, elasticity] == ("measurements", "001", "baseline")


def test_each_site_tells_how_complete_it_is(facts: OverviewFacts) -> None:
    bonn, kiel = site_rows(facts)

    assert (bonn.site, bonn.subjects, bonn.share) == ("Bonn", 1, "0 %")
    assert kiel.subjects == 2
    assert kiel.planned == 2 * bonn.planned
    assert kiel.share == f"{100 * 3 / kiel.planned:.0f} %"


def test_what_became_worse_is_listed(facts: OverviewFacts) -> None:
    (case,) = worst(facts)

    assert (case.subject, case.visit, case.worse_by) == ("001", "week12", 0.06)
    assert worst(facts, site="Bonn") == []


@pytest.mark.parametrize(
    ("off", "said"), [(0, "kept"), (3, "3 days late"), (-1, "1 day early")]
)
def test_a_visit_is_kept_late_or_early(off: int, said: str) -> None:
    assert window_words(WindowFact("1", "", "day7", "2026-03-01", 7, off)) == said


def test_no_word_of_the_overview_of_one_group_tells_an_arm(
    facts: OverviewFacts,
) -> None:
    texts = [facts.sentence(), *completeness_matrix(facts).texts.values()]

    assert not any("arm" in text.split() for text in texts)
