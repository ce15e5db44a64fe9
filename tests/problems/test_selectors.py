"""What people see: scope, lights, search, figures, my work."""

from datetime import timedelta

import pytest
import time_machine

from organizations.clock import today
from organizations.errors import NotFound
from organizations.roles import Role
from organizations.scope import standing_of
from organizations.selectors import unit_search
from problems import policies
from problems.models import Problem
from problems.selectors.entries import Query, attach_next_steps, problem_for, problem_list, totals
from problems.selectors.figures import figures, ledger_rows
from problems.selectors.timeline import timeline_of
from problems.selectors.work import my_work, waiting_clocks
from problems.services import intake
from problems.states import State
from tests.factories import (
    a_deadline,
    a_person_with,
    a_problem,
    a_unit,
    an_entry,
    an_office,
    people_of,
    team_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return an_office(superior=an_office())


def seen_by(account, **query):
    return set(problem_list(viewer=account, query=Query(**query)).values_list("pk", flat=True))


def test_each_person_sees_their_scope_and_nothing_else(city):
    department = a_unit(city)
    below = a_unit(department=department)
    assigned = a_problem(State.ASSIGNED, unit=below)
    registered = a_problem(State.REGISTERED, unit=below)
    elsewhere = a_problem(State.ASSIGNED, unit=a_unit(city))
    expected = {
        "clerk": (team_of(city).clerk, {assigned.pk, registered.pk, elsewhere.pk}),
        "superior": (team_of(city.superior).leader, {assigned.pk, registered.pk, elsewhere.pk}),
        "unit": (people_of(below).clerk, {assigned.pk}),
        "department": (people_of(department).head, {assigned.pk}),
        "observer": (a_person_with(Role.DISCIPLINE_OBSERVER, city), {assigned.pk, registered.pk, elsewhere.pk}),
        "audit": (a_person_with(Role.AUDIT_ADMIN, city), {assigned.pk, registered.pk, elsewhere.pk}),
        "system": (a_person_with(Role.SYSTEM_ADMIN, city), set()),
        "security": (a_person_with(Role.SECURITY_ADMIN, city), set()),
        "sibling": (team_of(an_office(superior=city.superior)).leader, set()),
        "former": (a_person_with(Role.OFFICE_CLERK, city, until=today() - timedelta(days=1)), set()),
    }
    for who, (account, wanted) in expected.items():
        assert set(policies.visible_to(account).values_list("pk", flat=True)) == wanted, who


def test_a_suspended_account_sees_nothing(city):
    from organizations.people import set_status, system_account

    a_problem(State.ASSIGNED, unit=a_unit(city))
    clerk = team_of(city).clerk
    assert seen_by(clerk)
    clerk = set_status(account_id=clerk.pk, status="suspended", reason="离岗", actor=system_account())
    assert not policies.visible_to(clerk).exists()


def test_a_hidden_entry_is_not_found(city):
    problem = a_problem(State.ASSIGNED, unit=a_unit(city))
    with pytest.raises(NotFound):
        problem_for(viewer=team_of(an_office()).leader, problem_id=problem.pk)


def test_the_light_turns_yellow_then_red(city):
    problem = a_problem(State.RECTIFYING, unit=a_unit(city))
    clerk = team_of(city).clerk

    def light():
        return attach_next_steps(problem_list(viewer=clerk, query=Query()))[0].light

    assert light() == "green"
    first = min(problem.plans.get().milestones.values_list("due_on", flat=True))
    with time_machine.travel(first, tick=False):
        assert light() == "yellow"
        assert seen_by(clerk, light="yellow") == {problem.pk}
    with time_machine.travel(problem.deadline_on + timedelta(days=1), tick=False):
        assert light() == "red"
        assert seen_by(clerk, light="red") == {problem.pk}
        assert totals(problem_list(viewer=clerk, query=Query())).red == 1


def test_the_days_beside_a_light_are_those_of_the_date_that_makes_it(city):
    problem = a_problem(State.PLAN_SUBMITTED, unit=a_unit(city))

    def shown():
        row = attach_next_steps([problem_for(viewer=team_of(city).clerk, problem_id=problem.pk)])[0]
        return row.light, row.light_days, row.days_left

    light, days, left = shown()
    assert light == "yellow" and 0 < days <= 5 < left  # the office decides on the plan within five days
    decide_by = min(clock.due_on for clock in attach_next_steps([problem])[0].running_clocks)
    with time_machine.travel(decide_by + timedelta(days=7), tick=False):
        light, days, left = shown()
        assert light == "red" and days < 0 < left
    with time_machine.travel(problem.deadline_on + timedelta(days=70), tick=False):
        light, days, left = shown()
        assert light == "red" and days < left < 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("编外", True),
        ("窗口岗位", True),
        ("超编", False),
        ("srmyy", True),
        ("市人民医院 编外", True),
        ("市人民医院 超编", False),
    ],
)
def test_words_of_two_characters_are_found(city, text, found):
    unit = a_unit(city, name="市人民医院")
    problem = a_problem(State.REGISTERED, unit=unit, facts="违规使用编外人员5名，在窗口岗位长期使用。")
    assert seen_by(team_of(city).clerk, text=text) == ({problem.pk} if found else set())


