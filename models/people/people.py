"""People of a study: added, given roles, signed in, locked out.

By default a study has no people and works without signing in. Once the first person is
added, signing, sealing and unblinding ask for ID and password.
"""

from collections.abc import Iterable

from models.errors import ExpectedError
from models.people.passwords import check_password, fits, hashed
from models.people.roles import Act, Role, known_roles, may, roles_for
from models.store.clock import Clock, seconds_between, stamp, utc_now
from models.store.record_queries import RELEASED, RIGHT, WRONG
from models.store.records import Person
from models.store.store import StudyStore
from models.words import counted, listed

MOST_TRIES = 5
LOCKED_OUT_MINUTES = 30
"""After which one more try is given, so that a sole administrator is not shut out."""


class SignInError(ExpectedError):
    """ID and password do not fit, or the person is locked out or has no authority."""


def needs_sign_in(store: StudyStore) -> bool:
    """Whether the study has people, so that acts on record need ID and password."""
    return bool(store.people())


def find_person(store: StudyStore, code: str) -> Person:
    """The person with an ID.

    Raises:
        ExpectedError: There is none.
    """
    for person in store.people():
        if person.code == code.strip():
            return person
    raise ExpectedError(
        "Nobody in this study has this ID.", hint="Check the ID under Record, People."
    )


def add_person(
    store: StudyStore,
    code: str,
    name: str,
    roles: Iterable[Role],
    password: str,
    *,
    by: str,
) -> None:
    """Add a person with the roles held and a first password.

    Raises:
        ExpectedError: The ID is taken or empty, there is no name or role, the password
            is too easy, or the first person is no administrator.
    """
    code, name, held = code.strip(), name.strip(), sorted(set(roles))
    known = store.people()
    if not code or not name or not held:
        raise ExpectedError(
            "A person needs an ID, a name and at least one role.",
            hint="The name is printed beside every signature.",
        )
    if any(person.code.casefold() == code.casefold() for person in known):
        raise ExpectedError(
            "This ID is taken, and an ID is never given to another person.",
            hint="Choose another ID.",
        )
    if not known and Role.ADMINISTRATOR not in held:
        raise ExpectedError(
            "The first person must be an administrator.",
            hint="From then on only an administrator adds people.",
        )
    check_password(password, code=code)
    data = hashed(password)
    with store.changes(
        by=by, role=Role.ADMINISTRATOR, action="person added"
    ) as changes:
        changes.add_person(code, name)
        for role in held:
            changes.add_person_role(code, role, held=True)
        changes.add_person_password(code, data)


def set_role(
    store: StudyStore, code: str, role: Role, *, held: bool, by: str, why: str = ""
) -> None:
    """Give a person a role, or take it away.

    Raises:
        ExpectedError: There is no such person, or nobody would be administrator.
    """
    person = find_person(store, code)
    if (role in person.roles) == held:
        return
    others = [one for one in store.people() if one.code != person.code]
    left = any(Role.ADMINISTRATOR in one.roles for one in others)
    if role is Role.ADMINISTRATOR and not held and not left:
        raise ExpectedError(
            "Somebody must stay administrator.",
            hint="Make another person administrator first.",
        )
    action = "role given" if held else "role taken away"
    with store.changes(
        by=by, role=Role.ADMINISTRATOR, action=action, why=why
    ) as changes:
        changes.add_person_role(person.code, role, held=held)


def is_locked_out(person: Person, now: Clock = utc_now) -> bool:
    """Whether too many wrong passwords were given of late."""
    if person.wrong_tries < MOST_TRIES:
        return False
    return seconds_between(person.tried_at, stamp(now())) < LOCKED_OUT_MINUTES * 60


def change_password(
    store: StudyStore, code: str, old_password: str, new_password: str
) -> None:
    """Change one's own password.

    Raises:
        SignInError: The old one is wrong.
        ExpectedError: The new one is too easy or was used before.
    """
    person = sign_in(store, code, old_password)
    _set_password(
        store, person, new_password, by=person.code, action="password changed"
    )


