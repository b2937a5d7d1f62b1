"""Photographs of a kit filled up, so that their stored sizes tell next to nothing.

A photograph shown twice is almost as long both times, and one of few kinds of skin may
be shorter than the others. Sizes are rounded up as in Padmé (Nikitin and others,
"Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019):
hundreds of sizes become a handful, and a file grows by a tenth at most.
"""


def padded(data: bytes) -> bytes:
    """A photograph filled up with zeros, which no photograph ends with."""
    return data.ljust(padded_length(len(data)), b"\x00")


def unpadded(data: bytes) -> bytes:
    """The photograph without what it was filled up with."""
    return data.rstrip(b"\x00")


def padded_length(length: int) -> int:
    """A length with as few significant binary digits as its exponent has digits."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    free = exponent - exponent.bit_length()
    return length if free <= 0 else (length + (1 << free) - 1) >> free << free
