"""Pages of the acts on a unit's figures: one form each, the service does it, the unit's page follows."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from organizations.clock import today
from organizations.errors import DomainError, NotFound
from organizations.models import Unit
from organizations.scope import standing_of
from organizations.signed_in import person
from problems.pages.forms import ActForm
from staffing import forms, policies, services
from staffing.models import Commitment
from staffing.selectors import position
from staffing.selectors.register import latest_words, roster, rows_to_confirm, unit_for


@dataclass(frozen=True)
class Page:
    """What differs between the pages."""

    act: str
    title: str | Promise
    build: Callable[[Any, Unit], ActForm]
    do: Callable[[HttpRequest, int, dict[str, Any]], object]
    said: str | Promise
    hint: str | Promise = ""


def act_page(request: HttpRequest, unit_id: int, page: Page) -> HttpResponse:
    """Show the form on GET; on POST do the act and go to the unit, or show the form with the refusal."""
    unit = unit_for(person(request), unit_id)
    standing = standing_of(person(request))
    if page.act == policies.CONFIRM:
        allowed = policies.confirming_partner(standing, unit) is not None
    else:
        allowed = policies.may(standing, page.act, unit)
    if not allowed:
        raise policies.refusal(page.act)
    form, status = page.build(request.POST if request.method == "POST" else None, unit), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                page.do(request, unit_id, form.cleaned_data)
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, str(page.said))
                return redirect("staffing:unit", pk=unit_id)
    where = position([unit_id], today())[unit_id]
    return render(
        request, "staffing/act.html", {"form": form, "page": page, "unit": unit, "where": where}, status=status
    )


def _form(form: type[ActForm], **initial: Any) -> Callable[[Any, Unit], ActForm]:
    def build(data: Any, unit: Unit) -> ActForm:
        days = {name: today() for name in ("from_on", "counted_on", "entered_on", "left_on", "used_on")}
        given: dict[str, Any] = {"unit": unit} if form is forms.EnterForm else {}
        return form(data, initial={"key": secrets.token_urlsafe(16), **days, **initial}, **given)

    return build


def _simple(service: Callable[..., object]) -> Callable[[HttpRequest, int, dict[str, Any]], object]:
    def do(request: HttpRequest, unit_id: int, data: dict[str, Any]) -> object:
        return service(unit_id=unit_id, actor=person(request), **data)

    return do


def _enter(request: HttpRequest, unit_id: int, data: dict[str, Any]) -> object:
    commitment = data.pop("commitment")
    as_found, key = data.pop("as_found"), data.pop("key")
    return services.enter_post(
        unit_id=unit_id,
        post=services.NewPost(**data),
        commitment_id=commitment.pk if commitment else None,
        as_found=as_found,
        actor=person(request),
        key=key,
    )


def _open_roster(request: HttpRequest, unit_id: int, data: dict[str, Any]) -> object:
    data.pop("key")
    return services.open_roster(unit_id=unit_id, actor=person(request), **data)


FIGURE_SAID = gettext_lazy("The new figure stands; the one before stays readable for its days.")
PAGES = {
    "quota": Page(
        policies.CHANGE_QUOTA,
        gettext_lazy("Change the staffing quota"),
        _form(forms.QuotaForm),
        _simple(services.change_quota),
        FIGURE_SAID,
        gettext_lazy(
            "First figures and cuts are entered by the office; an increase that was decided elsewhere is taken over"
            " by a leader, and the gate is asked. Kinds are never mixed. A ceiling of the area stops what breaches it."
        ),
    ),
    "leaders": Page(
        policies.CHANGE_LEADERS,
        gettext_lazy("Change the leadership quota"),
        _form(forms.LeadersForm),
        _simple(services.change_leadership_quota),
        FIGURE_SAID,
    ),
    "declare": Page(
        policies.DECLARE,
        gettext_lazy("Enter declared staff"),
        _form(forms.DeclareForm),
        _simple(services.declare_staff),
        FIGURE_SAID,
        gettext_lazy("Where the roster is kept, it counts; a declared number is then compared with it."),
    ),
    "declare_leaders": Page(
        policies.DECLARE,
        gettext_lazy("Enter declared leaders"),
        _form(forms.DeclareLeadersForm),
        _simple(services.declare_leaders),
        FIGURE_SAID,
    ),
    "enter": Page(
        policies.ENTER_POST,
        gettext_lazy("Put a person on the quota"),
        _form(forms.EnterForm),
        _enter,
        gettext_lazy("The person is on the roster. The identity number is sealed and shown masked."),
        gettext_lazy(
            "Who is found at work is booked as a fact. Other entries come true by an approved application; one decided"
            " elsewhere is taken over by a leader, on a post of a plan."
        ),
    ),
    "open_roster": Page(
        policies.OPEN_ROSTER,
        gettext_lazy("Let figures follow the roster"),
        _form(forms.OpenRosterForm),
        _open_roster,
        gettext_lazy("Actual staff of this unit are counted from the roster now."),
        gettext_lazy("Only when everybody of the unit is on the roster. This is not undone."),
    ),
    "commit": Page(
        policies.COMMIT,
        gettext_lazy("Take over committed posts"),
        _form(forms.CommitForm),
        _simple(services.commit_posts),
        gettext_lazy("The posts are kept for this use and no longer count as unfilled."),
        gettext_lazy("Of a plan approved before this ledger or outside it. A plan approved here commits its posts."),
    ),
}


def _unit_page(name: str) -> Callable[[HttpRequest, int], HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return act_page(request, pk, PAGES[name])

    view.__doc__ = str(PAGES[name].title)
    return view


quota, leaders, declare, declare_leaders = map(_unit_page, ("quota", "leaders", "declare", "declare_leaders"))
enter, open_roster, commit = map(_unit_page, ("enter", "open_roster", "commit"))


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person off the quota."""
    post = policies.visible_posts(standing_of(person(request))).filter(pk=pk).select_related("member").first()
    if post is None:
        raise NotFound
    page = Page(
        policies.LEAVE_POST,
        _("Take %(name)s off the quota") % {"name": post.member.name},
        _form(forms.LeaveForm),
        lambda request, unit_id, data: services.leave_post(post_id=pk, actor=person(request), **data),
        gettext_lazy("The person no longer counts from that day; the post stays readable for its days."),
    )
    return act_page(request, post.unit_id, page)


