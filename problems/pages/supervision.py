"""Pages of listed supervision, urging, returned reports and incidents; the board of listed entries."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organizations.clock import today
from organizations.errors import NotFound
from organizations.signed_in import person
from problems.pages.acts import act_page, new_form_data
from problems.pages.forms import ActForm, ReasonForm
from problems.pages.timing_forms import IncidentForm, LeaderForm, ListForm, NoteForm, UrgeForm
from problems.selectors.supervision import leaders_of, listed_board
from problems.services import supervision


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Entries listed for supervision: who is in charge, how long, and how they stand."""
    return render(request, "problems/listed.html", {"board": listed_board(viewer=person(request))})


@require_http_methods(["GET", "POST"])
def list_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """List an entry for supervision under a leader in charge."""

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        listing = supervision.list_for_supervision(
            problem_id=pk,
            reason=data["reason"],
            level=data["level"],
            leader_id=int(data["leader"]),
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("Listed for supervision; %(leader)s is in charge.") % {"leader": listing.leader.name}

    return act_page(
        request,
        pk,
        act="problem.list_supervision",
        template="problems/list_supervision.html",
        build=lambda context, data, files: ListForm(
            data,
            leaders=leaders_of(context["problem"].office_id),
            initial=new_form_data(context, leader=str(person(request).person_id)),
        ),
        do=do,
    )


@require_http_methods(["GET", "POST"])
def change_leader(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a listed entry under another leader."""

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        listing = supervision.change_leader_in_charge(
            problem_id=pk,
            leader_id=int(data["leader"]),
            reason=data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("%(leader)s is in charge of this entry now.") % {"leader": listing.leader.name}

    return act_page(
        request,
        pk,
        act="problem.change_leader",
        template="problems/change_leader.html",
        build=lambda context, data, files: LeaderForm(
            data, leaders=leaders_of(context["problem"].office_id), initial=new_form_data(context)
        ),
        do=do,
    )


@require_http_methods(["GET", "POST"])
def delist_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry off the board."""

    def do(form: ActForm) -> str:
        supervision.delist_from_supervision(
            problem_id=pk,
            reason=form.cleaned_data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("The entry is off the list.")

    return act_page(
        request,
        pk,
        act="problem.delist_supervision",
        template="problems/delist_supervision.html",
        build=lambda context, data, files: ReasonForm(data, initial=new_form_data(context)),
        do=do,
    )


@require_http_methods(["GET", "POST"])
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Urge the unit."""

    def do(form: ActForm) -> str:
        supervision.urge_unit(
            problem_id=pk, text=form.cleaned_data["text"], actor=person(request), key=form.cleaned_data["key"]
        )
        return _("The unit sees the urging on its work; its next report answers it.")

    return act_page(
        request,
        pk,
        act="problem.urge",
        template="problems/urge.html",
        build=lambda context, data, files: UrgeForm(data, initial=new_form_data(context)),
        do=do,
        extra=lambda context, form: {
            "open": context["problem"].urgings.filter(answered_on=None).select_related("urged_by").order_by("pk")
        },
    )


@require_http_methods(["GET", "POST"])
def return_progress(request: HttpRequest, pk: int, report_pk: int) -> HttpResponse:
    """Return a progress report with what has to be added or corrected."""

    def do(form: ActForm) -> str:
        supervision.return_progress(
            problem_id=pk,
            report_id=report_pk,
            reason=form.cleaned_data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("The report is returned; the unit answers it by a new one within five working days.")

    def extra(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        report = context["problem"].reports.select_related("reported_by").filter(pk=report_pk).first()
        if report is None:
            raise NotFound
        return {"report": report}

    return act_page(
        request,
        pk,
        act="problem.return_progress",
        template="problems/return_progress.html",
        build=lambda context, data, files: ReasonForm(data, initial=new_form_data(context)),
        do=do,
        extra=extra,
    )


@require_http_methods(["GET", "POST"])
def report_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an incident to the office."""

    def do(form: Any) -> str:
        data = form.cleaned_data
        supervision.report_incident(
            problem_id=pk,
            happened_on=data["happened_on"],
            what=data["what"],
            handling=data["handling"],
            files=form.new_files(),
            actor=person(request),
            key=data["key"],
        )
        return _("The incident stands on the office's work now.")

    return act_page(
        request,
        pk,
        act="problem.report_incident",
        template="problems/report_incident.html",
        build=lambda context, data, files: IncidentForm(
            data, files, initial=new_form_data(context, happened_on=today())
        ),
        do=do,
    )


@require_http_methods(["GET", "POST"])
def note_incident(request: HttpRequest, pk: int, incident_pk: int) -> HttpResponse:
    """Take note of an incident."""

    def do(form: ActForm) -> str:
        supervision.note_incident(
            problem_id=pk,
            incident_id=incident_pk,
            note=form.cleaned_data["note"],
            actor=person(request),
            key=form.cleaned_data["key"],
        )
        return _("Noted. The unit sees your note.")

    def extra(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        incident = context["problem"].incidents.select_related("reported_by").filter(pk=incident_pk).first()
        if incident is None:
            raise NotFound
        return {"incident": incident}

    return act_page(
        request,
        pk,
        act="problem.note_incident",
        template="problems/note_incident.html",
        build=lambda context, data, files: NoteForm(data, initial=new_form_data(context)),
        do=do,
        extra=extra,
    )
