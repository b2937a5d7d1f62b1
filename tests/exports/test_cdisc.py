"""The SDTM-shaped datasets keep the rules of Dataset-JSON, SDTM and Define-XML."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from exports.cdisc import CdiscOptions, cdisc_files, write_cdisc_files
from exports.cdisc.days import study_day
from exports.cdisc.demographics import arm_codes
from exports.cdisc.findings import short_names
from exports.source import Source
from tests.dataset_json_rules import dataset_json_faults
from tests.exiting import exits_study
from tests.sdtm_rules import dataset_faults

CASES = ("parallel", "parallel open", "masked", "split", "split open")
ODM = "{http://www.cdisc.org/ns/odm/v1.3}"
DEF = "{http://www.cdisc.org/ns/def/v2.1}"
HREF = "{http://www.w3.org/1999/xlink}href"
Documents = dict[str, dict[str, Any]]

_written: dict[int, dict[str, bytes]] = {}


def written(source: Source) -> dict[str, bytes]:
    """The files, made once for each source."""
    if id(source) not in _written:
        _written[id(source)] = cdisc_files(source, CdiscOptions())
    return _written[id(source)]


def documents(source: Source) -> Documents:
    """The Dataset-JSON files by the name of the dataset."""
    files = written(source).items()
    found = [json.loads(content) for name, content in files if name.endswith("json")]
    return {one["name"]: one for one in found}


def rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    names = [column["name"] for column in document["columns"]]
    return [dict(zip(names, row, strict=True)) for row in document["rows"]]


def define(source: Source) -> Xml.Element:
    content = next(c for n, c in written(source).items() if n.endswith(".xml"))
    return Xml.fromstring(content)


@pytest.mark.parametrize("case", CASES)
def test_every_file_keeps_the_rules_of_dataset_json(sources, case) -> None:
    found = documents(sources[case])
    assert list(found) == ["DM", "AE", "QS", "RS", "XS"]
    for name, document in found.items():
        assert dataset_json_faults(document) == [], name


@pytest.mark.parametrize("case", CASES)
def test_every_dataset_keeps_the_rules_of_sdtm(sources, case) -> None:
    for name, document in documents(sources[case]).items():
        assert dataset_faults(name, document["columns"], rows(document)) == [], name


def test_the_rules_find_what_is_wrong(sources) -> None:
    bad = json.loads(json.dumps(documents(sources["parallel"])["RS"]))
    bad["records"] = 1
    bad["columns"][3]["dataType"] = "text"
    del bad["label"]
    faults = dataset_json_faults_of_broken(bad)
    assert "records is not the number of rows" in faults
    assert "RSSEQ: there is no such data type" in faults
    assert "the file: label is missing" in faults
    wrong = rows(documents(sources["parallel"])["RS"])
    wrong[0]["RSDY"] = 0
    columns = documents(sources["parallel"])["RS"]["columns"]
    assert dataset_faults("RS", columns, wrong) == ["RSDY is 0"]


def dataset_json_faults_of_broken(document: dict[str, Any]) -> list[str]:
    """The faults that do not need the rows."""
    return dataset_json_faults({**document, "rows": []})


def test_a_dataset_without_rows_is_written_and_told(sources) -> None:
    source = replace(sources["parallel"], events=())
    assert documents(source)["AE"]["records"] == 0
    groups = define(source).iter(f"{ODM}ItemGroupDef")
    told = {one.get("Name"): one.get(f"{DEF}HasNoData") for one in groups}
    assert told["AE"] == "Yes"
    assert told["DM"] is None


@pytest.mark.parametrize(
    ("day", "reference", "expected"),
    [
        ("2026-04-01", "2026-04-01", 1),
        ("2026-03-31", "2026-04-01", -1),
        ("2026-05-01", "2026-04-01", 31),
        ("", "2026-04-01", None),
        ("2026-04", "2026-04-01", None),
        ("2026-04-01", "", None),
    ],
)
def test_study_days_have_no_day_0(day, reference, expected) -> None:
    assert study_day(day, reference) == expected


def test_planned_and_kept_days_agree_where_a_visit_was_kept_as_planned(
    sources,
) -> None:
    kept = [r for r in rows(documents(sources["parallel"])["RS"]) if r["RSDTC"]]
    days = {(r["VISIT"], r["VISITDY"], r["RSDY"]) for r in kept}
    assert ("Baseline", -7, -7) in days
    assert ("Day 30 after the first treatment", 31, 31) in days


@pytest.mark.parametrize("case", ["parallel", "split"])
def test_the_blinded_edition_tells_no_arm_and_says_why(sources, case) -> None:
    for content in written(sources[case]).values():
        assert b"Northlight" not in content
        assert b"Southwind" not in content
    for row in rows(documents(sources[case])["DM"]):
        assert (row["ARM"], row["ARMCD"]) == ("", "")
        assert row["ARMNRS"] == "NOT ASSIGNED"  # nothing is sealed in this study


def test_a_sealed_allocation_is_told_by_a_term_marked_as_the_sponsors(
    sources,
) -> None:
    source = replace(sources["parallel"], is_allocated=True)
    reasons = {row["ARMNRS"] for row in rows(documents(source)["DM"])}
    assert reasons == {"ALLOCATION NOT OPENED"}
    [code_list] = [
        one
        for one in define(source).iter(f"{ODM}CodeList")
        if one.get("OID") == "CL.ARMNULRS"
    ]
    [item] = code_list.findall(f"{ODM}EnumeratedItem")
    assert item.get(f"{DEF}ExtendedValue") == "Yes"


def test_the_unblinded_edition_tells_the_arms_of_both_sides(sources) -> None:
    first = rows(documents(sources["split open"])["DM"])[0]
    assert first["ARM"] == "left: Northlight; right: Southwind"
    assert first["ACTARM"] == ""
    assert first["ARMNRS"] == "ACTUAL ARM NOT RECORDED"


def test_codes_of_arms_stay_short_and_apart() -> None:
    groups = ("Northlight serum 5 %", "Northlight serum 10 %")
    codes = arm_codes(groups, 2)
    assert len(set(codes.values())) == 2
    assert all(len(f"L-{one}/R-{one}") <= 20 for one in codes.values())


def test_short_names_of_assessments_are_unique_in_eight_letters() -> None:
    codes = short_names(("fg-wrinkling", "fg-wrinkling-live", "3d-volume"))
    assert list(codes.values()) == ["FGWRINKL", "FGWRINK2", "T3DVOLUM"]


def test_clinicians_ratings_are_rs_and_subjects_answers_qs(sources) -> None:
    found = documents(sources["parallel"])
    of_rs = {(r["RSEVAL"], r["RSSCAT"]) for r in rows(found["RS"])}
    assert of_rs == {
        ("INDEPENDENT ASSESSOR", "PHOTOGRAPH"),
        ("INVESTIGATOR", "LIVE"),
    }
    assert {r["QSEVAL"] for r in rows(found["QS"])} == {"STUDY SUBJECT"}
    assert {r["XSTEST"] for r in rows(found["XS"])} == {"Firmness of the cheek, “R0”"}


def test_a_photograph_that_was_not_assessable_is_not_done_with_its_reason(
    sources,
) -> None:
    absent = [
        r
        for r in rows(documents(sources["parallel"])["RS"])
        if r["RSSTAT"] == "NOT DONE"
    ]
    assert [r["RSREASND"] for r in absent] == ["out of focus"] * 2
    assert {r["RSORRES"] for r in absent} == {""}


def test_sides_are_told_by_laterality(sources) -> None:
    assert {r["RSLAT"] for r in rows(documents(sources["split"])["RS"])} == {
        "LEFT",
        "RIGHT",
    }
    names = [c["name"] for c in documents(sources["parallel"])["RS"]["columns"]]
    assert "RSLAT" not in names  # permissible, and without a value


def test_values_of_devices_keep_all_their_digits(sources) -> None:
    source = sources["parallel"]
    fine = tuple(
        replace(one, value=0.12345678) if one.series == "firmness" else one
        for one in source.observations
    )
    found = rows(documents(replace(source, observations=fine))["XS"])
    assert found[0]["XSORRES"] == "0.12345678"
    assert found[0]["XSSTRESN"] == 0.12345678


def test_an_adverse_event_has_the_terms_of_the_standard(sources) -> None:
    [event] = rows(documents(sources["parallel"])["AE"])
    assert event["AEOUT"] == "RECOVERED/RESOLVED"
    assert (event["AESTDY"], event["AEENDY"]) == (2, 5)
    assert event["AELAT"] == "LEFT"


@pytest.mark.parametrize("case", CASES)
def test_define_xml_defines_what_the_files_hold(sources, case) -> None:
    root = define(sources[case])
    defined = {one.get("OID"): one for one in root.iter(f"{ODM}ItemDef")}
    for group in root.iter(f"{ODM}ItemGroupDef"):
        document = documents(sources[case])[str(group.get("Name"))]
        references = group.findall(f"{ODM}ItemRef")
        oids = [one.get("ItemOID") for one in references]
        assert oids == [column["itemOID"] for column in document["columns"]]
        assert group.get("OID") == document["itemGroupOID"]
        for reference, column in zip(references, document["columns"], strict=True):
            told = reference.get("KeySequence")
            assert told == (str(k) if (k := column.get("keySequence")) else None)
            item = defined[column["itemOID"]]
            kind = column["dataType"]
            assert item.get("DataType") == ("text" if kind == "string" else kind)
        leaf = group.find(f"{DEF}leaf")
        assert leaf is not None
        assert leaf.get(HREF) in written(sources[case])
        assert document["metaDataRef"] in written(sources[case])


@pytest.mark.parametrize("case", ["parallel open", "split"])
def test_every_reference_within_define_xml_leads_somewhere(sources, case) -> None:
    root = define(sources[case])
    known = {one.get("OID") for one in root.iter()} | {
        one.get("ID") for one in root.iter(f"{DEF}leaf")
    }
    names = ("ItemOID", "CodeListOID", "MethodOID", f"{DEF}CommentOID")
    names += (f"{DEF}StandardOID", f"{DEF}ArchiveLocationID")
    for element in root.iter():
        for name in names:
            if (oid := element.get(name)) is not None:
                assert oid in known


def test_define_xml_has_its_parts_in_the_order_of_the_schema(sources) -> None:
    version = next(define(sources["split"]).iter(f"{ODM}MetaDataVersion"))
    order = [f"{DEF}Standards", f"{ODM}ItemGroupDef", f"{ODM}ItemDef"]
    order += [f"{ODM}CodeList", f"{ODM}MethodDef", f"{DEF}CommentDef"]
    tags = list(dict.fromkeys(child.tag for child in version))
    assert tags == order
    for group in version.iter(f"{ODM}ItemGroupDef"):
        parts = list(dict.fromkeys(child.tag for child in group))
        assert parts == [
            f"{ODM}Description",
            f"{ODM}ItemRef",
            f"{DEF}Class",
            f"{DEF}leaf",
        ]


def test_what_is_not_of_the_standard_is_marked(sources) -> None:
    root = define(sources["parallel"])
    groups = {one.get("Name"): one for one in root.iter(f"{ODM}ItemGroupDef")}
    assert groups["XS"].get(f"{DEF}IsNonStandard") == "Yes"
    assert groups["RS"].get(f"{DEF}StandardOID") == "STD.IG"
    for one in root.iter(f"{ODM}CodeList"):
        is_own = one.get(f"{DEF}IsNonStandard") == "Yes"
        assert is_own != (one.get(f"{DEF}StandardOID") is not None)
        assert is_own == (one.find(f"{ODM}Alias") is None)


def test_derived_variables_say_how_and_collected_ones_from_whom(sources) -> None:
    root = define(sources["split"])
    derived = {
        one.get("OID")
        for one in root.iter(f"{ODM}ItemDef")
        for origin in one.findall(f"{DEF}Origin")
        if origin.get("Type") == "Derived"
    }
    explained = {
        one.get("ItemOID") for one in root.iter(f"{ODM}ItemRef") if one.get("MethodOID")
    }
    assert derived == explained
    for origin in root.iter(f"{DEF}Origin"):
        is_absent = origin.get("Type") == "Not Available"
        assert is_absent == (origin.get("Source") is None)


def test_the_name_of_the_study_can_be_given(sources) -> None:
    files = cdisc_files(sources["parallel"], CdiscOptions(study="DG-01"))
    [first, *_] = json.loads(files["dm_blinded.json"])["rows"]
    assert first[0] == "DG-01"
    assert first[2] == "DG-01-001"


def test_all_files_say_their_edition_and_are_on_record(tmp_path: Path) -> None:
    with exits_study(tmp_path) as store:
        names = write_cdisc_files(store, tmp_path / "out", groups=None, by="c")
        assert store.trail()[-1].action == "CDISC files written"
    assert all("_blinded." in name for name in names)
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(names)
