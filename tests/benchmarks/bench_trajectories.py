"""A million scores: followed and drawn in the window, as its page does it."""

import os
import time

import numpy as np
import pandas as pd

from models.statistics.changes import Measure
from models.statistics.frames import SCORE_COLUMNS
from models.statistics.panels import Choice, panels
from models.statistics.trajectories import trajectories
from tests.benchmarks.rows import Row
from tests.trial import trial_protocol, trial_scales

_SCORES = 1_000_000
_ROUNDS = 5
_RATERS = 4


def rows() -> list[Row]:
    """Measure with everything imported."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gui.plots.trajectory_plot import TrajectoryPlot

    application = QApplication.instance() or QApplication([])
    scores, groups = _scores()
    protocol, scales = trial_protocol(), trial_scales()
    plot = TrajectoryPlot()
    plot.resize(1200, 600)
    times = []
    for _ in range(_ROUNDS + 1):
        began = time.process_time()
        found = trajectories(scores, protocol, scales, groups, measures=tuple(Measure))
        plot.show_panels(panels(found, Choice()), found.groups)
        plot.grab()
        times.append(time.process_time() - began)
    plot.close()
    del application
    what = f"Trajectories of {_SCORES:,} scores, followed and drawn"
    return [Row(what, "s", tuple(times[1:]), 1.0, judged="median")]


def _scores() -> tuple[pd.DataFrame, dict[str, str]]:
    """Scores of several raters of every subject at every visit of the trial."""
    protocol = trial_protocol()
    visits = [visit.key for visit in protocol.visits]
    scales = list(protocol.scales)
    subjects = _SCORES // (_RATERS * len(visits) * len(scales))
    number = np.arange(subjects * _RATERS * len(visits) * len(scales))
    rest, scale = np.divmod(number, len(scales))
    rest, visit = np.divmod(rest, len(visits))
    subject, rater = np.divmod(rest, _RATERS)
    names = [f"{one:06d}" for one in range(subjects)]
    planned = [[key in protocol.schedule[one] for key in visits] for one in scales]
    days = np.array([one.day for one in protocol.visits])
    text = pd.Categorical.from_codes(np.zeros(len(number), dtype=int), [""])
    grade = np.random.default_rng(1).integers(1, 4, len(number)).astype(float)
    columns: dict[str, object] = dict.fromkeys(SCORE_COLUMNS, text)
    columns |= {
        "subject": pd.Categorical.from_codes(subject, names),
        "unit": pd.Categorical.from_codes(subject, names),
        "rater": pd.Categorical.from_codes(rater, [f"R{at}" for at in range(_RATERS)]),
        "visit": pd.Categorical.from_codes(visit, visits),
        "view": pd.Categorical.from_codes(np.zeros(len(number), dtype=int), ["front"]),
        "scale": pd.Categorical.from_codes(scale, scales),
        "kind": pd.Categorical.from_codes(np.zeros(len(number), dtype=int), ["grade"]),
        "day": days[visit],
        "value": grade,
        "scheduled": np.array(planned)[scale, visit],
    }
    groups = {name: "Arm A" if at % 2 else "Arm B" for at, name in enumerate(names)}
    return pd.DataFrame(columns), groups
