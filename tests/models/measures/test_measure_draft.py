"""Measures in the making, and what is written of them."""

from dataclasses import replace

import pytest

from models.measures import library
from models.measures.draft import MeasureDraft, draft_of_measure, next_measure
from models.measures.measure import Measure
from models.measures.reader import read_measure
from models.measures.writer import measure_text


def without_source(measure: Measure) -> Measure:
    return replace(measure, source="", sha256="")


@pytest.mark.parametrize("key", sorted(library.shipped()))
def test_every_measure_of_the_program_is_read_back_as_it_was(key: str) -> None:
    measure = library.shipped()[key]
    written = read_measure(measure_text(measure), key)
    drafted = draft_of_measure(measure).check().result
    assert drafted is not None
    assert without_source(written) == without_source(measure)
    assert without_source(drafted) == without_source(measure)


def test_a_new_measure_is_made_of_what_is_typed() -> None:
    draft = MeasureDraft(
        name="Lip width",
        short="Lip",
        question="How wide is the lip?",
        unit="mm",
        decimals="1",
        lowest="0",
        highest="120",
        usual_lowest="30",
        usual_highest="80,5",
        citation="None",
        licence="Free",
    )
    measure = draft.check().result
    assert measure is not None
    assert (measure.key, measure.unit, measure.decimals) == ("lip-width", "mm", 1)
    assert (measure.lowest, measure.highest) == (0, 120)
    assert measure.usual_highest == 80.5


def test_faults_are_told_with_their_fields() -> None:
    draft = MeasureDraft(name="Lip", lowest="9", highest="3", decimals="many")
    paths = {problem.path for problem in draft.check({"lip"}).problems}
    assert {("lowest",), ("decimals",), ("question",), ("key",)} <= paths


def test_the_next_version_of_a_measure_of_the_program_is_ones_own() -> None:
    shipped = library.shipped()
    draft = next_measure(shipped["masi"], shipped, ())
    made = draft.check(shipped).result
    assert made is not None
    assert made.key == "masi-own"
    assert made.parts == shipped["masi"].parts
