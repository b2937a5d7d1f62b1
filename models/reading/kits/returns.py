"""What comes back of a kit: its trail, which holds every score, and no photograph.

A return is JSON: the lines of the kit's trail and the hash over them. The first line
tells what kit it was, by a hash that only the study has on record; each later line
tells what the rater did, chained to the line before. Nothing else is in the file, so
nothing else in it can be believed by mistake.
"""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from models.reading.kits.errors import ReturnFileError
from models.store.chain import FIRST, canonical, line_hash
from models.store.kit_store import KitStore
from models.store.records import ScoreKind
from models.version import program_version
from models.words import counted

KIND = "dermagrade return"
FORMAT = 1
LARGEST = 256 * 2**20
_LONGEST_TEXT = 20_000
_KEYS = {"kind", "format", "program", "lines"}
_LINE_KEYS = {
    "number",
    "at",
    "by",
    "role",
    "action",
    "why",
    "details",
    "previous",
    "hash",
}
_ROW_KEYS: dict[str, dict[str, tuple[type, ...]]] = {
    "score": {
        "item_id": (int,),
        "scale_id": (int,),
        "kind": (str,),
        "value": (int, float, type(None)),
        "reason": (str,),
        "brightness": (int, float, type(None)),
        "contrast": (int, float, type(None)),
        "at": (str,),
    },
    "comment": {
        "item_id": (int,),
        "scale_id": (int, type(None)),
        "text": (str,),
        "at": (str,),
    },
    "flag": {"item_id": (int,), "raised": (int,), "at": (str,)},
    "viewing": {
        "item_id": (int,),
        "shown_at": (str,),
        "seconds_attended": (int, float),
        "seconds_open": (int, float),
        "seconds_anchors": (int, float),
    },
    "display_check": {
        "reading_id": (int,),
        "screen": (str,),
        "width": (int,),
        "height": (int,),
        "factor": (int, float),
        "profile": (str,),
        "darkest": (str,),
        "lightest": (str,),
        "colours": (str,),
        "sharpness": (str,),
        "light": (str,),
        "at": (str,),
    },
    "reading_step": {
        "reading_id": (int,),
        "finished": (int,),
        "reason": (str,),
        "at": (str,),
    },
    "kit_signature": {
        "printed_name": (str,),
        "meaning": (str,),
        "sha256": (str,),
        "proof": (str,),
        "at": (str,),
    },
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True)
class ReturnedRow:
    """One thing the rater did.

    Attributes:
        line: Number of its line in the kit's trail.
        table: "score", "comment", "flag", "viewing", "display_check", "reading_step",
            "kit_signature".
        values: As they were stored.
    """

    line: int
    table: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Return:
    """A return that holds together; whether it fits a study is for the merge to say.

    Attributes:
        name: Name of the file.
        kit: Identifier of the kit.
        version: Version of the kit.
        rater: Code of the rater.
        codes: Number of an item in the kit to the photograph's code.
        asked: Number of an item in the kit to the scales asked there.
        scales: Number of a scale in the kit to its key.
        hashes: Hash of every line of the trail, in their order.
        rows: What the rater did, in order.
        sha256: Over the content.
        data: The file, byte for byte.
    """

    name: str
    kit: str
    version: int
    rater: str
    codes: Mapping[int, str]
    asked: Mapping[int, tuple[str, ...]]
    scales: Mapping[int, str]
    hashes: tuple[str, ...]
    rows: tuple[ReturnedRow, ...]
    sha256: str
    data: bytes = field(repr=False)

    @property
    def kit_head(self) -> str:
        """Hash of the first line, which tells what the kit held."""
        return self.hashes[0]

    @property
    def finish(self) -> ReturnedRow | None:
        """Where the reading was finished for the first time, or None."""
        steps = [row for row in self.rows if row.table == "reading_step"]
        return next((row for row in steps if row.values["finished"]), None)

    @property
    def signature(self) -> Mapping[str, Any] | None:
        """The rater's last signature: printed_name, meaning, sha256, proof, at."""
        return self.signing.values if self.signing else None

    @property
    def signing(self) -> ReturnedRow | None:
        """Where the reading was signed for the last time, or None."""
        found = [row for row in self.rows if row.table == "kit_signature"]
        return found[-1] if found else None

    def changed_after_finish(self) -> int:
        """How many scores, comments and flags came after the reading was finished."""
        finish = self.finish
        if finish is None:
            return 0
        changing = ("score", "comment", "flag")
        return sum(
            row.table in changing and row.line > finish.line for row in self.rows
        )


