"""What `agreement --json` prints: each number, its definition, stable keys."""

import math
from collections.abc import Iterable

from commands.outcome import Json
from models.statistics.agreement.bands import band
from models.statistics.agreement.bland_altman import BlandAltman, Estimate, Slope
from models.statistics.agreement.bootstrap import Resampled
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.course import Drift, Times
from models.statistics.agreement.raters import RaterFigures
from models.statistics.agreement.repeats import Intra
from models.statistics.agreement.report import PairAgreement
from models.statistics.agreement.study import Course, ItemAgreement
from models.statistics.agreement.table import ScoreTable
from models.statistics.arrays import LEVEL


def document(source: str, table: ScoreTable, found: Iterable[ItemAgreement]) -> Json:
    """The whole document."""
    return {
        "source": source,
        "level": LEVEL,
        "items": [_item(table, one) for one in found],
        "remarks": [*table.remarks],
    }


def _item(table: ScoreTable, found: ItemAgreement) -> Json:
    one = found.between
    ratings = one.ratings
    groups: dict[str, Json] = {}
    for group in found.groups:
        inside = groups.setdefault(group.column, {})
        if isinstance(inside, dict):
            inside[group.name] = _coefficients(group.coefficients)
    return {
        "item": one.item,
        "name": table.names.get(one.item, one.item),
        "targets": len(ratings.targets),
        "complete_targets": len(ratings.complete),
        "raters": [*ratings.raters],
        "scores": ratings.scores,
        "missing": ratings.missing,
        "categories": [float(grade) for grade in ratings.used],
        "read_first": {"key": one.read_first.key, "reason": one.read_first.reason},
        "coefficients": _coefficients(one.coefficients),
        "bootstrap": {key: _resampled(drawn) for key, drawn in one.bootstrap.items()},
        "per_grade": [
            {
                "grade": grade.grade,
                "share": grade.share,
                "fleiss_kappa": grade.kappa,
                "z": grade.z,
                "p": grade.p,
                "agreement": grade.agreement,
            }
            for grade in one.grades
        ],
        "per_pair": [_pair(pair) for pair in one.pairs],
        "per_rater": [_rater(rater) for rater in one.raters],
        "intra_rater": [_intra(own) for own in found.within],
        "course": [_course(course) for course in found.courses],
        "by": groups,
        "remarks": [*one.remarks],
    }


def _coefficients(found: Iterable[Coefficient]) -> dict[str, Json]:
    return {one.key: coefficient_data(one) for one in found}


def coefficient_data(one: Coefficient) -> Json:
    """A coefficient for programs."""
    return {
        "name": one.naming.name,
        "definition": one.naming.definition,
        "estimate": _number(one.estimate),
        "lower": _number(one.lower),
        "upper": _number(one.upper),
        "interval": one.naming.interval,
        "standard_error": _number(one.standard_error),
        "p": _number(one.p),
        "targets": one.targets,
        "raters": one.raters,
        "missing": one.missing,
        "weights": one.naming.weights,
        "categories": one.categories,
        "band": band(one),
        "remarks": [*one.remarks],
    }


def _resampled(one: Resampled) -> Json:
    return {
        "lower": one.lower,
        "upper": one.upper,
        "rounds": one.rounds,
        "lost": one.lost,
        "seed": one.seed,
    }


def _pair(pair: PairAgreement) -> Json:
    return {
        "raters": [*pair.raters],
        "targets": pair.n,
        "exact": pair.exact,
        "within_one": pair.within_one,
        "coefficients": _coefficients(pair.coefficients.values()),
        "bland_altman": _bland_altman(pair.comparison),
        "confusion": {
            "grades": [float(grade) for grade in pair.grades],
            "counts": [[int(cell) for cell in row] for row in pair.table],
        }
        if pair.table.size
        else None,
    }


def _bland_altman(one: BlandAltman) -> Json:
    low, high = one.approximate
    return {
        "first": one.first,
        "second": one.second,
        "targets": one.n,
        "bias": _estimate(one.bias),
        "sd": one.sd,
        "p": _number(one.p),
        "lower_limit": _estimate(one.lower_limit),
        "upper_limit": _estimate(one.upper_limit),
        "lower_limit_1986": _estimate(low),
        "upper_limit_1986": _estimate(high),
        "proportional_bias": _slope(one.proportional),
        "remarks": [*one.remarks],
    }


def _rater(one: RaterFigures) -> Json:
    return {
        "rater": one.rater,
        "scores": one.scores,
        "missing": one.missing,
        "mean": one.mean,
        "sd": one.sd,
        "panel_bias": _estimate(one.panel_bias),
        "panel_spread": one.panel_spread,
        "reference_bias": _estimate(one.reference_bias),
        "reference_spread": one.reference_spread,
        "favourite_grade": one.favourite,
        "grades": [
            {
                "grade": use.grade,
                "share": use.share,
                "others": use.others,
                "excess": _estimate(use.excess),
                "heaped": use.is_heaped,
            }
            for use in one.grades
        ],
        "remarks": [*one.remarks],
    }


def _intra(one: Intra) -> Json:
    return {
        "rater": one.rater,
        "targets": one.n,
        "missing": one.missing,
        "exact": one.exact,
        "within_one": one.within_one,
        "measurement_error": one.measurement_error,
        "coefficients": _coefficients(one.coefficients.values()),
        "bland_altman": _bland_altman(one.comparison),
    }


def _course(one: Course) -> Json:
    return {
        "rater": one.rater,
        "drift_position": _drift(one.position),
        "drift_days": _drift(one.days),
        "seconds": None if one.times is None else _times(one.times),
    }


def _drift(one: Drift) -> Json:
    return {
        "scores": one.n,
        "per": one.per,
        "slope": _estimate(one.slope),
        "p": _number(one.p),
        "remark": one.remark,
    }


def _times(one: Times) -> Json:
    return {
        "photographs": one.n,
        "missing": one.missing,
        "median": one.median,
        "lower_quartile": one.lower_quartile,
        "upper_quartile": one.upper_quartile,
        "mean": one.mean,
        "total": one.total,
        "per_cent_per_100_positions": _estimate(one.quicker),
    }


def _slope(one: Slope) -> Json:
    return {
        "slope": _estimate(one.slope),
        "intercept": _estimate(one.intercept),
        "p": _number(one.p),
    }


def _estimate(one: Estimate) -> Json:
    return {
        "value": _number(one.value),
        "lower": _number(one.lower),
        "upper": _number(one.upper),
    }


def _number(value: float | None) -> float | None:
    """A number that JSON can hold, or None."""
    return None if value is None or not math.isfinite(value) else float(value)
