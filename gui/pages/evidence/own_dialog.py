"""Choosing what the row of the study itself is taken from."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from models.statistics.evidence.collection import Own
from models.statistics.evidence.own import TOO_FEW, own_choices, own_words
from models.statistics.trajectories import Measure, Trajectories


class OwnDialog(QDialog):
    """Outcome, visit, value or change, and which arm is first.

    Signals:
        chosen: An Own, and what the row is called.
    """

    chosen = Signal(object, str)

    def __init__(
        self, shown: Trajectories, title: str, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            shown: The trajectories of the study by arm.
            title: Title of the study.
            parent: What it stands before.
        """
        super().__init__(parent)
        self.setObjectName("own_dialog")
        self.setWindowTitle(self.tr("The row of this study"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._shown = shown
        self._visits = own_choices(shown)
        self._name = named("own_name", QLineEdit(f"{title} (this study)"))
        self._series = named("own_series", QComboBox())
        self._visit = named("own_visit", QComboBox())
        self._measure = named("own_measure", QComboBox())
        self._first = named("own_first", QComboBox())
        self._second = named("own_second", QComboBox())
        self._said = words("own_words", look="muted")
        self._take = named("own_take", QPushButton(self.tr("Take it")), "primary")
        for series in shown.scales:
            if series.key in self._visits:
                self._series.addItem(series.short, series.key)
        self._measure.addItem(self.tr("Value"), Measure.SCORE)
        change = self.tr("Change from {}").format(shown.baseline.name)
        self._measure.addItem(change, Measure.CHANGE)
        for choice in (self._first, self._second):
            for group in shown.groups:
                choice.addItem(group)
        self._second.setCurrentIndex(1)
        form = form_layout()
        form.addRow(self.tr("&Called"), self._name)
        form.addRow(self.tr("&Outcome"), self._series)
        form.addRow(self.tr("&Visit"), self._visit)
        form.addRow(self.tr("&Measure"), self._measure)
        form.addRow(self.tr("&First group"), self._first)
        form.addRow(self.tr("&Second group"), self._second)
        layout = dialog_layout(self)
        text = self.tr(
            "Its numbers come out of the scores, also when these change; it is marked."
        )
        layout.addWidget(words("", text, "muted"))
        layout.addLayout(form)
        layout.addWidget(self._said)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._take, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        add_buttons(self, buttons)
        self._series.currentIndexChanged.connect(self._fill_visits)
        for choice in (self._visit, self._measure, self._first, self._second):
            choice.currentIndexChanged.connect(self._check)
        self._name.textChanged.connect(self._check)
        self._fill_visits()

    def own(self) -> Own:
        """What is chosen now."""
        return Own(
            self._series.currentData() or "",
            self._visit.currentData() or "",
            Measure(self._measure.currentData()),
            self._first.currentText(),
            self._second.currentText(),
        )

    @Slot()
    def _fill_visits(self) -> None:
        self._visit.clear()
        known = self._visits.get(self._series.currentData() or "", ())
        for visit in self._shown.visits:
            if visit.key in known:
                self._visit.addItem(visit.name, visit.key)
        self._visit.setCurrentIndex(self._visit.count() - 1)
        self._check()

    @Slot()
    def _check(self) -> None:
        own = self.own()
        differ = own.first != own.second
        said = own_words(self._shown, own) if own.visit else ""
        self._said.setText(said if differ else self.tr("The groups are the same."))
        self._take.setEnabled(
            differ
            and bool(own.visit)
            and said != TOO_FEW
            and bool(self._name.text().strip())
        )

    @Slot()
    def _on_accepted(self) -> None:
        own, name = self.own(), self._name.text().strip()
        self.accept()
        self.chosen.emit(own, name)
