"""The tables of a study as CSV, with scripts that read them in R and SPSS."""

from exports.csv_files.options import CsvOptions, Values
from exports.csv_files.writing import csv_files, write_csv_files

__all__ = ["CsvOptions", "Values", "csv_files", "write_csv_files"]
