"""A kit that was taken away while it was open."""

from pathlib import Path

import pytest

from models.errors import ExpectedError
from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.writing import write_kit
from tests.examples import make_study


def test_a_score_in_a_kit_that_is_gone_is_not_told_as_saved(tmp_path: Path) -> None:
    kit = tmp_path / "R1.dgkit"
    with make_study(tmp_path / "s.dgstudy") as store:
        write_kit(store, "R1", kit, by="c")
    with open_kit(kit) as opened:
        session = kit_session(opened)
        session.give(1, "erythema-0-3", 2)
        kit.rename(tmp_path / "elsewhere.dgkit")
        with pytest.raises(ExpectedError, match="The kit file is gone"):
            session.give(2, "erythema-0-3", 1)
        assert not session.scores(2)
        assert session.scores(1)
