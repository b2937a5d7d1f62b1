"""A study in the shape of SDTM, as Dataset-JSON with its definitions."""

from exports.cdisc.writing import CdiscOptions, cdisc_files, write_cdisc_files

__all__ = ["CdiscOptions", "cdisc_files", "write_cdisc_files"]
