"""Commands of training: reference scores, who passed, certificates."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from pathlib import Path
from typing import Any

from commands.authority import acting
from commands.console import progress
from commands.outcome import Json, Outcome
from models.errors import ExpectedError
from models.people.roles import Act
from models.store.store import StudyStore
from models.words import number_text


def make_set(words: Namespace) -> Outcome:
    """Set the reference scores of a calibration set."""
    from models.training.references import import_references, panel_references

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.TRAIN)
        if words.table:
            done = import_references(store, words.table, by=by)
        else:
            done = panel_references(store, words.reference, by=by)
    lines = [done.sentence(), *(f"  {one}" for one in done.open)]
    data: Json = {
        "set": done.added,
        "same": done.same,
        "open": [{"place": one.place, "text": one.text} for one in done.open],
    }
    return Outcome("\n".join(lines), data)


def status(words: Namespace) -> Outcome:
    """Tell how good a calibration set is, and how far its trainees are."""
    from models.training.calibration import set_status
    from models.training.judging import judgements

    with StudyStore.open(words.study) as store:
        now = set_status(store)
        judged = judgements(store)
    lines = [f"{now.photographs} photographs; set {now.sha256[:12]}…"]
    for one in now.scales:
        counts = ", ".join(
            f"{number_text(grade)}: {count}" for grade, count in one.counts.items()
        )
        lines.append(f"{one.name}: {one.total} with a reference score ({counts})")
        lines += [f"  {text}" for text in one.remarks]
    lines += [*now.advice, *(one.sentence() for one in judged)]
    data: Json = {
        "photographs": now.photographs,
        "set": now.sha256,
        "scales": {
            one.scale: {
                "grades": {number_text(key): n for key, n in one.counts.items()},
                "missing": one.missing,
                "remarks": [*one.remarks],
            }
            for one in now.scales
        },
        "advice": [*now.advice],
        "examinations": [
            {
                "rater": one.one.reading.rater,
                "attempt": one.one.attempt,
                "passed": one.is_passed,
            }
            for one in judged
        ],
    }
    return Outcome("\n".join(lines), data)


def judge(words: Namespace) -> Outcome:
    """Judge the latest finished examination of a rater; exit 1 if it is not passed."""
    from models.training.judging import judge_examination

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.TRAIN)
        judged = judge_examination(store, words.rater, by=by, role="trainer")
    lines = [judged.sentence()]
    for one in judged.scales:
        lines.append(one.name)
        lines += [f"  {each.sentence}" for each in one.verdict.criteria]
        lines += [f"  {text}" for text in one.verdict.remarks]
    data: Json = {
        "rater": words.rater,
        "attempt": judged.one.attempt,
        "passed": judged.is_passed,
        "set": judged.set_sha256,
        "scales": {
            one.scale: {
                "passed": one.verdict.is_passed,
                "criteria": [{**vars(each)} for each in one.verdict.criteria],
            }
            for one in judged.scales
        },
    }
    return Outcome("\n".join(lines), data, status=0 if judged.is_passed else 1)


def certificate(words: Namespace) -> Outcome:
    """Write a rater's certificate, as PDF or as the small file that travels."""
    from exports.certificate import write_certificate
    from models.certificates.certificate import SUFFIX
    from models.training.certifying import issue_certificate, write_certificate_file

    suffix = words.out.suffix.lower()
    if suffix not in (".pdf", SUFFIX):
        raise ExpectedError(
            "A certificate is written as PDF or as a .dgcert file.",
            hint="Name a file that ends in .pdf or .dgcert.",
        )
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.TRAIN)
        issued = issue_certificate(store, words.rater, by=by)
        if suffix == SUFFIX:
            write_certificate_file(store, issued, words.out)
        else:
            write_certificate(issued, words.out)
    text = f"Certificate of {issued.rater} written; it holds until {issued.expires_on}."
    data: Json = {
        "file": str(words.out),
        "sha256": issued.sha256,
        "expires": issued.expires_on,
        "scales": [one.key for one in issued.scales],
    }
    return Outcome(text, data)


def accept(words: Namespace) -> Outcome:
    """Take a certificate into the study that wants it."""
    from models.certificates.accepting import accept_certificate

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.KITS)
        one = accept_certificate(store, words.certificate, words.rater, by=by)
    text = (
        f"The certificate of {one.rater} is accepted for {words.rater}; "
        f"it holds until {one.expires_on}."
    )
    return Outcome(text, {"rater": words.rater, "expires": one.expires_on})


def drawn(words: Namespace) -> Outcome:
    """Make a ready calibration set of drawn photographs."""
    from models.training.drawn_set import make_drawn_set

    path = make_drawn_set(words.study, progress=progress())
    return Outcome(f"{path.name} is made.", {"study": str(path)})


def add_training(
    commands: "_SubParsersAction[Any]",
    add: Callable[..., ArgumentParser],
    add_by: Callable[..., None],
) -> None:
    """Add the commands `training …`.

    Args:
        commands: Where.
        add: Adds a command: where, name, function and text.
        add_by: Adds the words that say who acts.
    """
    text = "Train raters: reference scores, examinations, certificates."
    parser = commands.add_parser("training", help=text, description=text)
    acts = parser.add_subparsers(metavar="WHAT", required=True)
    study = {"type": Path, "metavar": "STUDY", "help": "the training study"}
    one = add(acts, "set", make_set, "Set the reference scores of a calibration set.")
    one.add_argument("study", **study)  # type: ignore[arg-type]
    source = one.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--reference",
        nargs="+",
        metavar="RATER",
        help="three experts or more who have each read the set: their median",
    )
    source.add_argument(
        "--table",
        type=Path,
        metavar="TABLE",
        help="CSV or Excel with photograph, scale, value and, if wished, x, y, radius",
    )
    add_by(one)
    one = add(acts, "status", status, "Tell coverage, size and who passed.")
    one.add_argument("study", **study)  # type: ignore[arg-type]
    one = add(acts, "judge", judge, "Judge a rater's latest examination; 1 if failed.")
    one.add_argument("study", **study)  # type: ignore[arg-type]
    one.add_argument("--rater", required=True, metavar="ID", help="code of the rater")
    add_by(one)
    one = add(acts, "certificate", certificate, "Write the certificate of a rater.")
    one.add_argument("study", **study)  # type: ignore[arg-type]
    one.add_argument("--rater", required=True, metavar="ID", help="code of the rater")
    one.add_argument("out", type=Path, metavar="OUT.pdf|.dgcert")
    add_by(one)
    one = add(acts, "accept", accept, "Accept a certificate for a rater of a study.")
    one.add_argument("study", **study | {"help": "the study that wants it"})  # type: ignore[arg-type]
    one.add_argument("certificate", type=Path, metavar="FILE.dgcert")
    one.add_argument("--rater", required=True, metavar="ID", help="whose it is here")
    add_by(one)
    one = add(acts, "drawn", drawn, "Make a ready set of drawn photographs.")
    one.add_argument("study", **study | {"help": "the study file to make"})  # type: ignore[arg-type]
