"""What the page of agreement shows, and what it withholds."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from gui.pages.agreement.loading import Filter, Named, agreement_input
from gui.pages.agreement.presenter import AgreementPresenter, Figure, Headline, Which
from gui.pages.agreement.rows import group_rows, rater_rows, repeat_rows
from models.statistics.agreement.study import ItemAgreement
from models.store.store import StudyStore
from tests.examples import make_study
from tests.readers import SEVERITY, scored_study
from tests.trial import ERYTHEMA, WRINKLING


@dataclass
class FakeView:
    """Keeps what it is told."""

    nothing: str = ""
    withheld: str = ""
    headline: Headline | None = None
    found: ItemAgreement | None = None
    choices: dict[str, Named] = field(default_factory=dict)
    chosen: Filter = field(default_factory=lambda: Filter(""))
    told: list[str] = field(default_factory=list)

    def show_nothing(self, heading: str, text: str, *, again: bool = False) -> None:
        self.nothing = heading

    def show_choices(self, choices: dict[str, Named], chosen: Filter) -> None:
        self.choices, self.chosen = choices, chosen

    def show_agreement(
        self, headline: Headline, found: ItemAgreement, visits: Named
    ) -> None:
        self.headline, self.found, self.nothing = headline, found, ""

    def withhold_repeats(self, why: str) -> None:
        self.withheld = why

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)


def shown(store: StudyStore) -> tuple[AgreementPresenter, FakeView]:
    view = FakeView()
    presenter = AgreementPresenter(
        view,
        lambda: agreement_input(store),
        today=lambda: date(2026, 3, 1),
        rounds=0,
    )
    presenter.refresh()
    return presenter, view


@pytest.fixture(scope="module")
def scored(tmp_path_factory) -> StudyStore:
    path = tmp_path_factory.mktemp("agreement") / "scored.dgstudy"
    with scored_study(path) as store:
        yield store


def test_it_says_what_to_read_first_and_why(scored) -> None:
    _, view = shown(scored)
    assert view.headline is not None
    assert "ICC(2,1)" in view.headline.name
    assert "severe rater" in view.headline.reason
    assert "3 raters" in view.headline.sizes
    assert "0 missing" in view.headline.sizes


def test_the_severe_rater_is_told_by_bias(scored) -> None:
    _, view = shown(scored)
    biases = {one.rater: one.panel_bias for one in view.found.between.raters}
    others = sum(SEVERITY.values())
    for rater, added in SEVERITY.items():
        expected = added - (others - added) / 2
        assert biases[rater].lower - 0.1 < expected < biases[rater].upper + 0.1
    assert rater_rows(view.found)[1].bias.startswith("+")


def test_another_scale_and_fewer_raters_give_other_numbers(scored) -> None:
    presenter, view = shown(scored)
    presenter.choose_scale(ERYTHEMA)
    presenter.keep("rater", ["R1", "R2"])
    assert view.found.between.item == ERYTHEMA
    assert view.found.between.ratings.raters == ("R1", "R2")
    presenter.keep("visit", ["day30"])
    assert all("/day30/" in one for one in view.found.between.ratings.targets)
    presenter.keep("rater", [])
    assert len(view.found.between.ratings.raters) == 3


def test_agreement_is_told_by_grade_and_visit(scored) -> None:
    _, view = shown(scored)
    rows = list(group_rows(view.found, "icc_2_1", view.choices["visit"]))
    assert {row.what for row in rows} == {"grade", "visit"}
    assert [row.name for row in rows if row.what == "visit"] == ["Baseline", "Day 30"]


def test_hidden_repeats_are_told_when_nobody_reads_any_more(scored) -> None:
    _, view = shown(scored)
    assert view.withheld == ""
    assert [row.rater for row in repeat_rows(view.found)] == list(SEVERITY)


def test_hidden_repeats_are_withheld_while_anybody_reads(tmp_path) -> None:
    with scored_study(tmp_path / "s.dgstudy", finish=["R1", "R3"]) as store:
        _, view = shown(store)
    assert view.withheld.startswith("Hidden repeats are told once")
    assert "R2 is still reading" in view.withheld


def test_time_for_a_photograph_comes_from_the_viewings(scored) -> None:
    _, view = shown(scored)
    assert {one.times.n for one in view.found.courses} == {40}


def test_a_study_without_scores_says_so(tmp_path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        _, view = shown(store)
    assert view.nothing == "Nothing has been scored yet."


def test_the_matrix_behind_the_numbers_is_a_row_a_photograph(scored, tmp_path) -> None:
    presenter, view = shown(scored)
    path = tmp_path / "matrix.csv"
    presenter.save_matrix(path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == '"target","R1","R2","R3"'
    assert len(lines) == 1 + len(view.found.between.ratings.targets)
    assert view.told == ["Saved matrix.csv."]


@pytest.mark.parametrize("what", list(Figure))
def test_every_figure_is_saved(scored, tmp_path: Path, what) -> None:
    presenter, _ = shown(scored)
    path = tmp_path / "figure.svg"
    presenter.save_figure(what, Which(), path)
    assert path.read_text().lstrip().startswith("<?xml")


def test_a_file_is_proposed_by_study_scale_and_day(scored) -> None:
    presenter, _ = shown(scored)
    name = presenter.proposal("bias", ".svg")
    assert name == f"example-study-bias-{WRINKLING}-2026-03-01.svg"
