"""Extensions: asked for by the unit, decided by the office, counted; the earlier dates stay."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from deadlines.calendar import load_calendar
from deadlines.models import Clock, ClockKind
from organizations.clock import at, today
from organizations.errors import Invalid, NotAllowed, WrongState
from problems.models import Extension, Handling, Milestone, Problem
from problems.services import extensions
from problems.services.dates import record_required_consent
from problems.states import State
from tests.factories import a_deadline, a_file, a_person_with, a_problem, an_office, fresh, people_of, team_of
from verification import policies as verification
from verification import services as close_out

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


def ask(problem: Problem, **given: Any) -> Extension:
    asked: dict[str, Any] = {
        "wanted_on": a_deadline(120),
        "reason": "编制划转需省里批复",
        "files": [a_file()],
        "actor": people_of(problem.unit).clerk,
        **given,
    }
    return extensions.ask_extension(problem_id=problem.pk, **asked)


def grant(problem: Problem, **given: Any) -> Extension:
    asked: dict[str, Any] = {"granted_on": a_deadline(100), "actor": team_of(problem.office).chief, **given}
    return extensions.grant_extension(problem_id=problem.pk, **asked)


def clock_of(problem: Problem, kind: str = ClockKind.RECTIFICATION) -> Clock:
    return Clock.objects.get(subject_kind="problem", subject_id=problem.pk, kind=kind, stopped_on=None)


def sentences(refusal: pytest.ExceptionInfo[Invalid], field: str) -> str:
    return " ".join(str(one) for one in refusal.value.errors[field])


def test_a_granted_extension_moves_the_deadline_and_hides_no_earlier_date():
    problem = a_problem("rectifying")
    request = ask(problem)
    assert clock_of(problem, ClockKind.EXTENSION).holder == "office"
    grant(problem, reason="情况属实")
    after, request = fresh(problem), Extension.objects.get(pk=request.pk)
    assert (after.approved_on, after.extended_on, after.extensions) == (problem.approved_on, a_deadline(100), 1)
    assert after.deadline_on == clock_of(problem).due_on == a_deadline(100)
    assert (request.status, request.granted_on, request.deadline_before) == (
        "granted", a_deadline(100), problem.approved_on,
    )  # fmt: skip
    assert request.evidence.count() == 1
    assert not Clock.objects.filter(kind=ClockKind.EXTENSION, stopped_on=None).exists()


def test_milestones_ahead_keep_their_working_days_from_the_deadline():
    problem = a_problem("rectifying")
    calendar = load_calendar()
    before = {one.pk: calendar.between(one.due_on, problem.deadline_on) for one in Milestone.objects.all()}
    ask(problem)
    grant(problem)
    for one in Milestone.objects.filter(plan__problem=problem):
        assert calendar.between(one.due_on, a_deadline(100)) == before[one.pk]
        clock = Clock.objects.get(kind=ClockKind.MILESTONE, item_id=one.pk, stopped_on=None)
        assert clock.due_on == one.due_on


def test_a_missed_milestone_stays_missed_after_an_extension():
    problem = a_problem("rectifying")
    first = Milestone.objects.order_by("due_on").first()
    assert first is not None
    with at(load_calendar().next_working(first.due_on + timedelta(days=1))):
        ask(problem)
        grant(problem)
        assert Milestone.objects.get(pk=first.pk).due_on == first.due_on < today()


def test_a_refused_extension_leaves_the_deadline_and_says_why():
    problem = a_problem("rectifying")
    ask(problem)
    with pytest.raises(Invalid) as refusal:
        extensions.refuse_extension(problem_id=problem.pk, reason=" ", actor=team_of(problem.office).leader)
    assert "reason" in refusal.value.errors
    refused = extensions.refuse_extension(
        problem_id=problem.pk, reason="理由不足", actor=team_of(problem.office).leader
    )
    after = fresh(problem)
    assert (refused.status, after.deadline_on, after.extensions) == ("refused", problem.deadline_on, 0)
    ask(problem)  # another may be asked for
    assert list(problem.extension_requests.values_list("position", flat=True)) == [1, 2]


def test_two_extensions_are_counted_and_both_stay():
    problem = a_problem("rectifying")
    ask(problem, wanted_on=a_deadline(90))
    grant(problem, granted_on=a_deadline(80))
    ask(problem)
    grant(problem)
    granted = problem.extension_requests.values_list("deadline_before", "granted_on")
    assert list(granted) == [(problem.approved_on, a_deadline(80)), (a_deadline(80), a_deadline(100))]
    assert fresh(problem).extensions == 2


def test_only_one_extension_waits_at_a_time():
    problem = a_problem("rectifying")
    ask(problem)
    with pytest.raises(WrongState):
        ask(problem)
    assert problem.extension_requests.count() == 1


@pytest.mark.parametrize("state", ["registered", "verifying", "closed", "voided"])
def test_no_extension_is_asked_where_the_entry_is_not_with_the_unit(state):
    problem = a_problem(state)
    actor = a_person_with("unit_clerk", problem.unit) if state != "registered" else people_of(problem.unit).clerk
    with pytest.raises(Exception) as refusal:
        ask(problem, actor=actor)
    assert refusal.value.http_status in {404, 409}  # type: ignore[attr-defined]
    assert not Extension.objects.exists()


@pytest.mark.parametrize("state", ["assigned", "plan_submitted", "rectifying"])
def test_an_extension_is_asked_while_the_entry_is_with_the_unit(state):
    assert ask(a_problem(state)).status == "pending"


def test_applying_for_close_out_withdraws_the_request_that_waits():
    problem = a_problem("rectifying")
    request = ask(problem)
    close_out.apply_for_close_out(
        problem_id=problem.pk,
        statement="已整改",
        own_look_back="无反弹",
        files=[a_file()],
        actor=people_of(problem.unit).clerk,
    )
    request.refresh_from_db()
    assert request.status == "withdrawn"
    with pytest.raises(WrongState):
        grant(problem)
    assert fresh(problem).state == State.VERIFYING


def test_the_wanted_day_has_to_be_a_later_working_day():
    problem = a_problem("rectifying")
    for wanted, word in (
        (today() - timedelta(days=3), "after today"),
        (problem.deadline_on, "already"),
        (date(2101, 3, 1), "plausible"),
        (_rest_day_after(problem.deadline_on), "rest day"),
    ):
        with pytest.raises(Invalid) as refusal:
            ask(problem, wanted_on=wanted)
        assert word in sentences(refusal, "wanted_on")
    assert not Extension.objects.exists()


def _rest_day_after(day: date) -> date:
    calendar = load_calendar()
    while calendar.is_working(day):
        day += timedelta(days=1)
    return day


def test_reason_and_file_are_asked_for_together():
    with pytest.raises(Invalid) as refusal:
        ask(a_problem("rectifying"), reason="", files=[])
    assert set(refusal.value.errors) == {"reason", "files"}


def test_the_office_grants_at_most_what_was_wanted():
    problem = a_problem("rectifying")
    ask(problem)
    with pytest.raises(Invalid) as refusal:
        grant(problem, granted_on=a_deadline(150))
    assert "asked for" in sentences(refusal, "granted_on")
    assert fresh(problem).extensions == 0


def test_the_required_date_caps_an_extension_until_its_body_consents():
    deadline, cap = a_deadline(60), a_deadline(70)
    problem = a_problem("rectifying", deadline=deadline, required_on=cap, required_by="省委巡视办")
    with pytest.raises(Invalid) as refusal:
        ask(problem)
    assert "省委巡视办" in sentences(refusal, "wanted_on")
    record_required_consent(
        problem_id=problem.pk,
        body="",
        document="省巡函〔2026〕8号",
        consented_on=today(),
        until_on=a_deadline(130),
        files=[a_file()],
        actor=team_of(problem.office).clerk,
    )
    ask(problem)
    grant(problem)
    after = fresh(problem)
    assert (after.required_on, after.extended_on) == (cap, a_deadline(100))
    assert problem.required_consents.get().body == "省委巡视办"


def test_a_consent_needs_a_later_day_its_document_and_a_file():
    problem = a_problem("rectifying", required_on=a_deadline(70))
    with pytest.raises(Invalid) as refusal:
        record_required_consent(
            problem_id=problem.pk,
            body="",
            document="",
            consented_on=today() + timedelta(days=1),
            until_on=a_deadline(70),
            actor=team_of(problem.office).clerk,
        )
    assert set(refusal.value.errors) == {"document", "consented_on", "until_on", "files"}
    free = a_problem("rectifying")
    with pytest.raises(WrongState):
        record_required_consent(
            problem_id=free.pk,
            body="省委编办",
            document="函",
            consented_on=today(),
            until_on=a_deadline(70),
            files=[a_file()],
            actor=team_of(free.office).clerk,
        )


def test_who_decides_an_extension_neither_verifies_nor_signs():
    problem = a_problem("rectifying")
    chief = team_of(problem.office).chief
    ask(problem)
    grant(problem, actor=chief)
    assert Handling.objects.filter(problem=problem, person=chief.person, capacity="decided_extension").exists()
    assert not verification.may_sign(chief, fresh(problem))
    assert verification.may_sign(team_of(problem.office).leader, fresh(problem))


def test_closed_in_the_granted_time_is_closed_on_time():
    problem = a_problem("rectifying")
    ask(problem)
    grant(problem, actor=team_of(problem.office).chief)
    with at(a_deadline(90)):
        close_out.apply_for_close_out(
            problem_id=problem.pk,
            statement="已整改",
            own_look_back="无反弹",
            files=[a_file()],
            actor=people_of(problem.unit).clerk,
        )
        for record in (close_out.record_check, close_out.record_acceptance, close_out.record_look_back):
            record(
                problem_id=problem.pk,
                people="核验人员",
                findings="符合",
                passed=True,
                held_on=today(),
                actor=team_of(problem.office).verifier,
            )
        close_out.sign_off(problem_id=problem.pk, actor=team_of(problem.office).leader)
    closing = fresh(problem).closings.get()
    assert problem.approved_on < closing.closed_on <= closing.deadline_on == a_deadline(100)


def test_the_same_form_sent_twice_asks_once():
    problem = a_problem("rectifying")
    first = ask(problem, key="twice", expected_version=problem.version)
    assert ask(problem, key="twice", expected_version=problem.version) == first


@pytest.mark.parametrize("role", ["office_clerk", "section_chief", "office_leader", "discipline_observer"])
def test_nobody_of_the_office_asks_for_the_unit(role):
    problem = a_problem("rectifying", office=(office := an_office()))
    with pytest.raises(NotAllowed):
        ask(problem, actor=a_person_with(role, office))


@pytest.mark.parametrize(("role", "may"), [("office_clerk", False), ("section_chief", True), ("office_leader", True)])
def test_chief_and_leader_decide_and_the_clerk_does_not(role, may):
    problem = a_problem("rectifying", office=(office := an_office()))
    ask(problem)
    actor = a_person_with(role, office)
    if may:
        assert grant(problem, actor=actor).status == "granted"
    else:
        with pytest.raises(NotAllowed):
            grant(problem, actor=actor)
    with pytest.raises(NotAllowed):
        grant(problem, actor=people_of(problem.unit).head)
