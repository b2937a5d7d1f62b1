import threading

from pytestqt.qtbot import QtBot

from gui.jobs import JobRunner
from models.errors import ExpectedError
from models.progress import Progress, Step
from tests.gui.conftest import QuietReporter


def test_a_result_arrives_in_the_gui_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    arrived: list[tuple[int, threading.Thread]] = []

    def take(result: int) -> None:
        arrived.append((result, threading.current_thread()))

    job = jobs.start("Adding", lambda progress: 2 + 3, take)
    with qtbot.waitSignal(job.succeeded):
        pass

    assert arrived == [(5, threading.main_thread())]
    assert not jobs.is_busy()


def test_cancelling_stops_at_the_next_step_and_is_no_error(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    started, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        go_on.wait(5)
        progress.step(1, 2)
        raise AssertionError("went on after it was cancelled")

    job = jobs.start("Importing photographs", work, lambda result: None)
    assert started.wait(5)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
        go_on.set()


def test_a_full_disk_is_told_in_a_sentence_with_a_hint(
    qtbot: QtBot, jobs: JobRunner, errors: QuietReporter
) -> None:
    def work(progress: Progress) -> None:
        raise ExpectedError("The disk is full.", hint="Free 2 GB and import again.")

    jobs.start("Importing photographs", work, lambda result: None)
    qtbot.waitUntil(lambda: bool(errors.reports))

    report = errors.reports.pop()
    assert (report.text, report.hint) == (
        "The disk is full.",
        "Free 2 GB and import again.",
    )


def test_steps_are_reported_to_the_gui_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    job = jobs.start("Counting", lambda progress: progress.step(3, 3, "c"), bool)
    with qtbot.waitSignal(job.progressed) as heard:
        pass

    assert heard.args is not None
    assert heard.args[0] == Step(3, 3, "c")


def test_one_job_follows_the_other(qtbot: QtBot, jobs: JobRunner) -> None:
    order: list[str] = []
    jobs.start("First", lambda progress: order.append("first"), bool)
    second = jobs.start("Second", lambda progress: order.append("second"), bool)
    with qtbot.waitSignal(second.succeeded):
        pass

    assert order == ["first", "second"]


def test_who_waits_for_idleness_is_called_once_when_the_last_job_has_ended(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    calls: list[bool] = []
    go_on = threading.Event()
    jobs.start("Waiting", lambda progress: go_on.wait(5), bool)
    jobs.when_idle(lambda: calls.append(jobs.is_busy()))
    assert calls == []

    go_on.set()
    qtbot.waitUntil(lambda: calls == [False])


def test_closing_ends_the_thread_even_in_the_middle_of_a_job(
    jobs: JobRunner,
) -> None:
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        for step in range(10_000_000):
            progress.step(step, 10_000_000)

    jobs.start("Endless", work, bool)
    assert started.wait(5)
    jobs.close()

    names = [thread.name for thread in threading.enumerate()]
    assert not any(name.startswith("job") for name in names)
