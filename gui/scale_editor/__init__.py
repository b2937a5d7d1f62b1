"""The library of scales and measures, and the making of new ones."""
