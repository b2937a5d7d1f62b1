"""The emergency envelopes: one small age file for each subject.

All hold as much, so that their length tells nothing, and each opens with its own code
only. Where sides are allocated, the envelope of a subject tells both.
"""

from collections.abc import Iterator, Mapping

import pyrage

from models.allocation.allocation_list import Allocation
from models.allocation.codes import Code
from models.allocation.sequences import sequence
from models.protocol.protocol import SIDES, Protocol
from models.protocol.units import Unit
from models.store.chain import canonical

KIND = "unit"
_FORMAT = 1
_SIZE = 1024


def told(allocation: Allocation, subject: str, protocol: Protocol) -> str:
    """What an emergency opening tells of a subject: its arm, or those of its sides."""
    if not protocol.has_sides:
        return allocation.arm_of[subject]
    arms = {side: allocation.arm_of[Unit(subject, side).name] for side in SIDES}
    if protocol.crossover:
        arms = {side: sequence(arm, allocation.arms) for side, arm in arms.items()}
    return "; ".join(f"{side}: {arm}" for side, arm in arms.items())


def unit_envelopes(
    study: str, told_of: Mapping[str, str], codes: Mapping[str, Code]
) -> Iterator[tuple[str, bytes]]:
    """The emergency envelope of each subject, filled up alike.

    Args:
        study: Identifier of the study.
        told_of: What the envelope tells, by code of the subject.
        codes: The emergency code of each subject.
    """
    for subject, code in codes.items():
        document = {
            "format": _FORMAT,
            "kind": KIND,
            "study": study,
            "unit": subject,
            "arm": told_of[subject],
        }
        plain = canonical(document).encode()
        padded = plain.ljust(-(-len(plain) // _SIZE) * _SIZE)
        recipient = code.identity(study, subject).to_public()
        yield subject, pyrage.encrypt(padded, [recipient])
