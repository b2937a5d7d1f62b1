"""Where scales, measures and protocols of the user's own lie."""

from pathlib import Path

from platformdirs import user_config_path


def default_folder() -> Path:
    """The folder of the user's library, beside the settings of the program."""
    return user_config_path("Dermagrade", appauthor=False) / "library"
