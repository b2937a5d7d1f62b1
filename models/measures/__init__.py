"""Measures: numbers that no scale grades, from instruments, forms and formulas."""
