"""The report as PDF: what it says, and in which edition."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands import run
from exports.report import write_report
from exports.report.paper import Paper
from exports.report.report import say_report
from exports.workbook.snapshot import snapshot
from models.audit.locking import lock_study
from models.progress import Cancelled, Progress
from models.reading.session import open_session
from models.statistics.agreement.study import compare, study_table
from models.store.store import StudyStore
from tests.examples import PLAN, example_protocol, make_study

ARMS = {f"{number:03}": ("Iris", "Juno")[number % 2] for number in range(1, 11)}
ENDPOINTS = """
[[endpoints]]
key = "wrinkling"
name = "Change of wrinkling"
series = "fg-wrinkling"
visit = "day30"
primary = true

[[endpoints]]
key = "better"
name = "Better by two"
series = "fg-wrinkling"
visit = "day30"
outcome = "response"
analysis = "responders"
responder = { better_by = 2 }
"""


class Said(Paper):
    """Paper that keeps what was said to it as plain text."""

    def __init__(self) -> None:
        super().__init__("title", "edition", "foot")
        self.texts: list[str] = []

    def say(self, text: str, style: str = "body") -> None:
        self.texts.append(text)

    def table(self, headings, rows, widths) -> None:
        self.texts += [" | ".join(row) for row in (headings, *rows)]

    def __str__(self) -> str:
        return "\n".join(self.texts)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyStore]:
    path = tmp_path_factory.mktemp("report") / "trial.dgstudy"
    plan = example_protocol(PLAN + ENDPOINTS)
    with make_study(path, subjects=tuple(ARMS), protocol=plan) as store:
        for number, rater in enumerate(("R1", "R2")):
            session = open_session(store, rater)
            for item in session.items:
                for at, key in enumerate(item.scales):
                    grades = session.scales[key].grades
                    grade = grades[(item.position * 5 + at + number) % len(grades)]
                    session.give(item.position, key, grade.value)
            session.finish()
        lock_study(store, by="coordinator", why="all readings are finished")
        yield store


def said(store: StudyStore, groups: dict[str, str] | None) -> str:
    found = snapshot(store, groups, lambda: datetime(2026, 4, 1, tzinfo=UTC), "me")
    paper = Said()
    say_report(paper, found, list(compare(study_table(store), rounds=0)), ())
    return str(paper)


@pytest.mark.long
def test_the_primary_endpoint_stands_before_the_others(study):
    told = said(study, ARMS)
    sections = ("Primary endpoints", "Secondary endpoints", "Responders", "Flow")
    places = [told.index(one) for one in (*sections, "Agreement of", "Methods")]
    assert places == sorted(places)
    assert "Change of wrinkling (Iris less Juno)" in told


def test_numbers_are_those_of_the_endpoints(study):
    found = snapshot(study, ARMS, lambda: datetime(2026, 4, 1, tzinfo=UTC)).answers
    line = found.answers[0].headline
    assert line is not None
    assert line.interval is not None
    told = said(study, ARMS)
    row = next(one for one in told.split("\n") if "wrinkling (Iris" in one)
    assert f"| 5 + 5 | {line.estimate:.3g} |" in row
    assert f"{line.interval.lower:.3g} to {line.interval.upper:.3g}" in row


def test_the_record_tells_locks_and_hashes(study):
    told = said(study, ARMS)
    assert "by coordinator: all readings are finished" in told
    assert study.protocol().sha256 in told
    assert study.trail()[-1].hash in told


def test_the_blinded_edition_tells_no_arm(study):
    told = said(study, None)
    assert "blinded edition" in told
    assert "nothing is compared between them" in told
    assert not {"Iris", "Juno"} & set(told.replace("|", " ").split())


def test_the_file_has_numbered_pages_and_embedded_fonts(study, tmp_path):
    path = tmp_path / "report.pdf"
    pages = write_report(study, path, groups=ARMS)
    data = path.read_bytes()
    assert pages >= 3
    assert data.count(b"/Type /Page\n") == pages
    assert b"/FontFile2" in data
    assert b"/BaseFont /Helvetica" not in data


def test_what_stood_there_stays_if_the_user_stops(study, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"before")

    def stop(done: int, total: int, text: str) -> None:
        raise Cancelled

    progress = Progress()
    progress.step = stop  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        write_report(study, path, groups=ARMS, progress=progress)
    assert path.read_bytes() == b"before"


def test_the_command_refuses_another_ending_and_writes_a_pdf(tmp_path, capsys):
    study, path = tmp_path / "study.dgstudy", tmp_path / "report.pdf"
    make_study(study).close()
    assert run(["report", str(study), str(path.with_suffix(".docx"))]) == 1
    assert "ends in .pdf" in capsys.readouterr().err
    assert run(["report", str(study), str(path), "--by", "me"]) == 0
    assert "blinded edition" in capsys.readouterr().out
    assert Path(path).read_bytes().startswith(b"%PDF")
