"""Making a new study file, and bringing older ones up to date."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from models.store.engines import APPLICATION_ID, FORMAT
from models.store.troubles import StudyFileError, told

HEAD = "0001"
"""The newest migration; a test holds it against the scripts."""


def migrate(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to a revision, in one transaction."""
    from alembic import command  # needed for new and older files only, and slow to load
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def mark(path: Path) -> None:
    """Write into the file what kind of file it is and of which format."""
    with told(), closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def look_at(path: Path) -> str:
    """The migration a study file is at, having made sure that it is a study.

    Raises:
        StudyFileError: It is no study, it is damaged, or a newer program made it.
    """
    if not path.is_file():
        raise StudyFileError(
            f"There is no study at {path.name}.",
            hint="Check the folder and the name of the file.",
        )
    with told(), closing(sqlite3.connect(path, timeout=10)) as connection:
        kind = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if kind != APPLICATION_ID:
            raise StudyFileError(
                "This file is not a Dermagrade study.",
                hint="Choose a file whose name ends in .dgstudy.",
            )
        if version > FORMAT:
            raise StudyFileError(
                "The study was made by a newer version of Dermagrade.",
                hint="Update the program, then open the study again.",
            )
        query = "SELECT version_num FROM alembic_version"
        row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""


def bring_up_to_date(path: Path, engine: Engine, revision: str) -> Path | None:
    """Upgrade an older study, keeping a copy of it as it was.

    Returns:
        The copy, or None if there was nothing to do.
    """
    if revision == HEAD:
        return None
    copy = path.with_name(f"{path.stem} before upgrade from {revision}{path.suffix}")
    shutil.copy2(path, copy)
    migrate(engine)
    mark(path)
    return copy
