"""Pages of the gate and the board: what waits and what is blocked, guides, pre-check, sheets, exceptions, rules."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals import policies
from approvals.errors import RulePublished
from approvals.gate.facts import clauses_of
from approvals.models import ApplicationKind, GateException, Outcome
from approvals.pages.forms import (
    ClauseSet,
    ExceptionForm,
    PreCheckForm,
    PublishForm,
    ReasonForm,
    RulesForm,
)
from approvals.pages.forms import lines_of as typed_lines
from approvals.pages.listing import must_read
from approvals.pages.stale import refused
from approvals.pages.waiting import lines_of, positions_of
from approvals.rules.filing import word
from approvals.selectors.applications import board as board_of
from approvals.selectors.controls import reviews_due
from approvals.selectors.panel import panel_of, panels_of
from approvals.selectors.sheets import (
    excepting_units,
    exception_count,
    exception_list,
    impact_of,
    paper_for,
    rule_for,
    rule_list,
    sheet_for,
)
from approvals.services import exceptions, gate_rules
from approvals.services.exceptions import NewException
from approvals.services.precheck import keep_precheck, kind_for, precheck
from audit.events import record_event
from audit.models import Event
from documents import papers
from documents.serving import file_response
from organizations.clock import today
from organizations.errors import DomainError, Invalid, NotFound
from organizations.models import Account
from organizations.scope import Standing, standing_of, visible_units
from organizations.signed_in import person
from problems.pages.forms import ActForm
from problems.policies import visible_to as visible_problems


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """What waits with its clocks, what is blocked and why; for a unit its applications and where it stands."""
    viewer = person(request)
    standing = standing_of(viewer)
    if not (standing.office_ids or standing.unit_ids or standing.audited_office_ids):
        raise NotFound
    found = board_of(viewer)
    # To a unit its own position says the same.
    stopped = [(one, one.sheet) for one in (() if standing.own_unit_ids else found.blocked) if one.sheet]
    panels = panels_of([(sheet.inputs, sheet.answer) for _one, sheet in stopped], viewer)
    blocked = [{"application": one, "panel": panel} for (one, _sheet), panel in zip(stopped, panels, strict=True)]
    return render(
        request,
        "approvals/board.html",
        {
            "waiting": lines_of(found.waiting),
            "others": lines_of(found.others),
            "own": found.own,
            "assisting": found.assisting,
            "blocked": blocked,
            "reviews": reviews_due(viewer),
            "excepted": exception_count(viewer),
            "ways": _ways(standing),
            "standing": standing,
            "positions": positions_of(viewer),
            "can_draft": standing.holds(*policies.ACTS[policies.DRAFT].unit),
            "can_except": standing.holds(*policies.ACTS[policies.EXCEPT].office),
            "can_ask": _may_ask(standing),
        },
    )


def _ways(standing: Standing) -> list[dict[str, Any]]:
    """The pages beside the board, for the menu of its head."""
    ways = [
        (_("Guides"), "guides"),
        (_("Rules of the gate"), "rules"),
        (_("Authority table"), "authority"),
        (_("Exceptions"), "exceptions"),
        (_("Suspensions and withdrawals"), "controls"),
    ]
    if standing.office_ids or standing.audited_office_ids:
        ways += [(_("Meetings"), "meetings"), (_("Decisions copied"), "copies")]
    return [{"label": label, "url": reverse(f"approvals:{name}")} for label, name in ways]


def _may_ask(standing: Standing) -> bool:
    rule = policies.ACTS[policies.PRE_CHECK]
    return standing.holds(*rule.office, *rule.unit)


@require_GET
def guides(request: HttpRequest) -> HttpResponse:
    """The kinds of application, each with its time limit."""
    can_draft = standing_of(person(request)).holds(*policies.ACTS[policies.DRAFT].unit)
    kinds = ApplicationKind.objects.filter(in_use=True)
    return render(request, "approvals/guides.html", {"kinds": kinds, "can_draft": can_draft})


@require_GET
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """办事指南 of one kind: what it is, what is asked, which papers, the template, the time limit. Source: D1."""
    try:
        kind = kind_for(code)
    except Invalid:
        raise NotFound from None
    standing = standing_of(person(request))
    context = {
        "kind": kind,
        "fields": [(word(one), one["required"]) for one in kind.fields],
        "materials": [(word(one), one["required"]) for one in kind.materials],
        "can_draft": standing.holds(*policies.ACTS[policies.DRAFT].unit),
        "can_ask": _may_ask(standing),
    }
    return render(request, "approvals/guide.html", context)


@require_http_methods(["GET", "POST"])
def pre_check(request: HttpRequest) -> HttpResponse:
    """ "What would happen if I applied now": asking writes nothing, keeping makes a numbered sheet. Source: D12."""
    viewer = person(request)
    standing = standing_of(viewer)
    if not _may_ask(standing):
        raise policies.refusal(policies.PRE_CHECK)
    units = visible_units(viewer).filter(valid_until=None).order_by("office__code", "pinyin", "pk")
    units = units.filter(office_id__in=standing.office_ids) | units.filter(pk__in=standing.unit_ids)
    data = request.POST if request.method == "POST" else request.GET
    asked = "unit" in data or request.method == "POST"
    own = sorted(standing.own_unit_ids)
    form = PreCheckForm(data if asked else None, units=units, initial={"unit": own[0] if own else None})
    context: dict[str, Any] = {"form": form, "key": secrets.token_urlsafe(16)}
    status = 422 if asked else 200
    if asked and form.is_valid():
        try:
            question = {**form.question(), "cures": _numbered(request, form.numbers, "cures")}
            if request.method == "POST":
                key = request.POST.get("key", "")[:64]
                sheet = keep_precheck(actor=viewer, key=key, **question)
                messages.success(request, _("The answer is kept as a numbered sheet."))
                return redirect("approvals:sheet", pk=sheet.pk)
            answer = precheck(viewer=viewer, **question)
        except DomainError as refusal:
            status = refusal.http_status
            errors = refusal.errors or {"": [str(refusal)]}
            for name, sentences in errors.items():
                for sentence in sentences:
                    form.add_error(name if name in form.fields else None, str(sentence))
        else:
            status = 200
            unit, kind = form.cleaned_data["unit"], form.cleaned_data["kind"]
            admitted = answer.outcome == Outcome.ADMITTED and not answer.figures and unit.pk in standing.unit_ids
            if admitted and form.cleaned_data["on"] is None and standing.holds(*policies.ACTS[policies.DRAFT].unit):
                context["apply_url"] = f"{reverse('approvals:new', args=[kind.code])}?unit={unit.pk}"
            context |= {"panel": panel_of(answer.inputs, answer.answer, viewer), "answer": answer}
    return render(request, "approvals/precheck.html", context, status=status)


# Sheets and papers


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet as it was kept, with its hash checked now. Source: H1."""
    found, paper, whole = sheet_for(viewer=person(request), sheet_id=pk)
    panel = panel_of(found.inputs, found.answer, person(request))
    context = {"sheet": found, "paper": paper, "whole": whole, "panel": panel}
    return render(request, "approvals/sheet.html", context)


