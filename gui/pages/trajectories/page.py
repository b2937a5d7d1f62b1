"""Builds the page of trajectories for a study: its presenter, dialogs and workbook."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from gui import file_dialogs
from gui.context import PageContext
from gui.pages.trajectories.loading import trajectory_input
from gui.pages.trajectories.picked_dialog import PickedDialog
from gui.pages.trajectories.picking import PickedPoint
from gui.pages.trajectories.presenter import StartWork, TrajectoriesPresenter
from gui.pages.trajectories.reporting import save_report
from gui.pages.trajectories.view import TrajectoriesPage as TrajectoriesPage
from gui.sign_in import COORDINATOR, ask
from models.audit.exporting import record_export
from models.audit.looking import record_look
from models.people.roles import Act
from models.progress import Progress

T = TypeVar("T")

WORKBOOK_KINDS = "Excel workbook (*.xlsx)"


def trajectories_page(context: PageContext, start: StartWork) -> TrajectoriesPage:
    """The page of the open study, with its presenter behind it."""
    store = context.study.store
    page = TrajectoriesPage(context.settings, noun=store.protocol().unit_noun)
    page.attach(
        TrajectoriesPresenter(
            page,
            lambda: trajectory_input(store),
            start=start,
            record=lambda what, name: record_export(
                store, what, name, by=context.study.signed_in or COORDINATOR
            ),
            photographs=store.photographs,
        )
    )
    page.permit = partial(ask, context, page, Act.EXPORT)
    page.picked_ready.connect(partial(_show_picked, context, page))
    return page


def build(context: PageContext) -> QWidget:
    """Build the page for the study that is open."""

    def start(
        title: str,
        work: Callable[[Progress], T],
        on_success: Callable[[T], object],
        /,
    ) -> object:
        job = context.jobs.start(title, work, on_success)
        # Otherwise the page would stay as it is, and never be read again.
        job.failed.connect(page.expire)
        job.cancelled.connect(page.expire)
        return job

    page = trajectories_page(context, start)
    shell = context.shell
    page.page_requested.connect(shell.page_requested)
    page.told.connect(shell.told)
    page.opening_requested.connect(
        lambda: shell.page_command_requested.emit("record", "open_allocation")
    )
    page.workbook_requested.connect(
        lambda: page.permit(partial(_save_workbook, page, context))
    )
    page.report_requested.connect(
        lambda: page.permit(partial(save_report, page, context))
    )
    context.study.changed.connect(page.refresh)
    context.theme.changed.connect(page.repaint_plots)
    return page


def _show_picked(
    context: PageContext, page: TrajectoriesPage, picked: PickedPoint
) -> None:
    """Show the photographs behind a point; that they were seen stays on record."""
    store = context.study.store
    protocol = store.protocol()
    dialog = PickedDialog(
        picked,
        store.photograph_bytes,
        {visit.key: visit.name for visit in protocol.visits},
        protocol.unit_noun,
        page,
    )

    def record(subject: str) -> None:
        by = context.study.signed_in or COORDINATOR
        record_look(store, subject, picked.visit, by=by)

    dialog.looked_at.connect(record)
    dialog.show_first()
    dialog.open()


def _save_workbook(page: TrajectoriesPage, context: PageContext, by: str) -> None:
    """Ask where, and write the workbook beside the window.

    While the allocation is sealed it is the blinded edition, without groups.
    """
    # openpyxl is heavy, and needed here only.
    from exports.workbook import write_workbook
    from models.allocation.opening import opened

    if page.presenter is None:
        return
    path = file_dialogs.save_file(
        page,
        context.settings,
        "workbook",
        page.tr("Save workbook"),
        WORKBOOK_KINDS,
        page.presenter.proposal(".xlsx"),
    )
    if path is None:
        return
    store = context.study.store
    allocation = opened(store) if store.protocol().has_arms else None
    groups = allocation.labels() if allocation else None

    def write(progress: Progress) -> None:
        # First, so that the workbook's own trail has the line.
        record_export(store, "workbook", path.name, by=by)
        write_workbook(store, path, groups=groups, progress=progress, by=by)

    context.jobs.start(
        page.tr("Writing the workbook"),
        write,
        lambda _: page.tell(page.tr("Saved {}.").format(path.name)),
    )
