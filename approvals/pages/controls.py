"""Pages of suspensions, authority taken up by the superior, and posts cut. Source: D10, D11."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals import policies
from approvals.models import ApplicationKind, AuthorityWithdrawal, QuotaCut, Scope, Suspension
from approvals.pages.listing import must_read
from approvals.selectors.controls import control_for, cut_list, lines_of, offices_for, suspension_list, withdrawal_list
from approvals.services import controls
from approvals.services.controls import NewControl, NewCut, Study
from organizations.clock import today
from organizations.errors import DomainError
from organizations.models import Office, Unit
from organizations.scope import standing_of
from organizations.signed_in import person
from problems.models import Problem
from problems.pages.forms import CHOOSE, ActForm, DayField
from problems.policies import visible_to as visible_problems
from staffing.models import PostKind

SHOWN = 200
YES_NO = (("no", gettext_lazy("no clear progress yet")), ("yes", gettext_lazy("clear progress")))


def _words(label: Any, *, required: bool = True) -> Any:
    return forms.CharField(label=label, required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class ControlForm(ActForm):
    """For whom, which kinds, from when until when, why, and who decided."""

    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"), empty_label=None)
    scope = forms.ChoiceField(label=gettext_lazy("Scope"), choices=Scope)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Unit"),
        required=False,
        empty_label="—",
        help_text=gettext_lazy("The unit, or the competent department of the system."),
    )
    kinds = forms.ModelMultipleChoiceField(
        ApplicationKind.objects.all(),
        label=gettext_lazy("Kinds of application"),
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: all."),
    )
    since = DayField(
        label=pgettext_lazy("a day", "From"), required=False, help_text=gettext_lazy("Today when left empty.")
    )
    until = DayField(label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty: until it is ended."))
    reason = _words(gettext_lazy("Reason"))
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=120)
    document = forms.CharField(label=gettext_lazy("Document"), max_length=120, required=False)

    def __init__(self, *args: Any, offices: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        ids = [one.pk for one in offices]
        fields["office"].queryset = Office.objects.filter(pk__in=ids).order_by("pk")
        fields["unit"].queryset = Unit.objects.filter(office_id__in=ids, valid_until=None).order_by("pinyin", "pk")

    def control(self) -> NewControl:
        data = self.cleaned_data
        return NewControl(
            scope=data["scope"],
            unit_id=data["unit"].pk if data["unit"] else None,
            kinds=[one.code for one in data["kinds"]],
            since=data["since"],
            until=data.get("until"),
            reason=data["reason"],
            decided_by=data["decided_by"],
            document=data["document"],
        )


class WithdrawForm(ControlForm):
    until = None  # type: ignore[assignment]  # given back by a finding, not by a day
    study = _words(gettext_lazy("Study"))
    opinions = _words(gettext_lazy("Opinions heard"))
    consent_document = forms.CharField(label=gettext_lazy("Consent of the commission"), max_length=120)
    consent_on = DayField(label=gettext_lazy("Consented on"))
    review_months = forms.IntegerField(
        label=gettext_lazy("Months between reviews"), min_value=1, max_value=24, initial=6
    )

    def grounds(self) -> Study:
        data = self.cleaned_data
        return Study(
            data["study"], data["opinions"], data["consent_document"], data["consent_on"], data["review_months"]
        )


class EndForm(ActForm):
    reason = _words(gettext_lazy("Reason"), required=False)


class ReviewForm(ActForm):
    held_on = DayField(
        label=pgettext_lazy("of a review", "Held on"), required=False, help_text=gettext_lazy("Today when left empty.")
    )
    findings = _words(gettext_lazy("Findings"), required=False)
    progress = forms.ChoiceField(label=gettext_lazy("Result"), choices=YES_NO, widget=forms.RadioSelect)


class CutForm(ActForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"), empty_label=CHOOSE)
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=QuotaCut.Reason)
    post_kind = forms.ModelChoiceField(
        PostKind.objects.filter(in_use=True),
        label=gettext_lazy("Kind of post"),
        to_field_name="code",
        empty_label=CHOOSE,
    )
    amount = forms.IntegerField(label=gettext_lazy("Posts cut"), min_value=1, max_value=10_000)
    problem = forms.CharField(label=gettext_lazy("Number of the entry behind it"), required=False, max_length=40)
    reason = _words(gettext_lazy("Reason"))
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=120)
    document = forms.CharField(label=gettext_lazy("Document"), max_length=120)

    def __init__(self, *args: Any, offices: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        ids = [one.pk for one in offices]
        fields["unit"].queryset = Unit.objects.filter(office_id__in=ids, valid_until=None).order_by("pinyin", "pk")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Suspensions, authority taken up, posts cut: what holds now and what has ended."""
    viewer = person(request)
    must_read(viewer)
    context = {
        "suspensions": lines_of(suspension_list(viewer)[:SHOWN], viewer, policies.LIFT),
        "withdrawals": lines_of(
            withdrawal_list(viewer)[:SHOWN], viewer, policies.REVIEW_WITHDRAWAL, policies.GIVE_BACK
        ),
        "cuts": cut_list(viewer)[:SHOWN],
        "may_suspend": bool(offices_for(viewer, policies.SUSPEND)),
        "may_withdraw": bool(offices_for(viewer, policies.WITHDRAW_AUTHORITY)),
        "may_cut": bool(offices_for(viewer, policies.CUT_QUOTA)),
    }
    return render(request, "approvals/controls.html", context)


