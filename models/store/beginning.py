"""What every study begins with."""

import secrets
from collections.abc import Mapping

from models.measures.measure import Measure
from models.protocol.protocol import Protocol
from models.scales.scale import Scale
from models.store.changes import Changes


def begin(
    changes: Changes,
    title: str,
    protocol: Protocol,
    scales: Mapping[str, Scale],
    measures: Mapping[str, Measure],
    order_seed: str | None,
) -> None:
    """Write the study itself, what it pins, and the visits and views it plans."""
    changes.add_study(
        uid=secrets.token_hex(16),
        title=title,
        order_seed=order_seed or secrets.token_hex(16),
    )
    changes.amend_protocol(protocol, scales, measures)
