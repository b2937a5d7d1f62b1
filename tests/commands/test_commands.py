"""The command line, as a user types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from main import main
from models.store.store import StudyStore
from tests.examples import PLAN, picture
from tests.sealing import quick_envelopes

ROOT = Path(__file__).parents[2]
VISITS = ("baseline", "day1", "day30")
PASSPHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Envelopes without the seconds that guard them, but for the two whole walks."""
    walks = ("whole_walk", "tells_no_arm")
    if not any(part in request.node.name for part in walks):
        quick_envelopes(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of photographs: four subjects, three visits."""
    photographs = tmp_path / "photographs"
    photographs.mkdir()
    for number in range(12):
        subject, visit = number // 3 + 1, VISITS[number % 3]
        data = picture(number).rpartition(b"#")[0]
        (photographs / f"{subject:03}_{visit}_front.jpg").write_bytes(data)
    return photographs


@pytest.fixture
def study(tmp_path: Path, folder: Path, capsys) -> Path:
    """A study with photographs, made by commands."""
    (tmp_path / "plan.toml").write_text(PLAN)
    path = tmp_path / "trial.dgstudy"
    assert main(["new", str(path), "--protocol", str(tmp_path / "plan.toml")]) == 0
    assert main(["import", "photographs", str(path), str(folder)]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text(PASSPHRASE + "\n")
    return path


def write_list(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "arms.csv"
    path.write_text("\n".join(["subject,arm", *rows]) + "\n")
    return path


ARMS = ("001,Northlight", "002,Southwind", "003,Southwind", "004,Northlight")


def write_scores(tmp_path: Path) -> Path:
    lines = ["rater;subject;visit;scale;score"]
    for number in range(12):
        subject, visit = number // 3 + 1, VISITS[number % 3]
        for rater in ("R1", "R2"):
            lines.append(f"{rater};{subject:03};{visit};Wrinkling;{4 + number % 3}")
            lines.append(f"{rater};{subject:03};{visit};erythema-0-3;{number % 4}")
    path = tmp_path / "scores.csv"
    path.write_text("\n".join(lines))
    return path


def test_the_whole_walk_goes_by_commands_alone(study, key, tmp_path, capsys) -> None:
    arms, scores = write_list(tmp_path, *ARMS), write_scores(tmp_path)
    walk = [
        ["allocate", study, "--list", arms, "--passphrase-file", key],
        ["import", "scores", study, scores],
        ["lock", study],
        ["unblind", study, "--passphrase-file", key, "--reason", "analysis"],
        ["trajectories", study, "--out", tmp_path / "t.csv"],
        ["trajectories", study, "--out", tmp_path / "t.svg"],
        ["export", study, tmp_path / "t.xlsx"],
        ["verify", study],
    ]
    for words in walk:
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        assert status == 0, said.err
    assert "Northlight" in (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    assert "Northlight" in (tmp_path / "t.svg").read_text()
    assert (tmp_path / "t.xlsx").stat().st_size > 5_000


def test_trajectories_are_refused_while_the_allocation_is_sealed(
    study, key, tmp_path, capsys
) -> None:
    arms = write_list(tmp_path, *ARMS)
    main(["allocate", str(study), "--list", str(arms), "--passphrase-file", str(key)])
    main(["import", "scores", str(study), str(write_scores(tmp_path))])
    capsys.readouterr()
    assert main(["trajectories", str(study), "--out", str(tmp_path / "t.svg")]) == 1
    assert "still sealed" in capsys.readouterr().err
    assert not (tmp_path / "t.svg").exists()


def test_a_passphrase_opens_no_arms_before_the_lock(
    study, key, tmp_path, capsys
) -> None:
    arms = write_list(tmp_path, *ARMS)
    main(["allocate", str(study), "--list", str(arms), "--passphrase-file", str(key)])
    main(["import", "scores", str(study), str(write_scores(tmp_path))])
    capsys.readouterr()
    out = ["--passphrase-file", str(key), "--out", str(tmp_path / "t.svg")]
    assert main(["trajectories", str(study), *out]) == 1
    assert "not locked" in capsys.readouterr().err


def test_a_wrong_passphrase_is_told_and_goes_on_record(
    study, key, tmp_path, capsys
) -> None:
    arms = write_list(tmp_path, *ARMS)
    main(["allocate", str(study), "--list", str(arms), "--passphrase-file", str(key)])
    key.write_text("something else entirely")
    words = ["unblind", str(study), "--passphrase-file", str(key), "--reason", "x"]
    assert main(words) == 1
    assert "passphrase" in capsys.readouterr().err
    with StudyStore.open(study) as store:
        assert "wrong passphrase" in store.trail()[-1].action
        assert store.opened_groups() == {}


def test_before_unsealing_the_file_tells_no_arm_and_no_pair(
    study, key, tmp_path, capsys
) -> None:
    arms = write_list(tmp_path, *ARMS)
    main(["allocate", str(study), "--list", str(arms), "--passphrase-file", str(key)])
    main(["import", "scores", str(study), str(write_scores(tmp_path))])
    main(["lock", str(study)])
    content = study.read_bytes().lower()
    for arm in ("northlight", "southwind"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert arm.encode(encoding) not in content
    for letter in "ab":
        for subject in ("001", "002", "003", "004"):
            assert f'"{subject}":"{letter}"'.encode() not in content
    for word in ("active", "vehicle", "placebo", "control"):
        assert word.encode() not in content, word


def test_a_faulty_allocation_list_tells_every_fault_and_seals_nothing(
    study, key, tmp_path, capsys
) -> None:
    arms = write_list(tmp_path, "001,X", "002,", "009,Y", "001,Y")
    words = ["allocate", str(study), "--list", str(arms), "--passphrase-file", str(key)]
    assert main(words) == 1
    told = capsys.readouterr().err
    for place in ("row 3", "row 4", "row 5"):
        assert place in told
    assert "Traceback" not in told
    with StudyStore.open(study) as store:
        assert store.envelopes() == {}


def test_a_faulty_score_table_enters_nothing(study, tmp_path, capsys) -> None:
    path = tmp_path / "scores.csv"
    path.write_text(
        "rater,subject,visit,scale,score\n"
        "R1,001,baseline,Wrinkling,5\n"
        "R1,0099,baseline,Wrinkling,5\n"
        "R1,001,day 8,Wrinkling,5\n"
        "R1,001,day30,Wrinkling,12\n"
        "R1,001,day30,Redness,2\n"
        "R1,001,baseline,fg-wrinkling,6\n"
        ",001,day1,Wrinkling,abc\n"
    )
    assert main(["import", "scores", str(study), str(path)]) == 1
    told = capsys.readouterr().err
    for place in (
        "row 3, column subject",
        "row 4, column visit",
        "row 5, column score",
        "row 6, column scale",
        "row 7, column score",
        "row 8, column rater",
        "row 8, column score",
    ):
        assert place in told
    with StudyStore.open(study) as store:
        assert store.score_rows() == []
        assert store.raters() == []


def test_importing_the_same_scores_again_changes_nothing(
    study, tmp_path, capsys
) -> None:
    scores = write_scores(tmp_path)
    main(["import", "scores", str(study), str(scores)])
    with StudyStore.open(study) as store:
        lines = len(store.trail())
    assert main(["import", "scores", str(study), str(scores)]) == 0
    assert "0 scores entered" in capsys.readouterr().out
    with StudyStore.open(study) as store:
        assert len(store.trail()) == lines


def test_subjects_get_their_sites_from_a_table(study, tmp_path, capsys) -> None:
    path = tmp_path / "subjects.csv"
    path.write_text("subject;site\n001;Kiel\n0010;Hamburg\n")
    assert main(["import", "subjects", str(study), str(path)]) == 0
    assert "1 subject added, 1 site noted" in capsys.readouterr().out
    with StudyStore.open(study) as store:
        sites = {subject.code: subject.site for subject in store.subjects()}
    assert (sites["001"], sites["0010"]) == ("Kiel", "Hamburg")


def test_one_broken_photograph_is_listed_and_the_rest_imported(
    tmp_path, folder, capsys
) -> None:
    whole = (folder / "001_day1_front.jpg").read_bytes()
    (folder / "001_day1_front.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "notes.txt").write_text("not a photograph")
    (tmp_path / "plan.toml").write_text(PLAN)
    study = str(tmp_path / "s.dgstudy")
    main(["new", study, "--protocol", str(tmp_path / "plan.toml")])
    assert main(["import", "photographs", study, str(folder), "--json"]) == 0
    out = capsys.readouterr().out
    document = json.loads(out[out.index("{") :])
    assert len(document["imported"]) == 11
    assert [one["file"] for one in document["unreadable"]] == ["001_day1_front.jpg"]


def test_a_dry_run_writes_nothing(tmp_path, folder, capsys) -> None:
    (tmp_path / "plan.toml").write_text(PLAN)
    study = tmp_path / "s.dgstudy"
    main(["new", str(study), "--protocol", str(tmp_path / "plan.toml")])
    assert main(["import", "photographs", str(study), str(folder), "--dry-run"]) == 0
    with StudyStore.open(study) as store:
        assert store.photographs() == []
        assert len(store.trail()) == 1


def test_verify_says_where_a_score_was_changed(study, tmp_path, capsys) -> None:
    main(["import", "scores", str(study), str(write_scores(tmp_path))])
    whole = study.read_bytes()
    place = whole.find(b'"kind":"grade"')
    changed = bytearray(whole)
    changed[place + 9] ^= 1
    study.write_bytes(changed)
    capsys.readouterr()
    assert main(["verify", str(study)]) == 1
    assert "audit trail, line" in capsys.readouterr().out


def test_a_study_open_elsewhere_is_told(study, capsys) -> None:
    code = (
        "import sys, pathlib\n"
        "from models.store.store import StudyStore\n"
        "store = StudyStore.open(pathlib.Path(sys.argv[1]))\n"
        "print('open', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(study)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert main(["lock", str(study)]) == 1
        assert "already open" in capsys.readouterr().err
        other.communicate("")


@pytest.mark.parametrize(
    "words",
    [
        ["unblnd", "x"],
        ["new"],
        ["unblind", "x.dgstudy", "--passphrase-file", "k"],
        ["export", "x.dgstudy"],
        ["nothing-here"],
    ],
)
def test_wrong_usage_exits_with_two(words: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["verify", "gone.dgstudy"],
        ["lock", "gone.dgstudy"],
        ["new", "x.dgstudy", "--protocol", "hoss-2021"],
        ["scales", "erythma-0-3"],
        ["protocols", "nothing"],
        ["export", "gone.dgstudy", "x.xls"],
        ["trajectories", "gone.dgstudy", "--out", "x.gif"],
    ],
)
def test_what_stands_in_the_way_is_a_sentence(
    words: list[str], capsys, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert main([*words, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]
    assert list(tmp_path.iterdir()) == []


def test_commands_load_neither_the_window_nor_heavy_libraries() -> None:
    code = (
        "import sys\nfrom main import main\nmain(['protocols'])\n"
        "heavy = {'PySide6', 'pandas', 'matplotlib', 'openpyxl', 'scipy', 'alembic'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_every_command_explains_itself(capsys) -> None:
    for words in (
        "demo",
        "protocols",
        "scales",
        "new",
        "import photographs",
        "import subjects",
        "import scores",
        "allocate",
        "read",
        "lock",
        "unblind",
        "trajectories",
        "export",
        "verify",
    ):
        with pytest.raises(SystemExit) as stopped:
            main([*words.split(), "--help"])
        assert stopped.value.code == 0
        assert "usage: python main.py" in capsys.readouterr().out


def test_a_picture_too_large_to_be_one_is_told(tmp_path, folder, capsys) -> None:
    bomb = folder / "002_day30_front.png"
    (folder / "002_day30_front.jpg").unlink()
    Image.new("1", (8, 8)).save(bomb)
    data = bytearray(bomb.read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    bomb.write_bytes(data)
    (tmp_path / "plan.toml").write_text(PLAN)
    study = str(tmp_path / "s.dgstudy")
    main(["new", study, "--protocol", str(tmp_path / "plan.toml")])
    assert main(["import", "photographs", study, str(folder)]) == 0
    told = capsys.readouterr().out
    assert "002_day30_front.png" in told
    assert "11 photographs imported" in told
