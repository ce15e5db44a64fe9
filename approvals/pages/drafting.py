"""Pages of drafting: the form of a kind with its rows and self-check, and what the figures say while somebody types."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals import policies
from approvals.gate.asking import watched_for
from approvals.models import Application, ApplicationKind, Counts, Effect
from approvals.pages.applications import application_context
from approvals.pages.forms import (
    DraftForm,
    FindingSet,
    ItemSet,
    PersonSet,
)
from approvals.pages.stale import refused
from approvals.rules.filing import finding_types
from approvals.rules.staffing import identity_errors, staffing_errors
from approvals.selectors.applications import application_for
from approvals.services import filing
from approvals.services.precheck import kind_for
from approvals.states import State
from organizations.clock import today
from organizations.errors import DomainError, Invalid, NotFound
from organizations.models import Unit
from organizations.scope import standing_of
from organizations.signed_in import person
from problems.policies import visible_to as visible_problems
from staffing.identity import masked, normalised

MASK = "****"  # in a number that was given before and is shown masked


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Draft an application of one kind."""
    kind = _kind(code)
    standing = standing_of(person(request))
    if not standing.holds(*policies.ACTS[policies.DRAFT].unit):
        raise policies.refusal(policies.DRAFT)
    units = Unit.objects.filter(pk__in=standing.unit_ids, valid_until=None).order_by("pinyin", "pk")
    chosen = request.POST.get("unit") or request.GET.get("unit", "")
    unit = next((one for one in units if str(one.pk) == chosen), None)
    if unit is None:
        unit = next((one for one in units if one.pk in standing.own_unit_ids), None)
    if unit is None:
        raise NotFound
    return _draft_page(request, kind, unit, units=units, earlier=_earlier(request, kind, unit))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or complete an application that was returned."""
    context = application_context(request, pk)
    application = context["application"]
    policies.requires(policies.DRAFT)(context["standing"], application)
    return _draft_page(request, application.kind, application.unit, **context)


def _kind(code: str) -> ApplicationKind:
    try:
        return kind_for(code)
    except Invalid:
        raise NotFound from None


def _earlier(request: HttpRequest, kind: ApplicationKind, unit: Unit) -> Application | None:
    """The application that is made again; its words fill the new draft. Raises NotFound unless it is of this unit and
    kind and the viewer's to see."""
    wanted = request.GET.get("again", "")
    if not wanted:
        return None
    found = application_for(
        viewer=person(request), application_id=int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
    )
    if (found.unit_id, found.kind_id) != (unit.pk, kind.pk):
        raise NotFound
    return found


def _draft_page(
    request: HttpRequest,
    kind: ApplicationKind,
    unit: Unit,
    application: Application | None = None,
    earlier: Application | None = None,
    **context: Any,
) -> HttpResponse:
    entries = visible_problems(person(request)).filter(unit_id__in=watched_for(unit, kind.code))
    entries = entries.exclude(state__in=["closed", "voided", "merged"]).order_by("registered_on", "pk")
    people = kind.counts == Counts.PEOPLE
    options: dict[str, Any] = {"kind": kind, "open_entries": entries}
    sets: dict[str, Any] = {"form_kwargs": {} if people else {"counts": kind.counts}, "prefix": "rows"}
    rowset = PersonSet if people else ItemSet
    finding_sets: dict[str, Any] = {"form_kwargs": {"types": finding_types(unit.office)}, "prefix": "findings"}
    status = 200
    if request.method == "POST":
        data = request.POST.copy()
        more = "more" in data
        if more:
            name, added = ("findings", 1) if data["more"] == "findings" else ("rows", 3)
            sent = data.get(f"{name}-TOTAL_FORMS", "")
            data[f"{name}-TOTAL_FORMS"] = str(min((int(sent) if sent.isdecimal() and len(sent) < 4 else 0) + added, 50))
        form, rows, findings = DraftForm(data, **options), rowset(data, **sets), FindingSet(data, **finding_sets)
        valid = all([form.is_valid(), rows.is_valid(), findings.is_valid()])
        if more:
            form = DraftForm(initial=data.dict(), **options)
        elif valid:
            try:
                saved = _save(request, form, rows, findings, people, kind, unit, application)
            except DomainError as refusal:
                status = refused(form, refusal, application)
            else:
                messages.success(request, _("The draft is kept. Nothing is filed before the head signs."))
                return redirect("approvals:detail", pk=saved.pk)
        else:
            status = 422
    else:
        known = _said(earlier) if earlier else _initial(application)
        form = DraftForm(initial={"key": secrets.token_urlsafe(16), **known}, **options)
        rows = rowset(initial=_rows(application or earlier, people) or [{}], **sets)
        findings = FindingSet(initial=_findings(application) or [{}], **finding_sets)
    context.update(
        application=application,
        earlier=earlier,
        kind=kind,
        unit=unit,
        form=form,
        rows=rows,
        findings=findings,
        people=people,
        has_rows=kind.counts != Counts.NOTHING,
    )
    return render(request, "approvals/draft.html", context, status=status)


