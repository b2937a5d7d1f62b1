"""Reading protocol files: what is good, and every fault with its place."""

import pytest

from models.protocol.protocol import Comparison, Design, Questions
from models.protocol.reader import ProtocolFileError, read_protocol
from models.scales.library import shipped

GOOD = """\
key = "my-study"
version = "2"
name = "My study"
design = "parallel"
arms = 2
anchor = "procedure"
baseline = "baseline"
reasons = ["out of focus"]

[[visits]]
key = "baseline"
name = "Baseline"
day = -7
aliases = ["bl", "V1"]

[[visits]]
key = "call"
name = "Telephone call"
day = 0
photographs = false

[[visits]]
key = "day7"
name = "Day 7"
day = 7
aliases = ["D7"]

[[views]]
key = "front"
name = "Front"

[[views]]
key = "left"
name = "Left 45°"
aliases = ["L"]

[schedule]
erythema-0-3 = ["day7", "baseline"]
crusting-0-3 = ["day7"]
"""


def faults(source: str) -> list[str]:
    with pytest.raises(ProtocolFileError) as caught:
        read_protocol(source, "my.toml", shipped())
    return [str(problem) for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_protocol_holds_what_its_file_says() -> None:
    protocol = read_protocol(GOOD, "my.toml", shipped())

    assert (protocol.key, protocol.version, protocol.arms) == ("my-study", "2", 2)
    assert protocol.design is Design.PARALLEL
    assert [(visit.key, visit.day) for visit in protocol.visits] == [
        ("baseline", -7),
        ("call", 0),
        ("day7", 7),
    ]
    assert [visit.photographs for visit in protocol.visits] == [True, False, True]
    assert [view.name for view in protocol.views] == ["Front", "Left 45°"]
    assert protocol.source == GOOD


def test_scales_keep_the_order_of_the_file_and_visits_that_of_the_plan() -> None:
    protocol = read_protocol(GOOD, "my.toml", shipped())

    assert protocol.scales == ("erythema-0-3", "crusting-0-3")
    assert protocol.schedule["erythema-0-3"] == ("baseline", "day7")


def test_every_scale_is_asked_at_every_photograph_unless_said_otherwise() -> None:
    assert read_protocol(GOOD, "a", shipped()).questions is Questions.ALL
    other = changed("arms = 2", 'arms = 2\nquestions = "scheduled"\ntells_visit = true')
    assert read_protocol(other, "a", shipped()).questions is Questions.SCHEDULED


def test_a_single_group_needs_no_number_of_arms() -> None:
    source = changed("arms = 2\n", "").replace('"parallel"', '"single-group"')

    assert read_protocol(source, "a", shipped()).arms == 0
    assert not read_protocol(source, "a", shipped()).has_arms


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("arms = 2\n", "", "arms: is missing."),
        (
            "arms = 2",
            "arms = 1",
            "line 5, arms: must be 2 to 26 for parallel arms, not 1.",
        ),
        (
            "arms = 2",
            "arms = 2.5",
            "line 5, arms: must be a whole number, not 2.5.",
        ),
        (
            '"parallel"',
            '"single-group"',
            "line 5, arms: must be 0 for a single group, not 2.",
        ),
        (
            '"procedure"',
            '"surgery"',
            ('line 6, anchor: must be "procedure" or "enrolment", not "surgery".'),
        ),
        (
            'baseline = "baseline"',
            'baseline = "base-line"',
            (
                'line 7, baseline: there is no visit "base-line". '
                'Did you mean "baseline"?'
            ),
        ),
        (
            'baseline = "baseline"',
            'baseline = "call"',
            'line 7, baseline: no photographs are planned at "call".',
        ),
        (
            '["out of focus"]',
            "[]",
            "line 8, reasons: must not be empty.",
        ),
        (
            '["out of focus"]',
            '["dark", "dark"]',
            'line 8, reasons: "dark" stands there twice.',
        ),
        (
            '["out of focus"]',
            '["dark",\n  3]',
            "line 9, reasons.2: must be a text in quotes, not a number.",
        ),
        (
            "day = 0",
            "day = -8",
            (
                "line 19, visits.2.day: -8 comes before the visit above, which "
                "is on day -7: visits stand in the order in which they happen."
            ),
        ),
        (
            "day = 7",
            "day = 70000",
            "line 25, visits.3.day: 70000 is more than a hundred years away.",
        ),
        (
            "day = 7",
            'day = "7"',
            "line 25, visits.3.day: must be a number, not a text.",
        ),
        (
            'key = "call"',
            'key = "Call 1"',
            (
                "line 17, visits.2.key: may hold small letters a-z, digits and "
                "dashes, 40 at most."
            ),
        ),
        (
            'aliases = ["D7"]',
            'aliases = ["v_01"]',
            (
                'line 26, visits.3.aliases: "v1" could mean both "baseline" and '
                '"day7" in a file name (case, signs and leading zeros do not count).'
            ),
        ),
        (
            'aliases = ["L"]',
            'aliases = ["BL"]',
            (
                'line 35, views.2.aliases: "bl" could mean both "baseline" and '
                '"left" in a file name (case, signs and leading zeros do not count).'
            ),
        ),
        (
            'name = "Day 7"',
            'name = "BASELINE"',
            (
                'line 24, visits.3.name: "baseline" could mean both "baseline" '
                'and "day7" in a file name (case, signs and leading zeros do not '
                "count)."
            ),
        ),
        (
            "photographs = false",
            "photographs = 0",
            ("line 20, visits.2.photographs: must be true or false, not a number."),
        ),
        (
            "photographs = false",
            "photograph = false",
            (
                "line 20, visits.2.photograph: is not a known key. "
                'Did you mean "photographs"?'
            ),
        ),
        (
            'crusting-0-3 = ["day7"]',
            'crusting-03 = ["day7"]',
            (
                'line 39, schedule.crusting-03: there is no scale "crusting-03". '
                'Did you mean "crusting-0-3"?'
            ),
        ),
        (
            'crusting-0-3 = ["day7"]',
            'crusting-0-3 = ["day 7"]',
            (
                'line 39, schedule.crusting-0-3: there is no visit "day 7". '
                'Did you mean "day7"?'
            ),
        ),
        (
            'crusting-0-3 = ["day7"]',
            'crusting-0-3 = ["call"]',
            ('line 39, schedule.crusting-0-3: no photographs are planned at "call".'),
        ),
        (
            'crusting-0-3 = ["day7"]',
            'crusting-0-3 = ["day7", "day7"]',
            'line 39, schedule.crusting-0-3: "day7" is named twice.',
        ),
        (
            'crusting-0-3 = ["day7"]',
            "crusting-0-3 = []",
            "line 39, schedule.crusting-0-3: must not be empty.",
        ),
    ],
)
def test_a_fault_is_told_with_file_line_and_key(old: str, new: str, fault: str) -> None:
    assert faults(changed(old, new)) == [f"my.toml, {fault}"]


