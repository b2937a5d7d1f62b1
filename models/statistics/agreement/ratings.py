"""Scores as a matrix: a row a target, a column a rater, NaN where there is no score."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd

from models.statistics.arrays import Flags, Floats, Ints
from models.words import counted

TARGET = "target"
RATER = "rater"
SCORE = "score"
ITEM = "item"

MOST_CATEGORIES = 200
"""Past it, values are measurements and not grades: no table of grades is made."""


@dataclass(frozen=True)
class Ratings:
    """What several raters said of several targets on one item.

    Attributes:
        targets: Names of the targets, sorted.
        raters: Names of the raters, sorted.
        values: [target, rater] grades, NaN where there is none.
        grades: Grades there are to give, ascending; at least those that were given.
    """

    targets: tuple[str, ...]
    raters: tuple[str, ...]
    values: Floats
    grades: Floats

    @classmethod
    def of(cls, frame: pd.DataFrame, grades: Sequence[float] = ()) -> Self:
        """The matrix of a frame with the columns target, rater and score.

        Args:
            frame: A row a score; score is NaN where there is none. A target that a
                rater scored twice keeps the last score, so repeats must be taken out
                before.
            grades: All grades that could be given, if known.
        """
        target = pd.Categorical(frame[TARGET].astype(str))
        rater = pd.Categorical(frame[RATER].astype(str))
        values = np.full((len(target.categories), len(rater.categories)), np.nan)
        values[target.codes, rater.codes] = frame[SCORE].to_numpy(np.float64)
        given = values[~np.isnan(values)]
        return cls(
            tuple(target.categories),
            tuple(rater.categories),
            values,
            np.unique(np.concatenate([given, np.asarray(grades, dtype=np.float64)])),
        )

    @classmethod
    def of_matrix(
        cls, values: Sequence[Sequence[float | None]], grades: Sequence[float] = ()
    ) -> Self:
        """The same from a matrix; None is missing."""
        width = len(values[0]) if values else 0
        matrix = np.array(values, dtype=np.float64).reshape(len(values), width)
        given = matrix[~np.isnan(matrix)]
        return cls(
            tuple(str(row + 1) for row in range(matrix.shape[0])),
            tuple(str(column + 1) for column in range(matrix.shape[1])),
            matrix,
            np.unique(np.concatenate([given, np.asarray(grades, dtype=np.float64)])),
        )

    @cached_property
    def is_given(self) -> Flags:
        """[target, rater] whether there is a score."""
        given: Flags = ~np.isnan(self.values)
        return given

    @cached_property
    def per_target(self) -> Ints:
        """[target] how many raters scored it."""
        each: Ints = self.is_given.sum(axis=1).astype(np.int64)
        return each

    @property
    def scores(self) -> int:
        """Scores there are."""
        return int(self.per_target.sum())

    @property
    def missing(self) -> int:
        """Scores there would be if every rater had scored every target."""
        return self.values.size - self.scores

    @property
    def scored_targets(self) -> int:
        """Targets with one score or more."""
        return int((self.per_target >= 1).sum())

    @property
    def shared_targets(self) -> int:
        """Targets with scores of two raters or more."""
        return int((self.per_target >= 2).sum())

    @cached_property
    def complete(self) -> Floats:
        """[target, rater] of the targets that every rater scored."""
        whole: Floats = self.values[self.per_target == len(self.raters)]
        return whole

    @cached_property
    def used(self) -> Floats:
        """Grades that were given at least once, ascending."""
        return np.unique(self.values[self.is_given])

    @cached_property
    def codes(self) -> Ints:
        """[target, rater] place of the grade among `used`, -1 where missing."""
        places = np.searchsorted(self.used, np.where(self.is_given, self.values, 0.0))
        return np.where(self.is_given, places, -1).astype(np.int64)

    def counts(self) -> Floats:
        """[target, grade] how many raters gave each of the `used` grades."""
        size = len(self.used)
        row, _ = np.nonzero(self.is_given)
        place = row * size + self.codes[self.is_given]
        counted_up = np.bincount(place, minlength=len(self.values) * size)
        return counted_up.reshape(len(self.values), size).astype(np.float64)

    def scored(self) -> "Ratings":
        """The same without targets and raters that have no score at all."""
        rows = self.per_target > 0
        columns = self.is_given.any(axis=0)
        return Ratings(
            tuple(np.array(self.targets, dtype=object)[rows]),
            tuple(np.array(self.raters, dtype=object)[columns]),
            self.values[np.ix_(rows, columns)],
            self.grades,
        )

    def why_not(self, *, needs_categories: bool = True) -> str:
        """Why nobody's agreement can be told, as a sentence; empty where it can.

        Args:
            needs_categories: Whether the grades are told apart in a table.
        """
        if not self.scores:
            return "There is no score at all."
        if len(self.raters) < 2:
            return (
                "There is one rater only: agreement between raters needs two. Hidden "
                "repeats tell how well a rater agrees with their own scores."
            )
        if not self.shared_targets:
            return "No target was scored by two raters: there is nothing to compare."
        if needs_categories and len(self.used) > MOST_CATEGORIES:
            return (
                f"There are {counted(len(self.used), 'different value')}: these are "
                "measurements and not grades. Read an ICC instead."
            )
        return ""
