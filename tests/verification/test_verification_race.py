"""Two people decide the same close-out at the same moment: one wins. With a control that shows the locks do it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from verification_cast import TODAY, Cast, brought_to, do

from audit.models import Act
from documents.models import OfficialDocument
from organizations.errors import DomainError
from problems.states import State
from verification import services
from verification.models import CloseOut, ProblemCheck, SignOff

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


@contextmanager
def meeting_before_writing(monkeypatch: pytest.MonkeyPatch, parties: int) -> Iterator[None]:
    """Without row locks, both acts read before either writes: they meet where the signature is saved."""
    meet, save = threading.Barrier(parties), SignOff.save

    def waiting(self: SignOff, *args: Any, **kwargs: Any) -> None:
        meet.wait(20)
        save(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows)
        patch.setattr(SignOff, "save", waiting)
        yield


def test_two_signers_at_once_leave_one_signature_and_one_notice(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    answers = together(*(lambda who=who: do(cast, problem, "sign_off", actor=who) for who in (cast.chief, cast.leader)))
    refused = [one for one in answers if isinstance(one, DomainError)]
    assert [one.http_status for one in refused] == [409]
    problem.refresh_from_db()
    assert (problem.state, problem.closed_on) == (State.CLOSED, TODAY)
    assert SignOff.objects.count() == OfficialDocument.objects.count() == 1


def test_without_locks_both_signers_pass_the_rules(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with ``select_for_update`` stubbed out, no rule stops the second; only the constraint does."""
    problem = brought_to(cast, "sign_off")
    with meeting_before_writing(monkeypatch, 2):
        answers = together(
            *(lambda who=who: do(cast, problem, "sign_off", actor=who) for who in (cast.chief, cast.leader))
        )
    assert not any(isinstance(one, DomainError) for one in answers)
    assert SignOff.objects.count() == 1  # one_valid_sign_off_per_close_out


def test_signing_and_keeping_open_at_once_leave_one_decision(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off")
    answers = together(
        lambda: services.sign_off(problem_id=problem.pk, actor=cast.chief),
        lambda: services.keep_open(problem_id=problem.pk, reason="材料不全", actor=cast.leader),
    )
    assert [one.http_status for one in answers if isinstance(one, DomainError)] == [409]
    problem.refresh_from_db()
    assert (problem.state == State.CLOSED) == SignOff.objects.exists()
    assert CloseOut.objects.get().ended_on == TODAY


def test_the_same_form_sent_twice_at_once_records_once(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    answers = together(*[lambda: do(cast, problem, "check", key="twice", expected_version=problem.version)] * 2)
    assert answers[0] == answers[1] == ProblemCheck.objects.get()


def test_consent_and_refusal_at_once_leave_one_answer(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    answers = together(
        lambda: do(cast, problem, "consent"),
        lambda: do(cast, problem, "consent", actor=cast.superior_leader, answer="refused", reason="不彻底"),
    )
    assert [one.http_status for one in answers if isinstance(one, DomainError)] == [409]
    assert CloseOut.objects.get().consents.count() == 1
    assert Act.objects.filter(name="verification.answer_consent").count() == 1
