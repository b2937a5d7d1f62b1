"""AE: one row an adverse event."""

from exports.cdisc import terms
from exports.cdisc.datasets import (
    DOMAIN,
    STUDY,
    SUBJECT,
    Core,
    Dataset,
    Origin,
    Type,
    Variable,
    day_of,
    numbered,
    sequence,
    without_empty,
)
from exports.cdisc.days import reference_date, study_day
from exports.source import Source

_EXP, _REQ = Core.EXPECTED, Core.REQUIRED
_UNCODED = "Not held in the study file: events are not coded in a dictionary."

VARIABLES = (
    STUDY,
    DOMAIN,
    SUBJECT,
    sequence("AESEQ"),
    Variable("AESPID", "Sponsor-Defined Identifier", origin=Origin.ASSIGNED),
    Variable("AETERM", "Reported Term for the Adverse Event", core=_REQ),
    Variable(
        "AEDECOD",
        "Dictionary-Derived Term",
        core=_REQ,
        origin=Origin.ABSENT,
        comment=_UNCODED,
    ),
    Variable(
        "AEBODSYS",
        "Body System or Organ Class",
        core=_EXP,
        origin=Origin.ABSENT,
        comment=_UNCODED,
    ),
    Variable(
        "AELOC",
        "Location of Event",
        comment="As entered; no term of the standard.",
    ),
    Variable("AELAT", "Laterality", terms="LAT"),
    Variable("AESEV", "Severity/Intensity", terms="AESEV"),
    Variable("AESER", "Serious Event", core=_EXP, terms="NY"),
    Variable(
        "AEACN",
        "Action Taken with Study Treatment",
        core=_EXP,
        origin=Origin.ABSENT,
        comment="Not held in the study file; the sponsor fills it in.",
    ),
    Variable(
        "AEREL",
        "Causality",
        core=_EXP,
        terms="REL",
        comment="Five steps, of the sponsor.",
    ),
    Variable("AEOUT", "Outcome of Adverse Event", terms="OUT"),
    Variable("AESTDTC", "Start Date/Time of Adverse Event", Type.DATE, _EXP),
    Variable("AEENDTC", "End Date/Time of Adverse Event", Type.DATE, _EXP),
    day_of("AESTDY", "Study Day of Start of Adverse Event", "AESTDTC"),
    day_of("AEENDY", "Study Day of End of Adverse Event", "AEENDTC"),
)


def adverse_events(source: Source, study: str) -> Dataset:
    """The dataset AE; withdrawn entries are left out.

    Args:
        source: What leaves the study.
        study: STUDYID.
    """
    rows = []
    for one in sorted(source.events, key=lambda one: (one.subject, one.onset)):
        reference = reference_date(source, one.subject)
        rows.append(
            {
                "STUDYID": study,
                "DOMAIN": "AE",
                "USUBJID": f"{study}-{one.subject}",
                "AESPID": str(one.number),
                "AETERM": one.term,
                "AELOC": one.place,
                "AELAT": one.side.upper(),
                "AESEV": terms.SEVERITIES[one.severity],
                "AESER": "Y" if one.serious else "N",
                "AEREL": one.relation.value.upper(),
                "AEOUT": terms.OUTCOMES[one.outcome],
                "AESTDTC": one.onset or None,
                "AEENDTC": one.ended or None,
                "AESTDY": study_day(one.onset, reference),
                "AEENDY": study_day(one.ended, reference),
            }
        )
    whole = Dataset(
        "AE",
        "Adverse Events",
        "EVENTS",
        "One record per adverse event per subject",
        ("STUDYID", "USUBJID", "AESTDTC", "AESPID"),
        VARIABLES,
        numbered(rows, "AESEQ"),
    )
    return without_empty(whole)
