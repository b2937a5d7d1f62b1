"""The words of the command line."""

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from commands import (
    adjudication,
    agreement,
    before_after,
    blinding,
    demo,
    kits,
    measurements,
    outputs,
    people,
    readings,
    record,
    setup,
    sheets,
    statistics,
    training,
)
from commands.export_parser import add_export
from commands.outcome import Outcome
from models.people.roles import Role
from models.version import program_version

Run = Callable[[argparse.Namespace], Outcome]


@dataclass(frozen=True)
class Opening:
    """The window is wanted, with a file or with none."""

    file: Path | None


class _Parser(argparse.ArgumentParser):
    """A parser that keeps the program's name short in every usage line."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(
        prog="python main.py",
        description="Blinded scoring of clinical photographs.",
        epilog=(
            "Without a command, the window opens, with FILE if one is named:\n"
            "  python main.py [FILE]\n\n"
            "Every command has --help, and prints one JSON document with --json.\n"
            "Exit status: 0 done, 1 something stood in the way, 2 wrong usage."
        ),
    )
    version = f"Dermagrade {program_version()}"
    parser.add_argument("--version", action="version", version=version)
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="command"
    )
    commands.required = True
    _add_setup(commands)
    _add_readings(commands)
    _add_kits(commands)
    _add_record(commands)
    _add_agreement(commands)
    _add_adjudicate(commands)
    _add_before_after(commands)
    _add_blinding(commands)
    training.add_training(commands, _add, _by)
    _add_outputs(commands)
    _add_statistics(commands)
    _add_demo(commands)
    return parser


def file_to_open(
    parser: argparse.ArgumentParser, arguments: Sequence[str]
) -> Opening | None:
    """The window's file, if the words name no command; None if they do.

    A word that is neither a command nor a file is a slip, and ends with the usage.
    """
    if not arguments:
        return Opening(None)
    word = arguments[0]
    known = _command_names(parser)
    if word.startswith("-") or word in known:
        return None
    path = Path(word)
    if len(arguments) == 1 and (path.exists() or path.suffix):
        return Opening(path)
    near = difflib.get_close_matches(word, known, 1)
    meant = f" Did you mean {near[0]}?" if near else ""
    print(f"error: there is no command or file {word}.{meant}", file=sys.stderr)
    raise SystemExit(2)


def _command_names(parser: argparse.ArgumentParser) -> list[str]:
    """The commands' names."""
    return [
        name
        for action in parser._actions  # noqa: SLF001 - argparse offers no other way
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
        for name in action.choices
    ]


_Commands = argparse._SubParsersAction  # noqa: SLF001 - the only name of this type


def _add(commands: "_Commands[_Parser]", name: str, run: Run, text: str) -> _Parser:
    """Add a command that can print JSON."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)
    return parser


def _study(parser: _Parser) -> None:
    """Add the study file."""
    parser.add_argument("study", type=Path, metavar="STUDY", help="the study file")


def _passphrase(parser: _Parser) -> None:
    """Add where the passphrase comes from."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        help="text file whose first line is the passphrase; else DERMAGRADE_PASSPHRASE",
    )


def _add_setup(commands: "_Commands[_Parser]") -> None:
    """Commands that set a study up."""
    for name, run, what in (
        ("protocols", setup.protocols, "protocol"),
        ("scales", setup.scales, "scale"),
    ):
        text = f"List the {what}s that are built in, or show one."
        one = _add(commands, name, run, text)
        one.add_argument("name", nargs="?", metavar="NAME", help=f"one {what}")
    new = _add(commands, "new", setup.new, "Make a new study.")
    new.add_argument("study", type=Path, metavar="STUDY", help="the file to make")
    new.add_argument(
        "--protocol",
        required=True,
        metavar="NAME|FILE",
        help="built in, or a TOML file",
    )
    new.add_argument(
        "--title", default="", help="its name; the file's name if not given"
    )
    amend = _add(
        commands, "amend", setup.amend, "Give a study a new version of its protocol."
    )
    _study(amend)
    amend.add_argument("--protocol", required=True, metavar="FILE", help="a TOML file")
    amend.add_argument(
        "--reason", required=True, metavar="TEXT", help="why; goes on record"
    )
    _by(amend)
    _add_import(commands)
    _add_overview(commands)
    _add_allocate(commands)


