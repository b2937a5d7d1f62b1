"""The one door through which a study is written.

Everything a `Changes` adds stands or falls with its line of the audit trail: both are
written in one transaction, or neither is.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from models.measures.measure import Measure
from models.protocol.protocol import Protocol
from models.protocol.units import Unit
from models.scales.scale import Scale
from models.store import tables as t
from models.store.agreement_changes import AgreementChanges
from models.store.chain import FIRST, Value, canonical, digest, line_hash
from models.store.clock import later_of, seconds_between
from models.store.records import NewPhotograph, NewSignature, ScoreKind, Viewing
from models.store.screen_records import Adjustment, DisplayCheck, NewReference
from models.store.training_changes import TrainingChanges
from models.store.training_records import Purpose
from models.store.writing import insertion

# Statements are built once: building them took longer than carrying them out.
_LAST_LINE = (
    select(t.trail.c.number, t.trail.c.hash, t.trail.c.at)
    .order_by(t.trail.c.number.desc())
    .limit(1)
)


class Changes(AgreementChanges, TrainingChanges):
    """What is being written, inside `with store.changes(...)`.

    Attributes:
        at: The UTC time that every row of this change carries.
        by: Who writes.
    """

    def __init__(self, connection: Connection, *, at: str, by: str) -> None:
        self._last = connection.execute(_LAST_LINE).first()
        # A clock that was set back must not turn the order of the trail around.
        later = later_of(at, self._last.at) if self._last else at
        super().__init__(connection, later)
        self.by = by
        behind = seconds_between(at, self.at)
        self._facts: dict[str, Value] = (
            {"clock": f"behind by {behind} s"} if behind else {}
        )

    @property
    def head(self) -> str:
        """Hash of the trail's last line, which this change will follow."""
        return str(self._last.hash) if self._last else FIRST

    def note(self, **facts: Value) -> None:
        """Add facts to the trail's line that no row holds, such as a file written."""
        self._facts |= facts

    def add_study(self, *, uid: str, title: str, order_seed: str) -> None:
        """Add the study itself; once."""
        self._insert(
            t.study, uid=uid, title=title, created_at=self.at, order_seed=order_seed
        )

    def pin_protocol(self, key: str, version: str, source: str, sha256: str) -> None:
        """Keep a copy of the protocol as it was."""
        self._insert(
            t.pinned_protocol, key=key, version=version, source=source, sha256=sha256
        )

    def pin_scale(self, key: str, version: str, source: str, sha256: str) -> None:
        """Keep a copy of a scale as it was."""
        self._insert(
            t.pinned_scale, key=key, version=version, source=source, sha256=sha256
        )

    def pin_measure(self, key: str, version: str, source: str, sha256: str) -> None:
        """Keep a copy of a measure as it was."""
        self._insert(
            t.pinned_measure, key=key, version=version, source=source, sha256=sha256
        )

    def amend_protocol(
        self,
        protocol: Protocol,
        scales: Mapping[str, Scale],
        measures: Mapping[str, Measure],
    ) -> None:
        """Pin a protocol that counts from now on, with all it names that is new.

        Args:
            protocol: The first version, or a new one; earlier ones stay.
            scales: Where its scales are found, by key.
            measures: Where its measures are found, by key.
        """
        self.pin_protocol(
            protocol.key, protocol.version, protocol.source, protocol.sha256
        )
        for key in dict.fromkeys((*protocol.scales, *protocol.live_scales)):
            if self._find(t.pinned_scale, "key", key) is None:
                one = scales[key]
                self.pin_scale(one.key, one.version, one.source, one.sha256)
        for key in protocol.measures:
            if self._find(t.pinned_measure, "key", key) is None:
                measure = measures[key]
                self.pin_measure(
                    measure.key, measure.version, measure.source, measure.sha256
                )
        for visit in protocol.visits:
            if self._find(t.visit, "key", visit.key) is None:
                self.add_visit(visit.key, visit.name, visit.day)
        for view in protocol.views:
            if self._find(t.view, "key", view.key) is None:
                self.add_view(view.key, view.name)

    def add_visit(self, key: str, name: str, day: int) -> None:
        """Add a visit of the protocol."""
        self._insert(t.visit, key=key, name=name, day=day)

    def add_view(self, key: str, name: str) -> None:
        """Add a view of the protocol."""
        self._insert(t.view, key=key, name=name)

    def add_subject(self, code: str, site: str = "") -> None:
        """Add a subject, or give a known one its site. Same again changes nothing."""
        subject = self._find(t.subject, "code", code)
        if subject is None:
            subject = self._insert(t.subject, code=code)
        if site and site != self._site_of(subject):
            known = self._find(t.site, "code", site)
            number = known or self._insert(t.site, code=site)
            self._insert(t.subject_site, subject_id=subject, site_id=number)

    def add_photograph(self, new: NewPhotograph) -> int:
        """Store a photograph with its original bytes, and return its number.

        The subject is added if the study does not have it yet.

        Raises:
            KeyError: The protocol has no such visit or view.
        """
        self.add_subject(new.subject)
        number = self._insert(
            t.photograph,
            subject_id=self._known(t.subject, "code", new.subject),
            visit_id=self._known(t.visit, "key", new.visit),
            view_id=self._known(t.view, "key", new.view),
            file_name=new.file_name,
            sha256=new.sha256,
            size=len(new.data),
            format=new.format,
            width=new.width,
            height=new.height,
            orientation=new.orientation,
            profile=new.profile,
            taken_at=new.taken_at,
        )
        self._insert(
            t.original,
            {"data": f"sha256:{new.sha256}"},
            id=number,
            data=new.data,
        )
        return number

    def add_rater(self, code: str, name: str = "") -> None:
        """Add a rater. One who is known already stays as he is."""
        if self._find(t.rater, "code", code) is None:
            self._insert(t.rater, code=code, name=name)

    def add_reading(self, rater: str, seed: str) -> int:
        """Begin a rater's reading and return its number."""
        number = self._known(t.rater, "code", rater)
        purpose = Purpose.STUDY.value
        return self._insert(
            t.reading, rater_id=number, purpose=purpose, attempt=1, seed=seed
        )

    def add_reading_items(
        self,
        reading: int,
        first: int,
        photographs: Sequence[tuple[int, str]],
        repeats: Mapping[int, int] | None = None,
    ) -> list[int]:
        """Append photographs to a reading, in the order drawn; gives their numbers.

        Args:
            reading: Number of the reading.
            first: Position of the first of them, from 1.
            photographs: Number of each photograph and the code it has for the rater.
            repeats: Place of a repeat to the place of its first showing, from 0.
        """
        numbers: list[int] = []
        for place, (photograph, code) in enumerate(photographs):
            first_showing = (repeats or {}).get(place)
            number = self._insert(
                t.reading_item,
                reading_id=reading,
                position=first + place,
                photograph_id=photograph,
                code=code,
                repeat_of=None if first_showing is None else numbers[first_showing],
            )
            numbers.append(number)
        return numbers

    def add_reading_step(
        self, reading: int, *, finished: bool, reason: str, at: str = ""
    ) -> int:
        """Finish a reading, or reopen it for a reason. Returns the step's number."""
        return self._insert(
            t.reading_step,
            reading_id=reading,
            finished=int(finished),
            reason=reason,
            at=at or self.at,
        )

    def add_score(
        self,
        item: int,
        scale: str,
        kind: ScoreKind,
        value: float | None,
        reason: str,
        at: str = "",
        adjusted: Adjustment | None = None,
    ) -> None:
        """Add what now counts for a photograph on a scale; earlier words stay.

        Args:
            item: Number of the reading item.
            scale: Key of the scale.
            kind: Grade, not assessable or withdrawn.
            value: The grade, or None.
            reason: Why not assessable, or empty.
            at: UTC time it was given, if that was elsewhere and earlier.
            adjusted: How the photograph was shown, if its rater had changed that.
        """
        is_adjusted = adjusted is not None and not adjusted.is_none
        self._insert(
            t.score,
            item_id=item,
            scale_id=self._known(t.pinned_scale, "key", scale),
            kind=kind.value,
            value=value,
            reason=reason,
            brightness=adjusted.brightness if adjusted and is_adjusted else None,
            contrast=adjusted.contrast if adjusted and is_adjusted else None,
            at=at or self.at,
        )

    def add_comment(self, item: int, scale: str, text: str, at: str = "") -> None:
        """Add a comment on a photograph (scale empty) or on one of its scores."""
        number = self._known(t.pinned_scale, "key", scale) if scale else None
        self._insert(
            t.comment, item_id=item, scale_id=number, text=text, at=at or self.at
        )

    def add_flag(self, item: int, *, raised: bool, at: str = "") -> None:
        """Flag a photograph for review, or take the flag down."""
        self._insert(t.flag, item_id=item, raised=int(raised), at=at or self.at)

    def add_viewing(self, item: int, viewing: Viewing) -> None:
        """Add how long a photograph was looked at."""
        self._insert(
            t.viewing,
            item_id=item,
            shown_at=viewing.shown_at,
            seconds_attended=viewing.seconds_attended,
            seconds_open=viewing.seconds_open,
            seconds_anchors=viewing.seconds_anchors,
        )

    def add_display_check(self, reading: int, check: DisplayCheck) -> None:
        """Add what a rater saw of the test page on a screen."""
        values = {**vars(check), "at": check.at or self.at}
        self._insert(t.display_check, reading_id=reading, **values)

    def add_reference(self, new: NewReference) -> int:
        """Store a reference photograph of a grade, and return its number."""
        return self._insert(
            t.reference,
            {"data": digest(new.data)},
            scale_id=self._known(t.pinned_scale, "key", new.scale),
            value=new.value,
            file_name=new.file_name,
            sha256=new.sha256,
            data=new.data,
            at=self.at,
        )

    def withdraw_reference(self, number: int) -> None:
        """Show a reference photograph no more; it stays on record."""
        self._insert(t.reference_withdrawal, reference_id=number, at=self.at)

    def add_lock(self, *, locked: bool, reason: str) -> None:
        """Lock the study against scoring, or unlock it for a reason."""
        self._insert(t.lock_step, locked=int(locked), reason=reason, at=self.at)

    def add_envelope(self, kind: str, data: bytes) -> None:
        """Add a sealed envelope of the allocation: "groups" or "names"."""
        self._insert(t.envelope, {"data": digest(data)}, kind=kind, data=data)

    def add_opened_group(self, unit: Unit, letter: str) -> None:
        """Add the letter of a unit, once the envelope was opened on record."""
        number = self._known(t.subject, "code", unit.subject)
        self._insert(t.opened_group, subject_id=number, side=unit.side, letter=letter)

    def add_opened_name(self, letter: str, name: str) -> None:
        """Add what a letter stands for, once the envelope was opened on record."""
        self._insert(t.opened_name, letter=letter, name=name)

    def add_unit_envelope(self, subject: str, data: bytes) -> None:
        """Add the emergency envelope of one subject."""
        number = self._known(t.subject, "code", subject)
        digests = {"data": digest(data)}
        self._insert(t.unit_envelope, digests, subject_id=number, data=data)

    def add_unit_opening(self, subject: str, reason: str, timing: str) -> None:
        """Record that one subject's emergency envelope was opened; not what it told."""
        self._insert(
            t.unit_opening,
            subject_id=self._known(t.subject, "code", subject),
            by=self.by,
            reason=reason,
            timing=timing,
            at=self.at,
        )

    def add_person(self, code: str, name: str) -> None:
        """Add a person who signs in; codes are never given twice."""
        self._insert(t.person, code=code, name=name, at=self.at)

    def add_person_role(self, code: str, role: str, *, held: bool) -> None:
        """Give a person a role, or take it away."""
        number = self._known(t.person, "code", code)
        self._insert(
            t.person_role, person_id=number, role=role, held=int(held), at=self.at
        )

    def add_person_password(self, code: str, data: bytes) -> None:
        """Set a person's password, as its salted hash."""
        number = self._known(t.person, "code", code)
        digests = {"data": digest(data)}
        self._insert(
            t.person_password, digests, person_id=number, data=data, at=self.at
        )

    def add_sign_in(self, code: str, outcome: str) -> None:
        """Record how a person's signing in ended, or that a lock-out was lifted."""
        number = self._known(t.person, "code", code)
        self._insert(t.sign_in, person_id=number, outcome=outcome, at=self.at)

    def add_signature(self, new: NewSignature, at: str = "") -> None:
        """Add a signature, bound to what was signed by its hash.

        Args:
            new: The signature.
            at: UTC time it was given, if that was elsewhere and earlier.
        """
        self._insert(
            t.signature,
            person_id=self._known(t.person, "code", new.person),
            reading_id=new.reading,
            step=new.step,
            printed_name=new.printed_name,
            meaning=new.meaning,
            sha256=new.sha256,
            at=at or self.at,
        )

    def add_kit_out(
        self, reading: int, *, uid: str, version: int, items: int, head: str
    ) -> None:
        """Record that a kit was written for a reading."""
        self._insert(
            t.kit_out,
            reading_id=reading,
            uid=uid,
            version=version,
            items=items,
            head=head,
            at=self.at,
        )

    def add_kit_return(self, kit: int, sha256: str, data: bytes) -> None:
        """Keep a return that is merged, byte for byte."""
        digests = {"data": digest(data)}
        self._insert(
            t.kit_return, digests, kit_id=kit, sha256=sha256, data=data, at=self.at
        )

    def close(self, role: str, action: str, why: str) -> None:
        """Write the line of the audit trail. Called by the store, last of all."""
        last = self._last
        line: dict[str, Value] = {
            "number": last.number + 1 if last else 1,
            "at": self.at,
            "by": self.by,
            "role": role,
            "action": action,
            "why": why,
            "details": canonical({"rows": self._rows, "facts": self._facts}),
            "previous": last.hash if last else FIRST,
        }
        line["hash"] = line_hash(line)
        self._connection.execute(insertion(t.trail), line)

    def _site_of(self, subject: int) -> str:
        """The site a subject has now, or empty."""
        link = t.subject_site
        newest = select(func.max(link.c.id)).where(link.c.subject_id == subject)
        query = select(t.site.c.code).join(link, link.c.site_id == t.site.c.id)
        found = self._connection.execute(
            query.where(link.c.id == newest.scalar_subquery())
        )
        return found.scalar_one_or_none() or ""
