"""What REDCap asks of its files, as a list of rules to hold files against.

Sources, read in November 2026:

- Vanderbilt University, "Creating a Data Dictionary in REDCap" (help text of the Data
  Dictionary page): the eighteen columns, the first field is the record identifier,
  names of lower-case letters, numbers and underscores that begin with a letter, of 26
  characters as advised and 100 at most, "code, label | code, label", validation types,
  branching logic with names in square brackets.
- REDCap API documentation as quoted by the packages REDCapR 1.7 and redcapAPI 2.11:
  columns of events, of the instrument-event mapping and of repeating instruments.
- Examples of unique event names in REDCapR's test data ("deadline_to_opt_ou_arm_2"):
  18 characters of the name, then the arm.
- REDCap knowledge base RC-IMP-04, "Record Data CSV Import": the identifier first, then
  redcap_event_name, redcap_repeat_instrument and redcap_repeat_instance.
"""

import re
from datetime import date

Row = dict[str, str]

DICTIONARY_COLUMNS = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
]
EVENT_COLUMNS = [
    "event_name",
    "arm_num",
    "day_offset",
    "offset_min",
    "offset_max",
    "unique_event_name",
    "custom_event_label",
]
MAPPING_COLUMNS = ["arm_num", "unique_event_name", "form"]
REPEATING_COLUMNS = ["event_name", "form_name", "custom_form_label"]
FIELD_TYPES = {
    *("text", "notes", "radio", "dropdown", "calc", "file", "checkbox"),
    *("yesno", "truefalse", "slider", "descriptive"),
}
VALIDATIONS = {"", "integer", "number", "date_ymd", "datetime_ymd", "email"}
WITH_CHOICES = {"radio", "dropdown", "checkbox"}
RESERVED = {"redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"}
NAME = re.compile(r"[a-z](_?[a-z0-9])*")
CODE = re.compile(r"-?[A-Za-z0-9_]+")
UNIQUE_EVENT = re.compile(r"[a-z0-9_]{1,18}_arm_1[a-z]?")


def choices(row: Row) -> dict[str, str]:
    """Code to label, as REDCap parts them."""
    text = row["Choices, Calculations, OR Slider Labels"]
    parts = [part.partition(",") for part in text.split("|")] if text else []
    return {code.strip(): label.strip() for code, _, label in parts}


def dictionary_faults(rows: list[Row]) -> list[str]:
    """What is wrong with a data dictionary, a sentence each."""
    faults = []
    names = [row["Variable / Field Name"] for row in rows]
    if list(rows[0]) != DICTIONARY_COLUMNS:
        faults.append("the columns are not the eighteen of the format")
    if len(set(names)) < len(names):
        faults.append("a name is there twice")
    if rows[0]["Field Type"] != "text":
        faults.append("the record identifier is no text field")
    forms = [row["Form Name"] for row in rows]
    runs = [form for at, form in enumerate(forms) if at == 0 or forms[at - 1] != form]
    if len(set(runs)) < len(runs):
        faults.append("the fields of a form do not stand together")
    for row in rows:
        faults += [f"{row['Variable / Field Name']}: {f}" for f in _field(row, names)]
    return faults


def _field(row: Row, names: list[str]) -> list[str]:
    name, kind = row["Variable / Field Name"], row["Field Type"]
    validation = row["Text Validation Type OR Show Slider Number"]
    asked = re.findall(r"\[(\w+)\]", row["Branching Logic (Show field only if...)"])
    known = choices(row)
    rules = {
        "the name has other signs": NAME.fullmatch(name) is None,
        "the name is longer than advised": len(name) > 26,
        "the name is REDCap's own": name in RESERVED or name.endswith("_complete"),
        "the form has other signs": NAME.fullmatch(row["Form Name"]) is None,
        "there is no such field type": kind not in FIELD_TYPES,
        "there is no label": not row["Field Label"].strip(),
        "the label would be HTML": re.search(r"<\S", row["Field Label"]) is not None,
        "there are no choices": kind in WITH_CHOICES and len(known) < 1,
        "it may have no choices": kind not in WITH_CHOICES and bool(known),
        "a code is no code": any(not CODE.fullmatch(code) for code in known),
        "a choice has no label": any(not label for label in known.values()),
        "a code is there twice": len(known)
        != (row["Choices, Calculations, OR Slider Labels"].count("|") + bool(known)),
        "there is no such validation": validation not in VALIDATIONS,
        "only text is validated": bool(validation) and kind != "text",
        "limits need a validation": not validation
        and bool(row["Text Validation Min"] or row["Text Validation Max"]),
        "it branches on a field that is not there": not set(asked) <= set(names),
        "it branches on itself": name in asked,
        "required is y or empty": row["Required Field?"] not in ("", "y"),
        "identifier is y or empty": row["Identifier?"] not in ("", "y"),
    }
    return [text for text, is_broken in rules.items() if is_broken]


