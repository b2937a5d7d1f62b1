"""The command that makes worked studies."""

from pathlib import Path

import pytest

from main import main
from models.demo.study import PROTOCOLS


def test_its_help_names_every_protocol(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["demo", "--help"])
    words = "".join(capsys.readouterr().out.split())  # lines break at hyphens too

    assert [name for name in PROTOCOLS if name not in words] == []


def test_a_protocol_without_a_demo_study_is_refused(tmp_path: Path, capsys) -> None:
    assert main(["demo", str(tmp_path / "out"), "--protocol", "kerscher-22"]) == 1

    told = capsys.readouterr().err
    assert 'no demo study of a protocol "kerscher-22"' in told
    assert "kerscher-2022" in told
    assert not (tmp_path / "out" / "demo.dgstudy").exists()


def test_a_demo_study_that_is_there_stays_as_it_is(tmp_path: Path, capsys) -> None:
    (tmp_path / "demo.dgstudy").write_bytes(b"mine")

    assert main(["demo", str(tmp_path), "--protocol", "kerscher-2021"]) == 1

    assert "There is a demo study" in capsys.readouterr().err
    assert (tmp_path / "demo.dgstudy").read_bytes() == b"mine"
