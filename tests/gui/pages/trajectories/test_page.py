"""The page of trajectories: one click, one wish."""

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.pages.trajectories.loading import AllocationState, TrajectoryInput
from gui.pages.trajectories.page import TrajectoriesPage, build
from gui.pages.trajectories.presenter import TrajectoriesPresenter
from gui.plots.trajectory_plot import TrajectoryPlot
from gui.settings import Settings
from gui.tables.record_table import RecordTable
from models.reading.session import open_session
from models.statistics.panels import Axis, Style
from models.statistics.trajectories import Centre, Measure
from tests.examples import make_study
from tests.trial import (
    ERYTHEMA,
    WRINKLING,
    trial_protocol,
    trial_scales,
    whole_trial,
)

W = TypeVar("W", bound=QWidget)


def study(state: AllocationState = AllocationState.OPENED) -> TrajectoryInput:
    scores, groups = whole_trial()
    return TrajectoryInput(
        title="Trial",
        protocol=trial_protocol(),
        scales=trial_scales(),
        subjects=tuple(groups),
        photographs=scores[["subject", "unit", "visit", "view"]].drop_duplicates(),
        scores=scores,
        has_scores=True,
        allocation=state,
        groups=groups,
    )


def shown_page(
    qtbot: QtBot, settings: Settings, found: TrajectoryInput
) -> TrajectoriesPage:
    page = TrajectoriesPage(settings)
    qtbot.addWidget(page)
    page.attach(TrajectoriesPresenter(page, lambda: found))
    page.resize(1090, 660)
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.fixture
def page(qtbot: QtBot, settings: Settings) -> TrajectoriesPage:
    return shown_page(qtbot, settings, study())


@pytest.fixture
def sealed(qtbot: QtBot, settings: Settings) -> TrajectoriesPage:
    return shown_page(qtbot, settings, study(AllocationState.SEALED))


def child(page: QWidget, kind: type[W], name: str) -> W:
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def choose(page: QWidget, name: str, text: str) -> None:
    field = child(page, QComboBox, name)
    field.setCurrentIndex(field.findText(text))
    assert field.currentText() == text


def test_choices_reach_the_presenter(page: TrajectoriesPage) -> None:
    assert page.presenter is not None

    choose(page, "measure_choice", "Change in per cent")
    choose(page, "drawing_choice", "Median")
    choose(page, "axis_choice", "Visits")
    child(page, QCheckBox, "subjects_choice").click()

    choice = page.presenter.choice
    assert (choice.measure, choice.centre) == (Measure.PERCENT, Centre.MEDIAN)
    assert (choice.style, choice.axis) == (Style.LINES, Axis.VISITS)
    assert not choice.has_subjects


def test_scales_are_chosen_in_a_menu(page: TrajectoriesPage) -> None:
    assert page.presenter is not None
    button = child(page, QToolButton, "scales_button")
    erythema = page.findChild(QAction, f"scale_{ERYTHEMA}")
    wrinkling = page.findChild(QAction, f"scale_{WRINKLING}")
    assert erythema is not None
    assert wrinkling is not None
    assert button.text() == "All scales"

    erythema.trigger()
    assert page.presenter.choice.scales == (WRINKLING,)
    assert button.text() == "1 of 2 scales"

    wrinkling.trigger()
    assert page.presenter.choice.scales == ()
    assert erythema.isChecked()
    assert wrinkling.isChecked()


def test_the_table_is_shown_when_wished(page: TrajectoriesPage) -> None:
    table = child(page, RecordTable, "trajectory_table")
    assert not table.isVisible()

    child(page, QCheckBox, "table_choice").click()

    assert table.isVisible()
    assert len(table.records()) == 2 * (4 + 5)


