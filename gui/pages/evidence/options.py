"""How studies are pooled: measure, model, interval, correlation, and words."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from gui.flow_layout import FlowLayout
from gui.layouts import form_layout, words
from gui.naming import named
from models.statistics.evidence.collection import Collection
from models.statistics.evidence.effects import Measure
from models.statistics.evidence.heterogeneity import Tau2
from models.statistics.evidence.synthesis import Plan

_MEASURES = (
    ("Mean difference", Measure.MD),
    ("Standardised mean difference", Measure.SMD),
    ("Standardised, as Review Manager", Measure.SMD_REVMAN),
    ("Effects as given", Measure.GENERIC),
)
_MODELS: tuple[tuple[str, Tau2 | None], ...] = (
    ("Random effects, DerSimonian-Laird", Tau2.DL),
    ("Random effects, Paule-Mandel", Tau2.PM),
    ("Random effects, REML", Tau2.REML),
    ("Common effect", None),
)


class Options(QWidget):
    """The row of choices above the figures, and the fields beside them.

    Signals:
        plan_chosen: A Plan.
        correlation_chosen: A float, or None.
        words_chosen: Names of first and second group, outcome, and GRADE.

    Attributes:
        names: The fields for words and the supposed correlation, for another place.
    """

    plan_chosen = Signal(object)
    correlation_chosen = Signal(object)
    words_chosen = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("evidence_options")
        self._plan = Plan()
        self._measure = named("evidence_measure", QComboBox())
        self._measure.setAccessibleName(self.tr("Effect"))
        for text, _ in _MEASURES:
            self._measure.addItem(text)
        self._model = named("evidence_model", QComboBox())
        self._model.setAccessibleName(self.tr("Model"))
        for text, _ in _MODELS:
            self._model.addItem(text)
        self._knapp = named("hartung_knapp", QCheckBox(self.tr("Hartung-Knapp")))
        self._knapp.setToolTip(
            self.tr("Interval by Hartung and Knapp, better with few studies")
        )
        self._correlation = _field("correlation_field", self.tr("Correlation supposed"))
        self._correlation.setToolTip(
            self.tr("Of the sides of paired studies that tell none, such as 0.5")
        )
        self._texts = (
            _field("first_group", self.tr("First group")),
            _field("second_group", self.tr("Second group")),
            _field("outcome_field", self.tr("Outcome")),
            _field("grade_note", self.tr("Certainty (GRADE)")),
        )
        layout = FlowLayout(self, gap=12)
        for widget in (self._measure, self._model, self._knapp):
            layout.addWidget(widget)
        self.names = QWidget()
        form = form_layout()
        for field in (*self._texts, self._correlation):
            form.addRow(field.accessibleName(), field)
        hint = words("", self._correlation.toolTip(), "small")
        column = QVBoxLayout(self.names)
        column.addLayout(form)
        column.addWidget(hint)
        column.addStretch(1)
        self._measure.activated.connect(self._on_plan_chosen)
        self._model.activated.connect(self._on_plan_chosen)
        self._knapp.clicked.connect(self._on_plan_chosen)
        self._correlation.editingFinished.connect(self._on_correlation_entered)
        for field in self._texts:
            field.editingFinished.connect(self._on_words_entered)

    def show_settings(self, collection: Collection) -> None:
        """Show what holds."""
        plan = self._plan = collection.plan
        measures = [one for _, one in _MEASURES]
        self._measure.setCurrentIndex(measures.index(plan.measure))
        self._model.setCurrentIndex([one for _, one in _MODELS].index(plan.tau2))
        self._knapp.setChecked(plan.is_hartung_knapp)
        self._knapp.setEnabled(plan.tau2 is not None)
        given = collection.correlation
        self._correlation.setText("" if given is None else f"{given:g}")
        shown = collection.first, collection.second, collection.outcome
        for field, text in zip(self._texts, (*shown, collection.grade), strict=True):
            field.setText(text)

    @Slot()
    def _on_plan_chosen(self) -> None:
        self.plan_chosen.emit(
            replace(
                self._plan,
                measure=_MEASURES[self._measure.currentIndex()][1],
                tau2=_MODELS[self._model.currentIndex()][1],
                is_hartung_knapp=self._knapp.isChecked(),
            )
        )

    @Slot()
    def _on_correlation_entered(self) -> None:
        text = self._correlation.text().strip().replace(",", ".")
        try:
            value = float(text) if text else None
        except ValueError:
            value = None
        if value is not None and not -1 < value < 1:
            value = None
        if value is None:
            self._correlation.clear()
        self.correlation_chosen.emit(value)

    @Slot()
    def _on_words_entered(self) -> None:
        self.words_chosen.emit(*(field.text().strip() for field in self._texts))


def _field(name: str, says: str) -> QLineEdit:
    field = named(name, QLineEdit())
    field.setAccessibleName(says)
    field.setToolTip(says)
    return field
