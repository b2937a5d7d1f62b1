"""Take pictures of the rating page, to be looked at: python -m tests.looks FOLDER.

Both themes at four sizes of screen (the largest at 200 %), with drawn skin or with a
photograph of one's own, and with a picture of 100 megapixels.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.main_window import MainWindow

HUGE = (11_600, 8_700)
"""Width and height of the picture of 100 megapixels."""


@dataclass(frozen=True)
class Screen:
    """A screen: its size in its own pixels, and how many of them a point takes."""

    width: int
    height: int
    factor: int = 1

    @property
    def name(self) -> str:
        """For the name of the file."""
        return f"{self.width}x{self.height}"


SCREENS = (
    Screen(1280, 720),
    Screen(1366, 768),
    Screen(1920, 1080),
    Screen(3840, 2160, factor=2),
)
THEMES = ("light", "dark")


def main(arguments: list[str] | None = None) -> int:
    """Take all pictures, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.looks")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--photograph", type=Path, metavar="FILE", help="instead of drawn"
    )
    parser.add_argument("--text-size", type=int, default=100, metavar="PERCENT")
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        _take(options.folder, *options.one, text_size=options.text_size)
        return 0
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        pictures = {"face": Path(name) / "face", "huge": Path(name) / "huge"}
        face = options.photograph.read_bytes() if options.photograph else _drawn()
        pictures["face"].write_bytes(face)
        pictures["huge"].write_bytes(_enlarged(face))
        for screen in SCREENS:
            for theme in THEMES:
                for what, picture in pictures.items():
                    _start(options, screen, theme, what, picture)
    return 0


def _drawn() -> bytes:
    """A photograph of drawn skin."""
    from models.demo.camera import encode
    from models.demo.skin import Signs, draw, person

    signs = Signs(wrinkling=6, elastosis=5, erythema=1, crusting=1)
    pixels = draw(person(7), signs, visit_seed=1)
    return encode(pixels, taken_at=datetime(2026, 2, 2, tzinfo=UTC))


def _enlarged(data: bytes) -> bytes:
    """The same at 100 megapixels."""
    from PIL import Image

    file = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").resize(HUGE).save(file, "JPEG", quality=85)
    return file.getvalue()


def _start(
    options: argparse.Namespace, screen: Screen, theme: str, what: str, picture: Path
) -> None:
    """Take one picture in a new process, for the scale of a screen is set at start."""
    size = str(screen.width // screen.factor), str(screen.height // screen.factor)
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(screen.factor),
    }
    name = f"{what}-{screen.name}-{theme}.png"
    words = ["--text-size", str(options.text_size), "--one", *size, theme, name]
    subprocess.run(
        [sys.executable, "-m", "tests.looks", options.folder, *words, picture],
        env=environment,
        check=True,
    )
    sys.stdout.write(f"{options.folder / name}\n")


def _take(
    folder: Path,
    width: str,
    height: str,
    theme: str,
    name: str,
    picture: str,
    *,
    text_size: int,
) -> None:
    """Show the picture on the rating page of the whole window, and grab that."""
    from PySide6.QtCore import QSettings, Qt
    from PySide6.QtTest import QTest

    from gui.application import new_application, new_context
    from gui.errors import ErrorReporter
    from gui.main_window import MainWindow
    from gui.pages.rating.page import RatingRoom
    from gui.settings import ThemeChoice

    application = new_application()
    with tempfile.TemporaryDirectory() as scratch:
        settings = QSettings(f"{scratch}/settings.ini", QSettings.Format.IniFormat)
        context = new_context(application, ErrorReporter(), settings)
        context.settings.theme = ThemeChoice(theme)
        context.settings.font_scale = text_size
        context.theme.apply()
        window = MainWindow(context)
        window.resize(int(width), int(height))
        window.show()
        window.open_file(_study(Path(scratch) / "look.dgstudy", Path(picture)))
        window.show_reading("R1")
        room = window.findChild(RatingRoom)
        if room is not None and room.display_page is not None:
            window.grab().save(str(folder / name.replace(".png", "-display.png")))
            for buttons in room.display_page.options.values():
                buttons[0].click()
            room.display_page.begin.click()
        if room is None or room.page is None:
            raise RuntimeError("no reading is shown")
        QTest.keyClick(room.page, Qt.Key.Key_5)
        for _ in range(200):
            QTest.qWait(50)
            if room.page.viewer.is_sharp:
                break
        QTest.qWait(500)
        window.grab().save(str(folder / name))
        if name.startswith("face"):
            window.show_page("rating")
            room.leave()
            window.open_file(_compared(Path(scratch) / "two.dgstudy", Path(picture)))
            _take_states(window, folder, name)
        window.close()