def test_the_refusal_offers_to_open_the_allocation(
    sealed: TrajectoriesPage, qtbot: QtBot
) -> None:
    button = child(sealed, QPushButton, "empty_button")
    assert button.text() == "Open the allocation…"

    with qtbot.waitSignal(sealed.opening_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_while_refused_no_figure_and_no_table_can_be_saved(
    sealed: TrajectoriesPage,
) -> None:
    assert not child(sealed, QToolButton, "save_figure_button").isEnabled()
    assert not child(sealed, QToolButton, "save_table_button").isEnabled()


def test_a_figure_is_saved_where_the_user_says(
    page: TrajectoriesPage,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.pdf"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: path)

    with qtbot.waitSignal(page.told) as told:
        child(page, QToolButton, "save_figure_button").click()

    assert told.args == ["Saved a.pdf."]
    assert path.read_bytes().startswith(b"%PDF")


def test_a_table_is_saved_where_the_user_says(
    page: TrajectoriesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: path)

    child(page, QToolButton, "save_table_button").click()

    assert path.is_file()


def test_thinking_better_of_it_saves_nothing(
    page: TrajectoriesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: None)

    child(page, QToolButton, "save_figure_button").click()

    assert not list(tmp_path.glob("*.svg"))


def test_the_workbook_is_asked_for(page: TrajectoriesPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.workbook_requested):
        child(page, QToolButton, "save_workbook_button").click()


def test_the_report_is_asked_for(page: TrajectoriesPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.report_requested):
        child(page, QToolButton, "save_report_button").click()


def test_every_command_stands_in_the_menu_too(page: TrajectoriesPage) -> None:
    names = [one.action.objectName() for one in page.commands()]

    assert names == [
        "save_figure",
        "copy_figure",
        "save_table",
        "show_left_out",
        "save_workbook",
        "save_report",
    ]


def test_a_hidden_page_reads_the_study_only_when_it_is_seen_again(
    qtbot: QtBot, settings: Settings
) -> None:
    reads: list[None] = []

    def load() -> TrajectoryInput:
        reads.append(None)
        return study()

    page = TrajectoriesPage(settings)
    qtbot.addWidget(page)
    page.attach(TrajectoriesPresenter(page, load))
    page.refresh()
    assert not reads

    with qtbot.waitExposed(page):
        page.show()
    assert len(reads) == 1


def test_the_page_of_an_open_study_leads_to_the_next_step(
    qtbot: QtBot, context: PageContext, tmp_path: Path
) -> None:
    context.study.take(make_study(tmp_path / "s.dgstudy"))
    page = build(context)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    heading = child(page, QLabel, "empty_heading")
    qtbot.waitUntil(lambda: heading.text() == "Nothing has been scored yet")

    with qtbot.waitSignal(context.shell.page_requested) as wished:
        child(page, QPushButton, "empty_button").click()

    assert wished.args == ["rating"]
    qtbot.waitUntil(lambda: not context.jobs.is_busy())


def test_the_figure_is_copied_with_what_was_chosen(page: TrajectoriesPage) -> None:
    plot = child(page, TrajectoryPlot, "trajectory_plot")
    plot.setFocus()

    child(page, QToolButton, "copy_figure_button").click()

    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    [url] = data.urls()
    assert url.toLocalFile().endswith("Trial trajectories.png")
    assert Path(url.toLocalFile()).stat().st_size > 1000
    QGuiApplication.clipboard().clear()


def test_the_page_fits_a_small_window_also_with_large_letters(
    page: TrajectoriesPage,
) -> None:
    font = page.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    page.setFont(font)

    assert page.minimumSizeHint().width() <= 1280 - 264  # less the list of pages


def test_reading_that_was_stopped_is_offered_again(
    qtbot: QtBot, settings: Settings
) -> None:
    begun: list[object] = []
    page = TrajectoriesPage(settings)
    qtbot.addWidget(page)
    page.attach(
        TrajectoriesPresenter(page, study, start=lambda *work: begun.append(work))
    )
    with qtbot.waitExposed(page):
        page.show()
    page.expire()
    assert child(page, QLabel, "empty_heading").text() == "The scores were not read"

    child(page, QPushButton, "empty_button").click()

    assert len(begun) == 2


def test_a_journey_by_keys_from_the_plots_to_the_photographs(
    open_study: PageContext, qtbot: QtBot
) -> None:
    store = open_study.study.store
    session = open_session(store, "R1")
    for item in session.items:
        session.give(item.position, WRINKLING, 5)
        session.give(item.position, ERYTHEMA, 2)
    page = build(open_study)
    assert isinstance(page, TrajectoriesPage)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitUntil(lambda: not open_study.jobs.is_busy(), timeout=30_000)
    child(page, QCheckBox, "table_choice").click()
    table = child(page, RecordTable, "trajectory_table")
    table.setFocus()
    table.selectRow(0)

    QTest.keyClick(table, Qt.Key.Key_Return)

    dialog = child(page, QDialog, "picked_dialog")
    units = child(dialog, RecordTable, "picked_table")
    assert [one.unit.name for one in units.records()] == ["001", "002", "007"]
    line = store.trail()[-1]
    assert line.action == "photographs looked at"
    assert "001" in line.details
    QTest.keyClick(units, Qt.Key.Key_Down)
    assert "002" in store.trail()[-1].details
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()

    child(page, QToolButton, "show_left_out_button").click()
    qtbot.waitUntil(lambda: page.findChild(QDialog, "left_out_dialog") is not None)
    left_out = child(page, QDialog, "left_out_dialog")
    text = child(left_out, QLabel, "left_out_text").text()
    assert text == "Everything that the protocol plans is in the plots."
    QTest.keyClick(left_out, Qt.Key.Key_Escape)
