"""After the reply: tasks with evidence, checks, supervision letters, and the entry that gates what comes next."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from approvals_cast import TODAY, an_application, fresh, replied

from approvals.errors import TaskClosed
from approvals.gate.asking import ask
from approvals.models import Application, ApplicationKind, FollowUpTask, Outcome
from approvals.rules.follow_up import NewTask
from approvals.selectors.applications import board
from approvals.selectors.follow_up import task_lines, task_list
from approvals.services import follow_up
from approvals.states import State
from deadlines.models import Clock, ClockKind
from organizations.clock import SHANGHAI
from organizations.errors import Invalid, NotAllowed, NotFound, WrongState
from tests.factories import a_file, a_unit, an_office, people_of, team_of

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
DUE = TODAY + timedelta(days=20)


def later(day: date) -> Any:
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI), tick=True)


def a_task(unit: Any = None) -> FollowUpTask:
    """The one task of an approved application."""
    application = an_application("accepted", unit=unit or a_unit())
    replied(application, tasks=[NewTask("duties", "修订三定规定", DUE)], copies=[])
    return FollowUpTask.objects.select_related("application__office", "application__unit__office").get()


def report(task: FollowUpTask, **given: Any) -> FollowUpTask:
    values: dict[str, Any] = {"text": "已修订", "files": [a_file()], "actor": people_of(task.application.unit).clerk}
    return follow_up.report_task(task_id=task.pk, **{**values, **given})


def check(task: FollowUpTask, **given: Any) -> FollowUpTask:
    values: dict[str, Any] = {"fulfilled": True, "finding": "属实", "actor": team_of(task.application.office).clerk}
    return follow_up.check_task(task_id=task.pk, **{**values, **given})


def letter(task: FollowUpTask, **given: Any) -> FollowUpTask:
    values: dict[str, Any] = {
        "demand": "限期完成修订",
        "answer_by": date(2026, 10, 30),
        "actor": team_of(task.application.office).chief,
    }
    return follow_up.issue_letter(task_id=task.pk, **{**values, **given})


def entry(task: FollowUpTask, **given: Any) -> FollowUpTask:
    values: dict[str, Any] = {"facts": "批复要求的三定修订逾期未落实", "actor": team_of(task.application.office).clerk}
    return follow_up.enter_problem(task_id=task.pk, **{**values, **given})


def errors_of(call: Any, *args: Any, **kwargs: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        call(*args, **kwargs)
    return set(refused.value.errors)


def clock_of(task: FollowUpTask) -> Clock:
    return Clock.objects.get(kind=ClockKind.FOLLOW_UP, item_id=task.pk, stopped_on=None)


def test_a_task_is_reported_checked_and_closed_and_the_matter_is_carried_out(kinds: Kinds) -> None:
    task = a_task()
    assert (clock_of(task).holder, clock_of(task).due_on) == ("unit", DUE)
    report(task)
    assert clock_of(task).holder == "office"
    check(task)
    task.refresh_from_db()
    assert (task.closed_on, task.files.count()) == (TODAY, 1)
    assert fresh(task.application).state == State.COMPLETED
    assert not Clock.objects.filter(subject_kind="application", stopped_on=None).exists()
    with pytest.raises(TaskClosed):
        report(task)


def test_a_task_is_closed_on_evidence_only(kinds: Kinds) -> None:
    task = a_task()
    assert errors_of(report, task, text=" ", files=[]) == {"text", "files"}
    assert errors_of(check, task) == {"fulfilled"}
    report(task)
    assert errors_of(check, task, finding=" ") == {"finding"}
    check(task)


def test_the_unit_reports_and_the_office_checks(kinds: Kinds) -> None:
    task = a_task()
    team = team_of(task.application.office)
    with pytest.raises(NotAllowed):
        report(task, actor=team.clerk)
    with pytest.raises(NotFound):
        report(task, actor=people_of(a_unit(task.application.office)).clerk)
    report(task)
    with pytest.raises(NotAllowed):
        check(task, actor=people_of(task.application.unit).head)
    with pytest.raises(NotFound):
        check(task, actor=team_of(an_office()).clerk)
    check(task)


def test_what_is_found_wanting_goes_back_to_the_unit(kinds: Kinds) -> None:
    task = a_task()
    report(task)
    check(task, fulfilled=False, finding="未见正式文件")
    task.refresh_from_db()
    assert (task.reported_on, task.closed_on, clock_of(task).holder) == (None, None, "unit")
    report(task, text="已补正式文件", files=[])
    check(task)


def test_a_report_sent_twice_is_kept_once(kinds: Kinds) -> None:
    task = a_task()
    for _time in range(2):
        report(task, key="once")
    assert task.files.count() == 1


def test_a_letter_waits_until_the_task_is_overdue_or_found_wanting(kinds: Kinds) -> None:
    task = a_task()
    with pytest.raises(WrongState):
        letter(task)
    with later(DUE + timedelta(days=1)):
        with pytest.raises(NotAllowed):
            letter(task, actor=team_of(task.application.office).clerk)
        assert errors_of(letter, task, demand=" ", answer_by=TODAY) == {"demand", "answer_by"}
        done = letter(task)
        assert done.letter is not None
        assert done.letter.number == f"{task.application.office.document_mark}督〔2026〕1号"
        assert "限期完成修订。" in done.letter.wording["paragraphs"][1]
        assert clock_of(task).due_on == date(2026, 10, 30)
        with pytest.raises(WrongState):
            letter(task)


def test_no_letter_on_a_provisional_date(kinds: Kinds) -> None:
    task = a_task()
    with later(DUE + timedelta(days=1)):
        assert errors_of(letter, task, answer_by=date(2027, 3, 1)) == {"answer_by"}


def test_what_is_not_carried_out_becomes_an_entry_that_gates_the_next_application(kinds: Kinds) -> None:
    unit = a_unit()
    task = a_task(unit)
    kind = ApplicationKind.objects.get(code="more_quota")
    assert ask(unit, kind).outcome == Outcome.ADMITTED
    with pytest.raises(WrongState):
        entry(task)
    with later(DUE + timedelta(days=1)):
        letter(task)
        with pytest.raises(WrongState):
            entry(task)
    with later(date(2026, 11, 2)):
        assert errors_of(entry, task, facts=" ") == {"facts"}
        with pytest.raises(NotAllowed):
            entry(task, actor=team_of(unit.office).leader)
        problem = entry(task).problem
        assert problem is not None
        assert (problem.violation_type.code, problem.source.code) == ("decision_not_carried_out", "approval_follow_up")
        assert ask(unit, kind).outcome == Outcome.REFUSED
        with pytest.raises(WrongState):
            entry(task)


def test_a_task_is_added_while_the_matter_is_carried_out(kinds: Kinds) -> None:
    task = a_task()
    team = team_of(task.application.office)
    more = NewTask("assets", "完成资产划转", DUE)
    given: Any = {"application_id": task.application_id}
    assert errors_of(follow_up.add_task, task=NewTask("magic", " ", TODAY), actor=team.clerk, **given) == {
        "subject",
        "text",
        "due_on",
    }
    with pytest.raises(NotAllowed):
        follow_up.add_task(task=more, actor=people_of(task.application.unit).head, **given)
    follow_up.add_task(task=more, actor=team.clerk, **given)
    report(task)
    check(task)
    assert fresh(task.application).state == State.IMPLEMENTING  # the second is open
    early = an_application("accepted")
    with pytest.raises(WrongState):
        follow_up.add_task(application_id=early.pk, task=more, actor=team_of(early.office).clerk)


def test_the_register_shows_tasks_with_lights_to_those_who_may_see_the_matter(kinds: Kinds) -> None:
    task = a_task()
    unit, office = task.application.unit, task.application.office
    for viewer in (people_of(unit).clerk, team_of(office).leader):
        assert [one.pk for one in task_list(viewer)] == [task.pk]
    assert not task_list(people_of(a_unit(office)).clerk).exists()
    assert not task_list(team_of(an_office()).clerk).exists()
    assert [one.light for one in task_lines([task], DUE + timedelta(days=1))] == ["red"]


def test_the_board_says_whose_turn_it_is(kinds: Kinds) -> None:
    task = a_task()
    unit_clerk, office_clerk = people_of(task.application.unit).clerk, team_of(task.application.office).clerk
    assert [one.clock.item_id for one in board(unit_clerk).waiting] == [task.pk]
    assert board(office_clerk).waiting == []
    report(task)
    assert board(unit_clerk).waiting == []
    assert [one.clock.item_id for one in board(office_clerk).waiting] == [task.pk]


def test_the_page_and_the_board_ask_the_same_number_of_queries_however_many_tasks(
    kinds: Kinds, client: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    task = a_task()
    clerk = team_of(task.application.office).clerk
    client.force_login(clerk)

    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    urls = (f"/approvals/{task.application_id}/", "/approvals/follow-up/", "/approvals/")
    for url in urls:
        count(url)
    few = [count(url) for url in urls]
    for number in range(10):
        follow_up.add_task(
            application_id=task.application_id, task=NewTask("report", f"任务{number}", DUE), actor=clerk
        )
    assert [count(url) for url in urls] == few


def test_an_application_without_tasks_is_carried_out_at_once(kinds: Kinds) -> None:
    application = an_application("accepted")
    replied(application, tasks=[], copies=[])
    assert Application.objects.get(pk=application.pk).state == State.COMPLETED


def test_a_task_stays_red_under_its_letter_until_the_unit_reports(kinds: Kinds) -> None:
    task = a_task()
    with later(DUE + timedelta(days=1)):
        done = letter(task)
        (line,) = task_lines([done])
        assert (line.light, line.due_on) == ("red", date(2026, 10, 30))
        (line,) = task_lines([report(task)])
        assert line.light != "red"
