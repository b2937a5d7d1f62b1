"""Drawing a rater's reading: once, by the rules of the protocol, and stored."""

from models.certificates.required import require_certificates
from models.errors import ExpectedError
from models.reading.errors import ReadingClosedError
from models.reading.order import Candidate, draw_codes, draw_plan, reading_seed
from models.store.records import Reading
from models.store.store import StudyStore


def draw_reading(store: StudyStore, rater: str, *, by: str = "") -> Reading:
    """A rater's reading, with the order drawn at the first time and never again.

    Photographs that were added to the study since then come last, in an order of their
    own. A reading that is finished or locked stays as it is, and so does a third
    reading, which has only what others disagreed on.

    Args:
        store: The study.
        rater: Code of the rater; a new one is added to the study.
        by: Who draws it, if that is not the rater.

    Raises:
        ExpectedError: The study has no photographs yet, the code is empty, or the
            protocol wants certificates that the rater does not have.
    """
    code = rater.strip()
    if not code:
        raise ExpectedError(
            "A rater needs a code.", hint="Give initials or a number, such as R1."
        )
    reading = _reading_of(store, code)
    is_closed = reading is not None and (
        reading.finished_at or store.is_locked() or reading.id in store.adjudications()
    )
    if not is_closed:
        require_certificates(store, code)
        _draw(store, code, reading, by)
        reading = _reading_of(store, code)
    assert reading is not None
    return reading


def _reading_of(store: StudyStore, rater: str) -> Reading | None:
    found = [reading for reading in store.readings() if reading.rater == rater]
    return found[0] if found else None


def _draw(store: StudyStore, rater: str, reading: Reading | None, by: str) -> None:
    """Draw the order of all photographs that the rater's reading does not have yet."""
    if store.is_locked():
        raise ReadingClosedError(
            "The study is locked, so no reading can be begun.",
            hint="The coordinator can unlock it, with a reason on record.",
        )
    shown = store.read_photographs(reading.id) if reading else {}
    new = candidates(store, set(shown.values()))
    if not new and reading:
        return
    if not new:
        raise ExpectedError(
            "The study has no photographs yet.",
            hint="Import photographs first, then begin the reading.",
        )
    seed = reading_seed(store.order_seed(), rater, part=1 + len(shown))
    plan = draw_plan(new, store.protocol().reading, seed)
    codes = draw_codes(len(plan.showings), seed, taken_codes(store))
    repeats = {
        place: one.repeat_of
        for place, one in enumerate(plan.showings)
        if one.repeat_of is not None
    }
    action = "photographs added to reading" if reading else "reading begun"
    role = "coordinator" if by else "rater"
    with store.changes(by=by or rater, role=role, action=action) as changes:
        changes.add_rater(rater)
        number = reading.id if reading else changes.add_reading(rater, seed)
        photographs = [one.photograph for one in plan.showings]
        changes.add_reading_items(
            number, len(shown) + 1, list(zip(photographs, codes, strict=True)), repeats
        )
        changes.note(order=store.protocol().reading.order.value, repeats=plan.repeats)
        if plan.remark:
            changes.note(remark=plan.remark)


def candidates(store: StudyStore, known: set[int]) -> list[Candidate]:
    """The photographs that are not in the reading yet."""
    protocol = store.protocol()
    places = {visit.key: place for place, visit in enumerate(protocol.visits)}
    return [
        Candidate(
            id=one.id,
            subject=one.subject,
            view=one.view,
            visit=places[one.visit],
            is_baseline=one.visit == protocol.baseline,
        )
        for one in store.photographs()
        if one.id not in known
    ]


def taken_codes(store: StudyStore) -> set[str]:
    """What no code may be: those of other readings, and codes of the study itself."""
    subjects = {subject.code.upper() for subject in store.subjects()}
    return store.reading_codes() | subjects
