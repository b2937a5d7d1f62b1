"""Commands that write files for other programs: CSV, REDCap, CDISC."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from commands.authority import acting
from commands.console import has_passphrase, passphrase, progress
from commands.outcome import Json, Outcome
from models.allocation.arms import SealedError
from models.allocation.opening import Opened, open_seal, opened
from models.allocation.seal import is_sealed
from models.errors import ExpectedError
from models.people.roles import Act
from models.store.store import StudyStore
from models.words import counted

BLINDED, MASKED, UNBLINDED = "blinded", "masked", "unblinded"
EDITIONS = (BLINDED, MASKED, UNBLINDED)

_Groups = Mapping[str, str] | None
_Write = Callable[[StudyStore, _Groups, str], tuple[str, ...]]


def csv_files(words: Namespace) -> Outcome:
    """Write the tables of a study as CSV."""
    from exports.csv_files import CsvOptions, Values, write_csv_files

    options = CsvOptions(
        values=Values(words.values), semicolons=words.semicolons, mark=not words.no_bom
    )

    def write(store: StudyStore, groups: _Groups, by: str) -> tuple[str, ...]:
        return write_csv_files(
            store,
            words.out,
            groups=groups,
            by=by,
            options=options,
            replace=words.replace,
            progress=progress(),
        )

    return _written(words, write)


def redcap_files(words: Namespace) -> Outcome:
    """Write the files of a REDCap project."""
    from exports.redcap import write_redcap_files

    def write(store: StudyStore, groups: _Groups, by: str) -> tuple[str, ...]:
        return write_redcap_files(
            store,
            words.out,
            groups=groups,
            by=by,
            replace=words.replace,
            progress=progress(),
        )

    return _written(words, write)


def cdisc_files(words: Namespace) -> Outcome:
    """Write a study in the shape of SDTM."""
    from exports.cdisc import CdiscOptions, write_cdisc_files

    def write(store: StudyStore, groups: _Groups, by: str) -> tuple[str, ...]:
        return write_cdisc_files(
            store,
            words.out,
            groups=groups,
            by=by,
            options=CdiscOptions(words.study_id),
            replace=words.replace,
            progress=progress(),
        )

    return _written(words, write)


def _written(words: Namespace, write: _Write) -> Outcome:
    """Write the edition that is asked for, and say which it was."""
    with StudyStore.open(words.study) as store:
        has_arms = store.protocol().has_arms
        by = acting(store, words, Act.EXPORT)
        groups = _groups(store, words) if has_arms else None
        files = write(store, groups, by)
    edition = _edition(words) if has_arms else "single group"
    text = f"{counted(len(files), 'file')} written to {words.out.name}, {edition}"
    text += " edition." if has_arms else "."
    data: Json = {"out": str(words.out), "files": [*files], "edition": edition}
    return Outcome(text, data)


def _edition(words: Namespace) -> str:
    """The edition: as named; else unblinded with a passphrase file, blinded without."""
    if words.edition:
        return str(words.edition)
    return UNBLINDED if words.passphrase_file else BLINDED


def _groups(store: StudyStore, words: Namespace) -> Mapping[str, str] | None:
    """What the group of each unit is called, as far as the edition tells it.

    Raises:
        ExpectedError: The allocation is not open as far as the edition needs it.
    """
    edition = _edition(words)
    if edition == BLINDED:
        return None
    masked = edition == MASKED
    found = _open(store, words, masked=masked) or opened(store, masked=masked)
    if found is None:
        raise SealedError(
            "The allocation is not open, so only the blinded edition can be written.",
            hint="Open it on record with unblind, or give --passphrase-file once the "
            "study is locked.",
        )
    if found.is_masked and not masked:
        raise SealedError(
            "Only the groups are open, not their names.",
            hint="Ask for --edition masked, or open the names on record first.",
        )
    return found.labels()


def _open(store: StudyStore, words: Namespace, *, masked: bool) -> Opened | None:
    """The allocation opened for these files only, if a passphrase was given."""
    if not is_sealed(store) or not has_passphrase(words):
        return None
    if not store.is_locked() and opened(store) is None:
        raise ExpectedError(
            "The study is not locked, so the allocation stays sealed.",
            hint="Lock the study first, or use unblind with a reason.",
        )
    why = f"export to {words.out.name}"
    by = acting(store, words, Act.OPEN_SEAL)
    return open_seal(
        store, passphrase(words), by=by, why=why, masked=masked, keep=False
    )
