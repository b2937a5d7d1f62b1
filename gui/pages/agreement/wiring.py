"""The page of agreement with its presenter, for the study that is open."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from gui.context import PageContext
from gui.pages.agreement.loading import agreement_input
from gui.pages.agreement.page import COORDINATOR, AgreementPage
from gui.pages.agreement.presenter import AgreementPresenter
from models.audit.exporting import record_export
from models.progress import Progress

T = TypeVar("T")


def build(context: PageContext) -> AgreementPage:
    """Build the page for the study that is open."""
    store = context.study.store
    page = AgreementPage(context)

    def start(
        title: str, work: Callable[[Progress], T], done: Callable[[T], object]
    ) -> object:
        job = context.jobs.start(title, work, done)
        job.cancelled.connect(page.on_stopped)
        return job

    page.attach(
        AgreementPresenter(
            page,
            lambda: agreement_input(store),
            start=start,
            record=lambda what, name: record_export(store, what, name, by=COORDINATOR),
        )
    )
    page.told.connect(context.shell.told)
    page.report_requested.connect(lambda path: _save_report(page, context, path))
    context.study.changed.connect(page.refresh)
    context.theme.changed.connect(page.repaint_plots)
    return page


def _save_report(page: AgreementPage, context: PageContext, path: Path) -> None:
    """Write the report of every scale beside the window."""
    from exports.agreement_report import write_study_report

    store = context.study.store

    def write(progress: Progress) -> None:
        write_study_report(store, path, progress=progress)
        record_export(store, "agreement report", path.name, by=COORDINATOR)

    context.jobs.start(
        page.tr("Writing the report"),
        write,
        lambda _: page.tell(page.tr("Saved {}.").format(path.name)),
    )
