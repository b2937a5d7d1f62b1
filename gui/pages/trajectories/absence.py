"""Why there is nothing to draw, what can be done, and how arms stand. No Qt."""

from enum import Enum, auto

from gui.pages.trajectories.loading import AllocationState, TrajectoryInput


class NextStep(Enum):
    """What the user can do where there is nothing to show."""

    IMPORT_PHOTOGRAPHS = auto()
    RATE = auto()
    OPEN_ALLOCATION = auto()
    READ_AGAIN = auto()
    NONE = auto()


STOPPED = (
    "The scores were not read",
    "Reading them was stopped, or something went wrong.",
    NextStep.READ_AGAIN,
)
_SEALED = (
    "Trajectories by arm are not shown before the allocation is opened. "
    "Opening it takes the passphrase and a reason, and stays on record."
)
_NOT_ANALYSED = (
    "What was scored so far was not assessable, belongs to no arm, or lies at "
    "visits where the protocol does not analyse the scale."
)
_NOT_ANALYSED_IN_ONE_GROUP = (
    "What was scored so far was not assessable, or lies at visits where the protocol "
    "does not analyse the scale."
)
STATES = {
    AllocationState.NO_ARMS: "",
    AllocationState.ABSENT: "Nobody is allocated to an arm yet: all subjects together.",
    AllocationState.SEALED: "",
    AllocationState.MASKED: "Arms are masked: letters stand for the treatments.",
    AllocationState.OPENED: "",
}


def absence(study: TrajectoryInput | None) -> tuple[str, str, NextStep]:
    """Why there is nothing to draw: heading, sentence and next step."""
    if study is None or (study.photographs.empty and not study.has_scores):
        return (
            "No photographs yet",
            "Trajectories appear here as soon as photographs are imported and scored.",
            NextStep.IMPORT_PHOTOGRAPHS,
        )
    if not study.has_scores:
        return (
            "Nothing has been scored yet",
            "Trajectories appear here as soon as photographs are scored.",
            NextStep.RATE,
        )
    if study.allocation is AllocationState.SEALED:
        return "The allocation is sealed", _SEALED, NextStep.OPEN_ALLOCATION
    is_one = study.allocation is AllocationState.NO_ARMS
    text = _NOT_ANALYSED_IN_ONE_GROUP if is_one else _NOT_ANALYSED
    return "No score can be analysed yet", text, NextStep.RATE
