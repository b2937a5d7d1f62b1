from gui.pages.rating.attention import Attention, Pace


def test_a_short_look_counts_in_full() -> None:
    attention = Attention(idle_after=30)
    attention.begin(100)
    attention.hear(110)
    assert attention.end(125) == (25, 25)


def test_a_coffee_break_counts_as_thirty_seconds() -> None:
    attention = Attention(idle_after=30)
    attention.begin(100)
    assert attention.end(1000) == (30, 900)


def test_the_pace_is_the_median_of_the_last_photographs() -> None:
    pace = Pace()
    for seconds in (20, 900, 30):
        pace.add(seconds)
    assert pace.time_left(36) == "about 18 min left"


def test_too_few_photographs_give_no_estimate() -> None:
    pace = Pace()
    pace.add(20)
    pace.add(20)
    assert pace.time_left(100) == ""


def test_the_last_photographs_take_less_than_a_minute() -> None:
    pace = Pace()
    for _ in range(3):
        pace.add(5)
    assert pace.time_left(2) == "less than 1 min left"
    assert pace.time_left(0) == ""


def test_long_readings_are_told_in_hours() -> None:
    pace = Pace()
    for _ in range(3):
        pace.add(60)
    assert pace.time_left(240) == "about 4 hours left"
