"""What the rating page says, word for word."""

from collections.abc import Sequence

from models.errors import ExpectedError
from models.words import counted, listed

CLOSED = (
    "This reading is closed: it is finished, or the study is locked. "
    "Grades can be read, not changed."
)
FINISHED = "This reading is finished. Grades can be read, not changed."
NO_COMPARISON = "There is nothing to compare this photograph with."
LOCKED = "The study is locked. Grades can be read, not changed."


def not_saved(what: str, error: ExpectedError) -> str:
    """What could not be stored, and why: it stays so until it is stored."""
    said = f"Not saved: {what}. {error.text}"
    return f"{said} {error.hint}" if error.hint else said


def left_incomplete(code: str, names: Sequence[str], *, is_last: bool = False) -> str:
    """A photograph was left, or is not left, with scales not answered."""
    scales = listed(names)
    if is_last:
        verb = "is" if len(names) == 1 else "are"
        return f"{scales} {verb} still to be answered. N says not assessable."
    return f"{code} was left without {scales}."


def incomplete(missing: int, count: int) -> str:
    """Why the reading cannot be finished yet."""
    verb = "is" if missing == 1 else "are"
    photographs = counted(count, "photograph")
    return f"{missing} of {photographs} {verb} not complete yet."


def closing_question(flagged: int) -> str:
    """What finishing means, before it is done."""
    text = (
        "From then on the grades can be read and not changed. "
        "Only the coordinator can reopen the reading, with a reason on record."
    )
    if not flagged:
        return text
    verb = "is" if flagged == 1 else "are"
    return f"{counted(flagged, 'photograph')} {verb} still flagged for review. {text}"


def no_reading(*, is_locked: bool, has_photographs: bool) -> str:
    """Why no reading can be begun, or empty."""
    if is_locked:
        return "The study is locked, so no reading can be begun or changed."
    if not has_photographs:
        return "The study has no photographs yet. Import them on the page Photographs."
    return ""