@require_GET
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF of a sheet or notice; who took it is kept."""
    paper = paper_for(viewer=person(request), document_id=pk)
    stored = papers.pdf_of(paper.pk)
    response = file_response(stored, f"{paper.number}.pdf")
    record_event(
        Event.Kind.DOWNLOAD,
        actor=person(request),
        object_kind="document",
        object_id=paper.pk,
        details={"number": paper.number, "sha256": stored.sha256},
    )
    return response


# Exceptions


def exceptions_asked(viewer: Account) -> list[GateException]:
    """Exceptions on record, those in force first, for the page and its export. Raises NotFound."""
    must_read(viewer)
    rows = list(exception_list(viewer)[:200])
    rows.sort(key=lambda one: one.ended_on is not None or one.expires_on < today())
    return rows


@require_GET
def exception_page(request: HttpRequest) -> HttpResponse:
    """Exceptions on record, those in force first."""
    viewer = person(request)
    rows, standing = exceptions_asked(viewer), standing_of(viewer)
    running = [one for one in rows if one.ended_on is None and one.expires_on >= today()]
    mine = [
        one.pk
        for one in running
        if policies.may_for(standing, policies.END_EXCEPTION, office_id=one.office_id, unit_id=None)
    ]
    context = {
        "exceptions": rows,
        "mine": mine,
        "can_except": standing.holds(*policies.LEADER),
        "count": exception_count(viewer),
    }
    return render(request, "approvals/exceptions.html", context)


@require_http_methods(["GET", "POST"])
def new_exception(request: HttpRequest) -> HttpResponse:
    """Record a collective decision."""
    viewer = person(request)
    standing = standing_of(viewer)
    if not standing.holds(*policies.ACTS[policies.EXCEPT].office):
        raise policies.refusal(policies.EXCEPT)
    units = excepting_units(standing).order_by("pinyin", "pk")
    initial = {"key": secrets.token_urlsafe(16), "unit": request.GET.get("unit")}
    form, status = ExceptionForm(units=units, initial=initial), 200
    if request.method == "POST":
        form, status = ExceptionForm(request.POST, units=units), 422
        if form.is_valid():
            try:
                _record_exception(request, form)
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, _("The exception is on record and holds until its day."))
                return redirect("approvals:exceptions")
    return render(request, "approvals/exception_form.html", {"form": form}, status=status)


def _record_exception(request: HttpRequest, form: ExceptionForm) -> None:
    data = form.cleaned_data
    exceptions.record_exception(
        unit_id=data["unit"].pk,
        exception=NewException(
            kinds=[one.code for one in data["kinds"]],
            entries=_numbered(request, typed_lines(data["entries"]), "entries"),
            meeting=data["meeting"],
            held_on=data["held_on"],
            participants=typed_lines(data["participants"]),
            document=data["document"],
            reason=data["reason"],
            expires_on=data["expires_on"],
            record=data["record"],
        ),
        actor=person(request),
        key=data["key"],
    )


def _numbered(request: HttpRequest, numbers: list[str], field: str) -> list[int]:
    """The entries with these numbers that the person may see. Raises Invalid naming the others."""
    entries = dict(visible_problems(person(request)).filter(number__in=numbers).values_list("number", "pk"))
    unknown = [one for one in numbers if one not in entries]
    if unknown:
        raise Invalid(errors={field: [_("No such entries: %(numbers)s.") % {"numbers": ", ".join(unknown)}]})
    return [entries[one] for one in numbers]


@require_http_methods(["GET", "POST"])
def end_exception(request: HttpRequest, pk: int) -> HttpResponse:
    """End an exception before its day."""
    row = exception_list(person(request)).filter(pk=pk).first()
    if row is None:
        raise NotFound
    standing = standing_of(person(request))
    if not policies.may_for(standing, policies.END_EXCEPTION, office_id=row.office_id, unit_id=None):
        raise policies.refusal(policies.END_EXCEPTION)
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                exceptions.end_exception(exception_id=pk, reason=form.cleaned_data["reason"], actor=person(request))
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, _("The exception has ended; the entries count again."))
                return redirect("approvals:exceptions")
    return render(request, "approvals/end_exception.html", {"form": form, "exception": row}, status=status)


# Rules


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Versions of the rules."""
    standing = standing_of(person(request))
    if not (standing.office_ids or standing.unit_ids or standing.audited_office_ids):
        raise NotFound
    offices = [one for one in standing.appointments if one.office and one.role in policies.OFFICE_DECIDERS]
    context = {"rules": rule_list(person(request)), "offices": {one.office for one in offices}}
    return render(request, "approvals/rules.html", context)


