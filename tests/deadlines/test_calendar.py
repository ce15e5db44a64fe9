"""Counting working days: the published calendar, years without one, and milestones counted back."""

from datetime import date, timedelta

import pytest

from deadlines.calendar import WorkingCalendar, load_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar() -> WorkingCalendar:
    return load_calendar()


VECTORS = [  # domain facts §8: start, working days, result, the naive Monday-to-Friday result
    (date(2026, 2, 9), 10, date(2026, 2, 28), date(2026, 2, 23)),
    (date(2026, 2, 13), 5, date(2026, 2, 27), date(2026, 2, 20)),
    (date(2026, 9, 18), 15, date(2026, 10, 15), date(2026, 10, 9)),
    (date(2026, 9, 24), 10, date(2026, 10, 15), date(2026, 10, 8)),
    (date(2026, 9, 30), 1, date(2026, 10, 8), date(2026, 10, 1)),
    (date(2026, 5, 8), 1, date(2026, 5, 9), date(2026, 5, 11)),
    (date(2026, 1, 5), 60, date(2026, 4, 3), date(2026, 3, 30)),
    (date(2025, 9, 26), 10, date(2025, 10, 16), date(2025, 10, 10)),
]


@pytest.mark.parametrize(("start", "days", "result", "naive"), VECTORS)
def test_working_days_after_a_day(calendar, start, days, result, naive):
    assert calendar.add(start, days) == result
    assert WorkingCalendar().add(start, days) == naive
    assert calendar.between(start, result) == days
    assert calendar.between(result, start) == -days


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(calendar, year):
    assert calendar.between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


def _days(year: int, *spans: tuple[tuple[int, int], tuple[int, int]]) -> set[date]:
    found: set[date] = set()
    for (month, first), (until_month, last) in spans:
        day, end = date(year, month, first), date(year, until_month, last)
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


OFF = {
    2026: _days(
        2026,
        ((1, 1), (1, 3)),
        ((2, 15), (2, 23)),
        ((4, 4), (4, 6)),
        ((5, 1), (5, 5)),
        ((6, 19), (6, 21)),
        ((9, 25), (9, 27)),
        ((10, 1), (10, 7)),
    ),
    2025: _days(
        2025,
        ((1, 1), (1, 1)),
        ((1, 28), (2, 4)),
        ((4, 4), (4, 6)),
        ((5, 1), (5, 5)),
        ((5, 31), (6, 2)),
        ((10, 1), (10, 8)),
    ),
}
MADE_UP = {
    2026: {date(2026, *day) for day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]},
    2025: {date(2025, *day) for day in [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)]},
}


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_the_published_years(calendar, year):
    day = date(year, 1, 1)
    while day.year == year:
        plain = day.weekday() < 5
        assert calendar.is_working(day) is ((plain and day not in OFF[year]) or day in MADE_UP[year]), day
        day += timedelta(days=1)


def test_a_last_day_on_a_rest_day_moves_to_the_next_working_day(calendar):
    assert calendar.next_working(date(2026, 10, 1)) == date(2026, 10, 8)
    assert calendar.next_working(date(2026, 10, 10)) == date(2026, 10, 10)  # a Saturday that is worked
    assert calendar.next_working(date(2026, 10, 11)) == date(2026, 10, 12)


def test_a_year_that_is_not_published_is_provisional(calendar):
    assert calendar.is_provisional(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 1, 1))  # a Friday, counted as any other until the calendar is loaded
    assert not calendar.is_working(date(2027, 1, 2))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert {2024, 2025, 2026} <= calendar.years


def test_counting_across_the_end_of_the_known_years(calendar):
    assert calendar.add(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert calendar.is_provisional(calendar.add(date(2026, 12, 28), 10))


def test_milestones_counted_back_share_the_working_days(calendar):
    assert calendar.count_back(date(2026, 3, 12), 2, start=date(2026, 3, 2)) == [date(2026, 3, 6), date(2026, 3, 12)]


def test_milestones_counted_back_never_fall_on_a_rest_day(calendar):
    points = calendar.count_back(date(2026, 3, 12), 4, start=date(2026, 2, 9))
    assert points[-1] == date(2026, 3, 12)
    assert points == sorted(points)
    assert all(calendar.is_working(point) and point > date(2026, 2, 9) for point in points)


def test_milestones_in_no_time_all_fall_on_the_deadline(calendar):
    assert calendar.count_back(date(2026, 3, 12), 3, start=date(2026, 3, 12)) == [date(2026, 3, 12)] * 3
