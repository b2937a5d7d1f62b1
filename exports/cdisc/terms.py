"""Controlled terminology: codelists of the standard, and those that are the sponsor's.

Only terms whose place in the standard is certain stand as such. Every other value of a
codelist is told as an extension, or the whole list as not of the standard.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.protocol.assessments import Assessor
from models.store.measure_records import EventOutcome, Severity

TERMINOLOGY = "2024-03-29"  # the package of the SDTM terminology that lists are of


@dataclass(frozen=True)
class CodeList:
    """A codelist.

    Attributes:
        key: Identifier: "OUT".
        name: As people know it.
        code: NCI code of the list, or empty for one of the sponsor's own.
        terms: Terms of the standard that are used here.
        is_open: Whether the standard lets the sponsor add terms.
    """

    key: str
    name: str
    code: str = ""
    terms: tuple[str, ...] = ()
    is_open: bool = True

    @property
    def is_standard(self) -> bool:
        """Whether the list is one of the standard."""
        return bool(self.code)


CODE_LISTS = {
    one.key: one
    for one in (
        CodeList("NY", "No Yes Response", "C66742", ("N", "Y"), is_open=False),
        CodeList("ND", "Not Done", "C66789", ("NOT DONE",), is_open=False),
        CodeList("SEX", "Sex", "C66731", ("F", "M", "U"), is_open=False),
        CodeList("AGEU", "Age Unit", "C66781", ("YEARS",), is_open=False),
        CodeList(
            "AESEV",
            "Severity/Intensity Scale for Adverse Events",
            "C66769",
            ("MILD", "MODERATE", "SEVERE"),
            is_open=False,
        ),
        CodeList(
            "OUT",
            "Outcome of Event",
            "C66768",
            (
                "FATAL",
                "NOT RECOVERED/NOT RESOLVED",
                "RECOVERED/RESOLVED",
                "RECOVERED/RESOLVED WITH SEQUELAE",
                "RECOVERING/RESOLVING",
                "UNKNOWN",
            ),
            is_open=False,
        ),
        CodeList("LAT", "Laterality", "C99073", ("LEFT", "RIGHT")),
        CodeList(
            "EVAL",
            "Evaluator",
            "C78735",
            ("INDEPENDENT ASSESSOR", "INVESTIGATOR", "STUDY SUBJECT"),
        ),
        CodeList("ARMNULRS", "Arm Null Reason", "C142179", ("NOT ASSIGNED",)),
        CodeList("MEDEVAL", "Medical Evaluator Identifier", "C96777"),
        CodeList("REL", "Relation to treatment, of the sponsor"),
        CodeList("TESTCD", "Short names of assessments, of the sponsor"),
        CodeList("CAT", "Instruments, of the sponsor"),
        CodeList("SCAT", "How it was assessed, of the sponsor"),
        CodeList("UNITS", "Units, of the sponsor"),
    )
}

OUTCOMES = {
    EventOutcome.RECOVERED: "RECOVERED/RESOLVED",
    EventOutcome.RECOVERING: "RECOVERING/RESOLVING",
    EventOutcome.NOT_RECOVERED: "NOT RECOVERED/NOT RESOLVED",
    EventOutcome.SEQUELAE: "RECOVERED/RESOLVED WITH SEQUELAE",
    EventOutcome.FATAL: "FATAL",
    EventOutcome.UNKNOWN: "UNKNOWN",
}
SEVERITIES = {one: one.value.upper() for one in Severity}
EVALUATORS = {
    None: "INDEPENDENT ASSESSOR",  # who sees photographs and nothing else
    Assessor.INVESTIGATOR: "INVESTIGATOR",
    Assessor.SUBJECT: "STUDY SUBJECT",
    Assessor.DEVICE: "",
}
NOT_ASSIGNED = "NOT ASSIGNED"
NOT_OPENED = "ALLOCATION NOT OPENED"  # an extension, told as such
NOT_RECORDED = "ACTUAL ARM NOT RECORDED"  # likewise


def used_terms(code_list: CodeList, values: Iterable[str]) -> list[tuple[str, bool]]:
    """The terms that are used, each with whether it extends the standard.

    Args:
        code_list: The codelist.
        values: All values met in the data.
    """
    met = sorted({value for value in values if value})
    return [(v, code_list.is_standard and v not in code_list.terms) for v in met]
