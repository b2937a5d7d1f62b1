"""A study, open: read as records, written through one door."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Self

from sqlalchemy import Connection, Engine

from models.measures.measure import Measure
from models.measures.reader import read_measure
from models.protocol.protocol import Protocol, ReadingRules
from models.protocol.reader import read_protocol
from models.scales.reader import read_scale
from models.scales.scale import Scale
from models.store import queries, record_queries, screen_queries
from models.store.agreement_reading import AgreementReading
from models.store.agreement_records import narrowed
from models.store.beginning import begin
from models.store.changes import Changes
from models.store.clock import Clock, utc_now
from models.store.engines import study_engine
from models.store.lock import StudyLock
from models.store.records import (
    KitOut,
    KitReturn,
    Person,
    Photograph,
    Rater,
    Reading,
    ReadingItem,
    Score,
    ScoreRow,
    Signature,
    Step,
    StudyInfo,
    Subject,
    TrailLine,
    UnitOpening,
)
from models.store.screen_records import DisplayCheck, Reference
from models.store.training_reading import TrainingReads
from models.store.troubles import StudyFileError, told
from models.store.upgrade import bring_up_to_date, look_at, mark, migrate

_NO_MEASURES: Mapping[str, Measure] = MappingProxyType({})


class StudyStore(AgreementReading, TrainingReads):
    """One open study. Reading methods may be called from any thread.

    Attributes:
        path: The study file.
        upgraded_from: Copy of the file as it was before an upgrade, or None.
        holds_pixels_only: False: photographs are kept as they came, and a reading must
            free them of the rest.
    """

    holds_pixels_only = False

    def __init__(self, path: Path, engine: Engine, lock: StudyLock, now: Clock) -> None:
        super().__init__(path, engine, lock, now)
        self.upgraded_from: Path | None = None
        self._protocol: Protocol | None = None
        self._scales: dict[str, Scale] | None = None
        self._measures: dict[str, Measure] | None = None
        self._locked: bool | None = None

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        title: str,
        protocol: Protocol,
        scales: Mapping[str, Scale],
        measures: Mapping[str, Measure] = _NO_MEASURES,
        by: str = "coordinator",
        now: Clock = utc_now,
        order_seed: str | None = None,
    ) -> Self:
        """Make a new study file and open it.

        Args:
            path: Where; must not exist.
            title: For people.
            protocol: Pinned in the study, word for word.
            scales: Where the protocol's scales are found, by key; pinned likewise.
            measures: Where its measures are found, by key; pinned likewise.
            by: Who makes the study.
            now: Clock; tests and the demo study bring their own.
            order_seed: What readings are drawn with; random if not given.

        Raises:
            StudyFileError: The file exists, or cannot be written there.
        """
        if path.exists():
            raise StudyFileError(
                f"There is already a file called {path.name}.",
                hint="Choose another name; nothing was overwritten.",
            )
        if not path.parent.is_dir():
            raise StudyFileError(
                f"There is no folder {path.parent.name} to make the study in.",
                hint="Make the folder first, or choose another one.",
            )
        lock = StudyLock(path)
        lock.take()
        engine = study_engine(path)
        store = cls(path, engine, lock, now)
        try:
            with told():
                migrate(engine)
            mark(path)
            with store.changes(by=by, role="coordinator", action="study made") as first:
                begin(first, title, protocol, scales, measures, order_seed)
        except BaseException:
            store.close()
            path.unlink(missing_ok=True)
            raise
        return store

    @classmethod
    def open(cls, path: Path, *, now: Clock = utc_now) -> Self:
        """Open a study to read and write.

        Raises:
            StudyFileError: It is no study, damaged, too new, read-only, or open
                elsewhere.
        """
        revision = look_at(path)
        lock = StudyLock(path)
        lock.take()
        engine = study_engine(path)
        store = cls(path, engine, lock, now)
        try:
            with told():
                store.upgraded_from = bring_up_to_date(path, engine, revision)
                store.info()
        except BaseException:
            store.close()
            raise
        return store

    def _changes_on(self, connection: Connection, *, at: str, by: str) -> Changes:
        return Changes(connection, at=at, by=by)

    def _on_written(self) -> None:
        self._locked = None

    def info(self) -> StudyInfo:
        """The study itself."""
        return self._read(queries.info)

    def order_seed(self) -> str:
        """What the readings' orders are drawn with."""
        return self._read(queries.order_seed)

    def protocol(self) -> Protocol:
        """The protocol as pinned in the study."""
        if self._protocol is None:
            source = self._read(queries.protocol_source)
            scales, measures = self.pinned_scales(), self.measures()
            self._protocol = read_protocol(source, "protocol", scales, measures)
        return self._protocol

    def scales(self) -> dict[str, Scale]:
        """The pinned scales that are scored from photographs, in the order asked."""
        pinned = self.pinned_scales()
        return {key: pinned[key] for key in self.protocol().scales}

    def live_scales(self) -> dict[str, Scale]:
        """The pinned scales that are rated live, by key."""
        pinned = self.pinned_scales()
        return {key: pinned[key] for key in self.protocol().live_scales}

    def pinned_scales(self) -> dict[str, Scale]:
        """All scales the study has pinned, in the order of pinning."""
        if self._scales is None:
            sources = self._read(queries.scale_sources)
            self._scales = {key: read_scale(text, key) for key, text in sources.items()}
        return self._scales

    def measures(self) -> dict[str, Measure]:
        """The pinned measures, by key."""
        if self._measures is None:
            sources = self._read(queries.measure_sources)
            self._measures = {
                key: read_measure(text, key) for key, text in sources.items()
            }
        return self._measures

    def forget_plan(self) -> None:
        """Read protocol, scales and measures anew: the protocol was amended."""
        self._protocol = self._scales = self._measures = None

    def subjects(self) -> list[Subject]:
        """All subjects, by code."""
        return self._read(queries.subjects)

    def photographs(self) -> list[Photograph]:
        """All photographs without their pixels, in the order of import."""
        return self._read(queries.photographs)

    def photograph_bytes(self, number: int) -> bytes:
        """The original bytes of a photograph, by its number."""
        return self._read(queries.photograph_bytes, number)

    def raters(self) -> list[Rater]:
        """All raters, by code."""
        return self._read(queries.raters)

    def readings(self) -> list[Reading]:
        """The readings of the study; those for training are no scores of it."""
        return self._read(queries.readings)

    def reading_items(self, reading: int) -> list[ReadingItem]:
        """The photographs of a reading as their rater may know them, in order."""
        items = self._read(
            screen_queries.reading_items, reading, self.protocol(), self.scales()
        )
        asked = self.asked_in_adjudication(reading)
        return [narrowed(item, asked[item.id]) for item in items] if asked else items

    def read_photographs(self, reading: int) -> dict[int, int]:
        """Position in a reading to number of the photograph."""
        return self._read(queries.read_photographs, reading)

    def repeats(self, reading: int) -> set[int]:
        """Positions in a reading at which a photograph is shown for the second time."""
        return self._read(queries.repeats, reading)

    def photograph_at(self, reading: int, position: int) -> bytes:
        """The original bytes of the photograph at a position of a reading."""
        return self._read(queries.item_bytes, reading, position)

    def baseline_photographs(self, reading: int) -> dict[int, int]:
        """Position in a reading to number of its baseline, where that may be shown."""
        if not screen_queries.shows_baseline(self.protocol(), self.scales()):
            return {}
        return self._read(screen_queries.baseline_photographs, reading, self.protocol())

    def baseline_at(self, reading: int, position: int) -> bytes:
        """The original bytes of the baseline of the photograph at a position.

        Raises:
            KeyError: There is none, or the protocol does not show it.
        """
        return self.photograph_bytes(self.baseline_photographs(reading)[position])

    def references(self) -> list[Reference]:
        """The reference photographs of grades, by scale and grade."""
        return self._read(screen_queries.references)

    def reference_bytes(self, number: int) -> bytes:
        """The pixels of a reference photograph, by its number."""
        return self._read(screen_queries.reference_bytes, number)

    def display_checks(self, reading: int) -> list[DisplayCheck]:
        """What a reading's rater saw of the test page, the oldest first."""
        return self._read(screen_queries.display_checks, reading)

    def rules(self) -> ReadingRules:
        """What the protocol says of reading."""
        return self.protocol().reading

    def reasons(self) -> tuple[str, ...]:
        """Why a photograph may be not assessable."""
        return self.protocol().reasons

    def kits_out(self) -> list[KitOut]:
        """The kits that were written, the oldest first."""
        return self._read(queries.kits_out)

    def kit_returns(self) -> list[KitReturn]:
        """The returns that were merged, the oldest first."""
        return self._read(queries.kit_returns)

    def current_scores(self, reading: int) -> list[Score]:
        """What counts now in a reading, withdrawn scores among it."""
        return self._read(queries.current_scores, reading)

    def current_comments(self, reading: int) -> dict[tuple[int, str], str]:
        """Comments of a reading, by item and scale (empty: on the photograph)."""
        return self._read(queries.current_comments, reading)

    def current_flags(self, reading: int) -> set[int]:
        """Items of a reading flagged for review."""
        return self._read(queries.current_flags, reading)

    def score_rows(self) -> list[ScoreRow]:
        """Every score that counts now, of all readings, with what it belongs to."""
        return self._read(queries.score_rows)

    def is_locked(self) -> bool:
        """Whether the study is locked against scoring.

        Asked before every score, and remembered: nobody else can write meanwhile.
        """
        if self._locked is None:
            self._locked = self._read(queries.is_locked)
        return self._locked

    def trail(self) -> list[TrailLine]:
        """The audit trail, oldest line first."""
        return self._read(queries.trail)

    def envelopes(self) -> dict[str, bytes]:
        """The sealed envelopes of the allocation, by kind."""
        return self._read(queries.envelopes)

    def opened_groups(self) -> dict[str, str]:
        """Name of the unit to letter; empty before an opening on record."""
        return self._read(queries.opened_groups)

    def opened_names(self) -> dict[str, str]:
        """Letter to arm; empty before a full opening on record."""
        return self._read(queries.opened_names)

    def unit_envelope(self, subject: str) -> bytes | None:
        """The emergency envelope of a subject, or None if there is none."""
        return self._read(record_queries.unit_envelope, subject)

    def unit_envelope_count(self) -> int:
        """How many subjects have an emergency envelope."""
        return self._read(record_queries.unit_envelope_count)

    def unit_openings(self) -> list[UnitOpening]:
        """Every emergency opening of one subject, oldest first; not what it told."""
        return self._read(record_queries.unit_openings)

    def people(self) -> list[Person]:
        """Everybody who signs in, by code; empty if the study works without."""
        return self._read(record_queries.people)

    def passwords(self, person: int) -> list[bytes]:
        """The salted hashes of all passwords a person ever had, oldest first."""
        return self._read(record_queries.passwords, person)

    def lock_steps(self) -> list[Step]:
        """Every locking and unlocking, oldest first."""
        return self._read(record_queries.lock_steps)

    def reading_steps(self, reading: int) -> list[Step]:
        """Every finishing and reopening of a reading, oldest first."""
        return self._read(record_queries.reading_steps, reading)

    def signatures(self) -> list[Signature]:
        """All signatures, oldest first, voided ones among them."""
        return self._read(record_queries.signatures)

    def trail_head(self) -> tuple[int, str]:
        """Number and hash of the last line of the audit trail."""
        return self._read(record_queries.trail_head)