def test_the_number_is_found_in_the_ways_people_write_it(city):
    problem = a_problem(State.REGISTERED, unit=a_unit(city))
    clerk = team_of(city).clerk
    for text in (problem.number, str(problem.serial)):
        assert problem.pk in seen_by(clerk, text=text)


def test_units_are_found_by_initials_and_parts(city):
    unit = a_unit(city, name="市人民医院")
    clerk = team_of(city).clerk
    for text in ("rmyy", "srmyy", "人民", unit.code):
        assert unit in unit_search(viewer=clerk, text=text), text
    assert unit not in unit_search(viewer=team_of(an_office()).clerk, text="rmyy")


def test_figures_count_what_stood_in_the_ledger_that_day(city):
    unit = a_unit(city)
    closed = a_problem(State.CLOSED, unit=unit)
    a_problem(State.RECTIFYING, unit=unit)
    voided = a_problem(State.VOIDED, unit=unit)
    now = figures(ledger_rows(city), as_of=today())
    assert (now["found"], now["closed"], now["closed_on_time"], now["open"], now["overdue"]) == (2, 1, 1, 1, 0)
    assert voided.voided_on == today() == closed.closed_on
    before = figures(ledger_rows(city), as_of=today() - timedelta(days=1))
    assert before["found"] == 0
    later = figures(ledger_rows(city), as_of=a_deadline(400))
    assert (later["overdue"], later["by_light"]["red"]) == (1, 1)


def test_lower_offices_are_counted_only_when_asked(city):
    a_problem(State.REGISTERED, unit=a_unit(city))
    above = city.superior
    assert figures(ledger_rows(above), as_of=today())["found"] == 0
    assert figures(ledger_rows(above, include_lower=True), as_of=today())["found"] == 1


def test_my_work_gives_each_step_to_who_can_take_it(city):
    unit = a_unit(city)
    team = team_of(city)
    registered = a_problem(State.REGISTERED, unit=unit)
    verifying = a_problem(State.VERIFYING, unit=unit)

    def held(account):
        standing = standing_of(account)
        return {(clock.subject_id, clock.kind) for clock in waiting_clocks(standing)}

    assert (registered.pk, "assign") in held(team.clerk)
    assert not {pk for pk, _kind in held(people_of(unit).clerk)} & {registered.pk}
    verifier, handler = my_work(viewer=team.verifier), my_work(viewer=team.clerk)
    assert verifying.pk in {one.problem.pk for one in verifier.now + verifier.later}
    assert verifying.pk not in {one.problem.pk for one in handler.now + handler.later}
    assert verifying.pk in {one.problem.pk for one in handler.others}


def test_the_timeline_tells_who_did_what_with_old_and_new(city):
    problem = a_problem(State.RECTIFYING, unit=a_unit(city))
    entries = [entry for day in timeline_of(problem) for entry in day["entries"]]
    told = {(entry["who"], str(entry["sentence"])) for entry in entries}
    team, at_unit = team_of(city), people_of(problem.unit)
    assert {who for who, _what in told} >= {team.clerk.person.name, at_unit.clerk.person.name}
    assigned = next(
        entry
        for entry in entries
        if any(one["label"] == "核定时限" or "date" in str(one["label"]).lower() for one in entry["changes"])
    )
    assert assigned["role"]


def test_entries_of_the_same_instant_do_not_shuffle(city):
    unit = a_unit(city)
    for _ in range(3):
        intake.register_problem(office_id=city.pk, entry=an_entry(unit), actor=team_of(city).clerk)
    clerk = team_of(city).clerk
    orders = [list(problem_list(viewer=clerk, query=Query(sort="deadline")).values_list("pk", flat=True)) for _ in "ab"]
    assert orders[0] == orders[1]
    assert Problem.objects.count() == 3


def test_a_relapse_leaves_the_figures_of_past_days_as_they_were(city):
    from organizations.clock import at
    from verification.services import record_later_look_back

    problem = a_problem(State.CLOSED, unit=a_unit(city))
    day_of_relapse = a_deadline(20)
    with at(day_of_relapse):
        record_later_look_back(
            problem_id=problem.pk,
            people="核验组",
            findings="又出现反弹",
            passed=False,
            held_on=day_of_relapse,
            deadline=a_deadline(80),
            actor=team_of(city).verifier,
        )
    before = figures(ledger_rows(city), as_of=day_of_relapse - timedelta(days=1))
    after = figures(ledger_rows(city), as_of=day_of_relapse)
    assert (before["closed"], before["closed_on_time"], before["open"]) == (1, 1, 0)
    assert (after["closed"], after["closed_on_time"], after["open"]) == (0, 0, 1)
