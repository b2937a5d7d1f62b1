"""The command that makes a whole worked study."""

import shutil
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from commands.console import progress
from commands.outcome import Json, Outcome
from models.audit.exporting import record_export
from models.audit.locking import lock_study
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.store.clock import utc_now
from models.store.store import StudyStore

COORDINATOR = "coordinator"


def demo(words: Namespace) -> Outcome:
    """Make a demo study and everything that comes of it, in one folder."""
    from models.demo.study import PASSPHRASE, make_demo_study

    folder: Path = words.folder
    study = folder / "demo.dgstudy"
    if study.exists():
        raise ExpectedError(
            f"There is a demo study in {folder.name} already.",
            hint="Name another folder, or remove that one first.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    make_demo_study(
        study, protocol=words.protocol, seed=words.seed, progress=progress()
    )
    with tempfile.TemporaryDirectory() as scratch:
        before_lock = Path(scratch) / "demo.dgstudy"
        shutil.copyfile(study, before_lock)
        written = finish(study, folder, PASSPHRASE)
        written += _screens(study, before_lock, folder / "screens")
    verdict = verify_study(study)
    lines = [verdict.sentence(), *(f"  {path}" for path in [study, *written])]
    if _has_arms(study):
        lines.append(f"Passphrase of the allocation: {PASSPHRASE}")
    data: Json = {
        "study": str(study),
        "protocol": words.protocol,
        "written": [str(path) for path in written],
        "verifies": verdict.holds,
    }
    return Outcome("\n".join(lines), data, status=0 if verdict.holds else 1)


def finish(study: Path, folder: Path, passphrase: str) -> list[Path]:
    """Lock a study, open its seal if it has one, and write all that comes of it.

    Args:
        study: The study file.
        folder: Where figures, workbook and overview go.
        passphrase: Opens the allocation.

    Returns:
        The files written.
    """
    with StudyStore.open(study) as store:
        lock_study(store, by=COORDINATOR, why="All is entered and scored.")
        groups = _groups(store, passphrase)
        figures = _figures(store, folder, groups)
        return [*figures, _workbook(store, folder, groups), _overview(store, folder)]


def _has_arms(study: Path) -> bool:
    with StudyStore.open(study) as store:
        return store.protocol().has_arms


def _groups(store: StudyStore, passphrase: str) -> Mapping[str, str] | None:
    """The arm of every unit, or None where nothing is allocated."""
    from models.allocation.opening import open_seal

    if not store.protocol().has_arms:
        return None
    opened = open_seal(
        store, passphrase, by="key holder", why="Analysis after the lock."
    )
    return opened.labels()


def _figures(
    store: StudyStore, folder: Path, groups: Mapping[str, str] | None
) -> list[Path]:
    """Draw the trajectories in every format."""
    from exports.figures import FORMATS, FigureOptions, write_trajectories
    from models.statistics.study import study_trajectories

    found = study_trajectories(store, groups)
    options = FigureOptions(title=store.info().title)
    paths = [folder / f"trajectories.{form}" for form in FORMATS]
    for path in paths:
        write_trajectories(found, path, options=options)
        record_export(store, "figure", path.name, by=COORDINATOR)
    return paths


def _workbook(
    store: StudyStore, folder: Path, groups: Mapping[str, str] | None
) -> Path:
    from exports.workbook import write_workbook

    path = folder / "demo.xlsx"
    record_export(store, "workbook", path.name, by=COORDINATOR)
    write_workbook(store, path, groups=groups, progress=progress())
    return path


def _overview(store: StudyStore, folder: Path) -> Path:
    """Write what is there and missing, windows, worst cases and eligibility."""
    import pandas as pd

    from exports.tables import write_frame
    from models.overview.overview import COLUMNS, overview

    path = folder / "overview.csv"
    rows = overview(store, utc_now().date()).rows()
    write_frame(pd.DataFrame(list(rows), columns=list(COLUMNS)), path)
    record_export(store, "table", path.name, by=COORDINATOR)
    return path


def _screens(study: Path, before_lock: Path, folder: Path) -> list[Path]:
    """Take a picture of every page of the window."""
    from gui.screens import take_screens

    return take_screens(study, before_lock, folder)
