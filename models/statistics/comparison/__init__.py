"""Comparisons of one outcome: between groups, between sides, against baseline."""
