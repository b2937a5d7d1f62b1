"""The same JPEG in other bytes: every pixel as it was, the coded data spelled anew.

A photograph that is shown twice must not be found by comparing bytes. Within a block,
Huffman coding may say "sixteen zeros" before it says "nothing but zeros": the block is
the same, but all that follows stands some bits later, so that its bytes are others and
more of them. There is no list of what was added: it is found only by decoding the
whole, and who decodes can compare the pixels at once.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.photographs import jpeg
from models.photographs.decode import decode
from models.photographs.errors import PhotographError

WAYS = 8
"""By how many bits, modulo a byte, the coded data may be shifted."""

_ZEROS = 0xF0
"""The symbol for sixteen zeros."""
_END = 0x00
"""The symbol for nothing but zeros up to the end of the block."""
_LAST = 63
_MOST_BLOCKS = 4000
_SEQUENTIAL = frozenset({0xC0, 0xC1})


class _NotRespelledError(Exception):
    """The JPEG is of a kind that is not spelled anew here."""


@dataclass(frozen=True)
class _Code:
    """A Huffman table, ready for reading.

    Attributes:
        symbols: For every run of 16 bits the length of the code at its beginning and
            its symbol; the length is 0 where there is none.
        zeros: Length of the code for sixteen zeros, and the code; length 0 if none.
    """

    symbols: tuple[tuple[int, int], ...]
    zeros: tuple[int, int]


@dataclass(frozen=True)
class _Block:
    """The codes of a block: of its mean, and of the rest."""

    mean: _Code
    rest: _Code


def respelled(data: bytes, way: int) -> bytes:
    """The same photograph in other bytes.

    Args:
        data: A JPEG that holds nothing but the photograph.
        way: From 0 to WAYS - 1; two ways give bytes that have little in common.

    Returns:
        A JPEG with the very same pixels; empty if this kind of JPEG (progressive, say)
        is not spelled anew here.
    """
    try:
        head, scans, tail = _parts(data)
        blocks, head = _blocks(head)
        intervals = _intervals(scans)
        for drops_last in (False, True):
            coded = _shifted(intervals, blocks, way, drops_last=drops_last)
            copy = head + coded + tail
            if _same_pixels(data, copy):
                return copy
    except (_NotRespelledError, IndexError, KeyError, struct.error):
        return b""
    return b""


def _parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before the coded data of the only scan, these, and the rest."""
    found = list(jpeg.segments(data))
    scans = [one for one in found if one.marker == jpeg.SOS]
    frames = [one for one in found if one.marker in jpeg.FRAMES]
    if len(scans) != 1 or [one.marker in _SEQUENTIAL for one in frames] != [True]:
        raise _NotRespelledError
    if any(one.marker in (jpeg.DAC, jpeg.DNL) for one in found):
        raise _NotRespelledError
    at = scans[0].start + 4 + len(scans[0].payload)
    return data[:at], data[at : scans[0].end], data[scans[0].end :]


def _blocks(head: bytes) -> tuple[list[_Block], bytes]:
    """The blocks of a unit of the scan, in order, and the head with fuller tables."""
    tables: dict[int, bytes] = {}
    parts = [head[:2]]
    factors: dict[int, int] = {}
    scan: list[tuple[int, int]] = []
    for segment in _segments_of(head):
        payload = bytes(segment.payload)
        if segment.marker == jpeg.DHT:
            for number, table in _tables(payload):
                if number in tables:
                    raise _NotRespelledError
                tables[number] = _with_zeros(table) if number >> 4 else table
                parts.append(_segment(jpeg.DHT, bytes((number,)) + tables[number]))
            continue
        if segment.marker in _SEQUENTIAL:
            if payload[0] != 8 or payload[1:3] == b"\0\0":
                raise _NotRespelledError
            for at in range(6, 6 + 3 * payload[5], 3):
                factors[payload[at]] = (payload[at + 1] >> 4) * (payload[at + 1] & 15)
        elif segment.marker == jpeg.SOS:
            scan = [(payload[at], payload[at + 1]) for at in _places(payload)]
        parts.append(head[segment.start : segment.end])
    if set(factors) != {component for component, _ in scan}:
        raise _NotRespelledError
    codes = {number: _code(table) for number, table in tables.items()}
    blocks = []
    for component, chosen in scan:
        block = _Block(codes[chosen >> 4], codes[0x10 | (chosen & 15)])
        # A single component is coded block by block, whatever its factors.
        blocks += [block] * (factors[component] if len(scan) > 1 else 1)
    return blocks, b"".join(parts)


def _places(payload: bytes) -> range:
    return range(1, 1 + 2 * payload[0], 2)


def _segments_of(head: bytes) -> Iterator[jpeg.Segment]:
    """The segments of a head, the header of the scan among them."""
    last = 2
    for segment in jpeg.header_segments(head):
        yield segment
        last = segment.end
    yield jpeg.Segment(jpeg.SOS, last, len(head), memoryview(head)[last + 4 :])


def _tables(payload: bytes) -> Iterator[tuple[int, bytes]]:
    """Every table of a segment: its number, its counts and symbols."""
    at = 0
    while at < len(payload):
        end = at + 17 + sum(payload[at + 1 : at + 17])
        yield payload[at], payload[at + 1 : end]
        at = end


def _with_zeros(table: bytes) -> bytes:
    """A table that has a code for sixteen zeros, if there is room for one."""
    counts, symbols = list(table[:16]), table[16:]
    if _ZEROS in symbols or not symbols:
        return table
    lengths = [length for length, count in enumerate(counts, 1) if count]
    longest = lengths[-1]
    following = 0
    for length in range(1, longest + 1):
        following = (following << 1) + counts[length - 1]
    # The code of ones only belongs to no symbol.
    if longest < 16 and following < 1 << longest:
        counts[longest] = 1
    elif longest == 16 and following < (1 << 16) - 1:
        counts[15] += 1
    else:
        return table
    return bytes(counts) + symbols + bytes((_ZEROS,))


