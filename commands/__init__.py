"""The command line: another way to work on a study, without a window.

Each command is a function of the parsed words that returns an `Outcome`. It calls what
the window calls. Loading this package loads neither Qt nor the heavy libraries.
"""

import json
import sys
from collections.abc import Sequence

from commands.console import show_error, show_fault
from commands.parser import build_parser, file_to_open
from models.errors import ExpectedError
from models.progress import Cancelled

__all__ = ["run"]


def run(arguments: Sequence[str]) -> int:
    """Run one command, or the window if none is named, and return the exit status."""
    parser = build_parser()
    path = file_to_open(parser, arguments)
    if path is not None:
        from gui.application import run as run_window

        return run_window(path.file)
    words = parser.parse_args(arguments)
    as_json = bool(getattr(words, "json", False))
    try:
        outcome = words.run(words)
    except ExpectedError as error:
        show_error(error, as_json=as_json)
        return 1
    except (KeyboardInterrupt, Cancelled):
        print("Stopped. What was begun was not stored.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - the last place: logged, told, exit 1
        show_fault(error, as_json=as_json)
        return 1
    if as_json:
        print(json.dumps(outcome.data, ensure_ascii=False, indent=2, allow_nan=False))
    elif outcome.text:
        print(outcome.text)
    return int(outcome.status)
