"""The report as PDF, asked for from the page of trajectories."""

from typing import TYPE_CHECKING

from gui import file_dialogs
from gui.context import PageContext
from models.audit.exporting import record_export
from models.progress import Progress

if TYPE_CHECKING:
    from gui.pages.trajectories.page import TrajectoriesPage

REPORT_KINDS = "PDF document (*.pdf)"


def save_report(page: "TrajectoriesPage", context: PageContext, by: str) -> None:
    """Ask where, and write the report beside the window; blinded as the workbook."""
    # reportlab and matplotlib are heavy, and needed here only.
    from exports.report import write_report
    from models.allocation.opening import opened

    if page.presenter is None:
        return
    path = file_dialogs.save_file(
        page,
        context.settings,
        "report",
        page.tr("Report as PDF"),
        REPORT_KINDS,
        page.presenter.proposal(".pdf"),
    )
    if path is None:
        return
    store = context.study.store
    allocation = opened(store) if store.protocol().has_arms else None
    groups = allocation.labels() if allocation else None

    def write(progress: Progress) -> None:
        record_export(store, "report", path.name, by=by)
        write_report(store, path, groups=groups, progress=progress, by=by)

    context.jobs.start(
        page.tr("Writing the report"),
        write,
        lambda _: page.tell(page.tr("Saved {}.").format(path.name)),
    )
