"""The blinding check: guesses before the opening, indices after it."""

import json

import pytest

from main import main
from models.allocation.arms import SealedError
from models.allocation.blinding_check import blinding_checks
from models.errors import ExpectedError
from models.protocol.units import Unit
from models.reading.guesses import import_guesses
from models.statistics.agreement.blinding import bang
from models.store.store import StudyStore
from tests.examples import make_study

SUBJECTS = tuple(f"{number:03d}" for number in range(1, 11))
GROUPS = {code: "AB"[number % 2] for number, code in enumerate(SUBJECTS)}
GUESSED = {"001": "tested", "003": "Tested", "005": "comparison", "002": "comparison"}


def open_masked(store: StudyStore) -> None:
    with store.changes(by="k", role="key holder", action="opened") as changes:
        for code, letter in GROUPS.items():
            changes.add_opened_group(Unit(code), letter)


@pytest.fixture
def store(tmp_path):
    with make_study(tmp_path / "s.dgstudy", subjects=SUBJECTS) as store:
        with store.changes(by="c", role="coordinator", action="rater") as changes:
            changes.add_rater("R1")
        yield store


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "guesses.csv"
    rows = [f"R1,{code},{GUESSED.get(code, 'unknown')}" for code in SUBJECTS]
    path.write_text("\n".join(["rater,subject,guess", *rows]) + "\n")
    return path


def test_guesses_are_entered_before_and_told_after_the_opening(store, table) -> None:
    report = import_guesses(store, table, by="c")
    assert (report.given, report.raters) == (10, ("R1",))
    open_masked(store)
    one, every = blinding_checks(store, "Group A")
    assert one.counts == ((2, 1, 2), (0, 1, 4)) == every.counts
    assert one.found.first == bang(2, 1, 2)
    assert one.found.second == bang(1, 0, 4)


def test_a_guess_after_the_opening_is_refused(store, table) -> None:
    open_masked(store)
    with pytest.raises(ExpectedError, match="tell nothing"):
        import_guesses(store, table, by="c")
    assert not store.blinding_guesses()


def test_every_fault_of_the_table_is_told(store, tmp_path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(
        "rater,subject,side,guess\nR9,001,,tested\nR1,999,left,maybe\n"
        "R1,002,,unknown\nR1,002,,tested\n"
    )
    with pytest.raises(ExpectedError) as told:
        import_guesses(store, path, by="c")
    text = "\n".join(str(one) for one in told.value.problems)
    for word in ("no rater 'R9'", "no subject '999'", "maybe", "sides", "row 4"):
        assert word in text
    assert not store.blinding_guesses()


def test_nothing_is_told_while_the_allocation_is_sealed(store, table) -> None:
    import_guesses(store, table, by="c")
    with store.changes(by="k", role="key holder", action="sealed") as changes:
        changes.add_envelope("groups", b"sealed")
    with pytest.raises(SealedError):
        blinding_checks(store, "Group A")


def test_an_arm_that_is_none_is_named(store, table) -> None:
    import_guesses(store, table, by="c")
    open_masked(store)
    with pytest.raises(ExpectedError, match="no arm C"):
        blinding_checks(store, "C")


def test_the_commands_enter_and_tell(store, table, capsys) -> None:
    path = str(store.path)
    store.close()
    assert main(["import", "guesses", path, str(table)]) == 0
    assert "10 guesses of R1" in capsys.readouterr().out
    with StudyStore.open(store.path) as again:
        open_masked(again)
    assert main(["blinding", path, "--tested", "Group A"]) == 0
    assert "Group A, Bang: 0.200" in capsys.readouterr().out
    assert main(["blinding", path, "--tested", "Group A", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["checks"][0]["counts"][0] == [2, 1, 2]
