"""Building blocks of pages: a page that scrolls, a card, a heading."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.naming import named

PAGE_MARGIN = 24
SPACING = 16


def page_layout(page: QWidget) -> QVBoxLayout:
    """The layout of a page that fills the window."""
    page.setProperty("look", "page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, SPACING)
    layout.setSpacing(SPACING)
    return layout


def scrolling_layout(page: QWidget) -> QVBoxLayout:
    """The layout of a page that scrolls when it is higher than the window."""
    inner = QWidget()
    layout = page_layout(inner)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(area)
    return layout


def card(content: QLayout | QWidget, heading: str = "") -> QFrame:
    """A framed part of a page."""
    frame = QFrame()
    frame.setProperty("look", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(16, 14, 16, 14)
    layout.setSpacing(10)
    if heading:
        layout.addWidget(words("", heading, "label"))
    if isinstance(content, QWidget):
        layout.addWidget(content)
    else:
        layout.addLayout(content)
    return frame


def form_layout() -> QFormLayout:
    """Fields below one another with their labels at the left."""
    form = QFormLayout()
    form.setSpacing(10)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return form


def title_row(title: QLabel, *beside: QWidget) -> QHBoxLayout:
    """A page's title, and what stands at its right."""
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(title, 1)
    for widget in beside:
        row.addWidget(widget)
    return row


def words(name: str, text: str = "", look: str = "") -> QLabel:
    """A label that wraps and shows its text letter for letter."""
    label = named(name, QLabel(text), look)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
