"""Agreement of many scores, and many rounds of the bootstrap."""

import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from models.statistics.agreement.bootstrap import bootstrap
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.study import compare
from models.statistics.agreement.table import read_scores
from tests.benchmarks.rows import Row

_TARGETS, _RATERS = 5_000, 20
_TIMES = 3


def rows() -> list[Row]:
    """Measure the command, its reading and computing, and the bootstrap."""
    whole, inside = [], []
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "scores.csv"
        _write(path, _scores(_TARGETS, _RATERS))
        for _ in range(_TIMES):
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "main.py", "agreement", str(path), "--json"],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            whole.append(time.perf_counter() - began)
            began = time.perf_counter()
            list(compare(read_scores(path)))
            inside.append(time.perf_counter() - began)
    ratings = Ratings.of_matrix(_scores(200, 5).tolist())
    drawn = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        bootstrap(ratings, rounds=10_000)
        drawn.append(time.perf_counter() - began)
    what = f"Agreement of {_TARGETS * _RATERS:,} scores of {_RATERS} raters"
    return [
        Row(f"{what}, the whole command", "s", tuple(whole), 5.0, judged="median"),
        Row(f"{what}, read and computed", "s", tuple(inside)),
        Row(
            "10,000 rounds of the bootstrap, 200 photographs × 5 raters",
            "s",
            tuple(drawn),
            10.0,
            judged="median",
        ),
    ]


def _scores(targets: int, raters: int) -> np.ndarray:
    random = np.random.default_rng(3)
    truth = random.normal(5, 1.8, (targets, 1)) + random.normal(0, 0.4, (1, raters))
    return np.clip(np.rint(truth + random.normal(0, 0.8, (targets, raters))), 1, 9)


def _write(path: Path, scores: np.ndarray) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["target", "rater", "score"])
        for (target, rater), score in np.ndenumerate(scores):
            writer.writerow([f"T{target}", f"R{rater}", int(score)])
