"""Reads a protocol from its TOML file and tells every fault of it at once."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from models.errors import ExpectedError
from models.protocol.adjudication import read_adjudication
from models.protocol.analysis_reader import (
    read_aggregation,
    read_eligibility,
    read_endpoints,
    read_missing,
)
from models.protocol.assessment_reader import read_assessments, read_codings
from models.protocol.before_after import read_before_after
from models.protocol.certification import read_certification
from models.protocol.protocol import (
    SIDES,
    Comparison,
    Design,
    Order,
    Protocol,
    Questions,
    ReadingRules,
    View,
    Visit,
)
from models.protocol.reader_words import check_unique, not_known, read_key
from models.protocol.spelling import normalised, spellings
from models.scales.scale import Scale
from models.toml_file import Section, read_toml
from models.words import counted, listed, number_text

MOST_ARMS = 26
"""Arms are lettered A to Z while they are masked."""

FARTHEST_DAY = 36_525
"""A hundred years: a day beyond it is a slip of the keyboard."""

MOST_REPEATS = 0.5
"""A share of repeats beyond it would show more repeats than new photographs."""

WIDEST_GAP = 1000
"""Photographs; nobody remembers one over so many others."""

MOST_SUBJECTS = 100_000
LARGEST_SHARE = 20
"""Of an arm, in the ratio of the arms."""
LONGEST_STRETCH = 480
"""Minutes; a break that comes later than after a working day is none."""

LARGEST_BATCH = 10_000

_ANCHORS = ("procedure", "enrolment")
_Named = TypeVar("_Named", Visit, View)


class ProtocolFileError(ExpectedError):
    """A protocol file with faults; `problems` holds all of them."""


def read_protocol(
    source: str,
    place: str,
    scales: Collection[str],
    measures: Collection[str] = (),
) -> Protocol:
    """Read a protocol.

    Args:
        source: The TOML text.
        place: What the text is called in problems: the name of its file.
        scales: Keys of the scales it may name; a mapping by key will do, and is needed
            for the names of codings to be checked.
        measures: Keys of the measures it may name.

    Raises:
        ProtocolFileError: The text has faults; all are told with their places.
    """
    top, problems = read_toml(source, place, ProtocolFileError, "protocol")
    key = read_key(top)
    version, name = top.text("version"), top.text("name")
    design = top.choice("design", Design)
    arms = _arms(top, design)
    ratio = _ratio(top, arms, has_sides=_has_sides(design))
    anchor = _anchor(top)
    has_sides = _has_sides(design)
    visits, views = _visits(top), _views(top, has_sides=has_sides)
    _check_spellings(visits, views)
    keys = tuple(visit.key for visit, _ in visits if visit.key)
    baseline = _baseline(top, visits)
    crossover = _crossover(top, design, keys)
    schedule = _schedule(top, visits, scales)
    assessments = read_assessments(
        top, keys, schedule, scales, measures, has_sides=has_sides
    )
    series = {**schedule, **{one.key: one.visits for one in assessments}}
    named = (*schedule, *(one.scale for one in assessments if one.scale))
    codings = read_codings(top, {key: _codings_of(key, scales) for key in named})
    _check_baseline_photographs(top, baseline, visits, schedule)
    training = top.flag("training", default=False)
    tells_visit = top.flag("tells_visit", default=False)
    questions = _questions(top, tells_visit=tells_visit)
    reading = _reading(top, training=training)
    reasons = _reasons(top, is_needed=bool(schedule))
    sites = _sites(top)
    subjects = _subjects(top)
    eligibility = read_eligibility(top, series)
    endpoints = read_endpoints(top, series, baseline)
    aggregation, missing = read_aggregation(top), read_missing(top)
    adjudication = read_adjudication(top)
    before_after = read_before_after(top, [visit for visit, _ in visits], baseline)
    certification = read_certification(top, tuple(schedule))
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
        ratio=ratio,
        crossover=crossover,
        sites=sites,
        subjects=subjects,
        assessments=assessments,
        codings=codings,
        eligibility=eligibility,
        endpoints=endpoints,
        aggregation=aggregation,
        missing=missing,
        adjudication=adjudication,
        before_after=before_after,
        certification=certification,
    )


def _has_sides(design: Design | None) -> bool:
    """Whether sides of a subject are compared."""
    return design in (Design.SPLIT_FACE, Design.CROSSOVER)


def _arms(top: Section, design: Design | None) -> int:
    absent = {Design.SINGLE_GROUP: 0, Design.SPLIT_FACE: 2, Design.CROSSOVER: 2}
    usual = absent.get(design) if design else None
    arms = top.whole("arms", default=usual)
    if arms is None:
        return 0
    if design is Design.PARALLEL and not 2 <= arms <= MOST_ARMS:
        top.problem("arms", f"must be 2 to {MOST_ARMS} for parallel arms, not {arms}.")
    if design is Design.SINGLE_GROUP and arms:
        top.problem("arms", f"must be 0 for a single group, not {arms}.")
    if _has_sides(design) and arms != len(SIDES):
        top.problem("arms", f"must be 2 where two sides are compared, not {arms}.")
    return arms


def _ratio(top: Section, arms: int, *, has_sides: bool) -> tuple[int, ...]:
    """The share of each arm; alike where nothing is said."""
    if not top.has("ratio"):
        return (1,) * arms
    text = top.text("ratio")
    shares = [part.strip() for part in text.split(":")]
    if not text:
        return (1,) * arms
    is_sound = all(
        part.isdecimal() and 1 <= int(part) <= LARGEST_SHARE for part in shares
    )
    if not is_sound:
        top.problem(
            "ratio", f'must be written like "2:1", with shares of 1 to {LARGEST_SHARE}.'
        )
    elif len(shares) != arms:
        top.problem("ratio", f"names {len(shares)} arms; the protocol has {arms}.")
    elif has_sides and len(set(shares)) > 1:
        top.problem("ratio", "must be 1:1 where every subject has both arms.")
    return tuple(int(part) for part in shares) if is_sound else (1,) * arms


def _crossover(top: Section, design: Design | None, visits: Collection[str]) -> str:
    """The visit from which the sides have changed arms."""
    if design is not Design.CROSSOVER:
        if top.has("crossover"):
            top.problem("crossover", 'is for design = "crossover" only.')
        return top.text("crossover", optional=True)
    key = top.text("crossover")
    if key and visits and key not in visits:
        top.problem("crossover", not_known(key, "visit", visits))
    return key


def _codings_of(key: str, scales: Collection[str]) -> Collection[str]:
    """The names of a scale's codings, where the scale itself is at hand."""
    scale = _scale(key, scales)
    return tuple(one.key for one in scale.codings) if scale else ()


