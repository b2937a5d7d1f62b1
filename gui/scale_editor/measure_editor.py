"""Making a measure: a number with its unit and its limits."""

from collections.abc import Collection

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.context import PageContext
from gui.forms.faults import sentence
from gui.layouts import card, words
from gui.scale_editor.editor_dialog import EditorDialog
from gui.scale_editor.presenter import measure_text
from models.measures.draft import MeasureDraft
from models.own_library import MEASURES
from models.scales.scale import Direction


class MeasureEditor(EditorDialog):
    """Edits a draft of a measure and saves it into the user's library."""

    def __init__(
        self,
        context: PageContext,
        draft: MeasureDraft,
        taken: Collection[str],
        parent: QWidget | None = None,
    ) -> None:
        """Make the editor; arguments as of ScaleEditor."""
        super().__init__(context, MEASURES, parent)
        self.setObjectName("measure_editor")
        self.setWindowTitle(self.tr("Measure"))
        self.draft = draft
        self._taken = frozenset(taken)
        self._said = words("measure_text")
        form = self.form.begin()
        self._fill_form()
        left, right = QWidget(), QWidget()
        area = QScrollArea()
        area.setProperty("look", "step_area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(right)
        right.setProperty("look", "step_page")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 10, 0)
        column.addWidget(card(form, self.tr("What is measured")))
        column.addStretch(1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(10, 0, 0, 0)
        beside.addWidget(card(self._said, self.tr("In words")))
        beside.addStretch(1)
        area.setMinimumWidth(300)
        self.lay_out(left, area)
        self.form.show_draft(draft)
        self.check()

    def check(self) -> None:
        """Read the draft and tell its faults."""
        found = self.draft.check(self._taken)
        self.form.refresh()
        self.form.show_problems(found.problems)
        rest = [
            sentence("The measure", one)
            for one in found.problems
            if one.path[:1] and one.path[0] in self.draft.rest
        ]
        self.show_fault_count(len(found.problems), rest)
        if found.result is not None:
            self._said.setText(measure_text(found.result))
        elif not self._said.text():
            text = self.tr("Comes when nothing is missing any more.")
            self._said.setText(text)

    def written(self) -> tuple[str, str]:
        """Key and text of the measure."""
        return self.draft.shown_key, self.draft.text()

    def _fill_form(self) -> None:
        form, tr = self.form, self.tr
        form.text(tr("&Name"), "name")
        form.text(tr("&Short name"), "short", hint=tr("On forms, sheets and plots"))
        form.text(tr("&Question"), "question", hint=tr("Asked of who enters it"))
        form.text(tr("&Unit"), "unit", hint=tr("mm, %, years; empty for none"))
        form.text(tr("&Decimals"), "decimals")
        form.text(tr("&Lowest"), "lowest", hint=tr("A value below is refused"))
        form.text(tr("&Highest"), "highest", hint=tr("A value above is refused"))
        form.text(
            tr("Usual, from"), "usual_lowest", hint=tr("A value below gets a warning")
        )
        form.text(
            tr("Usual, to"), "usual_highest", hint=tr("A value above gets a warning")
        )
        form.text(tr("S&teps of"), "step", hint=tr("Empty for any value"))
        form.choice(
            tr("D&irection"), "direction", [(one.value, one.words) for one in Direction]
        )
        form.flag(tr("Read off a device"), "by_device", ("by",))
        form.flag(tr("Given by an investigator"), "by_investigator", ("by", "none"))
        form.flag(tr("Given by the subject"), "by_subject", ("by", "none"))
        form.flag(tr("Licensed instrument: only its number is held"), "licensed")
        form.text(tr("&Citation"), "citation")
        form.text(tr("Licenc&e"), "licence", hint=tr("The right to use it"))
        form.long_text(tr("N&otes"), "notes")
        form.text(tr("&Key"), "shown_key", ("key",), hint=tr("In tables and files"))
        form.text(tr("&Version"), "version")
