"""The steps of a close-out, each a page: apply, check, accept, look back, sign, consent, look back after closing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from organizations.clock import today
from problems.models import Problem
from problems.pages.forms import ActForm
from problems.selectors.timeline import timeline_of
from staffing.rules import rerun
from verification import policies, services
from verification.errors import OpinionsMissing
from verification.forms import (
    CONSENTED,
    FAILED,
    PASSED,
    RECURS,
    SIGNED,
    ApplyForm,
    ConsentForm,
    LaterLookBackForm,
    NoteForm,
    RecordForm,
)
from verification.models import LaterLookBack, Step, SuperiorConsent
from verification.pages.frame import Page, Said, closed_sentence, fresh, kept_open_sentence, shared, step_page
from verification.selectors.questions import questions_shown


def _apply(request: HttpRequest, pk: int, form: ApplyForm) -> Said:
    data = form.cleaned_data
    services.apply_for_close_out(
        statement=data["statement"],
        own_look_back=data["own_look_back"],
        look_back_on=data["look_back_on"],
        look_back_people=data["look_back_people"],
        look_back_files=form.look_back_files(),
        files=form.new_files(),
        left_because=data.get("left_because", ""),
        **shared(request, pk, form),
    )
    return _("The application is with the office, which checks it within ten working days."), False


def _recording(service: Callable[..., Any], passed_sentence: str | Promise) -> Callable[..., Said]:
    def do(request: HttpRequest, pk: int, form: RecordForm) -> Said:
        passed = request.POST["decision"] == PASSED
        service(passed=passed, **form.record(), **shared(request, pk, form))
        return (str(passed_sentence) if passed else kept_open_sentence()), True

    return do


def _sign_off(request: HttpRequest, pk: int, form: NoteForm) -> Said:
    note, given = form.cleaned_data["note"], shared(request, pk, form)
    if request.POST["decision"] != SIGNED:
        services.keep_open(reason=note, **given)
        return kept_open_sentence(), True
    signature = services.sign_off(note=note, **given)
    if signature.close_out.step == Step.CONSENT:
        return _("Signed. The superior office now has the file and has to answer within ten working days."), True
    return closed_sentence(pk), True


def _consent(request: HttpRequest, pk: int, form: ConsentForm) -> Said:
    answer = request.POST["decision"]
    services.answer_consent(answer=answer, reason=form.cleaned_data["reason"], **shared(request, pk, form))
    if answer == SuperiorConsent.Answer.CONSENTED:
        return closed_sentence(pk), True
    if answer == SuperiorConsent.Answer.REFUSED:
        return kept_open_sentence(), True
    return _("The file goes back to the office with your reason. It needs a new signature before it comes again."), True


def _later(request: HttpRequest, pk: int, form: LaterLookBackForm) -> Said:
    passed, recurs = not form.relapsed, form.cleaned_data["decision"] == RECURS
    record = services.record_later_look_back(passed=passed, **form.record(), **shared(request, pk, form))
    if recurs:
        return _("The look-back is recorded; the entry stays closed. Register the new case below."), _new_case(record)
    if passed:
        return _("The look-back is recorded; the entry stays closed."), True
    return _("The relapse is recorded. The entry is open again under its number, with the new deadline."), True


def _new_case(record: LaterLookBack) -> str:
    """The page on which a new case of the same kind is registered, filled with what the two share. Source: C5."""
    problem = record.problem
    known: dict[str, Any] = {
        "office": problem.office.code,
        "unit": problem.unit_id,
        "violation_type": problem.violation_type_id,
        "recurrence_of": problem.pk,
    }
    return f"{reverse('problems:register')}?{urlencode(known)}"


def _record_form(
    form: type[RecordForm], *, asking: str = "", ruled: bool = True, **options: Any
) -> Callable[[Any, Any, dict[str, Any]], ActForm]:
    """``ruled``: the rule that raised the entry runs again, and its answer stands beside the form (H5)."""

    def build(data: Any, files: Any, context: dict[str, Any]) -> ActForm:
        # The questions are for who may verify; others get the form only to be refused.
        shown = asking and policies.may_see_signs(context["standing"], context["problem"])
        asked = questions_shown(asking, context["problem"]) if shown else []
        rule = rerun(context["problem"].pk, today()) if ruled else None
        return form(data, files, initial=fresh(context, held_on=today()), questions=asked, rule=rule, **options)

    return build


def opinions_missing(context: dict[str, Any]) -> str:
    """Why the acceptance cannot be recorded yet: invited departments that have not answered."""
    asked = context["close_outs"][0].invitations.all()
    missing = [one.partner.name for one in asked if not one.withdrawn_on and not hasattr(one, "opinion")]
    return str(OpinionsMissing(departments=pgettext("between names", ", ").join(missing))) if missing else ""


def nature_open(problem: Problem) -> str:
    """The warning to who closes an entry that is claimed to be policy-caused and was never confirmed as such. B4."""
    if problem.nature_confirmed:
        return ""
    return _(
        "The nature of this entry is not confirmed: it is claimed to be policy-caused, and no second person has said "
        "so. Closed like this it stays unconfirmed in the ledger."
    )


PASS_OR_FAIL = ((PASSED, gettext_lazy("Passed")), (FAILED, gettext_lazy("Not passed, back to the unit")))
BACK_TO_UNIT = gettext_lazy(
    "“Not passed” ends this close-out: the unit rectifies further under the same deadline, and it is counted."
)
PAGES: dict[str, Page] = {
    "apply": Page(
        policies.APPLY,
        gettext_lazy("Apply for close-out"),
        lambda data, files, context: ApplyForm(
            data, files, initial=fresh(context, look_back_on=today()), left=context["problem"].short_of_target
        ),
        _apply,
        (("apply", gettext_lazy("Apply for close-out")),),
        gettext_lazy("The office then checks, accepts and looks back; if something is missing, the entry comes back."),
        state="rectifying",
    ),
    "check": Page(
        policies.CHECK,
        gettext_lazy("Check"),
        _record_form(RecordForm, asking=policies.CHECK, ruled=False, with_site=True),
        _recording(services.record_check, gettext_lazy("The check is recorded. Acceptance comes next.")),
        PASS_OR_FAIL,
        gettext_lazy(
            "“Not passed” ends this close-out: the unit rectifies further under the same deadline. It is counted."
        ),
        steps=(Step.CHECK,),
    ),
    "acceptance": Page(
        policies.ACCEPTANCE,
        gettext_lazy("Acceptance"),
        _record_form(RecordForm, asking=policies.ACCEPTANCE),
        _recording(services.record_acceptance, gettext_lazy("The acceptance is recorded. The look-back comes next.")),
        PASS_OR_FAIL,
        gettext_lazy(
            "“Not passed” ends this close-out: the unit rectifies further under the same deadline. It is counted."
        ),
        steps=(Step.ACCEPTANCE,),
        why_not=opinions_missing,
        instead=(policies.WITHDRAW, "verification:withdraw", gettext_lazy("Withdraw an invitation")),
    ),
    "look_back": Page(
        policies.LOOK_BACK,
        gettext_lazy("Look-back before closing"),
        _record_form(RecordForm),
        _recording(services.record_look_back, gettext_lazy("The look-back is recorded. The signature comes next.")),
        PASS_OR_FAIL,
        gettext_lazy(
            "“Not passed” ends this close-out: the unit rectifies further under the same deadline. It is counted."
        ),
        steps=(Step.LOOK_BACK,),
    ),
    "sign_off": Page(
        policies.SIGN_OFF,
        gettext_lazy("Sign the close-out"),
        lambda data, files, context: NoteForm(data, initial=fresh(context)),
        _sign_off,
        ((SIGNED, gettext_lazy("Sign the close-out")), (FAILED, gettext_lazy("Do not sign, back to the unit"))),
        gettext_lazy("You sign that check, acceptance and look-back hold. Keeping it open needs a reason."),
        refusing=policies.KEEP_OPEN,
        steps=(Step.SIGN_OFF,),
        more=lambda context: {"warning": nature_open(context["problem"])},
    ),
    "consent": Page(
        policies.CONSENT,
        gettext_lazy("Answer as superior office"),
        lambda data, files, context: ConsentForm(data, initial=fresh(context)),
        _consent,
        (
            (CONSENTED, gettext_lazy("Consent to the close-out")),
            ("returned", gettext_lazy("Return")),
            ("refused", gettext_lazy("Refuse")),
        ),
        gettext_lazy("Consent closes the entry. A return asks the office for more; a refusal keeps the entry open."),
        steps=(Step.CONSENT,),
        template="verification/consent.html",
        desk="verification:superior_desk",
        more=lambda context: {
            "days": timeline_of(context["problem"]),
            "warning": nature_open(context["problem"]),
        },
    ),
    "later_look_back": Page(
        policies.LATER_LOOK_BACK,
        gettext_lazy("Look back after closing"),
        lambda data, files, context: LaterLookBackForm(
            data,
            files,
            initial=fresh(context, held_on=today()),
            found=context["problem"].found,
            rule=rerun(context["problem"].pk, today()),
        ),
        _later,
        (("", gettext_lazy("Record the look-back")),),
        gettext_lazy(
            "A relapse means that the same matter came back: it reopens this entry with its whole past and counts "
            "against the unit. A new case of the same kind is another matter: it gets an entry of its own."
        ),
        state="closed",
    ),
}


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's application for close-out."""
    return step_page(request, pk, PAGES["apply"])


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The check of the office."""
    return step_page(request, pk, PAGES["check"])


@require_http_methods(["GET", "POST"])
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """The acceptance of the office."""
    return step_page(request, pk, PAGES["acceptance"])


@require_http_methods(["GET", "POST"])
def look_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The look-back before closing."""
    return step_page(request, pk, PAGES["look_back"])


@require_http_methods(["GET", "POST"])
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The signature, or its refusal."""
    return step_page(request, pk, PAGES["sign_off"])


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The superior office's answer."""
    return step_page(request, pk, PAGES["consent"])


@require_http_methods(["GET", "POST"])
def later_look_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The look-back after closing."""
    return step_page(request, pk, PAGES["later_look_back"])
