"""Readings: who scores which photographs, in which order, and what was said of them.

Nothing here can reach `models.allocation`: a rater's screen is built from a
`RatingSession`, and a machine checks that no import leads from it to an arm.
"""
