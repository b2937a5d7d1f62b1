"""Who is in which arm: read from a list, sealed, and opened on record.

Nothing that a rater uses may import this package; `make check` sees to it.
"""
