"""How well raters agree: coefficients, bias, drift, planning, pass rules.

Pure functions of data frames and of the matrix that `ratings.Ratings` is; no store, no
window. `report.agreement` gathers everything for one item.
"""
