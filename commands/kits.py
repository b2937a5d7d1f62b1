"""Commands of kits: written for a rater, returned, merged."""

from argparse import Namespace
from pathlib import Path

from commands.authority import acting
from commands.console import passphrase, progress, secret
from commands.outcome import Json, Outcome
from models.certificates.certificate import SUFFIX, read_certificate
from models.errors import Problem
from models.people.roles import Act
from models.reading.kits.merge_plan import MergePlan
from models.store.store import StudyStore


def write(words: Namespace) -> Outcome:
    """Write the kit of a rater, if nothing in it tells what it must not."""
    from models.reading.kits.writing import KIT_NAME, write_kit

    # Not from the environment, where the passphrase of the allocation may stand.
    given = passphrase(words) if words.passphrase_file else ""
    with StudyStore.open(words.study) as store:
        written = write_kit(
            store,
            words.rater,
            words.kit,
            by=acting(store, words, Act.KITS),
            name=words.name or KIT_NAME,
            passphrase=given,
            waive=words.waive,
            progress=progress(),
        )
    lines = [written.sentence(), written.scan.sentence()]
    lines += [f"  waived: {one}" for one in written.scan.findings]
    data: Json = {
        "kit": str(written.path),
        "uid": written.uid,
        "rater": written.rater,
        "version": written.version,
        "photographs": written.items,
        "left_out": written.left_out,
        "encrypted": written.is_encrypted,
        "remark": written.remark,
        "findings": _problems(written.scan.findings),
        "waived": written.waived,
    }
    return Outcome("\n".join(lines), data)


def give_back(words: Namespace) -> Outcome:
    """Write the return of a kit."""
    from models.reading.kits.encryption import is_encrypted
    from models.reading.kits.opening import open_kit
    from models.reading.kits.returns import write_return

    given = ""
    if is_encrypted(words.kit):
        what = "The passphrase of the kit"
        given = secret(words.passphrase_file, what, "--passphrase-file")
    with open_kit(words.kit, passphrase=given) as kit:
        written = write_return(kit, words.returned)
    data: Json = {
        "return": str(written.path),
        "rater": written.rater,
        "complete": written.done,
        "photographs": written.items,
        "finished": written.is_finished,
        "signed": written.is_signed,
        "sha256": written.sha256,
    }
    return Outcome(written.sentence(), data)


def merge(words: Namespace) -> Outcome:
    """Merge returns into their study, or show what that would do."""
    from models.reading.kits.merge_plan import Fate
    from models.reading.kits.merging import merge_returns, plan_returns, read_returns

    returns = read_returns(words.returns)
    take = tuple(path.name for path in words.take)
    with StudyStore.open(words.study) as store:
        if words.dry_run:
            plan = plan_returns(store, returns, take=take)
            bad = any(one.fate in (Fate.CONFLICT, Fate.REFUSED) for one in plan.returns)
            text = "\n".join([plan.sentence(), *_lines(plan), "Nothing was written."])
            data: Json = {"written": False, "returns": _returns(plan)}
            return Outcome(text, data, status=1 if bad else 0)
        by = acting(store, words, Act.KITS)
        report = merge_returns(store, returns, by=by, take=take, why=words.reason)
    text = "\n".join([report.sentence(), *_lines(report.plan)])
    data = {
        "written": bool(report.returns),
        "merged": report.returns,
        "scores": report.scores,
        "finished": [*report.finished],
        "returns": _returns(report.plan),
    }
    return Outcome(text, data)


def _lines(plan: MergePlan) -> list[str]:
    return [f"  {one.sentence()}" for one in plan.returns]


def _returns(plan: MergePlan) -> list[Json]:
    return [
        {
            "file": one.returned.name,
            "rater": one.returned.rater,
            "kit": one.returned.kit,
            "version": one.returned.version,
            "fate": one.fate.value,
            "why": one.why,
            "scores": one.scores,
            "corrected": one.corrected,
            "complete": one.complete,
            "missing": one.missing,
            "after_finish": one.after_finish,
            "finished": one.returned.finish is not None,
            "signed": one.returned.signature is not None,
        }
        for one in plan.returns
    ]


def _problems(problems: tuple[Problem, ...]) -> list[Json]:
    return [{"place": one.place, "text": one.text} for one in problems]


def _verify_certificate(path: Path) -> Outcome:
    """Hold a certificate against the line of the trail that it carries."""
    file = read_certificate(path)
    one = file.certificate
    text = (
        f"The certificate of {one.rater} agrees with line {file.line.number} of the "
        f"trail of its training study; it holds until {one.expires_on}.\n"
        f"Hash of that line: {file.line.hash}"
    )
    data: Json = {
        "holds": True,
        "what": "certificate",
        "rater": one.rater,
        "expires": one.expires_on,
        "line": file.line.number,
        "head": file.line.hash,
        "problems": [],
    }
    return Outcome(text, data)


def verify(words: Namespace) -> Outcome:
    """Hold a study, a kit, a return or a certificate against its own trail."""
    from commands import record
    from models.reading.kits.verifying import Kind, kind_of, verify_kit, verify_return

    if words.study.suffix.lower() == SUFFIX:
        return _verify_certificate(words.study)
    kind = kind_of(words.study)
    if kind is Kind.OTHER:
        return record.verify(words)
    if kind is Kind.KIT:
        verdict = verify_kit(words.study, progress())
    else:
        verdict = verify_return(words.study)
    data: Json = {
        "holds": True,
        "what": verdict.what,
        "lines": verdict.lines,
        "records": verdict.rows,
        "head": verdict.head,
        "problems": [],
    }
    text = f"{verdict.sentence()}\nLast hash of its trail: {verdict.head}"
    return Outcome(text, data)
