"""What an entry says of its source is completed by one person; a required date only ever becomes known or earlier."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from audit.acts import act
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, Stale
from organizations.people import system_account
from problems.models import Cause, Problem
from problems.selectors.entries import attach_next_steps
from problems.selectors.work import my_work
from problems.services import pauses
from problems.services.dates import record_required_consent
from problems.services.source_facts import complete_source_facts
from tests.factories import a_deadline, a_file, a_problem, fresh, people_of, team_of
from verification import services as close_out

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


def complete(problem: Problem, *, actor: Any = None, reason: str = "反馈意见后到", **changes: Any) -> Problem:
    actor = actor or team_of(problem.office).clerk
    return complete_source_facts(problem_id=problem.pk, changes=changes, reason=reason, actor=actor)


def warning(problem: Problem) -> Clock | None:
    return Clock.objects.filter(subject_id=problem.pk, kind=ClockKind.REQUIRED_DATE, stopped_on=None).first()


def consent(problem: Problem, until: Any) -> None:
    record_required_consent(
        problem_id=problem.pk,
        body="",
        document="省巡函〔2026〕8号",
        consented_on=today(),
        until_on=until,
        files=[a_file()],
        actor=team_of(problem.office).clerk,
    )


def test_what_was_missing_is_filled_with_a_reason_and_stands_in_the_trail():
    problem = a_problem("rectifying")
    cause = Cause.objects.filter(in_use=True).first()
    assert cause is not None
    complete(
        problem,
        required_on=a_deadline(90),
        required_by=" 省委巡视办 ",
        source_document="云巡发〔2026〕5号",
        sub_source="巡视反馈",
        cause_id=cause.pk,
    )
    after = fresh(problem)
    assert (after.required_on, after.required_by) == (a_deadline(90), "省委巡视办")
    assert (after.source_document, after.sub_source, after.cause) == ("云巡发〔2026〕5号", "巡视反馈", cause)
    assert after.history.latest().act.reason == "反馈意见后到"
    for reason, changes in ((" ", {"sub_source": "另一反馈"}), ("照旧", {"sub_source": "巡视反馈"})):
        with pytest.raises(Invalid):
            complete(problem, reason=reason, **changes)


def test_a_required_date_becomes_earlier_but_neither_later_nor_nothing():
    problem = a_problem("rectifying", required_on=a_deadline(90), required_by="省委巡视办")
    complete(problem, required_on=a_deadline(80))
    assert fresh(problem).required_on == a_deadline(80)
    for day in (a_deadline(85), None):
        with pytest.raises(Invalid) as refusal:
            complete(problem, required_on=day)
        assert "Record the consent" in str(refusal.value.errors["required_on"][0])
    for day in (a_deadline(85), None):
        with (
            pytest.raises(IntegrityError, match="only becomes earlier"),
            transaction.atomic(),
            act("test.bypass", actor=system_account().actor_facts()),
        ):
            row = Problem.objects.get(pk=problem.pk)
            row.required_on = day
            row.save()


def test_a_day_that_cannot_be_and_a_body_without_a_date_are_refused():
    problem = a_problem("rectifying")
    with pytest.raises(Invalid) as refusal:
        complete(problem, required_on=problem.found_on - timedelta(days=1), cause_id=0)
    assert set(refusal.value.errors) == {"required_on", "cause"}
    with pytest.raises(Invalid) as refusal:
        complete(problem, required_by="省委巡视办")
    assert set(refusal.value.errors) == {"required_by"}


def test_a_deadline_beyond_the_new_required_date_stays_and_is_lit_until_its_body_consents():
    problem = a_problem("rectifying", deadline=a_deadline(60))
    complete(problem, required_on=a_deadline(40), required_by="省委巡视办")
    [after] = attach_next_steps([fresh(problem)])
    assert (after.deadline_on, after.light) == (a_deadline(60), "yellow")
    clerk = team_of(problem.office).clerk
    assert ClockKind.REQUIRED_DATE in {task.clock.kind for task in my_work(viewer=clerk).now}
    pauses.pause_problem(problem_id=problem.pk, reason="等待改革", actor=team_of(problem.office).chief)
    running = warning(problem)
    assert running is not None and running.paused_on is None
    consent(problem, a_deadline(50))
    assert warning(problem) is not None
    consent(problem, a_deadline(60))
    assert warning(problem) is None


def test_a_required_date_at_or_after_the_deadline_lights_nothing():
    problem = a_problem("rectifying", deadline=a_deadline(60))
    complete(problem, required_on=a_deadline(60))
    assert warning(problem) is None


def test_the_warning_rests_while_the_close_out_is_examined_and_comes_back_with_the_entry():
    problem = a_problem("rectifying", deadline=a_deadline(60))
    complete(problem, required_on=a_deadline(40))
    close_out.apply_for_close_out(
        problem_id=problem.pk,
        statement="已整改",
        own_look_back="无反弹",
        files=[a_file()],
        actor=people_of(problem.unit).clerk,
    )
    assert warning(problem) is None
    close_out.record_check(
        problem_id=problem.pk,
        people="核验人员",
        held_on=today(),
        passed=False,
        findings="仍未清退",
        actor=team_of(problem.office).verifier,
    )
    assert fresh(problem).state == "rectifying"
    assert warning(problem) is not None


def test_the_unit_and_a_form_that_came_too_late_are_refused():
    problem = a_problem("rectifying")
    with pytest.raises(NotAllowed):
        complete(problem, actor=people_of(problem.unit).clerk, sub_source="反馈")
    with pytest.raises(Stale):
        complete_source_facts(
            problem_id=problem.pk,
            changes={"sub_source": "反馈"},
            reason="补登",
            actor=team_of(problem.office).clerk,
            expected_version=problem.version - 1,
        )


def test_the_page_says_that_the_deadline_lies_beyond_and_program_and_page_do_the_same(client: Client):
    problem = a_problem("rectifying", deadline=a_deadline(60))
    client.force_login(team_of(problem.office).clerk)
    page = reverse("problems:complete_source_facts", args=[problem.pk])
    assert (
        reverse("problems:complete_source_facts", args=[problem.pk])
        in client.get(reverse("problems:detail", args=[problem.pk])).content.decode()
    )
    typed = {"required_on": a_deadline(40).isoformat(), "required_by": "省委巡视办", "reason": "补登"}
    answer = client.post(page, typed, follow=True)
    assert "省委巡视办" in answer.content.decode()
    assert "l-state" in answer.content.decode() and warning(problem) is not None
    answer = client.post(
        reverse("api_complete_source_facts", args=[problem.pk]),
        {"required_on": a_deadline(30).isoformat(), "cause": "", "reason": "以文件为准"},
        content_type="application/json",
    )
    assert (answer.status_code, fresh(problem).required_on) == (200, a_deadline(30))
    late = {"required_on": a_deadline(50).isoformat(), "reason": "放宽"}
    answer = client.post(reverse("api_complete_source_facts", args=[problem.pk]), late, content_type="application/json")
    assert answer.status_code == 422 and "required_on" in answer.json()["errors"]
