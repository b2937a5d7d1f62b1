"""Studies as tables report them, and their effects."""

import math
from pathlib import Path

import pytest

from models.errors import ExpectedError
from models.statistics.evidence.conversion import Quantiles, side_of, wan_mean
from models.statistics.evidence.effects import (
    Measure,
    Side,
    absolute_z,
    pooled_mean,
    standardised,
)
from models.statistics.evidence.heterogeneity import Tau2
from models.statistics.evidence.risk_of_bias import Judgement, judgement
from models.statistics.evidence.synthesis import Plan, synthesis
from models.statistics.evidence.table import EvidenceTable, read_evidence_table


def read(tmp_path: Path, text: str, correlation: float | None = None) -> EvidenceTable:
    path = tmp_path / "studies.csv"
    path.write_text(text.replace("\n        ", "\n").strip() + "\n", encoding="utf-8")
    return read_evidence_table(path, correlation)


def only(tmp_path: Path, text: str, correlation: float | None = None):
    return read(tmp_path, text, correlation).studies[0]


@pytest.mark.parametrize(
    ("p", "z"), [(0.0006, 3.432), (0.004, 2.878), (0.01, 2.576), (0.0001, 3.891)]
)
def test_a_p_value_gives_its_absolute_z(p: float, z: float) -> None:
    # Lin 2022, the pooled p values (instruments, vector E13).
    assert absolute_z(p) == pytest.approx(z, abs=5e-4)


def test_the_mean_of_both_sites_is_weighted_by_their_sizes() -> None:
    # Fitzpatrick 1996: 73 perioral, 38 periorbital (instruments, vector E7).
    assert pooled_mean([73, 38], [2.34, 2.25]) == pytest.approx(2.3092, abs=5e-5)


def test_review_managers_g_follows_its_own_formulas() -> None:
    first, second = Side(12, 5.1, 1.4), Side(15, 3.9, 1.1)
    found = standardised(first, second, Measure.SMD_REVMAN)
    pooled = math.sqrt((11 * 1.4**2 + 14 * 1.1**2) / 25)
    g = 1.2 / pooled * (1 - 3 / (4 * 27 - 9))

    assert found.value == pytest.approx(g)
    assert found.se == pytest.approx(math.sqrt(27 / 180 + g**2 / (2 * (27 - 3.94))))


def test_quartiles_become_mean_and_sd_after_luo_and_wan() -> None:
    # R: w <- 0.7 + 0.39/40; w*(4 + 11)/2 + (1 - w)*6;
    # (11 - 4)/(2*qnorm((0.75*40 - 0.125)/(40 + 0.25)))
    found = side_of(Quantiles(40, 6, q1=4, q3=11))

    assert found.mean == pytest.approx(7.064625)
    assert found.sd == pytest.approx(5.38250931036, rel=1e-9)
    assert wan_mean(Quantiles(40, 6, q1=4, q3=11)) == 7


def test_a_range_becomes_mean_and_sd_after_luo_and_wan() -> None:
    # R: w <- 4/(4 + 40^0.75); w*(2 + 15)/2 + (1 - w)*6;
    # (15 - 2)/(2*qnorm((40 - 0.375)/(40 + 0.25)))
    found = side_of(Quantiles(40, 6, least=2, most=15))

    assert found.mean == pytest.approx(6.50237587176, rel=1e-9)
    assert found.sd == pytest.approx(3.0143449823, rel=1e-9)


def test_standard_errors_become_sds_with_a_mark(tmp_path: Path) -> None:
    study = only(tmp_path, "study,n1,mean1,se1,n2,mean2,sd2\nA,16,3,0.5,20,2,1.5")

    assert study.first.sd == pytest.approx(2)
    assert "standard error" in study.marks[0]


def test_the_sides_of_a_paired_study_need_their_correlation(tmp_path: Path) -> None:
    text = "study,design,n,mean1,sd1,mean2,sd2\nA,split-face,20,3,1,2,1.2"
    with pytest.raises(ExpectedError) as refused:
        read(tmp_path, text)
    assert "correlation" in refused.value.report()

    effect = only(tmp_path, text, 0.5).effect(Measure.MD)
    assert effect.value == pytest.approx(1)
    assert effect.variance == pytest.approx((1 + 1.44 - 1.2) / 20)


