"""Plots of the window. They draw what the statistics computed, and compute nothing."""
