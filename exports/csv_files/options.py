"""How the CSV files of a study are written."""

from dataclasses import dataclass
from enum import StrEnum

from exports.delimited import COMMAS, SEMICOLONS, Dialect


class Values(StrEnum):
    """Whether cells hold codes, the words they stand for, or both in two columns."""

    CODES = "codes"
    LABELS = "labels"
    BOTH = "both"

    @property
    def has_codes(self) -> bool:
        """Whether there are columns of codes."""
        return self is not Values.LABELS

    @property
    def has_labels(self) -> bool:
        """Whether there are columns of words."""
        return self is not Values.CODES


@dataclass(frozen=True)
class CsvOptions:
    """How the CSV files of a study are written.

    Attributes:
        values: Codes, words, or both.
        semicolons: Semicolons between cells and decimal commas, as Excel writes them in
            much of Europe; otherwise commas and decimal points.
        mark: Whether files begin with the mark by which Excel knows UTF-8.
    """

    values: Values = Values.BOTH
    semicolons: bool = False
    mark: bool = True

    @property
    def dialect(self) -> Dialect:
        """The signs that are used."""
        base = SEMICOLONS if self.semicolons else COMMAS
        return Dialect(base.separator, base.decimal, mark=self.mark)
