"""What an amended protocol changes, and what it may not change any more.

Once scoring has begun, everything that a score rests on is frozen: what raters were
asked, in which order, of which visits and views. What is planned besides may still be
amended, as a new version.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.protocol.protocol import Protocol, View, Visit
from models.words import listed


@dataclass(frozen=True)
class Difference:
    """One thing that an amendment changes.

    Attributes:
        text: What it is, one sentence.
        is_frozen: Whether it may not be changed once scoring has begun.
    """

    text: str
    is_frozen: bool


def differences(old: Protocol, new: Protocol) -> tuple[Difference, ...]:
    """Everything that differs between two versions of a protocol, for people."""
    return tuple(_differences(old, new))


def _differences(old: Protocol, new: Protocol) -> Iterator[Difference]:
    yield from _facts(old, new)
    yield from _visits(
        {one.key: one for one in old.visits}, {one.key: one for one in new.visits}
    )
    yield from _views(
        {one.key: one for one in old.views}, {one.key: one for one in new.views}
    )
    yield from _schedule(old, new)
    yield from _plans(old, new)


def _facts(old: Protocol, new: Protocol) -> Iterator[Difference]:
    """Differences that are one word each."""
    frozen: tuple[tuple[str, object, object], ...] = (
        ("design", old.design, new.design),
        ("number of arms", old.arms, new.arms),
        ("ratio of the arms", _ratio(old), _ratio(new)),
        ("visit of crossing over", old.crossover or "none", new.crossover or "none"),
        ("anchor day", old.anchor, new.anchor),
        ("baseline", old.baseline, new.baseline),
        ("questions asked at a photograph", old.questions, new.questions),
    )
    for name, before, after in frozen:
        if before != after:
            text = f"The {name} changes from {before} to {after}."
            yield Difference(text, is_frozen=True)
    if old.reading != new.reading:
        yield Difference("The rules of reading change.", is_frozen=True)
    if old.training != new.training or old.tells_visit != new.tells_visit:
        yield Difference("What a rater may know changes.", is_frozen=True)
    gone = [reason for reason in old.reasons if reason not in new.reasons]
    if gone:
        yield Difference(
            f"Reasons for not assessable fall away: {listed(gone)}.", is_frozen=True
        )
    added = [reason for reason in new.reasons if reason not in old.reasons]
    if added:
        yield Difference(
            f"New reasons for not assessable: {listed(added)}.", is_frozen=False
        )


def _visits(old: Mapping[str, Visit], new: Mapping[str, Visit]) -> Iterator[Difference]:
    for key, visit in old.items():
        other = new.get(key)
        if other is None:
            yield Difference(f"The visit {visit.name} falls away.", is_frozen=True)
            continue
        if (visit.day, visit.photographs) != (other.day, other.photographs):
            text = f"The visit {visit.name} changes its day or its photographs."
            yield Difference(text, is_frozen=True)
        window = (visit.earliest, visit.latest, visit.has_treatment, visit.name)
        if window != (other.earliest, other.latest, other.has_treatment, other.name):
            text = f"The visit {visit.name} changes its name, window or treatment."
            yield Difference(text, is_frozen=False)
    for key, visit in new.items():
        if key not in old:
            yield Difference(f"The visit {visit.name} is new.", is_frozen=False)


def _views(old: Mapping[str, View], new: Mapping[str, View]) -> Iterator[Difference]:
    for key, view in old.items():
        other = new.get(key)
        if other is None:
            yield Difference(f"The view {view.name} falls away.", is_frozen=True)
        elif view.side != other.side:
            yield Difference(f"The view {view.name} changes sides.", is_frozen=True)
    for key, view in new.items():
        if key not in old:
            yield Difference(f"The view {view.name} is new.", is_frozen=False)


def _schedule(old: Protocol, new: Protocol) -> Iterator[Difference]:
    """What is asked at photographs; new visits may be added to it."""
    if old.scales != new.scales:
        yield Difference(
            "The scales that photographs are scored on change, or their order.",
            is_frozen=True,
        )
    known = {visit.key for visit in old.visits}
    for scale in old.scales:
        before, after = old.schedule[scale], new.schedule.get(scale)
        if after is None or before == after:
            continue
        is_only_new = set(before) == set(after) & known
        text = f"The visits at which {scale} is analysed change."
        yield Difference(text, is_frozen=not is_only_new)


def _plans(old: Protocol, new: Protocol) -> Iterator[Difference]:
    """What is planned besides photographs; free to be amended."""
    before = {one.key: one for one in old.assessments}
    after = {one.key: one for one in new.assessments}
    for key, one in before.items():
        if key not in after:
            text = f"The assessment {one.name} falls away; its values are kept."
            yield Difference(text, is_frozen=False)
        elif one.instrument != after[key].instrument or one.by != after[key].by:
            text = f"The assessment {one.name} changes what it is rated on or by whom."
            yield Difference(text, is_frozen=True)
        elif one != after[key]:
            text = f"The assessment {one.name} changes its name, sides or visits."
            yield Difference(text, is_frozen=False)
    for key, one in after.items():
        if key not in before:
            yield Difference(f"The assessment {one.name} is new.", is_frozen=False)
    plans: tuple[tuple[str, object, object], ...] = (
        ("codings change", old.codings, new.codings),
        ("eligibility rules change", old.eligibility, new.eligibility),
        ("endpoints change", old.endpoints, new.endpoints),
        ("aggregation of raters and views changes", old.aggregation, new.aggregation),
        ("rule for missing values changes", old.missing, new.missing),
        ("rule for third readings changes", old.adjudication, new.adjudication),
        ("rule for before or after changes", old.before_after, new.before_after),
        ("rules of certification change", old.certification, new.certification),
        ("sites change", old.sites, new.sites),
        ("planned number of subjects changes", old.subjects, new.subjects),
    )
    for what, then, now in plans:
        if then != now:
            yield Difference(f"The {what}.", is_frozen=False)
    texts = ("name", "citation", "notes")
    if any(getattr(old, text) != getattr(new, text) for text in texts):
        yield Difference("Its name, citation or notes change.", is_frozen=False)


def _ratio(protocol: Protocol) -> str:
    return ":".join(str(share) for share in protocol.ratio) or "none"
