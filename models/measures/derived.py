"""Values that follow from others, computed when they are read and never stored.

So a corrected value never leaves behind one that was computed from it before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from models.measures.entry import derivable, derived_value
from models.measures.measure import Kind, Measure
from models.protocol.protocol import Protocol
from models.store.measure_records import Measurement

COMPUTED = "computed"
"""What stands for who rated a value that was computed."""


def with_derived(
    measurements: Sequence[Measurement],
    protocol: Protocol,
    measures: Mapping[str, Measure],
) -> list[Measurement]:
    """The first entries, with derived values where a visit has all they are made of.

    A derived value that was entered stands as it was entered.

    Args:
        measurements: What counts now.
        protocol: Tells which series are derived from which.
        measures: By key.
    """
    first = [one for one in measurements if one.entry == 1]
    derived = [
        (one, measures[one.measure])
        for one in protocol.assessments
        if one.measure and measures[one.measure].kind is Kind.DERIVED
    ]
    if not derived:
        return first
    by_place: dict[tuple[str, str, str], dict[str, Measurement]] = defaultdict(dict)
    for one in first:
        by_place[one.subject, one.side, one.visit][one.assessment] = one
    found = []
    for (subject, side, visit), there in by_place.items():
        values = {key: m.value for key, m in there.items() if m.value is not None}
        for assessment, measure in derived:
            if assessment.key in there or visit not in assessment.visits:
                continue
            inputs = derivable(assessment, measure, values, protocol)
            value = None if inputs is None else derived_value(measure, inputs)
            if value is not None:
                last = max(there.values(), key=lambda m: m.id)
                found.append(
                    Measurement(
                        subject=subject,
                        visit=visit,
                        assessment=assessment.key,
                        value=value,
                        side=side,
                        rated_by=COMPUTED,
                        site=last.site,
                        at=last.at,
                    )
                )
                values[assessment.key] = value
    return first + found
