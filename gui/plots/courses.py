"""What can be drawn over the course of a reading. No Qt here."""

from enum import Enum

import numpy as np

from models.statistics.agreement.study import Course
from models.statistics.arrays import Floats


class CourseOf(Enum):
    """What is drawn over the course of a reading."""

    BIAS = "Difference from the others"
    DISTANCE = "Distance from the others (learning)"
    SECONDS = "Seconds for a photograph"


UPWARDS = {
    CourseOf.BIAS: "grades",
    CourseOf.DISTANCE: "grades",
    CourseOf.SECONDS: "seconds",
}
ACROSS = {False: "position in the reading", True: "days since the first score"}


def course_values(
    one: Course, what: CourseOf, *, over_days: bool
) -> tuple[Floats, Floats]:
    """Position or day of each score, and what is drawn of it."""
    y = one.seconds if what is CourseOf.SECONDS else one.differences
    x = one.at_day if over_days else one.at_position
    return x, np.abs(y) if what is CourseOf.DISTANCE else y
