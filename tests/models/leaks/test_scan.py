"""The scan finds what was smuggled into a kit, wherever it was put."""

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from models.leaks.identifiers import Identifier, identifiers
from models.leaks.scan import Origin, scan_kit
from models.photographs.deidentify import deidentified
from models.store.kit_file import make_kit_file
from models.store.kit_records import KitInfo, NewKit, NewKitItem
from tests.examples import make_study, picture

CODE = Identifier("subject code", "HH-0417")
DAY = Identifier("date of a photograph", "2026-02-01")
VISIT = Identifier("visit name", "Baseline")
WANTED = (CODE, DAY, VISIT, Identifier("subject code", "7"))


def clean(number: int) -> bytes:
    return deidentified(picture(number))


def make_kit(
    path: Path,
    pixels: Callable[[int], bytes] = clean,
    *,
    count: int = 6,
    name: str = "Reading kit",
    reasons: tuple[str, ...] = ("no baseline photograph",),
) -> Path:
    """A kit of photographs whose codes tell their number."""
    items = tuple(
        NewKitItem(place + 1, f"CODE{place:02}", ("a",)) for place in range(count)
    )
    info = KitInfo("f" * 32, 1, name, "R1")
    make_kit_file(
        path, NewKit(info, reasons, (), items, lambda code: pixels(int(code[4:])))
    )
    return path


def scan(path: Path, **visits: str):
    origins = {
        f"CODE{place:02}": Origin(("a", "b")[place % 2], "") for place in range(60)
    }
    return scan_kit(path, WANTED, origins)


def test_a_clean_kit_passes(tmp_path: Path) -> None:
    report = scan(make_kit(tmp_path / "a.dgkit"))
    assert report.is_clean
    assert report.photographs == 6
    assert report.sentence().startswith("Leak scan: nothing found")


def _jpeg(**options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (48, 32)).save(file, "JPEG", **options)
    return file.getvalue()


def _png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Comment", "HH-0417", zip=True)
    file = io.BytesIO()
    Image.new("RGB", (48, 32)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def _exif() -> bytes:
    block = Image.Exif()
    block[0x010F] = "HH-0417"
    return block.tobytes()


LEFT = {
    "a comment": lambda: _jpeg(comment=b"HH-0417"),
    "EXIF or XMP": lambda: _jpeg(exif=_exif()),
    "XMP": lambda: _jpeg(xmp=b"<x>7</x>"),
    "data behind its end": lambda: clean(1) + b"7",
    "a PNG part iTXt": _png,
    "behind a PNG": lambda: deidentified(_png()) + b"\x07",
}


@pytest.mark.parametrize("what", LEFT)
def test_what_was_left_in_a_photograph_is_found(tmp_path: Path, what: str) -> None:
    def pixels(number: int) -> bytes:
        return LEFT[what]() if number == 3 else clean(number)

    report = scan(make_kit(tmp_path / "a.dgkit", pixels))
    places = {one.place for one in report.findings}
    assert any(one.startswith("photograph") for one in places)


def test_an_identifier_in_a_record_is_found(tmp_path: Path) -> None:
    report = scan(make_kit(tmp_path / "a.dgkit", name="Kit for HH-0417 and 7"))
    texts = [str(one) for one in report.findings]
    assert 'kit 1, name: the subject code "HH-0417" stands in it' in texts
    assert 'kit 1, name: the subject code "7" stands in it' in texts
    assert 'the bytes of the file: the subject code "HH-0417" stands in it' in texts


def test_the_name_of_a_visit_in_a_reason_tells_nothing(tmp_path: Path) -> None:
    assert scan(make_kit(tmp_path / "a.dgkit")).is_clean
    report = scan(make_kit(tmp_path / "b.dgkit", reasons=("as HH-0417",)))
    assert not report.is_clean


def test_what_is_left_in_pages_that_are_not_used_is_found(tmp_path: Path) -> None:
    kit = make_kit(tmp_path / "a.dgkit")
    with closing(sqlite3.connect(kit, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE x (y)")
        connection.execute("INSERT INTO x VALUES (?)", ("HH-0417 " * 9000,))
        connection.execute("DROP TABLE x")
    assert any(one.place == "the bytes of the file" for one in scan(kit).findings)


@pytest.mark.parametrize(
    ("feature", "other"),
    [
        ("pixel size", {"size": (64, 32)}),
        ("length in bytes", {"noise": True}),
    ],
)
def test_a_feature_that_goes_with_the_visit_is_found(
    tmp_path: Path, feature: str, other: dict
) -> None:
    def pixels(number: int) -> bytes:
        if number % 2 == 0:
            return clean(number)
        if "noise" in other:
            noise = Image.effect_noise((48, 32), 60 + number).convert("RGB")
            file = io.BytesIO()
            noise.save(file, "JPEG", quality=90)
            return deidentified(file.getvalue())
        return deidentified(picture(number, size=other["size"]))

    report = scan(make_kit(tmp_path / "a.dgkit", pixels, count=40))
    assert any(feature in one.text for one in report.findings)


def test_an_order_by_visit_is_found_unless_it_is_meant(tmp_path: Path) -> None:
    kit = make_kit(tmp_path / "a.dgkit", count=40)
    origins = {
        f"CODE{place:02}": Origin("early" if place < 20 else "late", "")
        for place in range(40)
    }
    report = scan_kit(kit, WANTED, origins)
    assert [one.text.split(" goes")[0] for one in report.findings] == [
        "the position in the order"
    ]
    assert scan_kit(kit, WANTED, origins, position_may_tell=True).is_clean


def test_every_identifier_of_a_study_is_looked_for(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        with store.changes(by="c", role="coordinator", action="x") as changes:
            changes.add_subject("007", "Hamburg")
            changes.add_rater("R2", "Dr Second")
            changes.add_opened_name("A", "Northlight")
        found = {(one.kind, one.text) for one in identifiers(store, "R1")}
    assert {
        ("subject code", "007"),
        ("site", "Hamburg"),
        ("visit key", "day1"),
        ("visit name", "Day 30"),
        ("file name", "001_day1_front.jpg"),
        ("file name", "001_day1_front"),
        ("date of a photograph", "01.02.2026"),
        ("code of another rater", "R2"),
        ("name of another rater", "Dr Second"),
        ("title of the study", "Example study"),
        ("name of an arm", "Northlight"),
    } <= found


def test_the_name_of_an_arm_is_not_told_by_the_finding(tmp_path: Path) -> None:
    kit = make_kit(tmp_path / "a.dgkit", name="Northlight kit")
    arm = Identifier("name of an arm", "Northlight", is_secret=True)
    report = scan_kit(kit, (arm,), {})
    assert report.findings
    assert "Northlight" not in repr(report.findings)
