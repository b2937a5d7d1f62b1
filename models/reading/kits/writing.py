"""Writing a rater's kit: drawn, de-identified, scanned for leaks, and recorded."""

import hashlib
import os
import random
import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from models.errors import Problem
from models.leaks.identifiers import identifiers
from models.leaks.scan import LeakReport, Origin, scan_kit
from models.passphrases import check_passphrase
from models.photographs.deidentify import as_png, deidentified, in_other_bytes
from models.photographs.respelling import WAYS
from models.progress import Progress
from models.protocol.protocol import Order
from models.reading.drawing import draw_reading
from models.reading.errors import ReadingClosedError
from models.reading.kits.encryption import encrypted
from models.reading.kits.errors import KitError, LeakError
from models.reading.kits.kit_signer import signer_text
from models.store.kit_file import make_kit_file
from models.store.kit_records import KitInfo, NewKit, NewKitItem
from models.store.records import Reading, ReadingItem
from models.store.screen_records import NewReference
from models.store.store import StudyStore
from models.words import counted

_RANDOM = secrets.SystemRandom()

KIT_NAME = "Reading kit"
"""What a kit is called unless the coordinator says otherwise: it tells nothing."""


@dataclass(frozen=True)
class KitWritten:
    """A kit that was written.

    Attributes:
        path: The file.
        uid: Random identifier of the kit.
        rater: Code of the rater.
        version: 1 for the rater's first kit, 2 for the next.
        items: Photographs in it, hidden repeats among them.
        left_out: Photographs that the rater has scored in the study already.
        remark: Why there are fewer repeats than the protocol asks for, or empty.
        scan: What the leak scan found.
        waived: Why its findings were passed over, or empty.
        is_encrypted: Whether a passphrase opens it.
    """

    path: Path
    uid: str
    rater: str
    version: int
    items: int
    left_out: int
    remark: str
    scan: LeakReport
    waived: str
    is_encrypted: bool

    def sentence(self) -> str:
        """What was written, in words."""
        text = (
            f"The kit {self.path.name} for {self.rater} is written: "
            f"{counted(self.items, 'photograph')}, "
            f"{'encrypted' if self.is_encrypted else 'not encrypted'}."
        )
        if self.left_out:
            scored = counted(self.left_out, "photograph")
            text += f" {scored} already scored in the study left out."
        return f"{text} {self.remark}".strip()


def write_kit(
    store: StudyStore,
    rater: str,
    path: Path,
    *,
    by: str,
    name: str = KIT_NAME,
    passphrase: str = "",
    waive: str = "",
    overwrite: bool = False,
    progress: Progress | None = None,
) -> KitWritten:
    """Write the kit of a rater.

    The reading is drawn if it was not yet. The kit holds what the rater has not scored
    in the study. It is scanned as a stranger would, and leaves only if nothing was
    found or the findings are waived for a reason, which goes on record.

    Raises:
        LeakError: The scan found something; no kit is left.
        ReadingClosedError: The study is locked or the reading finished.
        KitError: The file exists, the place refuses, or nothing is left to read.
    """
    progress = progress or Progress()
    if path.exists() and not overwrite:
        raise KitError(
            f"There is already a file called {path.name}.",
            hint="Choose another name; nothing was overwritten.",
        )
    if not path.parent.is_dir():
        raise KitError(
            f"There is no folder {path.parent.name} to write the kit to.",
            hint="Make the folder first, or choose another one.",
        )
    if passphrase:
        check_passphrase(passphrase)
    reading = _reading(store, rater, by)
    items = _unscored(store, reading)
    if not items:
        raise KitError(
            "Every photograph of this rater's reading has scores in the study already.",
            hint="There is nothing left to read in a kit.",
        )
    # A folder that only this user may enter, wherever the kit itself goes.
    with tempfile.TemporaryDirectory(prefix="dermagrade-kit-") as folder:
        made = Path(folder) / "kit.dgkit"
        new = _new_kit(store, reading, items, name)
        head = make_kit_file(made, new, progress)
        report = scan_kit(
            made,
            identifiers(store, reading.rater),
            _origins(store, reading, items),
            position_may_tell=store.protocol().reading.order is Order.CHRONOLOGICAL,
            progress=progress,
        )
        if report.findings and not waive.strip():
            raise _leaks(report)
        _put_in_place(made, path, passphrase)
    written = KitWritten(
        path=path,
        uid=new.info.uid,
        rater=reading.rater,
        version=new.info.version,
        items=len(items),
        left_out=reading.count - len(items),
        remark=_remark(store, reading),
        scan=report,
        waived=waive.strip() if report.findings else "",
        is_encrypted=bool(passphrase),
    )
    _record(store, reading, written, head, by)
    return written


def _reading(store: StudyStore, rater: str, by: str) -> Reading:
    reading = draw_reading(store, rater, by=by)
    if store.is_locked() or reading.finished_at:
        what = "The study is locked" if store.is_locked() else "The reading is finished"
        raise ReadingClosedError(
            f"{what}, so no kit can be written for it.",
            hint="It can be reopened, with a reason on record.",
        )
    return reading


def _unscored(store: StudyStore, reading: Reading) -> list[ReadingItem]:
    """The photographs without any score in the study, in the order of reading."""
    scored = {score.item for score in store.current_scores(reading.id)}
    return [item for item in store.reading_items(reading.id) if item.id not in scored]


