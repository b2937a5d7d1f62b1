"""Roles, and what each of them may do: the whole table on one page."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a study. One person may hold several."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    RATER = "rater"
    KEY_HOLDER = "key holder"
    TRAINER = "trainer"
    ADJUDICATOR = "adjudicator"
    AUDITOR = "auditor"


class Act(StrEnum):
    """What is done with a person's authority."""

    MANAGE_PEOPLE = "manage people"
    SEAL = "seal the allocation"
    OPEN_SEAL = "open the allocation"
    OPEN_UNIT = "open one subject in an emergency"
    LOCK = "lock or unlock the study"
    REOPEN = "reopen a reading"
    AMEND = "amend the protocol"
    SIGN_READING = "sign a reading"
    SIGN_STUDY = "sign the locked study"
    SCORE = "score in a reading"
    IMPORT = "import or set up the study"
    KITS = "write kits or merge returns"
    ADJUDICATE = "open an adjudication"
    EXPORT = "export"
    READ_RECORD = "read the record"
    TRAIN = "set reference scores or certify raters"


_MAY: dict[Role, frozenset[Act]] = {
    Role.ADMINISTRATOR: frozenset({Act.MANAGE_PEOPLE, Act.READ_RECORD}),
    Role.COORDINATOR: frozenset(
        {
            Act.IMPORT,
            Act.KITS,
            Act.LOCK,
            Act.REOPEN,
            Act.AMEND,
            Act.ADJUDICATE,
            Act.SIGN_READING,
            Act.SIGN_STUDY,
            Act.EXPORT,
            Act.READ_RECORD,
        }
    ),
    Role.RATER: frozenset({Act.SCORE, Act.SIGN_READING}),
    Role.KEY_HOLDER: frozenset(
        {
            Act.SEAL,
            Act.OPEN_SEAL,
            Act.OPEN_UNIT,
            Act.SIGN_STUDY,
            Act.EXPORT,
            Act.READ_RECORD,
        }
    ),
    Role.TRAINER: frozenset(
        {Act.ADJUDICATE, Act.SCORE, Act.SIGN_READING, Act.READ_RECORD, Act.TRAIN}
    ),
    Role.ADJUDICATOR: frozenset({Act.SCORE, Act.SIGN_READING}),
    Role.AUDITOR: frozenset({Act.READ_RECORD}),
}


def may(role: Role, act: Act) -> bool:
    """Whether a role has the authority for an act."""
    return act in _MAY[role]


def roles_for(act: Act) -> tuple[Role, ...]:
    """The roles that have the authority for an act."""
    return tuple(role for role in Role if may(role, act))


def known_roles(names: Iterable[str]) -> frozenset[Role]:
    """Stored names as roles; names that a newer program added are left out."""
    known = set(Role)
    return frozenset(Role(name) for name in names if name in known)
