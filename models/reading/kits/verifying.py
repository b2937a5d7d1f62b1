"""Whether a kit or a return is what its own trail says."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.progress import Progress
from models.reading.kits.encryption import is_encrypted
from models.reading.kits.errors import KitError
from models.reading.kits.returns import read_return
from models.store.kit_file import APPLICATION_ID, check_kit_file
from models.words import counted


class Kind(StrEnum):
    """What kind of file may be verified here."""

    KIT = "kit"
    RETURN = "return"
    OTHER = "other"


def kind_of(path: Path) -> Kind:
    """What a file is, by what stands in it and not by its name."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return Kind.OTHER
    is_kit = header[68:72] == APPLICATION_ID.to_bytes(4, "big")
    if is_kit or is_encrypted(path) or path.suffix.lower() == ".dgkit":
        return Kind.KIT
    is_return = header.lstrip()[:1] == b"{" or path.suffix.lower() == ".dgreturn"
    return Kind.RETURN if is_return else Kind.OTHER


@dataclass(frozen=True)
class KitVerdict:
    """What verification found of a kit or return that holds.

    Attributes:
        what: "kit" or "return".
        lines: Lines of its trail.
        rows: Records held against them.
        head: Hash of the last line.
    """

    what: str
    lines: int
    rows: int
    head: str

    def sentence(self) -> str:
        """The verdict in one sentence."""
        lines = counted(self.lines, "line")
        rows = counted(self.rows, "record")
        return f"The {self.what} verifies: {lines} of its trail and {rows} agree."


def verify_kit(path: Path, progress: Progress | None = None) -> KitVerdict:
    """Hold a kit against its trail.

    Raises:
        ExpectedError: It is no kit, encrypted, or does not hold.
    """
    if is_encrypted(path):
        raise KitError(
            "The kit is encrypted, so it can be verified only by opening it.",
            hint="Open it with its passphrase; it is verified then.",
        )
    found = check_kit_file(path, progress)
    return KitVerdict("kit", found.lines, found.rows, found.head)


def verify_return(path: Path) -> KitVerdict:
    """Hold a return against its hash and its chain.

    Raises:
        ReturnFileError: It does not hold.
    """
    found = read_return(path)
    lines = len(found.hashes)
    return KitVerdict("return", lines, len(found.rows), found.hashes[-1])