@require_POST
def draft_rules(request: HttpRequest) -> HttpResponse:
    """Start a new version from the rules in force."""
    office = request.POST.get("office", "")
    number = int(office) if office.isascii() and office.isdecimal() and len(office) < 10 else 0
    rule = gate_rules.draft_rules(office_id=number, actor=person(request))
    return redirect("approvals:edit_rule", pk=rule.pk)


@require_GET
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Rules with their clauses, as they stand."""
    found = rule_for(viewer=person(request), rule_id=pk)
    may_write = found.office_id is not None and policies.may_for(
        standing_of(person(request)), policies.DRAFT_RULE, office_id=found.office_id, unit_id=None
    )
    context = {
        "rule": found,
        "clauses": found.clauses.filter(dropped_on=None),
        "may_write": may_write and found.valid_from is None,
    }
    return render(request, "approvals/rule.html", context)


@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the clauses of a draft."""
    found = rule_for(viewer=person(request), rule_id=pk)
    if found.office_id is None or not policies.may_for(
        standing_of(person(request)), policies.DRAFT_RULE, office_id=found.office_id, unit_id=None
    ):
        raise policies.refusal(policies.DRAFT_RULE)
    if found.valid_from is not None:
        raise RulePublished(rule=found.label)
    status = 200
    if request.method == "POST":
        data = request.POST.copy()
        more = "more" in data
        if more:
            sent = data.get("clauses-TOTAL_FORMS", "")
            data["clauses-TOTAL_FORMS"] = str(min((int(sent) if sent.isdecimal() and len(sent) < 3 else 0) + 1, 60))
        form, rows, status = RulesForm(data), ClauseSet(data, prefix="clauses"), 200 if more else 422
        if not more and form.is_valid() and rows.is_valid():
            try:
                _write_rules(request, pk, form, rows)
            except DomainError as refusal:
                status = refused(form, refusal, found)
            else:
                messages.success(request, _("The draft is kept. Look at what it would change before it is published."))
                return redirect("approvals:impact", pk=pk)
    else:
        form = RulesForm(initial={"note": found.note, "basis": found.basis, "version": found.version})
        clauses = [{**one, "tags": " ".join(one["tags"])} for one in clauses_of(found)]
        rows = ClauseSet(initial=clauses, prefix="clauses")
    return render(request, "approvals/edit_rule.html", {"rule": found, "form": form, "rows": rows}, status=status)


