"""Electronic signatures: printed name, time and meaning, bound to what was signed.

Signing asks for ID and password. A signature of a reading is bound to the hash of its
scores, that of a locked study to the last hash of its audit trail.
"""

from dataclasses import dataclass
from enum import StrEnum

from models.audit.reopening import find_reading
from models.audit.signed_content import SignedScore, reading_hash
from models.errors import ExpectedError
from models.people.people import SignInError, authority, permitted
from models.people.roles import Act, Role
from models.store.records import NewSignature, Person, Reading, ScoreKind, Signature
from models.store.store import StudyStore


class Meaning(StrEnum):
    """Why something is signed."""

    AUTHORSHIP = "authorship"
    REVIEW = "review"
    APPROVAL = "approval"
    RESPONSIBILITY = "responsibility"


@dataclass(frozen=True)
class SignatureState:
    """A signature and whether it stands.

    Attributes:
        signature: As it is stored.
        what: What was signed: "reading of R1", "locked study".
        fits: Whether what was signed is still what it was.
    """

    signature: Signature
    what: str
    fits: bool

    @property
    def stands(self) -> bool:
        """Whether it is neither void nor at odds with what was signed."""
        return self.fits and not self.signature.voided_at

    def sentence(self) -> str:
        """The signature as it is displayed and printed."""
        one = self.signature
        text = f"{one.printed_name}, {one.at} (UTC), {one.meaning}: {self.what}"
        if one.voided_at:
            return f"{text}. Void since {one.voided_at}."
        return text if self.fits else f"{text}. Does NOT fit what stands there now."


def sign_reading(
    store: StudyStore, rater: str, *, person: str, password: str, meaning: Meaning
) -> Signature:
    """Sign a finished reading.

    Raises:
        SignInError: ID, password or authority is missing.
        ExpectedError: The reading is not finished, or signed alike already.
    """
    reading = find_reading(store, rater)
    if not reading.finished_at:
        raise ExpectedError(
            "This reading is not finished, so it cannot be signed yet.",
            hint="Finish it first.",
        )
    step = store.reading_steps(reading.id)[-1].id
    found = content_hash(store, reading)
    return _sign(
        store, Act.SIGN_READING, person, password, meaning, reading, step, found
    )


def sign_study(
    store: StudyStore, *, person: str, password: str, meaning: Meaning
) -> Signature:
    """Sign a locked study: its whole audit trail up to now.

    Raises:
        SignInError: ID, password or authority is missing.
        ExpectedError: The study is not locked, or signed alike already.
    """
    if not store.is_locked():
        raise ExpectedError(
            "The study is not locked, so it cannot be signed yet.",
            hint="Lock it first.",
        )
    step = store.lock_steps()[-1].id
    return _sign(store, Act.SIGN_STUDY, person, password, meaning, None, step, "")


def content_hash(store: StudyStore, reading: Reading) -> str:
    """The hash of what counts in a reading now."""
    items = {item.id: item for item in store.reading_items(reading.id)}
    scores = (
        SignedScore(
            items[one.item].position,
            items[one.item].code,
            one.scale,
            str(one.kind),
            one.value,
            one.reason,
        )
        for one in store.current_scores(reading.id)
        if one.kind is not ScoreKind.WITHDRAWN
    )
    comments = {
        (items[item].position, scale): text
        for (item, scale), text in store.current_comments(reading.id).items()
    }
    flags = (items[item].position for item in store.current_flags(reading.id))
    return reading_hash(store.info().uid, reading.rater, scores, comments, flags)


def signature_states(store: StudyStore) -> list[SignatureState]:
    """All signatures, and whether each stands."""
    readings = {reading.id: reading for reading in store.readings()}
    signatures = store.signatures()
    if not signatures:
        return []
    heads = {line.hash for line in store.trail()}
    found = []
    for one in signatures:
        if one.reading is None:
            found.append(SignatureState(one, "locked study", one.sha256 in heads))
            continue
        reading = readings[one.reading]
        fits = bool(one.voided_at) or content_hash(store, reading) == one.sha256
        found.append(SignatureState(one, f"reading of {reading.rater}", fits))
    return found


def _sign(
    store: StudyStore,
    act: Act,
    code: str,
    password: str,
    meaning: Meaning,
    reading: Reading | None,
    step: int,
    found: str,
) -> Signature:
    """Ask for the two components, then write the signature."""
    if not store.people():
        raise ExpectedError(
            "Nobody can sign yet: the study has no people with a password.",
            hint="Add the people first, under Record, People.",
        )
    number = reading.id if reading else None
    person = permitted(store, act, code, password)
    for one in store.signatures():
        same = (one.person, one.meaning, one.reading) == (person.code, meaning, number)
        if same and one.step == step:
            raise ExpectedError(
                "This was signed by the same person with the same meaning already.",
                hint="Nothing was changed.",
            )
    role = authority(person, act)
    if reading is not None:
        _check_reader(person, role, reading, meaning)
    with store.changes(by=person.code, role=role, action="signed") as changes:
        sha256 = found or changes.head
        changes.add_signature(
            NewSignature(person.code, person.name, str(meaning), number, step, sha256)
        )
        what = f"reading of {reading.rater}" if reading else "locked study"
        changes.note(what=what)
    return store.signatures()[-1]


def _check_reader(
    person: Person, role: Role, reading: Reading, meaning: Meaning
) -> None:
    """Raters sign their own reading; only its rater is its author."""
    is_own = person.code == reading.rater
    if is_own or (role is Role.COORDINATOR and meaning is not Meaning.AUTHORSHIP):
        return
    raise SignInError(
        f"This person may not sign the reading of another rater for {meaning}.",
        hint="Its rater signs for authorship, a coordinator for review or approval.",
    )
