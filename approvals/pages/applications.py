"""Pages of one application: its page, its materials, and the acts of unit and office, one form each."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals import policies
from approvals.gate.asking import ask_again, ask_for
from approvals.models import Application, Outcome, PreReview, SelfFinding
from approvals.pages.forms import (
    CommentForm,
    MaterialForm,
    NoFieldsForm,
    NoteForm,
    OpinionForm,
    ReasonForm,
    SectionsForm,
    WithdrawForm,
)
from approvals.pages.stale import refused
from approvals.rules.filing import filing_errors, word
from approvals.selectors.applications import application_for, material_for
from approvals.selectors.panel import claimed_in_vain, panel_of
from approvals.selectors.proceedings import acts_not_yet, acts_of_others, proceedings_of
from approvals.selectors.sheets import papers_of
from approvals.selectors.timeline import timeline_of
from approvals.services import admission, comments, filing, review
from approvals.services.admission import current_reviews, reviews_waiting, what_blocks
from approvals.states import FILED, MOVES, PENDING, State
from audit.events import record_event
from audit.models import Event
from deadlines.calendar import load_calendar
from documents.serving import file_response
from organizations.clock import today
from organizations.errors import DomainError
from organizations.models import Account
from organizations.scope import Standing, standing_of
from organizations.signed_in import person
from problems.pages.forms import ActForm
from problems.pages.kept_files import KeptFileForm
from problems.policies import visible_to as visible_problems
from problems.services.rectification import NewFile
from staffing.identity import masked
from staffing.models import LeadershipLevel, PostKind

WAY = (
    ((State.DRAFT,), gettext_lazy("Draft")),
    ((State.PRE_REVIEW, State.RETURNED), gettext_lazy("Pre-review")),
    ((State.REVIEWED, State.PAUSED, State.REFUSED), gettext_lazy("Admission")),
    ((State.ACCEPTED, State.INITIATED, State.APPRAISED), gettext_lazy("Initiation and appraisal")),
    ((State.ON_AGENDA, State.ROUTED_UP, State.DISAPPROVED, State.UNFIT), gettext_lazy("Deliberation")),
    ((State.APPROVED, State.IMPLEMENTING), gettext_lazy("Carrying out")),
    ((State.COMPLETED,), gettext_lazy("Carried out")),
)
# (act, label, route, moves of which one must be open, or the state itself)
ACTS: tuple[tuple[str, Any, str, str], ...] = (
    (policies.SUBMIT, gettext_lazy("Sign and file"), "approvals:submit", "submit"),
    (policies.DRAFT, gettext_lazy("Edit"), "approvals:edit", "save_draft save_completion"),
    (policies.OPINION, gettext_lazy("Give an opinion"), "approvals:opinion", "give_opinion review_cures"),
    (policies.ADMIT, gettext_lazy("Decide on admission"), "approvals:admission", "accept"),
    (policies.REVIVE, gettext_lazy("Take up again"), "approvals:revive", "revive"),
    (policies.INITIATE, gettext_lazy("Record the initiation"), "approvals:initiate", "record_initiation"),
    (policies.APPRAISE, gettext_lazy("Appraise"), "approvals:appraise", "record_appraisal"),
    (policies.AGENDA, gettext_lazy("Put on the agenda"), "approvals:agenda", "put_on_agenda"),
    (policies.PROCEDURE, gettext_lazy("Finding on procedure"), "approvals:procedure", State.ON_AGENDA),
    (policies.RESULT, gettext_lazy("Record the result"), "approvals:result", State.ON_AGENDA),
    (policies.REPLY, gettext_lazy("Sign and issue the reply"), "approvals:reply", State.ON_AGENDA),
    (policies.SUPERIOR_REPLY, gettext_lazy("Answer as superior office"), "approvals:superior_reply", State.ROUTED_UP),
    (policies.ROUTE_FURTHER, gettext_lazy("Route further up"), "approvals:route_further", "route_further"),
    (policies.ADD_TASK, gettext_lazy("Add a task"), "approvals:add_task", State.IMPLEMENTING),
    (
        policies.SET_UP_FORCE,
        gettext_lazy("Set up a task force"),
        "approvals:set_up_task_force",
        "take_up routed_up approved implementing",
    ),
    (
        policies.PARTS,
        gettext_lazy("Name the sections"),
        "approvals:sections",
        "give_opinion accept record_initiation record_appraisal",
    ),
    (policies.COMMUNICATE, gettext_lazy("Record prior communication"), "approvals:communicate", "withdraw"),
    (policies.ROUTE_UP, gettext_lazy("Route to the superior"), "approvals:route_up", "route_up"),
    (policies.OFF_AGENDA, gettext_lazy("Take off the agenda"), "approvals:off_agenda", "take_off_agenda"),
    (policies.UNFIT, gettext_lazy("Return as not fit"), "approvals:unfit", "take_up"),
    (policies.COMMENT, gettext_lazy("Comment"), "approvals:comment", " ".join(FILED)),
    (policies.RETURN, gettext_lazy("Return for completion"), "approvals:return", "return_for_completion"),
    (policies.IRREGULAR, gettext_lazy("Motion irregular"), "approvals:irregular", "give_opinion accept"),
    (policies.WITHDRAW, gettext_lazy("Withdraw"), "approvals:withdraw", "withdraw"),
    (policies.LAPSE, gettext_lazy("Let lapse"), "approvals:lapse", "lapse"),
)
MINOR = frozenset(
    {
        *(
            policies.RETURN,
            policies.IRREGULAR,
            policies.WITHDRAW,
            policies.LAPSE,
            policies.PARTS,
            policies.SET_UP_FORCE,
        ),
        *(
            policies.COMMENT,
            policies.COMMUNICATE,
            policies.ROUTE_UP,
            policies.ROUTE_FURTHER,
            policies.OFF_AGENDA,
            policies.UNFIT,
        ),
    }
)

# Ended without what was asked for: the unit may ask again, and need not type it again.
AGAIN = (State.REFUSED, State.DISAPPROVED, State.UNFIT, State.WITHDRAWN, State.LAPSED)


def application_context(request: HttpRequest, pk: int) -> dict[str, Any]:
    """What every page about one application shows in its head."""
    application = application_for(viewer=person(request), application_id=pk)
    standing = standing_of(person(request))
    acts, not_yet = [], acts_not_yet(application) | acts_of_others(application, standing)
    for key, label, route, moves in ACTS:
        open_now = any(
            application.state in MOVES[move][0] if move in MOVES else application.state == move
            for move in moves.split()
        )
        if open_now and key not in not_yet and policies.may(standing, key, application):
            acts.append({"label": label, "url": reverse(route, args=[pk]), "minor": key in MINOR})
    if _may_be_made_again(application, standing):
        url = f"{reverse('approvals:new', args=[application.kind.code])}?unit={application.unit_id}&again={pk}"
        acts.append({"label": _("Apply again"), "url": url, "minor": False, "again": True})
    main = next((one for one in acts if not one["minor"]), None)
    return {
        "application": application,
        "standing": standing,
        "main_act": main,
        "other_acts": [one for one in acts if one is not main],
        "steps": steps_of(application),
        "due_provisional": application.due_on is not None and load_calendar().is_provisional(application.due_on),
    }


def _may_be_made_again(application: Application, standing: Standing) -> bool:
    """Whether the person may ask for the same once more: the unit and the kind are still there."""
    ended = application.state in AGAIN and application.unit.in_scope and application.kind.in_use
    return ended and policies.may(standing, policies.DRAFT, application)


def _again(application: Application) -> dict[str, Any]:
    """What the gate would say today if the same were asked for once more, in words; a constant number of queries."""
    answer = ask_again(application)
    if answer.outcome == Outcome.ADMITTED:
        return {"free": True}
    amount = max((one.amount for one in application.items.all()), default=0)
    asked = urlencode({"unit": application.unit_id, "kind": application.kind.code, "amount": amount or ""})
    return {
        "free": False,
        "what": what_blocks(answer.answer),
        "url": f"{reverse('approvals:precheck')}?{asked}",
    }


def steps_of(application: Application) -> list[dict[str, Any]]:
    """The way of the application for the ribbon; empty for one that left it."""
    place = next((index for index, (states, _label) in enumerate(WAY) if application.state in states), None)
    if place is None:
        return []
    days = {0: application.drafted_on, 1: application.filed_on, 2: application.admitted_on}
    return [
        {
            "label": label,
            "state": "done" if index < place else "current" if index == place else "todo",
            "day": days.get(index) if index <= place else None,
        }
        for index, (_states, label) in enumerate(WAY)
    ]


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The application: where it stands, what the gate says, what is asked, with which papers, its past."""
    context = application_context(request, pk)
    application = context["application"]
    asked = application.state in {State.DRAFT, *PENDING}
    if asked:
        answer = ask_for(application)
        inputs, said = answer.inputs, answer.answer
    else:
        sheet = application.sheet
        inputs, said = (sheet.inputs, sheet.answer) if sheet else ({}, {})
    panel = panel_of(inputs, said, person(request), application) if said else None
    proceedings = proceedings_of(application, person(request))
    again = _again(application) if _may_be_made_again(application, context["standing"]) else None
    if again and not again["free"] and context["main_act"].get("again"):
        context["main_act"]["minor"] = True  # nobody is led to what would be refused once more
    words = {one.code: one.name for one in [*LeadershipLevel.objects.all(), *PostKind.objects.all()]}
    context.update(
        panel=panel,
        asked_now=asked,
        again=again,
        vain=claimed_in_vain(application, inputs) if said else set(),
        findings=_found(application, person(request)),
        position=[{**one, "deadline_on": _date(one["deadline_on"])} for one in application.position],
        fields=[(word(one), application.form.get(one["code"], "")) for one in application.kind.fields],
        items=[(one, words.get(one.post_kind) or words.get(one.level, "")) for one in application.items.all()],
        people=[(one, masked(one.identity_sealed), words.get(one.post_kind, "")) for one in application.people.all()],
        materials=checklist(application),
        reviews=current_reviews(application),
        proceedings=proceedings,
        papers=papers_of(application),
        missing=_missing(application) if application.state in {State.DRAFT, State.RETURNED} else [],
        days=timeline_of(application, inside=proceedings.inside),
    )
    return render(request, "approvals/detail.html", context)


