"""Scales and protocols of every kind, as hypothesis makes them."""

from typing import Any

from hypothesis import strategies as st

from models.protocol.adjudication import AdjudicationRule
from models.protocol.analysis import (
    Aggregation,
    Analysis,
    Combine,
    EligibilityRule,
    Endpoint,
    Missing,
    Outcome,
    Responder,
)
from models.protocol.assessments import Assessment, Assessor
from models.protocol.before_after import BeforeAfterRule
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
from models.scales.scale import (
    Band,
    Coding,
    Direction,
    FromPhotograph,
    Grade,
    Mode,
    Rated,
    RatedBy,
    Scale,
)
from models.scales.scale import Responder as ScaleResponder

TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    .map(str.strip)
    .filter(bool)
)
"""Every sign but half characters: quotes, line breaks, backslashes, other scripts."""

NOTES = st.just("") | TEXTS
NUMBERS = st.floats(-1_000_000, 1_000_000).map(lambda number: number + 0.0)
KEYS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)


@st.composite
def scales(draw: Any) -> Scale:
    values = sorted(draw(st.sets(NUMBERS, min_size=2, max_size=6)))
    size = len(values)
    has_codings = draw(st.booleans())
    labels = draw(st.lists(TEXTS, min_size=size, max_size=size, unique_by=str.casefold))
    categories = draw(st.lists(KEYS, min_size=size, max_size=size, unique=True))
    grades = tuple(
        Grade(value, label, draw(TEXTS), category if has_codings else "")
        for value, label, category in zip(values, labels, categories, strict=True)
    )
    direction = draw(st.sampled_from(Direction))
    mode = draw(st.sampled_from(Mode))
    bands = draw(_bands(values)) if draw(st.booleans()) else ()
    photograph = {
        Mode.STATIC: st.sampled_from(FromPhotograph),
        Mode.COMPARATIVE: st.sampled_from(
            [FromPhotograph.NO, FromPhotograph.WITH_BASELINE]
        ),
    }[mode]
    by = draw(
        st.lists(
            st.sampled_from([RatedBy.INVESTIGATOR, RatedBy.SUBJECT]),
            min_size=1,
            unique=True,
        )
    )
    responder = None
    if direction is not Direction.NONE and draw(st.booleans()):
        responder = ScaleResponder(
            draw(st.floats(0.001, 100)),
            draw(st.none() | st.sampled_from(values)),
            draw(TEXTS),
            draw(TEXTS),
        )
    return Scale(
        key=draw(KEYS),
        version=draw(TEXTS),
        name=draw(TEXTS),
        short=draw(TEXTS),
        question=draw(TEXTS),
        grades=grades,
        bands=bands,
        band_noun=draw(TEXTS) if bands else draw(NOTES),
        direction=direction,
        mode=mode,
        citation=draw(TEXTS),
        licence=draw(TEXTS),
        notes=draw(NOTES),
        source="",
        sha256="",
        rated=Rated(tuple(by), draw(photograph)),
        codings=draw(_codings(categories, direction)) if has_codings else (),
        responder=responder,
    )


@st.composite
def _bands(draw: Any, values: list[float]) -> tuple[Band, ...]:
    cut = draw(st.integers(1, len(values)))
    parts = [part for part in (values[:cut], values[cut:]) if part]
    names = draw(st.lists(TEXTS, min_size=len(parts), max_size=len(parts), unique=True))
    return tuple(
        Band(name, draw(TEXTS), part[0], part[-1], draw(TEXTS))
        for name, part in zip(names, parts, strict=True)
    )


@st.composite
def _codings(draw: Any, categories: list[str], direction: Direction) -> Any:
    size = len(categories)
    codes = sorted(draw(st.sets(NUMBERS, min_size=size, max_size=size)))
    return (
        Coding(
            key=draw(KEYS),
            name=draw(TEXTS),
            direction=direction,
            codes=dict(zip(categories, codes, strict=True)),
            labels={categories[0]: draw(TEXTS)} if draw(st.booleans()) else {},
            citation=draw(TEXTS),
            notes=draw(NOTES),
        ),
    )


