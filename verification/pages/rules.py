"""Rules of the close-out that are data, on one page; those that waive a look-back are kept there. Source: C1."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from organizations.errors import DomainError, NotAllowed, NotFound
from organizations.models import Office
from organizations.scope import standing_of
from organizations.selectors import own_offices
from organizations.signed_in import person
from problems.models.entries import Pace
from problems.pages.forms import ActForm, ReasonForm
from verification import policies, services
from verification.selectors import rules as selectors
from verification.services import NewWaiverRule


class WaiverRuleForm(ActForm):
    document = forms.CharField(
        label=gettext_lazy("Basis"),
        max_length=120,
        help_text=gettext_lazy("The paper that allows it, with its number."),
    )
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120)
    pace = forms.ChoiceField(
        label=gettext_lazy("Pace"), choices=[("", gettext_lazy("Any")), *Pace.choices], required=False
    )
    violation_type = forms.ChoiceField(label=gettext_lazy("Violation type"), required=False)
    even_with_consent = forms.BooleanField(
        label=gettext_lazy("also where the superior consents"),
        required=False,
        help_text=gettext_lazy(
            "Without this, entries that close only with the superior's consent are always looked back at."
        ),
    )

    def __init__(self, data: Any, office: Office, **options: Any):
        super().__init__(data, **options)
        named = [(one.code, one.name) for one in selectors.types_of_office(office.pk)]
        self.fields["violation_type"].choices = [("", _("Any")), *named]  # type: ignore[attr-defined]

    def rule(self) -> NewWaiverRule:
        """As the service takes it."""
        names = ("name_zh", "name_en", "document", "pace", "even_with_consent")
        data = self.cleaned_data
        return NewWaiverRule(type_code=data["violation_type"], **{name: data[name] for name in names})


@require_GET
def rule_list(request: HttpRequest) -> HttpResponse:
    """All rules of the close-out; those of a leader's office can be added to and retired."""
    viewer = person(request)
    standing = standing_of(viewer)
    if not standing.is_office:
        raise NotAllowed
    led = [one for one in own_offices(viewer) if policies.may_in_office(standing, policies.ADD_WAIVER_RULE, one.pk)]
    context = {
        "rows": selectors.waiver_rules_seen_by(viewer),
        "offices": led,
        "mine": {one.pk for one in led},
        **selectors.standing_rules(),
    }
    return render(request, "verification/rules.html", context)


def _form_page(request: HttpRequest, build: Any, do: Any, context: dict[str, Any]) -> HttpResponse:
    status, form = 200, build(request.POST if request.method == "POST" else None)
    if request.method == "POST":
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
                return redirect("verification:rules")
    return render(request, "verification/rule_form.html", {**context, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a rule that waives look-backs, with the paper that it rests on."""
    office = own_offices(person(request)).filter(pk=pk).first()
    if office is None:
        raise NotFound
    policies.require_in_office(standing_of(person(request)), policies.ADD_WAIVER_RULE, pk)

    def do(form: WaiverRuleForm) -> str:
        added = services.add_waiver_rule(
            office_id=pk, rule=form.rule(), actor=person(request), key=form.cleaned_data["key"]
        )
        return _("“%(name)s” holds from now on; verifiers are offered it where it fits.") % {"name": added.name}

    texts = {
        "title": _("Allow a look-back to be waived"),
        "lead": _(
            "The look-back before closing is a precondition. A rule lets the verifiers of %(office)s waive it, each"
            " time with a reason that the signer reads. It cannot be changed later, only retired."
        )
        % {"office": office.name},
        "button": _("Add the rule"),
    }
    return _form_page(
        request, lambda data: WaiverRuleForm(data, office, initial={"key": secrets.token_urlsafe(16)}), do, texts
    )


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule waive nothing any more."""
    row = selectors.waiver_rule_for(person(request), pk)
    policies.require_in_office(standing_of(person(request)), policies.RETIRE_WAIVER_RULE, row.office_id or 0)

    def do(form: ActForm) -> str:
        services.retire_waiver_rule(rule_id=pk, reason=form.cleaned_data["reason"], actor=person(request))
        return _("“%(name)s” waives nothing any more; close-outs that relied on it keep it.") % {"name": row.name}

    texts = {
        "title": _("Retire a rule"),
        "lead": f"{row.name} · {row.document}",
        "button": _("Retire"),
        "danger": True,
    }
    return _form_page(request, ReasonForm, do, texts)
