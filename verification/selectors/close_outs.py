"""Reads of this room for people: the desk of those who verify, sign and consent, and one entry's close-outs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import pgettext

from deadlines.calendar import load_calendar
from deadlines.clocks import light_of
from deadlines.models import Clock, ClockKind
from documents.models import OfficialDocument
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import Standing, standing_of
from problems.models import Problem
from problems.policies import visible_to
from problems.selectors.entries import JOINED
from verification import policies
from verification.errors import OpinionsMissing
from verification.models import (
    Acceptance,
    Attachment,
    CloseOut,
    Feedback,
    Invitation,
    LaterLookBack,
    LookBack,
    ProblemCheck,
    SignOff,
    SuperiorConsent,
)
from verification.selectors.questions import in_readers_language

# Kind of clock: the act that answers it.
ANSWERS: dict[str, str] = {
    ClockKind.CHECK: policies.CHECK,
    ClockKind.ACCEPTANCE: policies.ACCEPTANCE,
    ClockKind.LOOK_BACK: policies.LOOK_BACK,
    ClockKind.SIGN_OFF: policies.SIGN_OFF,
    ClockKind.CONSENT: policies.CONSENT,
    ClockKind.LATER_LOOK_BACK: policies.LATER_LOOK_BACK,
    ClockKind.VERIFIER_LOAN: policies.NAME_VERIFIER,
    ClockKind.FEEDBACK: policies.FEED_BACK,
    ClockKind.OPINION: policies.OPINION,
}
LIMIT = 200


@dataclass(frozen=True)
class Line:
    """One matter on the desk: the entry, the act it waits for, its light, and why it may have to wait for others."""

    problem: Problem
    act: str
    clock: Clock
    light: str
    days_left: int  # working days, negative when late
    provisional: bool  # the year of the due day has no calendar yet
    why_not: str  # empty when the viewer can do it now

    @property
    def mine(self) -> bool:
        return not self.why_not


@dataclass
class Desk:
    """What waits for the viewer, late and near first, and what waits for a colleague in the same office."""

    mine: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)


def desk(viewer: Account, on: date | None = None) -> Desk:
    """The queue of a verifier, signer or superior. Look-backs after closing show from their yellow day on.

    A constant number of queries, at most 200 matters; "others" are those that the viewer's role could take but C4
    or the rank forbids, or that wait for opinions, each with the sentence why.
    """
    on = on or today()
    standing, calendar = standing_of(viewer), load_calendar()
    clocks = list(_clocks(standing, on).order_by("due_on", "pk")[:LIMIT])
    ids = {clock.subject_id for clock in clocks}
    problems = {
        one.pk: one for one in visible_to(standing).filter(pk__in=ids).select_related(*JOINED, "office__superior")
    }
    who = policies.involved_in(problems)
    awaited = _awaited(clock.subject_id for clock in clocks if clock.kind == ClockKind.ACCEPTANCE)
    found = Desk()
    for clock in clocks:
        problem = problems.get(clock.subject_id)
        if problem is None:
            continue
        act = ANSWERS[clock.kind]
        if not policies.role_fits(standing, act, problem):
            continue
        line = Line(
            problem=problem,
            act=act,
            clock=clock,
            light=light_of(clock.due_on, clock.yellow_on, on),
            days_left=calendar.between(on, clock.due_on),
            provisional=calendar.is_provisional(clock.due_on),
            why_not=policies.why_not(standing, act, problem, who[problem.pk])
            or _why_wait(act, awaited.get(problem.pk, "")),
        )
        (found.mine if line.mine else found.others).append(line)
    return found


def _awaited(problem_ids: Iterable[int]) -> dict[int, str]:
    """Entry: invited departments whose opinion its acceptance waits for, by name."""
    ids = list(problem_ids)
    if not ids:
        return {}
    asked = Invitation.objects.filter(
        close_out__problem_id__in=ids, close_out__ended_on=None, withdrawn_on=None, opinion=None
    ).order_by("pk")
    names: dict[int, list[str]] = {}
    for problem, name in asked.values_list("close_out__problem_id", "partner__name"):
        names.setdefault(problem, []).append(name)
    return {problem: pgettext("between names", ", ").join(found) for problem, found in names.items()}


def _why_wait(act: str, departments: str) -> str:
    """Why an acceptance that the viewer may record cannot be recorded yet."""
    waits = act == policies.ACCEPTANCE and departments
    return str(OpinionsMissing(departments=departments)) if waits else ""


def _clocks(standing: Standing, on: date) -> Any:
    held = Q(holder=Clock.Holder.OFFICE, office_id__in=standing.office_ids)
    held |= Q(holder=Clock.Holder.PARTNER, partner_id__in=standing.partner_ids)
    running = Clock.objects.filter(held | lent_clocks(standing), subject_kind="problem", stopped_on=None)
    running = running.filter(kind__in=ANSWERS)
    return running.exclude(Q(kind=ClockKind.LATER_LOOK_BACK) & Q(yellow_on__gt=on))


# Steps that a lent verifier takes.
LENT_KINDS = (ClockKind.CHECK, ClockKind.ACCEPTANCE, ClockKind.LOOK_BACK)


def lent_clocks(standing: Standing) -> Q:
    """Running clocks of entries that this person was lent for; also those that the leader of the lender may sign."""
    lent, led = policies.loans_of_person(standing)
    found = Q(pk__in=[])
    if lent:
        found |= Q(subject_id__in=lent, holder=Clock.Holder.OFFICE, kind__in=LENT_KINDS)
    if led:
        found |= Q(subject_id__in=led, holder=Clock.Holder.OFFICE, kind=ClockKind.SIGN_OFF)
    return found


def next_on_desk(viewer: Account, act: str = "") -> Line | None:
    """What waits most urgently for the viewer; with ``act``, of those that wait for it."""
    return next((line for line in desk(viewer).mine if not act or line.act == act), None)


def close_outs_of(problem: Problem) -> list[CloseOut]:
    """All attempts to close an entry reached through a selector, newest first, with every record, person and file."""
    attached = Attachment.objects.select_related("evidence__stored")

    def records(model: Any) -> Any:
        rows = model.objects.select_related("recorded_by", "lent_by")
        return rows.prefetch_related(Prefetch("attachments", queryset=attached))

    invited = Invitation.objects.select_related(
        "partner", "invited_by", "withdrawn_by", "opinion__given_by"
    ).prefetch_related(Prefetch("opinion__attachments", queryset=attached))
    found = problem.close_outs.select_related(
        "applied_by", "own_look_back_record__recorded_by", "look_back_waiver__rule", "look_back_waiver__recorded_by"
    ).prefetch_related(
        Prefetch("attachments", queryset=attached),
        Prefetch("own_look_back_record__attachments", queryset=attached),
        Prefetch("checks", queryset=records(ProblemCheck).prefetch_related("answers")),
        Prefetch("invitations", queryset=invited),
        Prefetch("acceptances", queryset=records(Acceptance).prefetch_related("answers")),
        Prefetch("look_backs", queryset=records(LookBack)),
        Prefetch("sign_offs", queryset=SignOff.objects.select_related("signed_by")),
        Prefetch("consents", queryset=SuperiorConsent.objects.select_related("answered_by", "office")),
    )
    rows = list(found)
    in_readers_language(answer for one in rows for record in _answering(one) for answer in record.answers.all())
    return rows


def _answering(close_out: CloseOut) -> list[Any]:
    """The records of a close-out that answer questions."""
    return [*close_out.checks.all(), *close_out.acceptances.all()]


def close_out_of(viewer: Account, problem_id: int) -> CloseOut | None:
    """The newest close-out of an entry with all its records; None when nobody has applied yet.

    Raises: NotFound when the entry does not exist or the viewer may not know of it.
    """
    problem = visible_to(viewer).filter(pk=problem_id).first()
    if problem is None:
        raise NotFound
    return next(iter(close_outs_of(problem)), None)


def later_look_backs_of(problem: Problem) -> list[LaterLookBack]:
    """Look-backs after closing, oldest first, with their files."""
    attached = Attachment.objects.select_related("evidence__stored")
    rows = problem.later_look_backs.select_related("recorded_by", "lent_by")
    return list(rows.prefetch_related(Prefetch("attachments", queryset=attached)))


def feedback_of(problem: Problem) -> list[Feedback]:
    """What was fed back to the source, oldest first."""
    attached = Attachment.objects.select_related("evidence__stored")
    return list(
        problem.feedback.select_related("recorded_by").prefetch_related(Prefetch("attachments", queryset=attached))
    )


def scheduled_look_backs(problem: Problem) -> list[Clock]:
    """Look-backs after closing that are still to come, the nearest first."""
    due = Clock.objects.filter(
        subject_kind="problem", subject_id=problem.pk, kind=ClockKind.LATER_LOOK_BACK, stopped_on=None
    )
    return list(due.order_by("due_on", "pk"))


def notice_of(problem: Problem) -> OfficialDocument | None:
    """The newest close-out notice of an entry reached through a selector."""
    return (
        OfficialDocument.objects.filter(
            kind=OfficialDocument.Kind.CLOSE_OUT_NOTICE, subject_kind="problem", subject_id=problem.pk
        )
        .select_related("office", "pdf")
        .order_by("-pk")
        .first()
    )


def notice_for(*, viewer: Account, document_id: int) -> tuple[OfficialDocument, Problem]:
    """A close-out notice and its entry: who may know of the entry may read its notice.

    Raises: NotFound when there is none, or the entry is hidden.
    """
    paper = (
        OfficialDocument.objects.filter(pk=document_id, kind=OfficialDocument.Kind.CLOSE_OUT_NOTICE)
        .select_related("office", "pdf")
        .first()
    )
    problem = None
    if paper is not None:
        problem = visible_to(viewer).filter(pk=paper.subject_id).select_related(*JOINED).first()
    if paper is None or problem is None:
        raise NotFound
    return paper, problem
