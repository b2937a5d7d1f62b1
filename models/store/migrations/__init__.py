"""Versions of the study file. The scripts import nothing of the program."""
