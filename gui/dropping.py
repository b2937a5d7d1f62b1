"""What is dropped on the window: a study, a kit, returns, or what cannot be opened."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDropEvent

from models.errors import ExpectedError

STUDY, KIT, RETURN = ".dgstudy", ".dgkit", ".dgreturn"


def dropped_files(event: QDropEvent) -> list[Path]:
    """The files of this computer that are being dropped."""
    return [
        Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()
    ]


def kind_of(path: Path) -> str:
    """What a file is, by its ending."""
    return path.suffix.lower()


def check_dropped(paths: Sequence[Path]) -> None:
    """Make sure that files that were dropped can be opened together.

    Raises:
        ExpectedError: They cannot, with the reason.
    """
    kinds = {kind_of(path) for path in paths}
    if kinds == {RETURN} or (len(paths) == 1 and kinds <= {STUDY, KIT}):
        return
    if kinds <= {STUDY, KIT, RETURN}:
        raise ExpectedError(
            "Several files were dropped that cannot be opened together.",
            hint="Drop one study or one kit, or any number of returns.",
        )
    raise ExpectedError(
        "What was dropped is no study, kit or return.",
        hint="Their names end in .dgstudy, .dgkit or .dgreturn. A folder of "
        "photographs is dropped on the page Photographs, a table of values on the page "
        "Measurements.",
    )