@require_POST
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What the figures say against the items while somebody types; nothing is kept. Source: D3."""
    kind = _kind(code)
    chosen = request.POST.get("unit", "")
    unit = Unit.objects.filter(pk__in=standing_of(person(request)).unit_ids, pk=chosen if chosen.isdecimal() else 0)
    found = unit.first()
    if found is None:
        raise NotFound
    sentences: list[Any] = []
    if kind.counts == Counts.PEOPLE:
        people = PersonSet(request.POST, prefix="rows")
        if people.is_valid():
            named = [made for row in people if (made := row.person())]
            typed = [(one.name, normalised(one.number)) for one in named if MASK not in one.number]
            sentences += identity_errors(typed, today())
            sign = -1 if kind.effect == Effect.REDUCTION else 1
            items = [filing.NewItem(what="", post_kind=one.post_kind, amount=sign) for one in named]
            sentences += staffing_errors(kind, items, found, today())
    else:
        rows = ItemSet(request.POST, prefix="rows", form_kwargs={"counts": kind.counts})
        if rows.is_valid():
            items = [asked for row in rows if (asked := row.item())]
            sentences += staffing_errors(kind, items, found, today())
    return render(request, "approvals/_check.html", {"sentences": sentences})


def _save(
    request: HttpRequest,
    form: DraftForm,
    rows: Any,
    findings: Any,
    people: bool,
    kind: ApplicationKind,
    unit: Unit,
    application: Application | None,
) -> Application:
    named = [made for row in rows if (made := row.person())] if people else []
    items = [] if people else [made for row in rows if (made := row.item())]
    draft = form.draft(items, named, [made for row in findings if (made := row.finding())])
    return filing.save_draft(
        unit_id=unit.pk,
        kind_code=kind.code,
        application_id=application.pk if application else None,
        draft=draft,
        actor=person(request),
        key=form.cleaned_data["key"],
        expected_version=form.expected_version,
    )


def _initial(application: Application | None) -> dict[str, Any]:
    if application is None:
        return {}
    check = application.self_check
    cure = next(iter(application.cures.all()), None)
    return {
        **_said(application),
        "version": application.version,
        "figures_agree": {True: "yes", False: "no"}.get(check.get("figures_agree"), ""),
        "self_check_note": check.get("note", ""),
        "cure": cure.problem_id if cure else None,
        "cure_how": cure.how if cure else "",
    }


def _said(application: Application) -> dict[str, Any]:
    """What the unit asked for and why; stock is taken anew each time."""
    return {"title": application.title, **{f"form_{code}": text for code, text in application.form.items()}}


def _findings(application: Application | None) -> list[dict[str, Any]]:
    """What the self-check found and is not in the ledger yet; what is filed stays as it was."""
    if application is None:
        return []
    names = ("violation_type", "facts", "quota", "actual", "found")
    return list(application.self_findings.filter(problem=None, dropped_on=None).order_by("pk").values(*names))


def _rows(application: Application | None, people: bool) -> list[dict[str, Any]]:
    """The rows as they were kept. A masked number stands for the one kept with this draft, so an application that is
    made again asks for numbers anew."""
    if application is None:
        return []
    kept = application.state in {State.DRAFT, State.RETURNED}
    if people:
        return [
            {
                "name": one.name,
                "number": masked(one.identity_sealed) if kept else "",
                "post_kind": one.post_kind,
                "entry_mode": one.entry_mode,
            }
            for one in application.people.all()
        ]
    return [
        {name: getattr(one, name) for name in ("what", "post_kind", "level", "amount", "quota_source", "specialty",
                                               "entry_mode", "talent_class", "departures")}
        for one in application.items.all()
    ]  # fmt: skip
