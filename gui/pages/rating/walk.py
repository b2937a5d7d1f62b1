"""Where a rater goes next: from scale to scale, from photograph to photograph."""

from models.reading.session import RatingSession

_AHEAD = 2


def first_unanswered(session: RatingSession, position: int, after: str = "") -> str:
    """The next scale of a photograph with nothing said.

    Args:
        session: The reading.
        position: Of the photograph.
        after: Look behind this scale first, then from the start.

    Returns:
        Key of the scale; empty if all are answered.
    """
    keys = session.item(position).scales
    start = keys.index(after) + 1 if after in keys else 0
    given = session.scores(position)
    order = keys[start:] + keys[:start]
    return next((key for key in order if key not in given), "")


def neighbour(keys: tuple[str, ...], focus: str, step: int) -> str:
    """The scale below (1) or above (-1) the one in focus, or the outermost one."""
    if focus in keys:
        return keys[min(max(keys.index(focus) + step, 0), len(keys) - 1)]
    return keys[0 if step > 0 else -1]


def next_position(session: RatingSession, position: int) -> int:
    """Where Enter leads: to the next incomplete photograph once this is complete."""
    is_last = position == len(session.items)
    if session.is_complete(position) or is_last:
        return session.first_unscored(position)
    return position + 1


def upcoming(session: RatingSession, position: int) -> list[int]:
    """The photographs wanted next, for decoding ahead."""
    later = range(position + 1, len(session.items) + 1)
    is_open = session.is_open
    wanted = (one for one in later if not (is_open and session.is_complete(one)))
    return [one for _, one in zip(range(_AHEAD), wanted, strict=False)]
