"""The protocols that come with the program, and protocol files of the user's."""

import tomllib
from functools import cache
from pathlib import Path

import resources
from models.errors import Problem
from models.protocol.protocol import Protocol
from models.protocol.reader import ProtocolFileError, read_protocol
from models.scales import library as scale_library
from models.scales.reader import ScaleFileError, read_scale_file
from models.scales.scale import Scale
from models.toml_file import load_source, suggestion
from models.words import listed


def shipped() -> dict[str, Protocol]:
    """The protocols of the program by key, in alphabetical order. Read once."""
    return dict(_shipped())


def find(name_or_file: str) -> Protocol:
    """A protocol by its key, or from a protocol file of the user's.

    Raises:
        ProtocolFileError: There is no such protocol, or its file has faults.
    """
    return find_with_scales(name_or_file)[0]


def find_with_scales(name_or_file: str) -> tuple[Protocol, dict[str, Scale]]:
    """A protocol and the scales it names, in the order in which they are asked.

    A scale that the program does not have is read from the file KEY.toml beside the
    protocol file; a file of that name also stands before a scale of the program.

    Raises:
        ProtocolFileError: There is no such protocol, or its file or the file of a
            scale beside it has faults; all are told.
    """
    protocols = _shipped()
    if name_or_file in protocols:
        protocol, scales = protocols[name_or_file], scale_library.shipped()
    else:
        path = _file(name_or_file)
        source = load_source(path, ProtocolFileError, "protocol")
        scales, problems = _scales_beside(path, source)
        protocol = _read(source, path.name, scales, problems)
    return protocol, {key: scales[key] for key in protocol.scales}


def _file(name_or_file: str) -> Path:
    path = Path(name_or_file)
    if path.suffix.casefold() == ".toml" or path.is_file():
        return path
    protocols = _shipped()
    near = suggestion(name_or_file, protocols)
    raise ProtocolFileError(
        f'There is no protocol "{name_or_file}".',
        hint=near or f"The program has {listed(protocols)}; or name a .toml file.",
    )


def _scales_beside(
    path: Path, source: str
) -> tuple[dict[str, Scale], dict[str, tuple[Problem, ...]]]:
    """All scales known to a protocol file, and the faults of those that have any."""
    scales = scale_library.shipped()
    problems = {}
    for key in _scheduled_keys(source):
        file = path.parent / f"{key}.toml"
        if file == path or Path(key).name != key or not file.is_file():
            continue
        try:
            scale = read_scale_file(file)
        except ScaleFileError as error:
            told = error.problems or (Problem(file.name, error.text),)
            problems[key] = told
            continue
        if scale.key == key:
            scales[key] = scale
        else:
            text = f'the scale\'s key must be "{key}", as its file is called.'
            problems[key] = (Problem(file.name, text),)
    return scales, problems


def _scheduled_keys(source: str) -> tuple[str, ...]:
    """The scales a protocol text names; none if the text is faulty, told later."""
    try:
        schedule = tomllib.loads(source).get("schedule")
    except (ValueError, RecursionError):
        return ()
    return tuple(schedule) if isinstance(schedule, dict) else ()


def _read(
    source: str,
    place: str,
    scales: dict[str, Scale],
    problems: dict[str, tuple[Problem, ...]],
) -> Protocol:
    """Read a protocol; faults of its scales' files are told with its own."""
    told = [problem for faults in problems.values() for problem in faults]
    own: tuple[Problem, ...] = ()
    try:
        protocol = read_protocol(source, place, {*scales, *problems})
    except ProtocolFileError as error:
        if not told:
            raise
        own = error.problems
    else:
        if not told:
            return protocol
    raise ProtocolFileError(
        "The protocol and the scale files beside it have faults.",
        hint="Mend them in the files and try again.",
        problems=(*told, *own),
    )


@cache
def _shipped() -> dict[str, Protocol]:
    scales = scale_library.shipped()
    protocols = {}
    for path in sorted(resources.path("protocols").glob("*.toml")):
        source = load_source(path, ProtocolFileError, "protocol")
        protocol = read_protocol(source, path.name, scales)
        protocols[protocol.key] = protocol
    return protocols
