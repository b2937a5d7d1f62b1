"""The commands compare and evidence, as a user types them."""

import json
from pathlib import Path

import pytest

from main import main
from tests.r_comparison import TWO_SAMPLES
from tests.r_evidence import POOLED


def table(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def printed(capsys, *words: str) -> dict:
    assert main([*words, "--json"]) == 0, capsys.readouterr()
    return json.loads(capsys.readouterr().out)


def refused(capsys, *words: str) -> str:
    assert main(list(words)) == 1
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.err


def test_two_groups_are_compared_with_the_numbers_of_r(tmp_path, capsys) -> None:
    first, second, expected = TWO_SAMPLES["hoss"]
    rows = [f"{v},a" for v in first] + [f"{v},b" for v in second]

    found = printed(capsys, "compare", table(tmp_path, "score,arm", *rows))

    assert (found["design"], found["first"], found["second"]) == ("parallel", "a", "b")
    results = found["results"]
    assert results["mann_whitney"]["p"] == pytest.approx(expected["exact"], rel=1e-9)
    assert results["hedges_g"]["estimate"] == pytest.approx(expected["g"][0], rel=1e-9)
    for one in results.values():
        assert one["n"] == [10, 10]
        assert one["method"]
        assert one["missing"]


def test_the_order_of_rows_changes_nothing_and_first_turns_the_sign(
    tmp_path, capsys
) -> None:
    rows = ["Vehicle,3", "Active,1", "Vehicle,4", "Active,2", "Vehicle,5", "Active,2"]
    path = table(tmp_path, "group,value", *rows)

    plain = printed(capsys, "compare", path)
    turned = printed(capsys, "compare", path, "--first", "Vehicle")

    assert plain["results"]["mean_difference"]["estimate"] == pytest.approx(-7 / 3)
    assert turned["results"]["mean_difference"]["estimate"] == pytest.approx(7 / 3)


def test_a_subject_in_both_groups_makes_pairs(tmp_path, capsys) -> None:
    # Liang 2022, brightness: 11 subjects one grade better, 17 the same.
    rows = []
    for number in range(28):
        rows += [f"{number},medium,{3 if number < 11 else 2}", f"{number},saline,2"]

    found = printed(capsys, "compare", table(tmp_path, "subject,group,value", *rows))

    assert found["design"] == "paired"
    assert found["results"]["signed_rank"]["z"] == pytest.approx(3.3166, abs=5e-5)
    assert found["results"]["sign_test"]["p"] == pytest.approx(0.000977, abs=5e-7)


def test_units_that_are_numbered_anew_in_each_group_are_no_pairs(
    tmp_path, capsys
) -> None:
    rows = [f"{n},{group},{n * 2 + k}" for k, group in enumerate("ab") for n in (1, 2)]

    found = printed(capsys, "compare", table(tmp_path, "unit,group,value", *rows))

    assert found["design"] == "parallel"
    assert "anew" in found["why"]
    assert found["results"]["mann_whitney"]["n"] == [2, 2]


def test_two_columns_of_numbers_are_the_sides_of_subjects(tmp_path, capsys) -> None:
    path = table(tmp_path, "subject;treated;untreated", "1;2,5;3", "2;2;4", "3;1;1,5")

    found = printed(capsys, "compare", path)

    assert (found["design"], found["groups"]) == ("paired", ["treated", "untreated"])
    assert found["results"]["mean_difference"]["estimate"] == pytest.approx(-1)


def test_before_and_after_in_groups_are_adjusted_for_baseline(tmp_path, capsys) -> None:
    rows = [f"{'ab'[n % 2]},{n},{n + n % 3 + n % 2}" for n in range(12)]
    found = printed(capsys, "compare", table(tmp_path, "group,before,after", *rows))

    assert found["results"]["ancova"]["p"] is not None
    assert {one["outcome"] for one in found["comparisons"]} == {"value", "change"}
    assert [one["first"] for one in found["within"]] == ["a", "b"]


def test_one_group_is_held_against_no_change(tmp_path, capsys) -> None:
    path = table(tmp_path, "gais", *[str(v) for v in (4, 3, 5, 3, 4, 4, 2)])

    found = printed(capsys, "compare", path, "--against", "3")

    assert (found["design"], found["second"]) == ("single", "3")
    assert found["results"]["mean_difference"]["estimate"] == pytest.approx(4 / 7)


def test_visits_have_mixed_models_families_and_sensitivity(tmp_path, capsys) -> None:
    rows = [
        f"{s},{'ab'[s % 2]},{visit},{'' if (s, visit) == (3, 'Day 30') else value}"
        for s in range(14)
        for visit, value in (
            ("Day 30", (s * 5 + 3) % 7),
            ("Baseline", s % 5),
            ("Day 7", (s * 3) % 8),
        )
    ]
    found = printed(capsys, "compare", table(tmp_path, "id,arm,visit,value", *rows))

    assert found["visits"] == ["Baseline", "Day 7", "Day 30"]
    assert found["visit"] == "Day 30"
    assert {"random_intercept", "mmrm", "mmrm_adjusted"} <= set(found["mixed_models"])
    assert found["mixed_models"]["mmrm"]["observations"] == 41
    assert len(found["multiplicity"][0]["holm"]) == 2
    assert {"observed", "locf", "mmrm"} <= set(found["sensitivity"])


def test_an_outcome_of_nought_and_one_is_a_responder_rate(tmp_path, capsys) -> None:
    rows = ["a,1"] * 7 + ["a,0"] * 3 + ["b,1"] * 2 + ["b,0"] * 8
    found = printed(capsys, "compare", table(tmp_path, "group,value", *rows))

    one = found["results"]["responders"]
    assert one["estimate"] == pytest.approx(0.5)
    assert one["p"] == pytest.approx(0.0697785186949, rel=1e-9)


def test_a_rule_makes_responders(tmp_path, capsys) -> None:
    path = table(tmp_path, "group,value", "a,1", "a,3", "b,2", "b,0")

    found = printed(capsys, "compare", path, "--responder", ">=2")
    assert found["results"]["responders"]["responders_first"] == 1
    assert "rule" in refused(capsys, "compare", path, "--responder", "better")


@pytest.mark.parametrize(
    "lines",
    [
        ("group,value", "a,1", "b,2"),
        ("group,value", "a,1", "a,2", "b,", "b,NA"),
        ("value", "3"),
        ("value", "2", "2", "2"),
        ("group,value", *["a,1"] * 5, *["b,1"] * 5),
        ("subject,group,value", "1,a,1", "1,b,", "2,a,", "2,b,2"),
        ("unit,group,visit,value", "1,a,d1,1", "2,b,d1,2", "1,a,d2,", "2,b,d2,"),
        ("unit,group,visit,value", "1,a,d1,1", "1,a,d2,1", "2,b,d2,1"),
        ("group,value,baseline", "a,1,1", "a,2,1", "b,1,1", "b,3,1"),
        ("group,value", "a,1", "b,2", "c,4", "c,5"),
    ],
)
def test_odd_tables_have_an_answer_without_nan(tmp_path, capsys, lines) -> None:
    path = table(tmp_path, *lines)

    found = printed(capsys, "compare", path)
    assert main(["compare", path]) == 0
    assert found["results"] or found["comparisons"][0]["remarks"]
    for one in found["comparisons"]:
        assert one["results"] or one["remarks"]
    assert "nan" not in capsys.readouterr().out.casefold().split()


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (
            ("group,value", "a,good", ",2"),
            ("row 2, column value", "row 3, column group"),
        ),
        (("group,valeu", "a,x"), ("column value",)),
        (("subject,group,value", "1,a,1", "1,a,2"), ("row 3", "already, in row 2")),
        (("subject,group,value,baseline", "1,a,1,1", "2,b,2,2"), ()),
        (("value", ""), ("",)),
        (("group,value", "a,", "b,"), ("no value",)),
        (
            (
                "subject,group,value",
                "1,a,1",
                "1,b,2",
                "2,a,1",
                "3,b,1",
                "4,a,2",
                "5,b,1",
            ),
            ("--design",),
        ),
    ],
)
def test_wrong_tables_are_told_in_sentences(tmp_path, capsys, lines, texts) -> None:
    path = table(tmp_path, *lines)
    if not texts:
        assert main(["compare", path]) == 0
        return
    said = refused(capsys, "compare", path)
    for text in texts:
        assert text in said


