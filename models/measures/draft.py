"""A measure in the making: what stands in the fields of its form."""

from collections.abc import Collection
from dataclasses import dataclass, field

from models.drafts import (
    Checked,
    checked,
    free_key,
    key_from,
    next_version,
    put,
    put_number,
)
from models.errors import Problem
from models.measures.measure import Measure
from models.measures.reader import read_measure
from models.measures.writer import measure_document
from models.scales.scale import Direction, RatedBy
from models.toml_writer import TomlValue, toml_text

_TEXTS = ("version", "name", "short", "question", "unit", "direction")
_NUMBERS = ("decimals", "lowest", "highest", "usual_lowest", "usual_highest", "step")
_ORIGIN = ("citation", "licence", "notes")


@dataclass
class MeasureDraft:
    """A measure as it is typed; see models.measures.measure.Measure.

    Attributes:
        key: Empty to be made of the name.
        by_investigator: Whether an investigator gives it.
        by_subject: Whether the subject does.
        by_device: Whether it is read off a device.
        rest: Parts, formula, strata and what else the measure has that the draft began
            with; kept as it is.
    """

    key: str = ""
    version: str = "1"
    name: str = ""
    short: str = ""
    question: str = ""
    unit: str = ""
    direction: str = Direction.HIGHER_IS_WORSE.value
    decimals: str = "0"
    lowest: str = ""
    highest: str = ""
    usual_lowest: str = ""
    usual_highest: str = ""
    step: str = ""
    by_investigator: bool = False
    by_subject: bool = False
    by_device: bool = True
    licensed: bool = False
    citation: str = ""
    licence: str = ""
    notes: str = ""
    rest: dict[str, TomlValue] = field(default_factory=dict)

    @property
    def shown_key(self) -> str:
        """The key, made of the name until one is typed."""
        return self.key or key_from(self.name)

    @shown_key.setter
    def shown_key(self, key: str) -> None:
        self.key = "" if key == key_from(self.name) else key.strip()

    def document(self) -> dict[str, TomlValue]:
        """As keys and values, faults and all."""
        document: dict[str, TomlValue] = {}
        put(document, "key", self.shown_key)
        for name in _TEXTS:
            put(document, name, getattr(self, name))
        for name in _NUMBERS:
            put_number(document, name, getattr(self, name))
        by = {
            RatedBy.INVESTIGATOR: self.by_investigator,
            RatedBy.SUBJECT: self.by_subject,
            RatedBy.DEVICE: self.by_device,
        }
        document["by"] = [one.value for one, is_so in by.items() if is_so]
        if self.licensed:
            document["licensed"] = True
        for name in _ORIGIN:
            put(document, name, getattr(self, name))
        return document | self.rest

    def text(self) -> str:
        """As the text of a measure file."""
        return toml_text(self.document())

    def check(self, taken: Collection[str] = ()) -> Checked[Measure]:
        """What the reader says of it.

        Args:
            taken: Keys that other measures have.
        """
        others = []
        if self.shown_key in taken:
            key = self.shown_key
            text = f'"{key}" is the key of another measure; choose a new one.'
            others.append(Problem("key", text, ("key",)))
        return checked(lambda: read_measure(self.text(), ""), *others)


def draft_of_measure(measure: Measure) -> MeasureDraft:
    """A measure as a draft; written, it is read back as an equal measure."""
    draft = MeasureDraft(
        key=measure.key,
        by_investigator=RatedBy.INVESTIGATOR in measure.rated_by,
        by_subject=RatedBy.SUBJECT in measure.rated_by,
        by_device=RatedBy.DEVICE in measure.rated_by,
        licensed=measure.licensed,
        rest=measure_document(measure),
    )
    for name in (*_TEXTS, *_NUMBERS, *_ORIGIN):
        setattr(draft, name, str(draft.rest.pop(name, "")))
    for name in ("key", "by", "licensed"):
        draft.rest.pop(name, None)
    return draft


def next_measure(
    measure: Measure, shipped: Collection[str], own: Collection[str]
) -> MeasureDraft:
    """A draft of what follows a measure; as `models.scales.draft.next_scale`."""
    draft = draft_of_measure(measure)
    if measure.key in shipped:
        draft.key = free_key(f"{measure.key[:36]}-own", {*shipped, *own})
        draft.version = "1"
        draft.name = f"{measure.name}, own version"
    else:
        draft.version = next_version(measure.version)
    return draft
