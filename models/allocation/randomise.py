"""Randomisation: permuted blocks of randomly varying size, in strata.

Where sides are compared, every subject has both arms, and what is drawn is which of
them is on the left: the blocks are of the two arrangements.

The list that comes of it goes into the seal and is shown to nobody. Its seed goes there
too, so that whoever opens the seal can draw the same list again and see that it was
drawn and not chosen.
"""

import json
import random
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from models.allocation.allocation_list import LONGEST_ARM_NAME, Allocation
from models.allocation.errors import AllocationError
from models.errors import Problem
from models.protocol.protocol import SIDES, Protocol
from models.protocol.units import Unit
from models.store.chain import canonical
from models.words import counted

_MOST_SHARES = 20
_DEFAULT_BLOCKS = 2
"""Without a wish, blocks are once and twice or twice and three times the shares."""


@dataclass(frozen=True)
class Arm:
    """An arm and its share: 2 in a ratio of 2:1."""

    name: str = field(repr=False)
    share: int = 1


@dataclass(frozen=True)
class Scheme:
    """How subjects are randomised.

    Attributes:
        arms: The arms with their shares.
        blocks: Sizes of blocks; each is drawn anew. Multiples of the shares' sum.
        by_site: Whether each site is a stratum of its own.
        seed: What the list is drawn with; secret, for it tells the list.
        has_sides: Whether it is drawn which arm is on the left of a subject.
    """

    arms: tuple[Arm, ...] = field(repr=False)
    blocks: tuple[int, ...]
    by_site: bool
    seed: str = field(repr=False)
    has_sides: bool = False

    def facts(self, sites: Mapping[str, str]) -> dict[str, str]:
        """How it was drawn and for whom, for inside the seal."""
        return {
            "arms": "\n".join(arm.name for arm in self.arms),
            "ratio": ":".join(str(arm.share) for arm in self.arms),
            "blocks": ",".join(map(str, self.blocks)),
            "strata": "site" if self.by_site else "",
            "sites": canonical(dict(sites)),
            "seed": self.seed,
            "units": "sides" if self.has_sides else "subjects",
        }


def read_arms(words: Sequence[str], ratio: Sequence[int] = ()) -> tuple[Arm, ...]:
    """Arms as they are written: "NAME" or "NAME=2".

    Args:
        words: As written.
        ratio: The protocol's share of the first arm, the second and so on, for those
            written without a share.

    Raises:
        AllocationError: A share is no whole number, or names are missing or alike.
    """
    arms = []
    problems = []
    for place, word in enumerate(words):
        found = re.fullmatch(r"(?P<name>.*?)(?:=(?P<share>[^=]*))?", word.strip())
        name = found["name"].strip() if found else ""
        usual = str(ratio[place]) if place < len(ratio) else "1"
        share = found["share"] if found and found["share"] is not None else usual
        if not share.strip().isdecimal() or not 0 < int(share) <= _MOST_SHARES:
            text = f"the share must be a whole number from 1 to {_MOST_SHARES}."
            problems.append(Problem("arm", text))
        elif not 0 < len(name) <= LONGEST_ARM_NAME or not name.isprintable():
            text = f"its name must have 1 to {LONGEST_ARM_NAME} characters."
            problems.append(Problem("arm", text))
        else:
            arms.append(Arm(name, int(share)))
    if len({arm.name.casefold() for arm in arms}) < len(arms):
        problems.append(Problem("arms", "two have the same name."))
    _refuse(problems)
    return tuple(arms)


def make_scheme(
    arms: Sequence[Arm],
    expected: int,
    *,
    blocks: Sequence[int] = (),
    by_site: bool = False,
    seed: str = "",
    has_sides: bool = False,
) -> Scheme:
    """Check how subjects are to be randomised.

    Args:
        arms: The arms with their shares.
        expected: How many arms the protocol has.
        blocks: Sizes of blocks; if empty, twice and three times the shares' sum.
        by_site: Whether each site is a stratum of its own.
        seed: Only for tests and the demo; random if empty.
        has_sides: Whether it is drawn which arm is on the left of a subject.

    Raises:
        AllocationError: The arms do not fit the protocol, or a block the shares.
    """
    problems = []
    if expected == 0:
        raise AllocationError("The study has no arms, so there is nothing to allocate.")
    if len(arms) != expected:
        text = f"the protocol has {expected}, {counted(len(arms), 'arm')} were named."
        problems.append(Problem("arms", text))
    if has_sides and len({arm.share for arm in arms}) > 1:
        text = "must be alike: every subject has both arms, one on each side."
        problems.append(Problem("shares", text))
    shares = sum(arm.share for arm in arms) or 1
    problems += [
        Problem("blocks", f"{size} is no multiple of {shares}, the sum of the shares.")
        for size in blocks
        if size <= 0 or size % shares
    ]
    _refuse(problems)
    sizes = tuple(blocks) or (_DEFAULT_BLOCKS * shares, (_DEFAULT_BLOCKS + 1) * shares)
    drawn = seed or secrets.token_hex(32)
    return Scheme(tuple(arms), tuple(sorted(set(sizes))), by_site, drawn, has_sides)


