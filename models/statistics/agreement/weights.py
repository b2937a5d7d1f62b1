"""How much two grades agree: weights from 0 to 1, as matrices over the grades.

Linear and quadratic weights go by the values of the grades, as in irrCAC, so that a
grade that nobody gave leaves its gap; where the grades are evenly spaced they are those
of vcd and irr.
"""

from enum import StrEnum

import numpy as np

from models.statistics.arrays import Floats


class Weights(StrEnum):
    """The usual weights."""

    UNWEIGHTED = "unweighted"
    LINEAR = "linear"
    QUADRATIC = "quadratic"
    ORDINAL = "ordinal"


def weight_matrix(weights: Weights, grades: Floats) -> Floats:
    """[grade, grade] agreement of two grades, 1 on the diagonal.

    Args:
        weights: Which weights.
        grades: Values of the grades, ascending.
    """
    size = len(grades)
    if size < 2 or weights is Weights.UNWEIGHTED:
        return np.eye(size)
    distance = np.abs(grades[:, np.newaxis] - grades[np.newaxis, :])
    if weights is Weights.ORDINAL:  # irrCAC::ordinal.weights: by ranks alone
        places = np.arange(size)
        span = np.abs(places[:, np.newaxis] - places[np.newaxis, :]) + 1.0
        distance = span * (span - 1) / 2
    elif weights is Weights.QUADRATIC:
        distance = distance**2
    agreement: Floats = 1 - distance / distance.max()
    return agreement


def within(grades: Floats, steps: float) -> Floats:
    """[grade, grade] 1 where two grades differ by no more than this, else 0."""
    distance = np.abs(grades[:, np.newaxis] - grades[np.newaxis, :])
    # Grades such as 0.1 + 0.2 are no whole multiples in binary.
    return np.asarray(distance <= steps + 1e-9, dtype=np.float64)


def same_class(grades: Floats, classes: tuple[tuple[float, float], ...]) -> Floats:
    """[grade, grade] 1 where both lie in the same class, else 0.

    Args:
        grades: Values of the grades, ascending.
        classes: Lowest and highest grade of each class; a grade in none is alone.
    """
    place = -1 - np.arange(len(grades))
    for number, (lowest, highest) in enumerate(classes):
        place[(grades >= lowest) & (grades <= highest)] = number
    is_same = place[:, np.newaxis] == place[np.newaxis, :]
    return np.asarray(is_same, dtype=np.float64)


def ordinal_metric(totals: Floats) -> Floats:
    """[grade, grade] weights of Krippendorff's ordinal metric.

    Args:
        totals: [grade] how many pairable scores have each grade, on which the metric
            depends.
    """
    middle = np.cumsum(totals) - totals / 2
    distance = (middle[:, np.newaxis] - middle[np.newaxis, :]) ** 2
    largest = float(distance.max()) if len(totals) else 0.0
    if largest == 0:
        return np.eye(len(totals))
    weights: Floats = 1 - distance / largest
    return weights
