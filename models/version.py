"""The version of the program, from the one place where it stands."""

import tomllib
from functools import cache
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


@cache
def program_version() -> str:
    """The version, such as "0.1.0"."""
    if _PROJECT.exists():
        project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))
        return str(project["project"]["version"])
    from importlib.metadata import PackageNotFoundError, version  # slow to load

    try:
        return version("dermagrade")
    except PackageNotFoundError:
        return "unknown"
