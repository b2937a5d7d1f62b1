"""Builds the page of evidence, for a study or for itself."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from gui.context import PageContext
from gui.pages.evidence.keeping import Keeper, LooseKeeper, StudyKeeper
from gui.pages.evidence.presenter import EvidencePresenter
from gui.pages.evidence.view import EvidencePage
from gui.sign_in import COORDINATOR, ask
from models.audit.exporting import record_export
from models.people.roles import Act
from models.progress import Progress

T = TypeVar("T")


def build(context: PageContext) -> QWidget:
    """Build the page for the study that is open."""
    store = context.study.store

    def by() -> str:
        return context.study.signed_in or COORDINATOR

    page = _page(
        context,
        StudyKeeper(store, by),
        lambda what, name: record_export(store, what, name, by=by()),
        has_study=True,
    )
    page.permit = partial(ask, context, page, Act.EXPORT)
    page.told.connect(context.shell.told)
    context.study.changed.connect(page.refresh)
    return page


def loose_page(context: PageContext) -> EvidencePage:
    """The page without a study: its table lives as long as it, or in a CSV file."""
    return _page(context, LooseKeeper(), lambda what, name: None, has_study=False)


def _page(
    context: PageContext,
    keeper: Keeper,
    record: Callable[[str, str], object],
    *,
    has_study: bool,
) -> EvidencePage:
    page = EvidencePage(context.settings, has_study=has_study)

    def start(
        title: str,
        work: Callable[[Progress], T],
        on_success: Callable[[T], object],
        /,
    ) -> object:
        job = context.jobs.start(title, work, on_success)
        job.failed.connect(page.expire)
        job.cancelled.connect(page.expire)
        return job

    page.attach(EvidencePresenter(page, keeper, start=start, record=record))
    return page
