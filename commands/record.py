"""Commands of the record: lock, unblind, verify."""

from argparse import Namespace

from commands.console import passphrase, person, progress
from commands.outcome import Json, Outcome
from models.audit.locking import lock_study
from models.audit.verify import verify_study
from models.store.store import StudyStore
from models.words import counted, listed


def lock(words: Namespace) -> Outcome:
    """Lock a study against scoring."""
    with StudyStore.open(words.study) as store:
        unfinished = lock_study(store, by=person(), why=words.reason)
    text = "The study is locked: nothing can be scored any more."
    if unfinished:
        verb = "is" if len(unfinished) == 1 else "are"
        noun = "The reading" if len(unfinished) == 1 else "The readings"
        text += f"\n{noun} of {listed(unfinished)} {verb} not finished."
    return Outcome(text, {"locked": True, "unfinished": list(unfinished)})


def unblind(words: Namespace) -> Outcome:
    """Open the sealed allocation on record, masked or in full."""
    from models.allocation.opening import open_seal

    with StudyStore.open(words.study) as store:
        opened = open_seal(
            store,
            passphrase(words),
            by=person(),
            why=words.reason,
            masked=words.masked,
        )
        number = store.trail()[-1].number
    labels = sorted({opened.label(letter) for letter in opened.groups.values()})
    text = (
        f"The allocation is open: {listed(labels)}, "
        f"{counted(len(opened.groups), 'subject')}. "
        f"It is line {number} of the audit trail."
    )
    everyone = list(opened.labels().values())
    arms: Json = {label: everyone.count(label) for label in labels}
    return Outcome(text, {"arms": arms, "masked": words.masked, "line": number})


def verify(words: Namespace) -> Outcome:
    """Hold a study against its audit trail."""
    verdict = verify_study(words.study, progress())
    lines = [verdict.sentence(), *(f"  {problem}" for problem in verdict.problems)]
    if verdict.holds:
        lines.append(f"Last hash of the trail: {verdict.head}")
    data: Json = {
        "holds": verdict.holds,
        "lines": verdict.lines,
        "records": verdict.rows,
        "head": verdict.head,
        "problems": [
            {"place": one.place, "text": one.text} for one in verdict.problems
        ],
    }
    return Outcome("\n".join(lines), data, status=0 if verdict.holds else 1)
