"""What a benchmark hands back: measured values beside their goal, and the machine."""

import os
import platform
import statistics
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measure.

    Attributes:
        what: What was measured, for people.
        unit: Of the values and the goal: "ms", "MB", "×" …
        values: All of them, in any order.
        goal: What is to be reached; None if it is only told.
        judged: Which value is held against the goal: "median", "p95" or "most".
        is_floor: Whether the goal is the least and not the most.
        note: Under what conditions, or what held it back.
    """

    what: str
    unit: str
    values: tuple[float, ...]
    goal: float | None = None
    judged: str = "p95"
    is_floor: bool = False
    note: str = ""

    @property
    def median(self) -> float:
        """The value in the middle."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The value that 95 of 100 do not exceed."""
        if len(self.values) < 2:
            return self.values[0]
        return statistics.quantiles(self.values, n=20, method="inclusive")[-1]

    @property
    def most(self) -> float:
        """The largest value."""
        return max(self.values)

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached, or there is none."""
        if self.goal is None:
            return True
        value: float = getattr(self, self.judged)
        return value >= self.goal if self.is_floor else value <= self.goal


def table(rows: list[Row]) -> str:
    """The rows for a terminal."""
    lines = [("measure", "goal", "median", "p95", "n", "ok", "note")]
    for row in rows:
        sign = "≥" if row.is_floor else "≤"
        goal = f"{row.judged} {sign} {row.goal:g} {row.unit}" if row.goal else "–"
        verdict = "–" if row.goal is None else "yes" if row.is_met else "NO"
        values = f"{row.median:.1f}", f"{row.p95:.1f}", str(len(row.values))
        lines.append((row.what, goal, *values, verdict, row.note))
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )


def machine() -> str:
    """What it was measured on, and how busy that was."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory()}, "
        f"{platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load {load}"
    )


def _processor() -> str:
    return _line("/proc/cpuinfo", "model name") or platform.processor() or "?"


def _memory() -> str:
    total = _line("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return f"{int(total) / 2**20:.0f} GB" if total else "memory unknown"


def _line(file: str, name: str) -> str:
    try:
        lines = Path(file).read_text().splitlines()
    except OSError:
        return ""
    found = (line for line in lines if line.startswith(name))
    return next(found, "").partition(":")[2].strip()
