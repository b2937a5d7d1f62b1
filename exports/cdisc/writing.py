"""The SDTM-shaped datasets of a study, put into a folder together."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from exports.cdisc.adverse import adverse_events
from exports.cdisc.dataset_json import Identity, dataset_json, file_name
from exports.cdisc.datasets import Dataset
from exports.cdisc.define import define_table, define_xml
from exports.cdisc.demographics import demographics
from exports.cdisc.findings import findings
from exports.delimited import COMMAS
from exports.folder import place_files
from exports.names import plain
from exports.source import Source, read_source
from models.progress import Progress
from models.store.clock import Clock, utc_now
from models.store.store import StudyStore


@dataclass(frozen=True)
class CdiscOptions:
    """How the datasets are written.

    Attributes:
        study: STUDYID; made from the title of the study if it is empty.
    """

    study: str = ""


def write_cdisc_files(
    store: StudyStore,
    folder: Path,
    *,
    groups: Mapping[str, str] | None,
    by: str,
    options: CdiscOptions = CdiscOptions(),
    replace: bool = False,
    progress: Progress | None = None,
    now: Clock = utc_now,
) -> tuple[str, ...]:
    """Write a study in the shape of SDTM, as Dataset-JSON with its definitions.

    Args:
        store: An open study.
        folder: Where the files go; it is made if only it is missing.
        groups: What the group of each unit is called; None for a study without arms,
            and for the blinded edition of one that has them.
        by: Who writes them, for the audit trail.
        options: What the study is called.
        replace: Whether files of the same names may be replaced.
        progress: Told the files written; cancels between them.
        now: Clock.

    Returns:
        Names of the files.

    Raises:
        ExpectedError: The files are there already, or cannot be written; then none is.
        Cancelled: The user asked to stop; nothing was written.
    """
    steps = progress or Progress()
    steps.step(0, 0, "Reading the study")
    files = cdisc_files(read_source(store, groups, now), options, steps)
    return place_files(
        store,
        folder,
        files,
        what="CDISC files",
        by=by,
        replace=replace,
        progress=steps,
    )


def cdisc_files(
    source: Source, options: CdiscOptions, progress: Progress | None = None
) -> dict[str, bytes]:
    """The files by name; every name says which edition it is.

    Args:
        source: What leaves the study.
        options: What the study is called.
        progress: Told the datasets written; cancels between them.
    """
    steps = progress or Progress()
    study = options.study or study_id(source)
    edition = source.edition_word
    uid = source.info.uid
    identity = Identity(
        study=f"STDY.{uid}",
        metadata=f"MDV.{uid}.{edition}.{source.head[:16]}",
        file=f"FILE.{uid}.{edition}.{source.made_at}",
        define=f"define_{edition}.xml",
        edition=edition,
        made_at=source.made_at,
        changed_at=source.changed_at,
        program=source.program,
    )
    datasets = datasets_of(source, study)
    files = {}
    for done, one in enumerate(datasets):
        steps.step(done, len(datasets), one.name)
        files[file_name(one, identity)] = dataset_json(one, identity)
    files[identity.define] = define_xml(source, study, datasets, identity)
    files[f"define-table_{edition}.csv"] = COMMAS.table(define_table(datasets))
    return files


def datasets_of(source: Source, study: str) -> list[Dataset]:
    """The datasets in the order of their names, demographics first.

    Args:
        source: What leaves the study.
        study: STUDYID.
    """
    others = [adverse_events(source, study), *findings(source, study)]
    by_name = sorted(others, key=lambda one: one.name)
    return [demographics(source, study), *by_name]


def study_id(source: Source) -> str:
    """STUDYID as the title of the study gives it."""
    return plain(source.info.title).upper().replace("_", "-")[:20].strip("-") or "STUDY"
