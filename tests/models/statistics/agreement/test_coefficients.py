"""Coefficients beside R 4.2 and published tables.

`irrCAC` values were computed in R 4.2.2 with the formulas of irrCAC 1.0 (Gwet 2014)
typed out as loops; the data are its cac.raw4raters (Gwet 2014, page 120), whose
unweighted AC1, kappas and alpha its documentation tells as 0.77544, 0.76117, 0.76282
and 0.74342.
"""

import numpy as np
import pytest

from models.statistics.agreement import beyond_chance, chance, icc, kappa, ranks, reml
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.fleiss_complete import fleiss_complete, grade_kappas
from models.statistics.agreement.kappa import PAIR_NAMES, cohen
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.report import coefficients
from models.statistics.agreement.weights import Weights, weight_matrix

_ = None
GWET = [
    [1, 1, _, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [_, 5, 5, 5],
    [_, _, 1, 1],
    [_, _, 3, _],
]
SHROUT = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
FLEISS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]
TABLE = np.array([[10, 2, 0], [3, 12, 2], [0, 4, 7]], dtype=float)


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


def by_key(found: list[Coefficient]) -> dict[str, Coefficient]:
    return {one.key: one for one in found}


def pairs_of(table: np.ndarray) -> list[list[float | None]]:
    """The two raters' grades behind a table."""
    return [
        [float(row), float(column)]
        for row, cells in enumerate(table)
        for column, count in enumerate(cells)
        for _ in range(int(count))
    ]


@pytest.mark.parametrize(
    ("key", "estimate", "error", "lower", "p"),
    [  # irrCAC, see above
        ("gwet_ac1", 0.775444068127, 0.142949950641, 0.460813348131, 2.08720984063e-4),
        (
            "fleiss_kappa",
            0.761169275422,
            0.153019203469,
            0.424376279377,
            4.1917303853e-4,
        ),
        ("conger_kappa", 0.762817441303, 0.14916815248, 0.434500551336, 3.36706577e-4),
        (
            "krippendorff_alpha_nominal",
            0.743421052632,
            0.145573886985,
            0.419062219206,
            0,
        ),
        ("gwet_ac2_linear", 0.858739136433, 0.117329021881, 0.600499700424, 0),
        ("fleiss_kappa_linear", 0.817944767097, 0.148504355499, 0.491088884434, 0),
        ("conger_kappa_linear", 0.813776319966, 0.145085402493, 0.494445502133, 0),
        (
            "krippendorff_alpha_linear",
            0.800383877159,
            0.135477744125,
            0.498520651894,
            0,
        ),
        ("gwet_ac2_quadratic", 0.914000723552, 0.103962244645, 0.685181365878, 0),
        ("fleiss_kappa_quadratic", 0.864935064935, 0.146033610757, 0.543517254785, 0),
        ("conger_kappa_quadratic", 0.857710656223, 0.143670663829, 0.541493657195, 0),
        (
            "krippendorff_alpha_interval",
            0.849107142857,
            0.129129965715,
            0.561387649292,
            0,
        ),
        ("gwet_ac2_ordinal", 0.898939769908, 0.106903523815, 0.663646700428, 0),
        ("fleiss_kappa_ordinal", 0.850206189397, 0.147035693874, 0.526582809177, 0),
        ("conger_kappa_ordinal", 0.843659525188, 0.144099959112, 0.526497653613, 0),
        (
            "krippendorff_alpha_ordinal_weights",
            0.833638025594,
            0.13107343031,
            0.541588223058,
            0,
        ),
    ],
)
def test_chance_corrected_coefficients_are_those_of_irrcac_with_scores_missing(
    key, estimate, error, lower, p
) -> None:
    one = by_key(beyond_chance.beyond_chance(Ratings.of_matrix(GWET)))[key]
    assert one.estimate == near(estimate)
    assert one.standard_error == near(error)
    assert one.lower == near(lower)
    assert one.upper == 1.0
    assert one.missing == 7
    if p:
        assert one.p == near(p)


