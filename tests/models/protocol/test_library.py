"""The protocols that come with the program, and those of the user."""

from pathlib import Path

import pytest

from models.protocol.library import find, find_plan, shipped
from models.protocol.protocol import Design, Questions
from models.protocol.reader import ProtocolFileError
from models.scales import library as scales
from models.scales.scale import Mode


def test_every_study_of_the_literature_has_a_protocol() -> None:
    assert list(shipped()) == [
        "hoss-2020",
        "kerscher-2021",
        "kerscher-2022",
        "rater-training",
        "resurfacing-two-arm",
        "single-group",
        "split-face-conditioned-medium",
    ]


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


def test_who_may_enter_hoss_is_what_was_published() -> None:
    rules = {one.key: one for one in shipped()["hoss-2020"].eligibility}

    assert (rules["age"].lowest, rules["age"].highest) == (36, 70)
    assert (rules["skin-type"].lowest, rules["skin-type"].highest) == (1, 4)
    assert (rules["wrinkle-class"].lowest, rules["wrinkle-class"].highest) == (2, 3)
    assert (rules["wrinkle-score"].lowest, rules["wrinkle-score"].highest) == (4, 9)
    assert rules["pregnancy"].is_exclusion


@pytest.mark.parametrize("name", ["kerscher-2021", "kerscher-2022"])
def test_the_secretome_was_injected_in_four_sessions(name: str) -> None:
    visits = shipped()[name].visits

    assert [one.day for one in visits if one.has_treatment] == [0, 14, 28, 42]


def test_kerscher_2022_measures_what_was_published_at_its_visits() -> None:
    protocol = shipped()["kerscher-2022"]
    visits = {one.key: one.visits for one in protocol.assessments}

    assert (protocol.design, protocol.subjects) == (Design.SINGLE_GROUP, 95)
    for series in ("cutometer-r0", "cutometer-r3", "cutometer-r9", "face-q-skin"):
        assert visits[series] == ("baseline", "week12", "week24", "week48")
    for series in ("gais-physician", "gais-subject"):
        assert visits[series] == ("week6", "week12", "week24", "week48")
    assert visits["face-q-decision"] == ("week24", "week48")
    assert visits["attractiveness"] == ("baseline", "week12", "week48")
    primary = [one.key for one in protocol.endpoints if one.is_primary]
    assert primary == ["r0-week12", "r0-week24", "r3-week12", "r3-week24"]


def test_a_split_face_protocol_compares_the_sides_in_one_session_after_another() -> (
    None
):
    protocol = shipped()["split-face-conditioned-medium"]

    assert protocol.has_sides
    days = [visit.day for visit in protocol.visits if visit.has_treatment]
    assert days == [0, 14, 28, 42, 56]
    assert {view.side for view in protocol.views} == {"left", "right"}


def test_a_protocol_tells_no_visit_by_its_questions_unless_it_says_so() -> None:
    for protocol in shipped().values():
        assert protocol.questions is Questions.ALL or protocol.tells_visit


def test_change_can_be_counted_wherever_a_sign_is_graded_on_its_own() -> None:
    library = scales.shipped()
    for protocol in shipped().values():
        for scale in protocol.scales:
            if library[scale].mode is Mode.STATIC:
                assert protocol.is_scheduled(scale, protocol.baseline)


def test_a_skin_without_wrinkles_has_a_reason_of_its_own() -> None:
    for protocol in shipped().values():
        if "fg-wrinkling" in protocol.scales:
            assert "no wrinkles: below the scale" in protocol.reasons


def test_scales_of_photographs_come_in_the_order_in_which_they_are_asked() -> None:
    protocol, found, measures = find_plan("hoss-2020")

    assert tuple(found)[: len(protocol.scales)] == protocol.scales
    assert tuple(measures) == ("age",)


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
