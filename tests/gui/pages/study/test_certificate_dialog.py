"""Accepting a certificate on the page of the study."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialogButtonBox
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.pages.study.certificate_dialog import CertificateDialog
from gui.pages.study.page import StudyPage, build
from models.certificates.required import missing_certificates
from models.training.certifying import issue_certificate, write_certificate_file
from models.training.judging import judge_examination
from tests.examples import example_protocol, make_study
from tests.training import PLAN, examine, make_set


@pytest.fixture
def page(context: PageContext, tmp_path: Path, qtbot: QtBot) -> StudyPage:
    """The page of a study that wants certificates."""
    text = PLAN.replace("training = true\n", "").partition("[certification]")[0]
    wanting = text.replace("gap = 3", "gap = 3\ncertificate = true")
    protocol = example_protocol(wanting)
    study = make_study(tmp_path / "trial.dgstudy", subjects=("S1",), protocol=protocol)
    context.study.take(study)
    page = build(context)
    qtbot.addWidget(page)
    page.show()
    return page


def test_the_coordinator_takes_a_certificate_in(
    page: StudyPage,
    context: PageContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with make_set(tmp_path / "set.dgstudy", count=16) as store:
        examine(store)
        judge_examination(store, "T1", by="T")
        issued = issue_certificate(store, "T1", by="T")
        file = write_certificate_file(store, issued, tmp_path / "T1.dgcert")
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: file)
    button = page.findChild(QAbstractButton, "accept_certificate_button")
    assert button is not None
    button.click()
    dialog = page.window().findChild(CertificateDialog, "accept_certificate_dialog")
    assert dialog is not None
    choose = dialog.findChild(QAbstractButton, "choose_certificate")
    rater = dialog.findChild(QComboBox, "certificate_rater")
    buttons = dialog.findChild(QDialogButtonBox)
    assert choose is not None
    assert rater is not None
    assert buttons is not None
    QTest.mouseClick(choose, Qt.MouseButton.LeftButton)
    rater.setCurrentText("R1")
    assert missing_certificates(context.study.store, "R1")
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert not missing_certificates(context.study.store, "R1")
