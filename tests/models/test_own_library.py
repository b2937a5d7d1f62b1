"""The user's own scales, measures and protocols."""

from pathlib import Path

import pytest

from models import own_library
from models.own_library import OwnFileError, save
from models.protocol import library
from models.protocol.draft_of import new_protocol
from models.protocol.draft_rows import ScoredDraft
from models.scales import library as scale_library
from models.scales.draft import draft_of_scale


def own_scale(key: str = "mine", version: str = "1") -> str:
    draft = draft_of_scale(scale_library.shipped()["glogau"])
    draft.key, draft.version = key, version
    return draft.text()


def own_protocol() -> str:
    draft = new_protocol()
    draft.name = "Mine too"
    visits = {one.uid for one in draft.visits}
    draft.scored = [ScoredDraft(scale="mine", visits=visits)]
    return draft.text()


def test_without_a_folder_there_is_what_the_program_has(tmp_path: Path) -> None:
    found = library.with_own(tmp_path / "none")
    assert found.scales == scale_library.shipped()
    assert found.protocols == library.shipped()
    assert not found.problems


def test_a_protocol_of_ones_own_finds_a_scale_of_ones_own(tmp_path: Path) -> None:
    save(tmp_path, "scales", "mine", own_scale())
    save(tmp_path, "protocols", "mine-too", own_protocol())
    found = library.with_own(tmp_path)
    assert found.is_own("scales", "mine")
    assert not found.is_own("scales", "glogau")
    plan = library.find_plan("mine-too", tmp_path)
    assert list(plan.scales) == ["mine"]


def test_an_earlier_version_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    for version in "1123":
        save(tmp_path, "scales", "mine", own_scale(version=version))
    kept = sorted((tmp_path / "scales" / "earlier").iterdir())
    assert [path.name for path in kept] == ["mine-1.toml", "mine-2.toml"]
    assert kept[1].read_text() == own_scale(version="2")
    assert library.with_own(tmp_path).scales["mine"].version == "3"


def test_faults_in_own_files_are_told_and_the_rest_is_there(tmp_path: Path) -> None:
    save(tmp_path, "scales", "mine", own_scale())
    save(tmp_path, "scales", "broken", "key = 1")
    save(tmp_path, "scales", "glogau", own_scale("glogau"))
    found = library.with_own(tmp_path)
    assert found.is_own("scales", "mine")
    places = {problem.place.partition(",")[0] for problem in found.problems}
    assert places == {"broken.toml", "glogau.toml"}
    assert found.scales["glogau"] == scale_library.shipped()["glogau"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = save(tmp_path, "scales", "mine", own_scale())
    (tmp_path / "scales" / "mine.toml.part").mkdir()
    with pytest.raises(OwnFileError):
        own_library.write_text(path, own_scale(version="2"))
    assert path.read_text() == own_scale()


def test_a_protocol_file_carries_scales_of_ones_own_beside_it(tmp_path: Path) -> None:
    own, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    elsewhere.mkdir()
    save(own, "scales", "mine", own_scale())
    save(own, "protocols", "mine-too", own_protocol())
    plan = library.find_plan("mine-too", own)

    library.write_plan(elsewhere / "plan.toml", plan)

    found = library.find_plan(str(elsewhere / "plan.toml"))
    assert found == plan
    names = sorted(path.name for path in elsewhere.iterdir())
    assert names == ["mine.toml", "plan.toml"]


def test_a_protocol_file_is_not_written_over_another_scale_beside_it(
    tmp_path: Path,
) -> None:
    own = tmp_path / "own"
    save(own, "scales", "mine", own_scale())
    save(own, "protocols", "mine-too", own_protocol())
    (tmp_path / "mine.toml").write_text("something else")
    with pytest.raises(OwnFileError):
        library.write_plan(tmp_path / "plan.toml", library.find_plan("mine-too", own))
    assert not (tmp_path / "plan.toml").exists()
    assert (tmp_path / "mine.toml").read_text() == "something else"
