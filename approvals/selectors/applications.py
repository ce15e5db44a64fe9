"""Reads of applications: one with everything on its page, the boards, the past as sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Prefetch, Q, QuerySet

from approvals import policies
from approvals.models import (
    Application,
    ApplicationItem,
    ApplicationKind,
    ApplicationMaterial,
    ApplicationPerson,
    CopyReceipt,
    Cure,
    PreReview,
    SectionPart,
    SelfFinding,
    TaskForce,
    TaskForceTask,
)
from approvals.selectors.task_forces import doers_of
from approvals.services.task_forces import FORCE
from approvals.states import ENDED, State
from deadlines.calendar import load_calendar
from deadlines.clocks import light_of
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Section
from organizations.scope import Standing, standing_of
from organizations.selectors import offices_to_choose

JOINED = ("office", "unit__office__superior", "unit__competent_department", "kind", "sheet__rule", "signed_by")
ROW = ("office", "unit", "kind", "sheet")  # of one line of a board
LIMIT = 200
RECENT = timedelta(days=90)
# Clock of an application: the act that answers it.
ANSWERS: dict[str, str] = {
    ClockKind.COMPLETE_APPLICATION: policies.SUBMIT,
    ClockKind.PRE_REVIEW: policies.OPINION,
    ClockKind.ADMISSION: policies.ADMIT,
    ClockKind.INITIATION: policies.INITIATE,
    ClockKind.APPRAISAL: policies.APPRAISE,
    ClockKind.DELIBERATION: policies.AGENDA,
    ClockKind.ISSUE_REPLY: policies.REPLY,
    ClockKind.COPY: policies.ACKNOWLEDGE,
    ClockKind.FOLLOW_UP: policies.REPORT_TASK,
    ClockKind.TASK_FORCE: policies.FINISH_FORCE_TASK,
    ClockKind.TASK_FORCE_END: policies.END_FORCE,
}
FIRST = (ClockKind.INITIATION, ClockKind.APPRAISAL)  # wait for a lead section to be named
BY_LEAD = (ClockKind.INITIATION, ClockKind.APPRAISAL, ClockKind.DELIBERATION, ClockKind.TASK_FORCE_END)


def application_for(*, viewer: Account, application_id: int) -> Application:
    """One application with items, people, papers, reviews and sections. Raises NotFound when hidden or missing."""
    found = (
        policies.visible_to(viewer)
        .select_related(*JOINED)
        .prefetch_related(
            Prefetch("items", queryset=ApplicationItem.objects.filter(struck_on=None)),
            Prefetch("people", queryset=ApplicationPerson.objects.filter(struck_on=None)),
            Prefetch(
                "materials",
                queryset=ApplicationMaterial.objects.filter(replaced_on=None).select_related("stored", "added_by"),
            ),
            Prefetch("cures", queryset=Cure.objects.filter(dropped_on=None).select_related("problem")),
            Prefetch("parts", queryset=SectionPart.objects.filter(until=None).select_related("section")),
            Prefetch(
                "pre_reviews",
                queryset=PreReview.objects.filter(dropped_on=None).select_related("section", "given_by"),
            ),
            Prefetch(
                "self_findings",
                queryset=SelfFinding.objects.filter(dropped_on=None).select_related("violation_type", "problem"),
            ),
        )
        .filter(pk=application_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def application_list(
    *, viewer: Account, state: str = "", kind: str = "", office: str = "", q: str = ""
) -> QuerySet[Application]:
    """Applications the viewer may see, drafts first, then the newest.

    Args:
        state, kind, office: As ``list_filters`` offers them; the door refuses others.
        q: A part of number, matter or unit.
    """
    rows = policies.visible_to(viewer).select_related("office", "unit", "kind")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind__code=kind)
    if office:
        rows = rows.filter(office__code=office)
    if words := q.replace("\0", "").strip()[:60]:
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(title__icontains=words)
            | Q(unit__name__icontains=words)
            | Q(unit__initials__contains=words.lower())
        )
    return rows.order_by(F("filed_on").desc(nulls_first=True), "-pk")


def list_filters(viewer: Account) -> dict[str, dict[str, str] | None]:
    """What the list of applications can be narrowed by: each value with its words; None where any words will do."""
    return {
        "state": {value: str(label) for value, label in State.choices},
        "kind": {one.code: one.name for one in ApplicationKind.objects.order_by("position", "pk")},
        "office": {one.code: one.short_name for one in offices_to_choose(viewer)},
        "q": None,
    }


def material_for(*, viewer: Account, material_id: int) -> ApplicationMaterial:
    """A file of an application the viewer may see. Raises NotFound."""
    material = (
        ApplicationMaterial.objects.select_related("stored", "application")
        .filter(pk=material_id, application__in=policies.visible_to(viewer))
        .first()
    )
    if material is None:
        raise NotFound
    return material


@dataclass(frozen=True)
class Waiting:
    """One application that waits for an act."""

    application: Application
    clock: Clock
    act: str
    light: str
    days_left: int
    provisional: bool
    mine: bool


@dataclass
class Board:
    """What a person sees of applications first."""

    waiting: list[Waiting] = field(default_factory=list)
    others: list[Waiting] = field(default_factory=list)  # with colleagues, or with the unit or the office
    blocked: list[Application] = field(default_factory=list)  # paused, or refused within ninety days
    own: list[Application] = field(default_factory=list)  # of a unit: its applications
    assisting: list[Application] = field(default_factory=list)  # on their way; the viewer's sections assist


def board(viewer: Account, on: date | None = None) -> Board:
    """The queue with its clocks, what is blocked, for a unit its own applications, for a section those it assists with.
    A constant number of queries."""
    on = on or today()
    standing, found = standing_of(viewer), Board()
    _put_waiting(found, standing, on)
    rows = policies.visible_to(standing).select_related(*ROW)
    stopped = Q(state=State.PAUSED) | Q(state=State.REFUSED, admitted_on__gte=on - RECENT)
    found.blocked = list(rows.filter(stopped).order_by("-admitted_on", "-pk")[:LIMIT])
    if standing.own_unit_ids:
        found.own = own_applications(standing)
    if sections := {one.section_id for one in standing.appointments if one.section_id}:
        parts = SectionPart.objects.filter(part=SectionPart.Part.ASSISTING, until=None, section_id__in=sections)
        helped = rows.filter(pk__in=parts.values("application_id")).exclude(state__in=ENDED)
        found.assisting = list(helped.order_by("-pk")[:LIMIT])
    return found


def own_applications(standing: Standing) -> list[Application]:
    """Applications of the person's units and their subordinates, those on their way first. One query."""
    rows = policies.visible_to(standing).select_related(*ROW).filter(unit_id__in=standing.unit_ids)
    return sorted(rows.order_by("-pk")[:LIMIT], key=lambda one: one.state in ENDED)


