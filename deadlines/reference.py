"""The calendar years that can be loaded without asking anybody: those the ``chinesecalendar`` package knows.

The package holds what the State Council's office published. Years before ``FIRST`` are of no use to the ledger; a year
it does not know is entered by a person through ``deadlines.services.load_calendar_year``.
"""

from datetime import date
from importlib.metadata import version

import chinese_calendar

from deadlines.models import CalendarYear
from deadlines.services import NewDay, load_calendar_year
from organizations.models import Account

FIRST = 2024


def published_years() -> dict[int, list[NewDay]]:
    """By year, the days that differ from the plain week, as the installed package knows them."""
    years: dict[int, list[NewDay]] = {}
    for days, working in ((chinese_calendar.holidays, False), (chinese_calendar.workdays, True)):
        for day, english in days.items():
            if day.year >= FIRST and (day.weekday() < 5) is not working:
                years.setdefault(day.year, []).append(NewDay(day, working, _chinese(english)))
    return {year: sorted(days, key=_by_day) for year, days in sorted(years.items())}


def _by_day(one: NewDay) -> date:
    return one.day


def _chinese(english: str) -> str:
    return next((one.chinese for one in chinese_calendar.Holiday if one.value == english), english)


def load_published_years(*, actor: Account) -> list[int]:
    """Load the years that are not in the table yet. A year that is there stays as it was entered.

    Returns: The years loaded now.
    """
    known = set(CalendarYear.objects.values_list("year", flat=True))
    wanted = {year: days for year, days in published_years().items() if year not in known}
    source = f"chinesecalendar {version('chinesecalendar')}"
    for year, days in wanted.items():
        load_calendar_year(year, days, source=source, actor=actor)
    return list(wanted)
