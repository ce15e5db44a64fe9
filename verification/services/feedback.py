"""反馈: whoever brought the problem hears how it ended. Source: C6."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from deadlines.calendar import WorkingCalendar
from deadlines.clocks import NewClock, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid
from organizations.models import Account
from problems.acting import require_move
from problems.models import Problem
from problems.services.evidence import NewFile
from verification import policies
from verification.models import Feedback
from verification.selectors.rules import sender_of
from verification.services.frame import attach, held_on_errors, keep_for, verifying


def feed_back(
    *,
    problem_id: int,
    sender: str,
    way: str,
    given_on: date,
    actor: Account,
    document: str = "",
    note: str = "",
    files: Sequence[NewFile] = (),
    key: str = "",
    expected_version: int | None = None,
) -> Feedback:
    """Record that the result of a closed entry was fed back to who brought it.

    Args:
        sender: Who was told.
        way: One of ``Feedback.Way``; a letter names its document.
        given_on: From the day of closing until today.
        document: Number or name of what was sent.

    Raises:
        Invalid: Nobody named, an unknown way, a letter without its document, a day that does not fit.
        NotFound, NotAllowed, Stale, WrongState: See ``acting_on``; the entry is not closed.

    Source: C6.
    """
    kept = keep_for(problem_id, policies.FEED_BACK, files, actor=actor, key=key)
    with verifying(problem_id, policies.FEED_BACK, actor=actor, key=key, expected_version=expected_version) as doing:
        if doing.known is not None:
            return Feedback.objects.get(pk=doing.known)
        now, problem, day = doing.now, doing.problem, today()
        require_move("feed_back", problem)
        errors: dict[str, list] = {}
        if not sender.strip():
            errors["sender"] = [_("Name who was told.")]
        if way not in Feedback.Way.values:
            errors["way"] = [_("Choose how it was fed back.")]
        elif way == Feedback.Way.LETTER and not document.strip():
            errors["document"] = [_("Enter the number or name of the letter.")]
        if wrong := held_on_errors(given_on, problem.closed_on):
            errors["given_on"] = wrong
        if errors:
            raise Invalid(errors=errors)
        feedback = Feedback(
            problem=problem,
            sender=sender.strip()[:100],
            way=way,
            document=document.strip()[:120],
            note=note.strip(),
            given_on=given_on,
            recorded_by_id=now.standing.person_id,
        )
        feedback.save()
        attach(now, kept, feedback=feedback)
        stop_clocks(problem.pk, ClockKind.FEEDBACK, on=day)
        now.move("feed_back")
        now.save()
        doing.receipt(feedback.pk)
        return feedback


def feedback_clock(problem: Problem, day: date, calendar: WorkingCalendar) -> list[NewClock]:
    """The clock that a closing starts where somebody is to be told; none otherwise."""
    sender, days = sender_of(problem)
    if not sender:
        return []
    return [
        NewClock(
            subject_id=problem.pk,
            kind=ClockKind.FEEDBACK,
            holder=Clock.Holder.OFFICE,
            office_id=problem.office_id,
            unit_id=problem.unit_id,
            started_on=day,
            due_on=calendar.add(day, days),
            detail=sender[:200],
        )
    ]
