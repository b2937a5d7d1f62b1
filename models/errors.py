"""Errors that the user can mend, told in sentences.

Everything else that is raised is a bug: it is logged with its traceback and told as
one. Both end in one place: `gui.errors` in the window, `main` on the command line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One fault of something the user gave, with its place.

    Attributes:
        place: Where it stands, for the user to find: "row 7, column arm",
            "fg.toml, line 12, grades.3", or a file name.
        text: What is wrong, and what would be right.
        path: Keys to the value at fault in a definition, numbers from 0 being places in
            a list, for a form to find its field; empty elsewhere.
    """

    place: str
    text: str
    path: tuple[str | int, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


class ExpectedError(Exception):
    """Something the world did, told to the user in a sentence.

    The text names no subject and no arm, for it may be shown to a blinded rater.

    Attributes:
        text: What happened, one sentence.
        hint: What to do about it, one sentence, or empty.
        problems: Every single fault found, all at once.
    """

    def __init__(
        self, text: str, *, hint: str = "", problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint
        self.problems = tuple(problems)

    def report(self) -> str:
        """The sentence, the problems and the hint, a line each."""
        lines = [self.text, *(f"  {problem}" for problem in self.problems)]
        return "\n".join([*lines, self.hint] if self.hint else lines)