def test_evidence_prints_the_numbers_of_metafor(tmp_path, capsys) -> None:
    effects, variances, expected = POOLED["bcg"]
    rows = [
        f"S{n},{y},{v}" for n, (y, v) in enumerate(zip(effects, variances, strict=True))
    ]

    found = printed(
        capsys, "evidence", table(tmp_path, "study,yi,vi", *rows), "--tau2", "REML"
    )

    assert found["measure"] == "generic"
    assert [found["random"]["REML"]["tau2"], found["estimate"]] == pytest.approx(
        expected["REML"][:2], rel=1e-3
    )
    assert found["common"]["estimate"] == pytest.approx(expected["common"][0], rel=1e-6)


def test_evidence_writes_figures_and_its_table(tmp_path, capsys) -> None:
    path = table(
        tmp_path,
        "study,n1,mean1,sd1,n2,mean2,sd2,d1,d2,d3,d4,d5",
        "A,10,-1.50,1,12,2,1,low,low,low,low,low",
        "B,20,1,1,22,2,1.5,+,?,-,+,+",
    )
    for name in ("f.svg", "f.pdf", "f.png", "f.csv"):
        assert main(["evidence", path, "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).exists()
    capsys.readouterr()

    one = printed(capsys, "evidence", path)
    two = printed(capsys, "evidence", str(tmp_path / "f.csv"))
    assert {**one, "table": ""} == {**two, "table": ""}
    assert set(one["measures"]) == {"md", "smd", "smd_revman"}
    assert one["risk_of_bias"][1]["overall"] == "high"


def test_evidence_refuses_in_sentences(tmp_path, capsys) -> None:
    path = table(tmp_path, "study,n1,mean1,sd1,n2,mean2,sd2", "A,10,1,1,12,2,1")

    assert ".svg" in refused(capsys, "evidence", path, "--out", "x.docx")
    assert "level" in refused(capsys, "evidence", path, "--level", "5")
    assert "correlation" in refused(capsys, "evidence", path, "--correlation", "1.5")
    assert "d1" in refused(
        capsys, "evidence", path, "--figure", "rob", "--out", str(tmp_path / "r.svg")
    )
