"""Whether a rater has the certificates that a protocol wants before reading."""

from models.certificates.certificate import Certificate, certificate_of
from models.errors import ExpectedError, Problem
from models.scales.scale import Scale
from models.store.store import StudyStore
from models.words import counted


def held_certificates(store: StudyStore, rater: str) -> tuple[Certificate, ...]:
    """The certificates of a rater in a study, the oldest first."""
    held = [one for one in store.certificates() if one.rater == rater]
    return tuple(certificate_of(one.body) for one in held)


def missing_certificates(store: StudyStore, rater: str) -> tuple[Problem, ...]:
    """The scales for which a rater has no certificate in date, and why."""
    held = held_certificates(store, rater)
    day = store.today()
    found = []
    for scale in store.scales().values():
        why = _why_not(held, scale, day)
        if why:
            found.append(Problem(scale.short, why))
    return tuple(found)


def require_certificates(store: StudyStore, rater: str) -> None:
    """Refuse a rater without certificates, if the protocol wants them.

    Raises:
        ExpectedError: One is missing or expired; each scale is told.
    """
    if not store.rules().certificate:
        return
    missing = missing_certificates(store, rater)
    if missing:
        raise ExpectedError(
            f"{rater} may not read yet: the protocol wants a valid certificate for "
            f"every scale, and {counted(len(missing), 'scale')} lack one.",
            hint="Accept the rater's certificate (a .dgcert file of the trainer) "
            "first, on the page Study or with the command training accept.",
            problems=missing,
        )


def _why_not(held: tuple[Certificate, ...], scale: Scale, day: str) -> str:
    """Why no certificate held is for a scale, or empty."""
    fitting = [one for one in held if one.covers(scale.key, scale.sha256)]
    if any(one.holds_on(day) for one in fitting):
        return ""
    if fitting:
        last = max(one.expires_on for one in fitting)
        return f"the certificate expired on {last}."
    if any(scale.key in [each.key for each in one.scales] for one in held):
        return "the certificate is for another version of the scale."
    return "there is no certificate."
