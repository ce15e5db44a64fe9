"""Reports of units and drafts: the list, and the answers of the office. Source: B15."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organizations.errors import NotAllowed
from organizations.models import Account, Office
from organizations.scope import standing_of
from organizations.signed_in import person
from problems import policies
from problems.models import Draft, Problem
from problems.pages.acts import act_page, new_form_data
from problems.pages.forms import ActForm, ReasonForm, is_id
from problems.pages.register_forms import AcceptForm
from problems.selectors import choices, drafts
from problems.selectors.entries import attach_next_steps
from problems.selectors.similar import similar_problems
from problems.services import drafts as draft_services
from problems.services import reports
from problems.states import MOVES, State


def reports_asked(viewer: Account) -> tuple[list[Problem], list[Draft], list[Problem]]:
    """Reports that wait, drafts, and answered reports, for the page and its export. Raises NotAllowed."""
    standing = standing_of(viewer)
    if not (standing.is_office or standing.is_unit):
        raise NotAllowed
    waiting, answered = drafts.waiting_and_answered(viewer)
    return attach_next_steps(waiting), drafts.open_drafts(viewer), answered


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports with their answers, and drafts: of the office, or of one's own unit."""
    standing = standing_of(person(request))
    waiting, drafted, answered = reports_asked(person(request))
    context = {
        "waiting": waiting,
        "answered": answered,
        "drafts": drafted,
        "standing": standing,
        "may_report": standing.is_unit and standing.holds(*policies.ACTS["problem.report"].unit),
        "may_register": any(policies.may_in_office(standing, "problem.register", one) for one in standing.office_ids),
        "may_answer": any(
            policies.may_in_office(standing, "problem.accept_report", one) for one in standing.office_ids
        ),
    }
    return render(request, "problems/reports.html", context)


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a unit's report into the ledger."""

    def build(context: dict[str, Any], data: Any, files: Any) -> ActForm:
        problem = context["problem"]
        names = [name for name in AcceptForm.base_fields if name != "note" and hasattr(problem, name)]
        form = AcceptForm(data, initial=new_form_data(context, **{name: getattr(problem, name) for name in names}))
        fields: dict[str, Any] = form.fields
        fields["violation_type"].queryset = choices.types_for(problem.office)
        fields["cause"].queryset = choices.causes_in_use()
        fields["affected_office"].queryset = choices.offices_below(problem.office)
        return form

    def do(form: ActForm) -> str:
        assert isinstance(form, AcceptForm)  # noqa: S101 - built above
        problem = reports.accept_report(
            problem_id=pk,
            changes=form.changes(),
            note=form.cleaned_data["note"],
            actor=person(request),
            key=form.cleaned_data["key"],
            anyway=request.POST.get("anyway") == request.POST.get("violation_type", ""),
            expected_version=form.expected_version,
        )
        return _("Accepted as %(number)s. Next: assign it to the unit.") % {"number": problem.number}

    def extra(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        problem, kind = context["problem"], request.POST.get("violation_type", "")
        merging = problem.state in MOVES["merge"][0]
        return {
            "is_waiting": problem.state == State.REPORTED,
            "warned": kind if form.warned else "",
            "may_merge": merging and policies.may(context["standing"], "problem.merge", problem),
            "similar": similar_problems(
                viewer=person(request),
                unit_id=problem.unit_id,
                type_id=int(kind) if is_id(kind) else problem.violation_type_id,
                facts=problem.facts,
                leave_out=problem.pk,
            ),
        }

    return act_page(
        request,
        pk,
        act="problem.accept_report",
        template="problems/accept_report.html",
        build=build,
        do=do,
        extra=extra,
    )


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a unit that its report is not taken into the ledger."""

    def do(form: ActForm) -> str:
        reports.refuse_report(
            problem_id=pk,
            reason=form.cleaned_data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("The unit reads your answer; its report and the day of reporting stay.")

    texts = {
        "title": _("Not accept a unit's report"),
        "lead": _("The report gets no number. The unit sees your reason, and the day of reporting stays with it."),
        "button": _("Do not accept"),
        "danger": True,
    }
    return act_page(
        request,
        pk,
        act="problem.refuse_report",
        template="problems/act.html",
        build=lambda context, data, files: ReasonForm(data, initial=new_form_data(context)),
        do=do,
        extra=lambda context, form: texts,
    )


@require_http_methods(["GET", "POST"])
def discard_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up; the trail keeps what it said."""
    draft = drafts.draft_for(viewer=person(request), draft_id=pk)
    draft_services.require_right(standing_of(person(request)), "draft.discard", draft.office_id, draft.unit_id)
    if request.method == "POST":
        draft_services.discard_draft(
            draft_id=pk, reason=request.POST.get("reason", "").replace("\0", "")[:2000], actor=person(request)
        )
        messages.success(request, _("The draft is discarded. It took no number."))
        return redirect("problems:reports")
    office: Office = draft.office
    return render(request, "problems/discard_draft.html", {"draft": draft, "office": office})
