"""The page of agreement, with a study behind it."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from gui import file_dialogs
from gui.context import PageContext
from gui.pages.agreement.page import AgreementPage
from gui.pages.agreement.wiring import build
from tests.readers import scored_study


@pytest.fixture
def page(qtbot, context: PageContext, tmp_path) -> AgreementPage:
    context.study.take(scored_study(tmp_path / "scored.dgstudy", subjects=8))
    page = build(context)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitUntil(lambda: page.presenter.found is not None, timeout=20_000)
    yield page
    context.jobs.close()


def test_it_computes_beside_the_window_and_shows_every_part(page, qtbot) -> None:
    rows = page.coefficients.table.records()
    assert "ICC(2,1)" in rows[0].name
    assert len(rows) > 20
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        QApplication.sendPostedEvents()
    assert page.pairs.choice.count() == 3
    assert page.courses.choice.count() == 3
    page.repaint_plots()


def test_the_pointer_is_told_the_numbers(page) -> None:
    page.tabs.setCurrentWidget(page.pairs)
    page.grab()
    place, words = next(iter(page.pairs.confusion.places()))
    assert page.pairs.confusion.words_at(QPointF(place)) == words
    assert "R1 gave" in words
    assert page.pairs.confusion.words_at(QPointF(-500, -500)) == ""


@pytest.mark.long
def test_matrix_and_report_are_written(page, context, qtbot, tmp_path, monkeypatch):
    for ending, name in ((".csv", "save_matrix"), (".pdf", "save_agreement_report")):
        path = tmp_path / f"out{ending}"
        monkeypatch.setattr(file_dialogs, "save_file", lambda *_, p=path: p)
        [action] = [c.action for c in page.commands() if c.action.objectName() == name]
        action.trigger()
        qtbot.waitUntil(path.exists, timeout=30_000)
        qtbot.waitUntil(lambda: not context.jobs.is_busy(), timeout=30_000)
    actions = [line.action for line in context.study.store.trail()]
    assert "agreement report written" in actions
    assert "table written" in actions


def test_the_figure_that_is_shown_goes_to_the_clipboard(page) -> None:
    page.tabs.setCurrentWidget(page.pairs)
    names = {c.action.objectName(): c.action for c in page.commands()}
    names["copy_agreement_figure"].trigger()
    assert QApplication.clipboard().image().width() > 200
