"""The report of a study as PDF. Runs without Qt."""

from exports.report.report import write_report

__all__ = ["write_report"]
