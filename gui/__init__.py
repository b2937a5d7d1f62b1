"""The window: one way to work on a study."""
