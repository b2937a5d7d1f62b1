"""Dermagrade: blinded scoring of clinical photographs, in a window or by commands."""

import sys
from collections.abc import Sequence

from commands import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: The words after the program's name; those of the shell by default.

    Returns:
        The exit status: 0 done, 1 something stood in the way, 2 wrong usage.
    """
    return run(list(sys.argv[1:] if arguments is None else arguments))


if __name__ == "__main__":
    sys.exit(main())
