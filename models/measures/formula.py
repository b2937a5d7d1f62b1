"""Formulas of measures: arithmetic on named numbers, and nothing else.

A formula comes from a file of the user's, so it is never run as Python. It is parsed
into Python's syntax tree, and of that only numbers, names, + - × ÷, parentheses and
the functions in `FUNCTIONS` are known; anything else is refused when it is read.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from models.measures.area import area_grade
from models.words import listed

LONGEST = 2000
"""Characters; the longest shipped formula has a fifth of it."""

DEEPEST = 200
"""Operations within each other; far below what Python can follow."""

_ALLOWED = re.compile(r"[A-Za-z0-9_+\-*/(),. ]*")
_RUN_ON = re.compile(r"(?<![A-Za-z0-9_.])[\d.]+[A-Za-z_]")  # 2a, 1e5, 0x10, 1and

_Values = Mapping[str, float]
_Step = Callable[[_Values], float]

_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "·": "*"})

_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}

FUNCTIONS: dict[str, Callable[..., float]] = {
    "sum": lambda *numbers: math.fsum(numbers),
    "min": lambda *numbers: min(numbers),
    "max": lambda *numbers: max(numbers),
    "area": area_grade,
}
"""What a formula may call; `area` turns per cent into the area grade 0 to 6."""

_KNOWN = (
    f"known are numbers, names, + - × ÷, parentheses and the functions "
    f"{listed(FUNCTIONS)}"
)


class FormulaError(ValueError):
    """A formula that cannot be read or computed, told in half a sentence."""


@dataclass(frozen=True)
class Formula:
    """A formula that was read.

    Attributes:
        text: As it was written.
        names: The numbers it needs, in the order in which they appear.
    """

    text: str
    names: tuple[str, ...]

    def value(self, values: Mapping[str, float]) -> float:
        """What the formula gives.

        Args:
            values: A number for each of the names; others are ignored.

        Raises:
            FormulaError: It divides by zero, a per cent lies outside 0 to 100, or the
                result is no finite number.
            KeyError: A number is missing.
        """
        try:
            result = float(_compiled(self.text)[0](values))
        except ZeroDivisionError as fault:
            raise FormulaError("divides by zero") from fault
        except KeyError:
            raise
        except (ValueError, OverflowError) as fault:
            raise FormulaError(f"cannot be computed: {fault}") from fault
        if not math.isfinite(result):
            raise FormulaError("gives no finite number")
        # Sums of tenths leave 18.599999999999998 for 18.6; nine decimals mean nothing.
        return round(result, 9) + 0.0


def read_formula(text: str) -> Formula:
    """Read a formula such as "r3 - r0" or "0.1 × (e + i + d) × area(p)".

    Raises:
        FormulaError: The text is no formula; says what is wrong.
    """
    return Formula(text, _compiled(text)[1])


@lru_cache(maxsize=256)
def _compiled(text: str) -> tuple[_Step, tuple[str, ...]]:
    """How to compute a formula, and the names it needs; a table asks for many rows."""
    names: list[str] = []
    step = _step(_parsed(text), names)
    return step, tuple(dict.fromkeys(names))


def _parsed(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise FormulaError(f"is longer than {LONGEST:,} characters")
    source = " ".join(text.translate(_SIGNS).split())
    if not _ALLOWED.fullmatch(source) or _RUN_ON.search(source):
        raise FormulaError(f"holds signs that are none of a formula; {_KNOWN}")
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise FormulaError("is no formula: check its signs and parentheses") from fault


def _step(node: ast.expr, names: list[str], depth: int = 0) -> _Step:
    """How to compute one node; notes the names met on the way."""
    if depth > DEEPEST:
        raise FormulaError("is nested too deeply; add many numbers with sum")
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(
            number, bool
        ):
            return _number(number)
        case ast.Name(id=name):
            names.append(name)
            return lambda values: values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _step(operand, names, depth + 1)
            return lambda values: -inner(values)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATIONS:
            below = depth + 1
            return _both(sign, _step(left, names, below), _step(right, names, below))
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as given, keywords=[]):
            return _call(name, [_step(one, names, depth + 1) for one in given])
        case _:
            raise FormulaError(f'holds "{_excerpt(node)}"; {_KNOWN}')


def _number(number: float) -> _Step:
    try:
        value = float(number)
    except OverflowError as fault:
        raise FormulaError("holds a number that is too large") from fault
    return lambda values: value


def _both(sign: ast.operator, left: _Step, right: _Step) -> _Step:
    operation = _OPERATIONS[type(sign)]
    return lambda values: operation(left(values), right(values))


def _call(name: str, given: list[_Step]) -> _Step:
    if name not in FUNCTIONS:
        raise FormulaError(f'calls "{name}"; known are {listed(FUNCTIONS)}')
    if name == "area" and len(given) != 1:
        raise FormulaError("must give area one number, a per cent")
    function = FUNCTIONS[name]
    return lambda values: function(*(one(values) for one in given))


def _excerpt(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 40 else f"{text[:39]}…"
