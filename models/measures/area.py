"""The area grade that the indices of skin disease share."""

_CUT_POINTS = (10.0, 30.0, 50.0, 70.0, 90.0)
"""Per cent from which grades 2 to 6 begin; grade 1 is anything above 0."""


def area_grade(percent: float) -> int:
    """The area grade 0 to 6 of a share of a region.

    The published cut points of PASI, MASI and EASI: 0 % is 0, less than 10 % is 1, then
    10, 30, 50, 70 and 90 % begin the grades 2 to 6.

    Args:
        percent: Share of the region that is affected, 0 to 100.

    Raises:
        ValueError: The share lies outside 0 to 100.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"{percent:g} is not a share of 0 to 100 %")
    if percent == 0:
        return 0
    return 1 + sum(percent >= cut for cut in _CUT_POINTS)
