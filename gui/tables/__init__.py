"""Tables over frozen records."""
