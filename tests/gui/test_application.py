import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.application import Application
from tests.examples import make_study

ROOT = Path(__file__).resolve().parents[2]

# Runs the program as main.py does, and closes its window as soon as it is there.
CHILD = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from gui import application

class ClosingWindow(application.MainWindow):
    def open_file(self, path):
        super().open_file(path)
        print("title:", self.windowTitle())
        QTimer.singleShot(0, self.close)

application.MainWindow = ClosingWindow
sys.exit(application.run(Path(sys.argv[1])))
"""


def test_a_file_the_system_asks_to_open_is_passed_on(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    assert isinstance(qapp, Application)
    path = tmp_path / "study.dgstudy"
    with qtbot.waitSignal(qapp.file_opened) as heard:
        qapp.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(str(path))))

    assert heard.args == [path]


def test_the_program_opens_the_file_it_is_given_and_ends_when_its_window_closes(
    tmp_path: Path, home: Path
) -> None:
    path = tmp_path / "secret-name.dgstudy"
    make_study(path).close()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert (done.returncode, done.stdout) == (
        0,
        "title: Example study - Dermagrade\n",
    ), done.stderr
    logs = list(home.rglob("dermagrade.log"))
    assert len(logs) == 1
    text = logs[0].read_text(encoding="utf-8")
    assert "started" in text
    assert "secret-name" not in text
