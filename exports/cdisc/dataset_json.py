"""A dataset as a Dataset-JSON 1.1 file.

Attributes stand in the order that the specification recommends. Missing numbers and
dates are null; missing text is empty, as in SDTM.
"""

import json
from dataclasses import dataclass

from exports.cdisc.datasets import Cell, Dataset, Type, Variable

VERSION = "1.1.0"


@dataclass(frozen=True)
class Identity:
    """What tells the files of one export from all others.

    Attributes:
        study: OID of the study.
        metadata: OID of the definitions.
        file: Beginning of the OID of every file.
        define: Name of the file with the definitions.
        edition: Which edition it is, as file names have it.
        made_at: UTC time, ISO 8601.
        changed_at: UTC time of the last change of the study, ISO 8601.
        program: Version of the program.
    """

    study: str
    metadata: str
    file: str
    define: str
    edition: str
    made_at: str
    changed_at: str
    program: str


def file_name(dataset: Dataset, identity: Identity) -> str:
    """Name of the file of a dataset."""
    return f"{dataset.name.lower()}_{identity.edition}.json"


def group_oid(dataset: Dataset) -> str:
    """OID of a dataset."""
    return f"IG.{dataset.name}"


def item_oid(dataset: Dataset, variable: Variable) -> str:
    """OID of a variable."""
    return f"IT.{dataset.name}.{variable.name}"


def dataset_json(dataset: Dataset, identity: Identity) -> bytes:
    """The file."""
    document = {
        "datasetJSONCreationDateTime": identity.made_at,
        "datasetJSONVersion": VERSION,
        "fileOID": f"{identity.file}.{dataset.name}",
        "dbLastModifiedDateTime": min(identity.changed_at, identity.made_at),
        "sourceSystem": {"name": "Dermagrade", "version": identity.program},
        "studyOID": identity.study,
        "metaDataVersionOID": identity.metadata,
        "metaDataRef": identity.define,
        "itemGroupOID": group_oid(dataset),
        "records": len(dataset.rows),
        "name": dataset.name,
        "label": dataset.label,
        "columns": [_column(dataset, one) for one in dataset.variables],
    }
    head = json.dumps(document, ensure_ascii=False, indent=1).removesuffix("\n}")
    rows = ",\n".join(
        json.dumps(
            [_cell(row.get(one.name), one) for one in dataset.variables],
            ensure_ascii=False,
            allow_nan=False,
        )
        for row in dataset.rows
    )
    return f'{head},\n "rows": [\n{rows}\n ]\n}}\n'.encode()


def _column(dataset: Dataset, variable: Variable) -> dict[str, str | int]:
    column: dict[str, str | int] = {
        "itemOID": item_oid(dataset, variable),
        "name": variable.name,
        "label": variable.label,
        "dataType": str(variable.type),
    }
    length = dataset.length(variable)
    if length is not None:
        column["length"] = length
    if variable.name in dataset.keys:
        column["keySequence"] = dataset.keys.index(variable.name) + 1
    return column


def _cell(value: Cell, variable: Variable) -> Cell:
    if value is None:
        return "" if variable.type is Type.TEXT else None
    return value