def _scale(key: str, scales: Collection[str]) -> Scale | None:
    """A scale, where more than its key is at hand."""
    found = scales.get(key) if isinstance(scales, Mapping) else None
    return found if isinstance(found, Scale) else None


def _sites(top: Section) -> tuple[str, ...]:
    sites = top.texts("sites", optional=True)
    for site in dict.fromkeys(sites):
        if sites.count(site) > 1:
            top.problem("sites", f'"{site}" stands there twice.')
    return sites


def _subjects(top: Section) -> int:
    subjects = top.whole("subjects", default=0) or 0
    if not 0 <= subjects <= MOST_SUBJECTS:
        top.problem("subjects", f"must be 0 to {MOST_SUBJECTS:,}, not {subjects}.")
    return subjects


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
        key, name, day = read_key(section), section.text("name"), section.whole("day")
        photographs = section.flag("photographs", default=True)
        aliases = section.texts("aliases", optional=True)
        earliest, latest = _window(section, day)
        treatment = section.flag("treatment", default=False)
        section.refuse_other_keys()
        _check_day(section, day, last)
        last = last if day is None else day
        visit = Visit(
            key, name, day or 0, photographs, aliases, earliest, latest, treatment
        )
        visits.append((visit, section))
    _check_unique(visits)
    return visits


def _window(section: Section, day: int | None) -> tuple[int | None, int | None]:
    """The days on which a visit is kept: before = 2 and after = 3 days of its own."""
    if not (section.has("before") or section.has("after")):
        return None, None
    before = section.whole("before", default=0)
    after = section.whole("after", default=0)
    for key, days in (("before", before), ("after", after)):
        if days is not None and not 0 <= days <= FARTHEST_DAY:
            section.problem(key, f"must be 0 or more days, not {days}.")
    if day is None or before is None or after is None:
        return None, None
    return day - before, day + after


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


def _views(top: Section, *, has_sides: bool) -> list[tuple[View, Section]]:
    views = []
    for section in top.sections("views", optional=_is_without_photographs(top)):
        key, name = read_key(section), section.text("name")
        aliases = section.texts("aliases", optional=True)
        side = section.text("side", optional=not has_sides)
        if side and side not in SIDES:
            section.problem("side", f'must be "left" or "right", not "{side}".')
        elif side and not has_sides:
            section.problem("side", "is for designs that compare sides only.")
        section.refuse_other_keys()
        views.append((View(key, name, aliases, side), section))
    _check_unique(views)
    return views


def _is_without_photographs(top: Section) -> bool:
    """Whether a study does without photographs: all it has are assessments."""
    return top.has("assessments") and not top.has("schedule")


def _check_unique(named: Sequence[tuple[_Named, Section]]) -> None:
    """Keys tell visits, or views, apart."""
    met: set[str] = set()
    for thing, section in named:
        check_unique(thing.key, section, met)


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
        top.problem("baseline", not_known(baseline, "visit", keys))
    return baseline


def _check_baseline_photographs(
    top: Section,
    baseline: str,
    visits: Sequence[tuple[Visit, Section]],
    schedule: Collection[str],
) -> None:
    """Where photographs are scored, the baseline must be among them."""
    without = {visit.key for visit, _ in visits if not visit.photographs}
    if schedule and baseline in without:
        top.problem("baseline", f'no photographs are planned at "{baseline}".')


def _schedule(
    top: Section, visits: Sequence[tuple[Visit, Section]], scales: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Which scale is analysed at which visits."""
    if _is_without_photographs(top):
        return {}
    section = top.section("schedule")
    planned = {visit.key: visit.photographs for visit, _ in visits if visit.key}
    schedule = {}
    for scale in section.all_keys():
        keys = section.texts(scale)
        if scale not in scales:
            section.problem(scale, not_known(scale, "scale", scales))
        known = _scale(scale, scales)
        if known and not known.is_from_photograph:
            section.problem(
                scale,
                "is not graded from photographs: plan it under [[assessments]].",
            )
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
            section.problem(scale, not_known(key, "visit", planned))
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
        certificate=section.flag("certificate", default=usual.certificate),
    )


def _most(section: Section, key: str, most: int) -> int:
    """A whole number from 0, which stands for none."""
    number = section.whole(key, default=0)
    if number is not None and not 0 <= number <= most:
        section.problem(key, f"must be 0 (none) to {most}, not {number}.")
    return number or 0


def _reasons(top: Section, *, is_needed: bool) -> tuple[str, ...]:
    reasons = top.texts("reasons", optional=not is_needed)
    for reason in dict.fromkeys(reasons):
        if reasons.count(reason) > 1:
            top.problem("reasons", f'"{reason}" stands there twice.')
    return reasons
