"""Talking on the terminal: errors, faults, progress, passphrases."""

import getpass
import json
import logging
import os
import sys
from argparse import Namespace
from pathlib import Path

import platformdirs

from models.errors import ExpectedError
from models.faults import where
from models.progress import Progress, Step
from models.store.clock import stamp, utc_now

ENVIRONMENT = "DERMAGRADE_PASSPHRASE"


def show_error(error: ExpectedError, *, as_json: bool) -> None:
    """Print a sentence, its problems and its hint."""
    if as_json:
        problems = [{"place": one.place, "text": one.text} for one in error.problems]
        document = {"error": error.text, "hint": error.hint, "problems": problems}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print(f"error: {error.report()}", file=sys.stderr)


def show_fault(error: Exception, *, as_json: bool) -> None:
    """Log a fault of the program and print where its description is."""
    folder = Path(platformdirs.user_log_dir("dermagrade", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "commands.log"
    with path.open("a", encoding="utf-8") as file:
        # Where, and not what: a message may hold a subject, a file name or an arm.
        file.write(f"{stamp(utc_now())} {where(error)}\n")
    logging.getLogger(__name__).debug("fault: %s", where(error))
    sentence = ExpectedError(
        f"The program has a fault here ({type(error).__name__}). Nothing half-done was "
        "stored.",
        hint=f"Its description is in {path}.",
    )
    show_error(sentence, as_json=as_json)


def progress() -> Progress:
    """Progress shown on one line of the terminal, and nowhere else."""
    return Progress(_show_step) if sys.stderr.isatty() else Progress()


def _show_step(step: Step) -> None:
    """Write a step over the one before."""
    share = f" {100 * step.done // step.total} %" if step.total else ""
    end = "\n" if step.total and step.done >= step.total else ""
    print(f"\r\x1b[K{step.text}{share}", end=end, file=sys.stderr, flush=True)


def passphrase(words: Namespace, *, twice: bool = False) -> str:
    """The passphrase from a file, the environment or a prompt; never an argument.

    Args:
        words: With passphrase_file, a path or None.
        twice: Ask for it twice at the prompt, as where it is set.

    Raises:
        ExpectedError: There is none to be had, or the two differ.
    """
    if words.passphrase_file:
        return _from_file(Path(words.passphrase_file))
    if ENVIRONMENT in os.environ:
        return os.environ[ENVIRONMENT]
    if not sys.stdin.isatty():
        raise ExpectedError(
            "The passphrase of the allocation is needed.",
            hint=f"Give --passphrase-file FILE, or set {ENVIRONMENT}.",
        )
    given = getpass.getpass("Passphrase: ")
    if twice and getpass.getpass("The same again: ") != given:
        raise ExpectedError("The two passphrases differ.", hint="Nothing was sealed.")
    return given


def secret(path: Path | None, what: str, option: str) -> str:
    """A password, a code or a second passphrase: from a file or a prompt.

    Args:
        path: A text file whose first line it is, or None.
        what: What it is called: "Password".
        option: The option that names the file, for the hint.

    Raises:
        ExpectedError: There is none to be had.
    """
    if path is not None:
        return _from_file(path)
    if not sys.stdin.isatty():
        raise ExpectedError(f"{what} is needed.", hint=f"Give {option} FILE.")
    return getpass.getpass(f"{what}: ")


def has_passphrase(words: Namespace) -> bool:
    """Whether a passphrase was given without asking for one."""
    return bool(words.passphrase_file) or ENVIRONMENT in os.environ


def _from_file(path: Path) -> str:
    """The first line of a passphrase file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ExpectedError(
            f"The passphrase file {path.name} cannot be read.",
            hint="It must be a text file whose first line is the passphrase.",
        ) from error
    return text.splitlines()[0] if text.strip() else ""


def person() -> str:
    """Who works here, as the system knows them, for the audit trail."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
