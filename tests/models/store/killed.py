"""Works that are killed: started once, forked for each kill.

Every line on standard input, "KIND STUDY TOLD SEED", forks a child that does this kind
of work on the study until it is killed, and writes into the file TOLD what it tells as
saved. The child's number is printed, so that it can be killed.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from models.backup.backups import write_backup
from models.photographs.importing import import_photographs
from models.photographs.plan import plan_import
from models.progress import Progress
from models.reading.kits.merging import merge_returns, read_returns
from models.reading.kits.opening import kit_session, open_kit
from models.reading.session import RatingSession, open_session
from models.store.store import StudyStore
from tests.examples import new_photograph, picture

Tell = Callable[[str], None]


RETURNS = "returns"
"""Folder beside the study: returns as "03 R2.dgreturn", each with one score more."""

KIT = "R4.dgkit"
"""A kit beside the study."""


def score(store: StudyStore, tell: Tell, rng: random.Random) -> None:
    """Give and correct scores."""
    _score(open_session(store, "R1"), tell, rng)


def score_in_kit(store: StudyStore, tell: Tell, rng: random.Random) -> None:
    """Give and correct scores in a kit."""
    with open_kit(store.path.with_name(KIT)) as kit:
        tell("begun")
        _score(kit_session(kit), tell, rng)


def _score(session: RatingSession, tell: Tell, rng: random.Random) -> None:
    while True:
        position = rng.randint(1, len(session.items))
        value = rng.randint(0, 3)
        session.give(position, "erythema-0-3", value)
        tell(f"{session.item(position).id} {value}")


def merge(store: StudyStore, tell: Tell, rng: random.Random) -> None:
    """Merge the returns of two raters at a time, step after step."""
    found = sorted(store.path.with_name(RETURNS).iterdir())
    for pair in zip(found[::2], found[1::2], strict=True):
        merge_returns(store, read_returns(pair), by="a")
        tell("\t".join(path.name for path in pair))
    signal.pause()


def import_folder(store: StudyStore, tell: Tell, rng: random.Random) -> None:
    """Import photographs, folder after folder."""
    while True:
        subject = f"K{rng.randrange(10**9)}"
        folder = store.path.parent / subject
        folder.mkdir()
        for number in range(3):
            data = picture(number, size=(48 + number, 32)) + subject.encode()
            visit = store.protocol().visits[number].key
            (folder / f"{subject}_{visit}_front.jpg").write_bytes(data)
        plan = plan_import(folder, store.protocol(), stored=store.photographs())
        import_photographs(store, plan, by="a")
        tell(subject)


def back_up(store: StudyStore, tell: Tell, rng: random.Random) -> None:
    """Write one backup after the other, changing the study between."""
    while True:
        number = rng.randrange(10**9)
        with store.changes(by="a", role="coordinator", action="photograph") as changes:
            new = new_photograph(f"B{number}", "baseline", number)
            changes.add_photograph(new)
        made = write_backup(store, store.path.parent / "copies", Progress())
        tell(f"{made.path.name}")


KINDS = {
    "score": score,
    "kit": score_in_kit,
    "merge": merge,
    "import": import_folder,
    "backup": back_up,
}


def work(kind: str, study: Path, told: Path, seed: int) -> None:
    """Work until killed."""
    with StudyStore.open(study) as store, told.open("w", encoding="utf-8") as file:

        def tell(text: str) -> None:
            file.write(text + "\n")
            file.flush()

        tell("begun")
        KINDS[kind](store, tell, random.Random(seed))


def say(text: str) -> None:
    """Write a line for the parent."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Fork a child for each line."""
    say("ready")
    for line in sys.stdin:
        kind, study, told, seed = line.split("\t")
        child = os.fork()
        if child == 0:
            work(kind, Path(study), Path(told), int(seed))
            os._exit(0)
        say(str(child))
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
