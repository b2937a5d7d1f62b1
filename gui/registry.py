"""The pages of the window. Each is imported when it is first opened.

Heavy libraries (plots, statistics) come with the page that needs them, so the window
is there at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from gui.context import PageContext


@dataclass(frozen=True)
class PageEntry:
    """A page of the window.

    Attributes:
        key: Identifier: "photographs".
        title: In the list of pages.
        icon: Name of its icon.
        factory: Builds the page for the study that is open.
        for_training: Whether it is shown only in studies for training.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[PageContext], QWidget]
    for_training: bool = False


def _study(context: PageContext) -> QWidget:
    from gui.pages.study.page import build

    return build(context)


def _photographs(context: PageContext) -> QWidget:
    from gui.pages.photographs.page import build

    return build(context)


def _rating(context: PageContext) -> QWidget:
    from gui.pages.rating.page import build

    return build(context)


def _trajectories(context: PageContext) -> QWidget:
    from gui.pages.trajectories.page import build

    return build(context)


def _exchange(context: PageContext) -> QWidget:
    from gui.pages.exchange.page import build

    return build(context)


def _record(context: PageContext) -> QWidget:
    from gui.pages.record.page import build

    return build(context)


def _training(context: PageContext) -> QWidget:
    from gui.pages.training.page import build

    return build(context)


PAGES = (
    PageEntry("study", "Study", "study", _study),
    PageEntry("photographs", "Photographs", "photographs", _photographs),
    PageEntry("rating", "Rate", "rate", _rating),
    PageEntry("trajectories", "Trajectories", "trajectories", _trajectories),
    PageEntry("exchange", "Exchange", "export", _exchange),
    PageEntry("record", "Record", "record", _record),
    PageEntry("training", "Training", "check", _training, for_training=True),
)
