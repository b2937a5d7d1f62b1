"""Kinds of arrays, and the coverage of every interval."""

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