def _write_rules(request: HttpRequest, pk: int, form: RulesForm, rows: Any) -> None:
    written = [found for row in rows if (found := row.clause())]
    gate_rules.write_rules(
        rule_id=pk,
        clauses=[one for _place, one in sorted(written, key=lambda pair: pair[0])],
        basis=form.cleaned_data["basis"],
        note=form.cleaned_data["note"],
        actor=person(request),
        expected_version=form.expected_version,
    )


@require_GET
def impact(request: HttpRequest, pk: int) -> HttpResponse:
    """Which pending applications these rules would answer differently, and the way to publish them."""
    found = rule_for(viewer=person(request), rule_id=pk)
    standing = standing_of(person(request))
    if found.office_id is None or not policies.may_for(
        standing, policies.DRAFT_RULE, office_id=found.office_id, unit_id=None
    ):
        raise policies.refusal(policies.DRAFT_RULE)
    changes, pending = impact_of(found)
    may_publish = policies.may_for(standing, policies.PUBLISH_RULE, office_id=found.office_id, unit_id=None)
    form = PublishForm(initial={"version": found.version})
    context = {"rule": found, "changes": changes, "pending": pending, "may_publish": may_publish, "form": form}
    return render(request, "approvals/impact.html", context)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft."""
    form: ActForm = PublishForm(request.POST)
    found = rule_for(viewer=person(request), rule_id=pk)
    status = 422
    if form.is_valid():
        try:
            gate_rules.publish_rules(
                rule_id=pk,
                valid_from=form.cleaned_data["valid_from"],
                actor=person(request),
                expected_version=form.expected_version,
            )
        except DomainError as refusal:
            status = refused(form, refusal, found)
            if status in {403, 404}:
                raise
        else:
            messages.success(request, _("The rules are published. Earlier sheets keep the rules they were made by."))
            return redirect("approvals:rule", pk=pk)
    changes, pending = impact_of(found)
    context = {"rule": found, "changes": changes, "pending": pending, "may_publish": True, "form": form}
    return render(request, "approvals/impact.html", context, status=status)
