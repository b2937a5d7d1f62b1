"""What an import would do, found out before anything is written.

Every file is read once: its hash, its header and a decode at 1/8, which tells a file
that breaks off. Where it is not certain which photograph belongs to a place, none of
them is imported: a wrong photograph under a visit would never be noticed again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from models.photographs.ahead import ahead, cores
from models.photographs.decode import Facts, checked_facts
from models.photographs.errors import PhotographError
from models.photographs.folder import Found, LeftOut, listing, shown
from models.photographs.formats import RAW_SUFFIXES
from models.photographs.from_raw import NOT_READ, is_raw_read
from models.photographs.names import NamePattern, Place, best_pattern
from models.progress import Progress
from models.protocol.protocol import Protocol
from models.store.records import Photograph
from models.words import counted, listed

MOST_BYTES = 400_000_000
_LISTED = 20


@dataclass(frozen=True)
class PlannedPhotograph:
    """A photograph that will be imported.

    Attributes:
        path: Its file.
        name: Its path from the folder, for people.
        place: Subject, visit and view.
        sha256: SHA-256 of its bytes, hexadecimal.
        size: How many bytes there are.
        facts: What its header tells.
    """

    path: Path
    name: str
    place: Place
    sha256: str
    size: int
    facts: Facts


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do.

    Attributes:
        folder: The folder looked through.
        pattern: How names were read, as "{subject}_{visit}_{view}".
        matched: What will be imported, by file name.
        stored: Files whose very bytes the study has already at their place.
        doubles: Files that compete for a place, or the same bytes for two places.
        unmatched: Files whose name does not say where they belong.
        unreadable: Files that are damaged, of a format not read, or not to be opened.
        others: Files that are not photographs.
        missing: Places of known subjects that stay without a photograph.
        remarks: What else a user should look at.
    """

    folder: Path
    pattern: str
    matched: tuple[PlannedPhotograph, ...]
    stored: tuple[LeftOut, ...]
    doubles: tuple[LeftOut, ...]
    unmatched: tuple[LeftOut, ...]
    unreadable: tuple[LeftOut, ...]
    others: tuple[LeftOut, ...]
    missing: tuple[Place, ...]
    remarks: tuple[str, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """Codes of the subjects of the matched photographs."""
        return tuple(sorted({planned.place.subject for planned in self.matched}))

    @property
    def size(self) -> int:
        """Bytes that will be written."""
        return sum(planned.size for planned in self.matched)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """All photographs that will not be imported, with reasons."""
        return (*self.unreadable, *self.unmatched, *self.doubles, *self.stored)

    def lines(self, most: int = _LISTED) -> list[str]:
        """The plan for the command line.

        Args:
            most: How many files of each kind are listed.
        """
        first = (
            f"{counted(len(self.matched), 'photograph')} of "
            f"{counted(len(self.subjects), 'subject')} to import, "
            f"names read as {self.pattern}"
        )
        missing = [
            f"{place.subject}, {place.visit}, {place.view}" for place in self.missing
        ]
        return [
            first,
            *_block("Cannot be read", self.unreadable, most),
            *_block("Name does not fit", self.unmatched, most),
            *_block("Double", self.doubles, most),
            *_block("Stored already", self.stored, 0),
            *_block("Missing", missing, most),
            *_block("Not a photograph", self.others, most),
            *self.remarks,
        ]


def plan_import(
    folder: Path,
    protocol: Protocol,
    *,
    names: str | None = None,
    stored: Iterable[Photograph] = (),
    progress: Progress | None = None,
) -> ImportPlan:
    """Look through a folder and say what an import would do. Nothing is written.

    Args:
        folder: Where the photographs are.
        protocol: Whose visits and views are looked for.
        names: The pattern of the names; if not given, of the usual ones the one that
            fits most files.
        stored: What the study has already.
        progress: Told of every file; may cancel.

    Raises:
        ExpectedError: The folder cannot be read, or the pattern cannot be used.
        Cancelled: The user asked to stop.
    """
    progress = progress or Progress()
    progress.step(0, 0, "Looking through the folder")
    found = listing(folder)
    pattern = (
        NamePattern(names, protocol)
        if names is not None
        else best_pattern((file.name for file in found.photographs), protocol)
    )
    sorting = _Sorting(pattern, tuple(stored))
    total = len(found.photographs)
    with closing(ahead(sorting.look, found.photographs, waiting=4 * cores())) as looks:
        for done, look in enumerate(looks, 1):
            sorting.take(look)
            progress.step(done, total, "Looking at the photographs")
    matched = sorting.matched()
    return ImportPlan(
        folder=folder,
        pattern=pattern.text,
        matched=matched,
        stored=tuple(sorting.stored),
        doubles=tuple(sorted(sorting.doubles, key=lambda left: left.place)),
        unmatched=tuple(sorting.unmatched),
        unreadable=(*found.unreadable, *sorting.unreadable),
        others=found.others,
        missing=tuple(sorting.missing(protocol, matched)),
        remarks=tuple(_remarks(matched, sorting.subjects())),
    )


@dataclass(frozen=True)
class _Look:
    """What a look at one file told: a photograph with its place, or a reason."""

    found: Found
    place: Place | None
    sha256: str = ""
    size: int = 0
    facts: Facts | None = None
    reason: str = ""


@dataclass
class _Sorting:
    """Files being sorted into what is done with them."""

    pattern: NamePattern
    before: Sequence[Photograph]
    stored: list[LeftOut] = field(default_factory=list)
    doubles: list[LeftOut] = field(default_factory=list)
    unmatched: list[LeftOut] = field(default_factory=list)
    unreadable: list[LeftOut] = field(default_factory=list)
    _candidates: list[PlannedPhotograph] = field(default_factory=list)
    _named: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._stored_places = {
            Place(one.subject, one.visit, one.view): one for one in self.before
        }
        self._stored_hashes = {one.sha256: one for one in self.before}

    def look(self, found: Found) -> _Look:
        """Read one file. Called in threads."""
        place = self.pattern.place(found.name)
        if place is None:
            return _Look(found, None, reason=self.pattern.fault(found.name))
        try:
            data = _bytes(found.path)
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256 in self._stored_hashes:
                return _Look(found, place, sha256, len(data))
            return _Look(found, place, sha256, len(data), checked_facts(data))
        except PhotographError as error:
            return _Look(found, place, reason=error.text)
        except OSError as error:
            reason = f"cannot be opened ({error.strerror or 'read error'})"
            return _Look(found, place, reason=reason)

    def take(self, look: _Look) -> None:
        """Put one file where it belongs, as far as it alone tells."""
        name = shown(look.found.name)
        place = look.place
        if place is None:
            self.unmatched.append(LeftOut(name, shown(look.reason)))
            return
        self._named.add(place.subject)
        if look.reason:
            self.unreadable.append(LeftOut(name, look.reason))
        elif look.facts is None:
            self._take_stored(look.sha256, place, name)
        elif place in self._stored_places:
            reason = "the study has another photograph at this place"
            self.doubles.append(LeftOut(name, reason))
        else:
            self._candidates.append(
                PlannedPhotograph(
                    look.found.path, name, place, look.sha256, look.size, look.facts
                )
            )

    def matched(self) -> tuple[PlannedPhotograph, ...]:
        """The photographs that nothing speaks against, once all files were taken."""
        unique = list(self._without_copies())
        places = Counter(planned.place for planned in unique)
        hashes = Counter(planned.sha256 for planned in unique)
        matched = []
        for planned in unique:
            if places[planned.place] > 1:
                names = _others(unique, planned, "place")
                reason = f"two photographs for one place, see {names}"
            elif hashes[planned.sha256] > 1:
                names = _others(unique, planned, "sha256")
                reason = f"the same photograph under two names, see {names}"
            else:
                matched.append(planned)
                continue
            self.doubles.append(LeftOut(planned.name, reason))
        return tuple(matched)

    def subjects(self) -> set[str]:
        """Every subject named by a file or stored before."""
        return self._named | {place.subject for place in self._stored_places}

    def missing(
        self, protocol: Protocol, matched: Iterable[PlannedPhotograph]
    ) -> Iterator[Place]:
        """Planned places of the known subjects that stay empty."""
        filled = {planned.place for planned in matched} | set(self._stored_places)
        for subject in sorted(self.subjects()):
            for visit in protocol.visits:
                for view in protocol.views if visit.photographs else ():
                    place = Place(subject, visit.key, view.key)
                    if place not in filled:
                        yield place

    def _take_stored(self, sha256: str, place: Place, name: str) -> None:
        there = self._stored_hashes[sha256]
        if (there.subject, there.visit, there.view) == (
            place.subject,
            place.visit,
            place.view,
        ):
            self.stored.append(LeftOut(name, "the study has it already"))
            return
        where = f"{there.subject}, {there.visit}, {there.view}"
        reason = f"the study has this very photograph as {where}"
        self.doubles.append(LeftOut(name, reason))

    def _without_copies(self) -> Iterator[PlannedPhotograph]:
        """One of each: a second copy for the same place is named and left out."""
        first: dict[tuple[Place, str], PlannedPhotograph] = {}
        for planned in self._candidates:
            original = first.setdefault((planned.place, planned.sha256), planned)
            if original is planned:
                yield planned
            else:
                reason = f"a copy of {original.name}"
                self.doubles.append(LeftOut(planned.name, reason))


def _bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        PhotographError: It is camera RAW, or too long to be a photograph.
        OSError: It cannot be read.
    """
    if path.suffix.lower() in RAW_SUFFIXES and not is_raw_read():
        raise PhotographError(NOT_READ)
    if path.stat().st_size > MOST_BYTES:
        raise PhotographError(
            f"The file is too large: over {MOST_BYTES // 1_000_000} MB."
        )
    return path.read_bytes()


def _others(
    all_of_them: Iterable[PlannedPhotograph], one: PlannedPhotograph, what: str
) -> str:
    return listed(
        other.name
        for other in all_of_them
        if other is not one and getattr(other, what) == getattr(one, what)
    )


def _remarks(
    matched: Iterable[PlannedPhotograph], subjects: Iterable[str]
) -> Iterator[str]:
    notes = Counter(note for planned in matched for note in planned.facts.notes)
    for note, number in notes.most_common():
        yield f"{counted(number, 'photograph')}: {note}"
    by_case: dict[str, list[str]] = {}
    for subject in sorted(subjects):
        by_case.setdefault(subject.casefold(), []).append(subject)
    for alike in by_case.values():
        if len(alike) > 1:
            yield f"Subjects {listed(alike)} differ only in upper and lower case."


def _block(title: str, entries: Sequence[object], most: int) -> list[str]:
    if not entries:
        return []
    rest = len(entries) - most
    lines = [f"{title}: {len(entries):,}", *(f"  {one}" for one in entries[:most])]
    return [*lines, f"  and {rest:,} more"] if rest > 0 < most else lines
