"""Sequences: in a crossover of sides, the arm of a side and the arm it changes to."""

from collections.abc import Collection


def sequence(first: str, arms: Collection[str]) -> str:
    """What the sequence of a side is called: "Northlight then Southwind".

    Args:
        first: The arm before the change, or its letter.
        arms: Both arms, or both letters.
    """
    [second] = (arm for arm in arms if arm != first)
    return f"{first} then {second}"
