"""Pages of meetings, the authority table and the decisions copied to a section or department. Source: D7, D8, D13."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from approvals import policies
from approvals.models import CopyReceipt, Meeting, MeetingAttendee
from approvals.pages.deciding_forms import (
    AcknowledgeForm,
    AttendanceForm,
    AttendeeSet,
    LineSet,
    MeetingForm,
    MinutesForm,
)
from approvals.pages.stale import refused
from approvals.selectors.plans import talent_shares
from approvals.selectors.proceedings import authority_lines, copy_for, copy_list, criteria_of, meeting_for, meeting_list
from approvals.services import authority, decision, meetings
from approvals.services.meetings import is_observed
from audit.events import record_event
from audit.models import Event
from documents import papers
from documents.serving import file_response
from ledger_site.list_filters import filters_asked
from organizations.clock import today
from organizations.errors import DomainError, NotFound
from organizations.models import Appointment, Office, Person, in_force
from organizations.roles import OFFICE_ROLES, Role
from organizations.scope import standing_of, visible_offices
from organizations.signed_in import person

NEW_ROWS = 5


def meetings_asked(request: HttpRequest) -> QuerySet[Meeting]:
    """Meetings for the page and its export. Raises NotFound, Invalid."""
    standing = standing_of(person(request))
    if not (standing.office_ids or standing.audited_office_ids):
        raise NotFound
    filters_asked(request.GET, {})
    return meeting_list(person(request))


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Meetings of own and lower offices, the latest first."""
    page = Paginator(meetings_asked(request), 50).get_page(request.GET.get("page"))
    may_call = standing_of(person(request)).holds(*policies.ACTS[policies.CALL].office)
    return render(request, "approvals/meetings.html", {"page": page, "may_call": may_call})


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting: who attended in which part, its agenda with results, its minutes."""
    return render(request, "approvals/meeting.html", _context(request, pk))


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    meeting = meeting_for(viewer=person(request), meeting_id=pk)
    standing = standing_of(person(request))
    may = {
        name: meeting.closed_on is None and policies.may_for(standing, act, office_id=meeting.office_id, unit_id=None)
        for name, act in (("attendance", policies.ATTENDANCE), ("minutes", policies.MINUTES))
    }
    agenda = [(one, criteria_of(one)) for one in meeting.agenda.all()]
    return {
        "meeting": meeting,
        "agenda": agenda,
        "shares": talent_shares(meeting),
        "may": may,
        "observed": is_observed(meeting),
    }


def own_office(request: HttpRequest, act: str) -> Office:
    """The office the actor calls meetings in, or sets the table of."""
    standing = standing_of(person(request))
    wanted = request.POST.get("office") or request.GET.get("office", "")
    offices = visible_offices(person(request)).order_by("pk")
    if wanted:
        found = offices.filter(pk=wanted if wanted.isdecimal() and len(wanted) < 19 else 0).first()
        if found is None:
            raise NotFound
    else:
        found = offices.filter(pk__in=standing.office_ids).first()
    if found is None or not policies.may_for(standing, act, office_id=found.pk, unit_id=None):
        raise policies.refusal(act)
    return found


def _people(office_id: int) -> Any:
    posts = Appointment.objects.filter(in_force(today()), office_id=office_id, role__in=OFFICE_ROLES)
    return Person.objects.filter(pk__in=posts.values("person_id")).order_by("name", "pk")


def _observers(office_id: int) -> set[int]:
    posts = Appointment.objects.filter(in_force(today()), office_id=office_id, role=Role.DISCIPLINE_OBSERVER)
    return set(posts.values_list("person_id", flat=True))


def _rows(request: HttpRequest, office_id: int, listed: list[MeetingAttendee]) -> Any:
    shared: dict[str, Any] = {"prefix": "rows", "form_kwargs": {"people": _people(office_id)}}
    if request.method == "POST":
        return AttendeeSet(request.POST, **shared)
    initial: list[dict[str, Any]] = [
        {"person": one.person_id, "name": one.name, "body": one.body, "part": one.part, "present": one.present}
        for one in listed
    ]
    blank: list[dict[str, Any]] = [{"part": MeetingAttendee.Part.MEMBER, "present": True}] * NEW_ROWS
    return AttendeeSet(initial=initial + blank, **shared)


def _attendees(rows: Any) -> list[meetings.Attendee]:
    return [made for row in rows if (made := row.attendee())]


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Call a meeting with its members and observers."""
    office = own_office(request, policies.CALL)
    watching = _observers(office.pk)
    everybody = [
        MeetingAttendee(
            person=one,
            name=one.name,
            part=MeetingAttendee.Part.OBSERVER if one.pk in watching else MeetingAttendee.Part.MEMBER,
            present=True,
        )
        for one in _people(office.pk)
    ]
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        initial={"key": secrets.token_urlsafe(16), "held_on": today()},
    )
    rows, status = _rows(request, office.pk, everybody), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and rows.is_valid():
            try:
                made = meetings.call_meeting(
                    office_id=office.pk,
                    meeting=form.meeting(),
                    attendees=_attendees(rows),
                    actor=person(request),
                    key=form.cleaned_data["key"],
                )
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, _("The meeting is called. Matters are put on its agenda from their pages."))
                return redirect("approvals:meeting", pk=made.pk)
    context = {"office": office, "form": form, "rows": rows, "title": _("Call a meeting")}
    return render(request, "approvals/meeting_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write who attends, and who is present."""
    meeting = _allowed(request, pk, policies.ATTENDANCE)
    initial = {"key": secrets.token_urlsafe(16), "version": meeting.version}
    form = AttendanceForm(request.POST if request.method == "POST" else None, initial=initial)
    rows, status = _rows(request, meeting.office_id, list(meeting.attendees.all())), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and rows.is_valid():
            try:
                meetings.write_attendance(
                    meeting_id=pk,
                    attendees=_attendees(rows),
                    actor=person(request),
                    key=form.cleaned_data["key"],
                    expected_version=form.expected_version,
                )
            except DomainError as refusal:
                status = refused(form, refusal, meeting)
            else:
                messages.success(request, _("Who attends is on record."))
                return redirect("approvals:meeting", pk=pk)
    context = {"meeting": meeting, "office": meeting.office, "form": form, "rows": rows, "title": _("Who attends")}
    return render(request, "approvals/meeting_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a meeting with its minutes."""
    meeting = _allowed(request, pk, policies.MINUTES)
    initial = {"key": secrets.token_urlsafe(16), "version": meeting.version}
    form, status = MinutesForm(request.POST if request.method == "POST" else None, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                meetings.close_meeting(
                    meeting_id=pk,
                    minutes=form.cleaned_data["minutes"],
                    minutes_number=form.cleaned_data["minutes_number"],
                    actor=person(request),
                    key=form.cleaned_data["key"],
                    expected_version=form.expected_version,
                )
            except DomainError as refusal:
                status = refused(form, refusal, meeting)
            else:
                messages.success(request, _("The minutes are closed and stay. Replies can be signed now."))
                return redirect("approvals:meeting", pk=pk)
    context = {"meeting": meeting, "office": meeting.office, "form": form, "title": _("Close with minutes")}
    return render(request, "approvals/meeting_form.html", context, status=status)


def _allowed(request: HttpRequest, pk: int, act: str) -> Meeting:
    meeting = meeting_for(viewer=person(request), meeting_id=pk)
    if not policies.may_for(standing_of(person(request)), act, office_id=meeting.office_id, unit_id=None):
        raise policies.refusal(act)
    return meeting


@require_GET
def authority_page(request: HttpRequest) -> HttpResponse:
    """The authority table of an office: who decides which kind and amount."""
    viewer = person(request)
    standing = standing_of(viewer)
    if not policies.visible_authority(standing).exists():
        raise NotFound
    offices = Office.objects.filter(
        pk__in=standing.office_ids | standing.audited_office_ids | {one.office_id for one in _units(standing)}
    ).order_by("pk")
    tables = [
        {
            "office": one,
            "lines": authority_lines(one),
            "may_write": policies.may_for(standing, policies.AUTHORITY, office_id=one.pk, unit_id=None),
        }
        for one in offices[:5]
    ]
    return render(request, "approvals/authority.html", {"tables": tables})


def _units(standing: Any) -> list[Any]:
    return [one.unit for one in standing.appointments if one.unit_id]


@require_http_methods(["GET", "POST"])
def edit_authority(request: HttpRequest) -> HttpResponse:
    """Set the authority table of one's office."""
    office = own_office(request, policies.AUTHORITY)
    form, status = (
        AttendanceForm(request.POST if request.method == "POST" else None, initial={"key": secrets.token_urlsafe(16)}),
        200,
    )
    if request.method == "POST":
        rows, status = LineSet(request.POST, prefix="rows"), 422
        if form.is_valid() and rows.is_valid():
            try:
                authority.write_authority(
                    office_id=office.pk,
                    lines=[made for row in rows if (made := row.line())],
                    actor=person(request),
                    key=form.cleaned_data["key"],
                )
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, _("The table holds from today; what it said before stays readable."))
                return redirect("approvals:authority")
    else:
        names = ("body", "kinds", "post_kinds", "up_to", "basis")
        known = [{name: getattr(one["rule"], name) for name in names} for one in authority_lines(office)]
        rows = LineSet(initial=[*known, {}, {}], prefix="rows")
    context = {"office": office, "form": form, "rows": rows}
    return render(request, "approvals/edit_authority.html", context, status=status)


def copies_asked(request: HttpRequest) -> QuerySet[CopyReceipt]:
    """Decisions copied, for the page and its export. Raises NotFound, Invalid."""
    standing = standing_of(person(request))
    if not (standing.partner_ids or standing.office_ids or standing.audited_office_ids):
        raise NotFound
    filters_asked(request.GET, {})
    return copy_list(person(request))


@require_GET
def copies(request: HttpRequest) -> HttpResponse:
    """Decisions copied to one's department or to the sections of one's office, with what has to be done."""
    page, standing = (
        Paginator(copies_asked(request), 50).get_page(request.GET.get("page")),
        standing_of(person(request)),
    )
    lines = [(one, one.acknowledged_on is None and policies.may_acknowledge(standing, one)) for one in page]
    return render(request, "approvals/copies.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge a copied decision."""
    copy = copy_for(viewer=person(request), copy_id=pk)
    if not policies.may_acknowledge(standing_of(person(request)), copy):
        raise policies.refusal(policies.ACKNOWLEDGE)
    form, status = (
        AcknowledgeForm(request.POST if request.method == "POST" else None, initial={"key": secrets.token_urlsafe(16)}),
        200,
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                decision.acknowledge(
                    copy_id=pk,
                    note=form.cleaned_data["note"],
                    actor=person(request),
                    key=form.cleaned_data["key"],
                )
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, _("Acknowledged."))
                return redirect("approvals:copies")
    return render(request, "approvals/acknowledge.html", {"copy": copy, "form": form}, status=status)


@require_GET
def copy_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The reply that was copied, as PDF; who took it is kept."""
    copy = copy_for(viewer=person(request), copy_id=pk)
    document = copy.decision.document
    if document is None:
        raise NotFound
    response = file_response(papers.pdf_of(document.pk), f"{document.number}.pdf")
    record_event(
        Event.Kind.DOWNLOAD,
        actor=person(request),
        object_kind="decision_copy",
        object_id=copy.pk,
        details={"document": document.number},
    )
    return response