def scheme_of(
    protocol: Protocol,
    arms: Sequence[Arm],
    *,
    blocks: Sequence[int] = (),
    by_site: bool = False,
    seed: str = "",
) -> Scheme:
    """Check how the units of a study are to be randomised; see `make_scheme`."""
    return make_scheme(
        arms,
        protocol.arms,
        blocks=blocks,
        by_site=by_site,
        seed=seed,
        has_sides=protocol.has_sides,
    )


def randomise(sites: Mapping[str, str], scheme: Scheme) -> Allocation:
    """Draw the arm of each subject, or of each of its sides.

    Args:
        sites: Site, or empty, by code of the subject.
        scheme: How.

    Raises:
        AllocationError: There are no subjects, or the strata are sites and a subject
            has none.
    """
    if not sites:
        raise AllocationError(
            "The study has no subjects yet.",
            hint="Import its subjects first; they are randomised by their codes.",
        )
    without = [code for code, site in sorted(sites.items()) if not site]
    if scheme.by_site and without:
        raise AllocationError(
            f"{counted(len(without), 'subject')} cannot be randomised by site: no site "
            "is known.",
            hint="Import subjects and sites from a table first.",
            problems=[Problem("", f"subject {code} has no site.") for code in without],
        )
    strata: dict[str, list[str]] = {}
    for code in sorted(sites, key=_in_order):
        strata.setdefault(sites[code] if scheme.by_site else "", []).append(code)
    arm_of: dict[str, str] = {}
    for stratum, codes in sorted(strata.items()):
        # SystemRandom cannot be drawn again; the seed is 256 random bits.
        rng = random.Random(f"{scheme.seed}/{stratum}")  # noqa: S311
        for code, arm in zip(codes, _arms(scheme, rng), strict=False):
            arm_of |= _of_sides(code, arm, scheme) if scheme.has_sides else {code: arm}
    allocation = Allocation(arm_of, scheme.facts(sites), scheme.has_sides)
    if len(allocation.arms) < len(scheme.arms):
        raise AllocationError(
            "There are too few subjects for every arm to get one.",
            hint="Import all subjects first: the allocation is sealed once and whole.",
        )
    return allocation


def fits_its_draw(entries: Mapping[str, str], draw: Mapping[str, str]) -> bool:
    """Whether what was sealed is what its own seed draws, and so was not chosen.

    Args:
        entries: Arm, or the letter that hides it, by name of the unit.
        draw: As it lay in the seal.
    """
    try:
        names = draw["arms"].split("\n")
        shares = [int(share) for share in draw["ratio"].split(":")]
        scheme = Scheme(
            tuple(Arm(*pair) for pair in zip(names, shares, strict=True)),
            tuple(int(size) for size in draw["blocks"].split(",")),
            draw["strata"] == "site",
            draw["seed"],
            draw["units"] == "sides",
        )
        again = randomise(json.loads(draw["sites"]), scheme)
    except (KeyError, ValueError, AttributeError, AllocationError):
        return False
    return dict(again.arm_of) == dict(entries)


def _of_sides(code: str, left: str, scheme: Scheme) -> dict[str, str]:
    """The arms of both sides of a subject, given that of the left."""
    [right] = (arm.name for arm in scheme.arms if arm.name != left)
    return dict(zip((Unit(code, s).name for s in SIDES), (left, right), strict=True))


def _arms(scheme: Scheme, rng: random.Random) -> Iterator[str]:
    """Arms without end, block after block; of sides, those on the left."""
    shares = [arm.name for arm in scheme.arms for _ in range(arm.share)]
    while True:
        block = shares * (rng.choice(scheme.blocks) // len(shares))
        rng.shuffle(block)
        yield from block


def _in_order(code: str) -> tuple[tuple[int, int, str], ...]:
    """Codes as people count: S2 before S10."""
    parts = re.split(r"(\d+)", code)
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts
    )


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise AllocationError(
            f"The randomisation has {counted(len(problems), 'fault')}; nothing was "
            "sealed.",
            hint='Name each arm once, as "NAME" or "NAME=2".',
            problems=problems,
        )
