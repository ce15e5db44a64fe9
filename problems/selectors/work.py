"""My work: what waits for this person, read from the one table of clocks. Source: quality (first screen), G1."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from deadlines.calendar import load_calendar
from deadlines.clocks import light_of
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.models import Account, Appointment
from organizations.roles import Role
from organizations.scope import Standing, standing_of
from problems import policies
from problems.models import Correction, Handling, ImportRun, NatureClaim, Problem
from problems.selectors.entries import JOINED
from problems.selectors.waiting import also_waiting
from problems.states import State

# Steps that a handler of the entry may not take (C4); they wait for a colleague.
VERIFYING = {ClockKind.CHECK, ClockKind.ACCEPTANCE, ClockKind.LOOK_BACK, ClockKind.LATER_LOOK_BACK}
STAFF_KINDS = {
    ClockKind.ASSIGN,
    ClockKind.PLAN_DECISION,
    ClockKind.INCIDENT,
    ClockKind.REPORT,
    ClockKind.FEEDBACK,
    ClockKind.REQUIRED_DATE,
    *VERIFYING,
}
SIGNING = {ClockKind.SIGN_OFF, ClockKind.CONSENT}
DECIDER_KINDS = {ClockKind.EXTENSION, ClockKind.INCIDENT, ClockKind.VERIFIER_LOAN, *SIGNING}
# What was asked about an entry has clocks of its own (``item_id`` is the entry); who asked does not decide (A09).
ASKED = {"correction": Correction, "nature": NatureClaim}
ASKED_KINDS = {ClockKind.CORRECTION, ClockKind.NATURE}
SUBJECTS = ("problem", *ASKED)
BEFORE_RECTIFYING = (State.ASSIGNED, State.PLAN_SUBMITTED)
LIMIT, OTHERS = 200, 50
AWAITED = _("waits for the opinions of invited departments")


@dataclass
class Task:
    """One line of my work."""

    clock: Clock
    problem: Problem
    light: str
    days_left: int
    provisional: bool
    mine: bool
    reason: Any = ""  # why it waits for others, where the entry itself does not say so
    late: int = 0  # working days for which the rectification itself is overdue, where another step is asked


@dataclass
class Work:
    """What waits, by urgency, then by whom it waits for."""

    now: list[Task] = field(default_factory=list)
    later: list[Task] = field(default_factory=list)
    others: list[Task] = field(default_factory=list)


def waiting_clocks(standing: Standing, on: date | None = None) -> QuerySet[Clock]:
    """Running clocks that this person can stop by an act of their own, by role."""
    mine = _by_role(standing) | also_waiting(standing)
    own = Q(pk__in=[])
    for subject_kind, model in ASKED.items():
        asked = model.objects.filter(asked_by_id=standing.person_id, decided_on=None).values("pk")
        own |= Q(subject_kind=subject_kind, subject_id__in=asked)
    running = Clock.objects.filter(mine, stopped_on=None, subject_kind__in=SUBJECTS).exclude(own)
    # A look-back after closing is scheduled long before; it is a task only from its yellow day on.
    return running.exclude(kind=ClockKind.LATER_LOOK_BACK, yellow_on__gt=on or today())


def _by_role(standing: Standing) -> Q:
    mine = Q(pk__in=[])
    for office_id in standing.office_ids:
        roles = standing.roles_in_office(office_id)
        if roles & policies.OFFICE_STAFF:
            mine |= Q(office_id=office_id, holder=Clock.Holder.OFFICE, kind__in=STAFF_KINDS)
        if roles & policies.OFFICE_DECIDERS:
            kinds = DECIDER_KINDS | ASKED_KINDS
            mine |= Q(office_id=office_id, holder=Clock.Holder.OFFICE, kind__in=kinds)
    if standing.own_unit_ids and standing.holds(Role.UNIT_CLERK, Role.UNIT_HEAD):
        mine |= Q(unit_id__in=standing.own_unit_ids, holder=Clock.Holder.UNIT)
    if standing.partner_ids:
        mine |= Q(partner_id__in=standing.partner_ids, holder=Clock.Holder.PARTNER)
    return mine


def waiting_for(post: Appointment) -> int:
    """How many entries wait for a post by the role alone, so for its successor. One query."""
    by_post = _by_role(Standing(account=None, appointments=[post]))
    clocks = Clock.objects.filter(by_post, stopped_on=None, subject_kind__in=SUBJECTS)
    clocks = clocks.exclude(kind=ClockKind.LATER_LOOK_BACK, yellow_on__gt=today())
    return len({entry_of(clock) for clock in clocks})


def entry_of(clock: Clock) -> int:
    """Key of the entry that a clock is about."""
    return clock.subject_id if clock.subject_kind == "problem" else clock.item_id or 0


def waiting_now(standing: Standing, on: date | None = None) -> QuerySet[Clock]:
    """Clocks of what is to be done now: overdue or near."""
    on = on or today()
    early = Problem.objects.filter(state__in=BEFORE_RECTIFYING).values("pk")
    clocks = waiting_clocks(standing, on).filter(Q(yellow_on__lte=on) | Q(started_on=on), paused_on=None)
    clocks = clocks.exclude(kind=ClockKind.RECTIFICATION, subject_id__in=early)
    barred = Handling.objects.filter(person_id=standing.person_id).values("problem_id")
    clocks = clocks.exclude(kind=ClockKind.ACCEPTANCE, subject_id__in=opinions_awaited().values("subject_id"))
    return clocks.exclude(kind__in=VERIFYING | SIGNING, subject_id__in=barred)


def opinions_awaited() -> QuerySet[Clock]:
    """Clocks of departments that have not given their opinion on an acceptance."""
    return Clock.objects.filter(subject_kind="problem", kind=ClockKind.OPINION, stopped_on=None)


def imports_to_order(standing: Standing) -> QuerySet[ImportRun]:
    """Spreadsheets that wait for this leader's order."""
    offices = [one for one in standing.office_ids if policies.may_in_office(standing, "import.order", one)]
    return ImportRun.objects.filter(office_id__in=offices, state=ImportRun.State.WAITING_FOR_ORDER).order_by("pk")


