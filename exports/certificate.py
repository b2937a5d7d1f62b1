"""A rater's certificate as a page."""

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.certificates.certificate import (
    Certificate,
    CertifiedCriterion,
    CertifiedScale,
)
from models.errors import ExpectedError
from models.words import listed, number_text

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_HEADINGS = ("Criterion", "Reached", "95 % interval", "Wanted")
_COUNTS = ("photographs", "repeats")
_SHARES = ("within_one", "exact", "same_class")
_NOTE = (
    "The limits are those of the training study; no published standard exists. "
    "What is certified is agreement with the reference scores of this set, on the "
    "wording of the scales named here. The hash below stands in the audit trail of the "
    "training study; the file .dgcert that belongs to this page can be held against it."
)


def write_certificate(certificate: Certificate, path: Path) -> Path:
    """Write a certificate as PDF. An existing file is never written over.

    Raises:
        ExpectedError: The file exists or cannot be written.
    """
    data = _page(certificate)
    try:
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise ExpectedError(
            f"There is already a file called {path.name}.",
            hint="Choose another name; nothing was overwritten.",
        ) from error
    except OSError as error:
        raise ExpectedError(
            f"The certificate {path.name} cannot be written there.",
            hint="Check the folder and the space on the disk.",
        ) from error
    return path


def _page(certificate: Certificate) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        title=f"Certificate of {certificate.rater}",
        author="Dermagrade",
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=14 * mm,
        bottomMargin=12 * mm,
    )
    document.build(list(_parts(certificate)))
    return buffer.getvalue()


def _parts(certificate: Certificate) -> "Iterator[Flowable]":
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import KeepTogether, Paragraph, Spacer

    styles = getSampleStyleSheet()
    small = ParagraphStyle("small", styles["BodyText"], fontSize=7.5, leading=9.5)
    who = certificate.name or certificate.rater
    code_text = f" ({certificate.rater})" if certificate.name else ""
    scales = listed(one.name for one in certificate.scales)
    heading = ParagraphStyle("scale", styles["Heading3"], spaceBefore=7, spaceAfter=2)
    yield Paragraph("Certificate of rater training", styles["Title"])
    yield Paragraph(escape(who + code_text), styles["Heading1"])
    yield Paragraph(
        escape(
            f"passed the examination on {certificate.examined_at[:10]} for {scales}: "
            f"examination {certificate.attempt} of this rater, "
            f"{certificate.photographs} photographs under random codes, in the "
            f"training study “{certificate.study}”."
        ),
        styles["BodyText"],
    )
    yield Paragraph(
        f"<b>Issued</b> {certificate.issued_on} by {escape(certificate.by)}. "
        f"<b>Valid until</b> {certificate.expires_on}.",
        styles["BodyText"],
    )
    for one in certificate.scales:
        name = escape(f"{one.name}, version {one.version}")
        yield KeepTogether([Paragraph(name, heading), _table(one)])
    yield Spacer(1, 3 * mm)
    yield Paragraph(_NOTE, small)
    hashes = (
        ("Certificate", certificate.sha256),
        ("Calibration set", certificate.set_sha256),
        ("Training study", certificate.study_uid),
    )
    lines = [
        f'<b>{name}</b> <font face="Courier">{value}</font>' for name, value in hashes
    ]
    lines.append(f"Dermagrade {escape(certificate.program)}")
    yield Paragraph("<br/>".join(lines), small)


def _table(scale: CertifiedScale) -> "Flowable":
    from reportlab.lib import colors
    from reportlab.lib.units import mm
    from reportlab.platypus import Table, TableStyle

    rows = [_HEADINGS, *(_row(one) for one in scale.criteria)]
    table = Table(
        [list(one) for one in rows],
        colWidths=[82 * mm, 24 * mm, 34 * mm, 26 * mm],
        hAlign="LEFT",
    )
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 8),
                ("FONT", (0, 1), (-1, -1), "Helvetica", 8),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.3, colors.lightgrey),
                ("TOPPADDING", (0, 0), (-1, -1), 0.8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
            ]
        )
    )
    return table


def _row(one: CertifiedCriterion) -> Sequence[str]:
    interval = "–"
    if one.lower is not None and one.upper is not None:
        lower, upper = _number(one, one.lower), _number(one, one.upper)
        interval = f"{lower} to {upper}"
    sign = "at most" if one.key == "bias" else "at least"
    wanted = f"{sign} {_limit(one)}"
    reached = "–" if one.value is None else _number(one, one.value)
    return one.name, reached, interval, wanted


def _number(one: CertifiedCriterion, value: float) -> str:
    if one.key in _COUNTS:
        return f"{value:.0f}"
    if one.key in _SHARES:
        return f"{100 * value:.0f} %"
    return f"{value:+.2f}" if one.key == "bias" else f"{value:.2f}"


def _limit(one: CertifiedCriterion) -> str:
    if one.key in _SHARES:
        return f"{100 * one.limit:g} %"
    return number_text(one.limit)