def test_the_ordinal_alpha_follows_krippendorffs_own_metric() -> None:
    """Coincidence matrix and metric of Krippendorff (2011), typed in R 4.2.2."""
    found = by_key(beyond_chance.beyond_chance(Ratings.of_matrix(GWET)))
    assert found["krippendorff_alpha_ordinal"].estimate == near(0.815387503755)


def test_krippendorffs_published_example_comes_out() -> None:
    """Krippendorff (2011): 4 observers, 12 units: 0.743, 0.815, 0.849."""
    found = by_key(beyond_chance.beyond_chance(Ratings.of_matrix(GWET)))
    for metric, told in (("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)):
        assert found[f"krippendorff_alpha_{metric}"].estimate == pytest.approx(
            told, abs=5e-4
        )


def test_the_icc_forms_are_those_of_shrout_and_fleiss() -> None:
    """psych 2.2.9: ICC(x, lmer = FALSE), R 4.2.2."""
    found = by_key(icc.iccs(Ratings.of_matrix(SHROUT)))
    expected = {
        "icc_1_1": (0.1657417684, -0.13293232487, 0.7225600623, 0.1647688083446),
        "icc_2_1": (0.2897637795, 0.01878651337, 0.7610843696, 0.0001345665165),
        "icc_3_1": (0.7148407148, 0.34246476503, 0.9458582600, 0.0001345665165),
        "icc_1_k": (0.4427971337, -0.88444215524, 0.9124154203, 0.1647688083446),
        "icc_2_k": (0.6200505476, 0.07113681530, 0.9272320402, 0.0001345665165),
        "icc_3_k": (0.9093155424, 0.67567471382, 0.9858916782, 0.0001345665165),
    }
    for key, (estimate, lower, upper, p) in expected.items():
        one = found[key]
        assert one.estimate == near(estimate)
        assert (one.lower, one.upper) == (near(lower), near(upper))
        assert one.p == near(p)
    assert found["icc_a_1"].estimate == found["icc_2_1"].estimate
    assert found["icc_c_k"].lower == found["icc_3_k"].lower


def test_absolute_agreement_of_mcgraw_and_wong_has_the_limits_of_irr() -> None:
    """irr::icc(model = "twoway", type = "agreement"), typed in R 4.2.2."""
    found = by_key(icc.iccs(Ratings.of_matrix(SHROUT)))
    single, mean = found["icc_a_1"], found["icc_a_k"]
    assert (single.lower, single.upper) == (near(0.0187865133747), near(0.761084369649))
    assert single.p == near(0.0112698600526)
    assert (mean.lower, mean.upper) == (near(0.0394401799214), near(0.9285731833772))
    assert mean.p == near(0.0164781036965)


def test_the_mean_squares_are_the_published_ones() -> None:
    squares = icc.mean_squares(np.array(SHROUT, dtype=float))
    told = (squares.targets, squares.raters, squares.error, squares.within)
    assert told == pytest.approx((11.2417, 32.4861, 1.0194, 6.2639), abs=5e-5)


def test_icc_from_all_scores_is_that_of_psych_with_lmer() -> None:
    """psych 2.2.9: ICC(x), lme4 1.1-31, R 4.2.2; lmer itself stops at about 1e-6."""
    found = by_key(reml.reml_iccs(Ratings.of_matrix(GWET)))
    expected = {
        "icc_1_1_reml": (0.857707642879, 0.705310668680, 0.950216975240),
        "icc_2_1_reml": (0.858110899101, 0.704702794660, 0.950439864672),
        "icc_3_k_reml": (0.963358621798, 0.911611289341, 0.988169955748),
    }
    for key, (estimate, lower, upper) in expected.items():
        assert found[key].estimate == pytest.approx(estimate, rel=1e-6)
        assert found[key].lower == pytest.approx(lower, rel=1e-6)
        assert found[key].upper == pytest.approx(upper, rel=1e-5)


def test_without_gaps_all_scores_give_what_the_analysis_of_variance_gives() -> None:
    ratings = Ratings.of_matrix(SHROUT)
    exact = by_key(icc.iccs(ratings))
    for one in reml.reml_iccs(ratings):
        assert one.estimate == near(exact[one.key.removesuffix("_reml")].estimate)


def test_restricted_likelihood_finds_the_balanced_answer_by_itself(monkeypatch) -> None:
    monkeypatch.setattr(reml, "_balanced", lambda values: None)
    found = reml.components(np.array(SHROUT, dtype=float))
    assert found is not None
    assert found.error == pytest.approx(1.01944444, rel=1e-6)
    assert found.target == pytest.approx((11.2416667 - 1.0194444) / 4, rel=1e-6)


@pytest.mark.parametrize(
    ("weights", "estimate", "error", "lower", "upper"),
    [  # vcd 1.4-11: Kappa and its confint, R 4.2.2
        ("unweighted", 0.576515880654, 0.1100985263, 0.360726734356, 0.792305026953),
        ("linear", 0.6589147286822, 0.0922831187323, 0.478043139586, 0.839786317779),
        ("quadratic", 0.7544642857143, 0.0710425909923, 0.615223366001, 0.893705205428),
    ],
)
def test_cohens_kappa_is_that_of_vcd(weights, estimate, error, lower, upper) -> None:
    kind = Weights(weights)
    matrix = weight_matrix(kind, np.arange(3.0))
    one = cohen(TABLE, matrix, PAIR_NAMES[kind])
    assert one.estimate == near(estimate)
    assert one.standard_error == near(error)
    assert (one.lower, one.upper) == (near(lower), near(upper))


def test_the_three_by_three_example_gives_all_its_figures() -> None:
    found = by_key(coefficients(Ratings.of_matrix(pairs_of(TABLE))))
    assert found["cohen_kappa"].estimate == pytest.approx(0.576516, abs=5e-7)
    assert found["cohen_kappa_linear"].estimate == pytest.approx(0.658915, abs=5e-7)
    assert found["cohen_kappa_quadratic"].estimate == pytest.approx(0.754464, abs=5e-7)
    assert found["icc_2_1"].estimate == pytest.approx(0.759124, abs=5e-7)
    assert found["exact"].estimate == pytest.approx(0.725)
    assert found["within_one"].estimate == 1.0
    assert found["conger_kappa"].estimate == near(0.576515880654)


def test_fleiss_kappa_of_the_textbook_comes_out() -> None:
    """Fleiss's formulas typed in R 4.2.2; standard error of irr::kappam.fleiss."""
    rows = [
        [grade for grade, count in enumerate(counts) for _ in range(count)]
        for counts in FLEISS
    ]
    ratings = Ratings.of_matrix(rows)
    one = fleiss_complete(ratings)
    assert one.estimate == near(0.2099307044220)
    assert one.standard_error == near(0.0201740117097)
    told = [grade.kappa for grade in grade_kappas(ratings)]
    assert told == pytest.approx(
        [
            0.2012820512821,
            0.0796703296703,
            0.1715976331361,
            0.0303813833226,
            0.5076566951567,
        ],
        rel=1e-6,
    )
    assert chance.fleiss(chance.Tally(ratings), np.eye(5), one.naming).estimate == near(
        0.2099307044220
    )


def test_kendalls_w_is_corrected_for_ties() -> None:
    """irr::kendall's formula typed in R 4.2.2."""
    values = np.column_stack(
        [(2, 3, 1, 2, 4, 5), (1, 3, 2, 2, 5, 5), (2, 4, 1, 3, 4, 4)]
    )
    one = ranks.kendall_w(Ratings.of_matrix(values.tolist()))
    assert one.estimate == near(0.9149659863946)
    assert one.p == near(0.0174575299079)


def test_correlations_are_those_of_r() -> None:
    """cor.test and cor(method = "spearman") of R 4.2.2."""
    first, second = (5, 6, 3, 8, 7, 4, 6, 9, 2, 5, 7, 6), (4, 6, 4, 6, 7, 3, 5, 7, 3, 5)
    rows = np.column_stack([first, (*second, 6, 6)]).tolist()
    pair = kappa.pairs(Ratings.of_matrix(rows))[0]
    found = ranks.pair_correlations(pair)
    assert found["pearson"].estimate == near(0.889342434361945)
    assert found["pearson"].lower == near(0.644276216037)
    assert found["pearson"].upper == near(0.968782333181)
    assert found["pearson"].p == near(0.000108225406477)
    assert found["spearman"].estimate == near(0.90951581218)


def test_a_share_has_wilsons_interval() -> None:
    """prop.test(7, 9, correct = FALSE) of R 4.2.2."""
    assert beyond_chance.wilson(7, 9) == pytest.approx(
        (0.452588969107, 0.936774892882), rel=1e-6
    )


def test_a_severe_rater_lowers_agreement_and_not_consistency() -> None:
    first = np.array([1, 2, 3, 4, 5, 6, 7, 5, 3, 2], dtype=float)
    found = by_key(
        icc.iccs(Ratings.of_matrix(np.column_stack([first, first + 2]).tolist()))
    )
    assert found["icc_3_1"].estimate == 1.0
    assert found["icc_2_1"].estimate is not None
    assert found["icc_2_1"].estimate < 0.75


def test_restricted_likelihood_with_gaps_ends_at_its_optimum() -> None:
    """psych 2.2.9 with lme4 1.1-31 says 0.7691491683, which lme4 leaves at 3e-6."""
    rows = [
        [1, 3, _],
        [2, 3, 5],
        [_, 3, 3],
        [4, 6, 4],
        [5, _, 4],
        [6, 6, 6],
        [7, 8, 8],
        [5, 7, 4],
        [3, 4, 3],
        [2, 2, 2],
    ]
    values = np.array(rows, dtype=float)
    found = reml.components(values)
    assert found is not None
    ratios = np.array([found.target, found.rater]) / found.error
    slopes = reml._Likelihood(values).slopes(np.log(ratios))
    assert np.abs(slopes).max() < 1e-10
    one = by_key(reml.reml_iccs(Ratings.of_matrix(rows)))["icc_2_1_reml"]
    assert one.estimate == pytest.approx(0.7691491683, rel=5e-6)


def test_raters_who_differ_less_than_chance_have_no_variance_of_their_own() -> None:
    """psych 2.2.9, ICC(x), where lme4 1.1-31 tells of a singular fit; R 4.2.2."""
    columns = (
        (1, 2, 3, 4, 5, 6, 7, 5, 3, 2),
        (2, 2, 2, 5, 5, 5, 7, 6, 3, 1),
        (1, 3, 3, 4, 4, 6, 8, 4, 3, 2),
    )
    ratings = Ratings.of_matrix(np.column_stack(columns).tolist())
    one = by_key(reml.reml_iccs(ratings))["icc_2_1_reml"]
    assert one.estimate == near(0.9066624311)
    assert one.lower == near(0.7623897043)
    assert one.upper == near(0.9733396879)


def test_light_and_mean_kappa_differ_where_scores_are_missing() -> None:
    rows = [[1, 1, 1], [2, 2, 1], [3, 3, 3], [1, 2, 1], [3, 2, _], [2, 2, _]]
    found = by_key(coefficients(Ratings.of_matrix(rows)))
    assert found["light_kappa"].targets == 4
    assert found["cohen_kappa"].targets == 6
    assert found["light_kappa"].estimate != found["cohen_kappa"].estimate
