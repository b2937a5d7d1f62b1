"""What a signature is bound to: the one spelling of a reading's scores, and its hash.

Only what the rater said goes into it: position, photograph code, scale and word. So a
score that is changed, moved to another photograph or taken away breaks the signature,
and the signature of one reading fits no other.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.store.chain import canonical

_FORMAT = 1


@dataclass(frozen=True, order=True)
class SignedScore:
    """A word of the rater that counted when the reading was signed."""

    position: int
    code: str
    scale: str
    kind: str
    value: float | None
    reason: str


def reading_hash(
    study: str,
    rater: str,
    scores: Iterable[SignedScore],
    comments: Mapping[tuple[int, str], str],
    flags: Iterable[int],
) -> str:
    """SHA-256 over a reading in its one spelling, hexadecimal.

    Args:
        study: Identifier of the study.
        rater: Code of the rater.
        scores: What counts now; withdrawn ones left out.
        comments: By position and scale (empty: on the photograph); empty ones count
            as none.
        flags: Positions that are flagged.
    """
    document = {
        "format": _FORMAT,
        "study": study,
        "rater": rater,
        "scores": [
            [
                one.position,
                one.code,
                one.scale,
                one.kind,
                None if one.value is None else float(one.value),
                one.reason,
            ]
            for one in sorted(scores, key=lambda one: (one.position, one.scale))
        ],
        "comments": [
            [position, scale, text]
            for (position, scale), text in sorted(comments.items())
            if text
        ],
        "flags": sorted(flags),
    }
    return hashlib.sha256(canonical(document).encode()).hexdigest()
