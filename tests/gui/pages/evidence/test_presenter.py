"""What the page of evidence shows, and what is done to its table."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from exports.evidence.figures import Figure
from gui.pages.evidence.keeping import StudyKeeper
from gui.pages.evidence.presenter import Drawn, EvidencePresenter
from gui.pages.evidence.rows import StudyRow
from gui.pages.evidence.study_fields import WAYS, cells_of, way_of
from models.audit.verify import verify_study
from models.statistics.evidence.collection import Collection, Own
from models.statistics.trajectories import Measure, Trajectories, trajectories
from models.store.store import StudyStore
from tests.evidence_tables import ADAMS, BAKER, SIDES
from tests.examples import make_study
from tests.trial import WRINKLING, trial_protocol, trial_scales, whole_trial


class FakeView:
    """Keeps what it was told to show."""

    def __init__(self) -> None:
        self.rows: list[StudyRow] = []
        self.drawn = Drawn("", {}, {}, has_results=False)
        self.settings = Collection()
        self.history = ("", "")
        self.told: list[str] = []
        self.own: tuple[Trajectories | None, str] = (None, "")

    def show_studies(self, rows: Sequence[StudyRow]) -> None:
        self.rows = list(rows)

    def show_settings(self, collection: Collection) -> None:
        self.settings = collection

    def show_drawn(self, drawn: Drawn) -> None:
        self.drawn = drawn

    def show_history(self, undo: str, redo: str) -> None:
        self.history = undo, redo

    def show_own(self, shown: Trajectories | None, title: str) -> None:
        self.own = shown, title

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)


@pytest.fixture
def store(tmp_path: Path) -> StudyStore:
    return make_study(tmp_path / "study.dgstudy")


def begun(store: StudyStore) -> tuple[EvidencePresenter, FakeView]:
    view = FakeView()
    presenter = EvidencePresenter(view, StudyKeeper(store, lambda: "coordinator"))
    presenter.refresh()
    return presenter, view


def test_an_empty_table_says_how_to_begin(store: StudyStore) -> None:
    _, view = begun(store)

    assert view.rows == []
    assert "import a table" in view.drawn.text
    assert not view.drawn.pictures


def test_studies_are_pooled_and_drawn_as_they_are_added(store: StudyStore) -> None:
    presenter, view = begun(store)

    presenter.add(ADAMS)
    presenter.add(BAKER)

    assert [row.name for row in view.rows] == ["Adams 2011", "Baker 2012"]
    assert view.drawn.pictures.keys() == set(Figure)
    assert all(b"<svg" in data for data in view.drawn.pictures.values())
    assert "Random effects:" in view.drawn.text
    assert "I²" in view.drawn.text
    assert "Luo 2018" in view.rows[1].remark


def test_what_was_entered_is_there_when_the_study_is_opened_again(
    store: StudyStore,
) -> None:
    presenter, _ = begun(store)
    presenter.add(ADAMS)
    presenter.choose_words("Cream", "Nothing", "Wrinkling", "low")
    store.close()

    with StudyStore.open(store.path) as again:
        _, view = begun(again)
    assert [row.name for row in view.rows] == ["Adams 2011"]
    assert (view.settings.first, view.settings.grade) == ("Cream", "low")
    assert verify_study(store.path).holds


def test_every_change_is_taken_back_and_done_again(store: StudyStore) -> None:
    presenter, view = begun(store)
    presenter.add(ADAMS)
    presenter.edit(1, {**ADAMS, "n1": "40"})
    presenter.remove(1)
    assert view.rows == []
    assert view.history == ("remove Adams 2011", "")

    presenter.undo()
    assert view.rows[0].first[0] == "40"
    presenter.undo()
    assert view.rows[0].first[0] == "20"
    presenter.undo()
    assert view.rows == []
    presenter.redo()
    presenter.redo()
    assert view.rows[0].first[0] == "40"
    assert begun(store)[0].table == presenter.table


def test_a_faulty_study_stays_and_says_what_it_lacks(store: StudyStore) -> None:
    presenter, view = begun(store)
    presenter.add(ADAMS)
    presenter.add(SIDES)

    assert view.rows[1].is_faulty
    assert "correlat" in view.rows[1].remark
    assert "1 study with faults is not pooled" in view.drawn.text

    presenter.choose_correlation(0.5)
    assert not view.rows[1].is_faulty


def test_a_table_is_imported_and_written_again(
    store: StudyStore, tmp_path: Path
) -> None:
    presenter, view = begun(store)
    path = tmp_path / "in.csv"
    pd.DataFrame([ADAMS, BAKER]).to_csv(path, index=False)

    presenter.import_table(path)
    presenter.save_table(tmp_path / "out.csv")

    assert view.told == ["2 studies added.", "Saved out.csv."]
    again, second = begun(store)
    again.import_table(tmp_path / "out.csv")
    assert [row.first for row in second.rows[:2]] == [r.first for r in second.rows[2:]]


def test_figures_are_written_at_the_width_of_a_journal(
    store: StudyStore, tmp_path: Path
) -> None:
    presenter, view = begun(store)
    presenter.add(ADAMS)

    presenter.save_figure(tmp_path / "f.svg", Figure.FOREST, 84.0)

    assert view.told == ["Saved f.svg."]
    assert "Adams 2011" in (tmp_path / "f.svg").read_text(encoding="utf-8")


def test_the_own_row_is_offered_only_when_the_allocation_is_open(
    store: StudyStore,
) -> None:
    presenter, view = begun(store)

    presenter.ask_own()

    assert view.own == (None, "Example study")


def test_the_own_row_is_marked_and_names_the_groups(store: StudyStore) -> None:
    presenter, view = begun(store)
    presenter.add(ADAMS)
    scores, groups = whole_trial()
    shown = trajectories(scores, trial_protocol(), trial_scales(), groups)
    own = Own(WRINKLING, "day30", Measure.CHANGE, "Arm A", "Arm B")

    presenter.add_own(shown, own, "Trial (this study)")
    presenter.add_own(shown, replace(own, measure=Measure.SCORE), "Trial")

    assert [row.is_own for row in view.rows] == [False, True]
    assert view.rows[1].remark == "out of this study"
    assert view.settings.first == "Arm A"


def test_the_way_a_study_reports_is_found_again() -> None:
    for way in WAYS:
        columns = {column for line in way.lines for column in line.columns}
        cells = cells_of(way, dict.fromkeys(columns, "2") | {"study": "X"}, {})
        assert way_of(cells) == way


def test_what_another_way_asked_for_is_dropped() -> None:
    sd, se = WAYS[0], WAYS[1]
    cells = cells_of(se, {"mean1": "1", "se1": "0.1"}, {"sd1": "3", "note": "kept"})

    assert cells == {"mean1": "1", "se1": "0.1", "note": "kept"}
    assert way_of({"mean1": "1", "sd1": "3"}) == sd
