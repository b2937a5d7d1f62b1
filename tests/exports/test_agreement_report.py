"""The report of agreement as PDF."""

import pytest

from exports.agreement_report import write_study_report
from models.errors import ExpectedError
from tests.examples import make_study
from tests.readers import scored_study


@pytest.mark.long
def test_it_tells_every_scale_and_rater_and_is_the_same_twice(tmp_path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    with scored_study(tmp_path / "s.dgstudy", subjects=8) as store:
        for path in (first, second):
            write_study_report(store, path, rounds=0, made_on="2026-03-01")
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(b"%PDF")
    assert first.stat().st_size > 30_000


def test_a_study_without_scores_has_no_report(tmp_path) -> None:
    with (
        make_study(tmp_path / "s.dgstudy") as store,
        pytest.raises(ExpectedError, match="No photograph has been scored"),
    ):
        write_study_report(store, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_a_report_is_a_pdf(tmp_path) -> None:
    with (
        scored_study(tmp_path / "s.dgstudy", subjects=4) as store,
        pytest.raises(ExpectedError, match="PDF"),
    ):
        write_study_report(store, tmp_path / "a.docx", rounds=0)
