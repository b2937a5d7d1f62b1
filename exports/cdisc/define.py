"""The definitions of the datasets as Define-XML 2.1, and as a table to read.

What every record holds is defined; value-level definitions, an annotated case report
form and a reviewer's guide are the sponsor's to add.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from exports.cdisc.dataset_json import Identity, file_name, group_oid, item_oid
from exports.cdisc.datasets import Core, Dataset, Origin, Type, Variable
from exports.cdisc.terms import CODE_LISTS, TERMINOLOGY, CodeList, used_terms
from exports.cells import exact
from exports.delimited import Column, Kind, Table
from exports.source import Source

ODM = "http://www.cdisc.org/ns/odm/v1.3"
DEF = "http://www.cdisc.org/ns/def/v2.1"
XLINK = "http://www.w3.org/1999/xlink"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IG, CT = "STD.IG", "STD.CT"
_TYPES = {Type.TEXT: "text"}  # others are called as in Dataset-JSON
_SOURCES = {"QS": "Subject"}  # who collected; otherwise the investigator


@dataclass(frozen=True)
class _List:
    """A codelist as it is used by one dataset, or by all."""

    oid: str
    of: CodeList
    terms: tuple[tuple[str, bool], ...]
    decodes: dict[str, str]


def define_xml(
    source: Source, study: str, datasets: Sequence[Dataset], identity: Identity
) -> bytes:
    """The definitions as Define-XML 2.1.

    Args:
        source: What leaves the study.
        study: STUDYID.
        datasets: In their order.
        identity: What the files are called by.
    """
    for prefix, space in (("", ODM), ("def", DEF), ("xlink", XLINK)):
        Xml.register_namespace(prefix, space)
    root = Xml.Element(
        _odm("ODM"),
        {
            "ODMVersion": "1.3.2",
            "FileOID": f"{identity.file}.define",
            "FileType": "Snapshot",
            "CreationDateTime": identity.made_at,
            "SourceSystem": "Dermagrade",
            "SourceSystemVersion": identity.program,
            _def("Context"): "Other",
        },
    )
    of_study = _sub(root, _odm("Study"), OID=identity.study)
    about = _sub(of_study, _odm("GlobalVariables"))
    for name, text in (
        ("StudyName", study),
        ("StudyDescription", source.info.title),
        ("ProtocolName", f"{source.protocol.key}, version {source.protocol.version}"),
    ):
        _sub(about, _odm(name)).text = text
    version = Xml.SubElement(
        of_study,
        _odm("MetaDataVersion"),
        {
            "OID": identity.metadata,
            "Name": f"Data definitions of {study}, {source.edition}",
            _def("DefineVersion"): "2.1.0",
        },
    )
    _fill(version, datasets, identity)
    Xml.indent(root)
    written: str = Xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _fill(
    version: Xml.Element, datasets: Sequence[Dataset], identity: Identity
) -> None:
    """Everything within, in the order that the schema asks for."""
    lists = {one.oid: one for one in _lists(datasets)}
    _standards(version)
    for dataset in datasets:
        _group(version, dataset, identity)
    for dataset in datasets:
        for variable in dataset.variables:
            _item(version, dataset, variable, lists)
    for one in lists.values():
        _code_list(version, one)
    for dataset in datasets:
        for variable in dataset.variables:
            if variable.origin is Origin.DERIVED:
                _method(version, dataset, variable)
    for oid, text in _comments(datasets):
        comment = _sub(version, _def("CommentDef"), OID=oid)
        _describe(comment, text)


def _standards(version: Xml.Element) -> None:
    standards = _sub(version, _def("Standards"))
    guide = {"Name": "SDTMIG", "Type": "IG", "Version": "3.4", "Status": "Final"}
    terms = {
        "Name": "CDISC/NCI",
        "Type": "CT",
        "PublishingSet": "SDTM",
        "Version": TERMINOLOGY,
        "Status": "Final",
    }
    _sub(standards, _def("Standard"), OID=IG, **guide)
    _sub(standards, _def("Standard"), OID=CT, **terms)


def _group(version: Xml.Element, dataset: Dataset, identity: Identity) -> None:
    words = {
        "OID": group_oid(dataset),
        "Name": dataset.name,
        "Domain": dataset.name,
        "SASDatasetName": dataset.name,
        "Repeating": "No" if dataset.name == "DM" else "Yes",
        "IsReferenceData": "No",
        "Purpose": "Tabulation",
        _def("Structure"): dataset.structure,
        _def("ArchiveLocationID"): f"LF.{dataset.name}",
    }
    if dataset.is_standard:
        words[_def("StandardOID")] = IG
    else:
        words[_def("IsNonStandard")] = "Yes"
    if not dataset.rows:
        words[_def("HasNoData")] = "Yes"
    if dataset.comment:
        words[_def("CommentOID")] = f"COM.{dataset.name}"
    group = Xml.SubElement(version, _odm("ItemGroupDef"), words)
    _describe(group, dataset.label)
    for order, variable in enumerate(dataset.variables, start=1):
        reference = {
            "ItemOID": item_oid(dataset, variable),
            "OrderNumber": str(order),
            "Mandatory": "Yes" if variable.core is Core.REQUIRED else "No",
        }
        if variable.name in dataset.keys:
            reference["KeySequence"] = str(dataset.keys.index(variable.name) + 1)
        if variable.origin is Origin.DERIVED:
            reference["MethodOID"] = _method_oid(dataset, variable)
        _sub(group, _odm("ItemRef"), **reference)
    _sub(group, _def("Class"), Name=dataset.kind)
    leaf = Xml.SubElement(
        group,
        _def("leaf"),
        {"ID": f"LF.{dataset.name}", f"{{{XLINK}}}href": file_name(dataset, identity)},
    )
    _sub(leaf, _def("title")).text = file_name(dataset, identity)


def _item(
    version: Xml.Element, dataset: Dataset, variable: Variable, lists: dict[str, _List]
) -> None:
    words = {
        "OID": item_oid(dataset, variable),
        "Name": variable.name,
        "SASFieldName": variable.name,
        "DataType": _TYPES.get(variable.type, str(variable.type)),
    }
    if variable.type is not Type.DATE:
        words["Length"] = str(_length(dataset, variable))
    if variable.type is Type.NUMBER:
        words["SignificantDigits"] = str(_decimals(dataset, variable))
    if variable.comment and variable.origin is not Origin.DERIVED:
        words[_def("CommentOID")] = _comment_oid(dataset, variable)
    item = Xml.SubElement(version, _odm("ItemDef"), words)
    _describe(item, variable.label)
    oid = _list_oid(dataset, variable)
    if oid in lists:
        _sub(item, _odm("CodeListRef"), CodeListOID=oid)
    origin = {"Type": str(variable.origin)}
    if variable.origin is Origin.COLLECTED:
        origin["Source"] = _SOURCES.get(dataset.name, "Investigator")
    elif variable.origin is not Origin.ABSENT:
        origin["Source"] = "Sponsor"
    _sub(item, _def("Origin"), **origin)


def _length(dataset: Dataset, variable: Variable) -> int:
    values = (value for value in dataset.values(variable.name) if value is not None)
    return max((len(str(value)) for value in values), default=1) or 1


def _decimals(dataset: Dataset, variable: Variable) -> int:
    values = (value for value in dataset.values(variable.name) if value is not None)
    ends = (exact(float(value)).partition(".")[2] for value in values)
    return max((len(end) for end in ends), default=0)


def _lists(datasets: Sequence[Dataset]) -> Iterator[_List]:
    """The codelists that are used, each with the terms that are met."""
    met: dict[str, tuple[CodeList, set[str], dict[str, str]]] = {}
    for dataset in datasets:
        for variable in dataset.variables:
            if not variable.terms:
                continue
            of = CODE_LISTS[variable.terms]
            oid = _list_oid(dataset, variable)
            _, values, decodes = met.setdefault(oid, (of, set(), {}))
            values.update(str(v) for v in dataset.values(variable.name) if v)
            if of.key == "TESTCD":
                names = dataset.values(variable.name.removesuffix("CD"))
                codes = dataset.values(variable.name)
                decodes.update(zip(map(str, codes), map(str, names), strict=True))
    for oid, (of, values, decodes) in met.items():
        terms = used_terms(of, values or of.terms)
        if terms:
            yield _List(oid, of, tuple(terms), decodes)


def _code_list(version: Xml.Element, one: _List) -> None:
    words = {"OID": one.oid, "Name": one.of.name, "DataType": "text"}
    if one.of.is_standard:
        words[_def("StandardOID")] = CT
    else:
        words[_def("IsNonStandard")] = "Yes"
    code_list = Xml.SubElement(version, _odm("CodeList"), words)
    for term, is_extension in one.terms:
        value = {"CodedValue": term}
        if is_extension:
            value[_def("ExtendedValue")] = "Yes"
        kind = "CodeListItem" if one.decodes else "EnumeratedItem"
        item = Xml.SubElement(code_list, _odm(kind), value)
        if one.decodes:
            decode = _sub(item, _odm("Decode"))
            _text(decode, one.decodes[term])
    if one.of.is_standard:
        _sub(code_list, _odm("Alias"), Context="nci:ExtCodeID", Name=one.of.code)


def _method(version: Xml.Element, dataset: Dataset, variable: Variable) -> None:
    method = _sub(
        version,
        _odm("MethodDef"),
        OID=_method_oid(dataset, variable),
        Name=f"Computation of {dataset.name}.{variable.name}",
        Type="Computation",
    )
    _describe(method, variable.comment)


def _comments(datasets: Sequence[Dataset]) -> Iterator[tuple[str, str]]:
    for dataset in datasets:
        if dataset.comment:
            yield f"COM.{dataset.name}", dataset.comment
        for variable in dataset.variables:
            if variable.comment and variable.origin is not Origin.DERIVED:
                yield _comment_oid(dataset, variable), variable.comment


def _list_oid(dataset: Dataset, variable: Variable) -> str:
    if not variable.terms:
        return ""
    of = CODE_LISTS[variable.terms]
    return f"CL.{of.key}" if of.is_standard else f"CL.{dataset.name}.{of.key}"


def _method_oid(dataset: Dataset, variable: Variable) -> str:
    return f"MT.{dataset.name}.{variable.name}"


def _comment_oid(dataset: Dataset, variable: Variable) -> str:
    return f"COM.{dataset.name}.{variable.name}"


def _odm(name: str) -> str:
    return f"{{{ODM}}}{name}"


def _def(name: str) -> str:
    return f"{{{DEF}}}{name}"


def _sub(parent: Xml.Element, tag: str, **words: str) -> Xml.Element:
    return Xml.SubElement(parent, tag, words)


def _describe(parent: Xml.Element, text: str) -> None:
    _text(_sub(parent, _odm("Description")), text)


def _text(parent: Xml.Element, text: str) -> None:
    Xml.SubElement(parent, _odm("TranslatedText"), {LANG: "en"}).text = text


def define_table(datasets: Sequence[Dataset]) -> Table:
    """The definitions as a table: a row for every variable of every dataset."""
    rows = [
        (
            dataset.name,
            dataset.label,
            float(order),
            variable.name,
            variable.label,
            str(variable.type),
            str(variable.core),
            _key(dataset, variable),
            _list_words(variable),
            str(variable.origin),
            variable.comment,
        )
        for dataset in datasets
        for order, variable in enumerate(dataset.variables, start=1)
    ]
    named = (
        ("dataset", "name of the dataset"),
        ("dataset_label", "what it holds"),
        ("order", "place of the variable"),
        ("variable", "name of the variable"),
        ("label", "what it is"),
        ("type", "data type of Dataset-JSON"),
        ("core", "Req, Exp or Perm"),
        ("key", "place among the keys"),
        ("terms", "codelist"),
        ("origin", "where values come from"),
        ("comment", "what is to be known"),
    )
    columns = tuple(
        Column(name, meaning, values, _kind(name))
        for (name, meaning), values in zip(named, zip(*rows, strict=True), strict=True)
    )
    return Table("define-table", "Every variable of every dataset.", columns)


def _kind(name: str) -> Kind:
    return Kind.NUMBER if name in ("order", "key") else Kind.TEXT


def _key(dataset: Dataset, variable: Variable) -> float | None:
    if variable.name not in dataset.keys:
        return None
    return float(dataset.keys.index(variable.name) + 1)


def _list_words(variable: Variable) -> str:
    if not variable.terms:
        return ""
    of = CODE_LISTS[variable.terms]
    return f"{of.name} ({of.code})" if of.is_standard else f"{of.name}: not of CDISC"
