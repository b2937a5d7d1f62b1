"""What the page of trajectories shows and refuses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from gui.pages.trajectories.absence import NextStep
from gui.pages.trajectories.loading import (
    AllocationState,
    TrajectoryInput,
    trajectory_input,
)
from gui.pages.trajectories.picking import PickedPoint
from gui.pages.trajectories.presenter import TrajectoriesPresenter
from gui.pages.trajectories.rows import TableRow
from models.errors import ExpectedError
from models.protocol.units import Unit
from models.statistics.exclusions import Exclusion, Reason
from models.statistics.grouping import Grouping
from models.statistics.panels import Panel, Style
from models.statistics.trajectories import Centre, Measure
from tests.examples import make_study
from tests.trial import (
    ERYTHEMA,
    WRINKLING,
    graded,
    score_frame,
    trial_protocol,
    trial_scales,
    whole_trial,
)


class FakeView:
    """Keeps what it was told to show."""

    def __init__(self) -> None:
        self.nothing: tuple[str, str, NextStep] | None = None
        self.figure: tuple[Panel, ...] = ()
        self.groups: tuple[str, ...] = ()
        self.rows: list[TableRow] = []
        self.centre = ""
        self.scales: list[tuple[str, str]] = []
        self.shown: set[str] = set()
        self.state = self.method = ""
        self.notes: tuple[str, ...] = ()
        self.told: list[str] = []

    def show_nothing(self, heading: str, text: str, step: NextStep) -> None:
        self.nothing = heading, text, step
        self.figure = ()

    def show_figure(self, figure: Sequence[Panel], groups: Sequence[str]) -> None:
        self.figure, self.groups, self.nothing = tuple(figure), tuple(groups), None

    def show_table(self, rows: Sequence[TableRow], centre: str) -> None:
        self.rows, self.centre = list(rows), centre

    def show_scales(self, scales: Sequence[tuple[str, str]], shown: set[str]) -> None:
        self.scales, self.shown = list(scales), shown

    def show_groupings(self, groupings: Sequence[Grouping], chosen: str) -> None:
        self.groupings, self.by = [one.name for one in groupings], chosen

    def show_left_out(
        self, left_out: Sequence[Exclusion], notes: Sequence[str]
    ) -> None:
        self.left_out, self.left_out_notes = list(left_out), list(notes)

    def show_picked(self, picked: PickedPoint) -> None:
        self.picked = picked

    def show_status(self, state: str, method: str, notes: Sequence[str]) -> None:
        self.state, self.method, self.notes = state, method, tuple(notes)

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)


def study(
    state: AllocationState = AllocationState.OPENED, *, scored: bool = True
) -> TrajectoryInput:
    scores, groups = whole_trial()
    known = state in (AllocationState.OPENED, AllocationState.MASKED)
    return TrajectoryInput(
        title="Trial/1: cream",
        protocol=trial_protocol(),
        scales=trial_scales(),
        subjects=tuple(groups),
        photographs=scores[["subject", "unit", "visit", "view"]].drop_duplicates(),
        scores=scores if scored else scores.iloc[:0],
        has_scores=scored,
        allocation=state,
        groups=groups if known else {},
        order=("Arm A", "Arm B") if known else (),
    )


def presenter_of(found: TrajectoryInput) -> tuple[TrajectoriesPresenter, FakeView]:
    view = FakeView()
    presenter = TrajectoriesPresenter(
        view, lambda: found, today=lambda: date(2026, 3, 1)
    )
    presenter.refresh()
    return presenter, view


def test_an_opened_study_is_shown_arm_by_arm() -> None:
    _, view = presenter_of(study())

    assert [panel.scale for panel in view.figure] == [WRINKLING, ERYTHEMA]
    assert view.groups == ("Arm A", "Arm B")
    assert view.state == ""
    assert "day 0 is the procedure" in view.method


def test_a_sealed_allocation_is_refused_with_the_way_to_open_it() -> None:
    presenter, view = presenter_of(study(AllocationState.SEALED))

    assert view.nothing is not None
    heading, text, step = view.nothing
    assert heading == "The allocation is sealed"
    assert "a reason, and stays on record" in text
    assert step is NextStep.OPEN_ALLOCATION
    assert not presenter.has_figure


def test_masked_arms_are_shown_and_said_to_be_masked() -> None:
    _, view = presenter_of(study(AllocationState.MASKED))

    assert view.groups == ("Arm A", "Arm B")
    assert "masked" in view.state


def test_a_study_without_arms_shows_one_group_and_no_word_of_arms() -> None:
    _, view = presenter_of(study(AllocationState.NO_ARMS))

    assert view.groups == ()
    assert "arm" not in f"{view.state} {view.method} {view.notes}".lower()
    assert {row.group for row in view.rows} == {"All subjects"}


def test_nobody_allocated_shows_all_subjects_together_and_says_so() -> None:
    _, view = presenter_of(study(AllocationState.ABSENT))

    assert view.groups == ()
    assert "all subjects together" in view.state


def test_a_study_not_yet_scored_leads_to_rating() -> None:
    _, view = presenter_of(study(scored=False))

    assert view.nothing is not None
    assert view.nothing[2] is NextStep.RATE


def test_a_study_without_photographs_leads_to_importing_them() -> None:
    empty = replace(study(scored=False), photographs=pd.DataFrame())

    _, view = presenter_of(empty)

    assert view.nothing is not None
    assert view.nothing[2] is NextStep.IMPORT_PHOTOGRAPHS


def test_scores_of_which_none_counts_are_explained() -> None:
    only = replace(study(), scores=score_frame([graded("001", "day7", 4)]))

    _, view = presenter_of(only)

    assert view.nothing is not None
    assert view.nothing[0] == "No score can be analysed yet"


def test_choices_change_figure_and_table_together() -> None:
    presenter, view = presenter_of(study())

    presenter.choose_measure(Measure.CHANGE)
    presenter.choose_drawing(Style.LINES, Centre.MEDIAN)
    presenter.choose_scales([WRINKLING])

    assert [panel.scale for panel in view.figure] == [WRINKLING]
    assert view.shown == {WRINKLING}
    assert view.centre == "median"
    assert "change from Baseline: median" in view.method
    assert {row.scale for row in view.rows} == {"Wrinkling"}
    assert view.rows[0].note == "change is counted from here: 0 by definition"


def test_single_subjects_can_be_hidden() -> None:
    presenter, view = presenter_of(study())
    assert len(view.figure[0].series[0].subject_days)

    presenter.show_subjects(shown=False)

    assert not len(view.figure[0].series[0].subject_days)


def test_the_table_tells_the_numbers_of_the_figure() -> None:
    _, view = presenter_of(study())

    point = view.figure[0].series[0].points[0]
    row = view.rows[0]
    assert (row.visit, row.day, row.n) == ("Screening", -28, point.n)
    assert row.centre == f"{point.centre:.2f}"
    assert row.interval == f"{point.lower:.2f} to {point.upper:.2f}"


def test_figure_and_table_are_saved_as_they_are_shown(tmp_path: Path) -> None:
    presenter, view = presenter_of(study(AllocationState.MASKED))

    presenter.save_figure(tmp_path / "a.svg")
    presenter.save_table(tmp_path / "a.csv")

    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert "arms masked · 2026-03-01" in svg
    assert (tmp_path / "a.csv").stat().st_size > 0
    assert view.told == ["Saved a.svg.", "Saved a.csv."]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    presenter, view = presenter_of(study())

    with pytest.raises(ExpectedError):
        presenter.save_figure(tmp_path / "no" / "a.svg")

    assert view.told == []


def test_without_a_figure_nothing_is_saved(tmp_path: Path) -> None:
    presenter, _ = presenter_of(study(AllocationState.SEALED))

    presenter.save_figure(tmp_path / "a.svg")
    presenter.save_table(tmp_path / "a.csv")

    assert not list(tmp_path.iterdir())


def test_the_name_proposed_is_that_of_the_study_without_odd_signs() -> None:
    presenter, _ = presenter_of(study())

    assert presenter.proposal(".svg") == "Trial 1 cream trajectories.svg"


def test_a_study_file_is_sealed_then_masked_then_opened(tmp_path: Path) -> None:
    by = {"by": "key holder", "role": "key holder", "why": "test"}
    with make_study(tmp_path / "s.dgstudy", subjects=("001", "002")) as store:
        assert trajectory_input(store).allocation is AllocationState.ABSENT

        with store.changes(**by, action="sealed") as changes:
            changes.add_envelope("groups", b"age")
        sealed = trajectory_input(store)
        assert sealed.allocation is AllocationState.SEALED
        assert sealed.groups == {}

        with store.changes(**by, action="opened") as changes:
            changes.add_opened_group(Unit("001"), "A")
            changes.add_opened_group(Unit("002"), "B")
        masked = trajectory_input(store)
        assert masked.allocation is AllocationState.MASKED
        assert masked.groups == {"001": "Group A", "002": "Group B"}

        with store.changes(**by, action="opened") as changes:
            changes.add_opened_name("A", "Cream")
            changes.add_opened_name("B", "Base")
        opened = trajectory_input(store)
        assert opened.allocation is AllocationState.OPENED
        assert opened.groups == {"001": "Cream", "002": "Base"}
        assert opened.order == ("Base", "Cream")


def test_subjects_are_told_apart_by_what_there_is_and_arms_come_first() -> None:
    found = replace(study(), sites={"001": "Kiel", "002": "Bonn", "003": "Kiel"})

    presenter, view = presenter_of(found)
    assert view.groupings == ["Arm", "All together", "Site", "Rater"]
    assert view.by == "arm"

    presenter.choose_grouping("site")
    assert view.groups == ("Bonn", "Kiel")
    assert "groups: site" in view.method
    assert any("9 subjects belong to no group" in note for note in view.notes)

    presenter.choose_grouping("rater")
    assert view.groups == ("R1", "R2")


def test_a_study_of_one_group_offers_no_arms() -> None:
    _, view = presenter_of(study(AllocationState.NO_ARMS))

    assert "Arm" not in view.groupings
    assert view.groups == ()


def test_a_picked_point_tells_its_subjects_by_their_code() -> None:
    presenter, view = presenter_of(study())

    presenter.pick((WRINKLING, "Arm A", "day30"), "003")

    units = view.picked.units
    assert view.picked.title == "Wrinkling · Day 30 · Arm A"
    assert units[view.picked.first].unit == Unit("003")
    changes = [abs(float(one.change.replace("−", "-"))) for one in units]
    assert changes == sorted(changes, reverse=True)


def test_what_is_left_out_is_told_with_its_reason() -> None:
    found = study()
    scores = found.scores[
        ~((found.scores["subject"] == "001") & (found.scores["visit"] == "day30"))
    ]
    presenter, view = presenter_of(replace(found, scores=scores))

    presenter.choose_scales([WRINKLING])
    presenter.ask_left_out()

    [one] = view.left_out
    assert (one.unit, one.visit) == ("001", "Day 30")
    assert one.reason is Reason.NOT_SCORED


def test_the_table_on_file_tells_what_was_on_the_screen(tmp_path: Path) -> None:
    presenter, _ = presenter_of(study())
    presenter.choose_scales([ERYTHEMA])

    presenter.save_table(tmp_path / "t.csv")

    table = pd.read_csv(tmp_path / "t.csv")
    shown = table.groupby("scale")["shown"].unique()
    assert list(shown[ERYTHEMA]) == ["yes"]
    assert list(shown[WRINKLING]) == ["no"]
    assert set(table["grouped_by"]) == {"arm"}
    assert set(table["measure"]) == {"score", "change", "percent"}


def test_the_foot_of_a_figure_tells_what_was_chosen() -> None:
    presenter, _ = presenter_of(study())
    presenter.choose_measure(Measure.PERCENT)
    presenter.choose_drawing(Style.BOXES, Centre.MEDIAN)

    foot = presenter.foot()

    assert "in per cent of its size, not where that is 0" in foot
    assert "median and quartiles, whiskers" in foot
