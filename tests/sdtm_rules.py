"""What SDTM asks of the datasets, as a list of rules to hold them against.

Source: CDISC, SDTMIG 3.4 and the CDISC SDTM and SDTMIG Conformance Rules 2.0, by their
subject: names and labels (section 4.1), --TESTCD and --TEST (4.1.3), --DY without a day
0 (4.4.4), completion status (CG0019 and its like), ARM and ARMNRS (DM assumptions),
laterality and evaluators, domains of the sponsor (2.6). Codelists: CDISC SDTM
Controlled Terminology, 2024-03-29.
"""

import re
from datetime import date
from typing import Any

Row = dict[str, Any]

REQUIRED = {
    "DM": ("STUDYID", "DOMAIN", "USUBJID", "SUBJID", "SITEID", "SEX", "COUNTRY"),
    "AE": ("STUDYID", "DOMAIN", "USUBJID", "AESEQ", "AETERM", "AEDECOD"),
    "RS": ("STUDYID", "DOMAIN", "USUBJID", "RSSEQ", "RSTESTCD", "RSTEST"),
    "QS": ("STUDYID", "DOMAIN", "USUBJID", "QSSEQ", "QSTESTCD", "QSTEST", "QSCAT"),
    "XS": ("STUDYID", "DOMAIN", "USUBJID", "XSSEQ", "XSTESTCD", "XSTEST"),
}
EXPECTED = {
    "DM": (
        *("RFSTDTC", "RFENDTC", "RFXSTDTC", "RFXENDTC", "RFICDTC", "RFPENDTC"),
        *("DTHDTC", "DTHFL", "AGE", "AGEU", "RACE", "ARMCD", "ARM", "ACTARMCD"),
        *("ACTARM", "ARMNRS", "ACTARMUD"),
    ),
    "AE": ("AEBODSYS", "AESER", "AEACN", "AEREL", "AESTDTC", "AEENDTC"),
    "RS": ("RSCAT", "RSORRES", "RSSTRESC", "RSSTRESN", "RSLOBXFL", "VISITNUM", "RSDTC"),
    "QS": ("QSORRES", "QSSTRESC", "QSSTRESN", "QSLOBXFL", "VISITNUM", "QSDTC"),
    "XS": (),
}
ABSENT = {"COUNTRY", "AEDECOD"}  # required, and not held in a study file
TERMS = {
    "SEX": {"F", "M", "U"},
    "AGEU": {"YEARS"},
    "AESEV": {"MILD", "MODERATE", "SEVERE"},
    "AEOUT": {
        *("FATAL", "NOT RECOVERED/NOT RESOLVED", "RECOVERED/RESOLVED"),
        *("RECOVERED/RESOLVED WITH SEQUELAE", "RECOVERING/RESOLVING", "UNKNOWN"),
    },
    "AESER": {"N", "Y"},
    "DTHFL": {"Y"},
    "BLFL": {"Y"},
    "STAT": {"NOT DONE"},
    "LAT": {"LEFT", "RIGHT"},
    "EVAL": {"INVESTIGATOR", "INDEPENDENT ASSESSOR", "STUDY SUBJECT"},
}


def dataset_faults(name: str, columns: list[Row], rows: list[Row]) -> list[str]:
    """What is wrong with a dataset, a sentence each."""
    names = [column["name"] for column in columns]
    faults = [f"{one} is missing" for one in REQUIRED[name] if one not in names]
    faults += [f"{one} is missing" for one in EXPECTED[name] if one not in names]
    for column in columns:
        if not re.fullmatch(r"[A-Z][A-Z0-9]{0,7}", column["name"]):
            faults.append(f"{column['name']} is no name")
        if not 0 < len(column["label"]) <= 40:
            faults.append(f"{column['name']}: the label has {len(column['label'])}")
    met: set[tuple[str, int]] = set()
    for row in rows:
        faults += _common(name, row)
        if name != "DM":
            place = row["USUBJID"], row[f"{name}SEQ"]
            if place in met:
                faults.append(f"{place} is there twice")
            met.add(place)
        if name in ("RS", "QS", "XS"):
            faults += _finding(name, row)
        if name == "DM":
            faults += _arms(row)
    return faults


def _common(name: str, row: Row) -> list[str]:
    faults = []
    if row["DOMAIN"] != name:
        faults.append("the domain is another one")
    for one in REQUIRED[name]:
        if row[one] in (None, "") and one not in ABSENT:
            faults.append(f"{one} is empty")
    for variable, value in row.items():
        known = TERMS.get(variable) or TERMS.get(variable.removeprefix(name))
        if known and value and value not in known:
            faults.append(f"{variable} has {value}, which is no term")
        if variable.endswith("DY") and value == 0:
            faults.append(f"{variable} is 0")
        if variable.endswith("DTC") and value:
            date.fromisoformat(value)
    return faults


def _finding(name: str, row: Row) -> list[str]:
    code, test = row[f"{name}TESTCD"], row[f"{name}TEST"]
    result, status = row[f"{name}ORRES"], row.get(f"{name}STAT", "")
    standard, number = row[f"{name}STRESC"], row[f"{name}STRESN"]
    rules = {
        f"{code} is no short name": not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,7}", code),
        f"{test} is too long": len(test) > 40,
        "a result and NOT DONE together": bool(result) and status == "NOT DONE",
        "no result, and nothing is told": not result and status != "NOT DONE",
        "a reason without NOT DONE": bool(row.get(f"{name}REASND")) and not status,
        "a result without its standard form": bool(result) != bool(standard),
        "the number is another one": number is not None and float(standard) != number,
        "an identifier without evaluator": bool(row.get(f"{name}EVALID"))
        and not row.get(f"{name}EVAL"),
        "a baseline without result": bool(row.get(f"{name}BLFL")) and not result,
    }
    return [text for text, is_broken in rules.items() if is_broken]


def _arms(row: Row) -> list[str]:
    rules = {
        "arm and code go together": bool(row["ARM"]) != bool(row["ARMCD"]),
        "the code is longer than 20": len(row["ARMCD"]) > 20,
        "actual arm and code go together": bool(row["ACTARM"]) != bool(row["ACTARMCD"]),
        "a null arm has its reason": not (row["ARM"] and row["ACTARM"])
        and not row["ARMNRS"],
        "not assigned and an arm": row["ARMNRS"] == "NOT ASSIGNED" and bool(row["ARM"]),
        "an age has its unit": (row["AGE"] is None) == bool(row["AGEU"]),
    }
    return [text for text, is_broken in rules.items() if is_broken]