def _commitment(request: HttpRequest, pk: int) -> Commitment:
    units = policies.visible_units(person(request))
    found = Commitment.objects.filter(pk=pk, unit__in=units).select_related("kind").first()
    if found is None:
        raise NotFound
    return found


@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Use posts of a commitment by number."""
    row = _commitment(request, pk)
    page = Page(
        policies.USE,
        gettext_lazy("Use committed posts"),
        _form(forms.UseForm),
        lambda request, unit_id, data: services.use_commitment(commitment_id=pk, actor=person(request), **data),
        gettext_lazy("The use is booked."),
        f"{row.kind} {row.count} · {row.reason}",
    )
    return act_page(request, row.unit_id, page)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give back what is left of a commitment."""
    row = _commitment(request, pk)
    page = Page(
        policies.RELEASE,
        gettext_lazy("Release committed posts"),
        _form(forms.ReleaseForm),
        lambda request, unit_id, data: services.release_commitment(commitment_id=pk, actor=person(request), **data),
        gettext_lazy("The posts are unfilled again."),
        f"{row.kind} {row.count} · {row.reason}",
    )
    return act_page(request, row.unit_id, page)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A partner department confirms or disputes the rows that were shared with it."""

    def build(data: Any, unit: Unit) -> ActForm:
        labels = []
        for row in rows_to_confirm(unit.pk):
            said = " · ".join(f"{who}{_(': ')}{word}" for who, word in latest_words(row))
            text = _("%(kind)s: actual %(actual)d, outside the quota %(outside)d") % {
                "kind": row.kind.name,
                "actual": row.actual,
                "outside": row.outside,
            }
            labels.append((f"declared_{row.pk}", f"{text} {said}".strip()))
        for one in roster(viewer=person(request), unit_id=unit.pk, on=today()):
            labels.append((f"post_{one.post.pk}", f"{one.post.member.name} {one.number} {one.post.kind.name}"))
        return forms.ConfirmForm(data, rows=labels, initial={"key": secrets.token_urlsafe(16)})

    def do(request: HttpRequest, unit_id: int, data: dict[str, Any]) -> object:
        words = []
        for name, answer in data.items():
            kind, _sep, number = name.partition("_")
            if answer and kind in {"declared", "post"} and number.isdigit():
                note = data.get(f"{name}_note", "")
                words.append(services.Word(answer, **{f"{kind}_id": int(number)}, note=note))
        return services.confirm_rows(unit_id=unit_id, words=words, actor=person(request), key=data["key"])

    page = Page(
        policies.CONFIRM,
        gettext_lazy("Confirm rows"),
        build,
        do,
        gettext_lazy("Your word is kept with each row; the office sees it at once."),
        gettext_lazy("A dispute raises a warning with the office at once."),
    )
    return act_page(request, pk, page)
