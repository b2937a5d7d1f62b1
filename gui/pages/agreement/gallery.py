"""The gallery of disagreements: photographs, grades under codes, the consensus."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.context import PageContext
from gui.layouts import words
from gui.naming import named
from gui.pages.agreement.adjudication_dialog import AdjudicationDialog
from gui.pages.agreement.disagreements import Disagreement, gallery
from gui.pages.photographs.thumbnails import Thumbnails
from gui.widgets.viewer.viewer import PhotographViewer
from models.errors import ExpectedError
from models.reading.consensus import agree, note_for_meeting

COORDINATOR = "coordinator"
_SIDE = 120


class GalleryTab(QWidget):
    """Photographs at the left, the chosen one large, and its grades beside it.

    Signals:
        told: A sentence about what was done.
    """

    told = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("gallery_tab")
        self._context = context
        self._store = context.study.store
        self._scale = ""
        self._shown: tuple[Disagreement, ...] = ()
        self._thumbnails = Thumbnails(_SIDE, self._store.photograph_bytes)
        self._thumbnails.ready.connect(self._on_ready)
        self._thumbnails.failed.connect(self._on_failed)
        self.viewer = PhotographViewer(self._store.photograph_bytes)
        self.viewer.setMinimumSize(160, 160)
        self.list = self._make_list()
        self._state = words("gallery_state", look="muted")
        self._grades = words("gallery_grades")
        self.consensus = named("consensus_choice", QComboBox())
        self.consensus.setAccessibleName(self.tr("Consensus"))
        self.consensus.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        )
        self.note = named("meeting_note", QLineEdit())
        self.note.setPlaceholderText(self.tr("Note for the meeting"))
        self.keep = named("keep_consensus", QPushButton(self.tr("Keep")), "primary")
        self.open = named(
            "open_adjudication", QPushButton(self.tr("Open an adjudication…"))
        )
        self.keep.clicked.connect(self._on_keep)
        self.open.clicked.connect(self._on_open)
        self._lay_out()

    def show_scale(self, scale: str) -> None:
        """Show the photographs on which raters differ on this scale."""
        chosen = self.list.currentRow() if scale == self._scale else 0
        self._scale = scale
        found = gallery(self._store, scale)
        self._shown = found.shown
        self._state.setText(found.text)
        self.list.clear()
        for one in found.shown:
            item = QListWidgetItem(one.caption)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines = one.caption.count("\n") + 3
            height = _SIDE + lines * self.list.fontMetrics().height()
            item.setSizeHint(QSize(_SIDE + 20, height))
            self.list.addItem(item)
        self._thumbnails.want(tuple(one.photograph for one in found.shown))
        self._fill_consensus()
        if found.shown:
            self.list.setCurrentRow(min(max(chosen, 0), len(found.shown) - 1))
        else:
            self._on_chosen(-1)

    def stop(self) -> None:
        """End the threads, for the page is closed."""
        self._thumbnails.close()
        self.viewer.close()

    def _make_list(self) -> QListWidget:
        found = named("gallery_list", QListWidget(), "photograph_surround")
        found.setAccessibleName(self.tr("Photographs, the widest spread first"))
        found.setViewMode(QListView.ViewMode.IconMode)
        found.setResizeMode(QListView.ResizeMode.Adjust)
        found.setMovement(QListView.Movement.Static)
        found.setWordWrap(True)
        found.setSpacing(6)
        found.setIconSize(QSize(_SIDE, _SIDE))
        found.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        found.currentRowChanged.connect(self._on_chosen)
        found.setMinimumWidth(_SIDE + 60)
        return found

    def _lay_out(self) -> None:
        inner = QWidget()
        beside = QVBoxLayout(inner)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._grades)
        beside.addWidget(words("", self.tr("The meeting agrees on"), "label"))
        beside.addWidget(self.consensus)
        beside.addWidget(self.note)
        beside.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch(1)
        area = named("gallery_beside", QScrollArea())
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        for widget in (inner, area.viewport()):
            widget.setAutoFillBackground(False)
        row = QHBoxLayout()
        row.addWidget(self.list, 2)
        row.addWidget(self.viewer, 3)
        row.addWidget(area, 2)
        top = QHBoxLayout()
        top.addWidget(self._state, 1)
        top.addWidget(self.open)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(8)
        box.addLayout(top)
        box.addLayout(row, 1)

    def _fill_consensus(self) -> None:
        """Nothing, every grade of the scale with its words, and every reason."""
        self.consensus.clear()
        self.consensus.addItem(self.tr("nothing yet"), (None, ""))
        scale = self._store.scales().get(self._scale)
        if scale is None:
            return
        for grade in scale.grades:
            text = f"{grade.value:g}  {grade.label}".strip()
            self.consensus.addItem(text, (grade.value, ""))
        for reason in self._store.reasons():
            text = self.tr("not assessable: {}").format(reason)
            self.consensus.addItem(text, (None, reason))

    def _chosen(self) -> Disagreement | None:
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @Slot(int)
    def _on_chosen(self, _: int) -> None:
        one = self._chosen()
        for widget in (self.consensus, self.note, self.keep):
            widget.setEnabled(one is not None)
        if one is None:
            self.viewer.clear()
            self._grades.clear()
            return
        self.viewer.show_photograph(one.photograph)
        self._grades.setText(one.sentence)
        self.note.setText(one.note)
        agreed = self._store.consensus().get((one.photograph, self._scale))
        wanted = (agreed.value, agreed.reason) if agreed else (None, "")
        rows = range(self.consensus.count())
        met = [row for row in rows if self.consensus.itemData(row) == wanted]
        self.consensus.setCurrentIndex(met[0] if met else 0)

    @Slot(int, QImage)
    def _on_ready(self, number: int, picture: QImage) -> None:
        for row, one in enumerate(self._shown):
            if one.photograph == number:
                self.list.item(row).setIcon(QIcon(QPixmap.fromImage(picture)))

    @Slot(int, str)
    def _on_failed(self, number: int, reason: str) -> None:
        for row, one in enumerate(self._shown):
            if one.photograph == number:
                self.list.item(row).setToolTip(reason)

    @Slot()
    def _on_keep(self) -> None:
        one = self._chosen()
        if one is None:
            return
        value, reason = self.consensus.currentData()
        agreed = self._store.consensus().get((one.photograph, self._scale))
        before = (agreed.value, agreed.reason) if agreed else (None, "")
        note = self.note.text().strip()
        keep = partial(agree, self._store, one.photograph, self._scale, by=COORDINATOR)
        try:
            if (value, reason) != before:
                keep(value=value, reason=reason)
            if note != one.note:
                note_for_meeting(
                    self._store, one.photograph, self._scale, note, by=COORDINATOR
                )
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self.show_scale(self._scale)
        self.told.emit(self.tr("Kept beside the scores, which stay as they are."))

    @Slot()
    def _on_open(self) -> None:
        try:
            dialog = AdjudicationDialog(self._context, self)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        dialog.opened.connect(self.told)
        dialog.open()
