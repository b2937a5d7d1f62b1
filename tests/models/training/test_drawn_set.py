"""The set of drawn photographs, and a set made from a folder."""

from pathlib import Path

from models.photographs.importing import import_photographs
from models.photographs.plan import plan_import
from models.protocol import library as protocols
from models.store.store import StudyStore
from models.training.calibration import set_status
from models.training.drawn_set import make_drawn_set
from models.training.practice import open_practice
from models.training.references import import_references
from tests.examples import Ticking, picture


def test_the_drawn_set_has_every_grade_of_every_scale(tmp_path: Path) -> None:
    path = make_drawn_set(tmp_path / "drawn.dgstudy", count=9, size=(80, 60))
    with StudyStore.open(path) as store:
        status = set_status(store)
        subjects = [one.code for one in store.subjects()]
    assert subjects == [f"D{number:02d}" for number in range(1, 10)]
    assert len(status.scales) == 4
    for one in status.scales:
        assert min(one.counts.values()) >= 1
        assert not one.missing


def test_a_set_is_made_from_a_folder_and_a_table(tmp_path: Path) -> None:
    folder = tmp_path / "faces"
    folder.mkdir()
    for number in range(4):
        data = picture(number).rpartition(b"#")[0]
        (folder / f"face {number}.jpg").write_bytes(data)
    protocol, scales, measures = protocols.find_plan("rater-training")
    table = tmp_path / "references.csv"
    rows = [f"face {number},erythema-0-3,{number}" for number in range(4)]
    table.write_text("\n".join(["photograph,scale,value", *rows]))
    with StudyStore.create(
        tmp_path / "set.dgstudy",
        title="Faces",
        protocol=protocol,
        scales=scales,
        measures=measures,
        now=Ticking(),
    ) as store:
        plan = plan_import(folder, protocol)
        import_photographs(store, plan, by="T")
        assert import_references(store, table, by="T").added == 4
        assert len(open_practice(store, "T1").items) == 1
