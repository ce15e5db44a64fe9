"""Pages of the joint acceptance: inviting departments, their opinion, and what they were shown. Source: C2."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from audit.events import record_event
from audit.models import Event
from documents.serving import file_response
from organizations.selectors import partners_with_people
from organizations.signed_in import person
from verification import policies, services
from verification.forms import InviteForm, OpinionForm, WithdrawForm
from verification.models import Opinion
from verification.pages.frame import Page, Said, fresh, shared, step_page
from verification.selectors.joint import invitable_partners, invitation_for, open_invitations, shared_evidence
from verification.services.sharing import INVITING


def _invite(request: HttpRequest, pk: int, form: InviteForm) -> Said:
    data = form.cleaned_data
    made = services.invite_departments(
        partner_ids=data["partner_ids"], question=data["question"], **shared(request, pk, form)
    )
    names = pgettext("between names", ", ").join(one.partner.name for one in made)
    return _("Invited: %(names)s. The acceptance waits for their opinions.") % {"names": names}, False


def _withdraw(request: HttpRequest, pk: int, form: WithdrawForm) -> Said:
    data = form.cleaned_data
    gone = services.withdraw_invitation(
        invitation_id=data["invitation_id"], reason=data["reason"], **shared(request, pk, form)
    )
    return _("%(name)s is asked no longer.") % {"name": gone.partner.name}, False


def _give(request: HttpRequest, pk: int, form: OpinionForm) -> Said:
    services.give_opinion(
        answer=request.POST["decision"],
        reason=form.cleaned_data["reason"],
        files=form.new_files(),
        **shared(request, pk, form),
    )
    return _("The opinion of your department is recorded. The office goes on when all have answered."), False


def _invite_form(data: Any, files: Any, context: dict[str, Any]) -> InviteForm:
    partners = invitable_partners(context["problem"])
    staffed = partners_with_people(one.pk for one in partners)
    return InviteForm(data, initial=fresh(context), partners=partners, staffed=staffed)


def _no_partner_left(context: dict[str, Any]) -> str:
    if invitable_partners(context["problem"]):
        return ""
    return _("Every department that works with this office is invited already.")


def _nobody_to_withdraw(context: dict[str, Any]) -> str:
    if open_invitations(context["problem"]):
        return ""
    return _("No invitation waits for its opinion.")


def _answered(context: dict[str, Any]) -> str:
    mine = [one for one in open_invitations(context["problem"]) if one.partner_id in context["standing"].partner_ids]
    return "" if mine else _("Your department has given its opinion on this acceptance. It stays as it is.")


PAGES = {
    "invite": Page(
        policies.INVITE,
        gettext_lazy("Invite to a joint acceptance"),
        _invite_form,
        _invite,
        (("invite", gettext_lazy("Invite")),),
        gettext_lazy(
            "Their people see this entry and its files until the acceptance is recorded. One that disagrees keeps the "
            "acceptance from being passed."
        ),
        steps=INVITING,
        why_not=_no_partner_left,
    ),
    "withdraw": Page(
        policies.WITHDRAW,
        gettext_lazy("Withdraw an invitation"),
        lambda data, files, context: WithdrawForm(
            data, initial=fresh(context), invitations=open_invitations(context["problem"])
        ),
        _withdraw,
        (("withdraw", gettext_lazy("Ask no longer")),),
        gettext_lazy("Only before the department has answered. The reason stays with the entry."),
        steps=INVITING,
        why_not=_nobody_to_withdraw,
    ),
    "opinion": Page(
        policies.OPINION,
        gettext_lazy("Opinion on the acceptance"),
        lambda data, files, context: OpinionForm(data, files, initial=fresh(context)),
        _give,
        (
            (Opinion.Answer.AGREE, gettext_lazy("Agree")),
            (Opinion.Answer.DISAGREE, gettext_lazy("Disagree")),
            (Opinion.Answer.NOT_CONCERNED, gettext_lazy("Not concerned")),
        ),
        gettext_lazy("One opinion for your department; it is not changed afterwards."),
        steps=INVITING,
        why_not=_answered,
    ),
}


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite departments to the acceptance."""
    return step_page(request, pk, PAGES["invite"])


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a department no longer."""
    return step_page(request, pk, PAGES["withdraw"])


@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The opinion of an invited department."""
    return step_page(request, pk, PAGES["opinion"])


@require_GET
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """What a department was shown and answered, readable for it after the share has ended."""
    shown = invitation_for(viewer=person(request), invitation_id=pk)
    return render(request, "verification/invitation.html", {"shown": shown, "invitation": shown.invitation})


@require_safe
def invitation_file(request: HttpRequest, pk: int, evidence: int) -> HttpResponseBase:
    """A file that a department was shown. Who took it is kept."""
    file = shared_evidence(viewer=person(request), invitation_id=pk, evidence_id=evidence)
    response = file_response(file.stored, file.name, inline=request.GET.get("view") == "1", request=request)
    if request.method == "GET":
        record_event(
            Event.Kind.DOWNLOAD,
            actor=person(request),
            object_kind="evidence",
            object_id=file.pk,
            details={"problem": file.problem_id, "sha256": file.stored.sha256, "invitation": pk},
        )
    return response
