"""Readings for the tests of the rating page."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.pages.rating import rating_page
from gui.pages.rating.commands import GOES_ON
from gui.pages.rating.rating_page import RatingPage
from gui.settings import Settings
from gui.theme import Theme
from models.reading.session import RatingSession, open_session
from models.store.store import StudyStore
from tests.examples import PLAN, Ticking, example_protocol, make_study

FOUR_SCALES = (
    PLAN
    + """
fg-elastosis = ["baseline", "day30"]
crusting-0-3 = ["baseline", "day1", "day30"]

[reading]
repeats = 0.0
"""
)
SCALES = ("fg-wrinkling", "erythema-0-3", "fg-elastosis", "crusting-0-3")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Study files made once, for copying."""
    folder = tmp_path_factory.mktemp("studies")

    def template(subjects: int) -> Path:
        path = folder / f"{subjects}.dgstudy"
        if not path.exists():
            codes = [f"S-{number:03}" for number in range(1, subjects + 1)]
            plan = example_protocol(FOUR_SCALES)
            make_study(path, subjects=codes, protocol=plan).close()
        return path

    return template


@pytest.fixture
def make(
    tmp_path: Path, templates: Callable[[int], Path]
) -> Iterator[Callable[[int], StudyStore]]:
    """Makes a study of four scales with three photographs of each subject."""
    stores: list[StudyStore] = []

    def make(subjects: int) -> StudyStore:
        path = tmp_path / f"reading{len(stores)}.dgstudy"
        shutil.copyfile(templates(subjects), path)
        stores.append(StudyStore.open(path, now=Ticking()))
        return stores[-1]

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def store(make: Callable[[int], StudyStore]) -> StudyStore:
    """A study of two subjects: six photographs."""
    return make(2)


@pytest.fixture
def session(store: StudyStore) -> RatingSession:
    """The reading of rater R1, with nothing scored."""
    return open_session(store, "R1")


@pytest.fixture
def staying(settings: Settings) -> Settings:
    """Settings under which the page stays at a photograph that is complete."""
    settings.set_text(GOES_ON, "no")
    return settings


@pytest.fixture
def page(
    session: RatingSession, staying: Settings, theme: Theme
) -> Iterator[RatingPage]:
    """The page of the reading, on the screen."""
    page = shown(rating_page(session, staying))
    yield page
    page.close()


def shown(page: RatingPage) -> RatingPage:
    """Bring a page on the screen with the keyboard on it."""
    page.resize(1280, 660)
    page.show()
    QTest.qWaitForWindowExposed(page)
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    return page


def press(
    *keys: Qt.Key | str,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press keys where the keyboard is."""
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None, "the keyboard is nowhere"
        QTest.keyClick(target, key, modifier)
