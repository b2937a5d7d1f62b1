"""The order in which a rater sees the photographs, and the codes they bear there."""

import hashlib
import random
from collections.abc import Collection, Sequence

# Without 0 O 1 I L, which are mistaken for each other when read aloud.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 6


def reading_seed(study_seed: str, rater: str, part: int = 1) -> str:
    """The seed of one rater's order: his own, and the same whenever it is asked for.

    Args:
        study_seed: The study's seed.
        rater: Code of the rater.
        part: 1 for the first draw; more if photographs were added to the study later.
    """
    text = f"{study_seed}/{rater}/{part}"
    return hashlib.sha256(text.encode()).hexdigest()


def draw_order(photographs: Sequence[int], seed: str) -> list[int]:
    """The photographs in random order, each order equally likely."""
    drawn = list(photographs)
    random.Random(f"order {seed}").shuffle(drawn)  # noqa: S311 - reproducible, stored
    return drawn


def draw_codes(count: int, seed: str, taken: Collection[str] = ()) -> list[str]:
    """Different random codes of six signs, none of those that are taken."""
    source = random.Random(f"codes {seed}")  # noqa: S311 - reproducible, stored
    used = set(taken)
    codes: list[str] = []
    while len(codes) < count:
        code = "".join(source.choices(_SIGNS, k=_LENGTH))
        if code not in used:
            used.add(code)
            codes.append(code)
    return codes
