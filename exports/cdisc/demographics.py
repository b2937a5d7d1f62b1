"""DM: one row a subject."""

from exports.cdisc import terms
from exports.cdisc.datasets import (
    DOMAIN,
    STUDY,
    SUBJECT,
    Core,
    Dataset,
    Origin,
    Row,
    Type,
    Variable,
)
from exports.cdisc.days import reference_date
from exports.names import plain
from exports.source import Source
from models.protocol.protocol import SIDES
from models.protocol.units import Unit
from models.store.measure_records import EventOutcome
from models.store.records import Subject

AGE = "age"  # key of the measure
_LONGEST_CODE = 20  # of ARMCD
_ABSENT = "Not held in the study file; the sponsor fills it in."
_EXP, _REQ = Core.EXPECTED, Core.REQUIRED


def _day(name: str, label: str, comment: str = "", *, held: bool = True) -> Variable:
    origin = Origin.DERIVED if held else Origin.ABSENT
    comment = comment or _ABSENT
    return Variable(name, label, Type.DATE, _EXP, origin, comment=comment)


def _arm(name: str, label: str, comment: str) -> Variable:
    return Variable(name, label, core=_EXP, origin=Origin.ASSIGNED, comment=comment)


VARIABLES = (
    STUDY,
    DOMAIN,
    SUBJECT,
    Variable("SUBJID", "Subject Identifier for the Study", core=_REQ),
    _day(
        "RFSTDTC",
        "Subject Reference Start Date/Time",
        "Day of the visit with day 0 of the protocol; without one that of the first "
        "treatment session, else of the baseline.",
    ),
    _day(
        "RFENDTC",
        "Subject Reference End Date/Time",
        "Day of the last visit that is known to be kept.",
    ),
    _day("RFXSTDTC", "Date/Time of First Study Treatment", "First treatment session."),
    _day("RFXENDTC", "Date/Time of Last Study Treatment", "Last treatment session."),
    _day("RFICDTC", "Date/Time of Informed Consent", held=False),
    _day("RFPENDTC", "Date/Time of End of Participation", held=False),
    _day("DTHDTC", "Date/Time of Death", "End of a fatal adverse event."),
    Variable(
        "DTHFL",
        "Subject Death Flag",
        core=_EXP,
        origin=Origin.DERIVED,
        terms="NY",
        comment="Y after a fatal adverse event.",
    ),
    Variable("SITEID", "Study Site Identifier", core=_REQ, origin=Origin.ASSIGNED),
    Variable("AGE", "Age", Type.WHOLE, _EXP, comment="First age that was entered."),
    Variable("AGEU", "Age Units", core=_EXP, origin=Origin.ASSIGNED, terms="AGEU"),
    Variable(
        "SEX",
        "Sex",
        core=_REQ,
        origin=Origin.ABSENT,
        terms="SEX",
        comment="Not held in the study file, so U; the sponsor fills it in.",
    ),
    Variable("RACE", "Race", core=_EXP, origin=Origin.ABSENT, comment=_ABSENT),
    _arm("ARMCD", "Planned Arm Code", "Codes are of the sponsor."),
    _arm("ARM", "Description of Planned Arm", "Where sides are compared, both sides."),
    _arm("ACTARMCD", "Actual Arm Code", "Not held in the study file."),
    _arm("ACTARM", "Description of Actual Arm", "Not held in the study file."),
    Variable(
        "ARMNRS",
        "Reason Arm and/or Actual Arm is Null",
        core=_EXP,
        origin=Origin.ASSIGNED,
        terms="ARMNULRS",
        comment="Values beside NOT ASSIGNED extend the list and are of the sponsor.",
    ),
    Variable(
        "ACTARMUD",
        "Description of Unplanned Actual Arm",
        core=_EXP,
        origin=Origin.ABSENT,
        comment=_ABSENT,
    ),
    Variable("COUNTRY", "Country", core=_REQ, origin=Origin.ABSENT, comment=_ABSENT),
)


def demographics(source: Source, study: str) -> Dataset:
    """The dataset DM.

    Args:
        source: What leaves the study.
        study: STUDYID.
    """
    ages = _ages(source)
    return Dataset(
        "DM",
        "Demographics",
        "SPECIAL PURPOSE",
        "One record per subject",
        ("STUDYID", "USUBJID"),
        VARIABLES,
        tuple(_row(source, study, one, ages.get(one.code)) for one in source.subjects),
    )


def _row(source: Source, study: str, subject: Subject, age: int | None) -> Row:
    code = subject.code
    visits = source.protocol.visits
    kept = [
        source.dates[code, one.key] for one in visits if (code, one.key) in source.dates
    ]
    treated = [
        source.dates[code, one.key]
        for one in visits
        if one.has_treatment and (code, one.key) in source.dates
    ]
    fatal = [
        one
        for one in source.events
        if one.subject == code and one.outcome is EventOutcome.FATAL
    ]
    return {
        "STUDYID": study,
        "DOMAIN": "DM",
        "USUBJID": f"{study}-{code}",
        "SUBJID": code,
        "RFSTDTC": reference_date(source, code) or None,
        "RFENDTC": max(kept, default=None),
        "RFXSTDTC": min(treated, default=None),
        "RFXENDTC": max(treated, default=None),
        "DTHDTC": fatal[0].ended or None if fatal else None,
        "DTHFL": "Y" if fatal else "",
        "SITEID": subject.site,
        "AGE": age,
        "AGEU": "" if age is None else "YEARS",
        "SEX": "U",
        **_arms(source, code),
    }


def _ages(source: Source) -> dict[str, int]:
    """The first age that was entered, by code of the subject."""
    of_age = {
        one.key
        for one in source.series.values()
        if one.measure and one.measure.key == AGE
    }
    ages: dict[str, int] = {}
    for one in source.measured:
        if one.series in of_age and one.value is not None:
            ages.setdefault(one.unit.subject, int(one.value))
    return ages


def _arms(source: Source, subject: str) -> dict[str, str]:
    if not source.protocol.has_arms:
        return {
            "ARMCD": "SINGLE",
            "ARM": "Single group",
            "ARMNRS": terms.NOT_RECORDED,
        }
    if not source.edition.has_groups:
        sealed = terms.NOT_OPENED if source.is_allocated else terms.NOT_ASSIGNED
        return {"ARMNRS": sealed}
    sides = SIDES if source.protocol.has_sides else ("",)
    groups = [source.group(Unit(subject, side)) for side in sides]
    if not all(groups):
        return {"ARMNRS": terms.NOT_ASSIGNED}
    codes = arm_codes(source.group_names, len(sides))
    if len(sides) == 1:
        code, name = codes[groups[0]], groups[0]
    else:
        code = "/".join(
            f"{side[0].upper()}-{codes[group]}"
            for side, group in zip(sides, groups, strict=True)
        )
        name = "; ".join(
            f"{side}: {group}" for side, group in zip(sides, groups, strict=True)
        )
    return {"ARMCD": code, "ARM": name, "ARMNRS": terms.NOT_RECORDED}


def arm_codes(groups: tuple[str, ...], sides: int) -> dict[str, str]:
    """A short code for each group, so that the codes of all sides fit into ARMCD.

    Args:
        groups: What groups are called.
        sides: How many codes stand in one value.
    """
    longest = _LONGEST_CODE if sides == 1 else (_LONGEST_CODE - 1) // 2 - 2
    codes: dict[str, str] = {}
    for number, group in enumerate(groups, start=1):
        code = plain(group).upper().removeprefix("GROUP_")[:longest].rstrip("_")
        if not code or code in codes.values():
            code = f"ARM{number}"
        codes[group] = code
    return codes
