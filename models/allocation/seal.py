"""Sealing: from an allocation to two envelopes that only a passphrase opens."""

import random
import secrets
import string
from collections.abc import Mapping

from models.allocation.allocation_list import LONGEST_ARM_NAME, Allocation
from models.allocation.codes import Code
from models.allocation.envelopes import (
    GROUPS,
    NAMES,
    Contents,
    encrypt,
)
from models.allocation.errors import AllocationError
from models.allocation.units import told, unit_envelopes
from models.errors import Problem
from models.passphrases import check_passphrase
from models.protocol.protocol import SIDES
from models.protocol.units import Unit, units_of
from models.store.store import StudyStore

KEY_HOLDER = "key holder"


def seal(
    store: StudyStore,
    allocation: Allocation,
    passphrase: str,
    *,
    names_passphrase: str | None = None,
    by: str,
    codes: Mapping[str, Code] | None = None,
    rng: random.Random | None = None,
) -> None:
    """Seal the allocation of a study. Nothing of it is stored but the envelopes.

    Args:
        store: The study; its allocation must not be sealed yet.
        allocation: For exactly the units of the study.
        passphrase: Opens the groups: unit to A, B, …
        names_passphrase: Opens the names of the groups; the same one if not given.
        by: Who seals.
        codes: The emergency code of each subject, which the caller has written on a
            sheet; without them there are no emergency envelopes.
        rng: Draws which arm gets which letter; only tests and the demo give one.

    Raises:
        AllocationError: It is sealed already, does not fit the study, or the
            passphrase is too easy.
    """
    if is_sealed(store):
        raise AllocationError(
            "The allocation of this study is sealed already.",
            hint="It cannot be replaced, so that nobody can change it unnoticed.",
        )
    check_passphrase(passphrase)
    if names_passphrase is not None:
        check_passphrase(names_passphrase)
    _check_fit(store, allocation)
    letters = _letters(allocation, rng or secrets.SystemRandom())
    groups = {unit: letters[arm] for unit, arm in allocation.arm_of.items()}
    names = {letter: arm for arm, letter in letters.items()}
    study, token = store.info().uid, secrets.token_hex(16)
    draw = _without_names(allocation.draw, letters)
    sealed_groups = encrypt(Contents(GROUPS, study, token, groups, draw), passphrase)
    sealed_names = encrypt(
        Contents(NAMES, study, token, names),
        passphrase if names_passphrase is None else names_passphrase,
    )
    protocol, given = store.protocol(), codes or {}
    told_of = {subject: told(allocation, subject, protocol) for subject in given}
    units = list(unit_envelopes(study, told_of, given))
    counts = {"sides": len(groups)} if protocol.has_sides else {}
    with store.changes(by=by, role=KEY_HOLDER, action="allocation sealed") as changes:
        changes.add_envelope(GROUPS, sealed_groups)
        changes.add_envelope(NAMES, sealed_names)
        for subject, data in units:
            changes.add_unit_envelope(subject, data)
        changes.note(
            subjects=len(allocation.subjects),
            **counts,
            arms=len(names),
            passphrases=1 if names_passphrase is None else 2,
            emergency_envelopes=len(units),
            drawn="by the program" if allocation.draw else "by others",
            scores_before=len(store.score_rows()),
        )


def is_sealed(store: StudyStore) -> bool:
    """Whether the study holds a sealed allocation, opened or not."""
    return bool(store.envelopes())


def _check_fit(store: StudyStore, allocation: Allocation) -> None:
    """Refuse an allocation of other units or of another number of arms."""
    protocol = store.protocol()
    codes = [subject.code for subject in store.subjects()]
    known = {unit.name for unit in units_of(protocol, codes)}
    given = set(allocation.arm_of)
    noun = protocol.unit_noun
    problems = [
        Problem("", f"{noun} {name} of the study has no arm.")
        for name in sorted(known - given)
    ]
    problems += [
        Problem("", f"the study has no {noun} {name}.")
        for name in sorted(given - known)
    ]
    if protocol.has_sides:
        problems += [
            Problem("", f"both sides of subject {code} have the same arm.")
            for code in codes
            if _are_alike(allocation, code)
        ]
    arms = protocol.arms
    if len(allocation.arms) != arms:
        text = f"the protocol has {arms} arms, the allocation {len(allocation.arms)}."
        problems.append(Problem("", text))
    if any(not 0 < len(arm) <= LONGEST_ARM_NAME for arm in allocation.arms):
        text = f"arm names must have 1 to {LONGEST_ARM_NAME} characters."
        problems.append(Problem("", text))
    if problems:
        raise AllocationError(
            "The allocation does not fit the study; nothing was sealed.",
            hint="Mend the list and try again.",
            problems=problems,
        )


def _are_alike(allocation: Allocation, subject: str) -> bool:
    """Whether both sides of a subject have an arm, and the same one."""
    arms = [allocation.arm_of.get(Unit(subject, side).name) for side in SIDES]
    return None not in arms and len(set(arms)) == 1


def _letters(allocation: Allocation, rng: random.Random) -> dict[str, str]:
    """A letter for each arm, drawn so that its place in the alphabet tells nothing."""
    letters = list(string.ascii_uppercase[: len(allocation.arms)])
    rng.shuffle(letters)
    return dict(zip(allocation.arms, letters, strict=True))


def _without_names(
    draw: Mapping[str, str], letters: Mapping[str, str]
) -> dict[str, str]:
    """How the list was drawn, with letters for arms: the groups open without names."""
    found = dict(draw)
    if "arms" in found:
        arms = found["arms"].split("\n")
        found["arms"] = "\n".join(letters[arm] for arm in arms)
    return found
