"""RS, QS and XS: values as findings, by who gave them.

RS holds what clinicians rate on a scale, from photographs or live; QS what subjects
answer; XS, a dataset of the sponsor, what devices measure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.cdisc import terms
from exports.cdisc.datasets import (
    DOMAIN,
    STUDY,
    SUBJECT,
    Cell,
    Core,
    Dataset,
    Origin,
    Row,
    Type,
    Variable,
    day_of,
    numbered,
    sequence,
    without_empty,
)
from exports.cdisc.days import planned_day, reference_date, study_day
from exports.cdisc.demographics import AGE
from exports.cells import exact
from exports.names import plain
from exports.series import Series
from exports.source import Observation, Source
from models.protocol.assessments import Assessor

_LONGEST_CODE, _LONGEST_NAME = 8, 40
_EXP, _REQ = Core.EXPECTED, Core.REQUIRED
PHOTOGRAPH, LIVE = "PHOTOGRAPH", "LIVE"


@dataclass(frozen=True)
class _Domain:
    """A domain of findings, and the labels that it words in its own way."""

    code: str
    label: str
    by: tuple[Assessor | None, ...]
    is_standard: bool
    comment: str
    test_code: str
    test: str
    category: str
    result: str
    number: str
    day: str
    study_day: str


_DOMAINS = (
    _Domain(
        "RS",
        "Disease Response and Clin Classification",
        (None, Assessor.INVESTIGATOR),
        is_standard=True,
        comment="Clinical classifications: grades that clinicians give on a scale. "
        "Hidden repeats of photographs are left out.",
        test_code="Assessment Short Name",
        test="Assessment Name",
        category="Category for Assessment",
        result="Result or Finding in Original Units",
        number="Numeric Result/Finding in Standard Units",
        day="Date/Time of Assessment",
        study_day="Study Day of Assessment",
    ),
    _Domain(
        "QS",
        "Questionnaires",
        (Assessor.SUBJECT,),
        is_standard=True,
        comment="What subjects answer. Of a licensed questionnaire its score only.",
        test_code="Question Short Name",
        test="Question Name",
        category="Category of Question",
        result="Finding in Original Units",
        number="Numeric Finding in Standard Units",
        day="Date/Time of Finding",
        study_day="Study Day of Finding",
    ),
    _Domain(
        "XS",
        "Skin Measurements by Device",
        (Assessor.DEVICE,),
        is_standard=False,
        comment="A dataset of the sponsor: SDTMIG 3.4 has none for measurements of the "
        "skin. Codes that begin with X, Y or Z are left to sponsors.",
        test_code="Measurement Short Name",
        test="Measurement Name",
        category="Category for Measurement",
        result="Result or Finding in Original Units",
        number="Numeric Result/Finding in Standard Units",
        day="Date/Time of Measurement",
        study_day="Study Day of Measurement",
    ),
)


def findings(source: Source, study: str) -> list[Dataset]:
    """The datasets of findings that the protocol plans.

    Args:
        source: What leaves the study.
        study: STUDYID.
    """
    codes = short_names(tuple(source.series))
    return [
        _dataset(source, study, domain, codes)
        for domain in _DOMAINS
        if any(_is_of(one, domain) for one in source.series.values())
    ]


def short_names(series: tuple[str, ...]) -> dict[str, str]:
    """A short name (--TESTCD) for each series: 8 letters or digits, a letter first."""
    codes: dict[str, str] = {}
    for key in series:
        base = plain(key).replace("_", "").upper()
        base = base if base[:1].isalpha() else f"T{base}"
        code, number = base[:_LONGEST_CODE], 1
        while code in codes.values():
            number += 1
            end = str(number)
            code = base[: _LONGEST_CODE - len(end)] + end
        codes[key] = code
    return codes


def _is_of(series: Series, domain: _Domain) -> bool:
    is_age = series.measure is not None and series.measure.key == AGE  # that is in DM
    return series.by in domain.by and not is_age


def _dataset(
    source: Source, study: str, domain: _Domain, codes: dict[str, str]
) -> Dataset:
    of = domain.code
    rows = sorted(
        _rows(source, study, domain, codes),
        key=lambda row: tuple(str(row[key]).zfill(9) for key in _keys(of)),
    )
    whole = Dataset(
        of,
        domain.label,
        "FINDINGS",
        "One record per assessment per evaluator per photograph per visit per subject",
        ("STUDYID", *_keys(of)),
        _variables(domain),
        numbered(rows, f"{of}SEQ"),
        domain.is_standard,
        domain.comment,
    )
    return without_empty(whole)


def _keys(of: str) -> tuple[str, ...]:
    names = ("TESTCD", "GRPID", "LAT", "EVAL", "EVALID")
    test, *others = (f"{of}{name}" for name in names)
    return ("USUBJID", test, "VISITNUM", *others)


def _variables(domain: _Domain) -> tuple[Variable, ...]:
    of = domain.code
    return (
        STUDY,
        DOMAIN,
        SUBJECT,
        sequence(f"{of}SEQ"),
        Variable(
            f"{of}GRPID",
            "Group ID",
            origin=Origin.ASSIGNED,
            comment="Key of the view: the records of one photograph belong together.",
        ),
        Variable(
            f"{of}TESTCD",
            domain.test_code,
            core=_REQ,
            origin=Origin.ASSIGNED,
            terms="TESTCD",
            comment="Of the sponsor.",
        ),
        Variable(
            f"{of}TEST",
            domain.test,
            core=_REQ,
            origin=Origin.ASSIGNED,
            comment="Of the sponsor.",
        ),
        Variable(
            f"{of}CAT",
            domain.category,
            core=_EXP if domain.is_standard else Core.PERMISSIBLE,
            origin=Origin.ASSIGNED,
            terms="CAT",
            comment="Name of the instrument; of the sponsor.",
        ),
        Variable(
            f"{of}SCAT",
            f"Sub{domain.category[0].lower()}{domain.category[1:]}",
            origin=Origin.ASSIGNED,
            terms="SCAT",
            comment="Whether it was rated from a photograph or live; of the sponsor.",
        ),
        Variable(f"{of}ORRES", domain.result, core=_EXP),
        Variable(f"{of}ORRESU", "Original Units", terms="UNITS"),
        Variable(
            f"{of}STRESC",
            "Character Result/Finding in Std Format",
            core=_EXP,
            origin=Origin.DERIVED,
            comment="The number of the grade in the coding that the study reports; its "
            "words where that coding has none.",
        ),
        Variable(
            f"{of}STRESN",
            domain.number,
            Type.NUMBER,
            _EXP,
            Origin.DERIVED,
            comment=f"{of}STRESC as a number, where it is one.",
        ),
        Variable(
            f"{of}STRESU",
            "Standard Units",
            origin=Origin.DERIVED,
            terms="UNITS",
            comment=f"The same as {of}ORRESU.",
        ),
        Variable(f"{of}STAT", "Completion Status", terms="ND"),
        Variable(f"{of}REASND", "Reason Not Done"),
        Variable(f"{of}LAT", "Laterality", terms="LAT", origin=Origin.ASSIGNED),
        Variable(
            f"{of}LOBXFL",
            "Last Observation Before Exposure Flag",
            core=_EXP,
            origin=Origin.ABSENT,
            terms="NY",
            comment="Left empty: the study file holds days, not times, of treatment.",
        ),
        Variable(
            f"{of}BLFL",
            "Baseline Flag",
            origin=Origin.DERIVED,
            terms="NY",
            comment="Y for results at the baseline visit of the protocol.",
        ),
        Variable(f"{of}EVAL", "Evaluator", terms="EVAL", origin=Origin.ASSIGNED),
        Variable(
            f"{of}EVALID",
            "Evaluator Identifier",
            terms="MEDEVAL",
            origin=Origin.ASSIGNED,
            comment="Code of the rater; of the sponsor.",
        ),
        Variable("VISITNUM", "Visit Number", Type.WHOLE, _EXP, Origin.PROTOCOL),
        Variable("VISIT", "Visit Name", origin=Origin.PROTOCOL),
        Variable(
            "VISITDY", "Planned Study Day of Visit", Type.WHOLE, origin=Origin.PROTOCOL
        ),
        Variable(
            f"{of}DTC",
            domain.day,
            Type.DATE,
            _EXP,
            comment="Day of the visit; of a photograph the day it shows, not that of "
            "its reading.",
        ),
        day_of(f"{of}DY", domain.study_day, f"{of}DTC"),
    )


def _rows(
    source: Source, study: str, domain: _Domain, codes: dict[str, str]
) -> Iterator[Row]:
    numbers = {one.key: at for at, one in enumerate(source.protocol.visits, start=1)}
    for one in source.observations:
        series = source.series[one.series]
        if not one.is_original or not _is_of(series, domain):
            continue
        of = domain.code
        subject = one.unit.subject
        day = source.dates.get((subject, one.visit), "")
        is_baseline = one.visit == source.protocol.baseline and one.value is not None
        evaluator = terms.EVALUATORS[series.by]
        yield {
            "STUDYID": study,
            "DOMAIN": of,
            "USUBJID": f"{study}-{subject}",
            f"{of}GRPID": one.view,
            f"{of}TESTCD": codes[one.series],
            f"{of}TEST": series.name[:_LONGEST_NAME],
            f"{of}CAT": series.instrument.upper(),
            f"{of}SCAT": _how(series),
            **_result(of, series, one),
            f"{of}LAT": one.unit.side.upper(),
            f"{of}LOBXFL": "",
            f"{of}BLFL": "Y" if is_baseline else "",
            f"{of}EVAL": evaluator,
            f"{of}EVALID": one.by if evaluator else "",
            "VISITNUM": numbers[one.visit],
            "VISIT": source.protocol.visit(one.visit).name,
            "VISITDY": planned_day(source, one.visit),
            f"{of}DTC": day or None,
            f"{of}DY": study_day(day, reference_date(source, subject)),
        }


def _how(series: Series) -> str:
    if series.by is Assessor.INVESTIGATOR:
        return LIVE
    return PHOTOGRAPH if series.is_from_photographs else ""


def _result(of: str, series: Series, one: Observation) -> dict[str, Cell]:
    """What was found: as given in words, and in the numbers that are reported."""
    if one.value is None:
        return {f"{of}STAT": "NOT DONE", f"{of}REASND": one.reason}
    reported = series.reported(one.value)
    label = series.label(one.value)
    number = "" if reported is None else exact(reported)
    given = ": ".join(filter(None, (number, label)))
    return {
        f"{of}ORRES": given,
        f"{of}ORRESU": series.unit,
        f"{of}STRESC": number or label,
        f"{of}STRESN": reported,
        f"{of}STRESU": series.unit,
    }
