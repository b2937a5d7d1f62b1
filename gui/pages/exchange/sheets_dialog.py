"""Printing a rater's reading as score sheets on paper."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.job_bar import JobBar
from gui.jobs import Job
from gui.layouts import form_layout, words
from gui.naming import named
from gui.pages.exchange.presenter import rater_choices
from models.audit.exporting import record_export
from models.progress import Progress
from models.reading.session import open_session
from models.words import counted

_PDF = "PDF (*.pdf)"


class SheetsDialog(QDialog):
    """Asks for whom, and writes the sheets as PDF."""

    def __init__(self, context: PageContext, parent: QWidget, by: str) -> None:
        super().__init__(parent)
        self.setObjectName("sheets_dialog")
        self.setWindowTitle(self.tr("Print score sheets"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._context = context
        self._by = by
        self._job: Job | None = None
        self._rater = named("sheets_rater_box", QComboBox())
        self._rater.setEditable(True)
        expanding, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self._rater.setSizePolicy(expanding, fixed)
        self._rater.addItems(rater_choices(context.study.store))
        self._write = named("write_sheets_button", QPushButton(), "primary")
        self._write.setText(self.tr("Write the PDF…"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._write, QDialogButtonBox.ButtonRole.ActionRole)
        form = form_layout()
        form.addRow(self.tr("&Rater"), self._rater)
        text = self.tr(
            "The rater's photographs in the order of the reading, small, under their "
            "codes, with a box for each grade. Nothing on the sheets tells subject, "
            "visit, site or arm. Key the scores back in the reading, or import a table "
            "with the columns rater, code, scale and score."
        )
        layout = dialog_layout(self)
        layout.addWidget(words("sheets_hint", text, "muted"))
        layout.addLayout(form)
        layout.addWidget(JobBar(context.jobs))
        add_buttons(self, buttons)
        self._write.clicked.connect(self._on_write)
        buttons.rejected.connect(self.reject)
        self.finished.connect(self._on_finished)
        self._rater.editTextChanged.connect(self._on_rater_changed)
        self._on_rater_changed()

    @Slot()
    def _on_rater_changed(self) -> None:
        self._write.setEnabled(bool(self._rater.currentText().strip()))

    @Slot()
    def _on_write(self) -> None:
        rater = self._rater.currentText().strip()
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "sheets",
            self.tr("Write the score sheets"),
            _PDF,
            f"score-sheets-{rater}.pdf",
        )
        if path is not None:
            self._start(rater, path)

    def _start(self, rater: str, path: Path) -> None:
        from exports.score_paper import write_score_sheets

        store, by = self._context.study.store, self._by

        def work(progress: Progress) -> int:
            count = write_score_sheets(open_session(store, rater), path, progress)
            record_export(store, "score sheets", path.name, by=by)
            return count

        self._write.setEnabled(False)
        self._job = self._context.jobs.start(
            self.tr("Drawing the score sheets"), work, self._on_written
        )
        self._job.ended.connect(self._on_ended)

    @Slot(object)
    def _on_written(self, count: int) -> None:
        self._context.study.tell("readings")
        told = self.tr("The score sheets are written: {}.")
        self._context.shell.told.emit(told.format(counted(count, "photograph")))
        self.accept()

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        self._on_rater_changed()

    @Slot()
    def _on_finished(self) -> None:
        """Stop what goes on, if the dialog is closed in the middle of it."""
        if self._job is not None:
            self._job.cancel()
