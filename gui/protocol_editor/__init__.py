"""The making and amending of protocols."""
