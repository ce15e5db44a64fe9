"""What was done and tried, by whom, when and why; and the proof that nobody changed it. For audit administrators."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from audit import selectors
from audit.events import record_event
from audit.models import Act, Block, Event
from audit.verification import verify
from organizations.errors import NotFound
from organizations.roles import Role
from organizations.scope import Standing, standing_of
from organizations.selectors import accounts_of_offices
from organizations.signed_in import person
from problems.selectors.timeline import DOORS, SENTENCES, numbers_of, numbers_of_acts

VERIFIED_AT_ONCE = 5_000  # blocks; the whole trail is verified by the command


def _auditing(request: HttpRequest) -> Standing:
    standing = standing_of(request.user)
    if not standing.holds(Role.AUDIT_ADMIN):
        raise NotFound
    return standing


def _context(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    accounts = accounts_of_offices(standing.audited_office_ids)
    kind = "events" if request.GET.get("kind") == "events" else "acts"
    by_kind: dict[str, QuerySet[Any]] = {
        "acts": selectors.acts_by(accounts),
        "events": selectors.event_list(by_accounts=accounts),
    }
    rows = by_kind[kind]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    about = numbers_of_acts([row.pk for row in page.object_list]) if kind == "acts" else {}
    if kind == "events":
        asked = {row.pk: row.object_id for row in page.object_list if row.object_kind == "problem"}
        numbers = numbers_of(asked.values())
        about = {pk: [(int(key), numbers[key])] for pk, key in asked.items() if key in numbers}
    for row in page.object_list:
        row.about = about.get(row.pk, [])[:3]
        act: Act = row if kind == "acts" else row.act
        row.who, row.when, row.door = act, act.at, DOORS.get(act.door, act.door)
        row.role_label = Role(act.actor_role).label if act.actor_role in Role.values else act.actor_role
        row.words = SENTENCES.get(act.name, act.name) if kind == "acts" else row.get_kind_display()
    last: Block | None = selectors.last_block()
    head = {"seq": last.seq, "hash": bytes(last.hash).hex(), "at": last.sealed_at} if last else None
    return {"page": page, "kind": kind, "head": head}


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Acts and events of the people of the audited office, newest first. Reading it is an event itself (C08)."""
    context = _context(request, _auditing(request))
    details = {"kind": context["kind"], "page": context["page"].number}
    record_event(Event.Kind.READ, actor=person(request), object_kind="trail", details=details)
    return render(request, "audit/trail.html", context)


@require_POST
def verify_now(request: HttpRequest) -> HttpResponse:
    """Recompute the last blocks against what is stored and say what came of it. Changes nothing."""
    standing = _auditing(request)
    context = _context(request, standing)
    since = max(1, context["head"]["seq"] - VERIFIED_AT_ONCE) if context["head"] else 1
    context["result"], context["since"] = verify(since=since), since
    return render(request, "audit/trail.html", context)
