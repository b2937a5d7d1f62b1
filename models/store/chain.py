"""The hash chain of the audit trail: pure functions over its lines.

Every line holds the hash of the line before, so that a line that is changed, taken out
or put in breaks every hash after it. What each line wrote stands in its details, so
that the rows of the study can be held against the trail.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = str | int | float | None

FIRST = "0" * 64


def canonical(value: object) -> str:
    """JSON with one spelling only: sorted keys, no spaces, no NaN."""
    return json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )


def digest(data: bytes) -> str:
    """How bytes stand in the trail: "sha256:" and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def line_hash(fields: Mapping[str, Value]) -> str:
    """The hash of a trail line.

    Args:
        fields: number, at, by, role, action, why, details and previous.
    """
    return hashlib.sha256(canonical(dict(fields)).encode()).hexdigest()
