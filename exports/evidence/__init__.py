"""What leaves a synthesis: its figures and its table."""
