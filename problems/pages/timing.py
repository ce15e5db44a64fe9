"""Pages of dates: asking for and deciding an extension, a body's consent, pausing and resuming the clocks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deadlines.calendar import load_calendar
from organizations.clock import in_words
from organizations.errors import Invalid
from organizations.signed_in import person
from problems.models import Extension
from problems.pages.acts import act_page, new_form_data
from problems.pages.forms import ActForm, ReasonForm
from problems.pages.timing_forms import AskExtensionForm, DecideExtensionForm, RequiredConsentForm
from problems.selectors.pace import dates_of, pending_extension
from problems.services import extensions, pauses
from problems.services.dates import cap_of, record_required_consent, required_by


@require_http_methods(["GET", "POST"])
def ask_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the office for a later deadline."""

    def do(form: Any) -> str:
        data = form.cleaned_data
        extensions.ask_extension(
            problem_id=pk,
            wanted_on=data["wanted_on"],
            reason=data["reason"],
            files=form.new_files(),
            actor=person(request),
            key=data["key"],
            expected_version=form.expected_version,
        )
        return _("The request is with the office, which decides on it within five working days.")

    return act_page(
        request,
        pk,
        act="problem.ask_extension",
        template="problems/ask_extension.html",
        build=lambda context, data, files: AskExtensionForm(data, files, initial=new_form_data(context)),
        do=do,
        extra=lambda context, form: {"cap": cap_of(context["problem"]), "required_by": required_by(context["problem"])},
    )


@require_http_methods(["GET", "POST"])
def decide_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant the waiting extension until a day, or refuse it."""
    decision = request.POST.get("decision", "")

    def build(context: dict[str, Any], data: Any, files: Any) -> ActForm:
        waiting = context["waiting"] = pending_extension(context["problem"])
        return DecideExtensionForm(
            data, initial=new_form_data(context, granted_on=waiting.wanted_on if waiting else None)
        )

    def do(form: ActForm) -> str:
        data = form.cleaned_data
        shared: dict[str, Any] = {
            "problem_id": pk,
            "reason": data["reason"],
            "actor": person(request),
            "key": data["key"],
            "expected_version": form.expected_version,
        }
        if decision == "refuse":
            extensions.refuse_extension(**shared)
            return _("The extension is refused; the deadline stays.")
        if decision != "grant":
            raise Invalid(_("Choose one of the buttons."))
        if data["granted_on"] is None:
            raise Invalid(errors={"granted_on": [_("Say until when it is granted.")]})
        granted: Extension = extensions.grant_extension(granted_on=data["granted_on"], **shared)
        assert granted.granted_on is not None  # noqa: S101 - just granted
        return _("The deadline is now %(day)s. Milestones ahead moved with it.") % {"day": in_words(granted.granted_on)}

    return act_page(
        request,
        pk,
        act="problem.decide_extension",
        template="problems/decide_extension.html",
        build=build,
        do=do,
        extra=lambda context, form: {"waiting": pending_extension(context["problem"])},
    )


@require_http_methods(["GET", "POST"])
def required_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the body which required the date consents to a later one."""

    def do(form: Any) -> str:
        data = form.cleaned_data
        consent = record_required_consent(
            problem_id=pk,
            body=data["body"],
            document=data["document"],
            consented_on=data["consented_on"],
            until_on=data["until_on"],
            files=form.new_files(),
            actor=person(request),
            key=data["key"],
            expected_version=form.expected_version,
        )
        return _("Plan and extensions may now reach %(day)s.") % {"day": in_words(consent.until_on)}

    return act_page(
        request,
        pk,
        act="problem.record_required_consent",
        template="problems/required_consent.html",
        build=lambda context, data, files: RequiredConsentForm(
            data, files, initial=new_form_data(context, body=required_by(context["problem"]))
        ),
        do=do,
        extra=lambda context, form: {"cap": cap_of(context["problem"]), "required_by": required_by(context["problem"])},
    )


@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the clocks stand still."""

    def do(form: ActForm) -> str:
        pauses.pause_problem(
            problem_id=pk,
            reason=form.cleaned_data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        return _("The clocks stand still from today. The deadline moves when they run again.")

    return act_page(
        request,
        pk,
        act="problem.pause",
        template="problems/pause.html",
        build=lambda context, data, files: ReasonForm(data, initial=new_form_data(context)),
        do=do,
    )


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the clocks run again."""

    def do(form: ActForm) -> str:
        ended = pauses.resume_problem(
            problem_id=pk,
            reason=form.cleaned_data["reason"],
            actor=person(request),
            expected_version=form.expected_version,
            key=form.cleaned_data["key"],
        )
        assert ended.deadline_after is not None  # noqa: S101 - just resumed
        return _("The clocks run again; %(days)s working days were paused, the deadline is %(day)s.") % {
            "days": ended.working_days,
            "day": in_words(ended.deadline_after),
        }

    return act_page(
        request,
        pk,
        act="problem.resume",
        template="problems/resume.html",
        build=lambda context, data, files: ReasonForm(data, initial=new_form_data(context)),
        do=do,
        extra=lambda context, form: {"dates": dates_of(context["problem"], load_calendar())},
    )
