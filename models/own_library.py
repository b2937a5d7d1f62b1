"""Scales, measures and protocols of the user's own, in a folder of theirs.

Each is a file KEY.toml in `scales`, `measures` or `protocols` of that folder. A file
that was replaced by a newer version is kept in `earlier` beside it, so that nothing is
lost that was ever made. Studies pin copies of what they use and never look here again.
"""

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from models.errors import ExpectedError, Problem
from models.measures import library as measure_library
from models.measures.measure import Measure
from models.measures.reader import MeasureFileError, read_measure_file
from models.protocol.protocol import Protocol
from models.protocol.reader import ProtocolFileError, read_protocol
from models.scales import library as scale_library
from models.scales.reader import ScaleFileError, read_scale_file
from models.scales.scale import Scale
from models.toml_file import load_source

SCALES, MEASURES, PROTOCOLS = "scales", "measures", "protocols"

_Definition = TypeVar("_Definition", Scale, Measure, Protocol)


class OwnFileError(ExpectedError):
    """A file of the user's library cannot be written."""


@dataclass(frozen=True)
class Library:
    """Everything there is to plan a study with.

    Attributes:
        scales: Scales of the program and of the user's, by key.
        measures: Measures likewise.
        protocols: Protocols likewise.
        own: Keys of the user's own, of all three kinds together with their folder:
            "scales/my-scale".
        problems: Faults of files in the user's folder, which are left out.
    """

    scales: dict[str, Scale]
    measures: dict[str, Measure]
    protocols: dict[str, Protocol]
    own: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = field(default=())

    def is_own(self, kind: str, key: str) -> bool:
        """Whether the user made it.

        Args:
            kind: SCALES, MEASURES or PROTOCOLS.
            key: Its key.
        """
        return f"{kind}/{key}" in self.own


def read_library(folder: Path, shipped: Mapping[str, Protocol]) -> Library:
    """Read the user's library and join it with the program's.

    Args:
        folder: The user's library; need not exist.
        shipped: The protocols of the program.

    Returns:
        All of it. A file with faults, or one that has the key of something of the
        program, is left out and told in `problems`.
    """
    problems: list[Problem] = []
    own: set[str] = set()
    scales = _joined(
        folder / SCALES, scale_library.shipped(), read_scale_file, own, problems
    )
    measures = _joined(
        folder / MEASURES, measure_library.shipped(), read_measure_file, own, problems
    )

    def read_protocol_file(path: Path) -> Protocol:
        source = load_source(path, ProtocolFileError, "protocol")
        return read_protocol(source, path.name, scales, measures)

    protocols = _joined(
        folder / PROTOCOLS, dict(shipped), read_protocol_file, own, problems
    )
    return Library(scales, measures, protocols, frozenset(own), tuple(problems))


def save(folder: Path, kind: str, key: str, text: str) -> Path:
    """Write a definition into the user's library; an earlier version is kept.

    Args:
        folder: The user's library; made if it is not there.
        kind: SCALES, MEASURES or PROTOCOLS.
        key: Key of the definition, which becomes the name of its file.
        text: The TOML text, which its reader has accepted.

    Raises:
        OwnFileError: The file cannot be written; what was there is untouched.
    """
    path = folder / kind / f"{key}.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_text(encoding="utf-8") != text:
            _keep_earlier(path)
    except (OSError, UnicodeDecodeError) as error:
        raise _not_written(path.name, error) from error
    write_text(path, text)
    return path


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Raises:
        OwnFileError: It cannot be written; what was there is untouched.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise _not_written(path.name, error) from error


def _not_written(name: str, error: Exception) -> OwnFileError:
    told = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
    return OwnFileError(
        f"{name} cannot be written: {told}.",
        hint="Check that you may write there and that the disk is not full.",
    )


def _keep_earlier(path: Path) -> None:
    """Copy what is about to be replaced beside it, under a number of its own."""
    folder = path.parent / "earlier"
    folder.mkdir(exist_ok=True)
    number = 1
    while (copy := folder / f"{path.stem}-{number}.toml").exists():
        number += 1
    copy.write_bytes(path.read_bytes())


def _joined(
    folder: Path,
    shipped: dict[str, _Definition],
    read: Callable[[Path], _Definition],
    own: set[str],
    problems: list[Problem],
) -> dict[str, _Definition]:
    """The program's definitions of one kind, and after them the user's."""
    found = dict(shipped)
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            definition = read(path)
        except (ScaleFileError, MeasureFileError, ProtocolFileError) as error:
            problems += error.problems or (Problem(path.name, error.text),)
            continue
        if definition.key in found:
            text = f'its key "{definition.key}" is taken; give it another one.'
            problems.append(Problem(path.name, text))
            continue
        found[definition.key] = definition
        own.add(f"{folder.name}/{definition.key}")
    return found
