"""Pages of the administrators: people and their accounts, posts given, ended and handed over. Source: A5, A6, H13."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organizations import accounts, directory, handover, policies
from organizations.clock import in_words, today
from organizations.errors import DomainError, Invalid
from organizations.models import Account, Office
from organizations.roles import Role, body_kind
from organizations.scope import standing_of
from organizations.selectors import unit_for
from organizations.signed_in import person
from problems.pages.forms import CHOOSE, ActForm, DayField
from problems.selectors.work import waiting_for


class EnterForm(ActForm):
    """A new person with an account."""

    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office that looks after the account"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=40)
    username = forms.RegexField(
        r"^[\w.@+-]+\Z",
        label=gettext_lazy("User name"),
        max_length=60,
        help_text=gettext_lazy("Letters, digits and . @ + - _"),
    )
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["office"].queryset = offices


class ReasonForm(ActForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=500)


class GrantForm(ActForm):
    """A role in a body; the bodies are those of the administered office."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role, widget=forms.HiddenInput)
    body = forms.ChoiceField(
        label=gettext_lazy("Body"),
        error_messages={"invalid_choice": gettext_lazy("This role is not held in that body. Choose a fitting one.")},
    )
    since = DayField(label=gettext_lazy("From"))
    until = DayField(label=gettext_lazy("Last day"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=500)

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["body"].choices = [("", CHOOSE), *bodies]


class RoleForm(forms.Form):
    """Which role: asked first, because it says in which bodies it can be held."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[("", CHOOSE), *Role.choices])


def _with_posts(account: Any) -> str:
    posts = "; ".join(f"{post.body.name} · {post.get_role_display()}" for post in account.posts)
    return f"{account.person.name} ({account.username})" + (f" — {posts}" if posts else "")


class HandOverForm(ActForm):
    """The last day of one person and the successor from the next."""

    successor = forms.ModelChoiceField(Account.objects.none(), label=gettext_lazy("Successor"))
    last_day = DayField(label=gettext_lazy("Last day"), help_text=gettext_lazy("The successor begins the day after."))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)

    def __init__(self, *args: Any, people: Any, possible: Iterable[Account], **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["successor"].queryset = people  # whoever is sent is judged by the service, with its sentence
        fields["successor"].widget.choices = [("", CHOOSE), *((one.pk, _with_posts(one)) for one in possible)]


class EndForm(ActForm):
    last_day = DayField(label=gettext_lazy("Last day"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)


class ResponsibleForm(ActForm):
    """The head as first person responsible, and a contact."""

    responsible = forms.ModelChoiceField(
        Account.objects.none(), label=gettext_lazy("First person responsible for rectification"), required=False
    )
    contact = forms.ModelChoiceField(Account.objects.none(), label=gettext_lazy("Contact"), required=False)

    def __init__(self, *args: Any, heads: Any, staff: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["responsible"].queryset, fields["contact"].queryset = heads, staff


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Accounts the administrator looks after, with their posts."""
    viewer = person(request)
    text = request.GET.get("q", "")
    page = Paginator(directory.account_list(viewer=viewer, text=text), 50).get_page(request.GET.get("page"))
    directory.attach_posts(page.object_list)
    may_enter = policies.may(standing_of(viewer), "account.enter")
    return render(request, "organizations/accounts.html", {"page": page, "q": text, "may_enter": may_enter})


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a person with an account; the first password is shown once, on the answer."""
    viewer = person(request)
    standing = standing_of(viewer)
    policies.require(standing, "account.enter")
    offices = Office.objects.filter(pk__in=policies.administered_offices(standing)).order_by("code")
    form = EnterForm(request.POST or None, offices=offices, initial={"office": offices.first()})
    status = 200
    if request.method == "POST":
        form, status = EnterForm(request.POST, offices=offices), 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                account, password = accounts.enter_account(
                    name=data["name"],
                    username=data["username"],
                    office_id=data["office"].pk,
                    telephone=data["telephone"],
                    email=data["email"],
                    actor=viewer,
                )
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                return render(request, "organizations/first_password.html", {"account": account, "password": password})
    return render(request, "organizations/account_new.html", {"form": form}, status=status)


def _detail(request: HttpRequest, pk: int, form: ReasonForm | None = None, status: int = 200) -> HttpResponse:
    viewer = person(request)
    account = directory.account_for(viewer=viewer, account_id=pk)
    standing = standing_of(viewer)
    own = account.person_id == standing.person_id
    may = {name.replace(".", "_"): not own and policies.may(standing, name) for name in policies.ACTS}
    context = {"account": account, "form": form or ReasonForm(), "own": own, "may": may, "today": today()}
    return render(request, "organizations/account.html", context, status=status)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: status, posts now and before, what can be done."""
    return _detail(request, pk)


@require_POST
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Activate or suspend an account, or give a new first password: the button says which."""
    directory.account_for(viewer=person(request), account_id=pk)
    form = ReasonForm(request.POST)
    decision = request.POST.get("decision", "")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    call: dict[str, Any] = {"account_id": pk, "actor": person(request), "reason": reason}
    try:
        if decision == "activate":
            account = accounts.activate(**call)
            said = _("%(name)s can sign in.") % {"name": account.person.name}
        elif decision == "password":
            account, password = accounts.reset_password(**call)
            context = {"account": account, "password": password, "again": True}
            return render(request, "organizations/first_password.html", context)
        elif decision == "suspend":
            account = accounts.suspend(**call)
            said = _("%(name)s is shut out at once; past and posts stay.") % {"name": account.person.name}
        else:
            raise Invalid(_("Choose one of the buttons."))
    except DomainError as refusal:
        if refusal.http_status in {403, 404}:
            raise
        form.is_valid()
        return _detail(request, pk, form, form.refuse(refusal))
    messages.success(request, said)
    return redirect("accounts:detail", pk=pk)


def _act(request: HttpRequest, form: Any, do: Any, template: str, context: dict[str, Any], back: str) -> HttpResponse:
    """Send a valid form to its service and go back, or show it again with the refusal."""
    code = 200
    if request.method == "POST":
        code = 422
        if form.is_valid():
            try:
                said = do(form.cleaned_data)
            except DomainError as refusal:
                if refusal.http_status == 404:
                    raise
                code = form.refuse(refusal)
            else:
                messages.success(request, said)
                return redirect(back)
    return render(request, template, {**context, "form": form}, status=code)


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a post."""
    viewer = person(request)
    account = directory.account_for(viewer=viewer, account_id=pk)
    standing = standing_of(viewer)
    policies.require(standing, "post.grant")
    policies.require_other(standing, account.person_id)
    role = (request.POST if request.method == "POST" else request.GET).get("role", "")
    if role not in Role.values:
        asked = RoleForm(request.POST if request.method == "POST" else request.GET if "role" in request.GET else None)
        refused = request.method == "POST" or asked.is_bound
        context = {"account": account, "form": asked, "asks_role": True}
        return render(request, "organizations/grant.html", context, status=422 if refused else 200)
    bodies = directory.bodies_of(standing, body_kind(role))
    initial = {"since": today(), "role": role, "body": bodies[0][0] if len(bodies) == 1 else ""}
    form = GrantForm(request.POST if request.method == "POST" else None, bodies=bodies, initial=initial)

    def do(data: dict[str, Any]) -> str:
        made = accounts.grant_post(
            account_id=pk,
            role=data["role"],
            body=directory.body_of(data["body"]),
            since=data["since"],
            until=data["until"],
            reason=data["reason"],
            actor=viewer,
        )
        return _("%(name)s is %(role)s from %(day)s.") % {
            "name": account.person.name,
            "role": made.get_role_display(),
            "day": in_words(made.since),
        }

    back = reverse("accounts:detail", args=[pk])
    context = {"account": account, "role": Role(role).label}
    return _act(request, form, do, "organizations/grant.html", context, back)


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a post over to a successor."""
    viewer = person(request)
    post = directory.post_for(viewer=viewer, appointment_id=pk)
    standing = standing_of(viewer)
    policies.require(standing, "post.hand_over")
    policies.require_other(standing, post.person_id)
    possible = list(directory.successors_of(viewer=viewer, post=post))
    directory.attach_posts(possible)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        people=directory.account_list(viewer=viewer).exclude(person_id=post.person_id),
        possible=possible,
        initial={"last_day": today()},
    )

    def do(data: dict[str, Any]) -> str:
        made = handover.hand_over(
            appointment_id=pk,
            successor_id=data["successor"].pk,
            last_day=data["last_day"],
            reason=data["reason"],
            actor=viewer,
        )
        if made.left_behind:
            messages.warning(request, made.left_behind)
        return _("The post is %(name)s's from %(day)s; what waits for it then waits for them.") % {
            "name": made.taken_up.person.name,
            "day": in_words(made.taken_up.since),
        }

    account_id = accounts.holder_of(pk)
    back = reverse("accounts:detail", args=[account_id])
    context = {"post": post, "account_id": account_id, "moving": waiting_for(post), "nobody": not possible}
    return _act(request, form, do, "organizations/hand_over.html", context, back)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post without a successor."""
    viewer = person(request)
    post = directory.post_for(viewer=viewer, appointment_id=pk)
    standing = standing_of(viewer)
    policies.require(standing, "post.end")
    policies.require_other(standing, post.person_id)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": today()})

    def do(data: dict[str, Any]) -> str:
        ended = accounts.end_post(appointment_id=pk, actor=viewer, **{k: data[k] for k in ("last_day", "reason")})
        return _("The post ends on %(day)s.") % {"day": in_words(ended.until or today())}

    account_id = accounts.holder_of(pk)
    back = reverse("accounts:detail", args=[account_id])
    return _act(request, form, do, "organizations/end_post.html", {"post": post, "account_id": account_id}, back)


@require_http_methods(["GET", "POST"])
def responsible(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the first person responsible of a unit, and its contact."""
    viewer = person(request)
    unit = unit_for(viewer=viewer, unit_id=pk)
    policies.require_naming(standing_of(viewer), unit)
    initial = {"responsible": unit.responsible_id, "contact": unit.contact_id}
    form = ResponsibleForm(
        request.POST if request.method == "POST" else None,
        heads=handover.people_in_post(pk, Role.UNIT_HEAD),
        staff=handover.people_in_post(pk, Role.UNIT_HEAD, Role.UNIT_CLERK),
        initial=initial,
    )

    def do(data: dict[str, Any]) -> str:
        handover.name_responsible(
            unit_id=pk,
            responsible_id=data["responsible"].pk if data["responsible"] else None,
            contact_id=data["contact"].pk if data["contact"] else None,
            actor=viewer,
        )
        return _("First person responsible and contact are kept with the unit.")

    back = reverse("organizations:unit", args=[pk])
    return _act(request, form, do, "organizations/responsible.html", {"unit": unit}, back)
