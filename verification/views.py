"""Pages of verification: the desk, the form of each step beside the claim, the close-out notice."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from audit.events import record_event
from audit.models import Event
from documents import papers
from documents.serving import file_response
from organizations.clock import today
from organizations.errors import DomainError, Invalid, Stale
from problems.models import Problem
from problems.pages.entry import entry_context
from problems.pages.files import FilesForm
from problems.pages.forms import ActForm
from problems.selectors.rectification import rectification_of
from staffing.rules import rerun
from verification import policies, services
from verification.forms import FAILED, PASSED, SIGNED, ApplyForm, ConsentForm, LaterLookBackForm, NoteForm, RecordForm
from verification.models import CloseOut, Step, SuperiorConsent
from verification.selectors import Line, desk, later_look_backs_of, next_on_desk, notice_for, notice_of

# act: (route, word on the button of the desk)
ROUTES: dict[str, tuple[str, str | Promise]] = {
    policies.CHECK: ("verification:check", gettext_lazy("Check")),
    policies.ACCEPTANCE: ("verification:acceptance", gettext_lazy("Accept")),
    policies.LOOK_BACK: ("verification:look_back", gettext_lazy("Look back")),
    policies.SIGN_OFF: ("verification:sign_off", gettext_lazy("Sign")),
    policies.CONSENT: ("verification:consent", gettext_lazy("Answer")),
    policies.LATER_LOOK_BACK: ("verification:later_look_back", gettext_lazy("Look back")),
}
Said = tuple[str, bool]  # the sentence shown afterwards, and whether the next on the desk opens


@dataclass(frozen=True)
class Page:
    """What differs between the pages of the steps."""

    act: str
    title: str | Promise
    build: Callable[[Any, Any, dict[str, Any]], ActForm]
    do: Callable[[HttpRequest, int, Any], Said]
    buttons: tuple[tuple[str, str | Promise], ...]  # (value of "decision", label), the primary one first
    hint: str | Promise = ""
    refusing: str = ""  # the act of the button that is not the primary one, where it has rules of its own

    def decided(self, request: HttpRequest) -> bool:
        """Whether the form came by one of the buttons; where there is only one there is nothing to decide."""
        return len(self.buttons) == 1 or request.POST.get("decision") in dict(self.buttons)


def _asked(line: Line) -> str:
    """What is asked, with the mark of a due day that may still move."""
    kind = line.clock.get_kind_display()
    if not line.provisional:
        return kind
    return format_html("{} {}", kind, render_to_string("problems/_provisional.html"))


@require_GET
def desk_page(request: HttpRequest) -> HttpResponse:
    """What waits to be verified, signed or consented to, the most urgent first; then what colleagues must do."""
    found = desk(request.user)  # type: ignore[arg-type]

    def shown(line: Line) -> dict[str, Any]:
        route, word = ROUTES[line.act]
        return {
            "light": line.light,
            "days_left": line.days_left,
            "due": line.clock.due_on,
            "provisional": line.provisional,
            "unit": line.problem.unit.name,
            "matter": line.problem.violation_type.name,
            "number": line.problem.number,
            "url": reverse("problems:detail", args=[line.problem.pk]),
            "asked": _asked(line),
            "action_label": word,
            "action_url": reverse(route, args=[line.problem.pk]),
            "why_not": line.why_not,
        }

    context = {"mine": [shown(line) for line in found.mine], "others": [shown(line) for line in found.others]}
    return render(request, "verification/desk.html", context)


def step_page(request: HttpRequest, pk: int, page: Page) -> HttpResponse:
    """Show the claim and the form of one step; on POST take the step and open what comes next.

    Whoever sees the entry may read the page; the form is there for those whose step it is, for others the sentence
    why not. A POST goes to the service whatever the page showed.
    """
    context = entry_context(request.user, pk)  # type: ignore[arg-type]
    status, form = 200, page.build(request.POST, request.FILES, context) if request.method == "POST" else None
    if isinstance(form, FilesForm):
        form.recall(request)
    if form is not None and form.is_valid() and page.decided(request):
        try:
            said, onward = page.do(request, pk, form)
        except DomainError as refusal:
            status = form.refuse(refusal)
            context = entry_context(request.user, pk)  # type: ignore[arg-type]
            if refusal.code == Stale.code:
                form.beside(context["problem"])
        else:
            messages.success(request, said)
            return redirect(_next_address(request, pk) if onward else reverse("problems:detail", args=[pk]))
    standing, problem = context["standing"], context["problem"]
    why = policies.hindrance(standing, page.act, problem)
    refusing_only = why is not None and bool(page.refusing) and policies.may(standing, page.refusing, problem)
    if form is None:
        if why is not None and not refusing_only:
            raise why
        form = page.build(None, None, context)
    elif status == 200:
        # Shape and right are different refusals: a stranger to the step gets the second one.
        status = 422
        if why is not None and not refusing_only:
            status = form.refuse(why)
        elif not page.decided(request):
            status = form.refuse(Invalid(_("Choose one of the buttons.")))
    if isinstance(form, FilesForm) and form.is_bound and (why is None or refusing_only):
        form.keep(request)
    context.update(
        _claim(context),
        form=form,
        page=page,
        why_not=_why_not_now(page, context),
        buttons=page.buttons[1:] if refusing_only else page.buttons,
        not_above=why if refusing_only else None,
    )
    return render(request, "verification/step.html", context, status=status)


def _next_address(request: HttpRequest, pk: int) -> str:
    line = next_on_desk(request.user, after=pk)  # type: ignore[arg-type]
    return reverse(ROUTES[line.act][0], args=[line.problem.pk]) if line else reverse("verification:desk")


def _why_not_now(page: Page, context: dict[str, Any]) -> str:
    """The sentence when the entry does not wait for this step; empty when it does."""
    waits_for = {
        policies.CHECK: Step.CHECK,
        policies.ACCEPTANCE: Step.ACCEPTANCE,
        policies.LOOK_BACK: Step.LOOK_BACK,
        policies.SIGN_OFF: Step.SIGN_OFF,
        policies.CONSENT: Step.CONSENT,
    }
    problem, step = context["problem"], context["step"]
    if page.act in waits_for:
        fits = step == waits_for[page.act]
    else:
        fits = problem.state == ("rectifying" if page.act == policies.APPLY else "closed")
    if fits:
        return ""
    now = Step(step).label if step else problem.get_state_display()
    return _("The entry now stands at “%(now)s”, so this step is not available. Its page shows what comes next.") % {
        "now": now
    }


def _claim(context: dict[str, Any]) -> dict[str, Any]:
    """The left column and the checklist: plan, progress, files; steps done, waiting and still ahead."""
    problem = context["problem"]
    running = context["close_outs"][0] if context["close_outs"] else None
    if running is not None and running.ended_on is not None and problem.state != "closed":
        running = None
    return {
        "rectification": rectification_of(problem, context["standing"]),
        "close_out": running,
        "checklist": checklist(running, problem),
        "route": route_sentence(problem),
        "later": later_look_backs_of(problem) if problem.state == "closed" or problem.relapses else [],
    }


def checklist(close_out: CloseOut | None, problem: Problem) -> list[dict[str, Any]]:
    """The steps of a close-out with their records: done, current or still missing."""
    consent = bool(problem.consent_rule) or bool(close_out and close_out.needs_consent)
    order = [Step.CHECK, Step.ACCEPTANCE, Step.LOOK_BACK, Step.SIGN_OFF, *([Step.CONSENT] if consent else [])]
    rows: list[dict[str, Any]] = []
    records: dict[str, list[Any]] = {}
    if close_out is not None:
        rows.append(
            {
                "label": _("Application and the unit's own look-back"),
                "state": "done",
                "who": close_out.applied_by.name,
                "day": close_out.applied_on,
            }
        )
        records = {
            Step.CHECK: list(close_out.checks.all()),
            Step.ACCEPTANCE: list(close_out.acceptances.all()),
            Step.LOOK_BACK: list(close_out.look_backs.all()),
        }
    for step in order:
        row: dict[str, Any] = {"label": step.label, "state": "missing"}
        if close_out is not None:
            if records.get(step):
                last = records[step][-1]
                row |= {"state": "done", "who": last.recorded_by.name, "day": last.held_on, "record": last}
            elif step == Step.SIGN_OFF:
                valid = [one for one in close_out.sign_offs.all() if not one.withdrawn]
                if valid:
                    row |= {"state": "done", "who": valid[-1].signed_by.name, "day": valid[-1].signed_on}
                elif close_out.consents.all():
                    row["note"] = close_out.consents.all()[len(close_out.consents.all()) - 1].reason
            elif step == Step.CONSENT:
                given = [one for one in close_out.consents.all() if one.answer == SuperiorConsent.Answer.CONSENTED]
                if given:
                    row |= {"state": "done", "who": given[-1].answered_by.name, "day": given[-1].answered_on}
            if row["state"] == "missing" and close_out.step == step:
                row["state"] = "current"
        rows.append(row)
    return rows


def route_sentence(problem: Problem) -> str:
    """The chosen route of the close-out, as it is printed on the page (C3, H2)."""
    superior = problem.office.superior
    reason = {
        "found_above": _("This problem was found by a superior's inspection"),
        "beyond_authority": _("This problem is an approval beyond authority at this level"),
        "line_interference": _("This problem is interference by a line department with a lower office"),
    }.get(problem.consent_rule)
    if reason is None:
        return _("%(office)s closes this problem itself, once it is checked, accepted, looked back at and signed.") % {
            "office": problem.office.name
        }
    if superior is None:
        return _("%(reason)s; it closes only with the consent of the superior office, which is not entered yet.") % {
            "reason": reason
        }
    return _("%(reason)s; it closes only with the consent of %(office)s.") % {"reason": reason, "office": superior.name}


def _new(context: dict[str, Any], **initial: Any) -> dict[str, Any]:
    return {"key": secrets.token_urlsafe(16), "version": context["problem"].version, **initial}


def _shared(request: HttpRequest, pk: int, form: ActForm) -> dict[str, Any]:
    return {
        "problem_id": pk,
        "actor": request.user,
        "key": form.cleaned_data["key"],
        "expected_version": form.expected_version,
    }


def _closed_sentence(pk: int) -> str:
    problem = Problem.objects.get(pk=pk)
    paper = notice_of(problem)
    return _("%(number)s is closed and keeps its number. Notice %(notice)s is issued to the unit.") % {
        "number": problem.number,
        "notice": paper.number if paper else "—",
    }


def _kept_open_sentence() -> str:
    return _("The entry is kept open and goes back to the unit with what you wrote; its deadline runs on.")


def _apply(request: HttpRequest, pk: int, form: ApplyForm) -> Said:
    data = form.cleaned_data
    services.apply_for_close_out(
        statement=data["statement"],
        own_look_back=data["own_look_back"],
        files=form.new_files(),
        **_shared(request, pk, form),
    )
    return _("The application is with the office, which checks it within ten working days."), False


def _recording(service: Callable[..., Any], passed_sentence: str | Promise) -> Callable[..., Said]:
    def do(request: HttpRequest, pk: int, form: RecordForm) -> Said:
        passed = request.POST["decision"] == PASSED
        service(passed=passed, **form.record(), **_shared(request, pk, form))
        return (str(passed_sentence) if passed else _kept_open_sentence()), True

    return do


def _sign_off(request: HttpRequest, pk: int, form: NoteForm) -> Said:
    note, shared = form.cleaned_data["note"], _shared(request, pk, form)
    if request.POST["decision"] != SIGNED:
        services.keep_open(reason=note, **shared)
        return _kept_open_sentence(), True
    signature = services.sign_off(note=note, **shared)
    if signature.close_out.step == Step.CONSENT:
        return _("Signed. The superior office now has the file and has to answer within ten working days."), True
    return _closed_sentence(pk), True


def _consent(request: HttpRequest, pk: int, form: ConsentForm) -> Said:
    answer = request.POST["decision"]
    services.answer_consent(answer=answer, reason=form.cleaned_data["reason"], **_shared(request, pk, form))
    if answer == SuperiorConsent.Answer.CONSENTED:
        return _closed_sentence(pk), True
    if answer == SuperiorConsent.Answer.REFUSED:
        return _kept_open_sentence(), True
    return _("The file goes back to the office with your reason. It needs a new signature before it comes again."), True


def _later(request: HttpRequest, pk: int, form: LaterLookBackForm) -> Said:
    passed = request.POST["decision"] == PASSED
    services.record_later_look_back(passed=passed, **form.record(), **_shared(request, pk, form))
    if passed:
        return _("The look-back is recorded; the entry stays closed."), True
    return _("The relapse is recorded. The entry is open again under its number, with the new deadline."), True


def _record_form(
    form: type[RecordForm], *, ruled: bool = True, **options: Any
) -> Callable[[Any, Any, dict[str, Any]], ActForm]:
    """``ruled``: the rule that raised the entry runs again, and its answer stands beside the form (H5)."""

    def build(data: Any, files: Any, context: dict[str, Any]) -> ActForm:
        rule = rerun(context["problem"].pk, today()) if ruled else None
        return form(data, files, initial=_new(context, held_on=today()), rule=rule, **options)

    return build


PASS_OR_FAIL = ((PASSED, gettext_lazy("Passed")), (FAILED, gettext_lazy("Not passed: keep open")))
PAGES: dict[str, Page] = {
    "apply": Page(
        policies.APPLY,
        gettext_lazy("Apply for close-out"),
        lambda data, files, context: ApplyForm(data, files, initial=_new(context)),
        _apply,
        (("apply", gettext_lazy("Apply for close-out")),),
        gettext_lazy("The office then checks, accepts and looks back; if something is missing, the entry comes back."),
    ),
    "check": Page(
        policies.CHECK,
        gettext_lazy("Check"),
        _record_form(RecordForm, ruled=False, with_site=True),
        _recording(services.record_check, gettext_lazy("The check is recorded. Acceptance comes next.")),
        PASS_OR_FAIL,
        gettext_lazy("Not passed sends the entry back to the unit, and is counted."),
    ),
    "acceptance": Page(
        policies.ACCEPTANCE,
        gettext_lazy("Acceptance"),
        _record_form(RecordForm),
        _recording(services.record_acceptance, gettext_lazy("The acceptance is recorded. The look-back comes next.")),
        PASS_OR_FAIL,
        gettext_lazy("Not passed sends the entry back to the unit, and is counted."),
    ),
    "look_back": Page(
        policies.LOOK_BACK,
        gettext_lazy("Look-back before closing"),
        _record_form(RecordForm),
        _recording(services.record_look_back, gettext_lazy("The look-back is recorded. The signature comes next.")),
        PASS_OR_FAIL,
        gettext_lazy("Not passed sends the entry back to the unit, and is counted."),
    ),
    "sign_off": Page(
        policies.SIGN_OFF,
        gettext_lazy("Sign the close-out"),
        lambda data, files, context: NoteForm(data, initial=_new(context)),
        _sign_off,
        ((SIGNED, gettext_lazy("Sign the close-out")), (FAILED, gettext_lazy("Keep open"))),
        gettext_lazy("You sign that check, acceptance and look-back hold. Keeping it open needs a reason."),
        refusing=policies.KEEP_OPEN,
    ),
    "consent": Page(
        policies.CONSENT,
        gettext_lazy("Answer as superior office"),
        lambda data, files, context: ConsentForm(data, initial=_new(context)),
        _consent,
        (
            ("consented", gettext_lazy("Consent to the close-out")),
            ("returned", gettext_lazy("Return")),
            ("refused", gettext_lazy("Refuse")),
        ),
        gettext_lazy("Consent closes the entry. A return asks the office for more; a refusal keeps the entry open."),
    ),
    "later_look_back": Page(
        policies.LATER_LOOK_BACK,
        gettext_lazy("Look back after closing"),
        _record_form(LaterLookBackForm),
        _later,
        ((PASSED, gettext_lazy("It holds")), (FAILED, gettext_lazy("Relapse: reopen the entry"))),
        gettext_lazy("A relapse reopens the entry under its old number and counts against the unit."),
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


@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A close-out notice as it was worded, with its PDF."""
    paper, problem = notice_for(viewer=request.user, document_id=pk)  # type: ignore[arg-type]
    return render(request, "verification/notice.html", {"paper": paper, "problem": problem, "letter": paper.wording})


@require_safe
def notice_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF of a close-out notice; drawn now when no worker has drawn it yet. Who took it is kept."""
    paper, problem = notice_for(viewer=request.user, document_id=pk)  # type: ignore[arg-type]
    stored = papers.pdf_of(paper.pk)
    name = f"{paper.number} {paper.title}.pdf"
    response = file_response(stored, name, inline=request.GET.get("view") == "1", request=request)
    if request.method == "GET":
        record_event(
            Event.Kind.DOWNLOAD,
            actor=request.user,  # type: ignore[arg-type]
            object_kind="document",
            object_id=paper.pk,
            details={"problem": problem.pk, "sha256": stored.sha256, "day": date_format(today(), "Y-m-d")},
        )
    return response
