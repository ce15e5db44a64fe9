"""Pages of acts that concern the office: checking a warning, ceilings, shares, workbooks."""

import secrets
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ledger_site.list_filters import filters_asked
from organizations.clock import today
from organizations.errors import DomainError, Invalid, NotFound
from organizations.models import Office
from organizations.scope import standing_of
from organizations.signed_in import person
from staffing import forms, policies, rules, services
from staffing.models import Alert, StaffingRun
from staffing.pages.lists import ROWS, day_of, must_open
from staffing.selectors.register import (
    alert_for,
    ceilings_of,
    open_entries,
    partners_of,
    runs_for,
    shares_for,
)
from staffing.services.alerts import facts_of, suggested_type
from staffing.services.importing import run_of
from staffing.services.previewing import Preview, preview

KEY = 16


def offices_for(request: HttpRequest, act: str) -> Any:
    """Offices in which the person may take the act."""
    standing = standing_of(person(request))
    return Office.objects.filter(
        pk__in=[one for one in standing.office_ids if policies.may_in_office(standing, act, one)]
    ).order_by("code")


def _alert_page(request: HttpRequest, found: Alert, form: forms.AlertForm, status: int = 200) -> HttpResponse:
    may = found.state == Alert.State.OPEN and policies.may(
        standing_of(person(request)), policies.CLEAR_ALERT, found.unit
    )
    context = {
        "alert": found,
        "form": form,
        "may": may,
        "entries": open_entries(person(request), found.unit_id),
        "again": rules.rerun(found.problem_id, today()) if found.problem_id else None,
    }
    return render(request, "staffing/alert.html", context, status=status)


def _alert_form(request: HttpRequest, found: Alert, data: Any = None) -> forms.AlertForm:
    initial = {"key": secrets.token_urlsafe(KEY), "facts": facts_of(found), "violation_type": suggested_type(found)}
    return forms.AlertForm(data, entries=open_entries(person(request), found.unit_id), initial=initial)


@require_GET
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One warning with its figures; the forms are there for those who check it."""
    found = alert_for(person(request), pk)
    return _alert_page(request, found, _alert_form(request, found))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a warning: an entry, an entry that is there already, or cleared."""
    found = alert_for(person(request), pk)
    if not policies.may(standing_of(person(request)), policies.CLEAR_ALERT, found.unit):
        raise policies.refusal(policies.CLEAR_ALERT)
    form, status = _alert_form(request, found, request.POST), 422
    if form.is_valid():
        try:
            said = _decide(request, found, form.cleaned_data)
        except DomainError as refusal:
            status = form.refuse(refusal)
            found = alert_for(person(request), pk)
        else:
            messages.success(request, said)
            return redirect("staffing:alerts")
    return _alert_page(request, found, form, status)


def _decide(request: HttpRequest, found: Alert, data: dict[str, Any]) -> str:
    decision = request.POST.get("decision", "")
    shared: dict[str, Any] = {"alert_id": found.pk, "actor": person(request)}
    if decision == "enter":
        kind = data["violation_type"]
        problem = services.enter_alert(
            facts=data["facts"], violation_type=kind.code if kind else "", key=data["key"], **shared
        )
        return _("%(number)s is in the ledger with these figures. Assign it to the unit next.") % {
            "number": problem.number
        }
    if decision == "link":
        if data["problem"] is None:
            raise Invalid(errors={"problem": [_("Choose an open entry of this unit.")]})
        services.link_alert(problem_id=data["problem"].pk, key=data["key"], **shared)
        return _("The warning belongs to %(number)s now.") % {"number": data["problem"].number}
    if decision == "clear":
        services.clear_alert(reason=data["reason"], key=data["key"], **shared)
        return _("The warning is cleared; your reason stays with it.")
    raise Invalid(_("Choose one of the buttons."))


def _ceilings_page(request: HttpRequest, form: forms.CeilingForm, status: int = 200) -> HttpResponse:
    on = day_of(request)
    rows = ceilings_of(viewer=person(request), on=on)
    may = offices_for(request, policies.SET_CEILING).exists()
    return render(request, "staffing/ceilings.html", {"rows": rows, "on": on, "form": form, "may": may}, status=status)


def _ceiling_form(request: HttpRequest, data: Any = None) -> forms.CeilingForm:
    offices = offices_for(request, policies.SET_CEILING)
    initial = {"key": secrets.token_urlsafe(KEY), "from_on": today(), "office": offices.first()}
    return forms.CeilingForm(data, offices=offices, initial=initial)


def must_read_offices(request: HttpRequest) -> None:
    standing = standing_of(person(request))
    if not (standing.is_office or standing.audited_office_ids):
        raise NotFound


@require_GET
def ceilings(request: HttpRequest) -> HttpResponse:
    """What areas may hold, and hold."""
    must_read_offices(request)
    return _ceilings_page(request, _ceiling_form(request))


