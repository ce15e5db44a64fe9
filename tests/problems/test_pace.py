"""Plans that keep to their deadline, absorption curves, pauses, and dates counted again with a new calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from deadlines.calendar import load_calendar
from deadlines.clocks import light_of
from deadlines.models import Clock, ClockKind
from deadlines.services import NewDay, load_calendar_year
from organizations.clock import at, today
from organizations.errors import Invalid, WrongState
from organizations.people import system_account
from problems.models import AbsorptionStep, Milestone, Pause, Problem, RectificationPlan
from problems.selectors.entries import Query, attach_next_steps, problem_for, problem_list, totals, with_light
from problems.selectors.figures import figures, ledger_rows
from problems.selectors.pace import curve_of, dates_of, timing_of
from problems.selectors.rectification import rectification_of
from problems.services import absorption, extensions, nature, pauses, rectification
from problems.services.planning import NewMeasure, NewMilestone, NewPlan, NewStep, plan_gaps, suggested_days
from tests.factories import a_deadline, a_file, a_plan, a_problem, fresh, people_of, team_of
from verification import policies as verification
from verification import services as close_out

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


def file_plan(problem: Problem, **given: Any) -> RectificationPlan:
    asked: dict[str, Any] = {
        "head": "张主任",
        "measures": [NewMeasure("逐步消化")],
        "risk_level": "none",
        **given,
    }
    return rectification.submit_plan(problem_id=problem.pk, plan=NewPlan(**asked), actor=people_of(problem.unit).clerk)


def report(problem: Problem, done: int | None = None, **given: Any) -> Any:
    return rectification.report_progress(
        problem_id=problem.pk, text="进展", done=done, actor=people_of(problem.unit).clerk, **given
    )


def over_quota(state: str = "assigned", **given: Any) -> Problem:
    """An entry caused by policy that counts ten people, its nature confirmed."""
    problem = a_problem("registered", kind="staff_over_quota", quota=50, actual=60, nature="policy", **given)
    nature.decide_nature(problem_id=problem.pk, confirm=True, actor=team_of(problem.office).chief)
    if state != "registered":
        from problems.services import intake

        intake.assign_problem(
            problem_id=problem.pk, deadline=a_deadline(200), responsible="张主任", actor=team_of(problem.office).clerk
        )
    return fresh(problem)


def absorbing() -> tuple[Problem, list[date]]:
    """The same with an approved absorption plan: at most 6 after about 60 days, none after 200."""
    problem = over_quota()
    days = [a_deadline(60), a_deadline(200)]
    file_plan(problem, absorption=[NewStep(days[0], 6), NewStep(days[1], 0)])
    rectification.approve_plan(problem_id=problem.pk, actor=team_of(problem.office).clerk)
    return fresh(problem), days


def light(problem: Problem, on: date) -> str:
    row: Any = attach_next_steps([fresh(problem)], on)[0]
    asked = {
        word for word in ("red", "yellow", "green") if with_light(Problem.objects.all(), word, on).filter(pk=row.pk)
    }
    assert asked == {row.light}  # the list's filter says what the entry's page says
    return row.light


# -- plans ---------------------------------------------------------------------------------------------------------


def wrong(problem: Problem, **given: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        file_plan(problem, **given)
    assert not RectificationPlan.objects.filter(problem=problem).exists()
    return {field: " ".join(map(str, said)) for field, said in refusal.value.errors.items()}


def test_a_plan_longer_than_its_deadline_is_refused_and_says_what_to_do():
    said = wrong(a_problem("assigned"), promised_on=a_deadline(90))
    assert "ask for an extension" in said["promised_on"]


def test_a_plan_beyond_the_required_date_names_the_body_that_requires_it():
    problem = a_problem("assigned", required_on=a_deadline(60), required_by="省委编办")
    assert "省委编办" in wrong(problem, milestones=[NewMilestone("晚", a_deadline(90))])["milestones"]


@pytest.mark.parametrize("field", ["promised_on", "milestones"])
def test_rest_days_and_past_days_are_refused(field):
    problem, rest = a_problem("assigned"), today() + timedelta(days=1)
    while load_calendar().is_working(rest):
        rest += timedelta(days=1)
    for day, word in ((rest, "rest day"), (today() - timedelta(days=1), "past")):
        given = day if field == "promised_on" else [NewMilestone("节点", day)]
        assert word in wrong(problem, **{field: given})[field]


def test_where_people_are_affected_the_plan_says_how_high_the_risk_is():
    problem = a_problem("assigned", kind="staff_over_quota", quota=5, actual=8)
    assert "stability risk" in wrong(problem, risk_level="")["risk_level"]
    assert set(wrong(problem, risk_level="high")) == {"risk_handling", "risk_responsible"}
    plan = file_plan(problem, risk_level="high", risk_handling="逐人谈话", risk_responsible="李书记")
    assert (plan.risk_level, plan.risk_responsible) == ("high", "李书记")


def test_the_target_is_set_with_the_plan_and_cannot_exceed_what_was_found():
    problem = a_problem("assigned", kind="staff_over_quota", quota=5, actual=8)
    assert "more than the 3 found" in wrong(problem, target=4)["target"]
    file_plan(problem, target=2)
    rectification.approve_plan(problem_id=problem.pk, actor=team_of(problem.office).clerk)
    assert fresh(problem).target == 2
    assert wrong(a_problem("assigned"), target=1)["target"].startswith("This entry counts nothing")


def test_suggested_milestones_are_counted_back_and_remembered_as_such():
    problem = a_problem("assigned")
    days = suggested_days(problem, 4, load_calendar())
    assert len(days) == 4 and days[-1] == problem.deadline_on
    other = days[1] - timedelta(days=1)
    while not load_calendar().is_working(other):
        other -= timedelta(days=1)
    chosen = [days[0], other, *days[2:]]
    plan = file_plan(problem, milestones=[NewMilestone(f"节点{place}", day) for place, day in enumerate(chosen)])
    counted = dict(plan.milestones.values_list("due_on", "days_back"))
    assert [counted[day] is not None for day in chosen] == [True, False, True, True]
    assert counted[problem.deadline_on] == 0


def test_milestones_are_counted_back_from_a_promise_before_the_deadline():
    problem, calendar = a_problem("assigned"), load_calendar()
    promised = calendar.add(today(), 8)
    assert suggested_days(problem, 2, calendar, promised_on=promised)[-1] == promised
    for beyond in (problem.deadline_on + timedelta(days=1), today()):
        assert suggested_days(problem, 2, calendar, promised_on=beyond)[-1] == problem.deadline_on
    sent = {"more": "suggest", "steps": "2", "promised_on": promised.isoformat(), "head": "王", "key": "k"}
    sent |= {f"{name}-{total}_FORMS": "0" for name in ("measures", "milestones") for total in ("TOTAL", "INITIAL")}
    client = Client()
    client.force_login(people_of(problem.unit).clerk)
    page = client.post(reverse("problems:plan", args=[problem.pk]), sent)
    assert page.status_code == 200 and f'value="{promised.isoformat()}"' in page.content.decode()


def test_a_plan_with_gaps_is_filed_and_both_sides_read_what_it_lacks():
    full = NewMeasure("清退", "人事科长", today() + timedelta(days=3))
    assert plan_gaps([full], [NewMilestone("清退一半", today())]) == []
    assert [str(one) for one in plan_gaps([NewMeasure("清退"), full], [])] == [
        "Not every measure says who carries it out.",
        "Not every measure says until when.",
        "The plan names no milestone.",
    ]
    problem = a_problem("assigned")
    file_plan(problem, milestones=[])
    client = Client()
    client.force_login(team_of(problem.office).clerk)
    client.cookies["ledger_language"] = "en"
    page = client.get(reverse("problems:decide_plan", args=[problem.pk]))
    assert "The plan names no milestone." in page.content.decode()


# -- figures -------------------------------------------------------------------------------------------------------


def test_found_is_done_and_remaining_in_list_and_figures_also_for_a_past_day():
    problem = a_problem("rectifying", kind="staff_over_quota", quota=5, actual=8)
    report(problem, 1)
    later = load_calendar().next_working(today() + timedelta(days=5))
    with at(later):
        report(problem, 3)
        rows = problem_list(viewer=team_of(problem.office).clerk, query=Query())
        sums = totals(rows)
        assert (sums.counted, sums.rectified, sums.remaining) == (3, 3, 0)
        now = figures(ledger_rows(problem.office), as_of=later)["counted"]
        then = figures(ledger_rows(problem.office), as_of=later - timedelta(days=1))["counted"]
    assert now == {"found": 3, "target": 3, "done": 3, "remaining": 0}
    assert then == {"found": 3, "target": 3, "done": 1, "remaining": 2}


def test_done_above_found_is_refused_and_a_new_report_corrects_an_old_one():
    problem = a_problem("rectifying", kind="staff_over_quota", quota=5, actual=8)
    with pytest.raises(Invalid) as refusal:
        report(problem, 4)
    assert "more than the 3 found" in str(refusal.value)
    report(problem, 3)
    report(problem, 2)
    assert fresh(problem).done == 2
    assert list(problem.reports.order_by("pk").values_list("done", "done_before")) == [(3, 0), (2, 3)]


# -- absorption ----------------------------------------------------------------------------------------------------


def test_on_its_curve_an_entry_gives_no_alarm_and_off_it_yellow_then_red():
    problem, (first, _last) = absorbing()
    calendar = load_calendar()
    assert light(problem, today()) == "green"
    assert light(problem, calendar.add(first, -1)) == "green"
    assert light(problem, first) == "yellow"  # today at most six may remain, and ten do
    assert light(problem, calendar.add(first, 5)) == "yellow"
    assert light(problem, calendar.add(first, 6)) == "red"
    report(problem, 4)
    assert light(problem, calendar.add(first, 6)) == "green"


def test_the_deadline_itself_stays_quiet_until_its_last_day_while_the_curve_is_kept():
    problem, (_first, last) = absorbing()
    report(problem, 10)
    assert light(problem, load_calendar().add(last, -1)) == "green"
    assert light(problem, load_calendar().add(last, 1)) == "red"  # everything is done, but nobody applied


def test_a_correction_upward_brings_the_alarm_back():
    problem, (first, _last) = absorbing()
    report(problem, 4)
    assert light(problem, first) == "green"
    report(problem, 3)
    assert light(problem, first) == "yellow"


def test_the_curve_says_how_far_behind_by_what_was_reported_up_to_a_day():
    problem, (first, _last) = absorbing()
    with at(load_calendar().add(first, -3)):
        report(problem, 3)
    with at(load_calendar().add(first, 2)):
        read = rectification_of(fresh(problem))
        curve = curve_of(fresh(problem), read.plan, read.reports, load_calendar())
        assert curve is not None
        assert (curve.allowed, curve.remaining, curve.behind) == (6, 7, 1)
        assert [(one.remaining, one.kept) for one in curve.points] == [(7, False), (None, None)]
        report(problem, 5)
        read = rectification_of(fresh(problem))
        curve = curve_of(fresh(problem), read.plan, read.reports, load_calendar())
        assert curve is not None and curve.on_curve
        assert curve.points[0].kept is False  # what was late stays late


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ([(60, 6), (40, 0)], "follow one another"),
        ([(60, 6), (100, 6)], "fewer have to remain"),
        ([(60, 10), (100, 0)], "first step"),
        ([(60, 6), (100, 2)], "target is reached"),
        ([(60, 6), (300, 0)], "ask for an extension"),
    ],
)
def test_an_absorption_plan_that_does_not_hold_is_refused(steps, word):
    said = wrong(over_quota(), absorption=[NewStep(a_deadline(days), left) for days, left in steps])
    assert word in said["absorption"]


def test_a_violation_has_no_absorption_plan():
    problem = a_problem("assigned", kind="staff_over_quota", quota=5, actual=8)
    assert "policy-caused" in wrong(problem, absorption=[NewStep(a_deadline(30), 0)])["absorption"]


def test_an_entry_whose_nature_is_unconfirmed_is_warned_as_a_violation():
    problem = a_problem("assigned", kind="staff_over_quota", quota=50, actual=60, nature="policy")
    file_plan(problem, absorption=[NewStep(problem.deadline_on, 0)])
    rectification.approve_plan(problem_id=problem.pk, actor=team_of(problem.office).clerk)
    assert light(problem, load_calendar().add(problem.deadline_on, -3)) == "yellow"


def without_absorption() -> Problem:
    """Caused by policy and being rectified, its plan approved without an absorption plan."""
    problem = over_quota()
    file_plan(problem)
    rectification.approve_plan(problem_id=problem.pk, actor=team_of(problem.office).clerk)
    return fresh(problem)


def enter(problem: Problem, *steps: NewStep, **given: Any) -> RectificationPlan:
    asked: dict[str, Any] = {"reason": "单位报来消化安排", "actor": team_of(problem.office).chief, **given}
    return absorption.enter_absorption_plan(problem_id=problem.pk, steps=steps, **asked)


def test_an_absorption_plan_is_added_to_a_plan_that_had_none_and_the_entry_is_watched_by_its_curve():
    problem, calendar = without_absorption(), load_calendar()
    before = calendar.add(problem.deadline_on, -3)
    assert light(problem, before) == "yellow"
    enter(problem, NewStep(a_deadline(60), 6), NewStep(problem.deadline_on, 0))
    assert light(fresh(problem), a_deadline(30)) == "green"
    assert Clock.objects.filter(subject_id=problem.pk, kind=ClockKind.ABSORPTION, stopped_on=None).count() == 2
    with pytest.raises(WrongState, match="already"):
        enter(fresh(problem), NewStep(problem.deadline_on, 0))
    chief = team_of(problem.office).chief
    assert problem.handlings.filter(person=chief.person, capacity="decided_plan").exists()


def test_an_absorption_plan_that_does_not_hold_is_not_added():
    problem = without_absorption()
    for given, field in (({}, "absorption"), ({"reason": " "}, "reason")):
        with pytest.raises(Invalid) as refusal:
            enter(problem, *([NewStep(problem.deadline_on, 4)] if not given else []), **given)
        assert field in refusal.value.errors
    counted = a_problem("rectifying", kind="staff_over_quota", quota=5, actual=8)
    with pytest.raises(WrongState, match="policy-caused"):
        enter(counted, NewStep(counted.deadline_on, 0))
    assert not AbsorptionStep.objects.exists()


def test_the_absorption_plan_is_entered_on_its_page():
    problem = without_absorption()
    client, address = Client(), reverse("problems:enter_absorption_plan", args=[problem.pk])
    client.force_login(team_of(problem.office).chief)
    assert address in client.get(reverse("problems:detail", args=[problem.pk])).content.decode()
    page = client.get(address)
    sent = {"absorption-TOTAL_FORMS": "1", "absorption-INITIAL_FORMS": "0", "reason": "单位报来消化安排"}
    sent |= {"absorption-0-due_on": problem.deadline_on.isoformat(), "absorption-0-remaining_at_most": "3"}
    sent |= {name: page.context["form"][name].value() for name in ("key", "version")}
    more = client.post(address, {**sent, "more": "absorption"})
    assert more.status_code == 200 and len(more.context["absorption"].forms) == 3
    refused = client.post(address, sent)
    assert refused.status_code == 422 and not AbsorptionStep.objects.exists()
    assert client.post(address, {**sent, "absorption-0-remaining_at_most": "0"}).status_code == 302
    assert client.get(address).status_code == 409
    assert address not in client.get(reverse("problems:detail", args=[problem.pk])).content.decode()


# -- pauses --------------------------------------------------------------------------------------------------------


def pause(problem: Problem, **given: Any) -> Pause:
    return pauses.pause_problem(
        problem_id=problem.pk, **{"reason": "等待改革", "actor": team_of(problem.office).chief, **given}
    )


def resume(problem: Problem, **given: Any) -> Pause:
    return pauses.resume_problem(
        problem_id=problem.pk, **{"reason": "方案已定", "actor": team_of(problem.office).chief, **given}
    )


def test_a_paused_entry_keeps_its_light_and_its_deadline_moves_by_the_working_days():
    problem, calendar = a_problem("rectifying"), load_calendar()
    first = Milestone.objects.order_by("due_on").first()
    assert first is not None
    pause(problem)
    late = calendar.add(problem.deadline_on, 20)
    assert light(problem, late) == "green"
    with at(late):
        ended = resume(problem)
        days = calendar.between(ended.paused_on, late)
        after = fresh(problem)
        assert (ended.working_days, after.deadline_on) == (days, calendar.add(problem.deadline_on, days))
        assert (after.approved_on, after.extensions) == (problem.approved_on, 0)
        clocks = Clock.objects.filter(subject_id=problem.pk, stopped_on=None, subject_kind="problem")
        assert clocks.get(kind=ClockKind.RECTIFICATION).due_on == after.deadline_on
        assert not clocks.exclude(paused_on=None)
        moved = Milestone.objects.get(pk=first.pk)
        assert moved.due_on == calendar.add(first.due_on, days) == clocks.get(item_id=first.pk).due_on
        assert light(problem, late) == "green"


def test_what_was_late_when_it_was_paused_stays_late():
    problem, calendar = a_problem("rectifying"), load_calendar()
    with at(calendar.add(problem.deadline_on, 2)):
        pause(problem)
    assert light(problem, calendar.add(problem.deadline_on, 30)) == "red"


def test_a_pause_does_not_outrank_the_body_that_required_a_date():
    problem = a_problem("rectifying", required_on=a_deadline(61), deadline=a_deadline(60))
    pause(problem)
    with at(a_deadline(30)):
        resume(problem)
    assert fresh(problem).deadline_on == a_deadline(61)


def test_paused_twice_resumed_twice_and_close_out_while_paused_are_refused():
    problem = a_problem("rectifying")
    with pytest.raises(WrongState):
        resume(problem)
    pause(problem)
    for act in (
        lambda: pause(problem),
        lambda: extensions.ask_extension(
            problem_id=problem.pk,
            wanted_on=a_deadline(90),
            reason="等待",
            files=[a_file()],
            actor=people_of(problem.unit).clerk,
        ),
        lambda: close_out.apply_for_close_out(
            problem_id=problem.pk,
            statement="已整改",
            own_look_back="无反弹",
            files=[a_file()],
            actor=people_of(problem.unit).clerk,
        ),
    ):
        with pytest.raises(WrongState) as refusal:
            act()
        assert "paused" in str(refusal.value)


def test_who_pauses_does_not_sign():
    problem = a_problem("rectifying")
    pause(problem)
    assert not verification.may_sign(team_of(problem.office).chief, fresh(problem))


# -- side by side --------------------------------------------------------------------------------------------------


def test_every_date_stands_beside_the_others_with_who_and_why():
    problem = a_problem("assigned", required_on=a_deadline(300), required_by="省委编办")
    plan = a_plan(problem.deadline_on)
    file_plan(problem, promised_on=problem.deadline_on, milestones=plan.milestones)
    rectification.approve_plan(problem_id=problem.pk, actor=team_of(problem.office).clerk)
    for number in (90, 100):
        extensions.ask_extension(
            problem_id=problem.pk,
            wanted_on=a_deadline(number),
            reason=f"理由{number}",
            files=[a_file()],
            actor=people_of(problem.unit).clerk,
        )
        extensions.grant_extension(
            problem_id=problem.pk, granted_on=a_deadline(number), actor=team_of(problem.office).chief
        )
    shown = problem_for(viewer=team_of(problem.office).clerk, problem_id=problem.pk)
    lines = dates_of(shown, load_calendar())
    assert [line.day for line in lines] == [
        problem.required_on, problem.approved_on, problem.approved_on, a_deadline(90), a_deadline(100),
    ]  # fmt: skip
    assert lines[0].who == "省委编办"
    assert [line.in_force for line in lines] == [False, False, False, False, True]
    assert (lines[-1].why, bool(lines[-1].files)) == ("理由100", True)
    assert timing_of(shown, rectification_of(shown), load_calendar()).pace is not None


# -- the calendar --------------------------------------------------------------------------------------------------


def test_loading_a_year_counts_again_what_was_counted_back_and_leaves_what_was_decided():
    with at(date(2026, 12, 1)):
        problem = a_problem("rectifying", deadline=date(2027, 3, 12))
        before = dict(Milestone.objects.values_list("pk", "due_on"))
        back = dict(Milestone.objects.values_list("pk", "days_back"))
        holidays = [NewDay(date(2027, 2, 8) + timedelta(days=day), False, "春节") for day in range(5)]
        holidays += [NewDay(date(2027, 1, 18) + timedelta(days=day), False, "假") for day in range(5)]
        load_calendar_year(2027, holidays, source="国务院办公厅通知", actor=system_account())
        calendar = load_calendar()
        after = dict(Milestone.objects.values_list("pk", "due_on"))
        assert fresh(problem).deadline_on == date(2027, 3, 12)
        moved = {pk for pk in before if before[pk] != after[pk]}
        assert moved
        for pk, day in after.items():
            assert day == (calendar.add(date(2027, 3, 12), -back[pk]) if back[pk] else date(2027, 3, 12))
            assert Clock.objects.get(item_id=pk, kind=ClockKind.MILESTONE, stopped_on=None).due_on == day


def test_loading_a_year_counts_again_the_deadline_that_a_pause_moved():
    with at(date(2026, 11, 2)):
        problem = a_problem("rectifying", deadline=date(2026, 12, 30))
        pause(problem)
    with at(date(2026, 11, 30)):
        resume(problem)  # twenty working days
        assert fresh(problem).deadline_on == date(2027, 1, 27)
        load_calendar_year(
            2027, [NewDay(date(2027, 1, 1), False, "元旦")], source="国务院办公厅通知", actor=system_account()
        )
        after = fresh(problem)
        assert after.deadline_on == date(2027, 1, 28)
        clock = Clock.objects.get(subject_id=problem.pk, kind=ClockKind.RECTIFICATION, stopped_on=None)
        assert clock.due_on == Pause.objects.get().deadline_after == after.deadline_on
        assert light_of(clock.due_on, clock.yellow_on, date(2027, 1, 20)) == "green"


def test_steps_of_a_curve_move_with_the_deadline():
    problem, (first, last) = absorbing()
    back = load_calendar().between(first, last)
    extensions.ask_extension(
        problem_id=problem.pk,
        wanted_on=a_deadline(260),
        reason="政策性消化",
        files=[a_file()],
        actor=people_of(problem.unit).clerk,
    )
    extensions.grant_extension(problem_id=problem.pk, granted_on=a_deadline(260), actor=team_of(problem.office).chief)
    days = list(AbsorptionStep.objects.values_list("due_on", flat=True))
    assert days == [load_calendar().add(a_deadline(260), -back), a_deadline(260)]
    running = Clock.objects.filter(kind=ClockKind.ABSORPTION, stopped_on=None).order_by("started_on")
    assert [clock.started_on for clock in running] == days
