"""B03: no interleaving of "entry opened or reopened" and "application accepted" lets both pass unseen.

With controls: without the locks of the services the database refuses; without its trigger as well, both pass unseen.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg
import pytest
from approvals_cast import an_application, fresh, together
from django.core.management import call_command
from django.db import IntegrityError
from django.db.models import QuerySet

from approvals.gate import asking
from approvals.models import Application, ApplicationKind
from approvals.services import admission, filing
from approvals.states import State
from audit.models import Block
from organizations.errors import DomainError
from problems.models import Problem
from problems.services import intake
from tests.factories import a_problem, a_unit, an_entry, people_of, team_of
from verification import services as verification

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kinds(transactional_db: None) -> None:
    if not ApplicationKind.objects.exists():
        call_command("reference_data", verbosity=0)


def unseen(application: Application) -> bool:
    """Whether an accepted application's sheet misses an entry that was open before it was accepted."""
    application = fresh(application)
    if application.state != State.ACCEPTED:
        return False
    assert application.sheet is not None
    known = {one["id"] for one in application.sheet.inputs["entries"]}
    accepted = Application.history.filter(id=application.pk, state=State.ACCEPTED).earliest()
    past = Problem.history.filter(unit_id=application.unit_id).order_by("history_id")
    then = {row.id: row for row in past if sealed(row) < sealed(accepted)}  # the last one of each entry
    return any(row.state in {"registered", "rectifying"} and row.id not in known for row in then.values())


def sealed(row: Any) -> int:
    """Place of a history row's transaction in the one order of commits."""
    return Block.objects.filter(xid=row.act.xid).order_by("seq").values_list("seq", flat=True)[0]


def accept(application: Application) -> Any:
    return admission.decide_admission(application_id=application.pk, actor=team_of(application.office).clerk)


def register(application: Application) -> Any:
    team = team_of(application.office)
    entry = an_entry(application.unit)
    return intake.register_problem(office_id=application.office_id, entry=entry, actor=team.clerk)


def test_opened_first_is_on_the_sheet_and_accepted_first_is_opened_later() -> None:
    first, second = an_application("reviewed"), an_application("reviewed")
    register(first)
    accept(first)
    assert fresh(first).state == State.REFUSED
    accept(second)
    register(second)
    assert fresh(second).state == State.ACCEPTED


@pytest.mark.parametrize("round_", range(5))
def test_at_once_one_comes_first_and_the_other_sees_it(round_: int) -> None:
    application = an_application("reviewed")
    answers = together(lambda: accept(application), lambda: register(application))
    assert not [one for one in answers if isinstance(one, Exception)], answers
    assert fresh(application).state in {State.ACCEPTED, State.REFUSED}
    assert not unseen(application)


def test_a_relapse_and_an_acceptance_at_once() -> None:
    unit = a_unit()
    problem = a_problem("closed", unit=unit)
    application = an_application("reviewed", unit=unit)
    answers = together(
        lambda: accept(application),
        lambda: verification.record_later_look_back(
            problem_id=problem.pk,
            people="核验人员",
            findings="反弹",
            passed=False,
            held_on=date(2026, 9, 1),
            deadline=date(2026, 10, 30),
            actor=team_of(unit.office).verifier,
        ),
    )
    assert not [one for one in answers if isinstance(one, Exception)], answers
    assert fresh(application).state in {State.ACCEPTED, State.PAUSED}
    assert not unseen(application)


@contextmanager
def without_locks(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """No row locks of the services, and the acceptance waits after asking the gate until the entry is written.

    Answers two events: the gate was asked, and the entry is written.
    """
    asked, written = threading.Event(), threading.Event()
    ask = asking.ask

    def waiting(*args: Any, **kwargs: Any) -> Any:
        answer = ask(*args, **kwargs)
        if kwargs.get("locked"):
            asked.set()
            assert written.wait(20)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows)
        patch.setattr(asking, "ask", waiting)
        patch.setattr(asking, "lock_marks", lambda unit_ids: asking.marks_of(unit_ids))
        yield asked, written


def _both(application: Application, events: tuple[threading.Event, threading.Event]) -> list[Any]:
    asked, written = events

    def register_then_say() -> Any:
        try:
            assert asked.wait(20)  # an entry written before the gate is asked is no race
            return register(application)
        finally:
            written.set()

    return together(lambda: accept(application), register_then_say)


def test_without_the_locks_the_database_refuses_the_stale_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    application = an_application("reviewed")
    with without_locks(monkeypatch) as events:
        accepted, registered = _both(application, events)
    assert isinstance(accepted, IntegrityError) and "no longer current" in str(accepted)
    assert isinstance(registered, Problem)
    assert fresh(application).state == State.REVIEWED
    accept(application)
    assert fresh(application).state == State.REFUSED


def test_without_locks_and_trigger_both_pass_unseen(
    monkeypatch: pytest.MonkeyPatch, owner_connection: psycopg.Connection
) -> None:
    """The control: it is the mark that holds the two apart."""
    application = an_application("reviewed")
    owner_connection.execute("alter table approvals_application disable trigger ledger_gate_admitted")
    with without_locks(monkeypatch) as events:
        accepted, registered = _both(application, events)
    assert not isinstance(accepted, Exception) and not isinstance(registered, Exception)
    assert unseen(application)


def test_the_same_filing_sent_twice_at_once_files_once() -> None:
    application = an_application()
    head = people_of(application.unit).head
    answers = together(*[lambda: filing.submit(application_id=application.pk, actor=head, key="twice")] * 2)
    assert {one.number for one in answers} == {fresh(application).number}
    assert fresh(application).pre_reviews.count() == 3


def test_two_deciders_at_once_leave_one_decision() -> None:
    application = an_application("reviewed")
    team = team_of(application.office)
    answers = together(
        *(
            lambda who=who: admission.decide_admission(application_id=application.pk, actor=who)
            for who in (team.clerk, team.chief)
        )
    )
    assert [one.http_status for one in answers if isinstance(one, DomainError)] == [409]
    assert application.sheets.count() == 1