def _add_allocate(commands: "_Commands[_Parser]") -> None:
    """The command `allocate`: a list made elsewhere, or drawn now."""
    text = "Seal an allocation: a list made elsewhere, or drawn by the program."
    allocate = _add(commands, "allocate", setup.allocate, text)
    _study(allocate)
    how = allocate.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--list",
        type=Path,
        metavar="TABLE",
        help="CSV or Excel with the columns subject and arm; where sides are compared "
        "also side, or the columns subject, left and right",
    )
    how.add_argument(
        "--randomise",
        action="store_true",
        help="draw the list in permuted blocks; it is shown to nobody. Where sides are "
        "compared, it is drawn which arm is on the left of each subject",
    )
    allocate.add_argument(
        "--arms",
        nargs="+",
        default=[],
        metavar="NAME=SHARE",
        help='with --randomise: the arms, as "NAME" or "NAME=2" for 2:1; without a '
        "share the one that the protocol says, in its order",
    )
    allocate.add_argument(
        "--block",
        type=_sizes,
        default=(),
        metavar="4,6",
        help="with --randomise: sizes of blocks, each drawn anew",
    )
    allocate.add_argument(
        "--strata", choices=["site"], help="with --randomise: balance every site"
    )
    allocate.add_argument(
        "--code-sheet",
        type=Path,
        metavar="SHEET.pdf",
        help="write emergency codes for single subjects to this file, once",
    )
    _passphrase(allocate)
    _names_passphrase(allocate)
    _by(allocate)


def _sizes(text: str) -> tuple[int, ...]:
    """Sizes of blocks: "4,6"."""
    return tuple(int(part) for part in text.split(","))


def _names_passphrase(parser: _Parser) -> None:
    """Add where a second person's passphrase comes from."""
    parser.add_argument(
        "--names-passphrase-file",
        type=Path,
        metavar="F",
        help="passphrase of the names of the arms, where a second person keeps it",
    )


def _by(parser: _Parser, *, required: bool = False) -> None:
    """Add who acts."""
    parser.add_argument(
        "--by", default="", required=required, metavar="ID", help="who does it"
    )
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="F",
        help="password of that person, once the study has people; else asked for",
    )


def _add_import(commands: "_Commands[_Parser]") -> None:
    """The commands `import photographs|references|subjects|scores|…`."""
    text = (
        "Import photographs, reference photographs, subjects, scores, measurements or "
        "guesses."
    )
    parser = commands.add_parser("import", help=text, description=text)
    kinds = parser.add_subparsers(metavar="WHAT", required=True)
    photographs = _add(
        kinds,
        "photographs",
        setup.import_photographs,
        "Import a folder of photographs.",
    )
    _study(photographs)
    photographs.add_argument("folder", type=Path, metavar="FOLDER")
    photographs.add_argument(
        "--names",
        metavar="PATTERN",
        help='how files are named, as "{subject}_{visit}_{view}"; else found out',
    )
    photographs.add_argument(
        "--dry-run", action="store_true", help="show the plan and write nothing"
    )
    _by(photographs)
    references = _add(
        kinds,
        "references",
        setup.import_references,
        "Import reference photographs of grades: files called SCALE_GRADE.jpg, or "
        "SCALE_GRADE_1.jpg and so on for several.",
    )
    _study(references)
    references.add_argument("folder", type=Path, metavar="FOLDER")
    _by(references)
    for name, run, what in (
        ("subjects", setup.import_subjects, "subject, and site if there are several"),
        ("scores", readings.import_scores, "rater, subject, visit, view, scale, score"),
        ("guesses", blinding.import_guesses, "rater, subject, guess, and side"),
    ):
        one = _add(kinds, name, run, f"Import {name} from a table: columns {what}.")
        _study(one)
        one.add_argument("table", type=Path, metavar="TABLE", help="CSV or Excel")
        _by(one)
    _add_import_measurements(kinds)


def _add_import_measurements(kinds: "_Commands[_Parser]") -> None:
    """The command `import measurements`."""
    one = _add(
        kinds,
        "measurements",
        measurements.import_measurements,
        "Import what is not scored from photographs. Values: a row a value (columns "
        "subject, side, visit, assessment, value), or a column for each series, or for "
        'each series at a visit ("R0 week 12"). Adverse events: subject, term, onset, '
        "ended, severity, relation, outcome, serious, place, side, comment. Visit "
        "dates: subject, visit, date. Eligibility: subject, rule, answer (yes or no).",
    )
    _study(one)
    measurements.add_import_arguments(one)
    _by(one)


