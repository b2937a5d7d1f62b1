"""What a protocol plans besides photographs: sides, assessments, endpoints, windows."""

import pytest

from models.protocol.analysis import Analysis, Combine, Missing, Outcome, Responder
from models.protocol.assessments import Assessor
from models.protocol.protocol import Protocol
from models.protocol.reader import ProtocolFileError, read_protocol
from models.protocol.units import Unit, unit_named, units_of
from models.protocol.wording import design_words
from models.scales.library import shipped

MEASURES = ("firmness", "tiring")

HEAD = """\
key = "my-study"
version = "1"
name = "My study"
design = "DESIGN"
anchor = "enrolment"
baseline = "baseline"
reasons = ["out of focus"]
"""

VISITS = """
[[visits]]
key = "baseline"
name = "Baseline"
day = 0
treatment = true

[[visits]]
key = "week12"
name = "Week 12"
day = 84
before = 7
after = 14
"""

VIEWS = """
[[views]]
key = "left"
name = "Left 45°"
side = "left"

[[views]]
key = "right"
name = "Right 45°"
side = "right"
"""

SCHEDULE = """
[schedule]
erythema-0-3 = ["baseline", "week12"]
"""

FIRMNESS = """
[[assessments]]
key = "firmness"
name = "Firmness of the cheek"
by = "device"
measure = "firmness"
visits = ["week12", "baseline"]
"""


def plan(*parts: str, design: str = "single-group", top: str = "") -> Protocol:
    source = HEAD.replace("DESIGN", design) + top + "".join(parts)
    return read_protocol(source, "my.toml", shipped(), MEASURES)


def faults(*parts: str, design: str = "single-group", top: str = "") -> list[str]:
    with pytest.raises(ProtocolFileError) as caught:
        plan(*parts, design=design, top=top)
    return [str(problem) for problem in caught.value.problems]


def test_a_study_may_do_without_photographs() -> None:
    protocol = plan(VISITS, FIRMNESS)

    (firmness,) = protocol.assessments
    assert firmness.by is Assessor.DEVICE
    assert firmness.visits == ("baseline", "week12")
    assert protocol.series == ("firmness",)
    assert protocol.scales == ()
    assert protocol.measures == ("firmness",)
    assert protocol.is_scheduled("firmness", "week12")


def test_a_visit_has_a_window_around_its_day() -> None:
    week12 = plan(VISITS, FIRMNESS).visit("week12")

    assert (week12.earliest, week12.latest) == (77, 98)
    assert plan(VISITS, FIRMNESS).visit("baseline").has_treatment


def test_the_sides_of_a_split_face_study_are_its_units() -> None:
    protocol = plan(VISITS, VIEWS, SCHEDULE, design="split-face")

    assert protocol.arms == 2
    assert protocol.side_of("left") == "left"
    assert [unit.name for unit in units_of(protocol, ["S1"])] == ["S1 left", "S1 right"]
    assert units_of(plan(VISITS, FIRMNESS), ["S1"]) == (Unit("S1"),)


def test_every_view_of_a_split_face_study_must_name_its_side() -> None:
    front = '[[views]]\nkey = "front"\nname = "Front"\n'

    assert faults(VISITS, front, SCHEDULE, design="split-face") == [
        "my.toml, line 21, views.1.side: is missing."
    ]


def test_sides_are_refused_where_they_are_not_compared() -> None:
    found = faults(VISITS, VIEWS, SCHEDULE, design="parallel", top="arms = 2\n")

    assert len(found) == 2
    assert all("designs that compare sides only" in text for text in found)


def test_a_crossover_names_the_visit_at_which_sides_change_arms() -> None:
    sides = (VISITS, VIEWS, SCHEDULE)

    assert plan(*sides, design="crossover", top='crossover = "week12"\n').crossover
    assert "crossover: is missing" in faults(*sides, design="crossover")[0]
    assert faults(*sides, design="crossover", top='crossover = "week9"\n') == [
        'my.toml, line 8, crossover: there is no visit "week9". Did you mean "week12"?'
    ]


def test_arms_may_have_unequal_shares() -> None:
    front = '[[views]]\nkey = "front"\nname = "Front"\n'
    parts = (VISITS, front, SCHEDULE)

    even = plan(*parts, design="parallel", top="arms = 3\n")
    assert even.ratio == (1, 1, 1)
    uneven = plan(*parts, design="parallel", top='arms = 2\nratio = "2:1"\n')
    assert uneven.ratio == (2, 1)
    assert faults(*parts, design="parallel", top='arms = 2\nratio = "2:1:1"\n') == [
        "my.toml, line 9, ratio: names 3 arms; the protocol has 2."
    ]


def test_every_fault_of_an_assessment_is_told_with_its_place() -> None:
    wrong = """
[[assessments]]
key = "erythema-0-3"
name = "Redness, live"
by = "nurse"
scale = "erythema-0-3"
visits = ["week13"]
per_side = true

[[assessments]]
key = "both"
name = "Both"
by = "subject"
scale = "erythema-0-3"
measure = "firmnes"
visits = ["week12"]
"""
    front = '[[views]]\nkey = "front"\nname = "Front"\n'

    told = "\n".join(faults(VISITS, front, SCHEDULE, wrong))

    for sentence in (
        "is scored from photographs too",
        'must be "investigator" or "subject" or "device", not "nurse"',
        'there is no visit "week13". Did you mean "week12"?',
        "is for designs that compare sides only",
        "only one of them",
        'there is no measure "firmnes". Did you mean "firmness"?',
    ):
        assert sentence in told


