"""The scales that come with the program, and scale files of the user's."""

from functools import cache
from pathlib import Path

import resources
from models.scales.reader import ScaleFileError, read_scale_file
from models.scales.scale import Scale
from models.toml_file import suggestion
from models.words import listed


def shipped() -> dict[str, Scale]:
    """The scales of the program by key, in alphabetical order. Read once."""
    return dict(_shipped())


def find(name_or_file: str) -> Scale:
    """A scale by its key, or from a scale file of the user's.

    Raises:
        ScaleFileError: There is no such scale, or its file has faults.
    """
    scales = _shipped()
    if name_or_file in scales:
        return scales[name_or_file]
    path = Path(name_or_file)
    if path.suffix.casefold() == ".toml" or path.is_file():
        return read_scale_file(path)
    near = suggestion(name_or_file, scales)
    raise ScaleFileError(
        f'There is no scale "{name_or_file}".',
        hint=near or f"The program has {listed(scales)}; or name a .toml file.",
    )


@cache
def _shipped() -> dict[str, Scale]:
    files = sorted(resources.path("scales").glob("*.toml"))
    scales = [read_scale_file(file) for file in files]
    scales.sort(key=lambda scale: scale.key)
    return {scale.key: scale for scale in scales}
