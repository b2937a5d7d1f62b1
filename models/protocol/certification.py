"""What a rater must reach to be certified, and how training goes on.

The limits are those of the program where a protocol says nothing: a proposal, for no
published standard exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from models.toml_file import Section
from models.toml_writer import TomlValue, number_value
from models.words import number_text

MOST_PHOTOGRAPHS = 1000
MOST_MONTHS = 120
MOST_ATTEMPTS = 100

_SHARES = ("within_one", "exact", "same_class")
_COEFFICIENTS = ("agreement", "agreement_lower", "intra")


@dataclass(frozen=True)
class PassRules:
    """What must be reached on a scale; None leaves a criterion out.

    Attributes:
        agreement: Quadratic kappa or ICC(2,1) with the reference scores.
        agreement_lower: Lower 95 % limit of that coefficient.
        within_one: Share at most one grade from the reference score.
        exact: Share of the same grade, for scales without classes.
        same_class: Share in the same class, for scales with classes.
        bias: Largest mean difference from the reference, either way, in grades.
        intra: Quadratic kappa of the hidden repeats.
        photographs: Photographs scored that have a reference score, at least.
        repeats: Hidden repeats, at least.
    """

    agreement: float | None = 0.75
    agreement_lower: float | None = 0.60
    within_one: float | None = 0.90
    exact: float | None = 0.60
    same_class: float | None = 0.80
    bias: float | None = 0.5
    intra: float | None = 0.80
    photographs: int = 30
    repeats: int = 10


CRITERIA = (*_COEFFICIENTS[:2], *_SHARES, "bias", "intra")
"""The criteria that may be left out, by the name of their limit."""


@dataclass(frozen=True)
class CertificationRules:
    """How raters are trained and examined.

    Attributes:
        usual: What must be reached on every scale without rules of its own.
        of_scale: What must be reached on a scale, by its key.
        practice: Share of the set that one round of training shows.
        attempts: Examinations a rater may take; 0 for as many as it takes.
        months: For how many months a certificate holds.
    """

    usual: PassRules = field(default_factory=PassRules)
    of_scale: Mapping[str, PassRules] = field(default_factory=dict)
    practice: float = 0.25
    attempts: int = 2
    months: int = 12

    def rules(self, scale: str) -> PassRules:
        """What must be reached on a scale."""
        return self.of_scale.get(scale, self.usual)


def read_certification(top: Section, scales: tuple[str, ...]) -> CertificationRules:
    """Read the table [certification], which may be absent.

    Args:
        top: The whole protocol.
        scales: Keys of the scales that photographs are scored on.
    """
    usual = CertificationRules()
    if not top.has("certification"):
        return usual
    section = top.section("certification")
    rules = _pass_rules(section, usual.usual)
    practice = section.number("practice") if section.has("practice") else usual.practice
    if practice is not None and not 0 < practice <= 1:
        section.problem("practice", "must be a share above 0 and at most 1.")
    attempts = _whole(section, "attempts", usual.attempts, 0, MOST_ATTEMPTS)
    months = _whole(section, "months", usual.months, 1, MOST_MONTHS)
    of_scale = {}
    if section.has("scales"):
        tables = section.section("scales")
        for key in tables.all_keys():
            one = tables.section(key)
            if key not in scales:
                tables.problem(key, "is no scale of this protocol.")
            of_scale[key] = _pass_rules(one, rules)
            one.refuse_other_keys()
    section.refuse_other_keys()
    return CertificationRules(
        rules, of_scale, practice or usual.practice, attempts, months
    )


def _pass_rules(section: Section, usual: PassRules) -> PassRules:
    """The limits of a table; what it does not say is as usual."""
    given: dict[str, float | None] = {}
    for name in (*_COEFFICIENTS, *_SHARES, "bias"):
        if not section.has(name):
            continue
        value = section.number(name)
        most = 10.0 if name == "bias" else 1.0
        if value is not None and not 0 < value <= most:
            text = f"must be above 0 and at most {number_text(most)}."
            section.problem(name, f"{text} Name it in left_out to leave it out.")
        given[name] = value
    for name in section.texts("left_out", optional=True):
        if name not in CRITERIA:
            section.problem("left_out", f'"{name}" is none of {", ".join(CRITERIA)}.')
        elif name in given:
            section.problem("left_out", f'"{name}" has a limit as well.')
        else:
            given[name] = None
    changed = replace(usual, **given)  # type: ignore[arg-type]
    return replace(
        changed,
        photographs=_whole(
            section, "photographs", usual.photographs, 2, MOST_PHOTOGRAPHS
        ),
        repeats=_whole(section, "repeats", usual.repeats, 0, MOST_PHOTOGRAPHS),
    )


def _whole(section: Section, key: str, usual: int, least: int, most: int) -> int:
    number = section.whole(key, default=usual)
    if number is not None and not least <= number <= most:
        section.problem(key, f"must be {least} to {most}, not {number}.")
    return usual if number is None else number


def certification_document(rules: CertificationRules) -> dict[str, TomlValue]:
    """The table [certification]: what differs from the usual, or nothing."""
    usual = CertificationRules()
    document = _differences(rules.usual, usual.usual)
    if rules.practice != usual.practice:
        document["practice"] = number_value(rules.practice)
    for name in ("attempts", "months"):
        if getattr(rules, name) != getattr(usual, name):
            document[name] = getattr(rules, name)
    if rules.of_scale:
        document["scales"] = {
            key: _differences(one, rules.usual) for key, one in rules.of_scale.items()
        }
    return document


def _differences(rules: PassRules, usual: PassRules) -> dict[str, TomlValue]:
    document: dict[str, TomlValue] = {}
    left_out: list[TomlValue] = []
    for one in fields(rules):
        value = getattr(rules, one.name)
        if value == getattr(usual, one.name):
            continue
        if value is None:
            left_out.append(one.name)
        else:
            document[one.name] = number_value(value)
    if left_out:
        document["left_out"] = left_out
    return document
