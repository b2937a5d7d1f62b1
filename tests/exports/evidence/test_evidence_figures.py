"""Figures of a synthesis: what is in them."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from exports.evidence.csv_table import write_studies
from exports.evidence.figures import Figure, FigureWords, write_figure
from models.errors import ExpectedError
from models.statistics.evidence.effects import Measure
from models.statistics.evidence.heterogeneity import Tau2
from models.statistics.evidence.synthesis import Plan, Synthesis, synthesis
from models.statistics.evidence.table import read_evidence_table

TABLE = """\
study,n1,mean1,sd1,n2,mean2,sd2,subgroup,d1,d2,d3,d4,d5,overall
Prakoeswa 2019,24,1.20,0.6,24,1.9,0.7,Parallel,low,low,some,low,low,some
Elsewhere 2020,15,1.5,0.5,16,1.7,0.6,Parallel,low,low,low,low,low,
"Third, with a comma",30,2.1,0.9,28,2.0,1.1,Other,high,low,low,some,low,high
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "studies.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def found(path: Path) -> Synthesis:
    return synthesis(read_evidence_table(path).studies, Plan(Measure.MD, Tau2.DL))


def texts(path: Path) -> list[str]:
    root = ET.parse(path).getroot()
    return [
        "".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def test_a_forest_plot_has_every_study_subtotal_and_total(found, tmp_path) -> None:
    words = FigureWords("Medium", "Saline", grade="low")
    write_figure(found, tmp_path / "f.svg", Figure.FOREST, words)

    written = texts(tmp_path / "f.svg")
    for text in ("Prakoeswa 2019", "Third, with a comma", "Medium", "Saline"):
        assert text in written
    assert written.count("Subtotal") == 2
    assert "−0.70 [−1.07, −0.33]" in written
    assert any("GRADE): low" in one for one in written)
    assert any(one.startswith("Overall effect: z") for one in written)


@pytest.mark.parametrize("width", [84, 129, 174])
@pytest.mark.parametrize("figure", list(Figure))
def test_figures_are_drawn_at_the_widths_of_journals(
    found, tmp_path, width, figure
) -> None:
    path = tmp_path / "f.svg"
    write_figure(found, path, figure, width_mm=width)
    size = ET.parse(path).getroot().get("width")
    assert float(size.removesuffix("pt")) <= width / 25.4 * 72 + 0.01


@pytest.mark.parametrize("figure", list(Figure))
@pytest.mark.long
def test_every_figure_is_drawn_as_pdf_and_png(found, tmp_path, figure) -> None:
    write_figure(found, tmp_path / "f.pdf", figure, width_mm=84)
    write_figure(found, tmp_path / "f.png", figure, width_mm=84)

    assert b"/FontFile2" in (tmp_path / "f.pdf").read_bytes()
    assert (tmp_path / "f.png").stat().st_size > 5_000


def test_the_same_synthesis_gives_the_same_file(found, tmp_path) -> None:
    for name in ("a.svg", "b.svg"):
        write_figure(found, tmp_path / name)

    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_traffic_lights_have_signs_and_mark_what_was_derived(found, tmp_path) -> None:
    write_figure(found, tmp_path / "r.svg", Figure.RISK_OF_BIAS)

    written = texts(tmp_path / "r.svg")
    assert {"+", "!", "−", "*", "D1", "Overall"} <= set(written)
    assert "D2: Deviations from the intended interventions" in written


def test_without_judgements_there_are_no_traffic_lights(tmp_path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("study,yi,vi\nA,0.1,0.2\nB,0.3,0.2\n")
    found = synthesis(read_evidence_table(path).studies, Plan(Measure.GENERIC))

    with pytest.raises(ExpectedError):
        write_figure(found, tmp_path / "r.svg", Figure.RISK_OF_BIAS)


def test_a_table_goes_in_and_out_cell_for_cell(path, tmp_path) -> None:
    table = read_evidence_table(path)
    write_studies(table, tmp_path / "out.csv")

    again = read_evidence_table(tmp_path / "out.csv")

    assert again == table
    assert '"1.20"' in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
