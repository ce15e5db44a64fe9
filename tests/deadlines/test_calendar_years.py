"""Entering the calendar of a year: who may, what is refused, and which dates move."""

from datetime import date, timedelta

import pytest

from audit.acts import act
from audit.models import Act
from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks
from deadlines.models import CalendarDay, CalendarYear, Clock, ClockKind
from deadlines.reference import load_published_years, published_years
from deadlines.services import NewDay, load_calendar_year
from organizations.errors import Invalid, NotAllowed
from organizations.people import system_account
from organizations.roles import Role
from tests.factories import a_person_with, a_unit

pytestmark = pytest.mark.django_db

# Invented for the tests: what 2027 will be like is not published.
DAYS_2027 = [
    NewDay(date(2027, 1, 1), False, "元旦"),
    *[NewDay(date(2027, 2, 5) + timedelta(days=day), False, "春节") for day in range(7)],
    NewDay(date(2027, 2, 14), True, "春节"),
]


@pytest.fixture
def admin():
    return a_person_with(Role.SYSTEM_ADMIN)


def load(actor, days=DAYS_2027, year=2027, source="国务院办公厅通知"):
    return load_calendar_year(year, days, source=source, actor=actor)


def test_a_loaded_year_is_no_longer_provisional(admin):
    load(admin)
    calendar = load_calendar()
    assert not calendar.is_provisional(date(2027, 5, 1))
    assert not calendar.is_working(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 2, 14))  # a Sunday
    assert CalendarYear.objects.get(year=2027).source == "国务院办公厅通知"


def test_only_days_that_differ_from_the_plain_week_are_kept(admin):
    load(admin)
    kept = set(CalendarDay.objects.filter(year__year=2027).values_list("day", flat=True))
    assert date(2027, 2, 6) not in kept  # a Saturday off is a plain Saturday
    assert date(2027, 2, 8) in kept


def test_the_same_year_twice_writes_nothing_the_second_time(admin):
    load(admin)
    before = CalendarDay.history.count(), CalendarYear.history.count()
    load(admin)
    assert (CalendarDay.history.count(), CalendarYear.history.count()) == before


def test_a_corrected_year_takes_back_what_is_no_longer_named(admin):
    load(admin)
    load(admin, [*DAYS_2027[:-1], NewDay(date(2027, 2, 20), True, "春节")])
    calendar = load_calendar()
    assert not calendar.is_working(date(2027, 2, 14))
    assert calendar.is_working(date(2027, 2, 20))


@pytest.mark.parametrize("role", [Role.OFFICE_CLERK, Role.OFFICE_LEADER, Role.AUDIT_ADMIN, Role.UNIT_HEAD])
def test_others_may_not(role):
    with pytest.raises(NotAllowed):
        load(a_person_with(role))
    assert not CalendarYear.objects.filter(year=2027).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": [*DAYS_2027, NewDay(date(2028, 1, 3), False)]}, "days"),
        ({"days": [*DAYS_2027, DAYS_2027[0]]}, "days"),
        ({"days": []}, "days"),
        ({"source": " "}, "source"),
    ],
)
def test_what_cannot_be_a_year_is_refused(admin, change, field):
    with pytest.raises(Invalid) as refusal:
        load(admin, **change)
    assert list(refusal.value.errors) == [field]
    assert not CalendarYear.objects.filter(year=2027).exists()


def clocks_in_2027() -> tuple[Clock, Clock]:
    unit = a_unit()
    wanted = {"holder": "office", "office_id": unit.office_id, "started_on": date(2027, 2, 1), "subject_kind": "test"}
    with act("test.clock", actor=system_account().actor_facts()):
        counted, decided = start_clocks(
            [
                NewClock(subject_id=1, kind=ClockKind.CHECK, **wanted),
                NewClock(subject_id=1, kind=ClockKind.RECTIFICATION, due_on=date(2027, 2, 17), **wanted),
            ]
        )
    return counted, decided


def test_loading_a_year_moves_what_was_counted_and_leaves_what_was_decided(admin):
    counted, decided = clocks_in_2027()
    assert counted.due_on == date(2027, 2, 15)  # Monday to Friday
    load(admin)
    counted.refresh_from_db()
    decided.refresh_from_db()
    assert counted.due_on == load_calendar().add(date(2027, 2, 1), 10) == date(2027, 2, 19)
    assert decided.due_on == date(2027, 2, 17)
    assert decided.yellow_on == load_calendar().add(date(2027, 2, 17), -5) == date(2027, 2, 4)


def test_published_years_are_loaded_once_and_leave_a_later_one_alone(admin):
    load(admin)
    assert load_published_years(actor=system_account()) == []
    assert 2027 not in published_years()
    assert min(published_years()) == 2024


def test_a_year_is_an_act_with_its_source_as_reason(admin):
    load(admin)
    done = Act.objects.filter(name="calendar.load_year").latest("pk")
    assert (done.actor_account_id, done.reason) == (admin.pk, "国务院办公厅通知")
