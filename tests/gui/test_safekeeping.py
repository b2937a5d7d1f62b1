"""What happens when a study is opened: looked at, backed up, noted; and restoring."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.context import PageContext
from gui.restore_dialog import RestoreDialog
from gui.safekeeping import Safekeeping
from gui.tables.record_table import RecordTable
from models.audit.verify import verify_study
from models.backup.backups import Backup, all_backups, back_up
from models.progress import Progress
from tests.examples import make_study
from tests.gui.conftest import QuietReporter


@pytest.fixture
def study(tmp_path: Path) -> Path:
    with make_study(tmp_path / "example.dgstudy") as store:
        return store.path


def test_opening_a_study_is_noted_and_makes_a_backup(
    qtbot: QtBot, context: PageContext, study: Path
) -> None:
    safekeeping = Safekeeping(context)
    context.study.open(study)
    qtbot.waitUntil(lambda: len(all_backups()) == 1)

    line = context.study.store.trail()[-1]
    assert line.action == "study opened"
    assert line.by
    assert not context.jobs.is_busy()
    context.jobs.close()
    assert verify_study(all_backups()[0].path).holds
    safekeeping.deleteLater()


def test_a_damaged_study_is_told_and_not_backed_up(
    qtbot: QtBot, context: PageContext, errors: QuietReporter, study: Path
) -> None:
    connection = sqlite3.connect(study)
    connection.execute("DROP TRIGGER no_update_of_trail")
    connection.execute("UPDATE trail SET action = 'x' WHERE number = 2")
    connection.commit()
    connection.close()
    safekeeping = Safekeeping(context)
    context.study.open(study)
    qtbot.waitUntil(lambda: bool(errors.reports))

    report = errors.reports.pop()
    assert "damaged" in report.text
    assert "Restore from backup" in report.hint
    assert all_backups() == []
    safekeeping.deleteLater()


def test_a_backup_that_cannot_be_made_is_told_in_the_status_bar(
    qtbot: QtBot, context: PageContext, study: Path, home: Path
) -> None:
    (home / "data" / "dermagrade").write_text("in the way")
    safekeeping = Safekeeping(context)
    with qtbot.waitSignal(context.shell.told) as told:
        context.study.open(study)

    assert "No backup was made" in told.args[0]
    safekeeping.deleteLater()


def test_a_backup_is_restored_to_a_new_file_and_opened(
    qtbot: QtBot, context: PageContext, study: Path, tmp_path: Path
) -> None:
    back_up(study, Progress())
    window = QPushButton()
    dialog = RestoreDialog(context, window)
    dialog.open()
    table = dialog.findChild(RecordTable, "backup_table")
    button = dialog.findChild(QPushButton, "restore_button")
    assert table is not None
    assert button is not None
    assert not button.isEnabled()
    table.selectRow(0)
    assert button.isEnabled()
    backup = table.selected()
    assert isinstance(backup, Backup)
    assert backup.title == "Example study"

    target = tmp_path / "again.dgstudy"
    with qtbot.waitSignal(dialog.restored) as restored:
        dialog.restore_to(backup, target)
    assert restored.args == [target]
    assert verify_study(target).holds


def test_without_backups_the_dialog_says_so(qtbot: QtBot, context: PageContext) -> None:
    window = QPushButton()
    dialog = RestoreDialog(context, window)
    dialog.open()
    hint = dialog.findChild(QPushButton, "restore_button")
    assert hint is not None
    assert not hint.isEnabled()
    dialog.reject()
