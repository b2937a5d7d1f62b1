"""The versions of the study file: up, down, and the same as the tables."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.store.engines import study_engine
from models.store.tables import metadata
from models.store.upgrade import HEAD, migrate

SCRIPTS = Path(__file__).parents[3] / "models" / "store" / "migrations"


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_the_migrated_file_has_the_tables_of_the_program(tmp_path: Path) -> None:
    engine = study_engine(tmp_path / "new.dgstudy")
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_going_down_and_up_again_gives_the_same_structure(tmp_path: Path) -> None:
    engine = study_engine(tmp_path / "new.dgstudy")
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"

    def structure() -> list[tuple[str, ...]]:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    migrate(engine)
    first = structure()
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
    assert [row[1] for row in structure() if row[0] == "table"] == ["alembic_version"]
    migrate(engine)
    assert structure() == first
    engine.dispose()


def test_migrations_import_nothing_of_the_program() -> None:
    for script in (SCRIPTS / "versions").glob("*.py"):
        lines = script.read_text().splitlines()
        imports = [line for line in lines if line.startswith(("import", "from"))]
        assert not [line for line in imports if "models" in line]
