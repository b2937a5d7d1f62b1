"""The command that makes the whole worked study."""

import shutil
import tempfile
from argparse import Namespace
from pathlib import Path

from commands.console import progress
from commands.outcome import Json, Outcome
from models.audit.exporting import record_export
from models.audit.locking import lock_study
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.store.store import StudyStore

COORDINATOR = "coordinator"


def demo(words: Namespace) -> Outcome:
    """Make the demo study and everything that comes of it, in one folder."""
    from models.demo.study import PASSPHRASE, make_demo_study

    folder: Path = words.folder
    study = folder / "demo.dgstudy"
    if study.exists():
        raise ExpectedError(
            f"There is a demo study in {folder.name} already.",
            hint="Name another folder, or remove that one first.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    make_demo_study(study, seed=words.seed, progress=progress())
    with tempfile.TemporaryDirectory() as scratch:
        before_lock = Path(scratch) / "demo.dgstudy"
        shutil.copyfile(study, before_lock)
        written = _finish(study, folder, PASSPHRASE)
        written += _screens(study, before_lock, folder / "screens")
    verdict = verify_study(study)
    lines = [verdict.sentence(), *(f"  {path}" for path in [study, *written])]
    text = "\n".join([*lines, f"Passphrase of the allocation: {PASSPHRASE}"])
    data: Json = {
        "study": str(study),
        "written": [str(path) for path in written],
        "verifies": verdict.holds,
    }
    return Outcome(text, data, status=0 if verdict.holds else 1)


def _finish(study: Path, folder: Path, passphrase: str) -> list[Path]:
    """Lock, open the seal, draw the trajectories and write the workbook."""
    from exports.figures import FORMATS, FigureOptions, write_trajectories
    from exports.workbook import write_workbook
    from models.allocation.opening import open_seal
    from models.statistics.study import study_trajectories

    with StudyStore.open(study) as store:
        lock_study(store, by=COORDINATOR, why="All readings are finished.")
        opened = open_seal(
            store, passphrase, by="key holder", why="Analysis after the lock."
        )
        groups = opened.labels()
        found = study_trajectories(store, groups)
        figures = [folder / f"trajectories.{form}" for form in FORMATS]
        options = FigureOptions(title=store.info().title)
        for path in figures:
            write_trajectories(found, path, options=options)
            record_export(store, "figure", path.name, by=COORDINATOR)
        workbook = folder / "demo.xlsx"
        record_export(store, "workbook", workbook.name, by=COORDINATOR)
        write_workbook(store, workbook, groups=groups, progress=progress())
    return [*figures, workbook]


def _screens(study: Path, before_lock: Path, folder: Path) -> list[Path]:
    """Take a picture of every page of the window."""
    from gui.screens import take_screens

    return take_screens(study, before_lock, folder)
