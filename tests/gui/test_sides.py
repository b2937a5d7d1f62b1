"""A split-face study in the window: sealed, looked at, and shown with its sides."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.context import PageContext
from gui.new_study import NewStudyDialog
from gui.pages.photographs.presenter import completeness
from gui.pages.record.drawing_fields import DrawingFields
from gui.pages.record.emergency_dialog import EmergencyDialog
from gui.pages.record.sealing_dialog import SealingDialog
from gui.pages.study.page import build as build_study
from gui.pages.trajectories.loading import trajectory_input
from gui.pages.trajectories.page import build as build_trajectories
from gui.tables.record_table import RecordTable
from models.allocation.allocation_list import Allocation
from models.allocation.codes import draw_codes
from models.allocation.opening import open_seal
from models.allocation.randomise import Arm
from models.allocation.seal import seal
from models.protocol.protocol import Protocol
from models.statistics.panels import Choice, panels
from tests.examples import PLAN as WHOLE
from tests.examples import example_protocol, make_study
from tests.sealing import quick_envelopes
from tests.sides import CROSSING, PLAN, halves, read_halves, side_names

PASSPHRASE = "correct horse battery"
SUBJECTS = ("001", "002")
ARM_OF = dict(zip(side_names(*SUBJECTS), ("Cream", "Base") * 2, strict=True))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Envelopes without the seconds that guard them."""
    quick_envelopes(monkeypatch)


@pytest.fixture
def sides(context: PageContext, tmp_path: Path) -> PageContext:
    """The context with a scored split-face study open."""
    context.study.take(read_halves(tmp_path / "halves.dgstudy", *SUBJECTS))
    return context


def find(widget: QWidget, kind: type[QWidget], name: str):
    found = widget.findChild(kind, name)
    assert found is not None
    return found


def sealing(qtbot: QtBot, context: PageContext, holder: QWidget) -> SealingDialog:
    dialog = SealingDialog(context, holder)
    for name in ("passphrase_field", "passphrase_again_field"):
        find(dialog, QLineEdit, name).setText(PASSPHRASE)
    dialog.open()
    return dialog


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_a_list_of_sides_is_read_and_sealed(qtbot, sides, holder, tmp_path) -> None:
    path = tmp_path / "list.csv"
    dialog = sealing(qtbot, sides, holder)
    asked = find(dialog, QLineEdit, "list_field").placeholderText()
    assert "subject, side, arm" in asked

    path.write_text("subject,left,right\n001,Cream,Cream\n002,Base,Cream\n")
    dialog.read_list(path)
    faults = find(dialog, QPlainTextEdit, "list_faults").toPlainText()
    assert "both sides of subject 001 have the same arm" in faults
    assert not find(dialog, QPushButton, "seal_button").isEnabled()

    path.write_text("subject,left,right\n001,Cream,Base\n002,Base,Cream\n")
    dialog.read_list(path)
    verdict = find(dialog, QLabel, "list_verdict").text()
    assert verdict == "4 sides of 2 subjects in 2 arms, complete."
    with qtbot.waitSignal(dialog.accepted):
        find(dialog, QPushButton, "seal_button").click()
    assert sides.study.store.envelopes().keys() == {"groups", "names"}


def test_sides_are_drawn_without_shares(qtbot, sides, holder) -> None:
    dialog = sealing(qtbot, sides, holder)
    find(dialog, QRadioButton, "drawn_choice").setChecked(True)
    assert "on the left" in find(dialog, QLabel, "drawing_sides").text()
    assert dialog.findChild(QLineEdit, "share_1") is None
    for number, arm in enumerate(("Cream", "Base"), 1):
        find(dialog, QLineEdit, f"arm_{number}_field").setText(arm)
    with qtbot.waitSignal(dialog.accepted):
        find(dialog, QPushButton, "seal_button").click()

    store = sides.study.store
    groups = open_seal(store, PASSPHRASE, by="KH", why="end").groups
    assert list(groups) == side_names(*SUBJECTS)
    for code in SUBJECTS:
        assert groups[f"{code} left"] != groups[f"{code} right"]


def test_shares_begin_as_the_protocol_says(qtbot, context, holder, tmp_path) -> None:
    plan = WHOLE.replace("arms = 2\n", 'arms = 2\nratio = "2:1"\n')
    fields = DrawingFields(example_protocol(plan))
    qtbot.addWidget(fields)
    for number, arm in enumerate(("Cream", "Base"), 1):
        find(fields, QLineEdit, f"arm_{number}_field").setText(arm)

    scheme = fields.scheme()
    assert scheme is not None
    assert scheme.arms == (Arm("Cream", 2), Arm("Base", 1))


