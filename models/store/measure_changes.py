"""Writing what is not scored from photographs."""

from models.store import measure_tables as m
from models.store import tables as t
from models.store.chain import canonical
from models.store.measure_records import NewAdverseEvent, NewMeasurement
from models.store.writing import RowWriter


class MeasureChanges(RowWriter):
    """Adds values, visit dates, adverse events, answers, constants and evidence."""

    def add_measurement(self, new: NewMeasurement) -> int:
        """Add what now counts for a subject's series at a visit; earlier rows stay.

        Raises:
            KeyError: The study has no such subject or visit.
        """
        return self._insert(
            m.measurement,
            subject_id=self._known(t.subject, "code", new.subject),
            side=new.side,
            visit_id=self._known(t.visit, "key", new.visit),
            assessment=new.assessment,
            entry=new.entry,
            value=None if new.value is None else float(new.value),
            reason=new.reason,
            parts=canonical(dict(new.parts)) if new.parts else "",
            comment=new.comment,
            rated_by=new.rated_by,
            why=new.why,
            at=self.at,
        )

    def add_visit_date(self, subject: str, visit: str, day: str, why: str = "") -> None:
        """Add the day on which a subject was seen.

        Args:
            subject: Code of the subject.
            visit: Key of the visit.
            day: ISO 8601, or empty to take a day back.
            why: Reason of a correction.
        """
        self._insert(
            m.visit_date,
            subject_id=self._known(t.subject, "code", subject),
            visit_id=self._known(t.visit, "key", visit),
            day=day,
            why=why,
            at=self.at,
        )

    def add_adverse_event(self, new: NewAdverseEvent) -> None:
        """Add an adverse event, or the revision of one with the same number."""
        self._insert(
            m.adverse_event,
            number=new.number,
            subject_id=self._known(t.subject, "code", new.subject),
            term=new.term,
            onset=new.onset,
            ended=new.ended,
            severity=new.severity.value,
            relation=new.relation.value,
            outcome=new.outcome.value,
            serious=int(new.serious),
            place=new.place,
            side=new.side,
            comment=new.comment,
            withdrawn=int(new.withdrawn),
            why=new.why,
            at=self.at,
        )

    def add_eligibility_answer(
        self, subject: str, rule: str, *, yes: bool, why: str = ""
    ) -> None:
        """Add a person's answer to an eligibility rule, by the key of the rule."""
        self._insert(
            m.eligibility_answer,
            subject_id=self._known(t.subject, "code", subject),
            rule=rule,
            answer=int(yes),
            why=why,
            at=self.at,
        )

    def add_evidence(self, part: str, document: str) -> None:
        """Add what a part of the evidence table is now.

        Args:
            part: "study 3", or "plan".
            document: JSON, or empty where the part is removed.
        """
        self._insert(t.evidence, part=part, document=document, at=self.at)

    def add_study_constant(
        self, instrument: str, name: str, value: str, why: str = ""
    ) -> None:
        """Add what is kept equal in the study: the probe of a device, a licence.

        Args:
            instrument: Key of the measure or scale it belongs to.
            name: Name of the setting: "probe".
            value: What it is, as text; empty to take it back.
            why: Reason of a correction.
        """
        self._insert(
            m.study_constant,
            instrument=instrument,
            name=name,
            value=value,
            why=why,
            at=self.at,
        )
