"""What happened to an application after its admission, and the meetings and copies it went through. Source: D7, D8."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import pgettext

from approvals import policies
from approvals.models import (
    AgendaItem,
    Application,
    ApplicationComment,
    ApplicationKind,
    Appraisal,
    AppraisalView,
    Body,
    CopyReceipt,
    Decision,
    FollowUpTask,
    Initiation,
    Meeting,
    MeetingAttendee,
    PriorCommunication,
    TaskFile,
)
from approvals.rules.authority import Decider, decider_at, table_of
from approvals.rules.deliberation import CRITERIA
from approvals.selectors.task_forces import ForceLine, force_lines, wants_no_force
from approvals.services.admission import reviews_waiting
from approvals.services.initiation import lacks_lead, lead_section
from approvals.states import IN_PROGRESS, State
from organizations.clock import today
from organizations.errors import NotFound
from organizations.models import Account, Office, Section
from organizations.scope import Standing, standing_of
from staffing.models import PostKind

AFTER = (State.APPROVED, State.DISAPPROVED, State.UNFIT, State.IMPLEMENTING, State.COMPLETED)


@dataclass
class Proceedings:
    """The second half of an application's way, as its page shows it."""

    communications: list[PriorCommunication] = field(default_factory=list)
    initiation: Initiation | None = None
    appraisal: Appraisal | None = None
    views: list[AppraisalView] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    decision: Decision | None = None
    copies: list[CopyReceipt] = field(default_factory=list)
    tasks: list[FollowUpTask] = field(default_factory=list)
    comments: list[ApplicationComment] = field(default_factory=list)  # read in the offices
    forces: list[ForceLine] = field(default_factory=list)
    decider: Decider | None = None  # while it is not decided
    with_office: Office | None = None  # that answers it, while it is routed up
    inside: bool = False  # the viewer may read who said what in the meeting


def proceedings_of(application: Application, viewer: Account) -> Proceedings:
    """Everything after admission, of an application reached through a selector. A constant number of queries."""
    found, standing = Proceedings(), standing_of(viewer)
    found.inside = application.office_id in (
        standing.office_ids | standing.lower_office_ids | standing.audited_office_ids
    )
    found.forces = force_lines(application, viewer)
    if found.inside:
        found.comments = list(application.comments.select_related("written_by").order_by("pk"))
    if application.state not in {*IN_PROGRESS, *AFTER}:
        found.communications = list(application.communications.select_related("recorded_by"))
        return found
    found.communications = list(application.communications.select_related("recorded_by"))
    found.initiation = (
        Initiation.objects.filter(application=application).select_related("attachment", "recorded_by").first()
    )
    found.appraisal = Appraisal.objects.filter(application=application).select_related("recorded_by").first()
    if found.appraisal is not None:
        order = {aspect: place for place, aspect in enumerate(AppraisalView.Aspect.values)}
        found.views = sorted(found.appraisal.views.all(), key=lambda one: order[one.aspect])
    found.items = list(
        application.agenda_items.filter(taken_off_on=None).select_related("meeting", "finding_by").order_by("pk")
    )
    found.decision = (
        Decision.objects.filter(application=application).select_related("document", "signed_by", "sheet").first()
    )
    if found.decision is not None:
        found.copies = list(
            found.decision.copies.select_related("section", "partner", "acknowledged_by").order_by("pk")
        )
    found.tasks = list(
        application.tasks.select_related("section", "reported_by", "closed_by", "letter", "problem", "item")
        .prefetch_related(Prefetch("files", queryset=TaskFile.objects.select_related("stored").order_by("pk")))
        .order_by("due_on", "pk")
    )
    if application.state in IN_PROGRESS:
        office = _office_now(application)
        found.decider = decider_at(office, application, today())
        found.with_office = office if application.state == State.ROUTED_UP else None
    return found


def _office_now(application: Application) -> Office:
    """The office whose table says who decides: the one that answers a matter routed up, else the application's own."""
    above = application.answering_office_id if application.state == State.ROUTED_UP else None
    return Office.objects.get(pk=above) if above is not None else application.office


def acts_not_yet(application: Application) -> set[str]:
    """Acts that the matter does not wait for: a task force, and what its present item on an agenda does not want."""
    found = {policies.SET_UP_FORCE} if wants_no_force(application) else set()
    if (
        application.state in {State.APPRAISED, State.ON_AGENDA, State.ROUTED_UP}
        and decider_at(_office_now(application), application, today()).body != Body.SUPERIOR
    ):
        found |= {policies.ROUTE_UP, policies.ROUTE_FURTHER}
    if application.state in {State.ACCEPTED, State.INITIATED, State.APPRAISED} and lacks_lead(application):
        found |= {policies.INITIATE, policies.APPRAISE}
    return found | _not_yet_on_agenda(application)


def _not_yet_on_agenda(application: Application) -> set[str]:
    if application.state != State.ON_AGENDA:
        return set()
    item = application.agenda_items.filter(taken_off_on=None).select_related("meeting").order_by("-pk").first()
    if item is None or item.meeting.closed_on is not None:
        return {policies.PROCEDURE, policies.RESULT}
    if item.procedure_sound is None:
        return {policies.RESULT, policies.REPLY}
    if item.meeting.held_on > today():
        return {policies.RESULT, policies.REPLY}
    return {policies.REPLY} | ({policies.PROCEDURE} if item.result else set())


