"""Pages of the second half of an application: initiation, appraisal, agenda, result, reply; one form each. D7, D8."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals import policies
from approvals.models import AgendaItem, Application
from approvals.pages.applications import Page, _fresh, _plain, act_page
from approvals.pages.deciding_forms import (
    AgendaForm,
    AppraisalForm,
    CommunicationForm,
    ExplanationForm,
    InitiationForm,
    ProcedureForm,
    ReplyForm,
    ResultForm,
    SuperiorReplyForm,
)
from approvals.pages.forms import ReasonForm
from approvals.rules.follow_up import standard_copies, standard_tasks
from approvals.selectors.proceedings import initiation_for, open_meetings
from approvals.services import appraisal, decision, initiation, meetings, results
from approvals.services.decision import Answer, Reply
from approvals.services.meetings import current_item, is_observed
from audit.events import record_event
from audit.models import Event
from deadlines.calendar import load_calendar
from documents.serving import file_response
from organizations.clock import today
from organizations.signed_in import person
from problems.pages.forms import ActForm

Data = dict[str, Any]


def _communicate(data: Data, shared: Data) -> str:
    shared.pop("expected_version")
    initiation.record_communication(communication=data["form"].communication(), **shared)
    return _("What was talked over is on record.")


def _initiate(data: Data, shared: Data) -> str:
    initiation.record_initiation(
        situation=data["situation"],
        party_group_on=data["party_group_on"],
        party_group_document=data["party_group_document"],
        attachment=data["form"].new_file("attachment"),
        communication=data["form"].communication(),
        note=data["note"],
        **shared,
    )
    return _("The initiation is on record. The matter is appraised next.")


def _appraise(data: Data, shared: Data) -> str:
    names = ("important", "experts", "risk_assessment", "prior_assessment", "conclusion")
    appraisal.record_appraisal(views=data["form"].views(), **{name: data[name] for name in names}, **shared)
    return _("The appraisal is on record. The matter can go on an agenda.")


def _unfit(data: Data, shared: Data) -> str:
    appraisal.return_as_unfit(explanation=data["explanation"], **shared)
    return _("The matter is returned; the letter explains why.")


def _route_up(data: Data, shared: Data) -> str:
    results.route_up(reason=data["reason"], **shared)
    return _("The matter is with the superior office, which answers it.")


def _route_further(data: Data, shared: Data) -> str:
    results.route_further(reason=data["reason"], **shared)
    return _("The matter is with the next office above, which answers it.")


def _agenda(data: Data, shared: Data) -> str:
    item = meetings.put_on_agenda(meeting_id=data["meeting"].pk, **shared)
    return _("On the agenda of %(meeting)s.") % {"meeting": item.meeting.title}


def _off_agenda(data: Data, shared: Data) -> str:
    meetings.take_off_agenda(reason=data["reason"], **shared)
    return _("The matter is off the agenda and waits for another meeting.")


def _procedure(data: Data, shared: Data) -> str:
    meetings.find_procedure(sound=data["sound"] == "yes", finding=data["finding"], **shared)
    return _("The finding on procedure is on record.")


def _result(data: Data, shared: Data) -> str:
    item = results.record_result(outcome=data["form"].outcome(), **shared)
    return {
        AgendaItem.Result.APPROVED: _(
            "Approved by the meeting. Once its minutes are closed, a leader signs the reply."
        ),
        AgendaItem.Result.DISAPPROVED: _("Not approved. Once the minutes are closed, a leader signs the reply."),
        AgendaItem.Result.DEFERRED: _("Deferred; the matter waits for another meeting."),
        AgendaItem.Result.RETURNED: _("The matter is returned; the letter explains why."),
        AgendaItem.Result.ROUTED_UP: _("The matter is with the superior office, which answers it."),
    }[AgendaItem.Result(item.result)]


def _reply(data: Data, shared: Data) -> str:
    form = data["form"]
    done = decision.issue_reply(reply=Reply(data["text"], form.tasks(), form.copies()), **shared)
    return _("Issued as %(number)s. Copies and tasks are on their way.") % {
        "number": done.document.number if done.document else ""
    }


def _superior_reply(data: Data, shared: Data) -> str:
    form = data["form"]
    answer = Answer(data["result"], data["decided_by"], data["decided_on"], data["explanation"], data["body"])
    decision.answer_as_superior(answer=answer, reply=Reply(data["text"], form.tasks(), form.copies()), **shared)
    return _("The matter is answered; the lower office follows it up.")


def _with_form(form: Callable[[Any, Any, Data], ActForm]) -> Callable[[Any, Any, Data], ActForm]:
    """A form whose cleaned data brings the form itself along, for what it puts together."""

    def build(data: Any, files: Any, context: Data) -> ActForm:
        made = form(data, files, context)
        clean = made.clean

        def cleaned() -> Data:
            return {**(clean() or made.cleaned_data), "form": made}

        made.clean = cleaned  # type: ignore[method-assign]
        return made

    return build


def _simple(form: Any) -> Callable[[Any, Any, Data], ActForm]:
    return _with_form(lambda data, files, context: form(data, files, initial=_fresh(context)))


def _appraisal_form(data: Any, files: Any, context: Data) -> ActForm:
    known = getattr(context["application"], "appraisal", None)
    initial: Data = {}
    if known is not None:
        names = ("important", "experts", "risk_assessment", "prior_assessment", "conclusion")
        initial = {name: getattr(known, name) for name in names}
        for one in known.views.all():
            initial[one.aspect], initial[f"holds_{one.aspect}"] = one.view, "yes" if one.holds else "no"
    return AppraisalForm(data, initial=_fresh(context, **initial))


def _result_form(data: Any, files: Any, context: Data) -> ActForm:
    item = current_item(context["application"])
    listed = results.members_of(item.meeting_id) if item else []
    return ResultForm(data, initial=_fresh(context), application=context["application"], attendees=listed)


def _reply_form(form: type[ReplyForm]) -> Callable[[Any, Any, Data], ActForm]:
    def build(data: Any, files: Any, context: Data) -> ActForm:
        application = context["application"]
        item = current_item(application)
        if form is ReplyForm and item is not None and item.result == AgendaItem.Result.DISAPPROVED:
            return form(data, initial=_fresh(context), application=application, tasks=[], copies=[], more=False)
        return form(
            data,
            initial=_fresh(context),
            application=application,
            tasks=standard_tasks(application, today(), load_calendar()),
            copies=standard_copies(application, today()),
        )

    return build


def _unobserved(application: Application) -> str:
    item = current_item(application)
    if item is None or is_observed(item.meeting):
        return ""
    return _("No observer from discipline and supervision is present at this meeting.")


PAGES: dict[str, Page] = {
    "communicate": Page(
        policies.COMMUNICATE, gettext_lazy("Record prior communication"), gettext_lazy("Record"),
        _simple(CommunicationForm), _communicate,
    ),
    "initiate": Page(
        policies.INITIATE, gettext_lazy("Record the initiation"), gettext_lazy("Record"), _simple(InitiationForm),
        _initiate, gettext_lazy("One of the five situations, with the party group's decision."),
    ),
    "appraise": Page(
        policies.APPRAISE, gettext_lazy("Appraise"), gettext_lazy("Keep the appraisal"), _with_form(_appraisal_form),
        _appraise, gettext_lazy("Until the matter is on an agenda the appraisal can be written again."),
    ),
    "unfit": Page(
        policies.UNFIT, gettext_lazy("Return as not fit, with an explanation"), gettext_lazy("Return"),
        _plain(ExplanationForm), _unfit,
    ),
    "route_up": Page(
        policies.ROUTE_UP, gettext_lazy("Route to the superior"), gettext_lazy("Route up"), _plain(ReasonForm),
        _route_up, gettext_lazy("By the authority table the matter is beyond this office. A reason may be added."),
    ),
    "route_further": Page(
        policies.ROUTE_FURTHER, gettext_lazy("Route a matter further up"), gettext_lazy("Route up"),
        _plain(ReasonForm), _route_further,
        gettext_lazy("By your authority table the matter is beyond your office too. A reason may be added."),
    ),
    "agenda": Page(
        policies.AGENDA, gettext_lazy("Put on the agenda"), gettext_lazy("Put on the agenda"),
        lambda data, files, context: AgendaForm(
            data,
            initial=_fresh(context),
            meetings=open_meetings(context["application"]),
            office_id=context["application"].office_id,
        ),
        _agenda,
    ),
    "off_agenda": Page(
        policies.OFF_AGENDA, gettext_lazy("Take off the agenda"), gettext_lazy("Take off"), _plain(ReasonForm),
        _off_agenda,
    ),
    "procedure": Page(
        policies.PROCEDURE, gettext_lazy("Record the finding on procedure"), gettext_lazy("Record"),
        _plain(ProcedureForm), _procedure,
        gettext_lazy("By the supervision section, and by somebody who did not appraise the matter."),
        warning=_unobserved,
    ),
    "result": Page(
        policies.RESULT, gettext_lazy("Record the result of the meeting"), gettext_lazy("Record"),
        _with_form(_result_form), _result,
        gettext_lazy("Votes are those of the members present who did not withdraw; observers have none."),
        warning=_unobserved,
    ),
    "reply": Page(
        policies.REPLY, gettext_lazy("Sign and issue the official reply"), gettext_lazy("Sign and issue"),
        _with_form(_reply_form(ReplyForm)), _reply,
        gettext_lazy("The gate is asked again; number, figures, copies and tasks follow at once."), gate=True,
    ),
    "superior_reply": Page(
        policies.SUPERIOR_REPLY, gettext_lazy("Answer a matter routed up"), gettext_lazy("Sign and answer"),
        _with_form(_reply_form(SuperiorReplyForm)), _superior_reply, gate=True,
    ),
}  # fmt: skip


def _view(name: str) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return act_page(request, pk, PAGES[name])

    return view


communicate, initiate, appraise = _view("communicate"), _view("initiate"), _view("appraise")
unfit, route_up, agenda, off_agenda = _view("unfit"), _view("route_up"), _view("agenda"), _view("off_agenda")
procedure, result, reply = _view("procedure"), _view("result"), _view("reply")
superior_reply, route_further = _view("superior_reply"), _view("route_further")


@require_GET
def initiation_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The party group's decision as an attachment; who took it is kept."""
    found = initiation_for(viewer=person(request), application_id=pk)
    assert found.attachment is not None  # noqa: S101 - the selector leaves out the others
    response = file_response(found.attachment, found.attachment_name)
    record_event(
        Event.Kind.DOWNLOAD,
        actor=person(request),
        object_kind="initiation",
        object_id=found.pk,
        details={"application": pk, "sha256": found.attachment.sha256},
    )
    return response