def event_faults(rows: list[Row]) -> list[str]:
    """What is wrong with a file of events."""
    faults = []
    if list(rows[0]) != EVENT_COLUMNS:
        faults.append("the columns are not those of the format")
    unique = [row["unique_event_name"] for row in rows]
    if len(set(unique)) < len(unique):
        faults.append("a unique name is there twice")
    for row in rows:
        made = re.sub(r"[^a-z0-9]+", "_", row["event_name"].lower()).strip("_")
        if f"{made[:18]}_arm_{row['arm_num']}" != row["unique_event_name"]:
            faults.append(f"REDCap would not make {row['unique_event_name']}")
        if UNIQUE_EVENT.fullmatch(row["unique_event_name"]) is None:
            faults.append(f"{row['unique_event_name']} is no unique name")
        if row["arm_num"] != "1":
            faults.append("there is a second arm")
        for column in ("day_offset", "offset_min", "offset_max"):
            int(row[column])
    return faults


def data_faults(
    rows: list[Row],
    dictionary: list[Row],
    mapping: list[Row],
    repeating: list[Row],
) -> list[str]:
    """What is wrong with an import file, given the project it goes into."""
    fields = {row["Variable / Field Name"]: row for row in dictionary}
    forms = {(row["unique_event_name"], row["form"]) for row in mapping}
    repeated = {(row["event_name"], row["form_name"]) for row in repeating}
    faults = []
    head = list(rows[0])
    start = [next(iter(fields)), "redcap_event_name"]
    start += ["redcap_repeat_instrument", "redcap_repeat_instance"]
    if head[:4] != start:
        faults.append("the first columns are not the identifier, event and instance")
    met = set()
    for row in rows:
        place = tuple(row[column] for column in head[:4])
        if place in met:
            faults.append(f"{place} is there twice")
        met.add(place)
        faults += _record(row, fields, forms, repeated)
    return faults


def _record(
    row: Row,
    fields: dict[str, Row],
    forms: set[tuple[str, str]],
    repeated: set[tuple[str, str]],
) -> list[str]:
    event, form = row["redcap_event_name"], row["redcap_repeat_instrument"]
    instance = row["redcap_repeat_instance"]
    faults = []
    if bool(form) != bool(instance) or (instance and int(instance) < 1):
        faults.append(f"{event}: instance {instance!r} of form {form!r}")
    if form and (event, form) not in repeated:
        faults.append(f"{form} does not repeat at {event}")
    for name, value in list(row.items())[4:]:
        if not value:
            continue
        if name.endswith("_complete"):
            of, is_known = name.removesuffix("_complete"), value in ("0", "1", "2")
        elif name in fields:
            of, is_known = fields[name]["Form Name"], _is_taken(fields[name], value)
        else:
            faults.append(f"there is no field {name}")
            continue
        if not is_known:
            faults.append(f"{name} does not take {value!r}")
        if (event, of) not in forms:
            faults.append(f"{of} is not at {event}")
        if form and of != form:
            faults.append(f"{name} is of {of}, in a row of {form}")
        if not form and (event, of) in repeated:
            faults.append(f"{name} repeats, and its row does not")
    return faults


def _is_taken(field: Row, value: str) -> bool:
    """Whether REDCap takes a value."""
    kind = field["Field Type"]
    validation = field["Text Validation Type OR Show Slider Number"]
    if kind in WITH_CHOICES:
        return value in choices(field)
    if kind == "yesno":
        return value in ("0", "1")
    if validation == "date_ymd":
        return date.fromisoformat(value) is not None
    if validation in ("integer", "number"):
        number = float(value)
        low, high = field["Text Validation Min"], field["Text Validation Max"]
        is_within = (not low or number >= float(low)) and (
            not high or number <= float(high)
        )
        return is_within and (validation == "number" or number.is_integer())
    return True
