"""What was done and tried, by whom, when and why; and the proof that nobody changed it. For audit administrators."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from audit import selectors
from audit.events import record_event
from audit.models import Act, Block, Event
from audit.verification import verify
from organizations.clock import SHANGHAI
from organizations.errors import NotFound
from organizations.roles import Role
from organizations.scope import Standing, standing_of
from organizations.selectors import accounts_of_offices
from organizations.signed_in import person
from problems.pages.forms import ALL, DayField
from problems.selectors.timeline import DOORS, SENTENCES, numbers_of_acts
from problems.selectors.trail import entries_of_events, objects_of_acts, objects_of_events

VERIFIED_AT_ONCE = 5_000  # blocks; the whole trail is verified by the command


def auditing(request: HttpRequest) -> Standing:
    standing = standing_of(request.user)
    if not standing.holds(Role.AUDIT_ADMIN):
        raise NotFound
    return standing


class TrailForm(forms.Form):
    """Which rows: of whom, from which day to which, and what was done."""

    who = forms.CharField(label=_("Name or user name"), max_length=60, required=False)
    since = DayField(label=_("From day"), required=False)
    until = DayField(label=_("To day"), required=False)
    what = forms.ChoiceField(label=_("Which act"), required=False)

    def __init__(self, *args: Any, whats: list[tuple[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["what"].choices = [("", ALL), *whats]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return given


def _words(kind: str, row: Any) -> Any:
    if kind == "acts":
        return SENTENCES.get(row.name, row.name)
    if row.kind == Event.Kind.SIGN_IN:
        return _("signed in") if row.outcome == "ok" else _("sign-in refused: wrong password")
    if row.kind == Event.Kind.SIGN_IN_LOCKED:
        return _("sign-in refused: too many wrong passwords")
    return row.get_kind_display()


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def rows_asked(request: HttpRequest, standing: Standing) -> tuple[str, TrailForm, QuerySet[Any]]:
    """Which kind of rows, the form as asked, and the rows: for the page and its export."""
    kind = "events" if request.GET.get("kind") == "events" else "acts"
    whats = list(Event.Kind.choices) if kind == "events" else [
        (name, words) for name, words in SENTENCES.items() if not name.startswith("event.")
    ]  # fmt: skip
    form = TrailForm(request.GET, whats=whats)
    form.is_valid()  # what does not fit narrows nothing and is said beside its field
    given = form.cleaned_data
    accounts = accounts_of_offices(standing.audited_office_ids)
    if who := given.get("who"):
        accounts = accounts.filter(Q(person__name__icontains=who) | Q(username__icontains=who))
    rows: QuerySet[Any]
    if kind == "events":
        kinds = [given["what"]] if given.get("what") else None
        rows = selectors.event_list(by_accounts=accounts, tried=True, kinds=kinds)
    else:
        rows = selectors.acts_by(accounts)
        rows = rows.filter(name=given["what"]) if given.get("what") else rows.exclude(name__startswith="event.")
    since, until = given.get("since"), given.get("until")
    rows = selectors.between(
        rows, _start_of(since) if since else None, _start_of(until + timedelta(days=1)) if until else None
    )
    return kind, form, rows


def told(kind: str, rows: Iterable[Any]) -> list[Any]:
    """The rows with what a line shows of each. A constant number of queries."""
    shown: list[Any] = list(rows)
    if kind == "acts":
        keys = [row.pk for row in shown]
        about, objects = numbers_of_acts(keys), objects_of_acts(keys)
    else:
        about, objects = entries_of_events(shown), objects_of_events(shown)
    for row in shown:
        row.about, row.objects = about.get(row.pk, [])[:3], objects.get(row.pk, [])
        act: Act = row if kind == "acts" else row.act
        row.who, row.when, row.door = act, act.at, DOORS.get(act.door, act.door)
        row.role_label = Role(act.actor_role).label if act.actor_role in Role.values else act.actor_role
        row.words = _words(kind, row)
    return shown


def _context(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    kind, form, rows = rows_asked(request, standing)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    page.object_list = told(kind, page.object_list)
    last: Block | None = selectors.last_block()
    head = {"seq": last.seq, "hash": bytes(last.hash).hex(), "at": last.sealed_at} if last else None
    narrowed = any(request.GET.get(name) for name in form.fields)
    return {"page": page, "kind": kind, "head": head, "form": form, "narrowed": narrowed}


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Acts and events of the people of the audited office, newest first. Reading it is an event itself (C08)."""
    context = _context(request, auditing(request))
    asked = {name: str(given) for name, given in context["form"].cleaned_data.items() if given}
    details = {"kind": context["kind"], "page": context["page"].number, **asked}
    record_event(Event.Kind.READ, actor=person(request), object_kind="trail", details=details)
    return render(request, "audit/trail.html", context, status=422 if context["form"].errors else 200)


@require_POST
def verify_now(request: HttpRequest) -> HttpResponse:
    """Recompute the last blocks against what is stored and say what came of it. Changes nothing."""
    standing = auditing(request)
    context = _context(request, standing)
    since = max(1, context["head"]["seq"] - VERIFIED_AT_ONCE) if context["head"] else 1
    context["result"], context["since"] = verify(since=since), since
    return render(request, "audit/trail.html", context)