def _page(
    request: HttpRequest,
    title: str,
    build: Callable[[Any, dict[str, Any]], Any],
    do: Callable[[Any], str],
    *,
    about: str = "",
) -> HttpResponse:
    """Show a form on GET; on POST do the act and go to the list, or show the refusal on the form."""
    fresh = {"key": secrets.token_urlsafe(16)}
    form, status = build(None, fresh), 200
    if request.method == "POST":
        form, status = build(request.POST, fresh), 422
        if form.is_valid():
            try:
                said = do(form)
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, said)
                return redirect("approvals:controls")
    context = {"form": form, "title": title, "about": about}
    return render(request, "approvals/control_form.html", context, status=status)


def _offices(request: HttpRequest, act: str) -> list[Any]:
    found = offices_for(person(request), act)
    if not found:
        raise policies.refusal(act)
    return found


@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest) -> HttpResponse:
    """Suspend approvals for a unit, a system or an office."""
    offices = _offices(request, policies.SUSPEND)

    def do(form: ControlForm) -> str:
        controls.suspend(
            office_id=form.cleaned_data["office"].pk,
            control=form.control(),
            actor=person(request),
            key=form.cleaned_data["key"],
        )
        return _("Approvals are suspended; the gate pauses what is filed meanwhile.")

    return _page(
        request, _("Suspend approvals"), lambda data, fresh: ControlForm(data, initial=fresh, offices=offices), do
    )


@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a suspension."""
    row = _allowed(request, Suspension, pk, policies.LIFT)

    def do(form: EndForm) -> str:
        data = form.cleaned_data
        controls.lift_suspension(suspension_id=pk, reason=data["reason"], actor=person(request), key=data["key"])
        return _("The suspension is lifted; paused applications are taken up again.")

    return _page(
        request, _("Lift the suspension"), lambda data, fresh: EndForm(data, initial=fresh), do, about=str(row)
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take up the authority of a lower office."""
    offices = _offices(request, policies.WITHDRAW_AUTHORITY)

    def do(form: WithdrawForm) -> str:
        controls.withdraw_authority(
            office_id=form.cleaned_data["office"].pk,
            control=form.control(),
            study=form.grounds(),
            actor=person(request),
            key=form.cleaned_data["key"],
        )
        return _("The authority is taken up; applications are filed with your office from now on.")

    return _page(
        request,
        _("Take up authority"),
        lambda data, fresh: WithdrawForm(data, initial={**fresh, "review_months": 6}, offices=offices),
        do,
    )


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Review whether authority can be given back."""
    row = _allowed(request, AuthorityWithdrawal, pk, policies.REVIEW_WITHDRAWAL)

    def do(form: ReviewForm) -> str:
        data = form.cleaned_data
        controls.review_withdrawal(
            withdrawal_id=pk,
            findings=data["findings"],
            progress=data["progress"] == "yes",
            held_on=data["held_on"],
            actor=person(request),
            key=data["key"],
        )
        return _("The review is on record.")

    return _page(
        request, _("Review the withdrawal"), lambda data, fresh: ReviewForm(data, initial=fresh), do, about=str(row)
    )


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give authority back."""
    row = _allowed(request, AuthorityWithdrawal, pk, policies.GIVE_BACK)

    def do(form: EndForm) -> str:
        data = form.cleaned_data
        controls.give_back(withdrawal_id=pk, finding=data["reason"], actor=person(request), key=data["key"])
        return _("The authority is given back; applications go to the lower office again.")

    return _page(
        request, _("Give authority back"), lambda data, fresh: EndForm(data, initial=fresh), do, about=str(row)
    )


@require_http_methods(["GET", "POST"])
def cut(request: HttpRequest) -> HttpResponse:
    """Cut posts of a unit; the figures follow."""
    offices = _offices(request, policies.CUT_QUOTA)

    def do(form: CutForm) -> str:
        data = form.cleaned_data
        problem_id = None
        if data["problem"]:
            found = visible_problems(person(request)).filter(number=data["problem"]).first()
            problem_id = found.pk if isinstance(found, Problem) else -1
        controls.cut_quota(
            unit_id=data["unit"].pk,
            cut=NewCut(
                ground=data["ground"],
                post_kind=data["post_kind"].code,
                amount=data["amount"],
                reason=data["reason"],
                decided_by=data["decided_by"],
                document=data["document"],
                problem_id=problem_id,
            ),
            actor=person(request),
            key=data["key"],
        )
        return _("The posts are cut, and the figures of the unit follow from %(day)s.") % {"day": today().isoformat()}

    return _page(request, _("Cut posts"), lambda data, fresh: CutForm(data, initial=fresh, offices=offices), do)


def _allowed(request: HttpRequest, model: Any, pk: int, act: str) -> Any:
    row = control_for(viewer=person(request), model=model, control_id=pk)
    if not policies.may_for(
        standing_of(person(request)), act, office_id=row.office_id, unit_id=None, superior_id=row.office.superior_id
    ):
        raise policies.refusal(act)
    return row
