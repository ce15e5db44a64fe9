"""Registering by the office and reporting by a unit: one page each, duplicates offered while typing. B5, B15."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organizations.errors import DomainError, NotAllowed, NotFound
from organizations.models import Office, Unit
from organizations.scope import standing_of
from organizations.selectors import own_offices
from organizations.signed_in import person
from problems import policies
from problems.models import Draft, Problem
from problems.models.entries import Nature
from problems.pages.forms import is_id
from problems.pages.kept_files import file_of, keep_for_next_time
from problems.pages.register_forms import RegisterForm, ReportForm, new_entry_data
from problems.selectors import choices
from problems.selectors.drafts import draft_for
from problems.selectors.entries import problem_for
from problems.selectors.similar import similar_problems
from problems.services.drafts import save_draft
from problems.services.intake import PolicyDocument, register_problem
from problems.services.reports import report_problem


def _office_for(request: HttpRequest) -> Office:
    """The office the person registers for: the one named, else the first in which they may."""
    standing = standing_of(person(request))
    usable = [
        one for one in own_offices(person(request)) if policies.may_in_office(standing, "problem.register", one.pk)
    ]
    if not usable:
        raise policies.refusal("problem.register")
    wanted = request.GET.get("office") or request.POST.get("office")
    return next((one for one in usable if one.code == wanted), usable[0])


def _offered(request: HttpRequest, office: Office) -> dict[str, Any]:
    return {
        "unit": choices.units_to_register(person(request), office),
        "violation_type": choices.types_for(office),
        "source": choices.sources_in_use(),
        "cause": choices.causes_in_use(),
        "affected_office": choices.offices_below(office),
    }


def _draft_of(request: HttpRequest) -> Draft | None:
    """The draft that the page goes on with; of a POST the one it was opened with."""
    asked = (request.POST if request.method == "POST" else request.GET).get("draft", "")
    if not asked:
        return None
    if not is_id(asked):
        raise NotFound
    return draft_for(viewer=person(request), draft_id=int(asked))


@require_http_methods(["GET", "POST"])
def problem_register(request: HttpRequest) -> HttpResponse:
    """Register a found problem, save it as a draft, or go on with one."""
    office = _office_for(request)
    draft = _draft_of(request)
    if draft is not None and (draft.unit_id is not None or draft.office_id != office.pk):
        raise NotFound
    offered = _offered(request, office)
    earlier = _earlier_of(request)

    def build(data: Any, files: Any, initial: Any) -> RegisterForm:
        if earlier is not None:
            initial = {"violation_type": earlier.violation_type_id, **initial}
        return RegisterForm(data, files, initial=initial, offered=offered, office_id=office.pk)

    def do(form: RegisterForm) -> Problem:
        data = form.cleaned_data
        policy = None
        if data["nature"] == Nature.POLICY:
            file = file_of(form, "policy_file", request)
            policy = PolicyDocument(data["policy_document"], data["policy_reason"], file)
        return register_problem(
            office_id=office.pk,
            entry=form.entry(),
            actor=person(request),
            key=data["key"],
            policy=policy,
            anyway=_seen(request),
            draft_id=draft.pk if draft else None,
            recurrence_of=earlier.pk if earlier else None,
        )

    return _page(
        request,
        "problems/register.html",
        build,
        do,
        lambda problem: _("Registered as %(number)s. Next: assign it to the unit.") % {"number": problem.number},
        draft,
        {"office_id": office.pk},
        {"office": office, "earlier": earlier},
    )


def _earlier_of(request: HttpRequest) -> Problem | None:
    """The closed entry of which the new one is a recurrence, where the page was opened from its look-back (C5)."""
    asked = (request.POST if request.method == "POST" else request.GET).get("recurrence_of", "")
    return problem_for(viewer=person(request), problem_id=int(asked)) if is_id(asked) else None


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """A unit reports a problem that it found itself, or keeps it as a draft."""
    standing = standing_of(person(request))
    rule = policies.ACTS["problem.report"].unit
    usable = Unit.objects.filter(
        pk__in=[one for one in standing.own_unit_ids if rule & standing.roles_in_unit(one)], valid_until=None
    ).order_by("pinyin", "pk")
    first = usable.select_related("office").first()
    if first is None:
        raise policies.refusal("problem.report")
    draft = _draft_of(request)
    if draft is not None and draft.unit_id is None:
        raise NotFound
    offered = {**_offered(request, first.office), "unit": usable}

    def build(data: Any, files: Any, initial: Any) -> ReportForm:
        return ReportForm(
            data, files, initial={"unit": first.pk, **initial}, offered=offered, office_id=first.office_id
        )

    def do(form: RegisterForm) -> Problem:
        data = form.cleaned_data
        return report_problem(
            unit_id=data["unit"].pk,
            entry=form.entry(),
            actor=person(request),
            key=data["key"],
            anyway=_seen(request),
            draft_id=draft.pk if draft else None,
        )

    chosen = request.POST.get("unit", "")
    owner = int(chosen) if is_id(chosen) else first.pk
    return _page(
        request,
        "problems/report.html",
        build,
        do,
        lambda problem: (
            _("Reported today. %(office)s answers within five working days.") % {"office": first.office.name}
        ),
        draft,
        {"unit_id": owner},
        {"office": first.office, "unit": first},
    )


def _asked_about(request: HttpRequest) -> str:
    """Unit and type of the warning: whoever changes them is asked anew."""
    return f"{request.POST.get('unit', '')}-{request.POST.get('violation_type', '')}"


def _seen(request: HttpRequest) -> bool:
    return request.POST.get("anyway") == _asked_about(request)


def _page(
    request: HttpRequest,
    template: str,
    build: Callable[[Any, Any, Any], RegisterForm],
    do: Callable[[RegisterForm], Problem],
    said: Callable[[Problem], str],
    draft: Draft | None,
    owner: dict[str, int],
    context: dict[str, Any],
) -> HttpResponse:
    """Show, save as a draft, or do; a form that is shown again keeps its text and its upload."""
    status, warned = 200, ""
    if request.method == "POST" and request.POST.get("do") == "draft":
        form = build(request.POST, request.FILES, {})
        try:
            draft = save_draft(
                typed={name: str(value) for name, value in request.POST.items()},
                draft_id=draft.pk if draft else None,
                actor=person(request),
                key=request.POST.get("key", "")[:64],
                expected_version=int(version) if draft and is_id(version := request.POST.get("version", "")) else None,
                **({} if draft else owner),
            )
        except DomainError as refusal:
            form.is_valid()
            form.errors.clear()
            status = form.refuse(refusal)
        else:
            messages.success(request, _("The draft is kept. Files are not kept with it; choose them again later."))
            return redirect("problems:reports")
    elif request.method == "POST":
        form = build(request.POST, request.FILES, {})
        status = 422
        if form.is_valid():
            try:
                problem = do(form)
            except DomainError as refusal:
                form.warned = refusal.code == "possible_duplicates"
                warned = _asked_about(request) if form.warned else ""
                status = form.refuse(refusal)
            else:
                messages.success(request, said(problem))
                return redirect("problems:detail", pk=problem.pk)
        if "policy_file" in form.fields:
            keep_for_next_time(form, "policy_file", request)
    else:
        start = {"key": secrets.token_urlsafe(16), "unit": request.GET.get("unit")}
        typed = draft.typed if draft else {}
        given = new_entry_data(**{name: value for name, value in start.items() if value}, **typed)
        given |= {"draft": draft.pk if draft else None, "version": draft.version if draft else None, **typed}
        form = build(None, None, given)
    asked = request.POST if request.method == "POST" else request.GET
    if request.method == "GET" and draft is not None:
        asked = draft.typed
    similar = _similar(request, asked) if asked.get("unit") else []
    return render(
        request,
        template,
        {
            **context,
            "form": form,
            "draft": draft,
            "similar": similar,
            "asked": bool(asked.get("unit")),
            "warned": warned,
        },
        status=status,
    )


def _similar(request: HttpRequest, data: Any) -> list[Problem]:
    unit, kind = str(data.get("unit", "")), str(data.get("violation_type", ""))
    if not is_id(unit):
        return []
    return similar_problems(
        viewer=person(request),
        unit_id=int(unit),
        type_id=int(kind) if is_id(kind) else None,
        facts=str(data.get("facts", "")).replace("\0", "")[:4000],
    )


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """Entries that may be the same matter as what is typed; a partial for the register and the report page."""
    standing = standing_of(person(request))
    if not (standing.is_office or standing.is_unit):
        raise NotAllowed
    context = {"similar": _similar(request, request.GET), "asked": bool(request.GET.get("unit"))}
    return render(request, "problems/_similar.html", context)
