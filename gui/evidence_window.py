"""Evidence without a study: the same page in a window of its own, kept as CSV."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from gui.confirmation import Confirmation
from gui.context import PageContext
from gui.pages.evidence.page import loose_page


def show_evidence(context: PageContext, parent: QWidget) -> None:
    """Show the page of the study that is open; without one, a window of its own."""
    if context.study.is_open:
        context.shell.page_requested.emit("evidence")
    else:
        EvidenceWindow(context, parent).show()


class EvidenceWindow(QMainWindow):
    """The page of evidence, whose table lives as long as the window or in a file."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_window")
        self.setWindowTitle(self.tr("Evidence - Dermagrade"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1100, 720)
        self._context = context
        self._may_go = False
        self._page = loose_page(context)
        self._page.told.connect(self._on_told)
        self.setCentralWidget(self._page)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._context.jobs.is_busy():
            event.ignore()
            self._context.jobs.when_idle(self.close)
            return
        presenter = self._page.presenter
        if self._may_go or presenter is None or presenter.is_saved:
            event.accept()
        else:
            event.ignore()
            self._ask()

    def _ask(self) -> None:
        question = Confirmation(
            self.tr("The table of studies is not saved."),
            self.tr("Save table… writes it as CSV, to be imported here again."),
            self.tr("Close without saving"),
            self,
        )
        question.accepted.connect(self._on_discarded)
        question.open()

    @Slot()
    def _on_discarded(self) -> None:
        self._may_go = True
        self.close()

    @Slot(str)
    def _on_told(self, text: str) -> None:
        self.statusBar().showMessage(text, 8000)
