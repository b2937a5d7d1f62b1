"""The chunks of a PNG file."""

from collections.abc import Iterator

from models.photographs.errors import PhotographError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


def chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Name and payload of every chunk up to the last, IEND.

    Raises:
        PhotographError: The file breaks off before.
    """
    view = memoryview(data)
    at = len(SIGNATURE)
    while at + 12 <= len(view):
        length = int.from_bytes(view[at : at + 4], "big")
        name = bytes(view[at + 4 : at + 8])
        end = at + 12 + length
        if end > len(view):
            break
        yield name, view[at + 8 : end - 4]
        if name == b"IEND":
            return
        at = end
    raise PhotographError(
        "The PNG file was not copied to its end.",
        hint="Copy it again from where it came from.",
    )