def _take_states(window: "MainWindow", folder: Path, name: str) -> None:
    """Pictures of what only some readings have: comparison, references, tones."""
    from PySide6.QtTest import QTest

    from gui.pages.rating.page import RatingRoom

    def take(state: str) -> None:
        # In short waits, for the workers do nothing during one.
        for _ in range(100):
            QTest.qWait(20)
        file = folder / name.replace(".png", f"-{state}.png")
        window.grab().save(str(file))

    window.show_reading("R1")
    room = next(one for one in window.findChildren(RatingRoom) if one.isVisible())
    if room.display_page is not None:
        for buttons in room.display_page.options.values():
            buttons[0].click()
        room.display_page.begin.click()
    if room.page is None:
        raise RuntimeError("no reading is shown")
    actions = room.page.commands.actions
    # Of two photographs one is the baseline, and the other has it.
    if not actions["compare"].isEnabled():
        room.page.presenter.go_to(2)
    actions["compare"].trigger()
    take("compare")
    actions["compare_way"].trigger()
    take("wipe")
    actions["compare"].trigger()
    room.page.presenter.focus_scale("erythema-0-3")
    actions["anchors"].trigger()
    take("anchors")


def _compared(path: Path, picture: Path) -> Path:
    """A study of two photographs that are compared, with reference photographs."""
    from models.photographs.importing import import_photographs
    from models.photographs.plan import plan_import
    from models.photographs.references import add_references
    from models.store.store import StudyStore
    from tests.examples import COMPARING, example_protocol, scales

    rules = "\n[reading]\nrepeats = 0.0\nbrightness_contrast = true\n"
    protocol = example_protocol(COMPARING + rules)
    folder = path.parent / "compared"
    folder.mkdir()
    first, second = folder / "001_baseline_front.jpg", folder / "001_day30_front.jpg"
    first.write_bytes(picture.read_bytes())
    second.write_bytes(_mirrored(picture.read_bytes()))
    with StudyStore.create(
        path, title="Look", protocol=protocol, scales=scales()
    ) as store:
        import_photographs(store, plan_import(folder, protocol))
        add_references(store, "erythema-0-3", 1, [first], by="c")
        add_references(store, "erythema-0-3", 2, [second], by="c")
    return path


def _mirrored(data: bytes) -> bytes:
    """Another photograph, of the same skin."""
    from PIL import Image, ImageOps

    file = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        ImageOps.mirror(picture.convert("RGB")).save(file, "JPEG", quality=90)
    return file.getvalue()


def _study(path: Path, picture: Path) -> Path:
    """A study of one photograph."""
    from models.demo.study import PROTOCOL
    from models.photographs.importing import import_photographs
    from models.photographs.plan import plan_import
    from models.protocol import library
    from models.store.store import StudyStore

    protocol, scales, measures = library.find_plan(PROTOCOL)
    folder = path.parent / "photographs"
    folder.mkdir()
    (folder / "001_baseline_front.jpg").write_bytes(picture.read_bytes())
    with StudyStore.create(
        path, title="Look", protocol=protocol, scales=scales, measures=measures
    ) as store:
        import_photographs(store, plan_import(folder, protocol))
    return path


if __name__ == "__main__":
    sys.exit(main())
