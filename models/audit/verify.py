"""Whether a study is what its audit trail says, and if not, where it differs.

Four things are held against each other: the chain of the trail's hashes, the rows each
line says it wrote, the rows that are there, and the signatures with what was signed. A
byte changed anywhere in a record breaks at least one of them.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.audit.signature_check import SignatureCheck
from models.errors import Problem
from models.progress import Progress
from models.store.chain import FIRST, line_hash
from models.store.raw import Plain, RawRow, RawStudy, raw_study
from models.store.troubles import StudyFileError, told
from models.words import counted

Place = tuple[str, int]
Written = dict[Place, dict[str, Plain]]

_MOST = 50


@dataclass(frozen=True)
class Verdict:
    """What verification found.

    Attributes:
        problems: Every difference, with its place; empty if all holds.
        lines: Lines of the trail that were read.
        rows: Rows of the study that were read.
        head: Hash of the last line of the trail; a study with this hash has this
            history and no other.
        notes: What is as it should be and yet to be known: signatures that are void.
    """

    problems: tuple[Problem, ...]
    lines: int
    rows: int
    head: str
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything agrees."""
        return not self.problems

    def sentence(self) -> str:
        """The verdict in one sentence."""
        read = f"{counted(self.lines, 'line')} of the audit trail"
        rows = counted(self.rows, "record")
        if self.holds:
            return f"The study verifies: {read} and {rows} agree."
        found = counted(len(self.problems), "difference")
        return f"The study does NOT verify: {found} in {read} and {rows}."


def verify_study(path: Path, progress: Progress | None = None) -> Verdict:
    """Hold a study against its audit trail.

    Args:
        path: The study file; it is not changed.
        progress: Told after every table's worth of rows.

    Raises:
        ExpectedError: The file is no study, or so damaged that nothing can be read.
    """
    progress = progress or Progress()
    problems: list[Problem] = []
    with raw_study(path) as study:
        problems += _structure(study)
        written: Written = {}
        signatures = SignatureCheck()
        lines, head, at = 0, FIRST, ""
        try:
            with told():
                for line in study.trail():
                    progress.step(lines, 0, "Checking the audit trail")
                    problems += _line_faults(line, lines + 1, head, at)
                    problems += _take_rows(line, written, signatures)
                    lines, head = lines + 1, str(line["hash"])
                    at = str(line["at"])
        except StudyFileError as error:
            problems.append(Problem(f"audit trail, after line {lines}", error.text))
        if not lines:
            problems.append(Problem("audit trail", "there is not a single line"))
        rows, faults = _row_faults(study, written, signatures, progress)
        problems += faults
        problems += signatures.faults()
    notes = tuple(signatures.void())
    return Verdict(tuple(problems[:_MOST]), lines, rows, head, notes)


def _structure(study: RawStudy) -> list[Problem]:
    """What is wrong with the file as a database."""
    try:
        with told():
            return [Problem("file", text) for text in study.structure_faults()]
    except StudyFileError as error:
        return [Problem("file", error.text)]


def _line_faults(
    line: dict[str, Plain], number: int, previous: str, at: str
) -> Iterator[Problem]:
    """What is wrong with a line of the trail by itself and after the one before."""
    place = f"audit trail, line {number}"
    if line["number"] != number:
        yield Problem(place, f"it is numbered {line['number']}: a line is missing")
    if line["previous"] != previous:
        yield Problem(place, "it does not follow the line before")
    if str(line["at"]) < at:
        yield Problem(place, "it bears an earlier time than the line before")
    fields = {key: value for key, value in line.items() if key != "hash"}
    if line_hash(fields) != line["hash"]:
        yield Problem(place, "it was changed: its hash does not fit what it says")


def _take_rows(
    line: dict[str, Plain], written: Written, signatures: SignatureCheck
) -> Iterator[Problem]:
    """Remember the rows that a line says it wrote."""
    try:
        details = json.loads(str(line["details"]))
        for row in details["rows"]:
            written[row["table"], row["id"]] = row["new"]
            if row["table"] == "signature":
                signatures.before[row["id"]] = line["previous"]
    except (ValueError, KeyError, TypeError):
        yield Problem(f"audit trail, line {line['number']}", "it cannot be read")


def _row_faults(
    study: RawStudy,
    written: Written,
    signatures: SignatureCheck,
    progress: Progress,
) -> tuple[int, list[Problem]]:
    """Hold every row against what the trail says was written."""
    problems: list[Problem] = []
    count = 0
    sizes: dict[int, Plain] = {}
    try:
        with told():
            for row in study.rows():
                progress.step(count, len(written), "Checking the records")
                count += 1
                problems += _compare(row, written.pop((row.table, row.id), None))
                problems += _own_faults(row, sizes)
                signatures.take(row)
    except StudyFileError as error:
        problems.append(Problem("records", error.text))
        return count, problems
    for table, number in written:
        gone = "it is missing, although the audit trail says it was written"
        problems.append(Problem(f"{table} {number}", gone))
    return count, problems


def _compare(row: RawRow, written: dict[str, Plain] | None) -> Iterator[Problem]:
    """Hold one row against the trail."""
    place = f"{row.table} {row.id}"
    if written is None:
        yield Problem(place, "the audit trail does not know it")
        return
    for name in sorted({*row.values, *written}):
        here, there = row.values.get(name), written.get(name)
        if here != there or isinstance(here, str) != isinstance(there, str):
            yield Problem(
                place, f"{name} is {_short(here)}, the audit trail says {_short(there)}"
            )


def _own_faults(row: RawRow, hashes: dict[int, Plain]) -> Iterable[Problem]:
    """Hold hashes that a row bears against what they are hashes of."""
    place = f"{row.table} {row.id}"
    if row.table in ("pinned_scale", "pinned_measure", "pinned_protocol"):
        source = str(row.values["source"]).encode()
        if hashlib.sha256(source).hexdigest() != row.values["sha256"]:
            yield Problem(place, "its text does not fit its hash")
    elif row.table == "photograph":
        hashes[row.id] = row.values["sha256"]
    elif row.table == "original":
        fits = row.values["data"] == f"sha256:{hashes.get(row.id)}"
        if not fits:
            yield Problem(place, "its bytes do not fit the photograph's hash")


def _short(value: Plain) -> str:
    """A value for a sentence."""
    text = "empty" if value is None or value == "" else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
