"""The colour profile that the system has set for the screen, where it tells."""

from PIL import ImageCms


def screen_profile() -> str:
    """Name of the screen's colour profile; empty where the system tells none.

    Windows tells that of the main screen; other systems tell none this way.
    """
    try:
        profile = ImageCms.get_display_profile()
        if profile is None:
            return ""
        return " ".join(ImageCms.getProfileDescription(profile).split())
    except (OSError, ImageCms.PyCMSError):
        return ""