def checklist(application: Application) -> list[dict[str, Any]]:
    """The lines of the checklist with what stands against each."""
    files: dict[str, list[Any]] = {}
    for one in application.materials.all():
        files.setdefault(one.code, []).append(one)
    return [
        {"label": word(one), "required": one["required"], "files": files.get(one["code"], [])}
        for one in application.kind.materials
    ]


def _missing(application: Application) -> list[str]:
    return [str(sentence) for listed in filing_errors(application, today()).values() for sentence in listed]


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _found(application: Application, viewer: Account) -> list[tuple[SelfFinding, bool]]:
    """What the self-check found, and whether the viewer may open its entry."""
    rows = list(application.self_findings.all())
    filed = [one.problem_id for one in rows if one.problem_id]
    known = set(visible_problems(viewer).filter(pk__in=filed).values_list("pk", flat=True)) if filed else set()
    return [(one, one.problem_id in known) for one in rows]


# The acts, one form each


@dataclass(frozen=True)
class Page:
    """What differs between the pages of the acts."""

    act: str
    title: str | Promise
    button: str | Promise
    build: Callable[[Any, Any, dict[str, Any]], ActForm]
    do: Callable[[dict[str, Any], dict[str, Any]], str]  # (cleaned data, shared arguments) → sentence
    hint: str | Promise = ""
    gate: bool = False  # show the gate's answer beside the form
    warning: Callable[[Application], Any] = lambda application: ""  # said above the form, and again once it is done


