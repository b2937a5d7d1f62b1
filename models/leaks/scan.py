"""Scanning a finished kit as a stranger would who wants to know whose the skin is.

Three looks: at the bytes of the file, at every value of every table of it with every
photograph taken apart, and at what goes with the visit or the site although it names
neither.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import Problem
from models.leaks.association import Association, of_kinds, of_numbers
from models.leaks.finder import ByteFinder, TextFinder, printable
from models.leaks.identifiers import VISIT_KINDS, Identifier
from models.leaks.photograph import Traits, look_at_photograph
from models.photographs.errors import PhotographError
from models.progress import Progress
from models.store.kit_file import MADE_AT, Cell, stranger_cells
from models.store.padding import unpadded
from models.words import counted

_CHUNK = 8 * 2**20
_MOST = 40
_SHORTEST_IN_DEFINITIONS = 4
# The same for every photograph, so that a visit's name in it tells nothing of any.
_DEFINITIONS = {
    ("pinned_scale", "key"),
    ("pinned_scale", "version"),
    ("pinned_scale", "source"),
    ("pinned_scale", "sha256"),
    ("kit", "reasons"),
    ("reading_item", "asked"),
}
_OWN = {("kit", "rater"), ("kit", "signer"), ("reading", "rater")}
_RANDOM = {"uid", "sha256", "hash", "previous", "data"}


@dataclass(frozen=True)
class Origin:
    """What a photograph of a kit is of, as only the study knows.

    Attributes:
        visit: Key of the visit.
        site: Code of the site, or empty.
    """

    visit: str
    site: str


@dataclass(frozen=True)
class LeakReport:
    """What the scan found.

    Attributes:
        findings: What tells something, with its place.
        identifiers: How many identifiers were looked for.
        photographs: How many photographs were taken apart.
    """

    findings: tuple[Problem, ...]
    identifiers: int
    photographs: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def sentence(self) -> str:
        """The result in a sentence."""
        looked = (
            f"{counted(self.identifiers, 'identifier')} of the study looked for in "
            f"{counted(self.photographs, 'photograph')} and every record"
        )
        if self.is_clean:
            return f"Leak scan: nothing found ({looked})."
        return f"Leak scan: {counted(len(self.findings), 'finding')} ({looked})."


def scan_kit(
    path: Path,
    wanted: tuple[Identifier, ...],
    origins: Mapping[str, Origin],
    *,
    position_may_tell: bool = False,
    progress: Progress | None = None,
) -> LeakReport:
    """Look for everything a kit could tell.

    Args:
        path: The finished kit, not encrypted.
        wanted: What must not stand in it.
        origins: What each photograph is of, by its code in the kit.
        position_may_tell: Whether the protocol orders the photographs by visit, as for
            training.
        progress: Told after every photograph.
    """
    scan = _Scan(wanted, progress or Progress(), len(origins))
    scan.look_at_bytes(path)
    for cell in stranger_cells(path):
        scan.look_at_cell(cell)
    findings = [*scan.findings, *_told_by(scan, origins, position_may_tell)]
    known = tuple(dict.fromkeys(findings))
    return LeakReport(known[:_MOST], len(wanted), len(scan.traits))


class _Scan:
    """One scan, with what was found so far."""

    def __init__(
        self, wanted: tuple[Identifier, ...], progress: Progress, count: int
    ) -> None:
        # A camera with its clock at the beginning of time took photographs on the very
        # day that stands in every kit.
        in_bytes = [one for one in wanted if one.text not in MADE_AT]
        self.findings: list[Problem] = []
        self.traits: dict[int, Traits] = {}
        self._seen: dict[bytes, str] = {}
        self.codes: dict[int, str] = {}
        self.positions: dict[int, int] = {}
        self._progress = progress
        self._count = count
        self._bytes = ByteFinder(wanted)
        self._bytes_of_file = ByteFinder(
            [one for one in in_bytes if one.kind not in VISIT_KINDS]
        )
        self._texts = TextFinder(wanted)
        self._definitions = TextFinder(
            one
            for one in wanted
            if one.kind not in VISIT_KINDS
            and len(one.text) >= _SHORTEST_IN_DEFINITIONS
            and not one.text.isdigit()
        )

    def look_at_bytes(self, path: Path) -> None:
        """The file as it lies on the disk, used pages and others."""
        before = b""
        keep = max(self._bytes_of_file.longest - 1, 0)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                self._tell(
                    "the bytes of the file", self._bytes_of_file.find(before + chunk)
                )
                before = (before + chunk)[-keep:] if keep else b""

    def look_at_cell(self, cell: Cell) -> None:
        """One value of a table."""
        if isinstance(cell.value, bytes):
            self._look_at_photograph(cell, unpadded(cell.value))
        elif (cell.table, cell.column) == ("trail", "details"):
            for inner in _inner_cells(cell):
                self._look_at_text(inner)
        elif isinstance(cell.value, str):
            self._look_at_text(cell)
        if (cell.table, cell.column) == ("reading_item", "code"):
            self.codes[cell.row] = str(cell.value)
        elif (cell.table, cell.column) == ("reading_item", "position"):
            self.positions[cell.row] = int(str(cell.value))

    def _look_at_text(self, cell: Cell) -> None:
        text, where = str(cell.value), (cell.table, cell.column)
        place = f"{cell.table} {cell.row}, {cell.column}"
        if where in _DEFINITIONS:
            self._tell(place, self._definitions.find_words(text))
        elif where not in _OWN and cell.column not in _RANDOM and text != MADE_AT:
            self._tell(place, self._texts.find(text))

    def _look_at_photograph(self, cell: Cell, data: bytes) -> None:
        # What a photograph is compared with is one of the study as well; the reference
        # photographs belong to no visit.
        is_read = cell.table == "pixels"
        place = f"photograph {cell.row}" if is_read else f"{cell.table} {cell.row}"
        self._progress.step(len(self.traits) + 1, self._count, "Scanning for leaks")
        self._tell(place, self._bytes.find(data))
        twin = self._seen.setdefault(hashlib.sha256(data).digest(), place)
        if twin != place:
            told = f"it has the very bytes of {twin}, so that both are paired"
            self.findings.append(Problem(place, told))
        try:
            look = look_at_photograph(data)
        except PhotographError as error:
            self.findings.append(Problem(place, error.text))
            return
        if is_read:
            self.traits[cell.row] = look.traits
        self.findings += [Problem(place, f"it holds {one}") for one in look.extras]
        self._tell(place, self._texts.find_words(printable(look.around)))

    def _tell(self, place: str, found: Iterable[Identifier]) -> None:
        for one in sorted(found, key=lambda one: (one.kind, one.text)):
            which = f"the {one.kind}" + ("" if one.is_secret else f' "{one.text}"')
            self.findings.append(Problem(place, f"{which} stands in it"))


def _inner_cells(cell: Cell) -> Iterator[Cell]:
    """The values that a line of the trail says were written."""
    details = json.loads(str(cell.value))
    for row in details["rows"]:
        for column, value in row["new"].items():
            if isinstance(value, str):
                yield Cell(row["table"], column, row["id"], value)
    for name, value in details["facts"].items():
        yield Cell("trail", "facts", cell.row, f"{name} {value}")


def _told_by(
    scan: _Scan, origins: Mapping[str, Origin], position_may_tell: bool
) -> Iterator[Problem]:
    """Features that go with the visit or the site."""
    known = [number for number in scan.traits if scan.codes.get(number, "") in origins]
    seen = [scan.traits[number] for number in known]
    kinds = {
        "pixel size": [one.size for one in seen],
        "file format": [one.format for one in seen],
        "quantisation tables, which tell the camera": [one.tables for one in seen],
        "colour sampling": [one.sampling for one in seen],
        "colour profile": [one.profile for one in seen],
        "orientation": [one.orientation for one in seen],
    }
    numbers = {"length in bytes": [float(one.length) for one in seen]}
    if not position_may_tell:
        numbers["position in the order"] = [
            float(scan.positions.get(number, 0)) for number in known
        ]
    for label in ("visit", "site"):
        labels = [getattr(origins[scan.codes[number]], label) for number in known]
        for name, values in kinds.items():
            yield from _finding(name, label, of_kinds(values, labels))
        for name, amounts in numbers.items():
            yield from _finding(name, label, of_numbers(amounts, labels))


def _finding(name: str, label: str, found: Association) -> Iterator[Problem]:
    if found.tells:
        yield Problem(
            "all photographs",
            f"the {name} goes with the {label} "
            f"(strength {found.effect:.2f} of 1, p {found.p:.4f} by permutation)",
        )
