"""A scale in the making: what stands in the fields of its form."""

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
from models.scales.reader import read_scale
from models.scales.scale import Coding, Direction, FromPhotograph, Mode, RatedBy, Scale
from models.scales.writer import coding_document
from models.toml_writer import TomlValue, toml_text
from models.words import number_text

_TEXTS = ("version", "name", "short", "question", "direction", "mode")
_ORIGIN = ("citation", "licence", "notes")


@dataclass
class GradeDraft:
    """A grade as it is typed; see models.scales.scale.Grade."""

    value: str = ""
    label: str = ""
    words: str = ""
    category: str = ""


@dataclass
class BandDraft:
    """A band as it is typed; see models.scales.scale.Band."""

    name: str = ""
    label: str = ""
    lowest: str = ""
    highest: str = ""
    words: str = ""


@dataclass
class ScaleDraft:
    """A scale as it is typed; see models.scales.scale.Scale.

    Attributes:
        key: Empty to be made of the name.
        by_investigator: Whether investigators, or raters, grade.
        by_subject: Whether subjects grade themselves.
        photograph: Whether photographs suffice.
        improvement: Of the responder rule, as are the next three; empty for no rule.
        reached: The grade to be reached.
        responder_words: The rule as a sentence.
        responder_citation: Where it comes from.
        codings: Kept as they are in the scale that the draft began with.
    """

    key: str = ""
    version: str = "1"
    name: str = ""
    short: str = ""
    question: str = ""
    direction: str = Direction.HIGHER_IS_WORSE.value
    mode: str = Mode.STATIC.value
    citation: str = ""
    licence: str = ""
    notes: str = ""
    band_noun: str = ""
    by_investigator: bool = True
    by_subject: bool = False
    photograph: str = FromPhotograph.YES.value
    improvement: str = ""
    reached: str = ""
    responder_words: str = ""
    responder_citation: str = ""
    grades: list[GradeDraft] = field(default_factory=list)
    bands: list[BandDraft] = field(default_factory=list)
    codings: tuple[Coding, ...] = ()

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
        for name in (*_TEXTS, "band_noun", *_ORIGIN):
            put(document, name, getattr(self, name))
        by = {
            RatedBy.INVESTIGATOR: self.by_investigator,
            RatedBy.SUBJECT: self.by_subject,
        }
        document["rated"] = {
            "by": [one.value for one, is_so in by.items() if is_so],
            "photograph": self.photograph,
        }
        rule = self._responder()
        if rule:
            document["responder"] = rule
        document["grades"] = [_grade(one) for one in self.grades]
        if self.bands:
            document["bands"] = [_band(one) for one in self.bands]
        if self.codings:
            document["codings"] = [coding_document(one) for one in self.codings]
        return document

    def text(self) -> str:
        """As the text of a scale file."""
        return toml_text(self.document())

    def check(self, taken: Collection[str] = ()) -> Checked[Scale]:
        """What the reader says of it.

        Args:
            taken: Keys that other scales have.
        """
        others = []
        if self.shown_key in taken:
            text = f'"{self.shown_key}" is the key of another scale; choose a new one.'
            others.append(Problem("key", text, ("key",)))
        return checked(lambda: read_scale(self.text(), ""), *others)

    def add_grade(self, *, half: bool = False) -> GradeDraft:
        """Add a grade above the highest one, a whole or half a point higher."""
        step = 0.5 if half else 1.0
        value = 0.0
        if self.grades:
            try:
                value = float(self.grades[-1].value.replace(",", ".")) + step
            except ValueError:
                value = float(len(self.grades))
        grade = GradeDraft(value=number_text(value))
        self.grades.append(grade)
        return grade

    def add_half_points(self) -> None:
        """Put a grade halfway between any two whole ones that have none yet."""
        filled: list[GradeDraft] = []
        for grade in self.grades:
            if filled:
                try:
                    below = float(filled[-1].value.replace(",", "."))
                    above = float(grade.value.replace(",", "."))
                except ValueError:
                    below = above = 0.0
                if above - below == 1:
                    between = f"between {filled[-1].label} and {grade.label}"
                    words = f"More than {filled[-1].label}, less than {grade.label}."
                    filled.append(GradeDraft(number_text(below + 0.5), between, words))
            filled.append(grade)
        self.grades[:] = filled

    def _responder(self) -> dict[str, TomlValue]:
        rule: dict[str, TomlValue] = {}
        put_number(rule, "improvement", self.improvement)
        put_number(rule, "reached", self.reached)
        put(rule, "words", self.responder_words)
        put(rule, "citation", self.responder_citation)
        return rule


def new_scale() -> ScaleDraft:
    """A draft with four grades to be filled in."""
    grades = [GradeDraft(value=str(value)) for value in range(4)]
    return ScaleDraft(grades=grades)


def draft_of_scale(scale: Scale) -> ScaleDraft:
    """A scale as a draft; written, it is read back as an equal scale."""
    draft = ScaleDraft(
        key=scale.key,
        **{name: str(getattr(scale, name)) for name in (*_TEXTS, *_ORIGIN)},
        band_noun=scale.band_noun,
        by_investigator=RatedBy.INVESTIGATOR in scale.rated.by,
        by_subject=RatedBy.SUBJECT in scale.rated.by,
        photograph=scale.rated.photograph.value,
        grades=[
            GradeDraft(_exact(one.value), one.label, one.words, one.category)
            for one in scale.grades
        ],
        bands=[
            BandDraft(
                one.name, one.label, _exact(one.lowest), _exact(one.highest), one.words
            )
            for one in scale.bands
        ],
        codings=scale.codings,
    )
    rule = scale.responder
    if rule is not None:
        draft.improvement = "" if rule.improvement is None else _exact(rule.improvement)
        draft.reached = "" if rule.reached is None else _exact(rule.reached)
        draft.responder_words, draft.responder_citation = rule.words, rule.citation
    return draft


def next_scale(
    scale: Scale, shipped: Collection[str], own: Collection[str]
) -> ScaleDraft:
    """A draft of what follows a scale.

    A scale of the user's keeps its key and gets the next version; a scale of the
    program is copied under a key of its own, for its own is never changed.
    """
    draft = draft_of_scale(scale)
    if scale.key in shipped:
        draft.key = free_key(f"{scale.key[:36]}-own", {*shipped, *own})
        draft.version = "1"
        draft.name = f"{scale.name}, own version"
    else:
        draft.version = next_version(scale.version)
    return draft


def _exact(value: float) -> str:
    """A number with every digit it has."""
    return str(int(value)) if value.is_integer() else repr(value)


def _grade(grade: GradeDraft) -> dict[str, TomlValue]:
    table: dict[str, TomlValue] = {}
    put_number(table, "value", grade.value)
    for name in ("label", "words", "category"):
        put(table, name, getattr(grade, name))
    return table


def _band(band: BandDraft) -> dict[str, TomlValue]:
    table: dict[str, TomlValue] = {}
    put(table, "name", band.name)
    put(table, "label", band.label)
    put_number(table, "lowest", band.lowest)
    put_number(table, "highest", band.highest)
    put(table, "words", band.words)
    return table
