"""Commands of the record: lock, unlock, reopen, sign, unblind, verify, backup."""

from argparse import Namespace

from commands.authority import acting
from commands.console import passphrase, progress, secret
from commands.outcome import Json, Outcome
from models.audit.locking import lock_study, unlock_study
from models.audit.reopening import reopen_reading
from models.audit.verify import verify_study
from models.people.roles import Act
from models.store.store import StudyStore
from models.words import counted, listed


def lock(words: Namespace) -> Outcome:
    """Lock a study against scoring."""
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.LOCK)
        unfinished = lock_study(store, by=by, why=words.reason)
    text = "The study is locked: nothing can be scored any more."
    if unfinished:
        verb = "is" if len(unfinished) == 1 else "are"
        noun = "The reading" if len(unfinished) == 1 else "The readings"
        text += f"\n{noun} of {listed(unfinished)} {verb} not finished."
    return Outcome(text, {"locked": True, "unfinished": list(unfinished)})


def unlock(words: Namespace) -> Outcome:
    """Unlock a study, for a reason, so that scoring can go on."""
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.LOCK)
        unlock_study(store, by=by, why=words.reason)
    text = "The study is unlocked; signatures of the locked study are void."
    return Outcome(text, {"locked": False})


def reopen(words: Namespace) -> Outcome:
    """Reopen a finished reading, for a reason."""
    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.REOPEN)
        voided = reopen_reading(store, words.rater, by=by, why=words.reason)
    text = f"The reading of {words.rater} is open again."
    if voided:
        verb = "is" if voided == 1 else "are"
        text += f" {counted(voided, 'signature')} {verb} void."
    return Outcome(text, {"rater": words.rater, "voided": voided})


def sign(words: Namespace) -> Outcome:
    """Sign a finished reading or the locked study, with ID and password."""
    from models.audit.signing import Meaning, sign_reading, sign_study, signature_states

    meaning = Meaning(words.meaning)
    with StudyStore.open(words.study) as store:
        password = secret(words.password_file, "Password", "--password-file")
        if words.rater:
            sign_reading(
                store,
                words.rater,
                person=words.by,
                password=password,
                meaning=meaning,
            )
        else:
            sign_study(store, person=words.by, password=password, meaning=meaning)
        state = signature_states(store)[-1]
    data: Json = {
        "name": state.signature.printed_name,
        "at": state.signature.at,
        "meaning": state.signature.meaning,
        "what": state.what,
        "sha256": state.signature.sha256,
    }
    return Outcome(f"Signed: {state.sentence()}", data)


def unblind(words: Namespace) -> Outcome:
    """Open the sealed allocation on record: masked, in full, or of one subject."""
    if words.unit:
        return _unblind_unit(words)
    from models.allocation.opening import open_seal

    with StudyStore.open(words.study) as store:
        names = None
        if words.names_passphrase_file and not words.masked:
            option = "--names-passphrase-file"
            names = secret(words.names_passphrase_file, "Passphrase of names", option)
        opened = open_seal(
            store,
            passphrase(words),
            by=acting(store, words, Act.OPEN_SEAL),
            why=words.reason,
            masked=words.masked,
            names_passphrase=names,
        )
        number = store.trail()[-1].number
        noun = store.protocol().unit_noun
    labels = sorted({opened.label(letter) for letter in opened.groups.values()})
    text = (
        f"The allocation is open: {listed(labels)}, "
        f"{counted(len(opened.groups), noun)}. "
        f"It is line {number} of the audit trail."
    )
    everyone = list(opened.labels().values())
    arms: Json = {label: everyone.count(label) for label in labels}
    return Outcome(text, {"arms": arms, "masked": words.masked, "line": number})


def _unblind_unit(words: Namespace) -> Outcome:
    """Open the emergency envelope of one subject."""
    from models.allocation.emergency import open_unit

    with StudyStore.open(words.study) as store:
        by = acting(store, words, Act.OPEN_UNIT)
        code = secret(words.code_file, "Emergency code", "--code-file")
        found = open_unit(store, words.unit, code, by=by, why=words.reason)
    text = (
        f"{found.sentence()}. It is line {found.line} of the audit "
        "trail. All others stay sealed; the raters stay blinded, so tell none of them."
    )
    return Outcome(
        text, {"subject": found.subject, "arm": found.arm, "line": found.line}
    )


def verify(words: Namespace) -> Outcome:
    """Hold a study against its audit trail."""
    verdict = verify_study(words.study, progress())
    lines = [verdict.sentence(), *(f"  {problem}" for problem in verdict.problems)]
    lines += [f"  {note}" for note in verdict.notes]
    if verdict.holds:
        lines.append(f"Last hash of the trail: {verdict.head}")
    data: Json = {
        "holds": verdict.holds,
        "lines": verdict.lines,
        "records": verdict.rows,
        "head": verdict.head,
        "notes": list(verdict.notes),
        "problems": [
            {"place": one.place, "text": one.text} for one in verdict.problems
        ],
    }
    return Outcome("\n".join(lines), data, status=0 if verdict.holds else 1)


def backup(words: Namespace) -> Outcome:
    """Write a dated, checked copy of a study into a folder."""
    from models.backup.backups import write_backup

    with StudyStore.open(words.study) as store:
        made = write_backup(store, words.folder, progress())
    text = (
        f"{made.path.name} is written and checked: {made.size / 1e6:,.1f} MB, "
        f"last hash of the trail {made.head}."
    )
    return Outcome(text, {"file": str(made.path), "head": made.head, "at": made.at})
