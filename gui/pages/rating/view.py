"""What the presenter asks of the page, whatever it is made of."""

from collections.abc import Sequence
from typing import Protocol

from gui.pages.rating.scene import ReviewRow, Scene
from models.training.practice import Feedback


class RatingView(Protocol):
    """What the presenter asks of the page."""

    def show_photograph(
        self, position: int, ahead: Sequence[int], *, compare: bool
    ) -> None:
        """Bring a photograph on the screen, or it and its baseline."""
        ...

    def show_scene(self, scene: Scene) -> None:
        """Show everything beside the photograph."""
        ...

    def open_reasons(self, scale: str, reasons: Sequence[str]) -> None:
        """Let the rater choose why a scale is not assessable."""
        ...

    def open_comment(self, scale: str, text: str) -> None:
        """Let the rater write a comment on a scale, or on the photograph if empty."""
        ...

    def close_entry(self) -> None:
        """Put reasons or comment away."""
        ...

    def show_feedback(self, position: int, rows: Sequence[Feedback]) -> None:
        """Tell a trainee the references of a photograph."""
        ...

    def comment_text(self) -> str:
        """What stands in the open comment."""
        ...

    def start_pause(self) -> None:
        """Say in a moment that the pause is over, unless it is stopped."""
        ...

    def stop_pause(self) -> None:
        """Stop the pause before the next photograph."""
        ...

    def start_typing(self) -> None:
        """Say in a moment that no further digit comes, unless it is stopped."""
        ...

    def stop_typing(self) -> None:
        """Wait for no further digit."""
        ...

    def show_review(self, rows: Sequence[ReviewRow], *, is_open: bool) -> None:
        """Show the list before finishing."""
        ...

    def ask_to_finish(self, hint: str) -> None:
        """Ask whether to finish the reading."""
        ...
