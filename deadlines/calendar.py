"""Working days as the State Council publishes them, make-up workdays included. Source: B6, domain facts §8.

The start day is not counted; a last day on a rest day moves to the next working day (our choice, named in the
manual). A year that is not loaded is counted Monday–Friday and its dates are provisional.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from django.db.models import BooleanField, DateField, Func, Value

from deadlines.models import CalendarDay, CalendarYear

ONE = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """The exceptions to the plain week, by day, and the years they are known for."""

    exceptions: dict[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work on ``day``."""
        known = self.exceptions.get(day)
        return day.weekday() < 5 if known is None else known

    def is_provisional(self, day: date) -> bool:
        """Whether the year of ``day`` is not loaded, so that the day may still turn out a rest day."""
        return day.year not in self.years

    def next_working(self, day: date) -> date:
        """``day`` itself where it is a working day, else the next one."""
        while not self.is_working(day):
            day += ONE
        return day

    def add(self, start: date, days: int) -> date:
        """The ``days``-th working day after ``start``; negative counts back. 2026-02-13 + 5 is 2026-02-27.

        Raises: OverflowError beyond the year 9999.
        """
        step, left, day = (ONE if days >= 0 else -ONE), abs(days), start
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative where ``end`` lies before.

        By whole weeks and the stored exceptions, so that it costs the same for a day in 2026 as for one in 2100.
        """
        if end < start:
            return -self.between(end, start)
        return self._counted_until(end) - self._counted_until(start)

    def _counted_until(self, day: date) -> int:
        """Working days from 1 January of year 1, a Monday, up to and including ``day``."""
        weeks, rest = divmod(day.toordinal(), 7)
        days, sums = self._shifts
        place = bisect_right(days, day)
        return weeks * 5 + min(rest, 5) + (sums[place - 1] if place else 0)

    @cached_property
    def _shifts(self) -> tuple[list[date], list[int]]:
        """Days that differ from the plain week, and how many working days they add or take, summed up to each."""
        days = sorted(day for day, working in self.exceptions.items() if working is not (day.weekday() < 5))
        return days, list(accumulate(1 if self.exceptions[day] else -1 for day in days))

    def count_back(self, deadline: date, parts: int, *, start: date) -> list[date]:
        """``parts`` milestones that share the working days from ``start`` to ``deadline`` evenly, the last one being
        the deadline (倒排工期).

        Worked example: 2026-03-02 to 2026-03-12 has 8 working days; two parts end on 2026-03-06 and 2026-03-12.
        """
        span = max(self.between(start, deadline), 0)
        return [self.add(deadline, -round(span * (parts - done) / parts)) for done in range(1, parts + 1)]


def load_calendar() -> WorkingCalendar:
    """The calendar as stored: one query; pass it on instead of loading it again."""
    years = CalendarYear.objects.order_by().annotate(
        date=MakeDate("year"), works=Value(None, output_field=BooleanField(null=True))
    )
    days = CalendarDay.objects.order_by().values_list("day", "is_working")
    exceptions: dict[date, bool] = {}
    known: set[int] = set()
    for day, works in days.union(years.values_list("date", "works"), all=True):
        if works is None:
            known.add(day.year)
        else:
            exceptions[day] = works
    return WorkingCalendar(exceptions=exceptions, years=frozenset(known))


class MakeDate(Func):
    """The first of January of a year."""

    function = "make_date"
    template = "%(function)s(%(expressions)s, 1, 1)"
    output_field = DateField()
