"""The measures that come with the program, and measure files of the user's."""

from functools import cache
from pathlib import Path

import resources
from models.measures.measure import Measure
from models.measures.reader import MeasureFileError, read_measure_file
from models.toml_file import suggestion
from models.words import listed


def shipped() -> dict[str, Measure]:
    """The measures of the program by key, in alphabetical order. Read once."""
    return dict(_shipped())


def find(name_or_file: str) -> Measure:
    """A measure by its key, or from a measure file of the user's.

    Raises:
        MeasureFileError: There is no such measure, or its file has faults.
    """
    measures = _shipped()
    if name_or_file in measures:
        return measures[name_or_file]
    path = Path(name_or_file)
    if path.suffix.casefold() == ".toml" or path.is_file():
        return read_measure_file(path)
    near = suggestion(name_or_file, measures)
    raise MeasureFileError(
        f'There is no measure "{name_or_file}".',
        hint=near or f"The program has {listed(measures)}; or name a .toml file.",
    )


@cache
def _shipped() -> dict[str, Measure]:
    files = sorted(resources.path("measures").glob("*.toml"))
    measures = [read_measure_file(file) for file in files]
    measures.sort(key=lambda measure: measure.key)
    return {measure.key: measure for measure in measures}
