"""Works that are killed: started once, forked for each kill.

Every line on standard input, "KIND STUDY TOLD SEED", forks a child that does this kind
of work on the study for ever, and writes into the file TOLD what it tells as saved. The
child's number is printed, so that it can be killed.
"""

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from models.backup.backups import write_backup
from models.photographs.importing import import_photographs
from models.photographs.plan import plan_import
from models.progress import Progress
from models.reading.session import open_session
from models.store.store import StudyStore
from tests.examples import new_photograph, picture

Tell = Callable[[str], None]


def score(store: StudyStore, tell: Tell, rng: random.Random) -> None:
    """Give and correct scores."""
    session = open_session(store, "R1")
    while True:
        position = rng.randint(1, len(session.items))
        value = rng.randint(0, 3)
        session.give(position, "erythema-0-3", value)
        tell(f"{session.item(position).id} {value}")


def write_much(store: StudyStore, tell: Tell, rng: random.Random) -> None:
    """Many rows in one transaction, as merging a return does."""
    while True:
        first = rng.randrange(10**9)
        with store.changes(by="a", role="coordinator", action="merged") as changes:
            for number in range(first, first + 150):
                changes.add_subject(f"M{number}")
        tell(f"{first}")


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
    "merge": write_much,
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