def test_an_emergency_shows_both_sides(qtbot, sides, holder) -> None:
    store, codes = sides.study.store, draw_codes(SUBJECTS)
    seal(store, Allocation(ARM_OF, has_sides=True), PASSPHRASE, by="KH", codes=codes)
    dialog = EmergencyDialog(sides, holder)
    dialog.open()
    find(dialog, QComboBox, "subject_choice").setCurrentText("002")
    find(dialog, QLineEdit, "code_field").setText(codes["002"].text())
    find(dialog, QLineEdit, "reason_field").setText("reaction")
    find(dialog, QPushButton, "open_button").click()
    result = find(dialog, QLabel, "emergency_result")
    qtbot.waitUntil(lambda: bool(result.text()))

    assert "Subject 002: left: Cream; right: Base." in result.text()
    dialog.reject()


def test_the_page_of_trajectories_follows_sides(qtbot, sides) -> None:
    store = sides.study.store
    seal(store, Allocation(ARM_OF, has_sides=True), PASSPHRASE, by="KH")
    open_seal(store, PASSPHRASE, by="KH", why="end")
    page = build_trajectories(sides)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    table = find(page, RecordTable, "trajectory_table")
    qtbot.waitUntil(lambda: len(list(table.records())) == 6)

    assert find(page, QCheckBox, "subjects_choice").text() == "Single sides"
    assert not table.isColumnHidden(1)
    [panel] = panels(trajectory_input(store).trajectories(), Choice())
    assert [series.group for series in panel.series] == ["Base", "Cream"]
    cream = panel.series[1].points
    assert [point.centre for point in cream] == [6, 4, 2]
    assert "2 sides, 2 analysed" in cream[0].words


def test_without_groups_the_table_has_no_column_of_groups(qtbot, sides) -> None:
    page = build_trajectories(sides)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    table = find(page, RecordTable, "trajectory_table")
    qtbot.waitUntil(lambda: len(list(table.records())) == 3)

    assert table.isColumnHidden(1)
    assert "not independent" in find(page, QLabel, "left_out_label").text()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PLAN, "split-face: the left and the right of every subject in different arms"),
        (CROSSING, "which they change at Week 4"),
    ],
)
def test_the_page_of_the_study_tells_its_sides(
    qtbot, context, tmp_path, text, told
) -> None:
    context.study.take(read_halves(tmp_path / "s.dgstudy", "001", text=text))
    page = build_study(context)
    qtbot.addWidget(page)

    assert told in find(page, QLabel, "plan_text").text()
    assert find(page, QLabel, "photographs_number").text() == "6 of 6"


def test_the_matrix_of_photographs_names_the_side_of_a_view() -> None:
    text = PLAN.replace('"Left cheek"', '"Cheek"').replace('"Right cheek"', '"Other"')
    protocol: Protocol = halves(text)

    headings = [one.heading for one in completeness(protocol, [], []).columns]
    assert headings[:2] == ["Baseline\nCheek (left)", "Baseline\nOther (right)"]


def test_a_new_study_shows_design_and_sides(
    qtbot, context, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "halves.toml"
    path.write_text(PLAN)
    dialog = NewStudyDialog(context)
    qtbot.addWidget(dialog)
    monkeypatch.setattr("gui.new_study.file_dialogs.open_file", lambda *_: path)
    find(dialog, QPushButton, "protocol_file_button").click()

    told = find(dialog, QLabel, "protocol_text").text()
    assert told.startswith("Split-face: the left and the right of every subject")
    assert "views: Left cheek, Right cheek" in told


def test_a_study_of_one_group_speaks_of_no_allocation(qtbot, context, tmp_path) -> None:
    text = WHOLE.replace('design = "parallel"\narms = 2', 'design = "single-group"')
    store = make_study(tmp_path / "s.dgstudy", protocol=example_protocol(text))
    context.study.take(store)
    page = build_study(context)
    qtbot.addWidget(page)

    words = " ".join(label.text() for label in page.findChildren(QLabel)).lower()
    assert "one group" in words
    assert not {"arm", "arms", "allocation"} & set(words.split())
