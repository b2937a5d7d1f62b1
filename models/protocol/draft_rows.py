"""The rows of a protocol in the making: visits, views, what is scored, endpoints.

Rows name one another by their `uid`, not by their key, so that a visit that is renamed
or taken away is followed everywhere.
"""

import itertools
from dataclasses import dataclass, field

from models.drafts import key_from, split_list
from models.protocol.analysis import Analysis, Outcome
from models.protocol.assessments import Assessor

_counter = itertools.count(1)

SCALE, MEASURE = "scale", "measure"
"""What an assessment is rated on."""


def _new_uid() -> str:
    return f"row{next(_counter)}"


@dataclass
class Row:
    """What rows of a draft have alike: an identity that lasts, a key, a name.

    Attributes:
        uid: By which other rows name it.
        key: Empty to be made of the name.
        name: For people.
    """

    uid: str = field(default_factory=_new_uid, compare=False)
    key: str = ""
    name: str = ""

    @property
    def shown_key(self) -> str:
        """The key, made of the name until one is typed."""
        return self.key or key_from(self.name)

    @shown_key.setter
    def shown_key(self, key: str) -> None:
        self.key = "" if key == key_from(self.name) else key.strip()


@dataclass
class VisitDraft(Row):
    """A visit as it is typed; see models.protocol.protocol.Visit.

    Attributes:
        before: Days before its day on which it is still kept; empty for no window.
        after: Days after it.
    """

    day: str = ""
    photographs: bool = True
    before: str = ""
    after: str = ""
    treatment: bool = False
    aliases: list[str] = field(default_factory=list)

    @property
    def aliases_text(self) -> str:
        """Other spellings in a row."""
        return ", ".join(self.aliases)

    @aliases_text.setter
    def aliases_text(self, text: str) -> None:
        if text != self.aliases_text:
            self.aliases = split_list(text)


@dataclass
class ViewDraft(Row):
    """A view as it is typed; see models.protocol.protocol.View."""

    side: str = ""
    aliases: list[str] = field(default_factory=list)

    @property
    def aliases_text(self) -> str:
        """Other spellings in a row."""
        return ", ".join(self.aliases)

    @aliases_text.setter
    def aliases_text(self, text: str) -> None:
        if text != self.aliases_text:
            self.aliases = split_list(text)


@dataclass
class ScoredDraft:
    """A scale scored from photographs.

    Attributes:
        uid: By which other rows name it.
        scale: Key of the scale.
        coding: Name of the coding it is reported in, or empty.
        visits: Uids of the visits at which it is analysed.
    """

    uid: str = field(default_factory=_new_uid, compare=False)
    scale: str = ""
    coding: str = ""
    visits: set[str] = field(default_factory=set)


@dataclass
class AssessmentDraft(Row):
    """What is not scored from photographs.

    Attributes:
        by: One of Assessor.
        instrument: "scale:KEY" or "measure:KEY".
        coding: Name of the coding of its scale, or empty.
        per_side: Whether each side has a value of its own.
        direction: One of Direction, or empty to take it from scale or measure.
        visits: Uids of the visits.
    """

    by: str = Assessor.INVESTIGATOR.value
    instrument: str = ""
    coding: str = ""
    per_side: bool = False
    direction: str = ""
    visits: set[str] = field(default_factory=set)


@dataclass
class RuleDraft:
    """An eligibility rule; `series` and `visit` are uids, or empty."""

    key: str = ""
    text: str = ""
    exclusion: bool = False
    series: str = ""
    visit: str = ""
    lowest: str = ""
    highest: str = ""


@dataclass
class EndpointDraft(Row):
    """An endpoint; `series` and `visit` are uids."""

    series: str = ""
    visit: str = ""
    outcome: str = Outcome.CHANGE.value
    analysis: str = Analysis.RANKS.value
    primary: bool = False
    better_by: str = ""
    lowest: str = ""
    highest: str = ""
