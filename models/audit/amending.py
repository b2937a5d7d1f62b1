"""Amending the protocol of a study: a new version, for a reason, on record."""

from models.errors import ExpectedError, Problem
from models.protocol.amending import Difference, differences
from models.protocol.library import Plan
from models.store.store import StudyStore
from models.words import counted


def amend(
    store: StudyStore, plan: Plan, *, by: str, why: str
) -> tuple[Difference, ...]:
    """Give a study a new version of its protocol. Earlier versions stay in the file.

    Args:
        store: The study.
        plan: The new version with its scales and measures.
        by: Who amends.
        why: The reason.

    Returns:
        What the amendment changes.

    Raises:
        ExpectedError: There is no reason, the study is locked, the new version is none
            of this protocol, or it changes what scores already rest on; all faults are
            told and nothing was written.
    """
    if not why.strip():
        raise ExpectedError(
            "Amending the protocol needs a reason, which goes on record.",
            hint="Say why it is amended.",
        )
    found = differences(store.protocol(), plan.protocol)
    problems = [*_identity(store, plan), *_frozen(store, found), *_pinned(store, plan)]
    if problems:
        raise ExpectedError(
            f"The amendment has {counted(len(problems), 'fault')}; the study keeps "
            "the version of its protocol that it has.",
            hint="Mend the protocol file and try again.",
            problems=problems,
        )
    with store.changes(
        by=by, role="coordinator", action="protocol amended", why=why.strip()
    ) as changes:
        changes.amend_protocol(plan.protocol, plan.scales, plan.measures)
        changes.note(
            before=store.protocol().version,
            after=plan.protocol.version,
            differences="\n".join(one.text for one in found),
        )
    store.forget_plan()
    return found


def has_begun(store: StudyStore) -> bool:
    """Whether scoring has begun, so that what scores rest on is frozen."""
    return bool(store.readings() or store.training_readings())


def _identity(store: StudyStore, plan: Plan) -> list[Problem]:
    old, new = store.protocol(), plan.protocol
    problems = []
    if store.is_locked():
        problems.append(Problem("", "the study is locked; unlock it with a reason."))
    if new.key != old.key:
        text = f'the study follows "{old.key}"; an amendment keeps that key.'
        problems.append(Problem("key", text))
    if new.version == old.version:
        text = f'is "{old.version}" as before; an amendment is a new version.'
        problems.append(Problem("version", text))
    return problems


def _frozen(store: StudyStore, found: tuple[Difference, ...]) -> list[Problem]:
    if not has_begun(store):
        return []
    return [
        Problem("frozen since scoring began", one.text)
        for one in found
        if one.is_frozen
    ]


def _pinned(store: StudyStore, plan: Plan) -> list[Problem]:
    """A scale or measure that the study has pinned must stay as it is."""
    scales, measures = store.pinned_scales(), store.measures()
    pinned = {key: one.sha256 for key, one in scales.items()}
    pinned |= {key: one.sha256 for key, one in measures.items()}
    given = {key: one.sha256 for key, one in plan.scales.items()}
    given |= {key: one.sha256 for key, one in plan.measures.items()}
    return [
        Problem(key, "differs from what this study has pinned; give it another key.")
        for key, sha256 in given.items()
        if pinned.get(key, sha256) != sha256
    ]
