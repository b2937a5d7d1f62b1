"""Kits for the tests: studies to make them of, and readings in them."""

import hashlib
import io
import socket
import struct
from pathlib import Path

import pyrage
import pytest
from PIL import Image, PngImagePlugin

from models.reading.kits.opening import kit_session, open_kit, sign, sign_in
from models.reading.kits.returns import write_return
from models.store.records import NewPhotograph
from models.store.store import StudyStore
from tests.examples import example_protocol, make_study

TITLE = "Example study"
SITE = "Klinik Hamburg-Eppendorf"
SUBJECTS = ("HH-0417", "HH-0932", "7")
ARM = "Northlight cream"


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def talkative_jpeg(number: int, words: str) -> bytes:
    """A JPEG with every kind of metadata, each naming what it must not."""
    text = words.encode()
    picture = Image.new("RGB", (48, 32), (90 + number * 3, 60, 50 + number * 5))
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0132] = words, SITE, "2026:02:01 10:00:00"
    exif[0x9C9D] = words.encode("utf-16-le")
    thumbnail = io.BytesIO()
    Image.new("RGB", (8, 8)).save(thumbnail, "JPEG", comment=text)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90, exif=exif.tobytes())
    data = file.getvalue()
    extras = [
        _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + text + b"</x>"),
        _segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0" + text),
        _segment(0xFE, text),
        _segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0" + thumbnail.getvalue()),
        _segment(0xE0, b"JFXX\0\x10" + thumbnail.getvalue()),
        _segment(0xE2, b"MPF\0" + text),
        _segment(0xEB, text),
    ]
    return data[:2] + b"".join(extras) + data[2:] + text


def talkative_png(number: int, words: str) -> bytes:
    """A PNG with text, EXIF and bytes behind its end."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Description", words)
    info.add_itxt("Site", SITE, zip=True)
    exif = Image.Exif()
    exif[0x010E] = words
    file = io.BytesIO()
    picture = Image.new("RGB", (48, 32), (80 + number * 3, 70, 60 + number * 5))
    picture.save(file, "PNG", pnginfo=info, exif=exif.tobytes())
    return file.getvalue() + words.encode()


def talkative_study(path: Path, subjects=SUBJECTS) -> StudyStore:
    """A study whose photographs tell everything in every way they can."""
    store = make_study(path, subjects=())
    with store.changes(by="c", role="coordinator", action="imported") as changes:
        for number, (subject, visit) in enumerate(
            (subject, visit.key)
            for subject in subjects
            for visit in store.protocol().visits
        ):
            words = f"{subject} {visit} {SITE} {TITLE} 2026-02-01 Dr Second"
            make = talkative_png if number % 4 == 3 else talkative_jpeg
            data = make(number, words)
            changes.add_subject(subject, SITE)
            changes.add_photograph(
                NewPhotograph(
                    subject=subject,
                    visit=visit,
                    view="front",
                    file_name=f"{subject}_{visit}_front.jpg",
                    sha256=hashlib.sha256(data).hexdigest(),
                    format="PNG" if make is talkative_png else "JPEG",
                    width=48,
                    height=32,
                    orientation=1,
                    profile="",
                    taken_at="2026-02-01T10:00:00",
                    data=data,
                )
            )
        changes.add_rater("second-rater", "Dr Second")
        changes.add_opened_name("A", ARM)
    return store


def repeating_study(path: Path) -> StudyStore:
    """Nine photographs, three of them shown twice."""
    from tests.examples import PLAN

    rules = "\n[reading]\nrepeats = 0.3\ngap = 2\n"
    return make_study(path, protocol=example_protocol(PLAN + rules))


def read_kit(
    kit: Path,
    *,
    grade: float = 1,
    upto: int | None = None,
    finish: bool = True,
    passphrase: str = "",
) -> None:
    """Read a kit: the same grade everywhere, then finish and sign."""
    with open_kit(kit, passphrase=passphrase) as store:
        session = kit_session(store)
        name = sign_in(store, "Dr  Anna Example")
        for item in session.items[:upto]:
            for key in item.scales:
                session.give(item.position, key, grade)
        if finish:
            session.finish()
            sign(store, name)


def refuse_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a test fails if anything opens a connection or asks for a name."""

    def refuse(*_: object, **__: object) -> None:
        message = "the program tried to use the network"
        raise AssertionError(message)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


def returned(kit: Path, name: str, *, passphrase: str = "") -> Path:
    """The return of a kit, beside it."""
    path = kit.with_name(name)
    with open_kit(kit, passphrase=passphrase) as store:
        write_return(store, path)
    return path


_MAGIC = b"age-encryption.org/test\n"


def quick_kits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypt and decrypt kits as fast as tests need it."""

    def encrypt(data: bytes, passphrase: str) -> bytes:
        return _MAGIC + passphrase.encode() + b"\n" + data[::-1]

    def decrypt(data: bytes, passphrase: str) -> bytes:
        kept, _, rest = data.removeprefix(_MAGIC).partition(b"\n")
        if kept.decode() != passphrase:
            raise pyrage.DecryptError("Decryption failed")
        return rest[::-1]

    monkeypatch.setattr(pyrage.passphrase, "encrypt", encrypt)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