def test_endpoints_put_the_primary_one_first() -> None:
    endpoints = """
[[endpoints]]
key = "response"
name = "Firmer by a tenth"
series = "firmness"
visit = "week12"
outcome = "response"
analysis = "responders"
responder = { better_by = 0.1 }

[[endpoints]]
key = "change"
name = "Change of firmness"
series = "firmness"
visit = "week12"
primary = true
"""
    first, second = plan(VISITS, FIRMNESS, endpoints).endpoints

    assert (first.key, first.outcome, first.analysis) == (
        "change",
        Outcome.CHANGE,
        Analysis.RANKS,
    )
    assert second.responder == Responder(better_by=0.1)


def test_an_endpoint_asks_only_for_values_that_are_planned() -> None:
    late = FIRMNESS.replace('["week12", "baseline"]', '["week12"]')
    endpoints = """
[[endpoints]]
key = "change"
name = "Change"
series = "firmness"
visit = "week12"

[[endpoints]]
key = "other"
name = "Other"
series = "firmness"
visit = "baseline"
outcome = "score"

[[endpoints]]
key = "response"
name = "Response"
series = "firmnes"
visit = "week12"
outcome = "response"
"""
    told = faults(VISITS, late, endpoints)

    assert any("a change needs a value at the baseline" in text for text in told)
    assert any('has no values at "baseline"' in text for text in told)
    assert any('there is no series "firmnes"' in text for text in told)
    assert any("belong together" in text for text in told)
    assert any("another limit" in text for text in told)


def test_a_rule_of_eligibility_is_decided_by_a_value_or_by_a_person() -> None:
    rules = """
[[eligibility]]
key = "firm"
text = "Firmness of 0.31 mm or more"
series = "firmness"
visit = "baseline"
lowest = 0.31

[[eligibility]]
key = "pregnant"
text = "Pregnant or breast-feeding"
exclusion = true
"""
    firm, pregnant = plan(VISITS, FIRMNESS, rules).eligibility

    assert (firm.lowest, firm.highest, firm.is_answered) == (0.31, None, False)
    assert pregnant.is_exclusion
    assert pregnant.is_answered
    assert faults(VISITS, FIRMNESS, rules.replace("lowest = 0.31\n", "")) == [
        (
            "my.toml, line 32, eligibility.1.series: needs lowest or highest, or both, "
            "to decide by."
        )
    ]


def test_aggregation_and_missing_values_are_settled_beforehand() -> None:
    rules = '\n[aggregation]\nraters = "median"\nadjudicated_first = true\n'
    protocol = plan(VISITS, FIRMNESS, rules, top='missing = "mixed-model"\n')

    assert protocol.aggregation.raters is Combine.MEDIAN
    assert protocol.aggregation.is_adjudicated_first
    assert protocol.missing is Missing.MIXED_MODEL
    assert plan(VISITS, FIRMNESS).missing is Missing.OBSERVED


def test_what_is_felt_is_not_asked_of_a_rater_of_photographs() -> None:
    front = '[[views]]\nkey = "front"\nname = "Front"\n'
    felt = SCHEDULE.replace("erythema-0-3", "itching-0-3")

    (fault,) = faults(VISITS, front, felt)

    assert "plan it under [[assessments]]" in fault


def test_the_code_of_a_category_is_chosen_by_the_protocol() -> None:
    front = '[[views]]\nkey = "front"\nname = "Front"\n'
    gais = '[schedule]\ngais = ["week12"]\n'

    protocol = plan(VISITS, front, gais, '[codings]\ngais = "classic"\n')
    assert protocol.codings == {"gais": "classic"}
    (fault,) = faults(VISITS, front, gais, '[codings]\ngais = "clasic"\n')
    assert 'Did you mean "classic"?' in fault


def test_shares_are_alike_where_every_subject_has_both_arms() -> None:
    parts = VISITS, VIEWS, SCHEDULE

    assert plan(*parts, design="split-face", top='ratio = "1:1"\n').ratio == (1, 1)
    (told,) = faults(*parts, design="split-face", top='ratio = "2:1"\n')
    assert "must be 1:1 where every subject has both arms." in told


def test_a_unit_is_found_again_by_its_name() -> None:
    for unit in (Unit("S 1", "left"), Unit("S 1 left", "right")):
        assert unit_named(unit.name, has_sides=True) == unit
    assert unit_named("S 1 left", has_sides=False) == Unit("S 1 left")
    with pytest.raises(ValueError, match="no side"):
        unit_named("S1 upper", has_sides=True)


@pytest.mark.parametrize(
    ("design", "top", "words"),
    [
        ("parallel", "arms = 2\n", "2 parallel arms"),
        ("parallel", 'arms = 2\nratio = "2:1"\n', "2 parallel arms, 2:1"),
        ("single-group", "", "one group"),
    ],
)
def test_the_design_is_told_in_words(design: str, top: str, words: str) -> None:
    views = VIEWS.replace('side = "left"\n', "").replace('side = "right"\n', "")

    assert design_words(plan(VISITS, views, SCHEDULE, design=design, top=top)) == words
