"""Opening the sealed allocation: with a passphrase, for a reason, on record."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.allocation.envelopes import (
    GROUPS,
    NAMES,
    WrongPassphraseError,
    decrypt,
)
from models.allocation.errors import AllocationError
from models.allocation.randomise import fits_its_draw
from models.allocation.seal import KEY_HOLDER
from models.allocation.sequences import sequence
from models.protocol.units import unit_named, units_of
from models.store.store import StudyStore


@dataclass(frozen=True)
class Opened:
    """An opened allocation.

    Attributes:
        groups: Letter by name of the unit.
        names: Arm by letter; empty while it is masked.
        draw: How the program drew the groups, letters for arms, just after opening.
        has_sequences: Whether sides change arms, so that a letter is the first of two.
    """

    groups: Mapping[str, str] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    draw: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    has_sequences: bool = False

    @property
    def is_masked(self) -> bool:
        """Whether the letters still hide the arms."""
        return not self.names

    def label(self, letter: str) -> str:
        """What a group is called in plots and sheets.

        Its arm, or "Group A" while it is masked; where sides change arms, the sequence
        of arms, "Northlight then Southwind", or "Group A then B".
        """
        if not self.has_sequences:
            return self.names.get(letter, f"Group {letter}")
        if self.is_masked:
            return f"Group {sequence(letter, set(self.groups.values()))}"
        return sequence(self.names[letter], self.names.values())

    def labels(self) -> dict[str, str]:
        """What the group of each unit is called, by name of the unit."""
        return {name: self.label(letter) for name, letter in self.groups.items()}


def opened(store: StudyStore, *, masked: bool = False) -> Opened | None:
    """The allocation as it was opened on record, or None while it is sealed.

    Args:
        store: The study.
        masked: Leave the names out even if they were opened.
    """
    groups = store.opened_groups()
    if not groups:
        return None
    return Opened(
        groups,
        {} if masked else store.opened_names(),
        has_sequences=bool(store.protocol().crossover),
    )


def open_seal(
    store: StudyStore,
    passphrase: str,
    *,
    by: str,
    why: str,
    masked: bool = False,
    names_passphrase: str | None = None,
    keep: bool = True,
) -> Opened:
    """Open the allocation. The opening, and a failed try too, goes into the trail.

    What was opened on record already is returned without a look at the passphrase,
    and without a new line: nothing new is told.

    Args:
        store: The study.
        passphrase: Of the groups.
        by: Who opens.
        why: The reason; must not be empty.
        masked: Open the groups only, so that the arms stay A, B, …
        names_passphrase: Of the names, where it is another one.
        keep: Keep it open, so that later plots need no passphrase; otherwise it is
            opened for one output only.

    Raises:
        WrongPassphraseError: The passphrase is wrong; the trail says so.
        AllocationError: There is no reason, nothing is sealed, or it is damaged.
    """
    if not why.strip():
        raise AllocationError(
            "Opening the allocation needs a reason.",
            hint="It is written into the audit trail.",
        )
    stored = opened(store, masked=masked)
    if stored is not None and (masked or not stored.is_masked):
        return stored
    envelopes = store.envelopes()
    if not {GROUPS, NAMES} <= envelopes.keys():
        raise AllocationError(
            "There is no sealed allocation in this study.",
            hint="Seal an allocation list first.",
        )
    passphrases = {GROUPS: passphrase}
    if not masked:
        passphrases[NAMES] = (
            passphrase if names_passphrase is None else names_passphrase
        )
    found = _decrypted(store, envelopes, passphrases, by=by, why=why.strip())
    _write(store, found, kept_groups=stored is not None, by=by, why=why, keep=keep)
    return found


def _decrypted(
    store: StudyStore,
    envelopes: Mapping[str, bytes],
    passphrases: Mapping[str, str],
    *,
    by: str,
    why: str,
) -> Opened:
    study = store.info().uid
    contents = {}
    for kind, passphrase in passphrases.items():
        try:
            contents[kind] = decrypt(
                envelopes[kind], passphrase, kind=kind, study=study
            )
        except WrongPassphraseError:
            wrong, when = "wrong passphrase given", timing(store)
            with store.changes(by=by, role=KEY_HOLDER, action=wrong, why=why) as lines:
                lines.note(envelope=kind, timing=when)
            raise
    groups = contents[GROUPS]
    names = contents.get(NAMES)
    letters = set(groups.entries.values())
    codes = (subject.code for subject in store.subjects())
    known = {unit.name for unit in units_of(store.protocol(), codes)}
    fits = known.issuperset(groups.entries) and (
        names is None or (names.seal == groups.seal and letters == set(names.entries))
    )
    if not fits:
        raise AllocationError(
            "The two parts of the sealed allocation do not belong together.",
            hint="Verify the study, and fetch a backup if it is broken.",
        )
    opened_names = dict(names.entries) if names else {}
    return Opened(
        dict(groups.entries),
        opened_names,
        groups.draw,
        has_sequences=bool(store.protocol().crossover),
    )


def _write(
    store: StudyStore,
    found: Opened,
    *,
    kept_groups: bool,
    by: str,
    why: str,
    keep: bool,
) -> None:
    """Write the opening into the trail, and what was opened if it is kept."""
    action = "allocation opened masked" if found.is_masked else "allocation opened"
    when = timing(store)
    with store.changes(
        by=by, role=KEY_HOLDER, action=action, why=why.strip()
    ) as changes:
        changes.note(timing=when, kept="yes" if keep else "for one output only")
        if found.draw:
            fits = fits_its_draw(found.groups, found.draw)
            changes.note(drawn="fits its seed" if fits else "does NOT fit its seed")
        if not keep:
            return
        if not kept_groups:
            has_sides = store.protocol().has_sides
            for name, letter in found.groups.items():
                unit = unit_named(name, has_sides=has_sides)
                changes.add_opened_group(unit, letter)
        for letter, name in found.names.items():
            changes.add_opened_name(letter, name)


def timing(store: StudyStore) -> str:
    """Whether an opening comes before the lock, in the words of the trail."""
    return "after lock" if store.is_locked() else "before lock"
