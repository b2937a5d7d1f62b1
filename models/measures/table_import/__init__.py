"""Values beside photographs from a table of the user's, whatever it looks like."""
