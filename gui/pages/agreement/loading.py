"""What the page of agreement needs of a study, as plain values."""

from dataclasses import dataclass, field, replace

import pandas as pd

from models.statistics.agreement.ratings import ITEM, RATER
from models.statistics.agreement.study import study_table
from models.statistics.agreement.table import SITE, VIEW, VISIT, ScoreTable
from models.store.store import StudyStore

Named = tuple[tuple[str, str], ...]
"""Keys with their names, in the order in which they are offered."""


@dataclass(frozen=True)
class AgreementInput:
    """A study, as far as agreement needs it.

    Attributes:
        title: Title of the study.
        table: Its scores, hidden repeats among them.
        scales: Key and name of the scales that have scores.
        raters: Codes of the raters that have scores.
        visits: Key and name of the visits.
        sites: Codes of the sites.
        views: Key and name of the views.
        reading: Codes of raters whose reading goes on.
    """

    title: str
    table: ScoreTable
    scales: Named
    raters: Named
    visits: Named
    sites: Named
    views: Named
    reading: tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """What of the scores is compared.

    Attributes:
        scale: Key of the scale.
        kept: Of each column (rater, visit, site, view), what is kept; a column that is
            not named is kept whole.
    """

    scale: str
    kept: dict[str, frozenset[str]] = field(default_factory=dict)

    def keeping(self, column: str, values: frozenset[str]) -> "Filter":
        """The same with other values of a column; none at all means all of them."""
        rest = {key: one for key, one in self.kept.items() if key != column}
        return replace(self, kept={**rest, column: values} if values else rest)

    def applied(self, table: ScoreTable) -> ScoreTable:
        """The scores that are left."""
        frame = table.frame
        keep = frame[ITEM] == self.scale
        for column, values in self.kept.items():
            keep &= frame[column].isin(values)
        return replace(table, frame=frame[keep].reset_index(drop=True))


def agreement_input(store: StudyStore) -> AgreementInput:
    """Read what agreement needs from a study."""
    protocol = store.protocol()
    table = study_table(store, store.viewing_seconds())
    return AgreementInput(
        title=store.info().title,
        table=table,
        scales=tuple(
            (key, scale.name)
            for key, scale in store.scales().items()
            if key in _met(table.frame, ITEM)
        ),
        raters=_named(sorted(_met(table.frame, RATER))),
        visits=tuple(
            (visit.key, visit.name)
            for visit in protocol.visits
            if visit.key in _met(table.frame, VISIT)
        ),
        sites=_named(sorted(_met(table.frame, SITE) - {""})),
        views=tuple(
            (view.key, view.label)
            for view in protocol.views
            if view.key in _met(table.frame, VIEW)
        ),
        reading=tuple(
            reading.rater for reading in store.readings() if not reading.finished_at
        ),
    )


def _met(frame: pd.DataFrame, column: str) -> set[str]:
    return set(frame[column].unique())


def _named(keys: list[str]) -> Named:
    return tuple((key, key) for key in keys)
