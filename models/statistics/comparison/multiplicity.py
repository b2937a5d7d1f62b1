"""Many tests at once: p values adjusted over a named family."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Family:
    """Tests whose p values are adjusted together.

    Attributes:
        name: What they have in common, in words.
        raw: p of each test, by its name.
        holm: Adjusted by Holm (1979): valid whatever the tests have to do with each
            other.
        hochberg: Adjusted by Hochberg (1988): for tests that are independent or
            positively dependent.
        left_out: Tests that have no p, and so no place in the family.
    """

    name: str
    raw: Mapping[str, float]
    holm: Mapping[str, float]
    hochberg: Mapping[str, float]
    left_out: tuple[str, ...] = ()


def family(name: str, tests: Mapping[str, float | None]) -> Family:
    """Adjust the p values of a family.

    Args:
        name: What the tests have in common.
        tests: p of each, by its name; None where there was nothing to test.
    """
    raw = {key: p for key, p in tests.items() if p is not None}
    return Family(
        name,
        raw,
        dict(zip(raw, holm(list(raw.values())), strict=True)),
        dict(zip(raw, hochberg(list(raw.values())), strict=True)),
        tuple(key for key, p in tests.items() if p is None),
    )


def holm(values: Sequence[float]) -> list[float]:
    """P values adjusted by Holm, in the order given."""
    p = np.asarray(values, dtype=float)
    order = np.argsort(p, kind="stable")
    steps = np.arange(len(p), 0, -1) * p[order]
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return [float(one) for one in adjusted]


def hochberg(values: Sequence[float]) -> list[float]:
    """P values adjusted by Hochberg, in the order given."""
    p = np.asarray(values, dtype=float)
    order = np.argsort(-p, kind="stable")
    steps = np.arange(1, len(p) + 1) * p[order]
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(steps))
    return [float(one) for one in adjusted]
