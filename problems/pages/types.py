"""Violation types of an office: the list, adding, changing, retiring and taking back. Source: B3."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from organizations.errors import DomainError, NotAllowed, NotFound
from organizations.models import Account, Office
from organizations.scope import standing_of
from organizations.selectors import own_offices
from organizations.signed_in import person
from problems import policies
from problems.models.words import FigureKind
from problems.pages.forms import ActForm, ReasonForm
from problems.selectors import types as selectors
from problems.services import types
from problems.services.types import TypeWords


class TypeForm(ActForm):
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120)
    clause = forms.CharField(label=gettext_lazy("Legal clause"), max_length=200, required=False)
    tags = forms.CharField(
        label=gettext_lazy("Reporting groups"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Such as 三超两乱; several separated by spaces."),
    )

    def words(self) -> TypeWords:
        """As the service takes them."""
        return TypeWords(**{name: self.cleaned_data[name] for name in ("name_zh", "name_en", "clause", "tags")})


class NewTypeForm(TypeForm):
    figures = forms.ChoiceField(
        label=gettext_lazy("What its entries count"),
        choices=FigureKind,
        required=False,
        help_text=gettext_lazy("Fixed once the type is added."),
    )


class ChangeTypeForm(TypeForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


def types_asked(viewer: Account) -> list[Any]:
    """Types for the page and its export. Raises NotAllowed."""
    if not standing_of(viewer).is_office:
        raise NotAllowed
    return selectors.types_seen_by(viewer)


@require_GET
def type_list(request: HttpRequest) -> HttpResponse:
    """All types with their clauses, those of offices with their past; what may be added to."""
    standing, rows = standing_of(person(request)), types_asked(person(request))
    offices = [one for one in own_offices(person(request)) if policies.may_in_office(standing, "type.add", one.pk)]
    context = {"rows": rows, "offices": offices, "mine": {one.pk for one in offices}}
    return render(request, "problems/types.html", context)


def _form_page(
    request: HttpRequest,
    build: Callable[[Any], ActForm],
    do: Callable[[ActForm], str],
    context: dict[str, Any],
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        form = build(request.POST)
        status = 422
        if form.is_valid():
            try:
                said = do(form)
            except DomainError as refusal:
                if refusal.http_status in {403, 404}:
                    raise
                status = form.refuse(refusal)
            else:
                messages.success(request, said)
                return redirect("problems:types")
    else:
        form = build(None)
    return render(request, "problems/type_form.html", {**context, "form": form}, status=status)


def _may(request: HttpRequest, act: str, office_id: int | None) -> None:
    """Raises NotFound for types that are not of an own office, NotAllowed for people who do not decide there."""
    standing = standing_of(person(request))
    if office_id is None or office_id not in standing.office_ids:
        raise NotFound
    if not policies.may_in_office(standing, act, office_id):
        raise policies.refusal(act)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a type for an office and those below it."""
    _may(request, "type.add", pk)
    office = Office.objects.get(pk=pk)

    def do(form: ActForm) -> str:
        assert isinstance(form, NewTypeForm)  # noqa: S101 - built below
        data = form.cleaned_data
        added = types.add_type(
            office_id=pk, words=form.words(), figures=data["figures"], actor=person(request), key=data["key"]
        )
        return _("“%(name)s” can be chosen from now on.") % {"name": added.name}

    return _form_page(
        request,
        lambda data: NewTypeForm(data, initial={"key": secrets.token_urlsafe(16)}),
        do,
        {
            "title": _("Add a violation type"),
            "lead": _("It is for the ledger of %(office)s and those of the offices below it, and is never deleted.")
            % {"office": office.name},
            "button": _("Add"),
        },
    )


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change names, clause or groups."""
    row = selectors.type_for(pk)
    _may(request, "type.change", row.office_id)
    shown = {name: getattr(row, name) for name in ("name_zh", "name_en", "clause", "tags")}

    def do(form: ActForm) -> str:
        assert isinstance(form, ChangeTypeForm)  # noqa: S101 - built below
        types.change_type(type_id=pk, words=form.words(), reason=form.cleaned_data["reason"], actor=person(request))
        return _("“%(name)s” is changed; its past keeps what it was called.") % {"name": form.words().name_zh}

    texts = {"title": _("Change a violation type"), "lead": row.name, "button": _("Change")}
    return _form_page(request, lambda data: ChangeTypeForm(data, initial=shown), do, texts)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a type no more."""
    row = selectors.type_for(pk)
    _may(request, "type.retire", row.office_id)

    def do(form: ActForm) -> str:
        types.retire_type(type_id=pk, reason=form.cleaned_data["reason"], actor=person(request))
        return _("“%(name)s” is offered no more; entries keep it.") % {"name": row.name}

    texts = {"title": _("Retire a violation type"), "lead": row.name, "button": _("Retire"), "danger": True}
    return _form_page(request, ReasonForm, do, texts)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a retired type back into use."""
    row = selectors.type_for(pk)
    _may(request, "type.retire", row.office_id)

    def do(form: ActForm) -> str:
        types.restore_type(type_id=pk, reason=form.cleaned_data["reason"], actor=person(request))
        return _("“%(name)s” can be chosen again.") % {"name": row.name}

    texts = {"title": _("Take a violation type back into use"), "lead": row.name, "button": _("Take back")}
    return _form_page(request, ReasonForm, do, texts)
