"""What scales say besides their grades: who rates, codings and responders."""

import pytest

from models.scales.library import shipped
from models.scales.reader import ScaleFileError, read_scale
from models.scales.responders import is_responder
from models.scales.scale import Direction, FromPhotograph, Rated, RatedBy

GOOD = """\
key = "gain"
version = "1"
name = "Gain"
short = "Gain"
question = "Better?"
direction = "higher-is-worse"
mode = "comparative"
citation = "None"
licence = "Free"

[rated]
by = ["subject"]
photograph = "no"

[responder]
reached = 1
words = "Better."
citation = "None"

[[grades]]
value = 1
label = "better"
words = "Better."
category = "better"

[[grades]]
value = 2
label = "same"
words = "As before."
category = "same"

[[codings]]
key = "signed"
name = "Signed"
citation = "None"
codes = { better = 1, same = 0 }
labels = { better = "gain" }
"""


def faults(old: str, new: str) -> list[str]:
    assert old in GOOD
    with pytest.raises(ScaleFileError) as caught:
        read_scale(GOOD.replace(old, new, 1), "gain.toml")
    return [
        str(problem).removeprefix("gain.toml, ") for problem in caught.value.problems
    ]


def test_a_scale_carries_who_rates_its_codings_and_its_rule() -> None:
    scale = read_scale(GOOD, "gain.toml")

    assert scale.rated == Rated((RatedBy.SUBJECT,), FromPhotograph.NO)
    assert scale.coding("signed").direction is Direction.HIGHER_IS_BETTER
    assert scale.coded_label(1, "signed") == "gain"
    assert scale.coded_label(2, "signed") == "same"
    assert scale.responder is not None
    assert scale.responder.reached == 1


def test_without_a_word_an_investigator_rates_from_photographs() -> None:
    head, tail = GOOD.split("[rated]")
    scale = read_scale(head + tail[tail.index("[responder]") :], "gain.toml")

    assert scale.rated.by == (RatedBy.INVESTIGATOR,)
    assert scale.rated.photograph is FromPhotograph.WITH_BASELINE


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            '["subject"]',
            '["device"]',
            "line 12, rated.by: a device does not grade; make it a measure instead.",
        ),
        (
            '["subject"]',
            '["subjcet"]',
            (
                'line 12, rated.by: holds "subjcet", not "investigator" or '
                '"subject" or "device". Did you mean "subject"?'
            ),
        ),
        (
            'photograph = "no"',
            'photograph = "yes"',
            (
                'line 13, rated.photograph: must be "with baseline" or "no" on a '
                "comparative scale."
            ),
        ),
        (
            "reached = 1\n",
            "",
            'line 15, responder: needs "improvement", "reached" or both.',
        ),
        ("reached = 1", "reached = 3", "line 16, responder.reached: 3 is not a grade."),
        (
            "reached = 1",
            "improvement = 0",
            (
                "line 16, responder.improvement: must be above 0: "
                "it counts improved grades."
            ),
        ),
        (
            '"higher-is-worse"',
            '"none"',
            "line 15, responder: a scale of no direction knows no improvement.",
        ),
        (
            'category = "same"\n',
            "",
            "line 20, grades: grade 2 has no category, which codings need.",
        ),
        (
            'category = "same"',
            'category = "better"',
            'line 20, grades: grade 2 is "better" as another grade is.',
        ),
        (
            "better = 1, same",
            "beter = 1, same",
            (
                "line 36, codings.1.codes.beter: is not the category of a grade. "
                'Did you mean "better"?'
            ),
        ),
        (
            "same = 0",
            "same = 1",
            (
                "line 36, codings.1.codes: must rise or fall from grade to grade, "
                "with two codes at least."
            ),
        ),
    ],
)
def test_a_fault_of_the_extras_is_told_with_its_place(
    old: str, new: str, fault: str
) -> None:
    assert fault in faults(old, new)


def test_e16_signed_gais_is_four_less_the_classic_code() -> None:
    gais = shipped()["gais"]

    for code in range(1, 6):
        assert gais.recode(code, "classic", "signed") == 4 - code
        assert gais.recode(4 - code, "signed", "classic") == code


def test_the_codings_of_gais_run_as_published() -> None:
    gais = shipped()["gais"]
    runs = {coding.key: coding.direction for coding in gais.codings}

    assert runs == {
        "classic": Direction.HIGHER_IS_WORSE,
        "reversed": Direction.HIGHER_IS_BETTER,
        "signed": Direction.HIGHER_IS_BETTER,
        "reworded": Direction.HIGHER_IS_WORSE,
        "zero-to-four": Direction.HIGHER_IS_BETTER,
    }
    assert gais.coded(5, "zero-to-four") is None
    assert gais.decoded(1, "zero-to-four") is None
    assert gais.recode(1, "zero-to-four", "classic") is None
    assert gais.coded_label(1, "reworded") == "much improved"


@pytest.mark.parametrize("coding", [one.key for one in shipped()["gais"].codings])
def test_a_stored_category_survives_coding_and_decoding(coding: str) -> None:
    gais = shipped()["gais"]

    for grade in gais.grades:
        code = gais.coded(grade.value, coding)
        assert code is None or gais.decoded(code, coding) == grade.value


@pytest.mark.parametrize(
    ("baseline", "value", "success"),
    [(3, 1, True), (2, 1, False), (4, 2, False), (2, 0, True), (None, 1, None)],
)
def test_e15_success_in_acne_is_clear_or_almost_clear_by_two_grades(
    baseline: float | None, value: float, success: bool | None
) -> None:
    assert is_responder(shipped()["iga-acne"], baseline, value) is success


@pytest.mark.parametrize(
    ("baseline", "value", "improved"),
    [(6, 5, True), (6, 5.5, False), (6, 6, False), (4, 5, False), (None, 3, None)],
)
def test_one_point_less_is_improvement_on_fitzpatrick_goldman(
    baseline: float | None, value: float, improved: bool | None
) -> None:
    assert is_responder(shipped()["fg-wrinkling"], baseline, value) is improved


def test_improved_or_better_is_a_responder_on_gais_without_a_baseline() -> None:
    gais, rising = shipped()["gais"], shipped()["gais-0-4"]

    assert [is_responder(gais, None, value) for value in range(1, 6)] == [
        *[True] * 3,
        *[False] * 2,
    ]
    assert [is_responder(rising, None, value) for value in range(5)] == [
        *[False] * 2,
        *[True] * 3,
    ]


def test_without_a_published_rule_nobody_is_called_a_responder() -> None:
    assert is_responder(shipped()["skin-type"], 1, 2) is None
