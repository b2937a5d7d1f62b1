"""Commands of the record: randomise, emergency codes, people, signatures, backups."""

import json
from pathlib import Path

import pytest

from main import main
from models.people import passwords
from models.store.store import StudyStore
from tests.examples import PLAN, make_study
from tests.sealing import quick_envelopes

PASSPHRASE = "correct horse battery"
NAMES_PASSPHRASE = "staple of the keyholder"
PASSWORD = "a long enough word"
ARMS = ("Northlight", "Southwind")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Envelopes and hashes without the seconds that guard them."""
    quick_envelopes(monkeypatch)
    monkeypatch.setattr(passwords, "_COST", 2)
    monkeypatch.setattr(passwords, "_TIMES", 1)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    subjects = [f"{number:03}" for number in range(1, 13)]
    with make_study(tmp_path / "trial.dgstudy", subjects=subjects) as store:
        return store.path


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Files with secrets."""
    texts = {"key": PASSPHRASE, "names": NAMES_PASSPHRASE, "password": PASSWORD}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text + "\n")
    return {name: str(tmp_path / f"{name}.txt") for name in texts}


def run(*words: object) -> int:
    return main([str(word) for word in words])


def randomise(study: Path, files: dict[str, str], *more: object) -> int:
    return run(
        "allocate",
        study,
        "--randomise",
        "--passphrase-file",
        files["key"],
        *more,
        "--arms",
        *ARMS,
    )


