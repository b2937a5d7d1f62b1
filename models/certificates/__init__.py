"""Certificates of raters: what they say, how they travel, and when one is needed."""