def _add_overview(commands: "_Commands[_Parser]") -> None:
    """The command `overview`."""
    one = _add(
        commands,
        "overview",
        measurements.overview,
        "Tell what is there and what is missing, visit windows, values worse than at "
        "baseline, and eligibility.",
    )
    _study(one)
    one.add_argument(
        "--out", type=Path, metavar="FILE.csv", help="write every fact as a table"
    )


def _add_readings(commands: "_Commands[_Parser]") -> None:
    """Commands of the raters."""
    read = _add(
        commands, "read", readings.read, "Open a rater's reading in the window."
    )
    _study(read)
    read.add_argument("--rater", required=True, metavar="ID", help="code of the rater")
    paper = _add(
        commands,
        "sheets",
        sheets.sheets,
        "Print a rater's reading as score sheets for the pen, coded.",
    )
    _study(paper)
    paper.add_argument("--rater", required=True, metavar="ID", help="code of the rater")
    paper.add_argument("out", type=Path, metavar="OUT.pdf")
    _by(paper)


def _add_kits(commands: "_Commands[_Parser]") -> None:
    """The commands `kit write|return|merge`."""
    text = "Kits: a rater's part of a study, out and back again."
    parser = commands.add_parser("kit", help=text, description=text)
    acts = parser.add_subparsers(metavar="WHAT", required=True)
    write = _add(acts, "write", kits.write, "Write a rater's kit, scanned for leaks.")
    _study(write)
    write.add_argument("--rater", required=True, metavar="ID", help="code of the rater")
    write.add_argument("kit", type=Path, metavar="KIT", help="the file to make")
    write.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        help="encrypt the kit; text file whose first line is its passphrase",
    )
    write.add_argument(
        "--name", default="", help="what the rater sees as its name; tell nothing by it"
    )
    write.add_argument(
        "--waive",
        default="",
        metavar="TEXT",
        help="write it in spite of what the leak scan finds; the reason, on record",
    )
    _by(write)
    back = _add(acts, "return", kits.give_back, "Write what a kit holds of scores.")
    back.add_argument("kit", type=Path, metavar="KIT", help="the kit that was scored")
    back.add_argument("returned", type=Path, metavar="RETURN", help="the file to make")
    back.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        help="of an encrypted kit: text file whose first line is its passphrase",
    )
    merge = _add(acts, "merge", kits.merge, "Merge returns into their study.")
    _study(merge)
    merge.add_argument("returns", type=Path, nargs="+", metavar="RETURN")
    merge.add_argument(
        "--take",
        type=Path,
        action="append",
        default=[],
        metavar="RETURN",
        help="where two of a rater's returns differ, take this one",
    )
    merge.add_argument("--reason", default="", metavar="TEXT", help="goes on record")
    merge.add_argument(
        "--dry-run", action="store_true", help="show what would be done, write nothing"
    )
    _by(merge)


def _add_record(commands: "_Commands[_Parser]") -> None:
    """Commands of the record."""
    lock = _add(commands, "lock", record.lock, "Lock a study: nothing is scored after.")
    _study(lock)
    lock.add_argument("--reason", default="", metavar="TEXT", help="goes on record")
    _by(lock)
    _add_undoing(commands)
    _add_people(commands)
    unblind = _add(
        commands, "unblind", record.unblind, "Open the sealed allocation, on record."
    )
    _study(unblind)
    _passphrase(unblind)
    _names_passphrase(unblind)
    _by(unblind)
    unblind.add_argument(
        "--unit",
        metavar="SUBJECT",
        help="open one subject only, with both its sides, in an emergency",
    )
    unblind.add_argument(
        "--code-file",
        type=Path,
        metavar="F",
        help="with --unit: text file whose first line is the code; else asked for",
    )
    unblind.add_argument(
        "--reason", required=True, metavar="TEXT", help="why; goes on record"
    )
    unblind.add_argument(
        "--masked",
        action="store_true",
        help="open the groups only, as Group A, Group B",
    )
    verify = _add(
        commands,
        "verify",
        kits.verify,
        "Hold a study, a kit, a return or a certificate against its audit trail; "
        "exit 0 only if everything agrees.",
    )
    verify.add_argument(
        "study", type=Path, metavar="STUDY|KIT|RETURN|CERTIFICATE", help="the file"
    )

    backup = _add(
        commands, "backup", record.backup, "Write a dated, checked copy of a study."
    )
    _study(backup)
    backup.add_argument("folder", type=Path, metavar="FOLDER")


