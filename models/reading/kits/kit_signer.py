"""Signing in a kit with the password that the rater has in the study.

The kit holds the name as printed and the salt of the password, no hash of it. The
rater's password and that salt make a key; with it the signature is marked. The study
has the key, as the stored hash of the password, and can tell whether the mark is right.
So nothing in a kit helps to guess a password, and a return is marked as only somebody
who knows the password can.
"""

import json
from dataclasses import dataclass

from models.people.passwords import challenge, proves
from models.people.roles import Act, known_roles, may
from models.reading.kits.returns import Return
from models.store.chain import canonical
from models.store.kit_records import KitInfo
from models.store.records import Person
from models.store.store import StudyStore


@dataclass(frozen=True)
class KitSigner:
    """Who signs a kit with a password.

    Attributes:
        name: As printed beside the signature.
        challenge: What the password is proved with.
    """

    name: str
    challenge: str


def signer(info: KitInfo) -> KitSigner | None:
    """Who signs a kit with a password, or None if it is signed by name only.

    Raises:
        ValueError: What stands there makes no sense.
    """
    if not info.signer:
        return None
    kept = json.loads(info.signer)
    if not isinstance(kept, dict) or set(kept) != {"name", "challenge"}:
        raise ValueError("no signer")
    if not all(isinstance(value, str) for value in kept.values()):
        raise ValueError("no signer")
    return KitSigner(kept["name"], kept["challenge"])


def signer_text(store: StudyStore, rater: str) -> str:
    """What a kit must hold for its rater to sign; empty where nobody has a password."""
    person = _person(store, rater)
    if person is None:
        return ""
    return canonical({"name": person.name, "challenge": challenge(person.password)})


def signed_text(kit: str, name: str, meaning: str, head: str, at: str) -> str:
    """What a signature says, in its one spelling."""
    return canonical(
        {"kit": kit, "name": name, "meaning": meaning, "sha256": head, "at": at}
    )


def signature_fault(store: StudyStore, returned: Return) -> str | None:
    """Why the signature of a return is none with a password.

    Returns:
        Empty if it is one; None if the study has no people, so that there are none.
    """
    signed = returned.signature
    person = _person(store, returned.rater)
    if signed is None or not store.people():
        return None
    if person is None:
        return "The rater has no password in the study, so it is signed by name only."
    if not signed["proof"]:
        return "The kit was written before the rater had a password in the study."
    said = signed_text(
        returned.kit,
        signed["printed_name"],
        signed["meaning"],
        signed["sha256"],
        signed["at"],
    )
    # The password may have been changed since the kit was written.
    if any(proves(one, said, signed["proof"]) for one in store.passwords(person.id)):
        return ""
    return (
        "Its signature was not made with the rater's password, so it is not taken; "
        "the rater signs again, in the kit or in the study."
    )


def _person(store: StudyStore, rater: str) -> Person | None:
    """The person who may sign the reading of a rater as its author."""
    for person in store.people():
        roles = known_roles(person.roles)
        if person.code == rater and any(may(role, Act.SIGN_READING) for role in roles):
            return person
    return None
