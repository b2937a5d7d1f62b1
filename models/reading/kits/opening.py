"""Opening a kit: where it lies, or as a private copy if it is encrypted."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

import platformdirs

from models.errors import ExpectedError
from models.people.passwords import proof
from models.reading.errors import ReadingClosedError
from models.reading.kits.encryption import decrypted, is_encrypted
from models.reading.kits.errors import KitError
from models.reading.kits.kit_signer import signed_text, signer
from models.reading.session import RatingSession
from models.store.clock import Clock, utc_now
from models.store.kit_file import check_kit_file, damaged
from models.store.kit_records import KitSignature
from models.store.kit_store import READING, KitStore

MEANING = "I have given these scores myself, without knowledge of subject or treatment."
"""What a rater's signature says, unless it is said otherwise."""

_UID = re.compile(r"[0-9a-f]{32}")
_MOST_PIXELS = 400_000_000


def open_kit(path: Path, *, passphrase: str = "", now: Clock = utc_now) -> KitStore:
    """Open a kit to score in it.

    A kit that is not encrypted is scored where it lies. An encrypted one is decrypted
    into a private file of this user, and resumed from there when it is opened again.

    Raises:
        WrongKitPassphraseError: The passphrase does not open it.
        KitError: A passphrase is needed.
        KitFileError: It is no kit, damaged, changed, too new or open elsewhere.
    """
    if not is_encrypted(path):
        return _checked(KitStore.open(path, now=now))
    if not passphrase:
        raise KitError(
            "The kit is encrypted.",
            hint="Give the passphrase that the coordinator told you.",
        )
    return _checked(KitStore.open(_working_copy(path, passphrase), now=now))


def kit_session(kit: KitStore) -> RatingSession:
    """The rater's session in a kit."""
    return RatingSession(kit, kit.reading())


def sign_in(kit: KitStore, name: str) -> str:
    """Say who reads; it is a line of the kit's trail.

    Returns:
        The name as printed beside the signature.

    Raises:
        ExpectedError: The name is empty.
    """
    printed = " ".join(name.split())
    if not printed:
        raise ExpectedError("A name is needed.", hint="Give your name as you sign it.")
    rater = kit.info().rater
    with kit.changes(by=rater, role="rater", action="signed in") as changes:
        changes.note(name=printed)
    return printed


def sign(
    kit: KitStore,
    name: str,
    meaning: str = MEANING,
    *,
    code: str = "",
    password: str = "",
) -> KitSignature:
    """Sign a finished reading: name, time and meaning, bound to what was signed.

    Where the rater has a password in the study, it is signed with ID and password. The
    kit cannot tell whether the password is right, for it holds nothing that a password
    could be guessed by; the study tells when the return is merged.

    Args:
        kit: The kit.
        name: The name as printed; where the study knows it, it is that of the study.
        meaning: What the signature says.
        code: ID of the rater, where a password is needed.
        password: As it was in the study when the kit was written.

    Raises:
        ReadingClosedError: The reading is not finished.
        ExpectedError: ID or password is missing, or the ID is another person's.
    """
    if not kit.reading().finished_at:
        raise ReadingClosedError(
            "The reading is not finished yet.", hint="Finish it, then sign it."
        )
    info = kit.info()
    who = signer(info)
    if who is not None and (code.strip() != info.rater or not password):
        raise ExpectedError(
            "ID and password are needed, and the ID must be that of the rater for whom "
            "the kit was made.",
            hint="They are those that you have in the study.",
        )
    printed = who.name if who is not None else " ".join(name.split())
    with kit.changes(by=info.rater, role="rater", action="reading signed") as changes:
        said = signed_text(info.uid, printed, meaning, changes.head, changes.at)
        mark = proof(password, who.challenge, said) if who is not None else ""
        changes.add_kit_signature(printed, meaning, changes.head, mark)
    return kit.signatures()[-1]


def is_working_copy(path: Path) -> bool:
    """Whether a file is the private copy of an encrypted kit."""
    return path.parent == working_folder()


def remove_working_copy(path: Path) -> None:
    """Remove the private copy of an encrypted kit, which is open no more.

    Raises:
        KitError: It is no such copy, or it cannot be removed.
    """
    if not is_working_copy(path):
        raise KitError(
            "Only the program's own copy of a kit is removed.",
            hint="The kit itself stays where you put it.",
        )
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise KitError(
            "The copy of the kit could not be removed.",
            hint="Check that no other program has it open.",
        ) from error


def working_folder() -> Path:
    """Where the private copies of encrypted kits lie."""
    place = Path(platformdirs.user_data_dir("dermagrade", appauthor=False))
    return place / "readings"


def _working_copy(path: Path, passphrase: str) -> Path:
    """The private copy of an encrypted kit; made at the first time."""
    data = decrypted(path, passphrase)
    folder = working_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder / f".{secrets.token_hex(8)}.new"
        try:
            _write_private(fresh, data)
            check_kit_file(fresh)
            with KitStore.open(fresh) as kit:
                uid = kit.info().uid
            if not _UID.fullmatch(uid):
                raise damaged()
            copy = folder / f"{uid}.dgwork"
            if not copy.exists():
                fresh.replace(copy)
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
    except OSError as error:
        raise KitError(
            "The kit could not be unpacked into your own folder.",
            hint="Check that there is space on the disk of your home folder.",
        ) from error
    return copy


def _write_private(path: Path, data: bytes) -> None:
    """Write a file that nobody else may read, and that was not there before."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _checked(kit: KitStore) -> KitStore:
    """Make sure that the photographs are photographs of a size that can be shown."""
    from models.photographs.decode import facts  # loads the decoders

    def can_be_shown(data: bytes) -> bool:
        found = facts(data)
        fits = found.width * found.height <= _MOST_PIXELS
        return fits and found.format in ("JPEG", "PNG")

    try:
        items = kit.reading_items(READING)
        places = [item.position for item in items]
        sound = all(can_be_shown(kit.photograph_at(READING, at)) for at in places)
        compared = [one.position for one in items if one.compare_side]
        sound &= all(can_be_shown(kit.baseline_at(READING, at)) for at in compared)
        supplied = [one.id for one in kit.references()]
        sound &= all(can_be_shown(kit.reference_bytes(one)) for one in supplied)
        if sound:
            signer(kit.info())
    except ValueError:
        sound = False
    except BaseException:
        kit.close()
        raise
    if not sound:
        kit.close()
        raise damaged()
    return kit
