"""Run the benchmarks and print their table: python -m tests.benchmarks [NAME …].

Every module bench_NAME of this package has a function rows() -> list[Row].
"""

import argparse
import importlib
import json
import pkgutil
import sys
from dataclasses import asdict

import tests.benchmarks
from tests.benchmarks.rows import Row, machine, table

_PREFIX = "bench_"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and end with 0: a missed goal is told, not an error."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(_names()))
    parser.add_argument("--json", action="store_true", help="print JSON instead")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(_names()))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}")
    rows: list[Row] = []
    for name in options.names or _names():
        sys.stderr.write(f"{name} …\n")
        rows += importlib.import_module(
            f"{tests.benchmarks.__name__}.{_PREFIX}{name}"
        ).rows()
    if options.json:
        found = {"machine": machine(), "rows": [asdict(row) for row in rows]}
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        sys.stdout.write(f"{machine()}\n{table(rows)}\n")
    return 0


def _names() -> list[str]:
    modules = (
        module.name for module in pkgutil.iter_modules(tests.benchmarks.__path__)
    )
    return sorted(n.removeprefix(_PREFIX) for n in modules if n.startswith(_PREFIX))


if __name__ == "__main__":
    sys.exit(main())