def _code(table: bytes) -> _Code:
    """A table ready for reading."""
    symbols: list[tuple[int, int]] = [(0, 0)] * 65536
    zeros = (0, 0)
    code, at = 0, 16
    for length in range(1, 17):
        for _ in range(table[length - 1]):
            width = 1 << (16 - length)
            first = code << (16 - length)
            symbols[first : first + width] = [(length, table[at])] * width
            if table[at] == _ZEROS:
                zeros = (length, code)
            code, at = code + 1, at + 1
        code <<= 1
    if len(symbols) != 65536:
        raise _NotRespelledError
    return _Code(tuple(symbols), zeros)


def _intervals(coded: bytes) -> list[tuple[bytes, bytes]]:
    """The coded data between restart markers, each with the marker behind it."""
    codes = np.frombuffer(coded, np.uint8)
    at = np.flatnonzero(codes[:-1] == 0xFF)
    marks = at[(codes[at + 1] >= 0xD0) & (codes[at + 1] <= 0xD7)].tolist()
    starts = [0, *(mark + 2 for mark in marks)]
    ends = [*marks, len(coded)]
    return [
        (coded[start:end], coded[end : end + 2])
        for start, end in zip(starts, ends, strict=True)
    ]


def _shifted(
    intervals: list[tuple[bytes, bytes]],
    blocks: list[_Block],
    way: int,
    *,
    drops_last: bool,
) -> bytes:
    """All intervals, each with sixteen zeros said where nothing else is."""
    parts: list[bytes] = []
    is_only = len(intervals) == 1
    changed = 0
    for coded, mark in intervals:
        raw = coded.replace(b"\xff\x00", b"\xff")
        ones = _ones_at_end(raw)
        # Filling bits may follow the last code, and nothing tells how many. Where they
        # could come to fill a byte of their own, the reader would stumble over it.
        wanted = way if is_only or way > ones else 0
        added = _added(raw, blocks, wanted)
        if added is None:
            parts += [coded, mark]
            continue
        changed += 1
        longer = _with_added(raw, added)
        if is_only and drops_last and longer.endswith(b"\xff"):
            longer = longer[:-1]
        parts += [longer.replace(b"\xff", b"\xff\x00"), mark]
    if not changed:
        raise _NotRespelledError
    return b"".join(parts)


def _ones_at_end(raw: bytes) -> int:
    """How many bits at the end are set."""
    last = raw[-1] if raw else 0
    return next((n for n in range(8) if not last >> n & 1), 8)


def _added(
    raw: bytes, blocks: list[_Block], way: int
) -> list[tuple[int, int, int]] | None:
    """What to add: place in bits, length and code; None if no room was found.

    Together it is `way` bits long, modulo eight, and at least one code.
    """
    found: list[tuple[int, int, int]] = []
    total = 0
    for place, start, rest in _ends(raw, blocks):
        length, code = rest.zeros
        room = (_LAST - start) // 16
        if not length or not room:
            continue
        count = next(
            (n for n in range(1, room + 1) if (total + n * length) % WAYS == way), room
        )
        found += [(place, length, code)] * count
        total += count * length
        if total % WAYS == way:
            return found
    return None


def _ends(raw: bytes, blocks: list[_Block]) -> Iterator[tuple[int, int, _Code]]:
    """Where blocks say that only zeros follow.

    Yields:
        The place of that word in bits, the coefficient it stands for, and the code of
        the block.
    """
    at = 0
    for number in range(_MOST_BLOCKS):
        block = blocks[number % len(blocks)]
        length, size = block.mean.symbols[_sixteen(raw, at)]
        at += length + size
        coefficient = 1
        while coefficient <= _LAST and length:
            length, symbol = block.rest.symbols[_sixteen(raw, at)]
            if symbol == _END and length:
                if at + length > 8 * len(raw):
                    return
                yield at, coefficient, block.rest
                at += length
                break
            at += length + (symbol & 15)
            coefficient += (symbol >> 4) + 1
        if not length or at >= 8 * len(raw):
            return


def _sixteen(raw: bytes, at: int) -> int:
    """The sixteen bits at a place; behind the end there are ones."""
    byte = at >> 3
    three = int.from_bytes(raw[byte : byte + 3].ljust(3, b"\xff"))
    return three >> (8 - (at & 7)) & 0xFFFF


def _with_added(raw: bytes, added: list[tuple[int, int, int]]) -> bytes:
    """The data with codes put in, filled with ones to a whole byte."""
    # Codes are put into the beginning, and the long rest is shifted once.
    cut = min(len(raw), (added[-1][0] >> 3) + 1)
    head = f"{int.from_bytes(raw[:cut]):0{8 * cut}b}" if cut else ""
    parts, last = [], 0
    for place, length, code in added:
        parts += [head[last:place], f"{code:0{length}b}"]
        last = place
    bits = "".join(parts) + head[last:]
    filling = -len(bits) % 8
    number = int(bits, 2) << 8 * (len(raw) - cut) | int.from_bytes(raw[cut:])
    number = number << filling | (1 << filling) - 1
    return number.to_bytes((len(bits) + filling) // 8 + len(raw) - cut)


def _same_pixels(one: bytes, other: bytes) -> bool:
    """Whether two photographs are alike pixel by pixel; the strict decoder says so."""
    try:
        return np.array_equal(decode(one).rgb, decode(other).rgb)
    except PhotographError:
        return False


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload
