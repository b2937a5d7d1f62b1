"""Faults of the program as they are written into logs: where, and nothing of what."""

import traceback


def where(error: BaseException) -> str:
    """Kind and place of an error, for the log.

    Neither its message nor the values in it: they may hold the name of a subject, of a
    file of the clinic or of an arm, and the log must not.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{frame.name} ({_module(frame.filename)}:{frame.lineno})"
        for frame in reversed(frames)
    )
    return f"{type(error).__name__} in {places or 'unknown place'}"


def _module(file_name: str) -> str:
    """The last two parts of a path of ours, so that no home folder is logged."""
    return "/".join(file_name.replace("\\", "/").split("/")[-2:])
