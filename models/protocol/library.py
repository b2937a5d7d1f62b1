"""The protocols that come with the program, and protocol files of the user's."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import resources
from models import own_library
from models.errors import Problem
from models.measures import library as measure_library
from models.measures.measure import Measure
from models.measures.reader import MeasureFileError, read_measure_file
from models.protocol.protocol import Protocol
from models.protocol.reader import ProtocolFileError, read_protocol
from models.scales import library as scale_library
from models.scales.reader import ScaleFileError, read_scale_file
from models.scales.scale import Scale
from models.toml_file import load_source, suggestion
from models.words import listed


class Plan(NamedTuple):
    """A protocol with everything it names, as a study pins it.

    Attributes:
        protocol: The protocol.
        scales: Its scales by key: those scored from photographs in the order in which
            they are asked, then those that are rated live.
        measures: Its measures by key.
    """

    protocol: Protocol
    scales: dict[str, Scale]
    measures: dict[str, Measure]


def shipped() -> dict[str, Protocol]:
    """The protocols of the program by key, in alphabetical order. Read once."""
    return dict(_shipped())


def find(name_or_file: str) -> Protocol:
    """A protocol by its key, or from a protocol file of the user's.

    Raises:
        ProtocolFileError: There is no such protocol, or its file has faults.
    """
    return find_plan(name_or_file).protocol


def with_own(folder: Path) -> own_library.Library:
    """The program's protocols, scales and measures, and those of the user's.

    Args:
        folder: The user's library; need not exist.
    """
    return own_library.read_library(folder, _shipped())


def plan_of(
    protocol: Protocol, scales: Mapping[str, Scale], measures: Mapping[str, Measure]
) -> Plan:
    """A protocol with what it names.

    Args:
        protocol: The protocol.
        scales: Where its scales are found, by key.
        measures: Where its measures are found, by key.
    """
    named = dict.fromkeys((*protocol.scales, *protocol.live_scales))
    return Plan(
        protocol,
        {key: scales[key] for key in named},
        {key: measures[key] for key in protocol.measures},
    )


def find_plan(name_or_file: str, own_folder: Path | None = None) -> Plan:
    """A protocol with the scales and measures it names.

    What the program does not have is read from the file KEY.toml beside the protocol
    file; a file of that name also stands before a scale or measure of the program.

    Args:
        name_or_file: Key of a protocol, or its file.
        own_folder: The user's library, if what is in it may be named too.

    Raises:
        ProtocolFileError: There is no such protocol, or its file or a file beside it
            has faults; all are told.
    """
    protocols = _shipped()
    scales, measures = scale_library.shipped(), measure_library.shipped()
    if own_folder is not None:
        own = with_own(own_folder)
        protocols, scales, measures = own.protocols, own.scales, own.measures
    if name_or_file in protocols:
        protocol = protocols[name_or_file]
    else:
        path = _file(name_or_file, protocols)
        source = load_source(path, ProtocolFileError, "protocol")
        problems = _add_beside(path, source, scales, measures)
        protocol = _read(source, path.name, scales, measures, problems)
    return plan_of(protocol, scales, measures)


def write_plan(path: Path, plan: Plan) -> None:
    """Write a protocol file, and beside it what it names that the program lacks.

    Args:
        path: The protocol file; it is written over.
        plan: The protocol with what it names.

    Raises:
        OwnFileError: A file cannot be written, or one beside it holds something else
            under the same name, which is never written over.
    """
    shipped_scales, shipped_measures = (
        scale_library.shipped(),
        measure_library.shipped(),
    )
    sources = {
        key: one.source
        for key, one in plan.scales.items()
        if shipped_scales.get(key) != one
    } | {
        key: one.source
        for key, one in plan.measures.items()
        if shipped_measures.get(key) != one
    }
    beside = {path.parent / f"{key}.toml": text for key, text in sources.items()}
    others = [
        file
        for file, text in beside.items()
        if file.exists() and (file == path or file.read_bytes() != text.encode())
    ]
    if others:
        raise own_library.OwnFileError(
            "The folder holds other files under names that are needed.",
            hint="Choose another folder; nothing was written.",
            problems=[Problem(file.name, "holds something else.") for file in others],
        )
    for file, text in beside.items():
        own_library.write_text(file, text)
    own_library.write_text(path, plan.protocol.source)


def _file(name_or_file: str, protocols: Mapping[str, Protocol]) -> Path:
    path = Path(name_or_file)
    if path.suffix.casefold() == ".toml" or path.is_file():
        return path
    near = suggestion(name_or_file, protocols)
    raise ProtocolFileError(
        f'There is no protocol "{name_or_file}".',
        hint=near or f"The program has {listed(protocols)}; or name a .toml file.",
    )


def _add_beside(
    path: Path, source: str, scales: dict[str, Scale], measures: dict[str, Measure]
) -> dict[str, tuple[Problem, ...]]:
    """Add the scales and measures in files beside a protocol file.

    Returns:
        The faults of those that have any, by key.
    """
    problems: dict[str, tuple[Problem, ...]] = {}
    scale_keys, measure_keys = _named(source)
    for key in scale_keys:
        file = _beside(path, key)
        if file is None:
            continue
        try:
            scale = read_scale_file(file)
        except ScaleFileError as error:
            problems[key] = error.problems or (Problem(file.name, error.text),)
        else:
            scales[key] = scale
            problems |= _key_problems(file, key, scale.key)
    for key in measure_keys:
        file = _beside(path, key)
        if file is None:
            continue
        try:
            measure = read_measure_file(file)
        except MeasureFileError as error:
            problems[key] = error.problems or (Problem(file.name, error.text),)
        else:
            measures[key] = measure
            problems |= _key_problems(file, key, measure.key)
    return problems


def _beside(path: Path, key: str) -> Path | None:
    """The file of a scale or measure beside a protocol file, or None."""
    file = path.parent / f"{key}.toml"
    is_there = file != path and Path(key).name == key and file.is_file()
    return file if is_there else None


def _key_problems(file: Path, key: str, found: str) -> dict[str, tuple[Problem, ...]]:
    if found == key:
        return {}
    text = f'its key must be "{key}", as its file is called.'
    return {key: (Problem(file.name, text),)}


def _named(source: str) -> tuple[list[str], list[str]]:
    """Scales and measures a text names; none if it is faulty, which is told later."""
    try:
        document = tomllib.loads(source)
    except (ValueError, RecursionError):
        return [], []
    schedule, assessments = document.get("schedule"), document.get("assessments")
    scales = list(schedule) if isinstance(schedule, dict) else []
    rows = assessments if isinstance(assessments, list) else []
    tables = [row for row in rows if isinstance(row, dict)]
    live = [row["scale"] for row in tables if isinstance(row.get("scale"), str)]
    measures = [row["measure"] for row in tables if isinstance(row.get("measure"), str)]
    return list(dict.fromkeys([*scales, *live])), list(dict.fromkeys(measures))


def _read(
    source: str,
    place: str,
    scales: Mapping[str, Scale],
    measures: Mapping[str, Measure],
    problems: Mapping[str, tuple[Problem, ...]],
) -> Protocol:
    """Read a protocol; faults of the files beside it are told with its own."""
    told = [problem for faults in problems.values() for problem in faults]
    own: tuple[Problem, ...] = ()
    # A file with faults still tells that the key is meant, so it is no fault as well.
    known = dict.fromkeys(problems)
    try:
        protocol = read_protocol(
            source, place, {**known, **scales}, {**known, **measures}
        )
    except ProtocolFileError as error:
        if not told:
            raise
        own = error.problems
    else:
        if not told:
            return protocol
    raise ProtocolFileError(
        "The protocol and the files beside it have faults.",
        hint="Mend them in the files and try again.",
        problems=(*told, *own),
    )


@cache
def _shipped() -> dict[str, Protocol]:
    scales, measures = scale_library.shipped(), measure_library.shipped()
    protocols = {}
    for path in sorted(resources.path("protocols").glob("*.toml")):
        source = load_source(path, ProtocolFileError, "protocol")
        protocol = read_protocol(source, path.name, scales, measures)
        protocols[protocol.key] = protocol
    return protocols
