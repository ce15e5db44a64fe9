"""Clocks start with the act that makes something due and stop with the one that answers it; lights read them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.acts import act
from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, light_of, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations import clock
from organizations.people import system_account
from tests.factories import a_deadline, a_plan, a_problem, a_unit, people_of, team_of

pytestmark = pytest.mark.django_db


def an_act():
    return act("test.clock", actor=system_account().actor_facts())


def running(problem) -> dict[str, Clock]:
    return {one.kind: one for one in Clock.objects.filter(subject_id=problem.pk, stopped_on=None)}


@pytest.fixture
def unit():
    return a_unit()


def a_clock(unit, **fields) -> NewClock:
    wanted = {"subject_id": 1, "kind": ClockKind.CHECK, "holder": "office", "office_id": unit.office_id}
    return NewClock(**{**wanted, "started_on": date(2026, 2, 9), "subject_kind": "test", **fields})


def test_a_clock_without_a_day_is_due_by_its_kind_in_working_days(unit):
    with an_act():
        (made,) = start_clocks([a_clock(unit)])
    assert made.due_on == date(2026, 2, 28)  # ten working days over the Spring Festival
    assert made.yellow_on == date(2026, 2, 14)  # five working days before


def test_a_clock_with_a_day_keeps_it(unit):
    with an_act():
        (made,) = start_clocks([a_clock(unit, due_on=date(2026, 3, 3))])
    assert made.due_on == date(2026, 3, 3)


def test_the_same_clock_cannot_run_twice(unit):
    with an_act():
        start_clocks([a_clock(unit)])
    with pytest.raises(IntegrityError), transaction.atomic(), an_act():
        start_clocks([a_clock(unit)])


def test_a_stopped_clock_says_when_and_how_and_leaves_room_for_the_next(unit):
    with an_act():
        start_clocks([a_clock(unit)])
        (stopped,) = stop_clocks(1, ClockKind.CHECK, on=date(2026, 2, 24), subject_kind="test")
        start_clocks([a_clock(unit, started_on=date(2026, 3, 2))])
    stopped.refresh_from_db()
    assert (stopped.stopped_on, stopped.outcome) == (date(2026, 2, 24), Clock.Outcome.ANSWERED)
    assert stopped.history.count() == 2


def test_stopping_names_kinds_or_means_all(unit):
    with an_act():
        start_clocks([a_clock(unit), a_clock(unit, kind=ClockKind.ACCEPTANCE)])
        assert [one.kind for one in stop_clocks(1, ClockKind.CHECK, on=date(2026, 2, 10), subject_kind="test")] == [
            ClockKind.CHECK
        ]
        left = stop_clocks(1, on=date(2026, 2, 11), outcome=Clock.Outcome.CANCELLED, subject_kind="test")
    assert [one.kind for one in left] == [ClockKind.ACCEPTANCE]


@pytest.mark.parametrize(
    ("today", "light"),
    [
        (date(2026, 2, 13), "green"),
        (date(2026, 2, 14), "yellow"),
        (date(2026, 2, 28), "yellow"),
        (date(2026, 3, 1), "red"),
    ],
)
def test_the_light_turns_yellow_on_its_day_and_red_after_the_due_day(today, light):
    assert light_of(date(2026, 2, 28), date(2026, 2, 14), today) == light


def test_there_is_no_light_without_a_due_day():
    assert light_of(None, None, date(2026, 1, 1)) == "none"


def test_clocks_follow_an_entry_to_its_end(unit):
    problem = a_problem("registered", unit=unit)
    assert set(running(problem)) == {ClockKind.ASSIGN}
    problem = a_problem("assigned", unit=unit)
    assert set(running(problem)) == {ClockKind.PLAN, ClockKind.RECTIFICATION}
    assert running(problem)[ClockKind.PLAN].unit_id == unit.pk
    problem = a_problem("plan_submitted", unit=unit)
    assert set(running(problem)) == {ClockKind.PLAN_DECISION, ClockKind.RECTIFICATION}
    problem = a_problem("rectifying", unit=unit)
    assert set(running(problem)) == {ClockKind.RECTIFICATION, ClockKind.MILESTONE}
    problem = a_problem("verifying", unit=unit)
    assert set(running(problem)) == {ClockKind.CHECK}
    problem = a_problem("closed", unit=unit)
    assert set(running(problem)) == {ClockKind.LATER_LOOK_BACK}
    problem = a_problem("voided", unit=unit)
    assert running(problem) == {}


def test_the_plan_is_due_no_later_than_the_rectification(unit):
    soon = load_calendar().add(clock.today(), 3)
    problem = a_problem("assigned", unit=unit, deadline=soon)
    clocks = running(problem)
    assert clocks[ClockKind.PLAN].due_on == clocks[ClockKind.RECTIFICATION].due_on == soon


def test_a_returned_plan_gives_the_unit_its_days_again(unit):
    from problems.services.rectification import return_plan, submit_plan

    problem = a_problem("plan_submitted", unit=unit)
    return_plan(problem_id=problem.pk, reason="措施不具体", actor=team_of(unit.office).clerk)
    assert running(problem)[ClockKind.PLAN].due_on == load_calendar().add(clock.today(), 10)
    submit_plan(problem_id=problem.pk, plan=a_plan(a_deadline()), actor=people_of(unit).clerk)
    assert ClockKind.PLAN not in running(problem)


def test_the_day_can_be_set_and_the_moment_stays_true(unit):
    then = date(2026, 3, 2)
    before = clock.now()
    with clock.at(then):
        assert clock.today() == then
        assert clock.now() - before < timedelta(minutes=1)
        problem = a_problem("registered", unit=unit, found_on=then)
    assert clock.today() != then
    assert problem.registered_on == then
    assert running(problem)[ClockKind.ASSIGN].started_on == then
    assert abs(problem.history.latest().history_date - before) < timedelta(minutes=5)
