"""Drawing the photographs of a demo study into a folder, on all cores."""

import multiprocessing
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.demo.camera import encode
from models.demo.person import Person
from models.demo.skin import Signs, draw
from models.progress import Progress

# Fewer pixels are drawn sooner than other processes are started.
_FEW_PIXELS = 4_000_000
_IN_A_ROW = 8


@dataclass(frozen=True)
class Shot:
    """One photograph to be drawn.

    Attributes:
        subject: Code of the subject.
        visit: Key of the visit.
        view: Key of the view.
        who: Whose skin.
        signs: How strong each sign is.
        visit_seed: Framing and light of this photograph.
        taken_at: When it was taken, on the clock of the camera.
    """

    subject: str
    visit: str
    view: str
    who: Person
    signs: Signs
    visit_seed: int
    taken_at: datetime

    @property
    def name(self) -> str:
        """Name of its file."""
        return f"{self.subject}_{self.visit}_{self.view}.jpg"


_Sized = tuple[Shot, tuple[int, int]]


def draw_shots(
    shots: Sequence[Shot], folder: Path, size: tuple[int, int], progress: Progress
) -> None:
    """Draw every photograph into a folder.

    Args:
        shots: What is drawn; those of one person best stand in a row.
        folder: Where the files go.
        size: Width and height in pixels.
        progress: Told after every photograph.
    """
    sized = [(shot, size) for shot in shots]
    pixels = len(shots) * size[0] * size[1]
    drawing = _on_all_cores(sized) if pixels > _FEW_PIXELS else _here(sized)
    with closing(drawing) as drawn:
        for number, (shot, data) in enumerate(zip(shots, drawn, strict=True), 1):
            (folder / shot.name).write_bytes(data)
            progress.step(number, len(shots), "Drawing photographs")


def _here(shots: Sequence[_Sized]) -> Generator[bytes, None, None]:
    """Photographs drawn one by one."""
    yield from map(_shoot, shots)


def _on_all_cores(shots: Sequence[_Sized]) -> Generator[bytes, None, None]:
    """Photographs drawn on all cores; whoever stops taking them stops the work."""
    # Started afresh, not forked: the window has threads that a fork would break.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(mp_context=context)
    try:
        # Some of one person in a row: his skin is worked out once.
        yield from pool.map(_shoot, shots, chunksize=_IN_A_ROW)
    finally:
        pool.shutdown(cancel_futures=True)


def _shoot(sized: _Sized) -> bytes:
    """Draw one photograph and give it as a camera would."""
    shot, size = sized
    pixels = draw(shot.who, shot.signs, visit_seed=shot.visit_seed, size=size)
    return encode(pixels, taken_at=shot.taken_at)
