"""Two leaders decide one extension at the same moment: one wins. With a control that shows the lock does it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models import QuerySet

from organizations.errors import DomainError
from problems.models import Extension, Problem
from problems.services import extensions
from tests.factories import a_deadline, a_file, a_person_with, a_problem, fresh, people_of

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run acts at once, each on its own connection; answers what each returned or raised, in order."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            answers[index] = act()
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def decisions() -> tuple[Problem, list[Callable[[], Any]]]:
    """One leader grants, the other refuses."""
    problem = a_problem("rectifying")
    extensions.ask_extension(
        problem_id=problem.pk,
        wanted_on=a_deadline(120),
        reason="等待批复",
        files=[a_file()],
        actor=people_of(problem.unit).clerk,
    )
    one, other = (a_person_with("office_leader", problem.office) for _number in range(2))
    return problem, [
        lambda: extensions.grant_extension(problem_id=problem.pk, granted_on=a_deadline(100), actor=one),
        lambda: extensions.refuse_extension(problem_id=problem.pk, reason="理由不足", actor=other),
    ]


def test_two_leaders_at_once_leave_one_decision():
    problem, acts = decisions()
    answers = together(*acts)
    assert [one.http_status for one in answers if isinstance(one, DomainError)] == [409]
    decided = next(one for one in answers if isinstance(one, Extension))
    assert Extension.objects.get().status == decided.status
    assert fresh(problem).extensions == (1 if decided.status == "granted" else 0)
    assert Extension.history.filter(status__in=["granted", "refused"]).count() == 1


def test_without_locks_both_leaders_decide(monkeypatch):
    """The control: with ``select_for_update`` stubbed out, no rule stops the second; only the database does."""
    _problem, acts = decisions()
    meet, save = threading.Barrier(2), Extension.save

    def waiting(self: Extension, *args: Any, **kwargs: Any) -> None:
        meet.wait(20)
        save(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows)
    monkeypatch.setattr(Extension, "save", waiting)
    answers = together(*acts)
    assert not [one for one in answers if isinstance(one, DomainError)], answers
    decided = [one for one in answers if isinstance(one, Extension)]
    stopped = [one for one in answers if isinstance(one, DatabaseError)]
    assert len(decided) + len(stopped) == 2 and decided, answers
