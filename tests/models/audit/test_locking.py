"""The lock of a study."""

import pytest

from models.audit.locking import lock_study, unlock_study
from models.errors import ExpectedError
from models.reading.session import open_session
from tests.examples import make_study


@pytest.fixture
def study(tmp_path):
    with make_study(tmp_path / "study.dgstudy") as store:
        yield store


def test_locking_names_the_readings_that_are_not_finished(study) -> None:
    open_session(study, "R1").give(1, "erythema-0-3", 2)
    assert lock_study(study, by="c", why="end of trial") == ["R1"]
    assert study.is_locked()
    line = study.trail()[-1]
    assert (line.action, line.why) == ("study locked", "end of trial")


def test_a_study_without_readings_is_not_locked(study) -> None:
    with pytest.raises(ExpectedError, match="Nothing has been scored"):
        lock_study(study, by="c")


def test_unlocking_needs_a_reason_and_goes_on_record(study) -> None:
    open_session(study, "R1")
    lock_study(study, by="c")
    with pytest.raises(ExpectedError, match="needs a reason"):
        unlock_study(study, by="c", why=" ")
    unlock_study(study, by="c", why="two photographs were missed")
    assert not study.is_locked()
    assert study.trail()[-1].why == "two photographs were missed"
    with pytest.raises(ExpectedError, match="not locked"):
        unlock_study(study, by="c", why="again")


def test_a_locked_study_is_not_locked_twice(study) -> None:
    open_session(study, "R1")
    lock_study(study, by="c")
    with pytest.raises(ExpectedError, match="locked already"):
        lock_study(study, by="c")
