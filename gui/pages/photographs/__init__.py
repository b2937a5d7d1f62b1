"""The page of the photographs: what is there, what is missing, import."""
