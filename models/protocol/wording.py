"""The design of a protocol in words, for pages, commands and the workbook."""

from models.protocol.protocol import Design, Protocol
from models.words import counted

_BOTH = "the left and the right of every subject in different arms"


def design_words(protocol: Protocol) -> str:
    """The design: "2 parallel arms, 2:1", "split-face: the left and …"."""
    if protocol.design is Design.SPLIT_FACE:
        return f"split-face: {_BOTH}"
    if protocol.design is Design.CROSSOVER:
        change = protocol.visit(protocol.crossover).name
        return f"crossover of sides: {_BOTH}, which they change at {change}"
    if protocol.design is Design.SINGLE_GROUP:
        return "one group"
    arms = counted(protocol.arms, "parallel arm")
    if len(set(protocol.ratio)) > 1:
        return f"{arms}, {':'.join(map(str, protocol.ratio))}"
    return arms
