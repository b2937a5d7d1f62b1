"""The page of evidence: what this study and others say together."""
