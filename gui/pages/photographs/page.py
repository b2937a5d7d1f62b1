"""The page of the photographs: what is there, what is missing, and importing."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from gui import file_dialogs, icons
from gui.context import Command, PageContext
from gui.layouts import page_layout, title_row, words
from gui.naming import named, relook
from gui.pages.photographs.contact_sheet import SIDE, ContactSheet
from gui.pages.photographs.matrix import MatrixTable
from gui.pages.photographs.plan_dialog import PlanDialog
from gui.pages.photographs.presenter import completeness, facts
from gui.pages.photographs.thumbnails import Thumbnails
from models.photographs.plan import ImportPlan, plan_import
from models.progress import Progress
from models.store.records import Photograph
from models.words import counted


def build(context: PageContext) -> "PhotographsPage":
    """Build the page for the study that is open."""
    return PhotographsPage(context)


class PhotographsPage(QWidget):
    """The completeness matrix, the chosen photographs, and the import."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("photographs_page")
        self.setAcceptDrops(True)
        self._context = context
        store = context.study.store
        self._protocol = store.protocol()
        self._thumbnails = Thumbnails(SIDE, store.photograph_bytes)
        visits = {visit.key: visit.name for visit in self._protocol.visits}
        self._sheet = ContactSheet(self._thumbnails, visits)
        self._matrix = MatrixTable(context.theme)
        self._matrix.photographs_chosen.connect(self._on_photographs_chosen)
        self._sentence = words("completeness_text", look="muted")
        self._facts = words("photograph_facts", look="small")
        self._import = named("import_photographs", QAction(self))
        self._import.setText(self.tr("Import photographs…"))
        self._import.triggered.connect(self._on_import_triggered)

        button = named("import_button", QPushButton("Import a folder…"), "primary")
        icons.give(button, "import", on_accent=True)
        button.clicked.connect(self._import.trigger)
        layout = page_layout(self)
        title = words("photographs_title", self.tr("Photographs"), "title")
        layout.addLayout(title_row(title, button))
        layout.addWidget(self._sentence)
        layout.addWidget(self._splitter(), 1)
        context.study.changed.connect(self.refresh)
        self.refresh()

    def commands(self) -> tuple[Command, ...]:
        """Import, which stands in the File menu anyway."""
        return (Command("", self._import),)

    @Slot()
    def refresh(self) -> None:
        """Show the photographs as they are now."""
        store = self._context.study.store
        matrix = completeness(self._protocol, store.subjects(), store.photographs())
        self._matrix.set_matrix(matrix)
        self._sentence.setText(matrix.sentence())

    def show_place(self, subject: str, visit: str) -> None:
        """Choose the photographs of a subject at a visit."""
        self._matrix.choose(subject, visit)

    def import_folder(self, folder: Path) -> None:
        """Look through a folder, then show what an import would do."""
        protocol = self._protocol
        stored = self._context.study.store.photographs()

        def look(progress: Progress) -> ImportPlan:
            return plan_import(folder, protocol, stored=stored, progress=progress)

        self._context.jobs.start(
            self.tr("Looking at the photographs"), look, self._on_planned
        )

    def _splitter(self) -> QSplitter:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._sheet, 1)
        column.addWidget(self._facts)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._matrix)
        splitter.addWidget(side)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        return splitter

    @Slot(object)
    def _on_photographs_chosen(self, photographs: tuple[Photograph, ...]) -> None:
        self._sheet.show_photographs(photographs)
        if len(photographs) == 1:
            self._facts.setText(facts(photographs[0]))
        else:
            self._facts.setText(counted(len(photographs), "photograph"))

    @Slot()
    def _on_import_triggered(self) -> None:
        folder = file_dialogs.choose_folder(
            self,
            self._context.settings,
            "photographs",
            self.tr("Choose the folder of photographs"),
        )
        if folder is not None:
            self.import_folder(folder)

    @Slot(object)
    def _on_planned(self, plan: ImportPlan) -> None:
        PlanDialog(self._context, plan, self).open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_folder(event) is not None:
            event.acceptProposedAction()
            relook(self._sentence, "drop_hover")

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        relook(self._sentence, "muted")

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        relook(self._sentence, "muted")
        folder = _dropped_folder(event)
        if folder is not None:
            event.acceptProposedAction()
            self.import_folder(folder)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._thumbnails.close()
        super().closeEvent(event)


def _dropped_folder(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.is_dir() else None
