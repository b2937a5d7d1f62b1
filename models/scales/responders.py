"""Who counts as improved, by the rule that a scale's file carries."""

from models.scales.scale import Scale

_TINY = 1e-9


def is_responder(scale: Scale, baseline: float | None, value: float) -> bool | None:
    """Whether a subject improved by the scale's published rule.

    Args:
        scale: The scale with its rule.
        baseline: The stored value at baseline; None if there is none.
        value: The stored value at the visit. A mean of raters will do as well.

    Returns:
        None where the scale has no rule, and where the rule counts from the baseline
        and there is none: to call only the certain failures "no" would bias the share.
    """
    rule, sign = scale.responder, scale.direction.sign
    if rule is None:
        return None
    if rule.improvement is not None:
        if baseline is None:
            return None
        if sign * (value - baseline) < rule.improvement - _TINY:
            return False
    return rule.reached is None or sign * (value - rule.reached) >= -_TINY
