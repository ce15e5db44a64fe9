"""Two people act at the same moment: one wins, and a form sent twice makes one entry. With a control."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from organizations.errors import DomainError
from problems.models import Correction, Problem
from problems.services import corrections, intake, joining
from problems.states import State
from tests.factories import a_file, a_problem, a_unit, an_entry, an_office, team_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


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


def test_two_entries_merged_into_each_other_leave_one() -> None:
    unit = a_unit(an_office())
    one, other = a_problem(unit=unit), a_problem(unit=unit)
    team = team_of(unit.office)

    def merge(problem: Problem, into: Problem, actor: Any) -> Any:
        return joining.merge_problem(problem_id=problem.pk, into_id=into.pk, reason="重复", actor=actor)

    answers = together(lambda: merge(one, other, team.chief), lambda: merge(other, one, team.leader))
    assert sorted(isinstance(one, DomainError) for one in answers) == [False, True]
    assert Problem.objects.filter(state=State.MERGED).count() == 1


def test_a_form_sent_twice_at_once_registers_once_and_is_no_duplicate_of_itself() -> None:
    unit = a_unit(an_office())
    clerk = team_of(unit.office).clerk
    given = {"office_id": unit.office_id, "entry": an_entry(unit), "actor": clerk, "key": "form", "anyway": False}
    answers = together(*[lambda: intake.register_problem(**given)] * 4)
    assert {getattr(one, "pk", one) for one in answers} == {Problem.objects.get().pk}


def a_waiting_correction() -> tuple[Problem, Any]:
    problem = a_problem(unit=a_unit(an_office()))
    team = team_of(problem.office)
    corrections.ask_correction(
        problem_id=problem.pk, changes={"facts": "改正"}, reason="笔误", file=a_file(), actor=team.clerk
    )
    return problem, team


def decisions(problem: Problem, team: Any) -> list[Callable[[], Any]]:
    return [
        lambda: corrections.decide_correction(problem_id=problem.pk, apply=True, actor=team.chief),
        lambda: corrections.decide_correction(problem_id=problem.pk, apply=False, note="否", actor=team.leader),
    ]


def test_a_correction_is_decided_once() -> None:
    problem, team = a_waiting_correction()
    answers = together(*decisions(problem, team))
    assert sorted(isinstance(one, DomainError) for one in answers) == [False, True]
    asked = Correction.objects.get()
    assert (asked.status == "applied") == (Problem.objects.get().facts == "改正")


def test_without_locks_both_decisions_pass_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: only the trigger of the database stops the second."""
    problem, team = a_waiting_correction()
    meet, save = threading.Barrier(2), Correction.save

    def waiting(self: Correction, *args: Any, **kwargs: Any) -> None:
        meet.wait(20)
        save(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows)
        patch.setattr(Correction, "save", waiting)
        answers = together(*decisions(problem, team))
    assert not any(isinstance(one, DomainError) for one in answers)
    assert Correction.objects.get().decided_on is not None
