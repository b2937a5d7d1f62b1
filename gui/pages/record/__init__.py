"""The page of the record: audit trail, lock and seal."""
