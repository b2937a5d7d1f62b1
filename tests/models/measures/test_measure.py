"""What measures do with values: limits, warnings, formulas, strata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.measures.library import shipped
from models.measures.measure import Kind, Measure, MeasureError

COMPOSITES = [one for one in shipped().values() if one.kind is Kind.COMPOSITE]


def easi(**regions: tuple[int, int]) -> dict[str, float]:
    """Entries with the area grade and the sum of the four signs of each region."""
    signs = ("erythema", "papulation", "excoriation", "lichenification")
    values: dict[str, float] = {}
    for region, (area, total) in regions.items():
        values[f"{region}_area"] = area
        for sign in signs:
            values[f"{region}_{sign}"] = min(3, total)
            total -= min(3, total)
    return values


def highest(measure: Measure) -> dict[str, float]:
    return {part.key: part.highest for part in measure.parts}


def lowest(measure: Measure) -> dict[str, float]:
    return {part.key: part.lowest for part in measure.parts}


def test_e8_the_published_means_give_the_published_tiring() -> None:
    r9 = shipped()["cutometer-r9"]
    visits = [(0.40, 0.45), (0.38, 0.42), (0.36, 0.40)]

    assert [r9.computed({"r0": r0, "r3": r3}) for r0, r3 in visits] == [
        0.05,
        0.04,
        0.04,
    ]


def test_e10_the_worked_example_of_easi_is_moderate() -> None:
    measure = shipped()["easi"]
    values = easi(head=(2, 4), arms=(3, 8), trunk=(2, 3), legs=(4, 7))

    assert measure.computed(values) == 18.6
    band = measure.band(18.6)
    assert band is not None
    assert band.name == "moderate"


@pytest.mark.parametrize(
    ("key", "least", "most"),
    [
        ("easi", 0, 72),
        ("easi-child", 0, 72),
        ("pasi", 0, 72),
        ("scorad", 0, 103),
        ("oscorad", 0, 83),
        ("masi", 0, 48),
        ("mmasi", 0, 24),
        ("vss-total", 0, 13),
        ("posas-observer", 6, 60),
    ],
)
def test_e11_a_composite_reaches_its_published_ends(
    key: str, least: float, most: float
) -> None:
    measure = shipped()[key]

    assert measure.computed(lowest(measure)) == least == measure.lowest
    assert measure.computed(highest(measure)) == most == measure.highest


def test_easi_of_a_child_weighs_the_head_more_and_the_legs_less() -> None:
    head = easi(head=(1, 1), arms=(0, 0), trunk=(0, 0), legs=(0, 0))
    legs = easi(head=(0, 0), arms=(0, 0), trunk=(0, 0), legs=(1, 1))
    adult, child = shipped()["easi"], shipped()["easi-child"]

    assert (adult.computed(head), child.computed(head)) == (0.1, 0.2)
    assert (adult.computed(legs), child.computed(legs)) == (0.4, 0.3)


@pytest.mark.parametrize("measure", COMPOSITES, ids=lambda one: one.key)
@given(data=st.data())
@pytest.mark.long
def test_a_composite_of_allowed_parts_is_allowed(
    measure: Measure, data: st.DataObject
) -> None:
    values = {}
    for part in measure.parts:
        if part.step:
            steps = round((part.highest - part.lowest) / part.step)
            count = data.draw(st.integers(0, steps), label=part.key)
            values[part.key] = part.lowest + count * part.step
        else:
            values[part.key] = data.draw(st.floats(part.lowest, part.highest))

    value = measure.computed(values)

    assert measure.faults(value) == ""
    assert (measure.band(value) is None) is (not measure.bands)


def test_every_fault_of_the_parts_is_told_at_once() -> None:
    measure = shipped()["easi"]
    values = highest(measure) | {"head_area": 7, "arms_erythema": 1.2, "feet_area": 1}
    del values["legs_area"]

    with pytest.raises(MeasureError) as caught:
        measure.computed(values)

    assert [str(problem) for problem in caught.value.problems] == [
        "feet_area: EASI has no such part.",
        "Head, area: must be 0 to 6, not 7.",
        "Arms, erythema: must be in steps of 0.5, not 1.2.",
        "Legs, area: is missing.",
    ]


def test_an_input_that_is_missing_is_told() -> None:
    with pytest.raises(MeasureError) as caught:
        shipped()["cutometer-r9"].computed({"r0": 0.4})

    assert "r3: is missing" in str(caught.value.problems[0])


def test_an_area_may_be_given_in_per_cent() -> None:
    measure = shipped()["masi"]

    assert measure.part("chin_area").grade_of(29.9) == 2
    with pytest.raises(ValueError, match="per cent"):
        measure.part("chin_darkness").grade_of(50)
    with pytest.raises(KeyError):
        measure.part("nose_area")


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("cutometer-r0", 0, "R0 must be above 0, up to 2, not 0."),
        ("cutometer-r0", 2.1, "R0 must be above 0, up to 2, not 2.1."),
        ("cutometer-r0", 0.3801, ""),
        ("cutometer-r2", 1.01, "R2 must be 0 to 1, not 1.01."),
        ("cutometer-r5", 1.5, ""),
        ("cutometer-r6", -0.1, "R6 must be 0 or more, not -0.1."),
        ("cutometer-r9", -0.01, "R9 must be 0 to 2, not -0.01."),
        ("face-q-skin", 101, "FACE-Q Skin must be 0 to 100, not 101."),
        ("face-q-perceived-age", -15, ""),
        ("pain-nrs", 3.5, "Pain NRS must be a whole number, not 3.5."),
        ("dlqi", 1_000, ""),
        ("dlqi", float("nan"), "DLQI must be a number."),
        ("age", float("inf"), "Age must be a number."),
    ],
)
def test_a_value_outside_the_limits_is_refused_with_a_sentence(
    key: str, value: float, fault: str
) -> None:
    assert shipped()[key].faults(value) == fault


def test_an_unusual_value_is_a_warning_and_no_fault() -> None:
    r0, age = shipped()["cutometer-r0"], shipped()["age"]

    assert r0.warning(1.2) == "R0 is 1.2 mm, above the usual 1 mm: is it right?"
    assert r0.faults(1.2) == r0.warning(1) == ""
    assert age.warning(17) == "Age is 17 years, below the usual 18 years: is it right?"


def test_an_entered_r9_must_agree_with_r3_and_r0() -> None:
    r9 = shipped()["cutometer-r9"]
    values = {"r0": 0.40, "r3": 0.45}

    assert r9.disagreement(0.06, values) == r9.disagreement(0.04, values) == ""
    assert r9.disagreement(0.07, values) == (
        "R9 is 0.07, but r0 and r3 give 0.05 (r3 - r0); it may be off by 0.01."
    )


def test_a_stratum_is_read_at_the_decimals_shown() -> None:
    scorad = shipped()["scorad"]
    names = [
        band.name if (band := scorad.band(value)) else ""
        for value in (0, 9.94, 9.95, 28.9, 29, 48.94, 49, 103, 104)
    ]

    assert names == [
        "clear",
        "clear",
        "mild",
        "mild",
        "moderate",
        "moderate",
        "severe",
        "severe",
        "",
    ]
    assert scorad.shown(9.95) == "10.0"
    assert shipped()["cutometer-r0"].shown(0.385) == "0.39 mm"


def test_what_is_entered_is_never_computed() -> None:
    with pytest.raises(ValueError, match="no formula"):
        shipped()["age"].computed({})
