"""Training of raters: calibration sets, practice, examinations, certificates."""
