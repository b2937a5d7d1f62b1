"""The forest plot of 100 studies, from the pooled numbers to the file.

It uses one processor, so its time is measured, which other work does not disturb.
"""

import os
import tempfile
import time
from pathlib import Path

from exports.evidence.figures import figure_svg, write_figure
from models.statistics.evidence.effects import Measure, Side
from models.statistics.evidence.studies import Study
from models.statistics.evidence.synthesis import Plan, synthesis
from tests.benchmarks.rows import Row

_STUDIES = 100
_ROUNDS = 5


def rows() -> list[Row]:
    """Measure with matplotlib loaded and its fonts known."""
    studies = [
        Study(
            f"Author {at} 20{at:02}",
            {},
            Side(20 + at % 9, 2 + at % 7 / 5, 1 + at % 3 / 4),
            Side(22 + at % 5, 2.4, 1.1),
        )
        for at in range(_STUDIES)
    ]
    found = synthesis(studies, Plan(Measure.MD))
    measured = []
    with tempfile.TemporaryDirectory() as name:
        for ending in ("svg", "png"):
            path = Path(name) / f"forest.{ending}"
            write_figure(found, path)
            times = []
            for _ in range(_ROUNDS):
                began = time.process_time()
                write_figure(found, path)
                times.append(time.process_time() - began)
            what = f"Forest plot of {_STUDIES} studies, {ending.upper()}"
            # Letters at 300 dpi and their compression are the time of a PNG.
            goal = 0.5 if ending == "svg" else None
            measured.append(Row(what, "s", tuple(times), goal, judged="median"))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gui.pages.evidence.figure_view import FigureView

    application = QApplication.instance() or QApplication([])
    view = FigureView("forest_view", "Forest plot")
    view.resize(1050, 600)
    times = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        view.show_picture(figure_svg(found), "forest plot")
        view.grab()
        times.append(time.process_time() - began)
    del application
    what = f"Forest plot of {_STUDIES} studies, on the screen"
    measured.append(Row(what, "s", tuple(times), 0.5, judged="median"))
    return measured