def _plain(form: type[ActForm]) -> Callable[[Any, Any, dict[str, Any]], ActForm]:
    return lambda data, files, context: form(data, initial=_fresh(context))


def _fresh(context: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": secrets.token_urlsafe(16), "version": context["application"].version, **more}


def _submit(data: dict[str, Any], shared: dict[str, Any]) -> str:
    done = filing.submit(**shared)
    return _("Filed as %(number)s. Three subjects are reviewed side by side now.") % {"number": done.number}


def _withdraw(data: dict[str, Any], shared: dict[str, Any]) -> str:
    filing.withdraw(reason=data["reason"], replaced_by=data["replaced_by"], **shared)
    return _("The application is withdrawn; its number and past stay.")


def _lapse(data: dict[str, Any], shared: dict[str, Any]) -> str:
    filing.lapse(reason=data["reason"], **shared)
    return _("The application has lapsed; its number and past stay.")


def _opinion(data: dict[str, Any], shared: dict[str, Any]) -> str:
    given = review.give_opinion(capacity=data["capacity"], opinion=data["opinion"], remarks=data["remarks"], **shared)
    return {
        State.REVIEWED: _("The opinion is given. The application waits for its admission."),
        State.PAUSED: _("The opinion is given. Admission stays paused until nothing stands in the way."),
    }.get(
        State(given.application.state),
        _("The opinion is given. With the third one the application waits for its admission."),
    )


def _return(data: dict[str, Any], shared: dict[str, Any]) -> str:
    review.return_for_completion(reason=data["reason"], **shared)
    return _("The application is with the unit, which completes it within ten working days.")


def _irregular(data: dict[str, Any], shared: dict[str, Any]) -> str:
    done = review.mark_irregular(reason=data["reason"], **shared)
    return _("The motion is found irregular.") if done.irregular else _("The finding is taken back.")


def _sections(data: dict[str, Any], shared: dict[str, Any]) -> str:
    lead = review.assign_sections(
        lead_id=data["lead"].pk,
        assisting_ids=[one.pk for one in data["assisting"]],
        basis=data["basis"],
        share=data["share"],
        reason=data["reason"],
        **shared,
    )
    return _("%(section)s leads.") % {"section": lead.section}


def _admit(data: dict[str, Any], shared: dict[str, Any]) -> str:
    done = admission.decide_admission(note=data["note"], **shared)
    return {
        State.ACCEPTED: _("Accepted. Sheet and notice are issued; the initiation is recorded next."),
        State.PAUSED: _("Admission is paused, and the notice says what lifts that. It is taken up when cured."),
        State.REFUSED: _("Admission is refused, and the notice names each ground and what would lift it."),
    }[State(done.state)]


def _revive(data: dict[str, Any], shared: dict[str, Any]) -> str:
    admission.revive(**shared)
    return _("The application is taken up again and waits for its admission.")


def _comment(data: dict[str, Any], shared: dict[str, Any]) -> str:
    shared.pop("expected_version")
    comments.comment_on_application(text=data["text"], **shared)
    return _("The comment is on record; the offices read it.")


def _opinion_form(data: Any, files: Any, context: dict[str, Any]) -> ActForm:
    standing, application = context["standing"], context["application"]
    waiting = [
        one for one in reviews_waiting(application) if policies.in_section(standing, one.section, application.office_id)
    ]
    form = OpinionForm(data, initial=_fresh(context, capacity=waiting[0].capacity if waiting else None))
    # Shown is what waits for this person, and what they chose; whatever is sent is judged by the service.
    chosen = data.get("capacity", "") if data is not None else ""
    shown = {chosen, *(one.capacity for one in waiting)}
    offered = [one for one in PreReview.Capacity.choices if one[0] in shown]
    if offered:
        fields: dict[str, Any] = form.fields
        fields["capacity"].widget.choices = offered
    return form


PAGES: dict[str, Page] = {
    "submit": Page(
        policies.SUBMIT,
        gettext_lazy("Sign and file the application"),
        gettext_lazy("Sign and file"),
        _plain(NoFieldsForm),
        _submit,
        gettext_lazy("By filing, the head of the unit signs the application and its rectification position."),
        gate=True,
    ),
    "withdraw": Page(
        policies.WITHDRAW, gettext_lazy("Withdraw the application"), gettext_lazy("Withdraw"), _plain(WithdrawForm),
        _withdraw,
    ),
    "lapse": Page(
        policies.LAPSE, gettext_lazy("Let the application lapse"), gettext_lazy("Let lapse"), _plain(ReasonForm),
        _lapse,
    ),
    "comment": Page(
        policies.COMMENT, gettext_lazy("Comment on the application"), gettext_lazy("Comment"), _plain(CommentForm),
        _comment, gettext_lazy("Read in the offices, not by the unit. It decides nothing and stays."),
    ),
    "opinion": Page(
        policies.OPINION, gettext_lazy("Give the pre-review opinion"), gettext_lazy("Give the opinion"), _opinion_form,
        _opinion, gettext_lazy("An opinion that is given stays."), gate=True,
    ),
    "return": Page(
        policies.RETURN, gettext_lazy("Return for completion"), gettext_lazy("Return"), _plain(ReasonForm), _return,
    ),
    "irregular": Page(
        policies.IRREGULAR, gettext_lazy("Find the motion irregular"), gettext_lazy("Keep the finding"),
        lambda data, files, context: ReasonForm(
            data, initial=_fresh(context, reason=context["application"].irregular)
        ),
        _irregular, gettext_lazy("An irregular motion is a ground of its own. Leave it empty to take it back."),
    ),
    "sections": Page(
        policies.PARTS, gettext_lazy("Name lead and assisting sections"), gettext_lazy("Name the sections"),
        lambda data, files, context: SectionsForm(
            data, initial=_fresh(context), office_id=context["application"].office_id
        ),
        _sections,
    ),
    "admission": Page(
        policies.ADMIT, gettext_lazy("Decide on admission"), gettext_lazy("Examine and decide"), _plain(NoteForm),
        _admit, gettext_lazy("What the gate answers is what happens; sheet and notice are issued at once."), gate=True,
    ),
    "revive": Page(
        policies.REVIVE, gettext_lazy("Take up a paused application again"), gettext_lazy("Take up again"),
        _plain(NoFieldsForm), _revive, gate=True,
    ),
}  # fmt: skip


def act_page(request: HttpRequest, pk: int, page: Page) -> HttpResponse:
    """Show the form of an act on GET; on POST do it and go to the application, or show the refusal on the form."""
    context = application_context(request, pk)
    policies.requires(page.act)(context["standing"], context["application"])
    status = 200
    if request.method == "POST":
        form, status = page.build(request.POST, request.FILES, context), 422
        if isinstance(form, KeptFileForm):
            form.recall(request)
        if form.is_valid():
            shared = {
                "application_id": pk,
                "actor": person(request),
                "key": form.cleaned_data["key"],
                "expected_version": form.expected_version,
            }
            try:
                warning = page.warning(context["application"])
                said = page.do(form.cleaned_data, shared)
            except DomainError as refusal:
                context = application_context(request, pk)
                status = refused(form, refusal, context["application"])
            else:
                messages.success(request, said)
                if warning:
                    messages.warning(request, warning)
                return redirect("approvals:detail", pk=pk)
        if isinstance(form, KeptFileForm):
            form.keep(request)
    else:
        form = page.build(None, None, context)
    context["warning"] = page.warning(context["application"])
    if page.gate:
        answer = ask_for(context["application"])
        context["panel"] = panel_of(answer.inputs, answer.answer, person(request), context["application"])
    context.update(form=form, page=page, reviews=current_reviews(context["application"]))
    return render(request, "approvals/act.html", context, status=status)


def _view(name: str) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return act_page(request, pk, PAGES[name])

    return view


submit, withdraw, lapse, opinion = _view("submit"), _view("withdraw"), _view("lapse"), _view("opinion")
return_, irregular, sections = _view("return"), _view("irregular"), _view("sections")
comment = _view("comment")
admit, revive = _view("admission"), _view("revive")


@require_http_methods(["GET", "POST"])
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """Put files against the checklist."""
    context = application_context(request, pk)
    application = context["application"]
    policies.requires(policies.DRAFT)(context["standing"], application)
    initial = {"key": secrets.token_urlsafe(16)}
    form, status = MaterialForm(kind=application.kind, initial=initial), 200
    if request.method == "POST":
        form, status = MaterialForm(request.POST, request.FILES, kind=application.kind), 422
        form.recall(request)
        if form.is_valid():
            try:
                filing.add_material(
                    application_id=pk,
                    code=form.cleaned_data["code"],
                    file=form.new_file("file") or NewFile(None),
                    actor=person(request),
                    key=form.cleaned_data["key"],
                )
            except DomainError as refusal:
                status = form.refuse(refusal)
            else:
                messages.success(request, _("The file is kept."))
                return redirect("approvals:materials", pk=pk)
        form.keep(request)
    context.update(form=form, materials=checklist(application))
    return render(request, "approvals/materials.html", context, status=status)


@require_GET
def material(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file as an attachment; who took it is kept."""
    found = material_for(viewer=person(request), material_id=pk)
    response = file_response(found.stored, found.name)
    record_event(
        Event.Kind.DOWNLOAD,
        actor=person(request),
        object_kind="application_material",
        object_id=found.pk,
        details={"application": found.application_id, "sha256": found.stored.sha256},
    )
    return response
