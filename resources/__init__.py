"""Files that come with the program: scales, protocols, icons, styles."""

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The path of a shipped file or folder: `path("scales", "fg.toml")`."""
    return _FOLDER.joinpath(*parts)
