"""Scales: what a photograph is graded on, each defined by a TOML file."""
