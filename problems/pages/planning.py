"""The page on which the unit files its plan: measures, milestones counted back, target, risks, absorption plan."""

from datetime import date
from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deadlines.calendar import load_calendar
from organizations.errors import Invalid
from organizations.signed_in import person
from problems import policies
from problems.models import Problem
from problems.pages.acts import act_page, new_form_data
from problems.pages.entry import entry_context
from problems.pages.forms import ActForm, MeasureSet, MilestoneSet
from problems.pages.timing_forms import AbsorptionForm, FullPlanForm, StepSet
from problems.selectors.rectification import latest_plan
from problems.services import absorption, rectification
from problems.services.planning import (
    NewMeasure,
    NewMilestone,
    NewPlan,
    NewStep,
    affects_people,
    may_absorb,
    plan_gaps,
    suggested_days,
)

FACTORIES: dict[str, Any] = {"measures": MeasureSet, "milestones": MilestoneSet, "absorption": StepSet}
DEFAULT_STEPS = 3


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """File the rectification plan. Buttons for more rows and for suggested milestones send the page back, unsaved."""
    sets: dict[str, Any] = {}
    asked = request.POST.get("more", "") if request.method == "POST" else ""

    def build(context: dict[str, Any], data: Any, files: Any) -> ActForm:
        problem = context["problem"]
        earlier = latest_plan(problem)
        sets.update(_bound(data, asked, problem) if data is not None else _unbound(problem, earlier))
        initial = new_form_data(context, head=problem.responsible, contact=problem.handler, target=problem.target)
        if earlier:
            for name in ("promised_on", "stability_risks", "risk_level", "risk_handling", "risk_responsible"):
                initial[name] = getattr(earlier, name)
        return FullPlanForm(data, initial=initial, counts=problem.found is not None, of_people=affects_people(problem))

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        filed = NewPlan(
            head=data["head"],
            contact=data["contact"],
            promised_on=data["promised_on"],
            stability_risks=data["stability_risks"],
            risk_level=data["risk_level"],
            risk_handling=data["risk_handling"],
            risk_responsible=data["risk_responsible"],
            target=data.get("target"),
            measures=[NewMeasure(**row) for row in _filled(sets["measures"], "text")],
            milestones=[NewMilestone(**row) for row in _filled(sets["milestones"], "title")],
            absorption=[NewStep(**row) for row in _filled(sets["absorption"], "due_on")],
        )
        rectification.submit_plan(
            problem_id=pk,
            plan=filed,
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        said = _("The plan is with the office, which decides on it within five working days.")
        return " ".join([said, *(str(one) for one in plan_gaps(filed.measures, filed.milestones))])

    def extra(context: dict[str, Any], form: ActForm) -> dict[str, Any]:
        problem, calendar = context["problem"], load_calendar()
        suggested = suggested_days(problem, DEFAULT_STEPS, calendar)
        earlier = latest_plan(problem)
        return {
            **sets,
            "suggested": suggested,
            "provisional": any(calendar.is_provisional(day) for day in suggested),
            "of_people": affects_people(problem),
            "may_absorb": may_absorb(problem),
            "returned": earlier if earlier and earlier.status == "returned" else None,
        }

    if request.method == "POST":
        context = entry_context(person(request), pk)
        policies.requires("problem.submit_plan")(context["standing"], context["problem"])
        form = build(context, request.POST, None)
        if asked or not all(one.is_valid() for one in sets.values()):
            if asked:
                problem = context["problem"]
                form = FullPlanForm(
                    initial=request.POST.dict(), counts=problem.found is not None, of_people=affects_people(problem)
                )
            else:
                form.is_valid()
            context.update(form=form, **extra(context, form))
            return render(request, "problems/plan.html", context, status=200 if asked else 422)
    return act_page(
        request, pk, act="problem.submit_plan", template="problems/plan.html", build=build, do=do, extra=extra
    )


@require_http_methods(["GET", "POST"])
def enter_absorption(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an absorption plan to an approved plan that has none."""
    rows: Any = None

    def build(context: dict[str, Any], data: Any, files: Any) -> ActForm:
        nonlocal rows
        absorption.require_lack(context["problem"])
        rows = StepSet(data, prefix="absorption", initial=None if data else [{}] * DEFAULT_STEPS)
        return AbsorptionForm(data, initial=new_form_data(context))

    def do(form: ActForm) -> str:
        if not rows.is_valid():
            raise Invalid(_("Correct the steps first."))
        absorption.enter_absorption_plan(
            problem_id=pk,
            steps=[NewStep(**row) for row in _filled(rows, "due_on")],
            reason=form.cleaned_data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("The entry is watched by its curve from now on, once its nature is confirmed.")

    if request.POST.get("more"):
        context = entry_context(person(request), pk)
        policies.requires("problem.enter_absorption_plan")(context["standing"], context["problem"])
        more = request.POST.copy()
        more["absorption-TOTAL_FORMS"] = str(min(_number(more.get("absorption-TOTAL_FORMS", "")) + 2, 30))
        context.update(form=AbsorptionForm(initial=request.POST.dict()), absorption=StepSet(more, prefix="absorption"))
        return render(request, "problems/enter_absorption.html", context)
    return act_page(
        request,
        pk,
        act="problem.enter_absorption_plan",
        template="problems/enter_absorption.html",
        build=build,
        do=do,
        extra=lambda context, form: {"absorption": rows},
    )


def _unbound(problem: Problem, earlier: Any) -> dict[str, BaseFormSet]:
    """Sets filled from the last plan, else empty rows."""
    rows: dict[str, list[dict[str, Any]]] = {"measures": [], "milestones": [], "absorption": []}
    if earlier:
        rows["measures"] = [
            {"text": one.text, "responsible": one.responsible, "due_on": one.due_on} for one in earlier.measures.all()
        ]
        rows["milestones"] = [{"title": one.title, "due_on": one.due_on} for one in earlier.milestones.all()]
        rows["absorption"] = [
            {"due_on": one.due_on, "remaining_at_most": one.remaining_at_most} for one in earlier.absorption_steps.all()
        ]
    rows["measures"] += [{}] * max(1, 3 - len(rows["measures"]))
    rows["milestones"] = rows["milestones"] or [{}] * DEFAULT_STEPS
    if may_absorb(problem):
        rows["absorption"] = rows["absorption"] or [{}] * DEFAULT_STEPS
    return {name: FACTORIES[name](prefix=name, initial=rows[name]) for name in FACTORIES}


def _bound(data: Any, asked: str, problem: Problem) -> dict[str, BaseFormSet]:
    """Sets as sent, with two more rows or with the suggested milestones where a button asked for them."""
    more = data.copy()
    if "absorption-TOTAL_FORMS" not in more:  # the page of an entry that has no such plan
        more |= {"absorption-TOTAL_FORMS": "0", "absorption-INITIAL_FORMS": "0"}
    if asked in FACTORIES:
        more[f"{asked}-TOTAL_FORMS"] = str(min(_number(more.get(f"{asked}-TOTAL_FORMS", "")) + 2, 30))
    elif asked == "suggest":
        parts = min(_number(more.get("steps", "")) or DEFAULT_STEPS, 30)
        days = suggested_days(problem, parts, load_calendar(), promised_on=_day(more.get("promised_on", "")))
        more["milestones-TOTAL_FORMS"] = str(max(len(days), 1))
        for place, day in enumerate(days):
            title = more.get(f"milestones-{place}-title", "").strip()
            more[f"milestones-{place}-title"] = title or _("Step %(place)s of %(parts)s") % {
                "place": place + 1,
                "parts": len(days),
            }
            more[f"milestones-{place}-due_on"] = day.isoformat()
    return {name: FACTORIES[name](more, prefix=name) for name in FACTORIES}


def _day(sent: str) -> date | None:
    try:
        return parse_date(sent)
    except ValueError:
        return None


def _number(sent: str) -> int:
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 4 else 0


def _filled(formset: Any, field: str) -> list[dict[str, Any]]:
    formset.is_valid()
    return [row for row in formset.cleaned_data if row.get(field)]
