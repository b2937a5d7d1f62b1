import logging
from pathlib import Path

from gui import logs


def test_the_log_says_which_program_ran(tmp_path: Path) -> None:
    handler = logs.start(tmp_path)
    logging.getLogger("gui").info("window shown")
    logs.stop(handler)

    text = (tmp_path / "dermagrade.log").read_text(encoding="utf-8")
    assert "started" in text
    assert "window shown" in text
    assert str(Path.home()) not in text


def test_a_stopped_log_is_not_written_any_more(tmp_path: Path) -> None:
    logs.stop(logs.start(tmp_path))
    logging.getLogger("gui").info("later")

    assert "later" not in (tmp_path / "dermagrade.log").read_text(encoding="utf-8")
