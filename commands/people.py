"""The command of the people of a study."""

from argparse import Namespace

from commands.authority import acting
from commands.console import secret
from commands.outcome import Json, Outcome
from models.errors import ExpectedError
from models.people.people import (
    add_person,
    change_password,
    is_locked_out,
    reset_password,
    set_role,
)
from models.people.roles import Act, Role
from models.store.records import Person
from models.store.store import StudyStore


def people(words: Namespace) -> Outcome:
    """List the people, add one, give or take a role, or set a password."""
    with StudyStore.open(words.study) as store:
        if words.add:
            done = _add(store, words)
        elif words.reset:
            by = acting(store, words, Act.MANAGE_PEOPLE)
            reset_password(store, words.reset, _new_password(words), by=by)
            done = f"{words.reset} has a new password."
        elif words.own_password:
            done = _change_own(store, words)
        elif words.person:
            done = _set_role(store, words)
        else:
            done = ""
        known = store.people()
    lines = [done] if done else []
    lines += [_line(person) for person in known]
    if not known:
        lines.append("The study has no people: it works without signing in.")
    data: Json = [
        {"id": one.code, "name": one.name, "roles": [*sorted(one.roles)]}
        for one in known
    ]
    return Outcome("\n".join(lines), data)


def _add(store: StudyStore, words: Namespace) -> str:
    """Add a person."""
    if not words.name or not words.role:
        raise ExpectedError(
            "A new person needs a name and at least one role.",
            hint='Give --name "Dr One" --role rater.',
        )
    by = acting(store, words, Act.MANAGE_PEOPLE)
    roles = [Role(role) for role in words.role]
    add_person(store, words.add, words.name, roles, _new_password(words), by=by)
    return f"{words.add} is added."


def _change_own(store: StudyStore, words: Namespace) -> str:
    """Change one's own password, knowing the old one."""
    if not words.by:
        raise ExpectedError("Whose password?", hint="Give --by ID.")
    old = secret(words.password_file, "Password", "--password-file")
    change_password(store, words.by, old, _new_password(words))
    return f"{words.by} has a new password."


def _set_role(store: StudyStore, words: Namespace) -> str:
    """Give a person roles, or take roles away."""
    by = acting(store, words, Act.MANAGE_PEOPLE)
    for role in words.role:
        set_role(store, words.person, Role(role), held=True, by=by, why=words.reason)
    for role in words.without_role:
        set_role(store, words.person, Role(role), held=False, by=by, why=words.reason)
    return f"The roles of {words.person} are changed."


def _new_password(words: Namespace) -> str:
    """The password of the person who is added, or gets a new one."""
    return secret(words.new_password_file, "New password", "--new-password-file")


def _line(person: Person) -> str:
    """A person, for people."""
    out = ", locked out" if is_locked_out(person) else ""
    return f"{person.code:10} {person.name:24} {', '.join(sorted(person.roles))}{out}"