@dataclass(frozen=True)
class ReturnWritten:
    """A return that was written.

    Attributes:
        path: The file.
        rater: Code of the rater.
        done: Photographs complete.
        items: Photographs in the kit.
        is_finished: Whether the reading was finished.
        is_signed: Whether it was signed.
        sha256: Over the content.
    """

    path: Path
    rater: str
    done: int
    items: int
    is_finished: bool
    is_signed: bool
    sha256: str

    def sentence(self) -> str:
        """What was written, in words."""
        state = "finished" if self.is_finished else "not finished yet"
        signed = " and signed" if self.is_signed else ""
        return (
            f"The return {self.path.name} is written: {self.done} of "
            f"{counted(self.items, 'photograph')} complete, {state}{signed}."
        )


def write_return(
    kit: KitStore, path: Path, *, overwrite: bool = False
) -> ReturnWritten:
    """Write what a kit holds of the rater's work, for the study it came from.

    May be written at any time, and again later; the study takes what is new.

    Raises:
        ReturnFileError: The file exists, or cannot be written there.
    """
    from models.reading.kits.opening import kit_session

    if path.exists() and not overwrite:
        raise ReturnFileError(
            f"There is already a file called {path.name}.",
            hint="Choose another name; nothing was overwritten.",
        )
    lines = [
        {key: getattr(line, key) for key in sorted(_LINE_KEYS)} for line in kit.trail()
    ]
    content = {
        "kind": KIND,
        "format": FORMAT,
        "program": program_version(),
        "lines": lines,
    }
    digest = _digest(content)
    text = canonical({"content": content, "sha256": digest})
    _write(path, text.encode())
    session, reading = kit_session(kit), kit.reading()
    return ReturnWritten(
        path=path,
        rater=reading.rater,
        done=session.done,
        items=reading.count,
        is_finished=bool(reading.finished_at),
        is_signed=bool(kit.signatures()),
        sha256=digest,
    )


def read_return(path: Path) -> Return:
    """Read a return and make sure that it holds together.

    Raises:
        ReturnFileError: It is no return, damaged, changed by hand or too new.
    """
    try:
        if not path.is_file():
            raise ReturnFileError(
                f"There is no return at {path.name}.",
                hint="Check the folder and the name of the file.",
            )
        if path.stat().st_size > LARGEST:
            raise ReturnFileError(
                f"{path.name} is far larger than any return.",
                hint="Choose the file whose name ends in .dgreturn.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise ReturnFileError(
            f"{path.name} could not be read.", hint="Check that you may read the file."
        ) from error
    return parse_return(data, path.name)


def parse_return(data: bytes, name: str) -> Return:
    """A return from its bytes.

    Raises:
        ReturnFileError: It is no return, damaged, changed by hand or too new.
    """
    if not data.lstrip()[:1] == b"{":
        raise ReturnFileError(
            f"{name} is not a Dermagrade return.",
            hint="Choose the file whose name ends in .dgreturn, as it was sent.",
        )
    try:
        document = json.loads(data, parse_constant=_refuse)
        content = document["content"]
        _check_content(document, content, name)
        return _understood(name, content["lines"], str(document["sha256"]), data)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OverflowError,
    ) as error:
        raise ReturnFileError(
            f"{name} is damaged, or was changed by something other than this program.",
            hint="Ask the rater to write the return again and to send it as it is.",
        ) from error


def _check_content(
    document: Mapping[str, Any], content: Mapping[str, Any], name: str
) -> None:
    """Whether this is a return of this format, and what was written as one."""
    if content["kind"] != KIND:
        raise ValueError("another kind of file")
    if type(content["format"]) is int and content["format"] > FORMAT:
        raise ReturnFileError(
            f"{name} was written by a newer version of Dermagrade.",
            hint="Update the program, then merge it again.",
        )
    if set(document) != {"content", "sha256"} or set(content) != _KEYS:
        raise ValueError("other keys")
    if content["format"] != FORMAT or document["sha256"] != _digest(content):
        raise ValueError("another content")


