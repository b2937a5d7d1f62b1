"""Kits out, returns in."""
