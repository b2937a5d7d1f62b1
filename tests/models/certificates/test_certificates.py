"""Certificates: issued, carried over, accepted, wanted."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.certificates.accepting import accept_certificate, is_recorded
from models.certificates.certificate import CertificateError, read_certificate
from models.errors import ExpectedError
from models.reading.kits.writing import write_kit
from models.reading.session import open_session
from models.store.store import StudyStore
from models.training.certifying import (
    expiry,
    issue_certificate,
    write_certificate_file,
)
from models.training.judging import judge_examination
from tests.examples import Ticking, example_protocol, make_study
from tests.training import PLAN, examine, make_set, practise, wrong

TRIAL = (
    PLAN.replace("training = true\n", "")
    .replace("display_check = false", "display_check = false\ncertificate = true")
    .partition("[certification]")[0]
)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a training study and the certificate of its trainee."""
    folder = tmp_path_factory.mktemp("issued")
    with make_set(folder / "set.dgstudy", count=40) as store:
        examine(store)
        judge_examination(store, "T1", by="T")
        one = issue_certificate(store, "T1", by="T")
        write_certificate_file(store, one, folder / "T1.dgcert")
    return folder


def trial(folder: Path) -> StudyStore:
    protocol = example_protocol(TRIAL)
    return make_study(
        folder / "trial.dgstudy", subjects=("S1", "S2"), protocol=protocol
    )


def test_a_reading_that_wants_a_certificate_is_refused_without(tmp_path: Path) -> None:
    with trial(tmp_path) as store:
        with pytest.raises(ExpectedError, match="certificate") as caught:
            open_session(store, "R1")
        with pytest.raises(ExpectedError, match="certificate"):
            write_kit(store, "R1", tmp_path / "r1.dgkit", by="C")
        assert store.readings() == []
    assert [one.place for one in caught.value.problems] == ["Erythema"]


def test_an_accepted_certificate_opens_the_reading(
    tmp_path: Path, issued: Path
) -> None:
    with trial(tmp_path) as store:
        accept_certificate(store, issued / "T1.dgcert", "R1", by="C")
        assert len(open_session(store, "R1").items) == 2
        with pytest.raises(ExpectedError):
            open_session(store, "R2")


def test_an_expired_certificate_opens_nothing(tmp_path: Path, issued: Path) -> None:
    with trial(tmp_path) as store:
        accept_certificate(store, issued / "T1.dgcert", "R1", by="C")

    def later() -> datetime:
        return datetime(2027, 3, 2, tzinfo=UTC)

    with (
        StudyStore.open(tmp_path / "trial.dgstudy", now=later) as store,
        pytest.raises(ExpectedError) as caught,
    ):
        open_session(store, "R1")
    assert "expired on 2027-03-01" in caught.value.problems[0].text


@pytest.mark.parametrize("change", ["expires_on", "rater"])
def test_a_certificate_that_was_changed_is_noticed(
    tmp_path: Path, issued: Path, change: str
) -> None:
    document = json.loads((issued / "T1.dgcert").read_text())
    body = json.loads(document["certificate"])
    body[change] = "2099-01-01"
    document["certificate"] = json.dumps(
        body, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    path = tmp_path / "changed.dgcert"
    path.write_text(json.dumps(document))
    with pytest.raises(CertificateError, match="was changed"):
        read_certificate(path)


def test_a_certificate_is_found_in_the_trail_of_its_study(
    tmp_path: Path, issued: Path
) -> None:
    with StudyStore.open(issued / "set.dgstudy") as store:
        assert is_recorded(store, issued / "T1.dgcert")
    with trial(tmp_path) as store:
        assert not is_recorded(store, issued / "T1.dgcert")


def test_nobody_is_certified_who_failed(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=40) as store:
        examine(store, answer=wrong)
        judge_examination(store, "T1", by="T")
        with pytest.raises(ExpectedError, match="did not pass"):
            issue_certificate(store, "T1", by="T")


def test_the_same_examination_gives_the_same_certificate(issued: Path) -> None:
    with StudyStore.open(issued / "set.dgstudy") as store:
        first = issue_certificate(store, "T1", by="T")
        assert issue_certificate(store, "T1", by="another") == first


def test_a_certificate_is_accepted_once(tmp_path: Path, issued: Path) -> None:
    with trial(tmp_path) as store:
        accept_certificate(store, issued / "T1.dgcert", "R1", by="C")
        with pytest.raises(CertificateError) as caught:
            accept_certificate(store, issued / "T1.dgcert", "R2", by="C")
    assert "holds it already" in caught.value.problems[0].text


def test_fails_trains_again_passes_and_reads_the_trial_from_a_kit(
    tmp_path: Path,
) -> None:
    with make_set(tmp_path / "set.dgstudy", count=40) as store:
        practise(store)
        examine(store, answer=wrong)
        assert not judge_examination(store, "T1", by="T").is_passed
        practise(store)
        examine(store)
        assert judge_examination(store, "T1", by="T").is_passed
        one = issue_certificate(store, "T1", by="T")
        path = write_certificate_file(store, one, tmp_path / "T1.dgcert")
    with trial(tmp_path) as store:
        accept_certificate(store, path, "R1", by="C")
        written = write_kit(store, "R1", tmp_path / "r1.dgkit", by="C")
    assert written.items == 2


def test_a_month_that_is_shorter_ends_on_its_last_day() -> None:
    assert expiry("2026-08-31", 6) == "2027-02-28"
    assert expiry("2026-01-15", 12) == "2027-01-15"


def test_the_clock_of_the_study_counts(tmp_path: Path) -> None:
    with trial(tmp_path) as store:
        assert store.today() == Ticking()().date().isoformat()
