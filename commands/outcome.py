"""What a command has to say."""

from dataclasses import dataclass, field
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True)
class Outcome:
    """What a command prints, and how it ends.

    Attributes:
        text: For people, without a final line feed.
        data: For programs; printed instead of the text with --json.
        status: Exit status.
    """

    text: str
    data: Json = field(default_factory=dict)
    status: int = 0
