"""The words of `export`: a workbook, or with csv, redcap or cdisc other files."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from commands import files, outputs
from commands.outcome import Outcome

Run = Callable[[argparse.Namespace], Outcome]
_FORMS = """\
  export STUDY OUT.xlsx          the Excel workbook
  export csv STUDY FOLDER        tables as CSV, with scripts for R and SPSS
  export redcap STUDY FOLDER     what a REDCap project is set up and filled from
  export cdisc STUDY FOLDER      SDTM-shaped datasets as Dataset-JSON, with Define-XML
"""
_MORE = f"""\
The forms of this command:
{_FORMS}
Each has --help: export csv --help."""
_EDITIONS = """\
Files are blinded: they tell no arm. --edition masked tells groups by letter, --edition
unblinded their names; both need an allocation that is open on record, or its
passphrase once the study is locked. Every file name says which edition it is."""


@dataclass(frozen=True)
class _Kind:
    """A form of the command that writes a folder of files."""

    name: str
    run: Run
    text: str


_KINDS = (
    _Kind("csv", files.csv_files, "Write the tables of a study as CSV."),
    _Kind("redcap", files.redcap_files, "Write the files of a REDCap project."),
    _Kind("cdisc", files.cdisc_files, "Write SDTM-shaped datasets as Dataset-JSON."),
)


class ExportParser(argparse.ArgumentParser):
    """Reads `export STUDY OUT.xlsx`, and hands `export csv …` to a parser of its own.

    Both begin with `export`, so the first word behind it decides. A study called
    "csv" is named with its folder: ./csv.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **kwargs)
        self.kinds: dict[str, argparse.ArgumentParser] = {}

    @override
    def parse_known_args(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        given = list(args or ())
        first = next((one for one in given if one != "--json"), "")
        if first in self.kinds:
            given.remove(first)
            return self.kinds[first].parse_known_args(given, namespace)
        return super().parse_known_args(given, namespace)


def add_export(commands: Any) -> None:
    """Add the command.

    Args:
        commands: The subparsers of the whole command line.
    """
    text = "Write the Excel workbook, or files for other programs."
    usual = commands._parser_class  # noqa: SLF001 - argparse offers no other way
    commands._parser_class = ExportParser  # noqa: SLF001
    try:
        parser = commands.add_parser(
            "export", help=text, description=text, epilog=_MORE
        )
    finally:
        commands._parser_class = usual  # noqa: SLF001
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("study", type=Path, metavar="STUDY", help="the study file")
    parser.add_argument("out", type=Path, metavar="OUT.xlsx", help="the workbook")
    _passphrase(parser)
    _by(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--check",
        action="store_true",
        help="write nothing: compare this workbook with the study, and tell every cell "
        "that differs; exit 0 only if none does",
    )
    how.add_argument(
        "--blank",
        action="store_true",
        help="with --rater: a blank score sheet, to be filled in and imported",
    )
    parser.add_argument("--rater", default="", metavar="ID", help="with --blank")
    parser.set_defaults(run=outputs.export)
    for kind in _KINDS:
        parser.kinds[kind.name] = _kind_parser(parser.prog, kind)


def _kind_parser(prog: str, kind: _Kind) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"{prog} {kind.name}",
        description=kind.text,
        epilog=_EDITIONS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("study", type=Path, metavar="STUDY", help="the study file")
    parser.add_argument(
        "out", type=Path, metavar="FOLDER", help="made if it is not there"
    )
    _passphrase(parser)
    _by(parser)
    parser.add_argument("--edition", choices=files.EDITIONS, help="default blinded")
    parser.add_argument(
        "--replace", action="store_true", help="replace files of the same names"
    )
    if kind.name == "csv":
        _add_csv(parser)
    if kind.name == "cdisc":
        parser.add_argument(
            "--study-id", default="", metavar="ID", help="STUDYID; else from the title"
        )
    parser.set_defaults(run=kind.run)
    return parser


def _add_csv(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--values",
        choices=["codes", "labels", "both"],
        default="both",
        help="codes, the words they stand for, or both (default)",
    )
    parser.add_argument(
        "--semicolons",
        action="store_true",
        help="semicolons and decimal commas instead of commas and points",
    )
    parser.add_argument(
        "--no-bom", action="store_true", help="without the mark that Excel looks for"
    )


def _by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default="", metavar="ID", help="who does it")
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="F",
        help="password of that person, once the study has people; else asked for",
    )


def _passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        help="text file whose first line is the passphrase; else DERMAGRADE_PASSPHRASE",
    )
