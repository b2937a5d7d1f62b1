"""The methods paragraphs, written from the settings."""

from exports.methods import methods
from tests.models.statistics.test_endpoints import ARMS, ENDPOINTS, answers, followed
from tests.models.statistics.test_endpoints import plan as planned

VERSIONS = {"Dermagrade": "9.9.9", "scipy": "1.2.3"}


def text(protocol, groups=ARMS) -> str:
    found = methods(
        protocol, followed(protocol, groups), answers(protocol, groups), VERSIONS
    )
    return "\n".join(found)


def test_tests_families_missing_values_and_versions_are_told():
    told = text(planned())
    assert "Primary endpoint “Change of wrinkling”: median of all differences" in told
    assert "Mann-Whitney test" in told
    assert "secondary endpoints, 3 tests are adjusted by Holm" in told
    assert "Missing visits: observed values only." in told
    assert "the mean over the views of each rater, then the mean over the" in told
    assert "Software: Dermagrade 9.9.9 and scipy 1.2.3." in told


def test_the_words_follow_the_protocol():
    median = planned(
        ENDPOINTS + '\n[aggregation]\nraters = "median"\n',
        top='missing = "last-observation"',
    )
    told = text(median)
    assert "then the median over the raters" in told
    assert "last observation after baseline carried forward" in told


def test_while_the_arms_are_sealed_no_test_is_told():
    told = text(planned(), None)
    assert "nothing is compared between them" in told
    assert "Mann-Whitney" not in told


def test_without_endpoints_the_comparisons_are_called_exploratory():
    assert "these comparisons are exploratory" in text(planned(""))
