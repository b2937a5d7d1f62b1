"""What is read from a rater's kit, and what is put into one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from models.protocol.protocol import ReadingRules
from models.scales.scale import Scale
from models.store.screen_records import NewReference


@dataclass(frozen=True)
class KitInfo:
    """The kit itself.

    Attributes:
        uid: Random identifier, known to the study and to nobody else.
        version: 1 for the rater's first kit, 2 for the next.
        name: Neutral name for people.
        rater: Code of the rater it was made for.
        signer: Who signs it with a password: canonical JSON with the printed name and
            what a password is proved with; empty where nobody has one.
    """

    uid: str
    version: int
    name: str
    rater: str
    signer: str = ""


@dataclass(frozen=True)
class NewKitItem:
    """A photograph about to be put into a kit.

    Attributes:
        position: From 1, in the order of reading.
        code: Random code, the only name the rater sees.
        scales: Keys of the scales asked.
        view: A random number, the same for every photograph of a view.
        comparison: Place, from 0, of the photograph it is compared with, in the random
            order in which the kit keeps those; None if it is with none.
        is_compared_on_right: Whether that stands on the right.
    """

    position: int
    code: str
    scales: tuple[str, ...]
    view: int = 1
    comparison: int | None = None
    is_compared_on_right: bool = False


@dataclass(frozen=True)
class NewKit:
    """A kit about to be written.

    Attributes:
        info: The kit itself.
        reasons: Why a photograph may be not assessable.
        scales: In the order in which they are asked.
        items: In any order.
        pixels: Gives the pixels of a photograph by its code, as a de-identified file.
        rules: What its rater has on the screen.
        comparisons: Each gives the pixels of a photograph that others are compared
            with, de-identified; in random order.
        references: Reference photographs of grades, de-identified.
    """

    info: KitInfo
    reasons: tuple[str, ...]
    scales: tuple[Scale, ...]
    items: tuple[NewKitItem, ...]
    pixels: Callable[[str], bytes]
    rules: ReadingRules = field(default_factory=ReadingRules)
    comparisons: tuple[Callable[[], bytes], ...] = ()
    references: tuple[NewReference, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class KitSignature:
    """A rater's signature in a kit.

    Attributes:
        printed_name: The name as the rater wrote it.
        meaning: What the signature says.
        sha256: Hash of the trail's last line when it was signed, which holds all that
            was signed.
        at: UTC time, ISO 8601.
        proof: Made with the rater's password, for the study to check; or empty.
    """

    printed_name: str
    meaning: str
    sha256: str
    at: str
    proof: str = ""