def _new_kit(
    store: StudyStore, reading: Reading, items: list[ReadingItem], name: str
) -> NewKit:
    """What the kit is to hold; positions run from 1 without gaps."""
    places = {item.code: item.position for item in items}
    earlier = [one for one in store.kits_out() if one.reading == reading.id]
    uid = secrets.token_hex(16)
    scales = store.scales()

    seen: set[bytes] = set()

    def pixels(code: str) -> bytes:
        data = deidentified(store.photograph_at(reading.id, places[code]))
        return _unlike(data, seen)

    views = _view_numbers(items)
    baselines, comparisons = _comparisons(store, reading, items, seen)
    return NewKit(
        info=KitInfo(
            uid,
            len(earlier) + 1,
            name.strip() or KIT_NAME,
            reading.rater,
            signer_text(store, reading.rater),
        ),
        reasons=store.reasons(),
        scales=tuple(scales.values()),
        items=tuple(
            NewKitItem(
                place,
                item.code,
                item.scales,
                views[item.view],
                baselines.get(item.position),
                item.compare_side == "right",
            )
            for place, item in enumerate(items, 1)
        ),
        pixels=pixels,
        rules=store.rules(),
        comparisons=comparisons,
        references=tuple(
            NewReference(
                one.scale,
                one.value,
                "",
                "",
                _unlike(store.reference_bytes(one.id), seen),
            )
            for one in store.references()
        ),
    )


def _view_numbers(items: list[ReadingItem]) -> dict[str, int]:
    """A random number for each view: it tells which photographs are alike, not how."""
    views = list(dict.fromkeys(item.view for item in items))
    _RANDOM.shuffle(views)
    return {view: number for number, view in enumerate(views, 1)}


def _comparisons(
    store: StudyStore, reading: Reading, items: list[ReadingItem], seen: set[bytes]
) -> tuple[dict[int, int], tuple[Callable[[], bytes], ...]]:
    """What the photographs are compared with, in random order and each kept once.

    Returns:
        Position in the reading to place in that order; and what gives the pixels.
    """
    wanted = {item.position for item in items}
    shown = {
        position: number
        for position, number in store.baseline_photographs(reading.id).items()
        if position in wanted
    }
    numbers = sorted(set(shown.values()))
    _RANDOM.shuffle(numbers)
    places = {number: place for place, number in enumerate(numbers)}

    def pixels(number: int) -> bytes:
        return _unlike(deidentified(store.photograph_bytes(number)), seen)

    return (
        {position: places[number] for position, number in shown.items()},
        tuple(partial(pixels, number) for number in numbers),
    )


def _unlike(copy: bytes, seen: set[bytes]) -> bytes:
    """The same pixels in bytes that no other photograph of the kit has.

    A hidden repeat must not be found by comparing bytes; and what is done to it is done
    to all, so that nothing tells a repeat.

    Args:
        copy: The photograph, de-identified.
        seen: Digests of the photographs so far; this one is added.
    """
    ways = random.SystemRandom().sample(range(WAYS), WAYS)
    spelled = (in_other_bytes(copy, way) for way in ways)
    # A progressive JPEG is not spelled anew; the second time it is another format.
    others = (as_png(copy, way) for way in ways)
    for data in chain(spelled, [copy], others):
        mark = hashlib.sha256(data).digest()
        if data and mark not in seen:
            seen.add(mark)
            return data
    return copy


def _origins(
    store: StudyStore, reading: Reading, items: list[ReadingItem]
) -> dict[str, Origin]:
    """What each photograph is of, by its code."""
    sites = {subject.code: subject.site for subject in store.subjects()}
    photographs = {one.id: one for one in store.photographs()}
    shown = store.read_photographs(reading.id)
    found = {item.code: photographs[shown[item.position]] for item in items}
    return {
        code: Origin(photograph.visit, sites[photograph.subject])
        for code, photograph in found.items()
    }


def _leaks(report: LeakReport) -> LeakError:
    return LeakError(
        f"The kit was not written: the leak scan has "
        f"{counted(len(report.findings), 'finding')}.",
        hint="Mend them, or waive them with a reason, which goes on record.",
        problems=report.findings,
    )


def _put_in_place(made: Path, path: Path, passphrase: str) -> None:
    """Bring the kit to its place, whole or not at all."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        if passphrase:
            part.write_bytes(encrypted(made.read_bytes(), passphrase))
        else:
            shutil.copyfile(made, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise KitError(
            f"The kit could not be written to {path.parent.name or path.parent}.",
            hint="Check that there is space, and that the folder allows writing.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _record(
    store: StudyStore, reading: Reading, written: KitWritten, head: str, by: str
) -> None:
    """Record the kit in the study; without its record there is no kit."""
    try:
        with store.changes(
            by=by, role="coordinator", action="kit written", why=written.waived
        ) as changes:
            changes.add_kit_out(
                reading.id,
                uid=written.uid,
                version=written.version,
                items=written.items,
                head=head,
            )
            changes.note(
                encrypted=int(written.is_encrypted),
                leaks=len(written.scan.findings),
                waived=written.waived,
                findings="\n".join(_lines(written.scan.findings)),
            )
    except BaseException:
        written.path.unlink(missing_ok=True)
        raise


def _lines(findings: tuple[Problem, ...]) -> list[str]:
    return [str(one) for one in findings]


def _remark(store: StudyStore, reading: Reading) -> str:
    """What was said of the repeats when the reading was drawn."""
    import json

    for line in reversed(store.trail()):
        if line.action in ("reading begun", "photographs added to reading"):
            details = json.loads(line.details)
            drawn = {
                row["new"]["reading_id"]
                for row in details["rows"]
                if row["table"] == "reading_item"
            }
            if reading.id in drawn:
                return str(details["facts"].get("remark", ""))
    return ""
