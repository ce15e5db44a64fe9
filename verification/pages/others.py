"""Pages beside the way of the close-out: a lent verifier, the waiver of a look-back, feedback to the source."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from organizations.clock import today
from verification import policies, services
from verification.errors import LoanAnswered, LoanRunning, NoLender, NoLoan
from verification.forms import AskVerifierForm, EndLoanForm, FeedbackForm, NameVerifierForm, WaiverForm
from verification.models import Step, VerifierLoan
from verification.pages.frame import Page, Said, fresh, shared, step_page
from verification.selectors.loans import RUNNING, lendable_people, loans_of
from verification.selectors.rules import sender_of, waiver_rules_for
from verification.services.loans import RECORDING

NAMED, REFUSED = "named", "refused"


def _ask(request: HttpRequest, pk: int, form: AskVerifierForm) -> Said:
    loan = services.ask_verifier(reason=form.cleaned_data["reason"], **shared(request, pk, form))
    return _("%(office)s is asked for a verifier and answers within five working days.") % {
        "office": loan.office.name
    }, False


def _name(request: HttpRequest, pk: int, form: NameVerifierForm) -> Said:
    data, refused = form.cleaned_data, request.POST["decision"] == REFUSED
    loan = services.name_verifier(
        person_id=None if refused else data["person_id"] or 0, note=data["note"], **shared(request, pk, form)
    )
    if loan.verifier is None:
        return _("No verifier is lent; the office reads your reason."), True
    return _("%(name)s may verify this entry. It is on their desk now.") % {"name": loan.verifier.name}, True


def _end(request: HttpRequest, pk: int, form: EndLoanForm) -> Said:
    services.end_loan(reason=form.cleaned_data["reason"], **shared(request, pk, form))
    return _("The loan is ended. What was recorded under it stays; another verifier can be asked for."), False


def _waive(request: HttpRequest, pk: int, form: WaiverForm) -> Said:
    data = form.cleaned_data
    services.waive_look_back(rule_id=data["rule_id"], reason=data["reason"], **shared(request, pk, form))
    return _("The look-back is waived. The signature comes next; the signer reads your reason."), True


def _feed_back(request: HttpRequest, pk: int, form: FeedbackForm) -> Said:
    data = form.cleaned_data
    told = services.feed_back(
        **{name: data[name] for name in ("sender", "way", "given_on", "document", "note")},
        files=form.new_files(),
        **shared(request, pk, form),
    )
    return _("Recorded: the result was fed back to %(sender)s.") % {"sender": told.sender}, True


def _not_askable(context: dict[str, Any]) -> str:
    problem = context["problem"]
    if problem.office.superior_id is None:
        return str(NoLender(office=problem.office.name))
    return str(LoanRunning()) if any(one.status in RUNNING for one in _loans(problem)) else ""


def _not_asked(context: dict[str, Any]) -> str:
    asked = any(one.status == VerifierLoan.Status.ASKED for one in _loans(context["problem"]))
    return "" if asked else str(LoanAnswered())


def _not_lent(context: dict[str, Any]) -> str:
    named = any(one.status == VerifierLoan.Status.NAMED for one in _loans(context["problem"]))
    return "" if named else str(NoLoan())


def _loans(problem: Any) -> list[VerifierLoan]:
    return [one for one in loans_of(problem) if one.relapses == problem.relapses]


def _no_rule(context: dict[str, Any]) -> str:
    if waiver_rules_for(context["problem"]):
        return ""
    return _("No rule in use waives the look-back of this entry. Hold the look-back.")


def _feedback_form(data: Any, files: Any, context: dict[str, Any]) -> FeedbackForm:
    sender, _days = sender_of(context["problem"])
    notice = context.get("notice")
    document = notice.number if notice else ""
    return FeedbackForm(data, files, initial=fresh(context, sender=sender, given_on=today(), document=document))


PAGES = {
    "ask_verifier": Page(
        policies.ASK_VERIFIER,
        gettext_lazy("Ask for a verifier"),
        lambda data, files, context: AskVerifierForm(data, initial=fresh(context)),
        _ask,
        (("ask", gettext_lazy("Ask the superior office")),),
        gettext_lazy(
            "For an office in which everybody handled the entry. The superior office names one of its people for this "
            "entry; then only a leader signs."
        ),
        steps=RECORDING,
        why_not=_not_askable,
    ),
    "name_verifier": Page(
        policies.NAME_VERIFIER,
        gettext_lazy("Name a verifier"),
        lambda data, files, context: NameVerifierForm(
            data, initial=fresh(context), people=lendable_people(context["problem"])
        ),
        _name,
        ((NAMED, gettext_lazy("Name a verifier")), (REFUSED, gettext_lazy("Refuse"))),
        gettext_lazy("The person checks, accepts and looks back at this one entry. A refusal needs its reason."),
        state="verifying",
        why_not=_not_asked,
    ),
    "end_loan": Page(
        policies.END_LOAN,
        gettext_lazy("End the loan of the verifier"),
        lambda data, files, context: EndLoanForm(data, initial=fresh(context)),
        _end,
        (("end", gettext_lazy("End the loan")),),
        gettext_lazy(
            "For a verifier who has left or cannot go on. What they recorded stays; afterwards another one can be "
            "asked for."
        ),
        steps=RECORDING,
        why_not=_not_lent,
    ),
    "waiver": Page(
        policies.WAIVE,
        gettext_lazy("Waive the look-back"),
        lambda data, files, context: WaiverForm(
            data, initial=fresh(context), rules=waiver_rules_for(context["problem"])
        ),
        _waive,
        (("waive", gettext_lazy("Waive the look-back")),),
        gettext_lazy("Only by a rule, and with the reason for this entry. Signer and superior office read it."),
        steps=(Step.LOOK_BACK,),
        why_not=_no_rule,
    ),
    "feedback": Page(
        policies.FEED_BACK,
        gettext_lazy("Feed the result back"),
        _feedback_form,
        _feed_back,
        (("fed_back", gettext_lazy("Record the feedback")),),
        gettext_lazy("Whoever brought the problem hears how it ended: who was told, when, and by which document."),
        state="closed",
    ),
}


@require_http_methods(["GET", "POST"])
def ask_verifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the superior office for a verifier."""
    return step_page(request, pk, PAGES["ask_verifier"])


@require_http_methods(["GET", "POST"])
def name_verifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a verifier for a lower office, or refuse."""
    return step_page(request, pk, PAGES["name_verifier"])


@require_http_methods(["GET", "POST"])
def end_loan(request: HttpRequest, pk: int) -> HttpResponse:
    """End the loan of a verifier."""
    return step_page(request, pk, PAGES["end_loan"])


@require_http_methods(["GET", "POST"])
def waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Waive the look-back by a rule."""
    return step_page(request, pk, PAGES["waiver"])


@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the result was fed back to the source."""
    return step_page(request, pk, PAGES["feedback"])