def _understood(name: str, lines: Any, sha256: str, data: bytes) -> Return:
    """The return, if its lines follow each other and say only what lines may say."""
    head, hashes = FIRST, []
    rows: list[ReturnedRow] = []
    begin: list[dict[str, Any]] = []
    last = ""
    for number, line in enumerate(lines, 1):
        fields = {key: value for key, value in line.items() if key != "hash"}
        follows = (line["number"], line["previous"]) == (number, head)
        kinds = all(
            type(value) is (int if key == "number" else str)
            for key, value in line.items()
        )
        if not (kinds and follows and set(line) == _LINE_KEYS):
            raise ValueError("a line that does not follow")
        if line_hash(fields) != line["hash"] or line["at"] < last:
            raise ValueError("a line with another hash, or from before the last")
        _time(line["at"])
        head, last = line["hash"], line["at"]
        hashes.append(head)
        written = json.loads(line["details"], parse_constant=_refuse)["rows"]
        if number == 1:
            begin = written
        else:
            rows += [_row(number, one, line["at"]) for one in written]
    kit: Mapping[str, Any] = next(
        (one["new"] for one in begin if one["table"] == "kit"), {}
    )
    items = [one for one in begin if one["table"] == "reading_item"]
    found = Return(
        name=name,
        kit=_text(kit["uid"]),
        version=_whole(kit["version"]),
        rater=_text(kit["rater"]),
        codes={_whole(one["id"]): _text(one["new"]["code"]) for one in items},
        asked={
            one["id"]: tuple(map(_text, json.loads(one["new"]["asked"])))
            for one in items
        },
        scales={
            _whole(one["id"]): _text(one["new"]["key"])
            for one in begin
            if one["table"] == "pinned_scale"
        },
        hashes=tuple(hashes),
        rows=tuple(rows),
        sha256=sha256,
        data=data,
    )
    for row, line in ((row, lines[row.line - 1]) for row in rows):
        _check_row(found, row, line["by"])
    return found


def _row(number: int, one: Any, at: str) -> ReturnedRow:
    """One row of a line, with exactly the values its table has."""
    table, values = one["table"], one["new"]
    keys = _ROW_KEYS[table]
    if set(values) != set(keys):
        raise ValueError("other columns")
    for key, kinds in keys.items():
        if type(values[key]) not in kinds:
            raise ValueError("another kind of value")
        if isinstance(values[key], str) and len(values[key]) > _LONGEST_TEXT:
            raise ValueError("a text far too long")
    if values.get("at", at) != at:
        raise ValueError("another time than that of its line")
    if "shown_at" in values:
        _time(values["shown_at"])
    return ReturnedRow(number, table, values)


def _check_row(found: Return, row: ReturnedRow, by: str) -> None:
    """Whether a row speaks of what was in the kit, by the kit's rater."""
    values = row.values
    if by != found.rater:
        raise ValueError("another rater")
    if "item_id" in values and values["item_id"] not in found.codes:
        raise ValueError("a photograph that was not in the kit")
    if values.get("scale_id") is not None:
        asked = found.asked[values["item_id"]]
        if found.scales[values["scale_id"]] not in asked:
            raise ValueError("a scale that was not asked")
    if row.table == "kit_signature" and values["sha256"] != found.hashes[row.line - 2]:
        raise ValueError("a signature of something else")
    if row.table == "score":
        is_grade = ScoreKind(values["kind"]) is ScoreKind.GRADE
        is_reasoned = ScoreKind(values["kind"]) is ScoreKind.NOT_ASSESSABLE
        has_value = values["value"] is not None
        if is_grade != has_value or is_reasoned != bool(values["reason"]):
            raise ValueError("a score at odds with itself")
        for key in ("brightness", "contrast"):
            if not -1 <= (values[key] or 0) <= 1:
                raise ValueError("a display that cannot be")


def _time(text: str) -> None:
    if not _TIME.fullmatch(text):
        raise ValueError("no time")
    datetime.fromisoformat(text)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise ValueError("no text")
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError("no whole number")
    return value


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _refuse(_: str) -> None:
    raise ValueError("no number")


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise ReturnFileError(
            f"The return could not be written to {path.parent.name or path.parent}.",
            hint="Check that there is space, and that the folder allows writing.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