@require_POST
def set_ceiling(request: HttpRequest) -> HttpResponse:
    """Set a ceiling or a baseline."""
    must_read_offices(request)
    mine = {str(one) for one in offices_for(request, policies.SET_CEILING).values_list("pk", flat=True)}
    if not mine or (request.POST.get("office") and request.POST["office"] not in mine):
        raise policies.refusal(policies.SET_CEILING)
    form, status = _ceiling_form(request, request.POST), 422
    if form.is_valid():
        data = form.cleaned_data
        office = data.pop("office")
        try:
            services.set_ceiling(office_id=office.pk, actor=person(request), **data)
        except DomainError as refusal:
            status = form.refuse(refusal)
        else:
            messages.success(request, _("The limit stands from that day."))
            return redirect("staffing:ceilings")
    return _ceilings_page(request, form, status)


def _shares_page(request: HttpRequest, form: forms.ShareForm, status: int = 200) -> HttpResponse:
    context = {"rows": shares_for(person(request)), "form": form, "may": partners_of(person(request)).exists()}
    return render(request, "staffing/shares.html", context, status=status)


def _share_form(request: HttpRequest, data: Any = None) -> forms.ShareForm:
    initial = {"key": secrets.token_urlsafe(KEY)}
    return forms.ShareForm(data, partners=partners_of(person(request)), initial=initial)


@require_GET
def shares(request: HttpRequest) -> HttpResponse:
    """What is shared with partner departments; for the departments, what was shared with them."""
    must_open(request)
    return _shares_page(request, _share_form(request))


@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Open rows to a partner department."""
    must_open(request)
    if not partners_of(person(request)):
        raise policies.refusal(policies.SHARE)
    form, status = _share_form(request, request.POST), 422
    if form.is_valid():
        data = form.cleaned_data
        partner, unit = data.pop("partner"), data.pop("unit")
        try:
            services.share_register(
                office_id=partner.office_id,
                partner_id=partner.pk,
                unit_id=unit.pk if unit else None,
                actor=person(request),
                **data,
            )
        except DomainError as refusal:
            status = form.refuse(refusal)
        else:
            messages.success(request, _("The department sees these rows now and confirms each of them."))
            return redirect("staffing:shares")
    return _shares_page(request, form, status)


@require_POST
def end_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Close what was opened to a department."""
    services.end_share(share_id=pk, actor=person(request))
    messages.success(request, _("The department no longer sees these rows; what it said stays."))
    return redirect("staffing:shares")


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Workbooks of the register: upload, and those read before."""
    offices = offices_for(request, policies.IMPORT)
    if not offices:
        raise NotFound
    initial = {"key": secrets.token_urlsafe(KEY), "office": offices.first()}
    files = request.FILES if request.method == "POST" else None
    form, status = forms.UploadForm(request.POST or None, files, offices=offices, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                run = read_upload(request, data["office"].pk, data["file"], counted_on=data["counted_on"])
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                return redirect("staffing:run", pk=run.pk)
    filters_asked(request.GET, {})
    page = Paginator(runs_for(person(request)), ROWS).get_page(request.GET.get("page"))
    return render(request, "staffing/imports.html", {"form": form, "page": page}, status=status)


def read_upload(request: HttpRequest, office_id: int, upload: UploadedFile, **more: Any) -> StaffingRun:
    """Hand an upload, which Django keeps in a temporary file for the time of the request, to the service."""
    path = Path(upload.temporary_file_path())  # type: ignore[attr-defined]
    return services.read_workbook(office_id=office_id, path=path, name=upload.name or "", actor=person(request), **more)


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of a workbook; writing it or giving it up."""
    found = run_of(standing_of(person(request)), pk)
    refused, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("decision") == "abandon":
                services.abandon_run(run_id=pk, actor=person(request))
                messages.success(request, _("The workbook is given up; nothing of it was written."))
                return redirect("staffing:imports")
            if request.POST.get("decision") != "write":
                raise Invalid(_("Choose one of the buttons."))
            done = services.write_run(run_id=pk, actor=person(request), complete=bool(request.POST.get("complete")))
        except DomainError as refusal:
            refused, status = str(refusal), refusal.http_status
            found = run_of(standing_of(person(request)), pk)
        else:
            messages.success(request, _("%(count)d rows were written.") % {"count": done.rows_new})
            return redirect("staffing:list")
    shown = preview(found) if found.state == StaffingRun.State.READ else Preview([])
    lines = sorted(shown.lines, key=lambda line: (line.status != "faulty", line.row))
    page = Paginator(lines, ROWS).get_page(request.GET.get("page"))
    context = {"run": found, "shown": shown, "page": page, "refused": refused}
    return render(request, "staffing/run.html", context, status=status)
