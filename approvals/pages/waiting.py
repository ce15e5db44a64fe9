"""What waits of applications as lines of a list: what is asked, and one button that leads to it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals import policies
from approvals.gate.asking import ask
from approvals.models import ApplicationKind
from approvals.selectors.applications import Waiting
from approvals.selectors.panel import panel_of
from approvals.selectors.task_forces import tasks_beside
from deadlines.models import ClockKind
from organizations.models import Account, Unit
from organizations.scope import standing_of

# act: (button, address of the form). A word of two to four characters in Chinese.
BUTTONS: dict[str, tuple[Any, str]] = {
    policies.SUBMIT: (_("Complete"), "approvals:edit"),
    policies.OPINION: (_("Give the opinion"), "approvals:opinion"),
    policies.ADMIT: (_("Decide"), "approvals:admission"),
    policies.PARTS: (pgettext_lazy("button", "Name the lead"), "approvals:sections"),
    policies.INITIATE: (pgettext_lazy("button", "Initiate"), "approvals:initiate"),
    policies.APPRAISE: (_("Appraise"), "approvals:appraise"),
    policies.AGENDA: (_("Put on the agenda"), "approvals:agenda"),
    policies.REPLY: (pgettext_lazy("button", "Sign the reply"), "approvals:reply"),
    policies.SUPERIOR_REPLY: (_("Answer"), "approvals:superior_reply"),
    policies.ACKNOWLEDGE: (_("Acknowledge"), "approvals:acknowledge"),
    policies.REPORT_TASK: (pgettext_lazy("button", "Report"), "approvals:report_task"),
    policies.CHECK_TASK: (_("Check"), "approvals:check_task"),
    policies.FINISH_FORCE_TASK: (pgettext_lazy("button", "Finish"), "approvals:task_force_done"),
    policies.END_FORCE: (pgettext_lazy("button", "End"), "approvals:end_task_force"),
}
OF_ITEM = frozenset({policies.ACKNOWLEDGE, policies.REPORT_TASK, policies.CHECK_TASK, policies.FINISH_FORCE_TASK})
# Acts whose clock is named after what it leads to.
ASKED: dict[str, Any] = {
    policies.CHECK_TASK: _("Check what the unit reported"),
    policies.SUPERIOR_REPLY: _("Answer a matter routed up"),
    policies.AGENDA: _("Put on the agenda of a meeting"),
    policies.PARTS: _("Name the section that leads the matter"),
    policies.RESULT: _("On the agenda of a meeting"),
}
POSITIONS = 3  # units of one person whose position is asked at once


def lines_of(rows: Iterable[Waiting]) -> list[dict[str, Any]]:
    """Lines for ``components/task_line.html``; what is with others leads to the application."""
    return [_line(one) for one in rows]


def _line(row: Waiting) -> dict[str, Any]:
    application, clock = row.application, row.clock
    page = reverse("approvals:detail", args=[application.pk])
    label, route = BUTTONS.get(row.act, (_("View"), ""))
    usable = row.mine and bool(route)
    key = clock.item_id if row.act in OF_ITEM else application.pk
    if row.act == policies.END_FORCE:
        key = clock.subject_id
    return {
        "light": row.light,
        "days_left": row.days_left,
        "due": clock.due_on,
        "provisional": row.provisional,
        "unit": application.unit.name,
        "matter": application.title,
        "number": application.number,
        "url": page,
        "asked": f"{ASKED.get(row.act, ClockKind(clock.kind).label)} {clock.detail}".strip(),
        "action_label": label if usable else _("View"),
        "action_url": reverse(route, args=[key]) if usable else page,
    }


def force_lines_of(viewer: Account) -> list[dict[str, Any]]:
    """Tasks of task forces that wait for a member from a partner department; each leads to the page of its force."""
    kind = ClockKind.TASK_FORCE.label
    return [
        {
            "light": one.light,
            "days_left": one.days_left,
            "due": one.task.due_on,
            "provisional": one.provisional,
            "unit": one.task.force.name,
            "matter": one.task.force.application.title,
            "number": one.task.force.application.number,
            "url": reverse("approvals:task_force", args=[one.task.force_id]),
            "asked": f"{kind} {one.task.text}",
            "action_label": BUTTONS[policies.FINISH_FORCE_TASK][0],
            "action_url": reverse("approvals:task_force_done", args=[one.task.pk]),
        }
        for one in tasks_beside(standing_of(viewer))
    ]


def positions_of(viewer: Account) -> list[dict[str, Any]]:
    """For each unit of the viewer what an application for more posts would meet today. Source: screens (units)."""
    units = (
        Unit.objects.filter(pk__in=standing_of(viewer).own_unit_ids)
        .select_related("office__superior", "competent_department")
        .order_by("pk")[:POSITIONS]
    )
    kind = ApplicationKind.objects.filter(code="more_quota").first()
    if kind is None:
        return []
    found = []
    for unit in units:
        answer = ask(unit, kind)
        found.append({"unit": unit, "kind": kind, "panel": panel_of(answer.inputs, answer.answer, viewer)})
    return found
