"""The study file: one SQLite database, and the only place that knows SQL."""
