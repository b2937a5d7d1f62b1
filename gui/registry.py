"""The pages of the window. Each is imported when it is first opened.

Heavy libraries (plots, statistics) come with the page that needs them, so the window
is there at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.context import PageContext

if TYPE_CHECKING:
    from models.protocol.protocol import Protocol


@dataclass(frozen=True)
class PageEntry:
    """A page of the window.

    Attributes:
        key: Identifier: "photographs".
        title: In the list of pages.
        icon: Name of its icon.
        factory: Builds the page for the study that is open.
        applies: Whether there is anything on it for a study of a protocol.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[PageContext], QWidget]
    applies: Callable[["Protocol"], bool] = lambda _: True


def _study(context: PageContext) -> QWidget:
    from gui.pages.study.page import build

    return build(context)


def _photographs(context: PageContext) -> QWidget:
    from gui.pages.photographs.page import build

    return build(context)


def _overview(context: PageContext) -> QWidget:
    from gui.pages.overview.page import build

    return build(context)


def _measurements(context: PageContext) -> QWidget:
    from gui.pages.measurements.page import build

    return build(context)


def _rating(context: PageContext) -> QWidget:
    from gui.pages.rating.page import build

    return build(context)


def _agreement(context: PageContext) -> QWidget:
    from gui.pages.agreement.wiring import build

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


def _evidence(context: PageContext) -> QWidget:
    from gui.pages.evidence.page import build

    return build(context)


def _training(context: PageContext) -> QWidget:
    from gui.pages.training.page import build

    return build(context)


def _has_photographs(protocol: "Protocol") -> bool:
    return protocol.has_photographs


PAGES = (
    PageEntry("study", "Study", "study", _study),
    PageEntry("overview", "Overview", "check", _overview),
    PageEntry(
        "photographs", "Photographs", "photographs", _photographs, _has_photographs
    ),
    PageEntry(
        "measurements",
        "Measurements",
        "table",
        _measurements,
        lambda protocol: bool(protocol.assessments),
    ),
    PageEntry("rating", "Rate", "rate", _rating, _has_photographs),
    PageEntry("agreement", "Agreement", "agreement", _agreement, _has_photographs),
    PageEntry("trajectories", "Trajectories", "trajectories", _trajectories),
    PageEntry("exchange", "Exchange", "export", _exchange, _has_photographs),
    PageEntry("record", "Record", "record", _record),
    PageEntry("evidence", "Evidence", "evidence", _evidence),
    PageEntry(
        "training",
        "Training",
        "check",
        _training,
        lambda protocol: protocol.training,
    ),
)
