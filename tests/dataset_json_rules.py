"""What Dataset-JSON 1.1 asks of a file, as a list of rules to hold files against.

Source: CDISC, Dataset-JSON v1.1 Specification, final, 2024-12-05: "Top-level Metadata
Attributes", "Column Metadata", "Supported Column Data Type Combinations", "Row Data".
"""

import re
from datetime import date
from typing import Any

TOP = {  # in the recommended order: JSON type, and whether it is required
    "datasetJSONCreationDateTime": (str, True),
    "datasetJSONVersion": (str, True),
    "fileOID": (str, False),
    "dbLastModifiedDateTime": (str, False),
    "originator": (str, False),
    "sourceSystem": (dict, False),
    "studyOID": (str, False),
    "metaDataVersionOID": (str, False),
    "metaDataRef": (str, False),
    "itemGroupOID": (str, True),
    "records": (int, True),
    "name": (str, True),
    "label": (str, True),
    "columns": (list, True),
    "rows": (list, False),
}
COLUMN = {
    "itemOID": (str, True),
    "name": (str, True),
    "label": (str, True),
    "dataType": (str, True),
    "targetDataType": (str, False),
    "length": (int, False),
    "displayFormat": (str, False),
    "keySequence": (int, False),
}
NEVER_EMPTY = ("fileOID", "studyOID", "metaDataVersionOID", "itemGroupOID", "name")
TIME = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d"
    r"(\.\d+)?([+-]([01]\d|2[0-3]):[0-5]\d|Z)?"
)
VERSION = re.compile(r"1\.1(\.(0|[1-9][0-9]*))?")
JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "decimal": (str,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "datetime": (str,),
    "date": (str,),
    "time": (str,),
    "URI": (str,),
}


def dataset_json_faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a file, a sentence each."""
    faults = _attributes(document, TOP, "the file")
    for name in ("datasetJSONCreationDateTime", "dbLastModifiedDateTime"):
        if name in document and not TIME.fullmatch(document[name]):
            faults.append(f"{name} is no time")
    if not VERSION.fullmatch(document["datasetJSONVersion"]):
        faults.append("it is of another version")
    changed = document.get("dbLastModifiedDateTime", "")
    if changed > document["datasetJSONCreationDateTime"]:
        faults.append("the source was changed after the file was made")
    if "sourceSystem" in document and set(document["sourceSystem"]) != {
        "name",
        "version",
    }:
        faults.append("the source system has a name and a version")
    faults += [f"{name} is empty" for name in NEVER_EMPTY if document.get(name) == ""]
    columns, rows = document["columns"], document["rows"]
    if document["records"] != len(rows):
        faults.append("records is not the number of rows")
    faults += _columns(columns)
    for number, row in enumerate(rows):
        if len(row) != len(columns):
            faults.append(f"row {number} has another number of values")
        for value, column in zip(row, columns, strict=False):
            faults += [f"row {number}: {f}" for f in _value(value, column)]
    return faults + _keys(columns, rows)


def _attributes(
    given: dict[str, Any], known: dict[str, tuple[type, bool]], where: str
) -> list[str]:
    faults = [f"{where}: {name} is unknown" for name in given if name not in known]
    faults += [
        f"{where}: {name} is missing"
        for name, (_, required) in known.items()
        if required and name not in given
    ]
    faults += [
        f"{where}: {name} has another type"
        for name, value in given.items()
        if name in known
        and (not isinstance(value, known[name][0]) or isinstance(value, bool))
    ]
    if list(given) != [name for name in known if name in given]:
        faults.append(f"{where}: the order is not the recommended one")
    return faults


def _columns(columns: list[dict[str, Any]]) -> list[str]:
    faults = []
    for column in columns:
        where = str(column.get("name"))
        faults += _attributes(column, COLUMN, where)
        if column["dataType"] not in JSON_TYPES:
            faults.append(f"{where}: there is no such data type")
        for name in ("length", "keySequence"):
            if column.get(name, 1) < 1:
                faults.append(f"{where}: {name} is less than 1")
    for name in ("itemOID", "name"):
        values = [column[name] for column in columns]
        if len(set(values)) < len(values):
            faults.append(f"a {name} is there twice")
    keys = sorted(c["keySequence"] for c in columns if "keySequence" in c)
    if keys != list(range(1, len(keys) + 1)):
        faults.append("the keys are not numbered from 1")
    return faults


def _value(value: Any, column: dict[str, Any]) -> list[str]:
    """What is wrong with one value; null is none."""
    if value is None:
        return []
    kind, where = column["dataType"], column["name"]
    if not isinstance(value, JSON_TYPES[kind]) or (
        isinstance(value, bool) and kind != "boolean"
    ):
        return [f"{where} is no {kind}"]
    text = str(value)
    if kind == "string" and len(text) > column.get("length", len(text)):
        return [f"{where} is longer than its length"]
    if kind == "date":
        date.fromisoformat(text)
    return []


def _keys(columns: list[dict[str, Any]], rows: list[list[Any]]) -> list[str]:
    keyed = [at for at, column in enumerate(columns) if "keySequence" in column]
    places = [tuple(row[at] for at in keyed) for row in rows]
    return ["the keys do not tell rows apart"] if len(set(places)) < len(places) else []
