"""Brightness and contrast of the photograph, where the protocol allows it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSlider

from gui.naming import named
from models.store.screen_records import Adjustment

STEPS = 20
"""From the middle of a slider to its end."""


class AdjustmentBar(QFrame):
    """Two sliders and the way back.

    Signals:
        adjustment_chosen: The Adjustment that is wanted.
    """

    adjustment_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        named("adjustment_bar", self, "bar")
        self._brightness = self._slider("brightness_slider", self.tr("Brightness"))
        self._contrast = self._slider("contrast_slider", self.tr("Contrast"))
        self._reset = named("reset_adjustment_button", QPushButton(self.tr("As it is")))
        self._reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reset.clicked.connect(self._on_reset)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(8)
        for slider in (self._brightness, self._contrast):
            label = named("", QLabel(slider.accessibleName()), "small")
            label.setBuddy(slider)
            row.addWidget(label)
            row.addWidget(slider, 1)
        row.addWidget(self._reset)
        self.hide()

    def show_adjustment(self, adjusted: Adjustment) -> None:
        """Show how the photograph is shown."""
        for slider, value in (
            (self._brightness, adjusted.brightness),
            (self._contrast, adjusted.contrast),
        ):
            slider.setValue(round(value * STEPS))
        self._reset.setEnabled(not adjusted.is_none)

    @Slot()
    def _on_moved(self) -> None:
        chosen = Adjustment(
            self._brightness.value() / STEPS, self._contrast.value() / STEPS
        )
        self.adjustment_chosen.emit(chosen)

    @Slot()
    def _on_reset(self) -> None:
        self.adjustment_chosen.emit(Adjustment())

    def _slider(self, name: str, text: str) -> QSlider:
        slider = named(name, QSlider(Qt.Orientation.Horizontal))
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setRange(-STEPS, STEPS)
        slider.setAccessibleName(text)
        # Not `valueChanged`, which would tell what the page itself has set.
        slider.sliderMoved.connect(self._on_moved)
        slider.actionTriggered.connect(self._on_action)
        return slider

    @Slot()
    def _on_action(self) -> None:
        """An arrow key, or a click beside the handle, which is not moved yet."""
        self.adjustment_chosen.emit(
            Adjustment(
                self._brightness.sliderPosition() / STEPS,
                self._contrast.sliderPosition() / STEPS,
            )
        )
