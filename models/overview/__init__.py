"""What is there, what is missing, and what needs a look: the state of a study."""
