"""Who enters and who rated, and whether it is the first or the second entry."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui.context import PageContext
from gui.naming import named
from gui.pages.measurements.field_row import ChoiceBox, label_of
from gui.sign_in import COORDINATOR
from models.people.people import needs_sign_in

_BY = "measurements/entered-by"


class EntryBar(QWidget):
    """The line above the forms. Where people sign in, it does not ask who enters.

    Signals:
        entry_changed: The other of the two entries was chosen.
    """

    entry_changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._by = named("entered_by_field", QLineEdit())
        self._by.setText(context.settings.text(_BY, COORDINATOR))
        self._rated_by = named("rated_by_field", QLineEdit())
        self._rated_by.setPlaceholderText(self.tr("initials, may stay empty"))
        self._entry = named("entry_box", ChoiceBox())
        self._entry.addItems([self.tr("First entry"), self.tr("Second entry")])
        self._entry.setAccessibleName(self.tr("First or second of a double entry"))
        for field in (self._by, self._rated_by):
            sign = field.fontMetrics().averageCharWidth()
            field.setMinimumWidth(12 * sign)
            field.setMaximumWidth(30 * sign)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        if not needs_sign_in(context.study.store):
            self._row.addWidget(label_of(self.tr("Entered &by"), self._by))
            self._row.addWidget(self._by, 1)
        self._row.addWidget(label_of(self.tr("&Rated by"), self._rated_by))
        self._row.addWidget(self._rated_by, 1)
        self._row.addWidget(self._entry)
        self._by.editingFinished.connect(self._on_by_edited)
        self._entry.currentIndexChanged.connect(self.entry_changed)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._row.addWidget(widget)
        self._row.addStretch(1)

    def entered_by(self) -> str:
        """Who enters, as it goes on record."""
        return self._by.text().strip() or COORDINATOR

    def rated_by(self) -> str:
        """Who gave the values, or empty."""
        return self._rated_by.text().strip()

    def entry(self) -> int:
        """1, or 2 for the second of a double entry."""
        return self._entry.currentIndex() + 1

    def ask_who(self) -> None:
        """Let another person name herself."""
        self._by.setFocus()
        self._by.selectAll()

    @Slot()
    def _on_by_edited(self) -> None:
        self._context.settings.set_text(_BY, self._by.text().strip())