def reset_password(store: StudyStore, code: str, password: str, *, by: str) -> None:
    """Give a person who forgot it, or was locked out, a new password.

    Raises:
        ExpectedError: There is no such person, or the password is too easy or was used.
    """
    person = find_person(store, code)
    _set_password(store, person, password, by=by, action="password reset")


def sign_in(store: StudyStore, code: str, password: str) -> Person:
    """Make sure that a person is who the ID says. Every try goes on record.

    Raises:
        SignInError: ID and password do not fit, or the person is locked out.
    """
    found = [one for one in store.people() if one.code == code.strip()]
    if not found:
        # What was typed is not stored: it may be a password in the wrong field.
        with store.changes(by="unknown", role="", action="sign-in failed") as changes:
            changes.note(reason="no such ID")
        raise _refusal()
    person = found[0]
    if is_locked_out(person):
        with store.changes(by=person.code, role="", action="sign-in refused") as lines:
            lines.note(reason="locked out")
        raise SignInError(
            f"This ID is locked out after {MOST_TRIES} wrong tries.",
            hint="An administrator can give it a new password; else it may try again "
            f"after {LOCKED_OUT_MINUTES} minutes.",
        )
    if not fits(password, person.password):
        _record(store, person, "sign-in failed", WRONG)
        raise _refusal(max(0, MOST_TRIES - person.wrong_tries - 1))
    _record(store, person, "signed in", RIGHT)
    return person


def authority(person: Person, act: Act) -> Role:
    """The role by which a person may do something.

    Raises:
        SignInError: None of the person's roles may.
    """
    for role in sorted(known_roles(person.roles)):
        if may(role, act):
            return role
    allowed = listed((str(role) for role in roles_for(act)), "or")
    raise SignInError(
        f"This person may not {act}.", hint=f"Only a person who is {allowed} may."
    )


def has_authority(store: StudyStore, code: str, act: Act) -> bool:
    """Whether a person, who signed in before, may do something now."""
    people = [one for one in store.people() if one.code == code]
    return any(may(role, act) for one in people for role in known_roles(one.roles))


def permitted(store: StudyStore, act: Act, code: str, password: str) -> Person:
    """Sign a person in for one act, and check the authority for it.

    Raises:
        SignInError: ID, password or authority is missing; all goes on record.
    """
    person = sign_in(store, code, password)
    try:
        authority(person, act)
    except SignInError:
        with store.changes(
            by=person.code, role="", action="authority refused"
        ) as changes:
            changes.note(act=str(act))
        raise
    return person


def _set_password(
    store: StudyStore, person: Person, password: str, *, by: str, action: str
) -> None:
    check_password(password, code=person.code)
    if any(fits(password, old) for old in store.passwords(person.id)):
        raise ExpectedError(
            "This password was used before.", hint="Choose one that is new."
        )
    data = hashed(password)
    role = next(iter(sorted(person.roles)), "") if by == person.code else ""
    with store.changes(
        by=by, role=role or Role.ADMINISTRATOR, action=action
    ) as changes:
        changes.add_person_password(person.code, data)
        if person.wrong_tries:
            changes.add_sign_in(person.code, RELEASED)


def _record(store: StudyStore, person: Person, action: str, outcome: str) -> None:
    """Write how a signing in ended."""
    with store.changes(by=person.code, role="", action=action) as changes:
        changes.add_sign_in(person.code, outcome)
        if outcome == WRONG and person.wrong_tries + 1 >= MOST_TRIES:
            changes.note(locked_out=f"after {MOST_TRIES} wrong tries")


def _refusal(left: int | None = None) -> SignInError:
    """One sentence for a wrong ID and a wrong password, so that neither is told."""
    hint = "Check capital letters and the keyboard's language. The try is on record."
    if left is not None and left <= 2:
        tries = counted(left, "try", "tries")
        hint = f"{tries} left before this ID is locked out. The try is on record."
    return SignInError("ID and password do not fit.", hint=hint)