def acts_of_others(application: Application, standing: Standing) -> set[str]:
    """Acts that the person's role could do, which belong to another section, or to somebody who has not examined it;
    and the opinion on a paused application that has no cure to be confirmed."""
    found = set()
    if not policies.in_section(standing, lead_section(application), application.office_id):
        found |= {policies.INITIATE, policies.APPRAISE, policies.SET_UP_FORCE}
    if application.state == State.PAUSED:
        asked = [one.section for one in reviews_waiting(application)]
        if not any(policies.in_section(standing, one, application.office_id) for one in asked):
            found.add(policies.OPINION)
    if application.state == State.ON_AGENDA:
        kind = Section.Kind.SUPERVISION
        section = Section.objects.filter(office_id=application.office_id, kind=kind).order_by("pk").first()
        appraised = Appraisal.objects.filter(application=application, recorded_by_id=standing.person_id).exists()
        if appraised or not policies.in_section(standing, section, application.office_id):
            found.add(policies.PROCEDURE)
        if appraised:
            found.add(policies.REPLY)
    return found


def criteria_of(item: AgendaItem) -> list[dict[str, Any]]:
    """The three criteria with their answer."""
    return [{"label": label, "holds": item.criteria.get(code)} for code, label in CRITERIA.items()]


def meeting_list(viewer: Account) -> QuerySet[Meeting]:
    """Meetings the viewer may read, latest first, with the number of their matters."""
    return (
        policies.visible_meetings(viewer)
        .select_related("office")
        .annotate(matters=Count("agenda", filter=Q(agenda__taken_off_on=None)))
        .order_by("-held_on", "-pk")
    )


def meeting_for(*, viewer: Account, meeting_id: int) -> Meeting:
    """A meeting with its people and its agenda. Raises NotFound."""
    found = (
        policies.visible_meetings(viewer)
        .select_related("office", "recorded_by")
        .prefetch_related(
            Prefetch("attendees", queryset=MeetingAttendee.objects.order_by("-present", "part", "pk")),
            Prefetch(
                "agenda",
                queryset=AgendaItem.objects.filter(taken_off_on=None)
                .select_related("application__unit", "application__kind", "finding_by")
                .order_by("position", "pk"),
            ),
        )
        .filter(pk=meeting_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def open_meetings(application: Application) -> QuerySet[Meeting]:
    """Meetings on whose agenda the matter could still be put: none that was held before its admission, and none that
    has dealt with it already, such as by deferring it."""
    rows = Meeting.objects.filter(office_id=application.office_id, closed_on=None)
    rows = rows.exclude(agenda__in=AgendaItem.objects.filter(application=application, taken_off_on=None))
    if application.admitted_on is not None:
        rows = rows.filter(held_on__gte=application.admitted_on)
    return rows.order_by("-held_on", "-pk")


def authority_lines(office: Office) -> list[dict[str, Any]]:
    """The table in force for an office today, each line with the words of its kinds."""
    kinds = {one.code: str(one.name) for one in ApplicationKind.objects.all()}
    posts = {one.code: str(one.name) for one in PostKind.objects.all()}
    between = pgettext("between names", ", ")
    return [
        {
            "rule": one,
            "kinds": between.join(kinds.get(code, code) for code in one.kinds),
            "posts": between.join(posts.get(code, code) for code in one.post_kinds),
        }
        for one in table_of(office, today())
    ]


def copies_to_acknowledge(standing: Standing) -> int:
    """How many decisions copied to the person's departments wait to be acknowledged."""
    return CopyReceipt.objects.filter(partner_id__in=standing.partner_ids, acknowledged_on=None).count()


def copy_list(viewer: Account) -> QuerySet[CopyReceipt]:
    """Decisions copied to the viewer's department or to sections of the own office, those to acknowledge first."""
    standing = standing_of(viewer)
    own = Q(partner_id__in=standing.partner_ids) | Q(
        decision__application__office_id__in=standing.office_ids | standing.audited_office_ids
    )
    return (
        policies.visible_copies(viewer)
        .filter(own)
        .select_related(
            "section",
            "partner",
            "acknowledged_by",
            "decision__document",
            "decision__application__unit",
            "decision__application__office",
            "decision__application__kind",
        )
        .order_by(F("acknowledged_on").asc(nulls_first=True), "-sent_on", "-pk")
    )


def copy_for(*, viewer: Account, copy_id: int) -> CopyReceipt:
    """A copied decision with its paper. Raises NotFound."""
    found = (
        policies.visible_copies(viewer)
        .select_related("section", "partner", "decision__document__pdf", "decision__application")
        .filter(pk=copy_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def initiation_for(*, viewer: Account, application_id: int) -> Initiation:
    """The initiation of an application with its attachment. Raises NotFound where there is none to be had."""
    found = (
        Initiation.objects.select_related("attachment")
        .filter(application_id=application_id, application__in=policies.visible_to(viewer))
        .exclude(attachment=None)
        .first()
    )
    if found is None:
        raise NotFound
    return found
