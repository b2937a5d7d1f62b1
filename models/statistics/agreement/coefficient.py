"""A coefficient of agreement as it is told: number, interval, and where from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from models.statistics.agreement.ratings import Ratings


@dataclass(frozen=True)
class Naming:
    """What a coefficient is called and by which definition it is computed.

    Attributes:
        key: Stable name for programs: "cohen_kappa_quadratic".
        name: For people, with the weights: "Cohen's kappa, quadratic weights".
        definition: Package and function, or paper, whose definition it is.
        interval: Method of the interval; empty where there is none by design.
        weights: "unweighted", "linear", "quadratic", "ordinal", or empty.
    """

    key: str
    name: str
    definition: str
    interval: str = ""
    weights: str = ""


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of agreement.

    Attributes:
        naming: What it is called and how it is defined.
        estimate: Its value; None where there is none, which a remark explains.
        lower: Lower limit of the interval, or None.
        upper: Upper limit of the interval, or None.
        targets: Targets that it is computed from.
        raters: Raters that it is computed from.
        missing: Scores missing among all targets and raters of the table.
        categories: Grades that were told apart; 0 where grades play no part.
        standard_error: Of the estimate, or None.
        p: Two-sided p of the hypothesis that it is 0 (F test for an ICC), or None.
        remarks: Why a number is absent, and what else must be known.
    """

    naming: Naming
    estimate: float | None
    lower: float | None = None
    upper: float | None = None
    targets: int = 0
    raters: int = 0
    missing: int = 0
    categories: int = 0
    standard_error: float | None = None
    p: float | None = None
    remarks: tuple[str, ...] = ()

    @classmethod
    def absent(cls, naming: Naming, ratings: Ratings, why: str) -> Self:
        """A coefficient that cannot be had, with the sentence that says why."""
        return cls(
            naming,
            None,
            targets=ratings.scored_targets,
            raters=len(ratings.raters),
            missing=ratings.missing,
            remarks=(why,),
        )

    @property
    def key(self) -> str:
        """Stable name for programs."""
        return self.naming.key

    def with_interval(self, lower: float, upper: float, method: str) -> "Coefficient":
        """The same with another interval."""
        return replace(
            self,
            naming=replace(self.naming, interval=method),
            lower=finite(lower),
            upper=finite(upper),
        )

    def with_remarks(self, remarks: Sequence[str]) -> "Coefficient":
        """The same with more remarks."""
        return replace(self, remarks=(*self.remarks, *remarks))


def finite(value: float) -> float | None:
    """A number, or None for what is none."""
    number = float(value)
    return number if math.isfinite(number) else None
