"""Making a scale: its words, grades and classes, and a preview beside them."""

from collections.abc import Collection

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFormLayout, QPushButton, QVBoxLayout, QWidget

from gui.context import PageContext
from gui.forms.cells import Field
from gui.forms.editing_table import EditingTable
from gui.forms.faults import sentence
from gui.layouts import card
from gui.naming import named
from gui.scale_editor.editor_dialog import EditorDialog
from gui.scale_editor.scale_preview import ScalePreview
from models.own_library import SCALES
from models.scales.draft import BandDraft, GradeDraft, ScaleDraft
from models.scales.scale import Direction, FromPhotograph, Mode, Scale

_PHOTOGRAPH = (
    (FromPhotograph.YES.value, "yes"),
    (FromPhotograph.WITH_BASELINE.value, "yes, beside the baseline"),
    (FromPhotograph.NO.value, "no, it is felt, touched or asked for"),
)
_MODES = (
    (Mode.STATIC.value, "one photograph"),
    (Mode.COMPARATIVE.value, "the photograph and the baseline beside it"),
)
_BY = ("rated", "by")
_PAUSE_MS = 250


class ScaleEditor(EditorDialog):
    """Edits a draft of a scale and saves it into the user's library."""

    def __init__(
        self,
        context: PageContext,
        draft: ScaleDraft,
        taken: Collection[str],
        parent: QWidget | None = None,
    ) -> None:
        """Make the editor.

        Args:
            context: The long-lived objects.
            draft: What to begin with.
            taken: Keys that may not be used, for others have them.
            parent: The window that asks.
        """
        super().__init__(context, SCALES, parent)
        self.setObjectName("scale_editor")
        self.setWindowTitle(self.tr("Scale"))
        self.draft = draft
        self._taken = frozenset(taken)
        self._preview = ScalePreview()
        # The panel is made anew, which is too slow for every key that is pressed.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._show_preview)
        self._whole: Scale | None = None
        self._grades: EditingTable[GradeDraft] = EditingTable(
            "grades_table",
            (
                Field("value", self.tr("Value")),
                Field("label", self.tr("Label")),
                Field("words", self.tr("Words"), stretches=True),
                Field(
                    "category",
                    self.tr("Category"),
                    hint=self.tr("Only where a study may choose among codings"),
                ),
            ),
            self._new_grade,
            "grades",
            self.tr("grade"),
        )
        self._bands: EditingTable[BandDraft] = EditingTable(
            "bands_table",
            (
                Field("name", self.tr("Name")),
                Field("label", self.tr("Label")),
                Field("lowest", self.tr("From")),
                Field("highest", self.tr("To")),
                Field("words", self.tr("Words"), stretches=True),
            ),
            BandDraft,
            "bands",
            self.tr("class"),
        )
        half = named("half_points_button", QPushButton(self.tr("Add half points")))
        half.clicked.connect(self._on_half_points)
        self._grades.add_button(half)
        for table in (self._grades, self._bands):
            table.changed.connect(self.on_changed)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(14)
        column.addWidget(card(self._what_it_is(), self.tr("What it is")))
        column.addWidget(card(self._grades, self.tr("Grades, from the lowest up")))
        column.addWidget(
            card(self._classes(), self.tr("Classes of grades, if it has any"))
        )
        column.addWidget(card(self._who_rates(), self.tr("Who grades, and responders")))
        column.addWidget(card(self._origin(), self.tr("Where it comes from")))
        column.addStretch(1)
        self.lay_out(left, self._preview)
        self.form.show_draft(draft)
        self._grades.show_rows(draft.grades)
        self._bands.show_rows(draft.bands)
        self._grades.set_shown(
            "category", shown=any(one.category for one in draft.grades)
        )
        self.check()
        self._show_preview()

    def check(self) -> None:
        """Read the draft, tell its faults, and show it as the rater will see it."""
        found = self.draft.check(self._taken)
        self.form.refresh()
        self.form.set_shown("band_noun", shown=bool(self.draft.bands))
        self.form.show_problems(found.problems)
        self._grades.show_problems(found.problems)
        self._bands.show_problems(found.problems)
        rest = [
            sentence("What the form does not show", one)
            for one in found.problems
            if one.path[:1] == ("codings",) or one.path == ("responder",)
        ]
        self.show_fault_count(len(found.problems), list(dict.fromkeys(rest)))
        self._whole = found.result
        self._pause.start()

    @Slot()
    def _show_preview(self) -> None:
        self._preview.show_scale(self._whole)

    def written(self) -> tuple[str, str]:
        """Key and text of the scale."""
        return self.draft.shown_key, self.draft.text()

    def _what_it_is(self) -> QFormLayout:
        form, tr = self.form, self.tr
        layout = form.begin()
        form.text(tr("&Name"), "name")
        form.text(tr("&Short name"), "short", hint=tr("On buttons, sheets and plots"))
        form.text(tr("&Question"), "question", hint=tr("What the rater is asked"))
        form.choice(
            tr("&Direction"), "direction", [(one.value, one.words) for one in Direction]
        )
        form.choice(tr("Rater s&ees"), "mode", _MODES)
        return layout

    def _classes(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addLayout(self.form.begin())
        self.form.text(self.tr("What a class is ca&lled"), "band_noun")
        column.addWidget(self._bands)
        return column

    def _who_rates(self) -> QFormLayout:
        form, tr = self.form, self.tr
        layout = form.begin()
        form.choice(
            tr("From &photographs"), "photograph", _PHOTOGRAPH, ("rated", "photograph")
        )
        form.flag(tr("Raters and investigators grade"), "by_investigator", _BY)
        form.flag(tr("Subjects grade themselves"), "by_subject", (*_BY, "subject"))
        form.text(
            tr("Responder, better by"),
            "improvement",
            ("responder", "improvement"),
            hint=tr("Grades from baseline; leave empty for no rule"),
        )
        form.text(tr("Responder, reached"), "reached", ("responder", "reached"))
        form.text(tr("Responder rule"), "responder_words", ("responder", "words"))
        form.text(
            tr("Responder citation"), "responder_citation", ("responder", "citation")
        )
        return layout

    def _origin(self) -> QFormLayout:
        form, tr = self.form, self.tr
        layout = form.begin()
        form.text(tr("&Citation"), "citation")
        form.text(tr("L&icence"), "licence", hint=tr("The right to use it"))
        form.long_text(tr("N&otes"), "notes")
        form.text(tr("&Key"), "shown_key", ("key",), hint=tr("In tables and files"))
        form.text(tr("&Version"), "version")
        return layout

    def _new_grade(self) -> GradeDraft:
        added = self.draft.add_grade()
        self.draft.grades.remove(added)
        return added

    @Slot()
    def _on_half_points(self) -> None:
        self.draft.add_half_points()
        self._grades.refresh()
        self.on_changed()
