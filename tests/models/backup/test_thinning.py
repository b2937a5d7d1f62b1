"""Which backups are kept."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.backup.thinning import ALL_FOR, DAYS, MONTHS, WEEKS, kept

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_everything_of_two_days_is_kept() -> None:
    times = [NOW - timedelta(hours=hour) for hour in range(48)]
    assert kept(times, NOW) == set(times)


def test_of_earlier_days_the_last_is_kept() -> None:
    day = NOW - timedelta(days=5)
    times = [NOW, day - timedelta(hours=3), day, day - timedelta(hours=1)]
    assert kept(times, NOW) == {NOW, day}


def test_years_of_daily_backups_shrink_to_days_weeks_and_months() -> None:
    times = [NOW - timedelta(days=day) for day in range(1500)]
    left = kept(times, NOW)
    assert len(left) <= 3 + DAYS + WEEKS + MONTHS
    assert {time.year for time in left} == {2026, 2025, 2024}
    assert (NOW - timedelta(days=13)) in left


def test_a_study_not_opened_for_years_keeps_its_newest() -> None:
    old = datetime(2019, 1, 1, tzinfo=UTC)
    assert old in kept([old, old - timedelta(days=400)], NOW)


@given(st.lists(st.integers(0, 60 * 24 * 1000), max_size=200))
def test_the_newest_and_all_of_late_are_always_kept(minutes: list[int]) -> None:
    times = [NOW - timedelta(minutes=minute) for minute in minutes]
    left = kept(times, NOW)
    assert left <= set(times)
    assert not times or max(times) in left
    assert {time for time in times if NOW - time <= ALL_FOR} <= left
    assert kept(left, NOW) == left
