"""A synthesis as plain values for JSON, every number in full precision."""

from collections.abc import Mapping
from dataclasses import asdict

from models.statistics.comparison.document import Document
from models.statistics.comparison.results import p_text
from models.statistics.evidence.heterogeneity import TAU2_WORDS, Tau2
from models.statistics.evidence.pooling import Pooled
from models.statistics.evidence.risk_of_bias import DOMAINS
from models.statistics.evidence.studies import Study
from models.statistics.evidence.synthesis import Pools, Synthesis, method_words


def synthesis_document(found: Synthesis) -> Document:
    """Everything a synthesis says; `pooled` is the model shown first."""
    plan = found.plan
    chosen = found.chosen
    test = chosen.hartung_knapp if plan.is_hartung_knapp else None
    shown = test or chosen.normal
    return {
        "measure": plan.measure.value,
        "model": "common" if plan.tau2 is None else f"random, {plan.tau2.value}",
        "method": method_words(plan),
        "level": plan.level,
        "k": len(found.studies),
        "estimate": chosen.estimate,
        "se": shown.se,
        "lower": shown.lower,
        "upper": shown.upper,
        "statistic": shown.statistic,
        "p": shown.p,
        "p_text": p_text(shown.p),
        "studies": [_study(found, at) for at in range(len(found.studies))],
        **pools_document(found.pools),
        "subgroups": [
            {
                "subgroup": one.name,
                "studies": [found.studies[at].name for at in one.studies],
                **pools_document(one.pools),
            }
            for one in found.subgroups
        ],
        "subgroup_test": {
            key: dict(asdict(test)) for key, test in found.subgroup_tests.items()
        },
        "leave_one_out": [
            {
                "left_out": one.study,
                "common": _pooled(one.common),
                "random": _pooled(one.random) if one.random else None,
                "i2": one.i2,
            }
            for one in found.leave_one_out
        ],
        "egger": dict(asdict(found.egger)) if found.egger else None,
        "left_out": list(found.left_out),
        "remarks": list(found.remarks),
    }


def pools_document(pools: Pools) -> Document:
    """The common-effect model, every random-effects model, and heterogeneity."""
    spread = pools.heterogeneity
    random: dict[str, Document] = {}
    for method, pooled in pools.random.items():
        random[method.value] = _pooled(pooled) | {
            "tau": pooled.tau2**0.5,
            "i2_from_tau2": spread.i2_of(pooled.tau2),
            "method": TAU2_WORDS[Tau2(method)],
        }
    return {
        "common": _pooled(pools.common),
        "random": random,
        "heterogeneity": {
            "q": spread.q,
            "df": spread.df,
            "p": spread.p,
            "p_text": p_text(spread.p),
            "i2": spread.i2,
            "h2": spread.h2,
            "tau2": {key.value: one.tau2 for key, one in pools.random.items()},
            "tau2_lower": spread.tau2_lower,
            "tau2_upper": spread.tau2_upper,
            "i2_lower": spread.i2_lower,
            "i2_upper": spread.i2_upper,
            "interval": "Q-profile",
        },
    }


def risks_document(studies: tuple[Study, ...]) -> list[Document]:
    """The judgements of every study that has some."""
    found = []
    for study in studies:
        risk = study.risk
        if risk is None:
            continue
        row: Document = {"study": study.name}
        for key, one in zip(DOMAINS, risk.domains, strict=True):
            row[key] = one.value if one else None
        row["overall"] = risk.overall.value if risk.overall else None
        row["overall_is_derived"] = risk.is_derived
        found.append(row)
    return found


def _pooled(pooled: Pooled) -> Document:
    document: Document = {
        "estimate": pooled.estimate,
        "tau2": pooled.tau2,
        **_flat(asdict(pooled.normal)),
    }
    for key in ("hartung_knapp", "hartung_knapp_adhoc"):
        test = getattr(pooled, key)
        document[key] = _flat(asdict(test)) if test else None
    for key in ("prediction", "prediction_normal", "prediction_hartung_knapp"):
        bounds = getattr(pooled, key)
        document[key] = dict(asdict(bounds)) if bounds else None
    return document


def _flat(test: Mapping[str, float | int | None]) -> Document:
    p = test["p"]
    return {**test, "p_text": p_text(p)}


def _study(found: Synthesis, at: int) -> Document:
    study, effect = found.studies[at], found.effects[at]
    far = found.pools.common.normal
    z = (far.upper - far.lower) / (2 * far.se)
    row: Document = {"study": study.name}
    for number, side in (("1", study.first), ("2", study.second)):
        row[f"n{number}"] = side.n if side else study.sizes[int(number) - 1]
        row[f"mean{number}"] = side.mean if side else None
        row[f"sd{number}"] = side.sd if side else None
    if study.pairs:
        row |= {"paired": True, "correlation": study.pairs.correlation}
    return row | {
        "effect": effect.value,
        "variance": effect.variance,
        "se": effect.se,
        "lower": effect.value - z * effect.se,
        "upper": effect.value + z * effect.se,
        "weight_common": found.pools.common.weights[at],
        "weight_random": {
            key.value: one.weights[at] for key, one in found.pools.random.items()
        },
        "weight": found.chosen.weights[at],
        "subgroup": study.subgroup or None,
        "marks": list(study.marks),
        "note": study.note or None,
        "grade": study.grade or None,
    }
