"""The leak scan: whether a kit about to leave tells what its rater must not know."""
