import threading

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.job_bar import JobBar, remaining
from gui.jobs import JobRunner
from models.progress import Progress, Step


def test_the_bar_shows_what_goes_on_and_hides_afterwards(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    bar = JobBar(jobs)
    qtbot.addWidget(bar)
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        progress.step(2, 4, "second of four")
        go_on.wait(5)

    job = jobs.start("Importing photographs", work, bool)
    title, text = bar.findChild(QLabel, "job_title"), bar.findChild(QLabel, "job_text")
    assert title is not None
    assert text is not None
    qtbot.waitUntil(lambda: text.text() == "second of four")
    assert bar.isVisible()
    assert title.text() == "Importing photographs"

    with qtbot.waitSignal(job.succeeded):
        go_on.set()
    assert not bar.isVisible()


def test_its_button_stops_the_job(qtbot: QtBot, jobs: JobRunner) -> None:
    bar = JobBar(jobs)
    qtbot.addWidget(bar)
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.step(0, 0)

    job = jobs.start("Endless", work, bool)
    assert started.wait(5)
    button = bar.findChild(QPushButton, "job_cancel")
    assert button is not None
    with qtbot.waitSignal(job.cancelled):
        button.click()


def test_the_remaining_time_is_told_after_five_seconds() -> None:
    assert remaining(4.9, Step(10, 100)) == ""
    assert remaining(6.0, Step(10, 100)) == "about 54 s left"
    assert remaining(60.0, Step(10, 100)) == "about 9 min left"


def test_no_remaining_time_is_told_while_nobody_can_know_it() -> None:
    assert remaining(60.0, Step(0, 0)) == ""
    assert remaining(60.0, Step(0, 100)) == ""
    assert remaining(60.0, Step(100, 100)) == ""
