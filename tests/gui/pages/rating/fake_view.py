"""A rating page made of nothing, for the tests of its presenter."""

from collections.abc import Sequence

from gui.pages.rating.scene import Answer, ReviewRow, Scene
from models.training.practice import Feedback


class FakeRatingView:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.scene: Scene | None = None
        self.photographs: list[int] = []
        self.ahead: Sequence[int] = ()
        self.reasons: tuple[str, Sequence[str]] | None = None
        self.comment: tuple[str, str] | None = None
        self.typed = ""
        self.is_pausing = False
        self.rows: Sequence[ReviewRow] = ()
        self.question = ""
        self.is_comparing = False
        self.is_typing = False
        self.feedback: Sequence[Feedback] = ()

    def show_photograph(
        self, position: int, ahead: Sequence[int], *, compare: bool
    ) -> None:
        self.photographs.append(position)
        self.is_comparing = compare
        self.ahead = ahead

    def show_scene(self, scene: Scene) -> None:
        self.scene = scene

    def open_reasons(self, scale: str, reasons: Sequence[str]) -> None:
        self.reasons = (scale, reasons)

    def open_comment(self, scale: str, text: str) -> None:
        self.comment = (scale, text)
        self.typed = text

    def close_entry(self) -> None:
        self.reasons = self.comment = None
        self.feedback = ()

    def show_feedback(self, position: int, rows: Sequence[Feedback]) -> None:
        self.feedback = rows

    def comment_text(self) -> str:
        return self.typed

    def start_pause(self) -> None:
        self.is_pausing = True

    def stop_pause(self) -> None:
        self.is_pausing = False

    def start_typing(self) -> None:
        self.is_typing = True

    def stop_typing(self) -> None:
        self.is_typing = False

    def show_review(self, rows: Sequence[ReviewRow], *, is_open: bool) -> None:
        self.rows = rows

    def ask_to_finish(self, hint: str) -> None:
        self.question = hint

    @property
    def seen(self) -> Scene:
        assert self.scene is not None
        return self.scene

    def answer(self, scale: str) -> Answer:
        return next(one for one in self.seen.answers if one.scale == scale)
