"""Grades of more than one digit, typed one digit after the other."""

from models.scales.scale import Scale


class TypedDigits:
    """Digits that may still become a longer grade.

    Attributes:
        text: The digits so far; empty if nothing is waited for.
    """

    def __init__(self) -> None:
        self.text = ""

    def add(self, scale: Scale, digit: int) -> bool:
        """Take a digit if a longer grade of the scale may begin so.

        Returns:
            Whether another digit is waited for.
        """
        typed = f"{self.text}{digit}"
        if begins_longer_grade(scale, typed):
            self.text = typed
            return True
        return False

    def with_digit(self, digit: int) -> float:
        """What the digits are with one more."""
        return float(f"{self.text}{digit}")

    def take(self) -> float | None:
        """The digits as they are, which are forgotten; None if there are none."""
        text, self.text = self.text, ""
        return float(text) if text else None


def begins_longer_grade(scale: Scale, typed: str) -> bool:
    """Whether a scale has a grade that begins with digits and goes on."""
    whole = (str(int(one.value)) for one in scale.grades if one.value.is_integer())
    return any(text.startswith(typed) and text != typed for text in whole)
