"""Before or after? Which photograph of a pair is the later one, against a criterion."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import special

from models.statistics.agreement.distributions import beta_quantile
from models.statistics.arrays import LEVEL

CRITERION = 0.8
CHANCE = 0.5


@dataclass(frozen=True)
class Share:
    """How many pairs were put in the right order.

    Attributes:
        who: Code of the rater, or "panel".
        correct: Pairs in the right order.
        pairs: Pairs that were answered.
        missing: Pairs without an answer.
        share: correct / pairs, or None.
        lower: Exact 95 % limit (Clopper & Pearson), or None.
        upper: Likewise.
        p_above: Exact one-sided p that the share exceeds the criterion, or None.
        p_two_sided: Exact two-sided p against the criterion, as binom.test of R.
        p_chance: Exact one-sided p that it exceeds a half, or None.
        is_met: Whether the share itself reaches the criterion, as in the published
            clearances.
        sentence: The same in words.
    """

    who: str
    correct: int
    pairs: int
    missing: int
    share: float | None
    lower: float | None
    upper: float | None
    p_above: float | None
    p_two_sided: float | None
    p_chance: float | None
    is_met: bool
    sentence: str


def forced_choice(
    correct: int,
    pairs: int,
    *,
    missing: int = 0,
    criterion: float = CRITERION,
    who: str = "panel",
) -> Share:
    """Hold the share of pairs in the right order against a criterion.

    Args:
        correct: Pairs in the right order.
        pairs: Pairs that were answered.
        missing: Pairs that were not.
        criterion: Share to be reached.
        who: Whose answers they are.
    """
    if pairs == 0:
        text = f"{who}: no pair was answered."
        return Share(who, 0, 0, missing, *(6 * (None,)), is_met=False, sentence=text)
    lower, upper = clopper_pearson(correct, pairs)
    share = correct / pairs
    is_met = share >= criterion - 1e-12
    word = "reached" if is_met else "not reached"
    text = (
        f"{who}: {correct} of {pairs} pairs in the right order, {100 * share:.1f} % "
        f"(95 % interval {100 * lower:.1f} to {100 * upper:.1f} %); the criterion of "
        f"{100 * criterion:g} % is {word}."
    )
    if is_met and lower < criterion:
        text += " The interval reaches below it."
    return Share(
        who,
        correct,
        pairs,
        missing,
        share,
        lower,
        upper,
        _at_least(correct, pairs, criterion),
        two_sided(correct, pairs, criterion),
        _at_least(correct, pairs, CHANCE),
        is_met,
        text,
    )


def panel_choices(
    answers: Mapping[str, list[bool | None]], criterion: float = CRITERION
) -> list[Share]:
    """Each rater, then the panel: the majority of the raters for each pair.

    Args:
        answers: Of each rater, for each pair: right, wrong or None. The pairs stand in
            the same order for all raters.
        criterion: Share to be reached.

    Raises:
        ValueError: The raters have different numbers of pairs.
    """
    shares = []
    for rater in sorted(answers):
        given = [one for one in answers[rater] if one is not None]
        lost = len(answers[rater]) - len(given)
        shares.append(
            forced_choice(
                sum(given), len(given), missing=lost, criterion=criterion, who=rater
            )
        )
    right = decided = ties = 0
    for each in zip(*answers.values(), strict=True):
        votes = [1 if one else -1 for one in each if one is not None]
        if sum(votes):
            decided += 1
            right += sum(votes) > 0
        else:
            ties += 1
    panel = forced_choice(right, decided, missing=ties, criterion=criterion)
    return [*shares, panel]


def clopper_pearson(
    successes: int, n: int, level: float = LEVEL
) -> tuple[float, float]:
    """Exact interval of a share (binom.test of R)."""
    tail = (1 - level) / 2
    lower = 0.0
    upper = 1.0
    if successes > 0:
        lower = beta_quantile(tail, successes, n - successes + 1)
    if successes < n:
        upper = beta_quantile(1 - tail, successes + 1, n - successes)
    return lower, upper


def two_sided(successes: int, n: int, share: float) -> float:
    """Exact p: all outcomes that are no likelier than the one seen."""
    k = np.arange(n + 1)
    logs = (
        special.gammaln(n + 1)
        - special.gammaln(k + 1)
        - special.gammaln(n - k + 1)
        + special.xlogy(k, share)
        + special.xlog1py(n - k, -share)
    )
    chances = np.exp(logs)
    rare = chances <= chances[successes] * (1 + 1e-7)
    return min(1.0, float(chances[rare].sum()))


def _at_least(successes: int, n: int, share: float) -> float:
    """Chance of so many successes or more."""
    if successes == 0:
        return 1.0
    return float(special.bdtrc(successes - 1, n, share))
