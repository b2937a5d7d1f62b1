"""Kits: a rater's part of a study in a file of its own, out and back again."""
