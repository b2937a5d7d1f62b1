"""The fields for an allocation that the program draws: arms, ratio, blocks, strata."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.layouts import words
from gui.naming import named
from models.allocation.allocation_list import LONGEST_ARM_NAME
from models.allocation.randomise import Arm, Scheme, scheme_of
from models.errors import ExpectedError
from models.protocol.protocol import Protocol

_SIDES = (
    "Every subject has both arms; drawn is which of them is on the left, in blocks of "
    "the two arrangements."
)


class DrawingFields(QWidget):
    """Names and shares of the arms, sizes of blocks, strata.

    The shares begin as the protocol says. Where sides are compared there are none: the
    arms are always as many.

    Signals:
        changed: What is given has changed.
    """

    changed = Signal()

    def __init__(self, protocol: Protocol) -> None:
        super().__init__()
        self.setObjectName("drawing_fields")
        self._protocol = protocol
        arms = protocol.arms
        self._names = [named(f"arm_{n}_field", QLineEdit()) for n in range(1, arms + 1)]
        self._shares = [
            named(f"share_{n}", QLineEdit(str(share)))
            for n, share in enumerate(protocol.ratio, 1)
        ]
        self._blocks = named("blocks_field", QLineEdit())
        self._by_site = named("by_site", QCheckBox(self.tr("Balance every site")))
        self._fault = words("drawing_fault", look="small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if protocol.has_sides:
            layout.addWidget(words("drawing_sides", self.tr(_SIDES), "small"))
        layout.addLayout(self._grid())
        layout.addWidget(self._fault)
        self._blocks.textChanged.connect(self._on_changed)
        self._by_site.toggled.connect(self._on_changed)

    def _grid(self) -> QGridLayout:
        """A row for each arm, and how they are drawn."""
        arms, has_shares = self._protocol.arms, not self._protocol.has_sides
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        if has_shares:
            grid.addWidget(QLabel(self.tr("Share")), 0, 2)
        for row, (name, share) in enumerate(
            zip(self._names, self._shares, strict=True), 1
        ):
            name.setMaxLength(LONGEST_ARM_NAME)
            label = QLabel(self.tr("Arm {}").format(row))
            label.setBuddy(name)
            share.setValidator(QIntValidator(1, 20, share))
            share.setFixedWidth(70)
            share.setAccessibleName(self.tr("Share of arm {}").format(row))
            grid.addWidget(label, row, 0)
            grid.addWidget(name, row, 1, 1, 1 if has_shares else 2)
            if has_shares:
                grid.addWidget(share, row, 2)
            name.textChanged.connect(self._on_changed)
            share.textChanged.connect(self._on_changed)
        self._blocks.setPlaceholderText(self.tr("two sizes that fit, if empty: 4, 6"))
        blocks = QLabel(self.tr("Blocks of"))
        blocks.setBuddy(self._blocks)
        grid.addWidget(blocks, arms + 1, 0)
        grid.addWidget(self._blocks, arms + 1, 1, 1, 2)
        grid.addWidget(self._by_site, arms + 2, 1, 1, 2)
        return grid

    def scheme(self) -> Scheme | None:
        """How to draw, or None as long as it makes no sense; then the fault is told."""
        names = [field.text().strip() for field in self._names]
        if not all(names):
            self._fault.clear()
            return None
        fault = ""
        found = None
        if len({name.casefold() for name in names}) < len(names):
            fault = self.tr("Two arms have the same name.")
        elif not all(share.hasAcceptableInput() for share in self._shares):
            fault = self.tr("Shares are whole numbers from 1 to 20.")
        else:
            try:
                found = self._made(names)
            except ExpectedError as error:
                fault = "\n".join(str(one) for one in error.problems) or error.text
            except ValueError:
                fault = self.tr("Sizes of blocks are whole numbers: 4, 6.")
        self._fault.setText(fault)
        return found

    def _made(self, names: list[str]) -> Scheme:
        """The scheme of the fields, checked."""
        shares = [int(share.text()) for share in self._shares]
        arms = [Arm(*pair) for pair in zip(names, shares, strict=True)]
        words_of_sizes = self._blocks.text().replace(",", " ").split()
        return scheme_of(
            self._protocol,
            arms,
            blocks=[int(word) for word in words_of_sizes],
            by_site=self._by_site.isChecked(),
        )

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()