def test_a_list_drawn_by_the_program_is_sealed_and_shown_to_nobody(
    study, files, capsys
) -> None:
    assert randomise(study, files, "--block", "4,6") == 0
    said = capsys.readouterr().out
    assert "12 subjects is sealed" in said
    assert not any(arm in said for arm in ARMS)
    content = study.read_bytes().lower()
    assert not any(arm.lower().encode() in content for arm in ARMS)

    words = ["unblind", study, "--passphrase-file", files["key"], "--reason", "end"]
    assert run(*words) == 0
    assert "Northlight and Southwind, 12 subjects" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--block", "5"], "no multiple of 2"),
        (["--strata", "site"], "no site is known"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_nothing_sealed(
    study, files, capsys, more, told
) -> None:
    assert randomise(study, files, *more) == 1
    assert told in capsys.readouterr().err
    with StudyStore.open(study) as store:
        assert store.envelopes() == {}


def codes_of(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is written on the sheet, which only paper is to show."""
    import exports.code_sheet as sheets

    seen: dict[str, str] = {}
    write = sheets.write_code_sheet

    def remember(path: Path, *, codes: dict[str, str], **more: object) -> None:
        seen.update(codes)
        write(path, codes=codes, **more)

    monkeypatch.setattr(sheets, "write_code_sheet", remember)
    return seen


def test_one_subject_is_opened_by_the_code_of_the_sheet(
    study, files, tmp_path, capsys, monkeypatch
) -> None:
    codes = codes_of(monkeypatch)
    sheet = tmp_path / "codes.pdf"
    assert randomise(study, files, "--code-sheet", sheet) == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert len(codes) == 12
    code = tmp_path / "code.txt"
    code.write_text(codes["003"])
    capsys.readouterr()

    words = ["unblind", study, "--unit", "003", "--code-file", code]
    assert run(*words, "--reason", "reaction", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["arm"] in ARMS
    with StudyStore.open(study) as store:
        assert store.opened_groups() == {}
        assert [one.subject for one in store.unit_openings()] == ["003"]
    content = study.read_bytes()
    assert not any(arm.encode() in content for arm in ARMS)
    assert not any(text.encode() in content for text in codes.values())

    other = ["unblind", study, "--unit", "004", "--code-file", code, "--reason", "x"]
    assert run(*other) == 1
    assert "does not open the envelope" in capsys.readouterr().err


def test_a_code_sheet_is_never_written_over(study, files, tmp_path, capsys) -> None:
    sheet = tmp_path / "codes.pdf"
    sheet.write_text("another sheet")
    assert randomise(study, files, "--code-sheet", sheet) == 1
    assert "already a file" in capsys.readouterr().err
    assert sheet.read_text() == "another sheet"
    with StudyStore.open(study) as store:
        assert store.envelopes() == {}


def test_a_sheet_whose_sealing_failed_is_removed(
    study, files, tmp_path, capsys
) -> None:
    Path(files["key"]).write_text("short")
    assert randomise(study, files, "--code-sheet", tmp_path / "codes.pdf") == 1
    assert not (tmp_path / "codes.pdf").exists()


def test_two_persons_open_with_a_passphrase_each(study, files, capsys) -> None:
    names = ("--names-passphrase-file", files["names"])
    assert randomise(study, files, *names) == 0
    words = ["unblind", study, "--passphrase-file", files["key"], "--reason", "end"]
    assert run(*words) == 1
    assert "does not open the names" in capsys.readouterr().err
    assert run(*words, *names) == 0
    assert "Northlight and Southwind" in capsys.readouterr().out


def people(study: Path, files: dict[str, str], code: str, *roles: str) -> int:
    given = [word for role in roles for word in ("--role", role)]
    secret = ["--new-password-file", files["password"]]
    by = ["--by", "AB", "--password-file", files["password"]]
    name = ["--name", f"Dr {code}"]
    return run("people", study, "--add", code, *name, *given, *secret, *by)


def test_people_sign_and_what_reopens_makes_void(study, files, tmp_path, capsys):
    assert run("people", study) == 0
    assert "no people" in capsys.readouterr().out
    for code, role in (
        ("AB", "administrator"),
        ("R1", "rater"),
        ("CO", "coordinator"),
        ("KH", "key holder"),
    ):
        assert people(study, files, code, role) == 0
    scores = tmp_path / "scores.csv"
    rows = [
        f"R1,{number:03},{visit},{scale},2"
        for number in range(1, 13)
        for visit in ("baseline", "day1", "day30")
        for scale in ("fg-wrinkling", "erythema-0-3")
    ]
    scores.write_text("rater,subject,visit,scale,score\n" + "\n".join(rows))
    coordinator = ["--by", "CO", "--password-file", files["password"]]
    assert run("import", "scores", study, scores, *coordinator) == 0
    from models.reading.session import open_session

    with StudyStore.open(study) as store:
        session = open_session(store, "R1")
        for item in session.items:  # hidden repeats are not in a table of scores
            for scale in item.scales:
                session.give(item.position, scale, 2)
        session.finish()

    def by(code: str) -> list[str]:
        return ["--by", code, "--password-file", files["password"]]

    signing = ["sign", study, "--rater", "R1", "--meaning", "authorship"]
    assert run(*signing, *by("R1")) == 0
    assert "Dr R1" in capsys.readouterr().out
    assert run("lock", study, *by("R1")) == 1
    assert "may not lock" in capsys.readouterr().err
    assert run("lock", study) == 1
    assert "must sign in" in capsys.readouterr().err
    assert run("lock", study, "--reason", "all read", *by("CO")) == 0
    assert run("sign", study, "--meaning", "approval", *by("CO")) == 0
    capsys.readouterr()

    why = ["--reason", "wrong photograph", *by("CO")]
    assert run("reopen", study, "--rater", "R1", *why) == 1
    assert run("unlock", study, *why) == 0
    assert run("reopen", study, "--rater", "R1", *why) == 0
    assert "1 signature is void" in capsys.readouterr().out
    assert run("verify", study) == 0
    assert capsys.readouterr().out.count("is void since") == 2
    reset = ["--new-password-file", files["names"]]
    assert run("people", study, "--reset", "R1", *reset, *by("AB")) == 0
    roles = ["--role", "adjudicator", "--without-role", "rater"]
    assert run("people", study, "--person", "R1", *roles, *by("AB")) == 0
    assert "adjudicator" in capsys.readouterr().out


def test_only_a_key_holder_unblinds_once_there_are_people(study, files, capsys) -> None:
    assert randomise(study, files) == 0
    people(study, files, "AB", "administrator")
    people(study, files, "KH", "key holder")
    words = ["unblind", study, "--passphrase-file", files["key"], "--reason", "end"]
    for code in ("AB", "XX"):
        who = ["--by", code, "--password-file", files["password"]]
        assert run(*words, *who) == 1
    capsys.readouterr()
    assert run(*words, "--by", "KH", "--password-file", files["password"]) == 0
    with StudyStore.open(study) as store:
        actions = [line.action for line in store.trail()]
    assert "authority refused" in actions
    assert "sign-in failed" in actions


def test_a_backup_by_command_is_dated_and_told(study, tmp_path, capsys) -> None:
    assert run("backup", study, tmp_path / "copies", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert Path(document["file"]).parent == tmp_path / "copies"
    assert run("verify", document["file"]) == 0
    assert document["head"] in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", ["unlock", "reopen", "sign", "people", "backup", "allocate", "unblind"]
)
def test_each_command_of_the_record_explains_itself(words: str, capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([words, "--help"])
    assert stopped.value.code == 0
    assert "usage: python main.py" in capsys.readouterr().out


def test_an_export_stands_in_the_trail(study, tmp_path) -> None:
    from models.reading.session import open_session

    with StudyStore.open(study) as store:
        open_session(store, "R1").give(1, "erythema-0-3", 1)
    assert run("export", study, tmp_path / "out.xlsx") == 0
    with StudyStore.open(study) as store:
        line = store.trail()[-1]
    assert line.action == "workbook written"
    assert json.loads(line.details)["facts"] == {"file": "out.xlsx"}


def test_a_protocol_is_amended_by_command_and_the_differences_are_told(
    study, tmp_path, capsys
) -> None:
    plan = tmp_path / "plan.toml"
    text = PLAN.replace('version = "1"', 'version = "2"', 1)
    plan.write_text(text.replace("day = 30", "day = 28"), encoding="utf-8")

    words = ("--protocol", plan, "--reason", "shorter follow-up", "--json")
    assert run("amend", study, *words) == 0

    (difference,) = json.loads(capsys.readouterr().out)["differences"]
    assert "Day 30 changes its day" in difference
