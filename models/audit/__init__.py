"""The record: verification of what is stored against the audit trail."""