def _add_undoing(commands: "_Commands[_Parser]") -> None:
    """Commands that reopen, each for a reason, and the signature they make void."""
    unlock = _add(
        commands, "unlock", record.unlock, "Unlock a study so that scoring can go on."
    )
    _study(unlock)
    reopen = _add(
        commands, "reopen", record.reopen, "Reopen a finished reading to correct it."
    )
    _study(reopen)
    reopen.add_argument("--rater", required=True, metavar="ID", help="whose reading")
    for parser in (unlock, reopen):
        parser.add_argument(
            "--reason", required=True, metavar="TEXT", help="why; goes on record"
        )
        _by(parser)
    sign = _add(
        commands,
        "sign",
        record.sign,
        "Sign a finished reading, or the locked study, with ID and password.",
    )
    _study(sign)
    sign.add_argument("--rater", metavar="ID", help="whose reading; else the study")
    sign.add_argument(
        "--meaning",
        required=True,
        choices=["authorship", "review", "approval", "responsibility"],
    )
    _by(sign, required=True)


def _add_people(commands: "_Commands[_Parser]") -> None:
    """The command `people`."""
    text = "List the people who sign in, add one, or change one."
    parser = _add(commands, "people", people.people, text)
    _study(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--add", metavar="ID", help="add a person")
    what.add_argument("--person", metavar="ID", help="whose roles to change")
    what.add_argument("--reset", metavar="ID", help="give this person a new password")
    what.add_argument(
        "--own-password", action="store_true", help="change the password of --by"
    )
    parser.add_argument("--name", default="", help="printed beside signatures")
    roles = [str(role) for role in Role]
    parser.add_argument("--role", action="append", default=[], choices=roles)
    parser.add_argument("--without-role", action="append", default=[], choices=roles)
    parser.add_argument("--reason", default="", metavar="TEXT", help="goes on record")
    parser.add_argument(
        "--new-password-file",
        type=Path,
        metavar="F",
        help="first or new password of the person; else asked for",
    )
    _by(parser)


def _add_adjudicate(commands: "_Commands[_Parser]") -> None:
    """The command `adjudicate`."""
    text = "Open a third reading of what raters differ on, by the protocol's rule."
    parser = _add(commands, "adjudicate", adjudication.adjudicate, text)
    _study(parser)
    parser.add_argument(
        "--rater", default="", metavar="ID", help="who decides; another rater"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="tell what would be read, write nothing"
    )
    _by(parser)


def _add_before_after(commands: "_Commands[_Parser]") -> None:
    """The command `before-after`."""
    text = "Tell how many pairs raters put in the right order, and the criterion."
    _study(_add(commands, "before-after", before_after.before_after, text))


def _add_blinding(commands: "_Commands[_Parser]") -> None:
    """The command `blinding`."""
    text = "Tell whether raters guessed the arms: the indices of Bang and of James."
    parser = _add(commands, "blinding", blinding.blinding, text)
    _study(parser)
    parser.add_argument(
        "--tested",
        required=True,
        metavar="ARM",
        help='the arm under test, "Group A" while masked',
    )


def _add_agreement(commands: "_Commands[_Parser]") -> None:
    """The command `agreement`."""
    text = "Tell how well raters agree: kappas, alphas, ICCs, bias, drift, intervals."
    parser = _add(commands, "agreement", agreement.agreement, text)
    parser.add_argument(
        "source",
        type=Path,
        metavar="STUDY|TABLE",
        help="a study, or CSV or Excel with the columns target, rater, score[, item]",
    )
    parser.add_argument(
        "--reference",
        default="",
        metavar="RATER",
        help="the rater of the table whose scores are the reference",
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=1000,
        metavar="N",
        help="samples of the bootstrap, default 1000; 0 leaves it out",
    )
    parser.add_argument(
        "--report", type=Path, metavar="OUT.pdf", help="write a report as PDF too"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default 1")


def _add_outputs(commands: "_Commands[_Parser]") -> None:
    """Commands that write something for others."""
    trajectories = _add(
        commands,
        "trajectories",
        outputs.trajectories,
        "Draw each group's course over the visits, or write its table.",
    )
    _study(trajectories)
    _passphrase(trajectories)
    _by(trajectories)
    trajectories.add_argument(
        "--out", type=Path, required=True, metavar="FILE.svg|.pdf|.png|.csv"
    )
    trajectories.add_argument(
        "--median", action="store_true", help="medians instead of means"
    )
    trajectories.add_argument(
        "--change", action="store_true", help="change from baseline instead of scores"
    )
    trajectories.add_argument(
        "--width",
        type=int,
        default=174,
        choices=[84, 129, 174],
        metavar="MM",
        help="width of a figure as journals have it: 84, 129 or 174 mm (default)",
    )
    report = _add(commands, "report", outputs.report, "Write the report as PDF.")
    _study(report)
    report.add_argument("out", type=Path, metavar="OUT.pdf")
    _passphrase(report)
    _by(report)
    add_export(commands)


def _add_statistics(commands: "_Commands[_Parser]") -> None:
    """Commands on tables of numbers, of a study or of many."""
    compare = _add(
        commands,
        "compare",
        statistics.compare,
        "Compare one outcome between groups, sides, or with baseline.",
    )
    compare.description = statistics.COMPARE_HELP
    compare.add_argument("table", type=Path, metavar="TABLE", help="CSV or Excel")
    compare.add_argument(
        "--design",
        choices=["parallel", "paired", "single"],
        help="else seen from the table",
    )
    compare.add_argument(
        "--first", metavar="GROUP", help="the group from which the others are taken"
    )
    compare.add_argument("--baseline", metavar="VISIT", help="the visit of baseline")
    compare.add_argument(
        "--against",
        type=float,
        default=0.0,
        metavar="VALUE",
        help="what a single group without baseline is compared with, such as the "
        "grade of no change; default 0",
    )
    compare.add_argument(
        "--responder", metavar="RULE", help="which values are a response, as “>=1”"
    )
    compare.add_argument(
        "--of-change",
        action="store_true",
        help="the rule speaks of the change from baseline",
    )
    evidence = _add(
        commands, "evidence", statistics.evidence, "Pool the evidence of studies."
    )
    evidence.description = statistics.EVIDENCE_HELP
    evidence.add_argument("table", type=Path, metavar="TABLE", help="CSV or Excel")
    evidence.add_argument("--out", type=Path, metavar="FILE.svg|.pdf|.png|.csv")
    evidence.add_argument(
        "--figure",
        choices=["forest", "funnel", "rob"],
        default="forest",
        help="which figure is drawn; default forest",
    )
    evidence.add_argument(
        "--measure",
        choices=["md", "smd", "smd_revman", "generic"],
        help="shown first: mean difference (default), standardised (as metafor, or as "
        "Review Manager), or effects as given; --json has all",
    )
    evidence.add_argument(
        "--tau2",
        choices=["DL", "PM", "REML", "common"],
        default="DL",
        help="variance between studies in what is shown first: DerSimonian-Laird "
        "(default), Paule-Mandel, REML; or the common-effect model; --json has all",
    )
    evidence.add_argument(
        "--hartung-knapp", action="store_true", help="interval by Hartung and Knapp"
    )
    evidence.add_argument(
        "--correlation",
        type=float,
        metavar="R",
        help="of the sides of paired studies that tell none",
    )
    evidence.add_argument(
        "--names", nargs=2, metavar=("FIRST", "SECOND"), help="of the groups"
    )
    evidence.add_argument("--grade", metavar="TEXT", help="certainty of the evidence")
    for parser in (compare, evidence):
        parser.add_argument(
            "--level",
            type=float,
            default=95.0,
            metavar="PERCENT",
            help="of intervals; default 95",
        )


def _add_demo(commands: "_Commands[_Parser]") -> None:
    """The worked study."""
    text = "Make a complete worked study: drawn, scored, locked, plotted and exported."
    parser = _add(commands, "demo", demo.demo, text)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--protocol",
        default="hoss-2020",
        metavar="NAME",
        help="of the program: hoss-2020 (default), split-face-conditioned-medium, "
        "kerscher-2021, kerscher-2022, resurfacing-two-arm, single-group or "
        "rater-training",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default 1")
