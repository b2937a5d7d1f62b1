"""The order in which a rater sees the photographs, and the codes they bear there.

Pure functions of the photographs, the protocol's rules and a seed. What they draw is
stored and never drawn again.
"""

import hashlib
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.protocol.protocol import Order, ReadingRules
from models.words import counted

# Without 0 O 1 I L, which are mistaken for each other when read aloud.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 6
# A slot for a repeat must leave room for an original between two repeats.
_NARROWEST_SLOT = 2


@dataclass(frozen=True)
class Candidate:
    """A photograph to be read, as far as an order policy must know it.

    Attributes:
        id: Number of the photograph.
        subject: Code of the subject.
        view: Key of the view.
        visit: Place of the visit in the protocol, from 0.
        is_baseline: Whether it was taken at the baseline visit.
    """

    id: int
    subject: str
    view: str
    visit: int
    is_baseline: bool


@dataclass(frozen=True)
class Showing:
    """One place in a reading.

    Attributes:
        photograph: Number of the photograph.
        repeat_of: Place (from 0) of the first showing, or None for a first showing.
    """

    photograph: int
    repeat_of: int | None = None


@dataclass(frozen=True)
class ReadingPlan:
    """A reading as drawn.

    Attributes:
        showings: In the order of reading.
        remark: Why there are fewer repeats than the protocol asks for, or empty.
    """

    showings: tuple[Showing, ...]
    remark: str

    @property
    def repeats(self) -> int:
        """How many photographs are shown a second time."""
        return sum(one.repeat_of is not None for one in self.showings)


def reading_seed(study_seed: str, rater: str, part: int = 1) -> str:
    """The seed of one rater's order: his own, and the same whenever it is asked for.

    Args:
        study_seed: The study's seed.
        rater: Code of the rater.
        part: 1 for the first draw; more if photographs were added to the study later.
    """
    text = f"{study_seed}/{rater}/{part}"
    return hashlib.sha256(text.encode()).hexdigest()


def draw_plan(
    photographs: Sequence[Candidate], rules: ReadingRules, seed: str
) -> ReadingPlan:
    """Draw a reading: every photograph once in the order asked for, some twice.

    Repeats are spread over the reading: its length behind the first gap is cut into as
    many stretches as there are repeats, and each holds one at a random place. What is
    repeated there is drawn from the photographs shown long enough before.
    """
    order = _ORDERS[rules.order](photographs, _source("order", seed))
    wanted = round(rules.repeats * len(order))
    count = _possible_repeats(len(order), wanted, rules.gap)
    showings = _with_repeats(order, count, rules.gap, _source("repeats", seed))
    return ReadingPlan(tuple(showings), _remark(wanted, count, rules.gap))


def draw_order(photographs: Sequence[int], seed: str) -> list[int]:
    """The photographs in random order, each order equally likely."""
    drawn = list(photographs)
    _source("order", seed).shuffle(drawn)
    return drawn


def draw_codes(count: int, seed: str, taken: Collection[str] = ()) -> list[str]:
    """Different random codes of six signs, none of those that are taken."""
    source = _source("codes", seed)
    used = {code.upper() for code in taken}
    codes: list[str] = []
    while len(codes) < count:
        code = "".join(source.choices(_SIGNS, k=_LENGTH))
        if code not in used:
            used.add(code)
            codes.append(code)
    return codes


def _source(what: str, seed: str) -> random.Random:
    return random.Random(f"{what} {seed}")  # noqa: S311 - reproducible, stored


def _random_order(photographs: Sequence[Candidate], source: random.Random) -> list[int]:
    drawn = [one.id for one in photographs]
    source.shuffle(drawn)
    return drawn


def _subject_blocks(
    photographs: Sequence[Candidate], source: random.Random
) -> list[int]:
    """Subject after subject in random order, each with the visits in random order."""
    blocks = _by_subject(photographs)
    source.shuffle(blocks)
    order: list[int] = []
    for block in blocks:
        order += _random_order(block, source)
    return order


def _baseline_paired(
    photographs: Sequence[Candidate], source: random.Random
) -> list[int]:
    """Per subject and view the baseline first, then its follow-ups in random order.

    A baseline is scored once; it is the screen that keeps it beside what follows.
    """
    groups: dict[tuple[str, str], list[Candidate]] = {}
    for one in photographs:
        groups.setdefault((one.subject, one.view), []).append(one)
    drawn = list(groups.values())
    source.shuffle(drawn)
    order: list[int] = []
    for group in drawn:
        order += [one.id for one in group if one.is_baseline]
        order += _random_order([one for one in group if not one.is_baseline], source)
    return order


def _chronological(
    photographs: Sequence[Candidate], source: random.Random
) -> list[int]:
    """Subjects in random order, each with the visits in the order they happened."""
    blocks = _by_subject(photographs)
    source.shuffle(blocks)
    return [
        one.id for block in blocks for one in sorted(block, key=lambda one: one.visit)
    ]


_ORDERS = {
    Order.RANDOM: _random_order,
    Order.SUBJECT_BLOCKS: _subject_blocks,
    Order.BASELINE_PAIRED: _baseline_paired,
    Order.CHRONOLOGICAL: _chronological,
}


def _by_subject(photographs: Sequence[Candidate]) -> list[list[Candidate]]:
    blocks: dict[str, list[Candidate]] = {}
    for one in photographs:
        blocks.setdefault(one.subject, []).append(one)
    return list(blocks.values())


def _possible_repeats(photographs: int, wanted: int, gap: int) -> int:
    """As many repeats as are wanted, or as there is room for behind the gap."""
    count = wanted
    while count and _room(photographs + count, gap) < _NARROWEST_SLOT * count:
        count -= 1
    return count


def _room(length: int, gap: int) -> int:
    """Places where a repeat may stand: behind the first gap, and not the last one."""
    return length - 1 - (gap + 1)


def _with_repeats(
    order: Sequence[int], count: int, gap: int, source: random.Random
) -> list[Showing]:
    """The order with repeats put in between."""
    length = len(order) + count
    places = _repeat_places(length, count, gap, source)
    coming = iter(order)
    showings: list[Showing] = []
    repeatable: list[int] = []
    for place in range(length):
        if place > gap and showings[place - gap - 1].repeat_of is None:
            repeatable.append(place - gap - 1)
        if place in places:
            first = repeatable.pop(source.randrange(len(repeatable)))
            showings.append(Showing(showings[first].photograph, first))
        else:
            showings.append(Showing(next(coming)))
    return showings


def _repeat_places(
    length: int, count: int, gap: int, source: random.Random
) -> frozenset[int]:
    """One random place in each of as many stretches of equal length."""
    room = _room(length, gap)
    edges = [gap + 1 + room * number // count for number in range(count)]
    edges.append(gap + 1 + room)
    return frozenset(
        source.randrange(first, behind) for first, behind in pairwise(edges)
    )


def _remark(wanted: int, count: int, gap: int) -> str:
    if count == wanted:
        return ""
    found = counted(count, "repeat") if count else "no repeats"
    return (
        f"The reading has {found} instead of {wanted}: there are too few photographs "
        f"to keep {gap} between a photograph and its repeat."
    )
