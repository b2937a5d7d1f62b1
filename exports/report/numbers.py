"""Numbers of a report as text."""

from collections.abc import Sequence

from models.statistics.comparison.results import Interval, p_text


def estimate_text(value: float | None) -> str:
    """An estimate with as many places as say something."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.3g}"


def interval_text(interval: Interval | None) -> str:
    """An interval: "-1.2 to 0.4"."""
    if interval is None:
        return ""
    return f"{estimate_text(interval.lower)} to {estimate_text(interval.upper)}"


def p_words(p: float | None) -> str:
    """A p value as journals print it; nothing where nothing was tested."""
    return "" if p is None else p_text(p)


def sizes_text(sizes: Sequence[int]) -> str:
    """How many: "12", or "12 + 11" of two groups."""
    return " + ".join(map(str, sizes))
