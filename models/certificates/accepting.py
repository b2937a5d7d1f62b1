"""Taking a rater's certificate into the study that wants it."""

from pathlib import Path

from models.certificates.certificate import (
    Certificate,
    CertificateError,
    body_hash,
    read_certificate,
)
from models.errors import Problem
from models.scales.scale import Scale
from models.store.chain import canonical
from models.store.store import StudyStore


def accept_certificate(
    store: StudyStore, path: Path, rater: str, *, by: str
) -> Certificate:
    """Take a certificate into a study as that of one of its raters, on record.

    Codes of raters differ from study to study, so whoever accepts it says whose it is.

    Args:
        store: The study that wants it.
        path: The .dgcert file.
        rater: Code of the rater in this study.
        by: Who says so.

    Raises:
        CertificateError: It was changed, has expired, is for no scale of this study as
            worded here, or is held already.
    """
    file = read_certificate(path)
    one, code = file.certificate, rater.strip()
    problems = []
    if not code:
        problems.append(Problem("rater", "say whose certificate it is."))
    if not one.holds_on(store.today()):
        problems.append(Problem("expiry", f"it expired on {one.expires_on}."))
    scales = store.scales()
    if not any(_fits(one, scale) for scale in scales.values()):
        text = "it is for none of this study's scales as they are worded here."
        problems.append(Problem("scales", text))
    for held in store.certificates():
        if held.sha256 == one.sha256:
            text = f"the study holds it already, as that of {held.rater}."
            problems.append(Problem("certificate", text))
    if problems:
        raise CertificateError(
            f"The certificate {path.name} cannot be accepted.",
            hint="Nothing was written.",
            problems=problems,
        )
    with store.changes(
        by=by, role="coordinator", action="certificate accepted"
    ) as changes:
        changes.add_rater(code)
        changes.add_certificate(code, body_hash(file.body), file.body)
        changes.note(training_line=canonical(vars(file.line)), training_rater=one.rater)
    return one


def is_recorded(store: StudyStore, path: Path) -> bool:
    """Whether a certificate file stands in the trail of a training study.

    Raises:
        CertificateError: The file is none, or was changed.
    """
    line = read_certificate(path).line
    return any(one.hash == line.hash for one in store.trail())


def _fits(one: Certificate, scale: Scale) -> bool:
    return one.covers(scale.key, scale.sha256)
