"""The protocols that come with the program, and those of the user."""

from pathlib import Path

import pytest

from models.protocol.library import find, find_plan, shipped
from models.protocol.protocol import Design, Questions
from models.protocol.reader import ProtocolFileError
from models.scales import library as scales


def test_three_protocols_are_shipped() -> None:
    assert list(shipped()) == ["hoss-2020", "resurfacing-two-arm", "single-group"]


def test_the_design_of_hoss_has_two_arms_and_the_published_visits() -> None:
    protocol = shipped()["hoss-2020"]

    assert (protocol.design, protocol.arms) == (Design.PARALLEL, 2)
    assert [visit.key for visit in protocol.visits] == [
        "screening",
        "baseline",
        "treatment",
        "day1",
        "day5",
        "day7",
        "day14",
        "day30",
    ]


@pytest.mark.parametrize("scale", ["fg-wrinkling", "fg-elastosis"])
def test_hoss_analyses_wrinkling_and_elastosis_at_the_published_visits(
    scale: str,
) -> None:
    assert shipped()["hoss-2020"].schedule[scale] == (
        "screening",
        "baseline",
        "treatment",
        "day30",
    )


def test_what_is_not_published_of_hoss_is_said_in_its_notes() -> None:
    notes = " ".join(shipped()["hoss-2020"].notes.split())

    assert "Not published, and set here" in notes
    assert "the days of screening" in notes
    assert "the grade range of erythema and crusting" in notes
    assert "the number of subjects in each arm" in notes


def test_every_shipped_protocol_asks_all_scales_at_every_photograph() -> None:
    for protocol in shipped().values():
        assert protocol.questions is Questions.ALL


def test_every_shipped_protocol_analyses_each_scale_at_its_baseline() -> None:
    for protocol in shipped().values():
        for scale in protocol.scales:
            assert protocol.is_scheduled(scale, protocol.baseline)


def test_a_skin_without_wrinkles_has_a_reason_of_its_own() -> None:
    for protocol in shipped().values():
        assert "no wrinkles: below the scale" in protocol.reasons


def test_the_scales_of_a_protocol_come_in_the_order_in_which_they_are_asked() -> None:
    protocol, found, _ = find_plan("hoss-2020")

    assert tuple(found) == protocol.scales


def test_a_near_miss_gets_a_suggestion() -> None:
    with pytest.raises(ProtocolFileError) as caught:
        find("Hoss 2020")

    assert caught.value.hint == 'Did you mean "hoss-2020"?'


def test_a_scale_beside_a_protocol_file_is_known_to_it(tmp_path: Path) -> None:
    protocol = _write_pair(tmp_path, "swelling")

    found, its_scales, _ = find_plan(str(protocol))

    assert found.scales[-1] == "swelling"
    assert its_scales["swelling"].key == "swelling"


def test_faults_of_a_protocol_and_of_its_scale_are_told_together(
    tmp_path: Path,
) -> None:
    protocol = _write_pair(tmp_path, "swelling", faulty=True)
    text = protocol.read_text(encoding="utf-8")
    protocol.write_text(text.replace("arms = 0", "arms = 3"), encoding="utf-8")

    with pytest.raises(ProtocolFileError) as caught:
        find(str(protocol))

    places = [problem.place for problem in caught.value.problems]
    assert places[0].startswith("swelling.toml, line")
    assert places[1].startswith("mine.toml, line")


def test_a_fault_of_a_scale_is_not_told_again_as_an_unknown_scale(
    tmp_path: Path,
) -> None:
    protocol = _write_pair(tmp_path, "swelling", faulty=True)

    with pytest.raises(ProtocolFileError) as caught:
        find(str(protocol))

    assert len(caught.value.problems) == 1


def test_a_scale_file_must_be_called_by_its_key(tmp_path: Path) -> None:
    protocol = _write_pair(tmp_path, "swelling")
    (tmp_path / "swelling.toml").write_text(
        scales.shipped()["erythema-0-3"].source, encoding="utf-8"
    )

    with pytest.raises(ProtocolFileError) as caught:
        find(str(protocol))

    assert 'must be "swelling"' in str(caught.value.problems[0])


def test_a_missing_protocol_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProtocolFileError, match="There is no protocol file"):
        find(str(tmp_path / "none.toml"))


def _write_pair(folder: Path, scale: str, *, faulty: bool = False) -> Path:
    """A protocol file that names a scale of the file beside it."""
    source = scales.shipped()["crusting-0-3"].source
    source = source.replace('"crusting-0-3"', f'"{scale}"')
    if faulty:
        source = source.replace('"static"', '"moving"')
    (folder / f"{scale}.toml").write_text(source, encoding="utf-8")
    protocol = shipped()["single-group"].source.replace(
        '"single-group"\nv', '"mine"\nv'
    )
    path = folder / "mine.toml"
    path.write_text(f'{protocol}\n{scale} = ["baseline"]\n', encoding="utf-8")
    return path
