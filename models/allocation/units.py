"""The emergency envelopes: one small age file for each subject.

All hold as much, so that their length tells nothing, and each opens with its own code
only.
"""

from collections.abc import Iterator, Mapping

import pyrage

from models.allocation.codes import Code
from models.store.chain import canonical

KIND = "unit"
_FORMAT = 1
_SIZE = 1024


def unit_envelopes(
    study: str, arm_of: Mapping[str, str], codes: Mapping[str, Code]
) -> Iterator[tuple[str, bytes]]:
    """The emergency envelope of each subject, filled up alike.

    Args:
        study: Identifier of the study.
        arm_of: Name of the arm by code of the subject.
        codes: The emergency code of each subject.
    """
    for subject, code in codes.items():
        document = {
            "format": _FORMAT,
            "kind": KIND,
            "study": study,
            "unit": subject,
            "arm": arm_of[subject],
        }
        plain = canonical(document).encode()
        padded = plain.ljust(-(-len(plain) // _SIZE) * _SIZE)
        recipient = code.identity(study, subject).to_public()
        yield subject, pyrage.encrypt(padded, [recipient])
