"""What a session says of a photograph, as the page shows it."""

from collections.abc import Mapping

from gui.pages.rating.scene import Answer, ReviewRow
from models.reading.session import RatingSession


def answers(
    session: RatingSession, position: int, unsaved: Mapping[tuple[int, str], float]
) -> tuple[Answer, ...]:
    """What stands on each scale of a photograph, and what could not be stored there."""
    scores = session.scores(position)
    return tuple(
        Answer(
            key,
            scores[key].value if key in scores else None,
            scores[key].reason if key in scores else "",
            session.comment(position, key),
            unsaved.get((position, key)),
        )
        for key in session.item(position).scales
    )


def missing_names(session: RatingSession, position: int) -> tuple[str, ...]:
    """Names of the scales that are not answered at a photograph."""
    given = session.scores(position)
    keys = session.item(position).scales
    return tuple(session.scales[key].short for key in keys if key not in given)


def review_rows(session: RatingSession) -> list[ReviewRow]:
    """Every photograph of the reading, for the list before finishing."""
    return [_row(session, item.position) for item in session.items]


def _row(session: RatingSession, position: int) -> ReviewRow:
    item = session.item(position)
    scores = session.scores(position)
    return ReviewRow(
        position=position,
        code=item.code,
        missing=missing_names(session, position),
        is_untouched=not scores,
        not_assessable=tuple(
            session.scales[key].short for key, score in scores.items() if score.reason
        ),
        is_flagged=session.is_flagged(position),
        has_comment=any(
            session.comment(position, scale) for scale in ("", *item.scales)
        ),
    )
