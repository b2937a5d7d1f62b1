"""Training of raters: the calibration set, rounds, results, certificates."""
