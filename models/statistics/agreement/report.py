"""Everything about the agreement of raters on one item, gathered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from models.progress import Progress
from models.statistics.agreement import bootstrap as resampling
from models.statistics.agreement.bands import ReadFirst, read_first
from models.statistics.agreement.beyond_chance import (
    Classes,
    beyond_chance,
    percentages,
)
from models.statistics.agreement.bland_altman import BlandAltman, bland_altman
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.fleiss_complete import (
    GradeKappa,
    fleiss_complete,
    grade_kappas,
)
from models.statistics.agreement.icc import iccs
from models.statistics.agreement.kappa import (
    PAIR_NAMES,
    Pair,
    light,
    mean_kappa,
    pair_kappas,
    pairs,
)
from models.statistics.agreement.ranks import (
    PEARSON,
    SPEARMAN,
    kendall_w,
    mean_correlation,
    pair_correlations,
)
from models.statistics.agreement.raters import RaterFigures, rater_figures
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.reml import reml_iccs
from models.statistics.arrays import Floats
from models.words import counted


@dataclass(frozen=True)
class PairAgreement:
    """Two raters beside each other.

    Attributes:
        raters: Their names.
        n: Targets that both scored.
        coefficients: Kappas and correlations, by key.
        exact: Share of targets with the same grade, or None.
        within_one: Share of targets at most 1 apart, or None.
        comparison: Bland-Altman of first less second.
        grades: Grades that the table runs over.
        table: [grade of the first, grade of the second] targets.
    """

    raters: tuple[str, str]
    n: int
    coefficients: Mapping[str, Coefficient]
    exact: float | None
    within_one: float | None
    comparison: BlandAltman
    grades: Floats
    table: Floats


@dataclass(frozen=True)
class Agreement:
    """The agreement on one item.

    Attributes:
        item: Name of the item or scale; empty where there is only one.
        ratings: The matrix behind every number.
        read_first: Which coefficient to look at, and why.
        coefficients: All of them, in the order in which they are told.
        bootstrap: Intervals by bootstrap, by key of the coefficient.
        grades: Agreement on each grade.
        pairs: Every two raters.
        raters: Every rater beside the others.
        remarks: What is missing or left out.
    """

    item: str
    ratings: Ratings
    read_first: ReadFirst
    coefficients: tuple[Coefficient, ...]
    bootstrap: Mapping[str, resampling.Resampled]
    grades: tuple[GradeKappa, ...]
    pairs: tuple[PairAgreement, ...]
    raters: tuple[RaterFigures, ...]
    remarks: tuple[str, ...]

    def coefficient(self, key: str) -> Coefficient:
        """The coefficient of a key.

        Raises:
            KeyError: There is none of that key.
        """
        for one in self.coefficients:
            if one.key == key:
                return one
        raise KeyError(key)


def agreement(
    ratings: Ratings,
    *,
    item: str = "",
    classes: Classes = (),
    reference: Floats | None = None,
    rounds: int = resampling.ROUNDS,
    seed: int = resampling.SEED,
    progress: Progress | None = None,
) -> Agreement:
    """Everything about the agreement on one item.

    Args:
        ratings: The scores.
        item: Its name.
        classes: Lowest and highest grade of each class of the scale.
        reference: [target] reference scores, NaN where there is none.
        rounds: Samples of the bootstrap; 0 leaves it out.
        seed: Of the bootstrap.
        progress: Told while samples are drawn.
    """
    two_by_two = [_pair(pair) for pair in pairs(ratings)]
    drawn = resampling.bootstrap(ratings, rounds=rounds, seed=seed, progress=progress)
    return Agreement(
        item,
        ratings,
        read_first(ratings),
        tuple(
            _with_bootstrap(one, drawn)
            for one in coefficients(ratings, classes, two_by_two)
        ),
        drawn,
        tuple(grade_kappas(ratings)),
        tuple(two_by_two),
        tuple(rater_figures(ratings, reference)),
        tuple(remarks_on(ratings)),
    )


def coefficients(
    ratings: Ratings,
    classes: Classes = (),
    two_by_two: list[PairAgreement] | None = None,
) -> list[Coefficient]:
    """Every coefficient of a matrix, without the bootstrap.

    Args:
        ratings: The scores.
        classes: Lowest and highest grade of each class of the scale.
        two_by_two: Pairs of raters, if they are at hand.
    """
    if two_by_two is None:
        two_by_two = [_pair(pair) for pair in pairs(ratings)]
    told = [dict(pair.coefficients) for pair in two_by_two]
    why = ratings.why_not()
    found = percentages(ratings, classes)
    if told and not why:
        kappas = [key for key in told[0] if key.startswith("cohen")]
        found += [mean_kappa(ratings, told, key) for key in kappas]
        found.append(light(ratings))
    else:
        found += [
            Coefficient.absent(naming, ratings, why) for naming in PAIR_NAMES.values()
        ]
    found.append(fleiss_complete(ratings))
    found += beyond_chance(ratings)
    found += iccs(ratings)
    found += reml_iccs(ratings)
    found.append(kendall_w(ratings))
    lacking = ratings.why_not(needs_categories=False)
    for naming in (PEARSON, SPEARMAN):
        if lacking or not told:
            found.append(Coefficient.absent(naming, ratings, lacking))
        else:
            found.append(mean_correlation(ratings, told, naming.key))
    return found


def remarks_on(ratings: Ratings) -> list[str]:
    """What is missing from a matrix, a sentence each."""
    found = []
    if ratings.missing and ratings.scores:
        share = 100 * ratings.missing / ratings.values.size
        found.append(
            f"{counted(ratings.missing, 'score')} of {ratings.values.size:,} "
            f"({share:.1f} %) are missing; {len(ratings.complete):,} of "
            f"{counted(len(ratings.targets), 'target')} were scored by every rater."
        )
    unscored = len(ratings.targets) - ratings.scored_targets
    if unscored:
        found.append(f"{counted(unscored, 'target')} without any score.")
    lonely = int((ratings.per_target == 1).sum())
    if lonely and len(ratings.raters) > 1:
        found.append(
            f"{counted(lonely, 'target')} with a single score: it counts in the "
            "marginals of Fleiss' kappa and AC1, and in no comparison."
        )
    silent = ~ratings.is_given.any(axis=0)
    if silent.any():
        found.append(f"{counted(int(silent.sum()), 'rater')} without any score.")
    if len(ratings.grades) > len(ratings.used) > 0:
        missed = len(ratings.grades) - len(ratings.used)
        found.append(f"{counted(missed, 'grade')} of the scale given to no target.")
    if 0 < ratings.shared_targets <= 2:
        found.append(
            "Two targets or fewer can be compared: no figure here tells anything "
            "about other targets."
        )
    return found


def matrix_frame(ratings: Ratings) -> pd.DataFrame:
    """The matrix behind every number: a row a target, a column a rater."""
    return pd.DataFrame(
        ratings.values,
        index=pd.Index(ratings.targets, name="target"),
        columns=pd.Index(ratings.raters, name="rater"),
    )


def _pair(pair: Pair) -> PairAgreement:
    n = len(pair.first)
    apart = np.abs(pair.first - pair.second)
    found = pair_kappas(pair) if n == 0 or pair.table.size else {}
    return PairAgreement(
        pair.raters,
        n,
        {**found, **pair_correlations(pair)},
        float((apart == 0).mean()) if n else None,
        float((apart <= 1 + 1e-9).mean()) if n else None,
        bland_altman(pair.first, pair.second, pair.raters),
        pair.grades,
        pair.table,
    )


def _with_bootstrap(
    one: Coefficient, drawn: Mapping[str, resampling.Resampled]
) -> Coefficient:
    """The bootstrap interval where there is none in closed form."""
    found = drawn.get(one.key)
    if found is None or one.estimate is None or one.lower is not None:
        return one
    if one.key.startswith("icc"):  # no error at all: a percentile would hide that
        return one
    remark = f"{found.lost} of the samples had no value." if found.lost else ""
    method = f"{resampling.METHOD}, {found.rounds} rounds, seed {found.seed}"
    told = replace(one, lower=found.lower, upper=found.upper).with_interval(
        found.lower, found.upper, method
    )
    return told.with_remarks([remark] if remark else [])