def waiting_lines(viewer: Account, on: date | None = None) -> list[Waiting]:
    """What of the board is the viewer's to do, for "my work": one query where no application waits."""
    found = Board()
    _put_waiting(found, standing_of(viewer), on or today())
    return found.waiting


def _put_waiting(found: Board, standing: Standing, on: date) -> None:
    """What waits for an act of the viewer or of others, by the clocks that run."""
    clocks = list(_clocks(standing).order_by("due_on", "pk")[:LIMIT])
    if not clocks:
        return
    calendar = load_calendar()
    rows = policies.visible_to(standing).select_related(*ROW)
    of_force = _forces_of(clocks)
    matters = {clock.pk: of_force.get(clock.subject_id) if _of_force(clock) else clock.subject_id for clock in clocks}
    applications = {one.pk: one for one in rows.filter(pk__in={one for one in matters.values() if one})}
    asked = _sections_asked(clocks, matters)
    given_to = doers_of(TaskForceTask.objects.filter(pk__in=_force_tasks_of(clocks)))
    leaderless = _without_lead(clocks, matters, asked, applications)
    for clock in clocks:
        application = applications.get(matters[clock.pk] or 0)
        if application is None or clock.kind not in ANSWERS:
            continue
        act = policies.PARTS if clock.pk in leaderless else ANSWERS[clock.kind]
        if act == policies.AGENDA and application.state != State.APPRAISED:
            act = policies.SUPERIOR_REPLY if application.state == State.ROUTED_UP else policies.RESULT
        if act == policies.REPORT_TASK and clock.holder == Clock.Holder.OFFICE:
            act = policies.CHECK_TASK
        mine = clock.holder != Clock.Holder.PARTNER and policies.may(standing, act, application)
        section = asked.get(clock.pk)
        if mine and section is not None and act != policies.SUPERIOR_REPLY:  # the lead is a section of the lower office
            mine = policies.in_section(standing, section, application.office_id)
        if clock.kind == ClockKind.TASK_FORCE:
            mine = mine and standing.person_id == given_to.get(clock.item_id or 0)
        line = Waiting(
            application=application,
            clock=clock,
            act=act,
            light=light_of(clock.due_on, clock.yellow_on, on),
            days_left=calendar.between(on, clock.due_on),
            provisional=calendar.is_provisional(clock.due_on),
            mine=mine,
        )
        (found.waiting if mine else found.others).append(line)


