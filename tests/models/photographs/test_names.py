"""Subject, visit and view from file and folder names."""

import unicodedata
from pathlib import PurePosixPath
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.photographs.names import (
    WITH_VIEW,
    NamePattern,
    NamePatternError,
    Place,
    best_pattern,
)
from tests.examples import PLAN, example_protocol
from tests.training import PLAN as TRAINING

TWO_VIEWS = PLAN.replace(
    'name = "Front"',
    'name = "Front"\naliases = ["en face"]\n\n'
    '[[views]]\nkey = "left45"\nname = "Left 45°"\naliases = ["L45"]',
)
UNPLANNED = TWO_VIEWS.replace(
    '[[visits]]\nkey = "baseline"',
    '[[visits]]\nkey = "screening"\nname = "Screening"\nday = -30\n'
    'photographs = false\n\n[[visits]]\nkey = "baseline"',
)
PROTOCOL = example_protocol(TWO_VIEWS)
USUAL = "{subject}_{visit}_{view}"


def place(pattern: str, name: str) -> Place | None:
    return NamePattern(pattern, PROTOCOL).place(PurePosixPath(name))


@pytest.mark.parametrize(
    "visit", ["day30", "Day 30", "day-30", "DAY_30", "D30", "d30", "d-030", "Day030"]
)
@pytest.mark.parametrize(
    "view", ["left45", "Left 45°", "left-45", "LEFT_45", "l45", "Left  045"]
)
def test_visits_and_views_are_found_in_every_spelling(visit, view):
    assert place(USUAL, f"007_{visit}_{view}.jpg") == Place("007", "day30", "left45")


@pytest.mark.parametrize(
    "subject", ["007", "S-01", "S_01", "a b", "01.02", "Ü7", "day1", "x_day1_front"]
)
def test_the_subject_is_kept_letter_for_letter(subject):
    found = place(USUAL, f"{subject}_baseline_front.jpg")

    assert found == Place(subject, "baseline", "front")


def test_in_a_set_for_training_every_file_is_a_subject():
    paths = [PurePosixPath(f"IMG {number}.jpg") for number in range(3)]
    pattern = best_pattern(paths, example_protocol(TRAINING))
    assert pattern.text == "{subject}"
    assert pattern.place(paths[1]) == Place("IMG 1", "photograph", "front")


def test_a_name_that_says_its_visit_is_read_by_it_in_training_too():
    paths = [PurePosixPath("A1_photograph.jpg")]
    pattern = best_pattern(paths, example_protocol(TRAINING))
    assert pattern.place(paths[0]) == Place("A1", "photograph", "front")


def test_a_subject_is_the_same_from_a_mac_and_from_windows():
    composed, decomposed = "M\u00fcller", "Mu\u0308ller"

    assert place(USUAL, f"{decomposed}_day1_front.jpg") == Place(
        composed, "day1", "front"
    )


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{subject}/{visit}/{view}", "007/Day 30/front.jpg"),
        ("{subject}/{visit}/{view}", "site 2/007/day30/Front.JPG"),
        ("{subject}\\{visit}_{view}.jpg", "007/day30_front.jpeg"),
        ("{any}/{subject}-{visit}/{view}_{any}", "A/007-d30/front_0123.png"),
        ("{SUBJECT}_{Visit}_{view}", "007_day30_front.tif"),
        ("photo {subject} ({visit}) {view}", "Photo 007 (Day 30) front.webp"),
        ("{subject}{visit}_{view}", "007d30_front.jpg"),
    ],
)
def test_patterns_may_use_folders_and_leave_parts_out(pattern, name):
    assert place(pattern, name) == Place("007", "day30", "front")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("007_day3_front.jpg", "the protocol has no visit “day3”"),
        ("007_day30_back.jpg", "the protocol has no view “back”"),
        ("S_007_dax30_left_45.jpg", "the protocol has no visit “dax30”"),
        ("007_day30_front(1).jpg", "the protocol has no view “front(1)”"),
        ("007_dax_fron.jpg", "the protocol has no visit “dax” and no view “fron”"),
        ("IMG1234.jpg", "the name does not have the form {subject}_{visit}_{view}"),
        ("007 _day30_front.jpg", "the name does not have the form"),
    ],
)
def test_a_name_that_does_not_fit_says_which_part(name, words):
    pattern = NamePattern(USUAL, PROTOCOL)

    assert pattern.place(PurePosixPath(name)) is None
    assert pattern.fault(PurePosixPath(name)).startswith(words)


