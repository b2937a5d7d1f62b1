"""The page of what is entered by hand: values, adverse events, their import."""
