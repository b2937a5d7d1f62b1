"""The gallery of disagreements, the consensus, and opening a third reading."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit

from gui.context import PageContext
from gui.pages.agreement.adjudication_dialog import AdjudicationDialog
from gui.pages.agreement.disagreements import codes, gallery
from gui.pages.agreement.gallery import GalleryTab
from models.audit.locking import lock_study
from models.errors import ExpectedError
from models.protocol.units import Unit
from models.reading.consensus import agree
from models.store.store import StudyStore
from tests.examples import PLAN, example_protocol, make_study
from tests.readers import give
from tests.trial import WRINKLING

RULE = "\n[adjudication]\n"
FIRST = {("001", "baseline"): 5.0, ("002", "day30"): 4.0, ("007", "baseline"): None}
SECOND = {("001", "baseline"): 8.0, ("002", "day30"): 3.0, ("007", "baseline"): 6.0}


@pytest.fixture
def store(tmp_path) -> StudyStore:
    protocol = example_protocol(PLAN + RULE)
    with make_study(tmp_path / "s.dgstudy", protocol=protocol) as store:
        give(store, "R1", FIRST)
        give(store, "R2", SECOND)
        yield store


def test_the_widest_spread_comes_first_under_codes(store) -> None:
    shown = gallery(store, WRINKLING).shown
    assert [one.spread for one in shown] == [3, 1, 0]
    assert {code for one in shown for code, _ in one.grades} == {"Rater 1", "Rater 2"}
    known = codes(store)
    assert dict(shown[0].grades) == {known["R1"]: "5", known["R2"]: "8"}
    assert "not assessable (out of focus)" in shown[2].sentence


def test_no_subject_and_no_visit_is_told_before_the_opening(store) -> None:
    told = " ".join(
        one.caption + one.sentence for one in gallery(store, WRINKLING).shown
    )
    for word in ("001", "007", "baseline", "day30", "R1", "R2", "front"):
        assert word not in told
    with store.changes(by="k", role="key holder", action="opened") as changes:
        changes.add_opened_group(Unit("001"), "A")
    assert "001, baseline, front" in gallery(store, WRINKLING).shown[0].caption


def test_it_stays_closed_while_anybody_reads(tmp_path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        give(store, "R1", FIRST)
        give(store, "R2", SECOND, finish=False)
        found = gallery(store, WRINKLING)
    assert not found.shown
    assert "R2 is still reading" in found.text


def test_a_consensus_stands_beside_the_scores(store) -> None:
    before = store.score_rows()
    photograph = gallery(store, WRINKLING).shown[0].photograph
    agree(store, photograph, WRINKLING, value=6, by="c")
    agree(store, photograph, WRINKLING, value=7, by="c")
    assert gallery(store, WRINKLING).shown[0].consensus == "7"
    assert store.score_rows() == before
    assert store.trail()[-1].action == "consensus entered"
    agree(store, photograph, WRINKLING, by="c")
    assert not store.consensus()


def test_a_locked_study_takes_no_consensus(store) -> None:
    lock_study(store, by="c")
    with pytest.raises(ExpectedError, match="locked"):
        agree(store, 1, WRINKLING, value=6, by="c")


def test_a_grade_that_the_scale_lacks_is_refused(store) -> None:
    with pytest.raises(ValueError, match="no grade"):
        agree(store, 1, WRINKLING, value=6.5, by="c")


@pytest.fixture
def tab(qtbot, context: PageContext, store) -> GalleryTab:
    context.study.take(store)
    tab = GalleryTab(context)
    qtbot.addWidget(tab)
    tab.resize(1000, 500)
    tab.show()
    tab.show_scale(WRINKLING)
    yield tab
    tab.stop()


def test_a_consensus_is_kept_with_its_note(tab, store, qtbot) -> None:
    qtbot.waitUntil(lambda: not tab.list.item(0).icon().isNull(), timeout=10_000)
    tab.consensus.setCurrentIndex(
        tab.consensus.findText("7", Qt.MatchFlag.MatchStartsWith)
    )
    tab.note.setText("light from the left")
    tab.keep.click()
    [one] = store.consensus().values()
    assert one.value == 7
    assert list(store.meeting_notes().values()) == ["light from the left"]
    assert "agreed on 7" in tab.list.item(0).text()
    tab.consensus.setCurrentIndex(0)
    tab.keep.click()
    assert not store.consensus()


def test_an_adjudication_is_opened_from_the_gallery(tab, store) -> None:
    tab.open.click()
    [dialog] = tab.findChildren(AdjudicationDialog)
    code = dialog.findChild(QLineEdit, "adjudicator_code")
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    code.setText("A1")
    ok.click()
    assert len(store.adjudication_cases()) == 3
    tab.show_scale(WRINKLING)
    assert "A1 is still reading" in gallery(store, WRINKLING).text
