"""Faults of a draft as they are told beside fields."""

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel

from gui.layouts import words
from models.errors import Problem

Path = tuple[str | int, ...]


def fault_label(name: str) -> QLabel:
    """A label for the faults of a field, which is not there while there are none."""
    label = words(name, look="fault")
    label.hide()
    return label


def tell(label: QLabel, sentences: Iterable[str]) -> None:
    """Show faults, a line each, or nothing."""
    text = "\n".join(sentences)
    label.setText(text)
    label.setVisible(bool(text))


def within(problems: Iterable[Problem], path: Path) -> list[Problem]:
    """The faults at a path and below it."""
    return [one for one in problems if one.path[: len(path)] == path]


def sentence(what: str, problem: Problem) -> str:
    """A fault as a sentence about what is named: "Name is missing."."""
    joint = " " if problem.text[:1].islower() else ": "
    return f"{what}{joint}{problem.text}"
