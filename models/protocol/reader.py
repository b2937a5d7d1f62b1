"""Reads a protocol from its TOML file and tells every fault of it at once."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from models.errors import ExpectedError
from models.protocol.protocol import (
    Comparison,
    Design,
    Order,
    Protocol,
    Questions,
    ReadingRules,
    View,
    Visit,
)
from models.protocol.spelling import normalised, spellings
from models.scales.reader import KEY, KEY_RULE
from models.toml_file import Section, read_toml, suggestion
from models.words import counted, listed, number_text

MOST_ARMS = 26
"""Arms are lettered A to Z while they are masked."""

FARTHEST_DAY = 36_525
"""A hundred years: a day beyond it is a slip of the keyboard."""

MOST_REPEATS = 0.5
"""A share of repeats beyond it would show more repeats than new photographs."""

WIDEST_GAP = 1000
"""Photographs; nobody remembers one over so many others."""

LONGEST_STRETCH = 480
"""Minutes; a break that comes later than after a working day is none."""

LARGEST_BATCH = 10_000

_ANCHORS = ("procedure", "enrolment")
_Named = TypeVar("_Named", Visit, View)


class ProtocolFileError(ExpectedError):
    """A protocol file with faults; `problems` holds all of them."""


def read_protocol(source: str, place: str, scales: Collection[str]) -> Protocol:
    """Read a protocol.

    Args:
        source: The TOML text.
        place: What the text is called in problems: the name of its file.
        scales: Keys of the scales its schedule may name; a mapping by key will do.

    Raises:
        ProtocolFileError: The text has faults; all are told with their places.
    """
    top, problems = read_toml(source, place, ProtocolFileError, "protocol")
    key = _key(top)
    version, name = top.text("version"), top.text("name")
    design = top.choice("design", Design)
    arms = _arms(top, design)
    anchor = _anchor(top)
    visits, views = _visits(top), _views(top)
    _check_spellings(visits, views)
    baseline = _baseline(top, visits)
    schedule = _schedule(top, visits, scales)
    training = top.flag("training", default=False)
    tells_visit = top.flag("tells_visit", default=False)
    questions = _questions(top, tells_visit=tells_visit)
    reading = _reading(top, training=training)
    reasons = _reasons(top)
    citation = top.text("citation", optional=True)
    notes = top.text("notes", optional=True)
    top.refuse_other_keys()
    found = problems.sorted()
    if found:
        raise ProtocolFileError(
            f"The protocol file has {counted(len(found), 'fault')}.",
            hint="Mend them in the file and try again.",
            problems=found,
        )
    assert design is not None
    assert questions is not None
    return Protocol(
        key=key,
        version=version,
        name=name,
        design=design,
        arms=arms,
        anchor=anchor,
        visits=tuple(visit for visit, _ in visits),
        views=tuple(view for view, _ in views),
        baseline=baseline,
        schedule=schedule,
        questions=questions,
        reasons=reasons,
        citation=citation,
        notes=notes,
        source=source,
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        reading=reading,
        training=training,
        tells_visit=tells_visit,
    )


def _key(section: Section) -> str:
    key = section.text("key")
    if key and not KEY.fullmatch(key):
        section.problem("key", KEY_RULE)
    return key


def _arms(top: Section, design: Design | None) -> int:
    absent = 0 if design is Design.SINGLE_GROUP else None
    arms = top.whole("arms", default=absent)
    if arms is None:
        return 0
    if design is Design.PARALLEL and not 2 <= arms <= MOST_ARMS:
        top.problem("arms", f"must be 2 to {MOST_ARMS} for parallel arms, not {arms}.")
    if design is Design.SINGLE_GROUP and arms:
        top.problem("arms", f"must be 0 for a single group, not {arms}.")
    return arms


def _anchor(top: Section) -> str:
    anchor = top.text("anchor")
    if anchor and anchor not in _ANCHORS:
        known = listed((f'"{word}"' for word in _ANCHORS), "or")
        top.problem("anchor", f'must be {known}, not "{anchor}".')
    return anchor


def _visits(top: Section) -> list[tuple[Visit, Section]]:
    """The visits with the sections they came from, in the order of the file."""
    visits: list[tuple[Visit, Section]] = []
    last: int | None = None
    for section in top.sections("visits"):
        key, name, day = _key(section), section.text("name"), section.whole("day")
        photographs = section.flag("photographs", default=True)
        aliases = section.texts("aliases", optional=True)
        section.refuse_other_keys()
        _check_day(section, day, last)
        last = last if day is None else day
        visits.append((Visit(key, name, day or 0, photographs, aliases), section))
    _check_unique(visits)
    return visits


def _check_day(section: Section, day: int | None, last: int | None) -> None:
    if day is None:
        return
    if abs(day) > FARTHEST_DAY:
        section.problem("day", f"{day} is more than a hundred years away.")
    if last is not None and day < last:
        section.problem(
            "day",
            f"{day} comes before the visit above, which is on day {last}: "
            "visits stand in the order in which they happen.",
        )


def _views(top: Section) -> list[tuple[View, Section]]:
    views = []
    for section in top.sections("views"):
        key, name = _key(section), section.text("name")
        aliases = section.texts("aliases", optional=True)
        section.refuse_other_keys()
        views.append((View(key, name, aliases), section))
    _check_unique(views)
    return views


def _check_unique(named: Sequence[tuple[_Named, Section]]) -> None:
    """Keys tell visits, or views, apart."""
    met: set[str] = set()
    for thing, section in named:
        if thing.key in met:
            section.problem("key", f'"{thing.key}" stands here for the second time.')
        met.add(thing.key or "?")


def _check_spellings(
    visits: Sequence[tuple[Visit, Section]], views: Sequence[tuple[View, Section]]
) -> None:
    """No spelling in a file name may mean two things."""
    owners: dict[str, str] = {}
    named: list[tuple[Visit | View, Section]] = [*visits, *views]
    for thing, section in named:
        for spelling in spellings(thing):
            owner = owners.setdefault(spelling, thing.key)
            if owner != thing.key:
                section.problem(
                    _key_of(spelling, thing),
                    f'"{spelling}" could mean both "{owner}" and "{thing.key}" '
                    "in a file name (case, signs and leading zeros do not count).",
                )


def _key_of(spelling: str, thing: Visit | View) -> str:
    """Where a spelling stands in the section of its visit or view."""
    if spelling == normalised(thing.key):
        return "key"
    return "name" if spelling == normalised(thing.name) else "aliases"


def _baseline(top: Section, visits: Sequence[tuple[Visit, Section]]) -> str:
    baseline = top.text("baseline")
    keys = {visit.key: visit for visit, _ in visits if visit.key}
    if baseline and keys and baseline not in keys:
        top.problem("baseline", _not_known(baseline, "visit", keys))
    elif baseline in keys and not keys[baseline].photographs:
        top.problem("baseline", f'no photographs are planned at "{baseline}".')
    return baseline


def _schedule(
    top: Section, visits: Sequence[tuple[Visit, Section]], scales: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Which scale is analysed at which visits."""
    section = top.section("schedule")
    planned = {visit.key: visit.photographs for visit, _ in visits if visit.key}
    schedule = {}
    for scale in section.all_keys():
        keys = section.texts(scale)
        if scale not in scales:
            section.problem(scale, _not_known(scale, "scale", scales))
        _check_scheduled(section, scale, keys, planned)
        schedule[scale] = tuple(key for key in planned if key in keys)
    if top.has("schedule") and not schedule:
        section.problem("", "must name at least one scale.")
    return schedule


