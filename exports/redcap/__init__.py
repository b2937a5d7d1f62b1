"""Files from which a REDCap project is set up and filled."""

from exports.redcap.writing import redcap_files, write_redcap_files

__all__ = ["redcap_files", "write_redcap_files"]
