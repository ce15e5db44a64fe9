"""Days of applications: provisional ones stand in no paper and are counted again; a pause moves the day of decision."""

from datetime import date, timedelta
from typing import Any

import pytest
from approvals_cast import TODAY, an_application, fresh, replied
from django.urls import reverse

from approvals.models import ApplicationKind, FollowUpTask
from approvals.rules.follow_up import NewTask, standard_tasks
from approvals.services import admission
from deadlines.calendar import load_calendar
from deadlines.models import Clock, ClockKind
from deadlines.services import NewDay, load_calendar_year
from documents.models import OfficialDocument
from documents.papers import chinese_day
from organizations import clock
from tests.factories import a_problem, a_unit, people_of, system_account, team_of
from verification import services as verification

pytestmark = pytest.mark.django_db
Kinds = dict[str, ApplicationKind]
WINTER = date(2026, 12, 14)
HOLIDAYS = [NewDay(date(2027, 1, 4) + timedelta(days=day), False, "假") for day in range(5)]


def words_of(kind: str, application: Any) -> str:
    paper = OfficialDocument.objects.get(kind=kind, subject_kind="application", subject_id=application.pk)
    return "".join(paper.wording["paragraphs"])


def test_no_paper_names_a_provisional_day_and_the_pages_mark_it(kinds: Kinds, client: Any) -> None:
    with clock.at(WINTER):
        application = an_application("accepted")
        assert application.due_on is not None and application.due_on.year == 2027
        admitted = words_of(OfficialDocument.Kind.ADMISSION_NOTICE, application)
        assert "2027" not in admitted and "20个工作日" in admitted
        replied(application)
        task = FollowUpTask.objects.filter(application=application).order_by("due_on").last()
        assert task is not None and task.due_on.year == 2027
        words = words_of(OfficialDocument.Kind.OFFICIAL_REPLY, application)
        assert chinese_day(task.due_on) not in words and "2027年放假安排尚未公布" in words
        client.force_login(people_of(application.unit).head)
        for page in ("approvals:detail", "approvals:follow_up"):
            found = client.get(reverse(page, args=[application.pk] if page.endswith("detail") else []))
            assert "Provisional:" in found.content.decode() or "暂定" in found.content.decode()


def test_a_day_of_a_published_year_stands_in_the_paper(kinds: Kinds) -> None:
    application = an_application("accepted")
    assert chinese_day(application.due_on) in words_of(OfficialDocument.Kind.ADMISSION_NOTICE, application)


def test_loading_a_year_counts_the_day_of_decision_and_the_days_of_tasks_again(kinds: Kinds) -> None:
    with clock.at(WINTER):
        waiting, done = an_application("accepted"), an_application("accepted")
        before = load_calendar()
        standard = standard_tasks(done, WINTER, before)[-1]
        typed = NewTask("report", "另行约定的事项", date(2027, 1, 6))
        stays = NewTask("report", "约定在工作日的事项", date(2027, 1, 13))
        replied(done, tasks=[standard, typed, stays])
        load_calendar_year(2027, HOLIDAYS, source="国务院办公厅通知", actor=system_account())
        after = load_calendar()
        assert fresh(waiting).due_on == after.add(WINTER, 20) != waiting.due_on
        again = standard_tasks(done, WINTER, after)[-1].due_on
        days = dict(FollowUpTask.objects.values_list("text", "due_on"))
        assert days == {standard.text: again, typed.text: date(2027, 1, 11), stays.text: stays.due_on}
        assert again != standard.due_on
        task = FollowUpTask.objects.get(text=standard.text)
        assert Clock.objects.get(kind=ClockKind.FOLLOW_UP, item_id=task.pk, stopped_on=None).due_on == again


def test_the_day_of_decision_moves_by_the_working_days_of_the_pause(kinds: Kinds) -> None:
    unit = a_unit()
    problem = a_problem("verifying", step="sign_off", unit=unit)
    application = an_application("paused", unit=unit)
    before = application.due_on
    assert before is not None
    verification.sign_off(problem_id=problem.pk, actor=team_of(unit.office).chief)
    with clock.at(TODAY + timedelta(days=60)):
        calendar = load_calendar()
        admission.revive(application_id=application.pk, actor=team_of(unit.office).clerk)
        after = fresh(application).due_on
        assert after == calendar.add(before, calendar.between(TODAY, TODAY + timedelta(days=60)))
        assert calendar.between(TODAY + timedelta(days=60), after) == calendar.between(TODAY, before)
