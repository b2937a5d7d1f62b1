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
    changes.pin_protocol(
        protocol.key, protocol.version, protocol.source, protocol.sha256
    )
    for key in dict.fromkeys((*protocol.scales, *protocol.live_scales)):
        scale = scales[key]
        changes.pin_scale(scale.key, scale.version, scale.source, scale.sha256)
    for key in protocol.measures:
        one = measures[key]
        changes.pin_measure(one.key, one.version, one.source, one.sha256)
    for visit in protocol.visits:
        changes.add_visit(visit.key, visit.name, visit.day)
    for view in protocol.views:
        changes.add_view(view.key, view.name)