@st.composite
def protocols(draw: Any) -> Protocol:
    """Over the shipped scales erythema-0-3, gais and pain-0-3, and the measure tewl."""
    design = draw(st.sampled_from(Design))
    has_sides = design in (Design.SPLIT_FACE, Design.CROSSOVER)
    arms = {Design.PARALLEL: draw(st.integers(2, 5)), Design.SINGLE_GROUP: 0}
    number = arms.get(design, 2)
    days = sorted(draw(st.lists(st.integers(-400, 400), min_size=2, max_size=5)))
    visits = tuple(draw(_visit(n, day)) for n, day in enumerate(days))
    photographed = [visits[0].key, *(one.key for one in visits[1:] if one.photographs)]
    keys = [one.key for one in visits]
    views = tuple(
        View(
            f"w{n}",
            f"View {n}",
            (f"alias {n}",) if draw(st.booleans()) else (),
            ("left", "right")[n] if has_sides else "",
        )
        for n in range(2)
    )
    is_scored = draw(st.booleans())
    schedule = {"erythema-0-3": tuple(photographed)} if is_scored else {}
    if is_scored and draw(st.booleans()):
        schedule["gais"] = tuple(photographed[-1:])
    assessments = (
        Assessment(
            "water-loss",
            draw(TEXTS),
            Assessor.DEVICE,
            "",
            "tewl",
            tuple(keys),
            direction=draw(st.sampled_from([None, *Direction])),
        ),
        Assessment(
            "pain",
            draw(TEXTS),
            draw(st.sampled_from(Assessor)),
            "pain-0-3",
            "",
            tuple(keys[1:]),
            is_per_side=has_sides and draw(st.booleans()),
        ),
    )
    asks = draw(st.sampled_from(Questions))
    training = draw(st.booleans())
    orders = [one for one in Order if training or one is not Order.CHRONOLOGICAL]
    return Protocol(
        key=draw(KEYS),
        version=draw(TEXTS),
        name=draw(TEXTS),
        design=design,
        arms=number,
        anchor=draw(st.sampled_from(["procedure", "enrolment"])),
        visits=visits,
        views=views,
        baseline=keys[0],
        schedule=schedule,
        questions=asks,
        reasons=tuple(draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))),
        citation=draw(NOTES),
        notes=draw(NOTES),
        source="",
        sha256="",
        reading=ReadingRules(
            draw(st.sampled_from(orders)),
            draw(st.floats(0, 0.5)),
            draw(st.integers(1, 1000)),
            comparison=draw(st.sampled_from(Comparison)),
            baseline_shown=draw(st.sampled_from([None, True, False])),
            display_check=draw(st.booleans()),
            break_after_minutes=draw(st.integers(0, 480)),
            batch=draw(st.integers(0, 10_000)),
            brightness_contrast=draw(st.booleans()),
        ),
        training=training,
        tells_visit=asks is Questions.SCHEDULED or draw(st.booleans()),
        ratio=tuple(
            1 if has_sides else draw(st.integers(1, 20)) for _ in range(number)
        ),
        crossover=keys[-1] if design is Design.CROSSOVER else "",
        sites=tuple(draw(st.lists(TEXTS, max_size=3, unique=True))),
        subjects=draw(st.integers(0, 100_000)),
        assessments=assessments,
        codings={"gais": "signed"} if "gais" in schedule else {},
        eligibility=(
            EligibilityRule("age", draw(TEXTS), draw(st.booleans())),
            EligibilityRule(
                "dry", draw(TEXTS), False, "water-loss", keys[0], draw(NUMBERS), None
            ),
        ),
        endpoints=(
            Endpoint(
                "loss",
                draw(TEXTS),
                "water-loss",
                keys[-1],
                Outcome.CHANGE,
                draw(st.sampled_from([Analysis.RANKS, Analysis.ANCOVA])),
                is_primary=True,
            ),
            Endpoint(
                "relief",
                draw(TEXTS),
                "pain",
                keys[-1],
                Outcome.RESPONSE,
                Analysis.RESPONDERS,
                is_primary=False,
                responder=Responder(draw(NUMBERS), None, draw(NUMBERS)),
            ),
        ),
        aggregation=Aggregation(
            draw(st.sampled_from(Combine)),
            draw(st.sampled_from(Combine)),
            draw(st.booleans()),
        ),
        missing=draw(st.sampled_from(Missing)),
        adjudication=draw(
            st.none()
            | st.builds(
                AdjudicationRule, st.floats(0.5, 9), st.booleans(), st.booleans()
            )
        ),
        before_after=(
            BeforeAfterRule(photographed[-1], draw(st.floats(0.5, 0.99)))
            if days[keys.index(photographed[-1])] > days[0]
            else None
        ),
    )


@st.composite
def _visit(draw: Any, number: int, day: int) -> Visit:
    window = draw(st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)))
    return Visit(
        key=f"v{number}",
        name=f"Visit {number}",
        day=day,
        photographs=number == 0 or draw(st.booleans()),
        aliases=(f"call {number}", f'"{number}"s') if draw(st.booleans()) else (),
        earliest=None if window is None else day - window[0],
        latest=None if window is None else day + window[1],
        has_treatment=draw(st.booleans()),
    )
