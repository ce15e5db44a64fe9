"""What the acts of verification share: the frame around them, clocks between steps, evidence, the way back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from documents.models import StoredFile
from organizations.clock import in_words, today
from organizations.errors import Stale
from organizations.models import Account
from organizations.scope import Standing
from problems.acting import Acting, acting_on, answered_before, ask_first, give_receipt
from problems.models import Evidence, Problem, Share
from problems.services.evidence import NewFile, add_evidence, keep_all
from problems.services.unit_clocks import start_unit_clocks, stop_unit_clocks
from verification import policies
from verification.errors import WrongStep
from verification.models import Attachment, CloseOut, Step

# Step of a close-out: clock that runs while it waits for that step.
CLOCKS = {
    Step.CHECK: ClockKind.CHECK,
    Step.ACCEPTANCE: ClockKind.ACCEPTANCE,
    Step.LOOK_BACK: ClockKind.LOOK_BACK,
    Step.SIGN_OFF: ClockKind.SIGN_OFF,
    Step.CONSENT: ClockKind.CONSENT,
}
NEXT = {Step.CHECK: Step.ACCEPTANCE, Step.ACCEPTANCE: Step.LOOK_BACK, Step.LOOK_BACK: Step.SIGN_OFF}


@dataclass
class Verifying:
    """An open act on an entry: ``known`` is the id of what the same form made before, if it was sent twice."""

    now: Acting
    act: str
    key: str
    known: int | None

    @property
    def problem(self) -> Problem:
        return self.now.problem

    def close_out(self, *steps: str) -> CloseOut:
        """The running close-out, locked. Raises WrongState or WrongStep when it does not wait for one of ``steps``."""
        running = CloseOut.objects.select_for_update(no_key=True).filter(problem=self.problem, ended_on=None).first()
        if running is None or running.step not in steps:
            step = Step(running.step).label if running else self.problem.get_state_display()
            raise WrongStep(number=self.problem.number or "", step=step)
        return running

    def receipt(self, object_id: int) -> None:
        give_receipt(self.now.actor, self.key, self.act, object_id, f"problem:{self.problem.pk}")


def unless_answered(act: str, actor: Account, key: str) -> Callable[[Standing, Problem], None]:
    """The rights of this room, not asked again of whoever sends a form that has had its answer."""
    requires = policies.requires(act)

    def may(standing: Standing, problem: Problem) -> None:
        if answered_before(actor, key, act, f"problem:{problem.pk}") is None:
            requires(standing, problem)

    return may


def keep_for(
    problem_id: int, act: str, files: Sequence[NewFile], *, actor: Account, key: str
) -> list[tuple[NewFile, StoredFile]]:
    """Keep the bytes of files before any lock is taken, and only for whoever may take the act, which asks again.

    Raises: NotFound, NotAllowed, and Invalid under ``files``.
    """
    if files:
        ask_first(problem_id, act, actor=actor, may=unless_answered(act, actor, key))
    return keep_all(files)


@contextmanager
def verifying(
    problem_id: int,
    act: str,
    *,
    actor: Account,
    key: str,
    expected_version: int | None,
    reason: str = "",
) -> Iterator[Verifying]:
    """``acting_on`` with the rights of this room, and a receipt that outranks the version of the form.

    A form sent twice carries an old version the second time, and its sender may be a handler by then; it gets its
    first answer, not a refusal.
    """
    with acting_on(problem_id, act, actor=actor, may=unless_answered(act, actor, key), reason=reason.strip()) as now:
        known = answered_before(actor, key, act, f"problem:{problem_id}")
        if known is None and expected_version is not None and expected_version != now.problem.version:
            raise Stale(version=now.problem.version)
        yield Verifying(now, act, key, known)


def attach(now: Acting, kept: Sequence[tuple[NewFile, StoredFile]], **owner: Any) -> None:
    """Add kept files to the entry's evidence and tie them to what they prove; ``owner`` names one foreign key."""
    if not kept:
        return
    for evidence in add_evidence(now, kept, None):
        Attachment(evidence=evidence, **owner).save()


def lender_of(now: Acting) -> int | None:
    """The superior office when the actor verifies as a person it lent; None for the office's own people. C4."""
    lent = not now.standing.rank_in(now.problem.office_id) and policies.is_lent(now.standing, now.problem)
    return now.problem.office.superior_id if lent else None


def wait_for(problem: Problem, step: str, day: date) -> None:
    """Start the clock of ``step``: held by the entry's office, or by the superior one for its consent."""
    office: int | None = problem.office_id
    if step == Step.CONSENT:
        office = problem.office.superior_id
    assert office is not None  # noqa: S101 - whoever signs was refused without a superior office
    start_clocks(
        [
            NewClock(
                subject_id=problem.pk,
                kind=CLOCKS[Step(step)],
                holder=Clock.Holder.OFFICE,
                office_id=office,
                unit_id=problem.unit_id,
                started_on=day,
            )
        ]
    )


def stop_waiting(problem: Problem, step: str, day: date) -> None:
    """Stop the clock of a step that has been answered."""
    stop_clocks(problem.pk, CLOCKS[Step(step)], on=day)


def stop_rectifying(problem: Problem, day: date) -> None:
    """The unit says it is done: its deadline is met or missed today, and milestones still ahead no longer count."""
    stop_unit_clocks(problem, day)


def rectify_again(problem: Problem, day: date) -> None:
    """Start the unit's clocks again with the deadlines they had; a deadline that has passed is overdue at once.

    Milestones before ``day`` are over: what is left is due by the deadline.
    """
    start_unit_clocks(problem, day, reopened=True)


def end_shares(problem: Problem, close_out: CloseOut, day: date) -> None:
    """The acceptance is decided: nobody is asked any more, and the departments keep what they were shown."""
    for invitation in close_out.invitations.filter(share__ended_on=None).select_related("share").order_by("pk"):
        end_share(invitation.share, problem, day)
    stop_clocks(problem.pk, ClockKind.OPINION, on=day, outcome=Clock.Outcome.CANCELLED)


def end_share(share: Share, problem: Problem, day: date) -> None:
    newest = Evidence.objects.filter(problem=problem).order_by("-pk").values_list("pk", flat=True).first()
    share.ended_on, share.last_evidence = day, newest or 0
    share.save(update_fields=["ended_on", "last_evidence"])


def end_as_kept_open(now: Acting, close_out: CloseOut, reason: str) -> None:
    """继续挂号: the close-out ends without closing, the entry goes back to the unit, counted. Source: C1, glossary."""
    day = today()
    stop_waiting(now.problem, close_out.step, day)
    end_shares(now.problem, close_out, day)
    close_out.step, close_out.ended_on, close_out.kept_open_because = Step.KEPT_OPEN, day, reason.strip()
    close_out.save(update_fields=["step", "ended_on", "kept_open_because"])
    now.move("keep_open")
    now.problem.kept_open += 1
    now.save("kept_open")
    rectify_again(now.problem, day)


def held_on_errors(held_on: date, not_before: date | None) -> list[Any]:
    """What is wrong with the day something was held: in the future, or before what it has to follow."""
    if held_on > today():
        return [_("This day lies in the future. Enter today or an earlier day.")]
    if not_before is not None and held_on < not_before:
        return [
            _("This day lies before %(day)s, the day of the step before. Enter that day or a later one.")
            % {"day": in_words(not_before)}
        ]
    return []
