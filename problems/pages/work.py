"""My work: everyone's first page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from approvals.pages.waiting import force_lines_of, lines_of, positions_of
from approvals.selectors.applications import own_applications, waiting_lines
from approvals.selectors.controls import reviews_due
from approvals.selectors.proceedings import copies_to_acknowledge
from approvals.selectors.task_forces import own_forces
from deadlines.calendar import load_calendar
from deadlines.models import ClockKind
from organizations.clock import today
from organizations.directory import people_to_admit, taken_over_by
from organizations.roles import Role
from organizations.scope import standing_of
from organizations.signed_in import person
from problems import policies
from problems.selectors.work import Task, imports_to_order, my_work
from problems.states import State
from staffing.selectors.register import alerts_to_check

# What a clock asks for: (button, address of the form). A word of two to four characters in Chinese.
ASKS: dict[str, tuple[Any, str]] = {
    ClockKind.ASSIGN: (_("Assign"), "problems:assign"),
    ClockKind.PLAN: (_("File the plan"), "problems:plan"),
    ClockKind.PLAN_DECISION: (_("Decide"), "problems:decide_plan"),
    ClockKind.MILESTONE: (_("Report progress"), "problems:progress"),
    ClockKind.RECTIFICATION: (_("Report progress"), "problems:progress"),
    ClockKind.CHECK: (_("Check"), "verification:check"),
    ClockKind.ACCEPTANCE: (_("Accept"), "verification:acceptance"),
    ClockKind.LOOK_BACK: (_("Look back"), "verification:look_back"),
    ClockKind.SIGN_OFF: (_("Sign"), "verification:sign_off"),
    ClockKind.CONSENT: (_("Answer"), "verification:consent"),
    ClockKind.LATER_LOOK_BACK: (_("Look back"), "verification:later_look_back"),
    ClockKind.EXTENSION: (_("Decide"), "problems:decide_extension"),
    ClockKind.ABSORPTION: (_("Report progress"), "problems:progress"),
    ClockKind.URGED: (_("Report progress"), "problems:progress"),
    ClockKind.REPORT_AGAIN: (_("Report progress"), "problems:progress"),
    ClockKind.INCIDENT: (_("Take note"), "problems:note_incident"),
    ClockKind.REPORT: (_("Answer"), "problems:accept_report"),
    ClockKind.CORRECTION: (_("Decide"), "problems:decide_correction"),
    ClockKind.NATURE: (_("Confirm"), "problems:decide_nature"),
    ClockKind.OPINION: (_("Give the opinion"), "verification:opinion"),
    ClockKind.VERIFIER_LOAN: (_("Name a verifier"), "verification:name_verifier"),
    ClockKind.FEEDBACK: (_("Feed back"), "verification:feedback"),
    ClockKind.REQUIRED_DATE: (_("Record the consent"), "problems:required_consent"),
}

PEOPLE = 50  # new accounts shown at once
OWN = 5  # applications of a unit on its front page


def line_of(task: Task) -> dict[str, Any]:
    """A task as the page shows it."""
    problem, clock = task.problem, task.clock
    label, route = ASKS[clock.kind]
    if clock.kind == ClockKind.RECTIFICATION and problem.remaining == 0:
        label, route = _("Apply for close-out"), "verification:apply"
    if clock.kind == ClockKind.URGED and problem.state == State.ASSIGNED:
        label, route = ASKS[ClockKind.PLAN]
    entry = reverse("problems:detail", args=[problem.pk])
    at_work = route in {"problems:progress", "verification:apply"}
    usable = task.mine and not (at_work and problem.state != State.RECTIFYING)
    of_item = [clock.item_id] if clock.kind == ClockKind.INCIDENT else []
    # The label itself: Django's get_kind_display puts every one of forty words into the reader's language first.
    asked = f"{ClockKind(clock.kind).label} {clock.detail} {task.reason}".strip()
    if clock.kind == ClockKind.RECTIFICATION and route == "problems:progress":
        asked = str(_("Rectify and report progress"))
    return {
        "light": task.light,
        "days_left": task.days_left,
        "late": task.late,
        "due": clock.asked_on,
        "provisional": task.provisional,
        "unit": problem.unit.name,
        "matter": problem.violation_type.name,
        "number": problem.number,
        "url": entry,
        "asked": asked,
        "holder": problem.unit.name if clock.holder == "unit" else clock.detail if clock.holder == "partner" else "",
        "action_label": label if usable else _("View"),
        "action_url": reverse(route, args=[problem.pk, *of_item]) if usable else entry,
    }


@require_GET
def my_work_page(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by urgency, with one button each."""
    work = my_work(viewer=person(request))
    standing = standing_of(person(request))
    beside = bool(standing.partner_ids)
    calendar, day = load_calendar(), today()
    next_day = None if calendar.is_working(day) else calendar.next_working(day)
    context = {
        "now": [line_of(task) for task in work.now],
        "later": [line_of(task) for task in work.later],
        "others": [line_of(task) for task in work.others],
        "applications": lines_of(waiting_lines(person(request))) + (force_lines_of(person(request)) if beside else []),
        "forces": own_forces(person(request)) if beside else [],
        "positions": positions_of(person(request)) if standing.own_unit_ids else [],
        "own_applications": own_applications(standing)[:OWN] if standing.own_unit_ids else [],
        "copies": copies_to_acknowledge(standing) if beside else 0,
        "reviews": [one for one in reviews_due(person(request)) if one.mine],
        "imports": imports_to_order(standing),
        "admit": people_to_admit(standing)[:PEOPLE],
        "observes": standing.is_office and not standing.holds(*policies.OFFICE_ALL),
        "audits": standing.holds(Role.AUDIT_ADMIN),
        "administers": standing.holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        "handovers": taken_over_by(standing.person_id),
        "alerts": alerts_to_check(standing).count(),
        "today": day,
        "next_working_day": next_day,
        "standing": standing,
        "can_register": any(policies.may_in_office(standing, "problem.register", one) for one in standing.office_ids),
        "can_report": standing.is_unit and standing.holds(*policies.ACTS["problem.report"].unit),
    }
    return render(request, "problems/my_work.html", context)
