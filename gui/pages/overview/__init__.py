"""The page of the overview: what is there, missing, late, worse, and who may enter."""