def test_day_1_is_not_found_inside_day_10():
    assert place(USUAL, "007_day10_front.jpg") is None
    assert place("{subject}_{visit}{any}_{view}", "007_day10_front.jpg") is None


def test_a_visit_without_planned_photographs_is_told():
    pattern = NamePattern(USUAL, example_protocol(UNPLANNED))
    name = PurePosixPath("007_Screening_front.jpg")

    assert pattern.place(name) is None
    assert "no photographs at visit “Screening”" in pattern.fault(name)


def test_where_there_is_one_view_it_need_not_be_named():
    pattern = NamePattern("{subject}_{visit}", example_protocol())

    assert pattern.place(PurePosixPath("007_d1.jpg")) == Place("007", "day1", "front")


def test_all_faults_of_a_pattern_are_told_at_once():
    with pytest.raises(NamePatternError) as caught:
        NamePattern("{patient}{any}_{visit}_{visit}_{", PROTOCOL)

    told = [problem.text for problem in caught.value.problems]
    assert any("there is no field {patient}" in text for text in told)
    assert "{subject} is missing" in told
    assert "{view} is missing" in told
    assert any("{visit} stands there more than once" in text for text in told)
    assert "{patient} and {any} need a sign between them" in told
    assert "a brace is not closed" in told


def test_signs_of_regular_expressions_stand_for_themselves():
    assert place("{subject}.*({visit})+{view}", "007.*(day1)+front.jpg")
    assert place("{subject}.*({visit})+{view}", "007xx(day1)front.jpg") is None


def test_a_hostile_name_takes_no_time():
    pattern = NamePattern("{any}_{any}_{subject}_{visit}_{view}", PROTOCOL)
    name = PurePosixPath("_" * 200 + ".jpg")
    began = perf_counter()

    pattern.place(name)
    pattern.fault(name)

    assert perf_counter() - began < 5


@pytest.mark.parametrize("text", WITH_VIEW)
def test_the_usual_pattern_that_fits_most_names_is_taken(text):
    written = NamePattern(text, PROTOCOL)
    names = [
        PurePosixPath(written.written(Place(subject, visit, view)) + ".jpg")
        for subject in ("S1", "S2")
        for visit in ("baseline", "day30")
        for view in ("front", "left45")
    ]
    stray = [PurePosixPath("a_day1_front.jpg"), PurePosixPath("IMG_1.jpg")]

    chosen = best_pattern([*names, *stray], PROTOCOL)

    assert chosen.text == text


subjects = st.text(
    st.characters(blacklist_categories=("C", "Z"), blacklist_characters="/"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text and text not in {".", ".."})


@given(
    subject=subjects,
    visit=st.sampled_from(PROTOCOL.visits),
    view=st.sampled_from(PROTOCOL.views),
    pattern=st.sampled_from(WITH_VIEW),
    data=st.data(),
)
def test_what_is_written_by_a_pattern_is_read_back(subject, visit, view, pattern, data):
    subject = unicodedata.normalize("NFC", subject)
    spelled_visit = data.draw(st.sampled_from([visit.key, visit.name, *visit.aliases]))
    spelled_view = data.draw(st.sampled_from([view.key, view.name, *view.aliases]))
    ready = NamePattern(pattern, PROTOCOL)
    name = ready.written(Place(subject, spelled_visit, spelled_view)) + ".jpg"

    assert ready.place(PurePosixPath(name)) == Place(subject, visit.key, view.key)
