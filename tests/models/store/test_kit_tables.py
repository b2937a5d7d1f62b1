"""The tables of a kit are the same letter for letter, whoever makes them."""

import subprocess
import sys
from pathlib import Path

from models.store import kit_file, kit_tables, tables

ROOT = Path(__file__).parents[3]
SAY = "from models.store import kit_file; print(sorted(kit_file._statements()))"


def test_two_starts_of_the_program_make_the_same_kit() -> None:
    here = str(sorted(kit_file._statements()))
    for _ in range(3):
        other = subprocess.run(
            [sys.executable, "-c", SAY], cwd=ROOT, capture_output=True, check=True
        )
        assert other.stdout.decode().strip() == here


def test_what_a_rater_writes_has_the_columns_of_a_study() -> None:
    for name in ("score", "comment", "flag", "viewing", "reading_step", "trail"):
        of_kit, of_study = (one.metadata.tables[name] for one in (kit_tables, tables))
        assert [repr(one.type) for one in of_kit.columns] == [
            repr(one.type) for one in of_study.columns
        ]
        for column in of_kit.columns:
            other = of_study.columns[column.name]
            assert (column.nullable, column.primary_key, column.unique) == (
                other.nullable,
                other.primary_key,
                other.unique,
            )
            assert {key.target_fullname for key in column.foreign_keys} == {
                key.target_fullname for key in other.foreign_keys
            }
        assert {one.name for one in of_kit.indexes} == {
            one.name for one in of_study.indexes
        }
