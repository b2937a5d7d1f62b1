"""Amending the protocol of the open study: a new version, for a reason, on record."""

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.context import PageContext
from gui.layouts import card, form_layout
from gui.naming import named
from gui.pages.record.signer import SignerFields
from gui.protocol_editor.editor import ProtocolEditor
from gui.protocol_editor.presenter import EditorPresenter
from models.audit.amending import amend, has_begun
from models.people.roles import Act
from models.progress import Progress
from models.protocol import library
from models.protocol.amending import Difference, differences
from models.protocol.draft_of import amendment_of
from models.words import counted

_USUAL = "coordinator"


class AmendDialog(QDialog):
    """Edits the study's protocol, shows what changes, and amends it for a reason."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("amend_dialog")
        self.setWindowTitle(self.tr("Amend the protocol"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        store = context.study.store
        self._old = store.protocol()
        self._has_begun = has_begun(store)
        known = library.with_own(context.settings.library_folder)
        known = replace(
            known,
            scales={**known.scales, **store.pinned_scales()},
            measures={**known.measures, **store.measures()},
        )
        self._editor = ProtocolEditor()
        self._differences = named("differences_text", QPlainTextEdit())
        self._differences.setReadOnly(True)
        self._differences.setTabChangesFocus(True)
        self._differences.setAccessibleName(self.tr("What changes"))
        lines = self._differences.fontMetrics().lineSpacing()
        self._differences.setFixedHeight(lines * 4 + 20)
        self._why = named("reason_field", QLineEdit())
        self._why.setPlaceholderText(self.tr("Why, for the audit trail"))
        form = form_layout()
        form.addRow(self.tr("&Reason"), self._why)
        self._signer = SignerFields(store, form, _USUAL, self)
        self._amend = named("amend_button", QPushButton(self.tr("&Amend")))
        self._amend.setProperty("look", "primary")
        self._amend.setDefault(True)
        self._lay_out(form)
        self._amend.clicked.connect(self._on_amend)
        self._editor.changed.connect(self._check)
        self._why.textChanged.connect(self._check)
        self._signer.changed.connect(self._check)
        draft = amendment_of(self._old)
        presenter = EditorPresenter(known, draft, keeps_key=True)
        self._editor.show_presenter(presenter)

    def _lay_out(self, form: QFormLayout) -> None:
        next_step = named("next_step_button", QPushButton(self.tr("Ne&xt")))
        cancel = named("cancel_button", QPushButton(self.tr("Cancel")))
        next_step.clicked.connect(self._editor.show_next)
        cancel.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.setSpacing(16)
        changes = card(self._differences, self.tr("What changes"))
        below.addWidget(changes, 3)
        below.addLayout(form, 2)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for button in (next_step, cancel, self._amend):
            button.setAutoDefault(False)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._editor, 1)
        layout.addLayout(below)
        layout.addLayout(foot)
        self.resize(1200, 700)

    @Slot()
    def _check(self) -> None:
        """Say what changes, and whether the amendment can be made."""
        presenter = self._editor.presenter
        plan = presenter.plan if presenter else None
        if plan is None:
            faults = len(presenter.checked.problems) if presenter else 0
            text = self.tr("The plan has {}; each step tells its own.")
            self._differences.setPlainText(text.format(counted(faults, "fault")))
            self._amend.setEnabled(False)
            return
        found = differences(self._old, plan.protocol)
        frozen = [one for one in found if one.is_frozen and self._has_begun]
        self._differences.setPlainText(_told(found, frozen))
        why = bool(self._why.text().strip())
        can = bool(found) and not frozen and why and self._signer.is_filled()
        self._amend.setEnabled(can)

    @Slot()
    def _on_amend(self) -> None:
        presenter = self._editor.presenter
        plan = presenter.plan if presenter else None
        if plan is None:
            return
        store, why = self._context.study.store, self._why.text().strip()
        acting = self._signer.acting(Act.AMEND)

        def work(_: Progress) -> str:
            amend(store, plan, by=acting(), why=why)
            return plan.protocol.version

        self._amend.setEnabled(False)
        job = self._context.jobs.start(self.windowTitle(), work, self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_done(self, version: str) -> None:
        told = self.tr("The protocol is amended: version {} counts now.")
        self.accept()
        self._context.shell.told.emit(told.format(version))
        self._context.study.tell("protocol")

    @Slot()
    def _on_failed(self) -> None:
        self._signer.forget_password()
        self._check()


def _told(found: tuple[Difference, ...], frozen: list[Difference]) -> str:
    """What changes, and what may not any more, a line each."""
    if not found:
        return "Nothing yet."
    lines = [f"✗ {one.text}" for one in frozen]
    if frozen:
        lines.append("Scoring has begun: what is marked ✗ may not change any more.")
    lines += [one.text for one in found if one not in frozen]
    return "\n".join(lines)
