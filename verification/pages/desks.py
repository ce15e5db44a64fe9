"""The desks: what waits for this person in verification, and all that waits for the superior's consent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from organizations.scope import standing_of
from organizations.signed_in import person
from verification.pages.next import ROUTES
from verification.selectors import Line, desk
from verification.selectors.consents import awaiting_consent
from verification.selectors.joint import invitations_of


def _asked(line: Line) -> str:
    """What is asked, with the mark of a due day that may still move."""
    kind = line.clock.get_kind_display()
    if not line.provisional:
        return kind
    return format_html("{} {}", kind, render_to_string("problems/_provisional.html"))


@require_GET
def desk_page(request: HttpRequest) -> HttpResponse:
    """What waits to be verified, signed or consented to, the most urgent first; then what colleagues must do."""
    found = desk(person(request))

    def shown(line: Line) -> dict[str, Any]:
        route, word = ROUTES[line.act]
        return {
            "light": line.light,
            "days_left": line.days_left,
            "due": line.clock.due_on,
            "provisional": line.provisional,
            "unit": line.problem.unit.name,
            "matter": line.problem.violation_type.name,
            "number": line.problem.number,
            "url": reverse("problems:detail", args=[line.problem.pk]),
            "asked": _asked(line),
            "action_label": word,
            "action_url": reverse(route, args=[line.problem.pk]),
            "why_not": line.why_not,
        }

    context = {
        "is_office": standing_of(person(request)).is_office,
        "invitations": invitations_of(person(request)) if standing_of(person(request)).partner_ids else [],
        "mine": [shown(line) for line in found.mine],
        "others": [shown(line) for line in found.others],
        "consents": len(awaiting_consent(person(request))),
    }
    return render(request, "verification/desk.html", context)


@require_GET
def superior_desk_page(request: HttpRequest) -> HttpResponse:
    """Every close-out of a lower office that waits for this office's consent, the most urgent first. Source: C3."""
    lines = awaiting_consent(person(request))
    return render(request, "verification/superior_desk.html", {"lines": lines})
