"""The Excel workbook of a study. Runs without Qt."""

from exports.workbook.workbook import write_workbook

__all__ = ["write_workbook"]