def _of_force(clock: Clock) -> bool:
    return clock.subject_kind == FORCE


def _forces_of(clocks: Sequence[Clock]) -> dict[int, int]:
    """The application of each task force that a clock is about; no query where there is none."""
    ids = [one.subject_id for one in clocks if _of_force(one)]
    return dict(TaskForce.objects.filter(pk__in=ids).values_list("pk", "application_id"))


def _force_tasks_of(clocks: Sequence[Clock]) -> list[int]:
    return [one.item_id or 0 for one in clocks if one.kind == ClockKind.TASK_FORCE]


def _sections_asked(clocks: Sequence[Clock], matters: Mapping[int, int | None]) -> dict[int, Section]:
    """The section that a clock waits for: the reviewer's, the lead's, or the one that got a copy."""
    found: dict[int, Section] = {}
    items: dict[int, Section | None] = {}
    ids = [one.item_id or 0 for one in clocks if one.kind == ClockKind.PRE_REVIEW]
    for review in PreReview.objects.filter(pk__in=ids).select_related("section"):
        items[review.pk] = review.section
    copied: dict[int, Section | None] = {}
    ids = [one.item_id or 0 for one in clocks if one.kind == ClockKind.COPY]
    for copy in CopyReceipt.objects.filter(pk__in=ids).select_related("section"):
        copied[copy.pk] = copy.section
    subjects = [matters[one.pk] or 0 for one in clocks if _is_of_the_lead(one)]
    leads = SectionPart.objects.filter(application_id__in=subjects, part=SectionPart.Part.LEAD, until=None)
    leading = {one.application_id: one.section for one in leads.select_related("section")}
    for clock in clocks:
        section = None
        if clock.kind == ClockKind.PRE_REVIEW:
            section = items.get(clock.item_id or 0)
        elif clock.kind == ClockKind.COPY:
            section = copied.get(clock.item_id or 0)
        elif _is_of_the_lead(clock):
            section = leading.get(matters[clock.pk] or 0)
        if section is not None:
            found[clock.pk] = section
    return found


def _without_lead(
    clocks: Sequence[Clock],
    matters: Mapping[int, int | None],
    asked: Mapping[int, Section],
    applications: Mapping[int, Application],
) -> set[int]:
    """Clocks of the lead section's acts where no section is named to lead: that is done first. One query at most."""
    due = {
        one.pk: applications.get(matters[one.pk] or 0) for one in clocks if one.kind in FIRST and one.pk not in asked
    }
    if not due:
        return set()
    business = set(
        Section.objects.filter(
            kind=Section.Kind.BUSINESS, office_id__in=[one.office_id for one in due.values() if one]
        ).values_list("office_id", flat=True)
    )
    return {pk for pk, one in due.items() if one is not None and one.office_id in business}


def _is_of_the_lead(clock: Clock) -> bool:
    """Whether what is due is the lead section's: its acts, and the check of what a unit reported."""
    return clock.kind in BY_LEAD or (clock.kind == ClockKind.FOLLOW_UP and clock.holder == Clock.Holder.OFFICE)


def _clocks(standing: Standing) -> QuerySet[Clock]:
    mine = Q(office_id__in=standing.office_ids)
    if standing.unit_ids:
        mine |= Q(unit_id__in=standing.unit_ids)
    return Clock.objects.filter(mine, subject_kind__in=("application", FORCE), stopped_on=None)