def my_work(*, viewer: Account, on: date | None = None) -> Work:
    """What waits for ``viewer``: late and near first, then what is further off, then what others hold for them.

    Constant number of queries. At most 200 lines of one's own and 50 of others; the ledger shows the rest.
    """
    on = on or today()
    standing = standing_of(viewer)
    calendar = load_calendar()
    clocks = list(waiting_clocks(standing, on).order_by("due_on", "pk")[:LIMIT])
    others: list[Clock] = []
    if standing.is_office:
        others = list(
            Clock.objects.filter(
                stopped_on=None,
                subject_kind="problem",
                holder__in=[Clock.Holder.UNIT, Clock.Holder.PARTNER],
                office_id__in=standing.office_ids,
            )
            .select_related("partner")
            .order_by("due_on", "pk")[:OTHERS]
        )
    elif standing.is_unit:
        others = list(
            Clock.objects.filter(
                stopped_on=None, subject_kind="problem", holder=Clock.Holder.OFFICE, unit_id__in=standing.unit_ids
            )
            .exclude(kind=ClockKind.LATER_LOOK_BACK)
            .order_by("due_on", "pk")[:OTHERS]
        )
    ids = {entry_of(clock) for clock in [*clocks, *others]}
    problems = {
        problem.pk: problem for problem in policies.visible_to(standing).filter(pk__in=ids).select_related(*JOINED)
    }
    barred = set(
        Handling.objects.filter(problem_id__in=ids, person_id=standing.person_id).values_list("problem_id", flat=True)
    )
    work = Work()

    def task(clock: Clock, mine: bool) -> Task | None:
        problem: Any = problems.get(entry_of(clock))
        if problem is None or (clock.kind == ClockKind.RECTIFICATION and problem.state in BEFORE_RECTIFYING):
            return None  # one line a matter: the plan comes first
        overdue = problem.is_open and problem.deadline_on and problem.deadline_on < on and problem.paused_on is None
        return Task(
            clock=clock,
            problem=problem,
            light=light_of(clock.due_on, clock.yellow_on, on, clock.paused_on),
            days_left=calendar.between(on, clock.asked_on),
            provisional=calendar.is_provisional(clock.asked_on),
            mine=mine,
            late=calendar.between(problem.deadline_on, on) if overdue and clock.kind != ClockKind.RECTIFICATION else 0,
        )

    accepting = {clock.subject_id for clock in clocks if clock.kind == ClockKind.ACCEPTANCE}
    awaiting: set[int] = set()  # whose acceptance cannot be recorded yet
    if accepting:
        awaiting = set(opinions_awaited().filter(subject_id__in=accepting).values_list("subject_id", flat=True))
    for clock in clocks:
        blocked = entry_of(clock) in barred and clock.kind in (VERIFYING | SIGNING)
        waits = clock.kind == ClockKind.ACCEPTANCE and clock.subject_id in awaiting
        line = task(clock, not (blocked or waits))
        if line is None:
            continue
        if waits:
            blocked, line.reason = True, AWAITED
        if blocked:
            work.others.append(line)
        elif clock.paused_on is None and (line.light in {"red", "yellow"} or clock.started_on == on):
            work.now.append(line)
        else:
            work.later.append(line)
    work.others.extend(line for clock in others if (line := task(clock, False)))
    work.others.sort(key=lambda line: (line.clock.due_on, line.clock.pk))
    return work
