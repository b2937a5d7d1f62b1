"""Pictures of the rating page at the sizes and in the themes that people have."""
