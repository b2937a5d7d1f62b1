"""A comparison as plain values for JSON, every number in full precision."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TypeAlias

from models.statistics.comparison.missing import Sensitivity
from models.statistics.comparison.records import Comparison, Contrast, Design
from models.statistics.comparison.repeated import MixedModel
from models.statistics.comparison.results import Interval, Result, p_text

Plain: TypeAlias = "str | int | float | bool | list[Plain] | Mapping[str, Plain] | None"
Document: TypeAlias = dict[str, Plain]

_DIRECTIONS = {
    Design.PARALLEL: "first group less second group",
    Design.PAIRED: "first less second within each pair",
    Design.SINGLE: "value less baseline, or less the value compared with",
}


def comparison_document(found: Comparison) -> Document:
    """Everything a comparison says; `results` holds the one shown first."""
    observed = found.observed
    return {
        "design": found.settings.design.value,
        "direction": _DIRECTIONS[found.settings.design],
        "groups": [name for name in observed.groups if name],
        "visits": [name for name in observed.visits if name],
        "baseline_visit": observed.baseline_visit or None,
        "units": len(observed.units),
        "level": found.settings.level,
        "responder": found.settings.responder_words or None,
        "first": found.primary.first or None,
        "second": found.primary.second,
        "visit": found.primary.visit or None,
        "results": _results(found.primary),
        "comparisons": [_contrast(one) for one in found.contrasts],
        "within": [_contrast(one) for one in found.within],
        "summaries": [dict(asdict(one)) for one in found.summaries],
        "mixed_models": {key: _model(model) for key, model in found.models},
        "multiplicity": [
            {
                "family": one.name,
                "p": dict(one.raw),
                "holm": dict(one.holm),
                "hochberg": dict(one.hochberg),
                "without_p": list(one.left_out),
            }
            for one in found.families
        ],
        "sensitivity": {one.key: _sensitivity(one) for one in found.sensitivity},
        "remarks": list(found.remarks),
    }


def result_document(result: Result) -> Document:
    """One result: its further numbers stand beside estimate and p."""
    interval = result.interval
    return {
        "label": result.label,
        "n": list(result.n),
        "estimate": result.estimate,
        "lower": interval.lower if interval else None,
        "upper": interval.upper if interval else None,
        "level": interval.level if interval else None,
        "interval": interval.method if interval else None,
        "p": result.p,
        "p_text": p_text(result.p),
        "statistic": result.statistic,
        "df": result.df,
        **result.also,
        "intervals": {key: _interval(one) for key, one in result.intervals.items()},
        "method": result.method,
        "missing": result.missing,
        "remarks": list(result.remarks),
    }


def _interval(interval: Interval) -> Document:
    return {
        "lower": interval.lower,
        "upper": interval.upper,
        "method": interval.method,
    }


def _results(contrast: Contrast) -> Document:
    return {one.key: result_document(one) for one in contrast.results}


def _contrast(contrast: Contrast) -> Document:
    return {
        "first": contrast.first or None,
        "second": contrast.second,
        "visit": contrast.visit or None,
        "outcome": contrast.outcome,
        "results": _results(contrast),
        "remarks": list(contrast.remarks),
    }


def _model(model: MixedModel) -> Document:
    return {
        "method": model.method,
        "subjects": model.subjects,
        "observations": model.observations,
        "minus_2_log_likelihood": model.deviance,
        "covariance": [list(row) for row in model.covariance],
        "means": [_estimate(one) for one in model.means],
        "differences": [_estimate(one) for one in model.differences],
        "remarks": list(model.remarks),
    }


def _estimate(result: Result) -> Document:
    kind, visit, *groups = result.key.split("|")
    names: Document = {"visit": visit}
    if kind == "mean":
        names["group"] = groups[0] or None
    else:
        names["first"] = groups[0]
        names["second"] = groups[1] if len(groups) > 1 else None
    if kind == "change":
        names = {"visit": visit, "less": groups[0]}
    return names | result_document(result)


def _sensitivity(one: Sensitivity) -> Document:
    return {
        "difference": result_document(one.difference),
        "ranks": result_document(one.ranks) if one.ranks else None,
    }