def test_a_paired_g_follows_borenstein(tmp_path: Path) -> None:
    study = only(tmp_path, "study,n,diff,sd_diff,correlation\nA,25,0.8,1.1,0.6")
    d = 0.8 / (1.1 / math.sqrt(0.8))
    factor = math.exp(math.lgamma(12) - math.lgamma(11.5)) / math.sqrt(12)

    found = study.effect(Measure.SMD)

    assert found.value == pytest.approx(d * factor)
    assert found.variance == pytest.approx((1 / 25 + d**2 / 50) * 0.8 * factor**2)


def test_p_of_a_paired_t_test_gives_the_standard_error(tmp_path: Path) -> None:
    from scipy import stats

    study = only(tmp_path, "study,n,diff,p\nA,15,-0.6,0.02")

    effect = study.effect(Measure.MD)
    assert 2 * stats.t.sf(0.6 / effect.se, 14) == pytest.approx(0.02)


def test_effects_as_given_need_nothing_else(tmp_path: Path) -> None:
    table = read(tmp_path, "study,yi,vi,lower,upper\nA,0.5,0.04,,\nB,0.2,,-0.2,0.6")

    assert table.studies[0].given.variance == 0.04
    assert table.studies[1].given.se == pytest.approx(0.4 / 1.959963984540054)


def test_every_fault_of_a_table_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError) as refused:
        read(
            tmp_path,
            """study,n1,mean1,sd1,n2,mean2,sd2,d1,design
        A,10,x,1,10,2,1,low,
        ,10,1,1,10,2,1,low,
        C,1,1,1,10,2,-1,maybe,sideways
        D,10,1,,10,2,1,,
        E,10,1,0,10,2,0,,""",
        )

    report = refused.value.report()
    for text in (
        "row 2, column mean1",
        "row 3, column study",
        "row 4, column sd2",
        "row 4, column d1",
        "sideways",
        "row 5, column mean1",
        "row 6, column sd1",
    ):
        assert text in report


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Low", Judgement.LOW),
        ("+", Judgement.LOW),
        ("Some_Concerns", Judgement.SOME),
        ("?", Judgement.SOME),
        ("high risk", Judgement.HIGH),
        ("perhaps", None),
    ],
)
def test_judgements_are_read_as_people_write_them(text, expected) -> None:
    assert judgement(text) is expected


def test_a_study_that_was_not_judged_as_a_whole_has_its_worst_domain(
    tmp_path: Path,
) -> None:
    head = "study,yi,vi,d1,d2,d3,d4,d5,overall\n"
    risk = only(tmp_path, head + "A,1,1,low,low,some,low,low,").risk
    assert (risk.overall, risk.is_derived) == (Judgement.SOME, True)
    assert only(tmp_path, head + "A,1,1,low,low,,low,low,").risk.overall is None
    assert only(tmp_path, head + "A,1,1,,,,,,").risk is None


def test_subgroups_are_pooled_apart_and_tested(tmp_path: Path) -> None:
    rows = "\n".join(
        f"S{at},{0.1 * at},0.04,{'one' if at < 4 else 'two'}" for at in range(8)
    )
    table = read(tmp_path, f"study,yi,vi,subgroup\n{rows}")

    found = synthesis(table.studies, Plan(Measure.GENERIC, Tau2.DL))

    assert [one.name for one in found.subgroups] == ["one", "two"]
    # Effects 0 to 0.3 and 0.4 to 0.7, variances 0.01 when pooled.
    assert found.subgroup_tests["common"].q == pytest.approx(0.4**2 / 0.02)
    assert len(found.leave_one_out) == 8


def test_no_effect_in_the_measure_is_told(tmp_path: Path) -> None:
    table = read(tmp_path, "study,n,diff,sd_diff\nA,25,0.8,1.1")

    with pytest.raises(ExpectedError) as refused:
        synthesis(table.studies, Plan(Measure.SMD))
    assert "correlation" in refused.value.report()