def test_a_doubled_visit_is_told_once() -> None:
    source = changed('key = "day7"', 'key = "baseline"').replace('["day7"', '["call"')

    assert (
        'my.toml, line 23, visits.3.key: "baseline" stands here for the second time.'
        in faults(source)
    )


def test_a_protocol_needs_visits_views_and_a_schedule() -> None:
    head = GOOD[: GOOD.index("[[visits]]")]

    assert faults(head) == [
        "my.toml, visits: is missing.",
        "my.toml, views: is missing.",
        "my.toml, schedule: is missing.",
    ]


def test_an_empty_schedule_is_refused() -> None:
    source = GOOD[: GOOD.index("erythema-0-3 =")]

    assert faults(source) == [
        "my.toml, line 37, schedule: must name at least one scale."
    ]


def test_all_faults_are_told_at_once() -> None:
    source = (
        changed('"parallel"', '"paralel"')
        .replace("day = -7", "day = true")
        .replace("crusting-0-3", "crust")
    )

    assert len(faults(source)) == 3


def test_a_text_that_is_no_toml_tells_the_line() -> None:
    (fault,) = faults(changed("[schedule]", "[schedule"))

    assert "line 37" in fault


def test_the_rules_at_the_screen_are_read() -> None:
    rules = read_protocol(
        GOOD
        + '\n[reading]\ncomparison = "random"\nbaseline_shown = false\n'
        + "display_check = false\nbreak_after_minutes = 45\nbatch = 30\n"
        + "brightness_contrast = true\n",
        "my.toml",
        shipped(),
    ).reading

    assert rules.comparison is Comparison.RANDOM
    assert (rules.baseline_shown, rules.display_check) == (False, False)
    assert (rules.break_after_minutes, rules.batch) == (45, 30)
    assert rules.brightness_contrast


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("batch = -1", "reading.batch: must be 0 (none) to 10000, not -1."),
        (
            "break_after_minutes = 900",
            "reading.break_after_minutes: must be 0 (none) to 480, not 900.",
        ),
    ],
)
def test_rules_at_the_screen_that_cannot_be_are_told(line: str, fault: str) -> None:
    (found,) = faults(GOOD + f"\n[reading]\n{line}\n")

    assert found.endswith(fault)