def _check_scheduled(
    section: Section, scale: str, keys: Sequence[str], planned: Mapping[str, bool]
) -> None:
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            section.problem(scale, f'"{key}" is named twice.')
        if planned and key not in planned:
            section.problem(scale, _not_known(key, "visit", planned))
        elif not planned.get(key, True):
            section.problem(scale, f'no photographs are planned at "{key}".')


def _questions(top: Section, *, tells_visit: bool) -> Questions | None:
    """Which scales are asked; what is asked must not tell the visit unawares."""
    questions = top.choice("questions", Questions, Questions.ALL)
    if questions is Questions.SCHEDULED and not tells_visit:
        top.problem(
            "questions",
            'with "scheduled" the scales asked at a photograph give its visit away. '
            'Say "all", or add tells_visit = true if that is meant.',
        )
    return questions


def _reading(top: Section, *, training: bool) -> ReadingRules:
    """The table [reading]: order, hidden repeats, and what is on the screen."""
    usual = ReadingRules()
    if not top.has("reading"):
        return usual
    section = top.section("reading")
    order = section.choice("order", Order, usual.order)
    repeats = section.number("repeats") if section.has("repeats") else usual.repeats
    gap = section.whole("gap", default=usual.gap)
    at_screen = _at_screen(section)
    section.refuse_other_keys()
    if order is Order.CHRONOLOGICAL and not training:
        section.problem(
            "order",
            '"chronological" tells the visits and is for training only. '
            "Choose another order, or say training = true at the top of the file.",
        )
    if repeats is not None and not 0 <= repeats <= MOST_REPEATS:
        section.problem(
            "repeats",
            f"must be a share from 0 to {number_text(MOST_REPEATS)}, "
            f"not {number_text(repeats)}.",
        )
    if gap is not None and not 1 <= gap <= WIDEST_GAP:
        section.problem("gap", f"must be 1 to {WIDEST_GAP} photographs, not {gap}.")
    if order is None or repeats is None or gap is None:
        return usual
    return replace(at_screen, order=order, repeats=repeats, gap=gap)


def _at_screen(section: Section) -> ReadingRules:
    """What a rater has on the screen, and for how long without a break."""
    usual = ReadingRules()
    comparison = section.choice("comparison", Comparison, usual.comparison)
    shown = usual.baseline_shown
    if section.has("baseline_shown"):
        shown = section.flag("baseline_shown", default=True)
    return ReadingRules(
        comparison=comparison or usual.comparison,
        baseline_shown=shown,
        display_check=section.flag("display_check", default=usual.display_check),
        break_after_minutes=_most(section, "break_after_minutes", LONGEST_STRETCH),
        batch=_most(section, "batch", LARGEST_BATCH),
        brightness_contrast=section.flag(
            "brightness_contrast", default=usual.brightness_contrast
        ),
    )


def _most(section: Section, key: str, most: int) -> int:
    """A whole number from 0, which stands for none."""
    number = section.whole(key, default=0)
    if number is not None and not 0 <= number <= most:
        section.problem(key, f"must be 0 (none) to {most}, not {number}.")
    return number or 0


def _reasons(top: Section) -> tuple[str, ...]:
    reasons = top.texts("reasons")
    for reason in dict.fromkeys(reasons):
        if reasons.count(reason) > 1:
            top.problem("reasons", f'"{reason}" stands there twice.')
    return reasons


def _not_known(word: str, noun: str, known: Collection[str]) -> str:
    near = suggestion(word, known)
    return f'there is no {noun} "{word}".{f" {near}" if near else ""}'
