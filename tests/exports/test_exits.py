"""What holds for every exit: empty studies, single groups, cancelling."""

import json
from pathlib import Path

import pytest

from exports.cdisc import CdiscOptions, cdisc_files, write_cdisc_files
from exports.csv_files import CsvOptions, csv_files, write_csv_files
from exports.redcap import redcap_files, write_redcap_files
from exports.source import Source, read_source
from models.progress import Cancelled, Progress, Step
from tests.dataset_json_rules import dataset_json_faults
from tests.examples import PLAN, Ticking, example_protocol, make_study
from tests.exiting import exits_study

SINGLE = PLAN.replace('design = "parallel"\narms = 2', 'design = "single-group"')


def every_file(source: Source) -> dict[str, bytes]:
    return {
        **csv_files(source, CsvOptions()),
        **redcap_files(source),
        **cdisc_files(source, CdiscOptions()),
    }


def test_a_study_without_subjects_gives_files_with_headings_alone(
    tmp_path: Path,
) -> None:
    with make_study(tmp_path / "empty.dgstudy", subjects=()) as store:
        files = every_file(read_source(store, None, Ticking()))
    assert len(files["scores-long_blinded.csv"].splitlines()) == 1
    assert len(files["5-data_blinded.csv"].splitlines()) == 1
    for name, content in files.items():
        if name.endswith(".json"):
            document = json.loads(content)
            assert document["records"] == 0
            assert dataset_json_faults(document) == []


def test_a_study_of_a_single_group_has_an_edition_and_an_arm_of_its_own(
    tmp_path: Path,
) -> None:
    protocol = example_protocol(SINGLE)
    with make_study(tmp_path / "s.dgstudy", protocol=protocol) as store:
        files = every_file(read_source(store, None, Ticking()))
    assert all("_single-group." in name for name in files)
    document = json.loads(files["dm_single-group.json"])
    at = [column["name"] for column in document["columns"]].index("ARM")
    assert {row[at] for row in document["rows"]} == {"Single group"}


@pytest.mark.parametrize(
    "write", [write_csv_files, write_redcap_files, write_cdisc_files]
)
def test_cancelling_while_files_are_made_leaves_nothing_behind(
    tmp_path: Path, write
) -> None:
    steps: list[Step] = []

    def stop_at_the_third(step: Step) -> None:
        steps.append(step)
        if len(steps) == 3:
            progress.cancel()

    progress = Progress(stop_at_the_third)
    with exits_study(tmp_path) as store:
        before = len(store.trail())
        with pytest.raises(Cancelled):
            write(store, tmp_path / "out", groups=None, by="c", progress=progress)
        assert len(store.trail()) == before
    assert not (tmp_path / "out").exists()
