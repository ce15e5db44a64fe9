"""The page of one entry: head, facts, plan and progress, evidence, verification, the past as sentences."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from deadlines.calendar import load_calendar
from deadlines.models import ClockKind
from organizations.errors import Invalid
from organizations.models import Account
from organizations.scope import Standing, standing_of
from organizations.signed_in import person
from problems import policies
from problems.models import Problem
from problems.pages.curve import chart_of
from problems.selectors.asked import waiting_claim, waiting_correction
from problems.selectors.entries import attach_next_steps, problem_for
from problems.selectors.joining import joined_with, there_is
from problems.selectors.known import known_entry, moment_of
from problems.selectors.pace import timing_of
from problems.selectors.rectification import rectification_of
from problems.selectors.timeline import timeline_of
from problems.services.corrections import NO_DOUBLE
from problems.services.joining import LINKED_STATES
from problems.services.planning import may_absorb
from problems.states import CHANGEABLE, MOVES, STAYS, State
from verification import policies as verification_policies
from verification.known import known_after, known_close_outs
from verification.models import Step
from verification.selectors import (
    close_outs_of,
    feedback_of,
    later_look_backs_of,
    notice_of,
    scheduled_look_backs,
)
from verification.selectors.loans import loan_acts, loans_of
from verification.services.loans import RECORDING

WAY = (
    (State.REGISTERED, _("Registered")),
    (State.ASSIGNED, _("Assigned")),
    (State.PLAN_SUBMITTED, _("Plan")),
    (State.RECTIFYING, _("Rectifying")),
    (State.VERIFYING, _("Verifying")),
    (State.AWAITING_CONSENT, _("Superior consent")),
    (State.CLOSED, _("Closed")),
)
# act: (label, route, move that must be open, steps of the close-out at which it can be done)
LEDGER_ACTS: tuple[tuple[str, Any, str, str], ...] = (
    ("problem.accept_report", _("Accept the report"), "problems:accept_report", "refuse_report"),
    ("problem.assign", _("Assign"), "problems:assign", "assign"),
    ("problem.submit_plan", _("File the plan"), "problems:plan", "submit_plan"),
    ("problem.approve_plan", _("Decide on the plan"), "problems:decide_plan", "approve_plan"),
    ("problem.report_progress", _("Report progress"), "problems:progress", "report_progress"),
)
# Acts of time and supervision: (key, label, route, whether the entry as it stands asks for them)
TIMELY_ACTS: tuple[tuple[str, Any, str, Any], ...] = (
    ("problem.decide_extension", _("Decide on the extension"), "decide_extension", lambda one: one.extension_waits),
    (
        "problem.ask_extension",
        _("Ask for an extension"),
        "ask_extension",
        lambda one: not one.extension_waits and one.paused_on is None,
    ),
    ("problem.report_incident", _("Report an incident"), "report_incident", lambda one: True),
    ("problem.urge", _("Urge the unit"), "urge", lambda one: True),
    (
        "problem.record_required_consent",
        _("Record the consent to a later date"),
        "required_consent",
        lambda one: one.required_on is not None and not one.relapses,
    ),
    (
        "problem.pause",
        _("Pause the clocks"),
        "pause",
        lambda one: one.paused_on is None and not one.extension_waits,
    ),
    ("problem.resume", _("Let the clocks run again"), "resume", lambda one: one.paused_on is not None),
    (
        "problem.enter_absorption_plan",
        _("Enter the absorption plan"),
        "enter_absorption_plan",
        lambda one: may_absorb(one) and one.has_plan and not one.has_steps and one.paused_on is None,
    ),
    ("problem.list_supervision", _("List for supervision"), "list_supervision", lambda one: not one.listed),
    ("problem.change_leader", _("Change the leader in charge"), "change_leader", lambda one: one.listed),
    ("problem.delist_supervision", _("Take off the list"), "delist_supervision", lambda one: one.listed),
)
VERIFICATION_ACTS: tuple[tuple[str, Any, str, str, str], ...] = (
    (verification_policies.APPLY, _("Apply for close-out"), "verification:apply", "apply_for_close_out", ""),
    (verification_policies.CHECK, _("Check"), "verification:check", "record_check", Step.CHECK),
    (verification_policies.ACCEPTANCE, _("Accept"), "verification:acceptance", "record_acceptance", Step.ACCEPTANCE),
    (verification_policies.LOOK_BACK, _("Look back"), "verification:look_back", "record_look_back", Step.LOOK_BACK),
    (
        verification_policies.SIGN_OFF,
        _("Sign the close-out"),
        "verification:sign_off",
        "sign_off_and_close",
        Step.SIGN_OFF,
    ),
    (
        verification_policies.CONSENT,
        _("Answer as superior office"),
        "verification:consent",
        "consent_and_close",
        Step.CONSENT,
    ),
    (
        verification_policies.LATER_LOOK_BACK,
        _("Look back after closing"),
        "verification:later_look_back",
        "record_later_look_back",
        "",
    ),
    (verification_policies.OPINION, _("Give the opinion"), "verification:opinion", "give_opinion", ""),
    (verification_policies.NAME_VERIFIER, _("Name a verifier"), "verification:name_verifier", "name_verifier", ""),
    (verification_policies.INVITE, _("Invite to a joint acceptance"), "verification:invite", "invite", ""),
    (
        verification_policies.WITHDRAW,
        _("Withdraw an invitation"),
        "verification:withdraw",
        "withdraw_invitation",
        Step.ACCEPTANCE,
    ),
    (verification_policies.WAIVE, _("Waive the look-back"), "verification:waiver", "waive_look_back", Step.LOOK_BACK),
    (verification_policies.ASK_VERIFIER, _("Ask for a verifier"), "verification:ask_verifier", "ask_verifier", ""),
    (verification_policies.END_LOAN, _("End the loan of the verifier"), "verification:end_loan", "end_loan", ""),
    (verification_policies.FEED_BACK, _("Feed the result back"), "verification:feedback", "feed_back", ""),
)
# Beside the way of the entry, under "More": act, label, route, states in which it can be done.
MINOR_ACTS: tuple[tuple[str, Any, str, Any], ...] = (
    ("problem.refuse_report", _("Do not accept"), "problems:refuse_report", MOVES["refuse_report"][0]),
    ("problem.add_unit", _("Add an assisting unit"), "problems:add_unit", CHANGEABLE),
    ("problem.link", _("Link with another entry"), "problems:link", LINKED_STATES),
    ("problem.merge", _("Merge into another entry"), "problems:merge", MOVES["merge"][0]),
    (
        "problem.complete_source_facts",
        _("Complete the source facts"),
        "problems:complete_source_facts",
        STAYS["complete_source_facts"],
    ),
    ("problem.ask_correction", _("Ask for a correction"), "problems:ask_correction", CHANGEABLE),
    ("problem.void", _("Void"), "problems:void", MOVES["void"][0]),
)

WAITED_FOR = frozenset({"problem.decide_extension", "problem.resume"})


# Never the one button of the page.
BESIDE_THE_WAY = frozenset(
    {
        verification_policies.INVITE,
        verification_policies.WITHDRAW,
        verification_policies.WAIVE,
        verification_policies.ASK_VERIFIER,
        verification_policies.END_LOAN,
    }
)
# Offered as the loan stands: nothing is offered that would be refused.
LOANS = frozenset({verification_policies.ASK_VERIFIER, verification_policies.END_LOAN})
# Offered while somebody asks for it, by this clock.
ASKED_BY_CLOCK = {
    verification_policies.OPINION: ClockKind.OPINION,
    verification_policies.NAME_VERIFIER: ClockKind.VERIFIER_LOAN,
    verification_policies.FEED_BACK: ClockKind.FEEDBACK,
}


def acts_for(standing: Standing, problem: Problem, step: str, who: Any) -> list[dict[str, Any]]:
    """What this person can do with the entry now, first the main thing; blocked ones carry the reason.

    Asks the same policies as the services: hiding a button is courtesy, not protection.

    Args:
        who: Who is involved in the entry, read when it is first asked for.
    """
    acts: list[dict[str, Any]] = []
    for key, label, route, move in LEDGER_ACTS:
        if problem.state in MOVES[move][0] and policies.may(standing, key, problem):
            acts.append({"label": label, "url": reverse(route, args=[problem.pk])})
    loans: Any = SimpleLazyObject(lambda: loan_acts(problem))
    for key, label, route, move, at in VERIFICATION_ACTS:
        if problem.state not in MOVES[move][0] or (at and at != step):
            continue
        if not verification_policies.role_fits(standing, key, problem):
            continue
        if key in LOANS and not (step in RECORDING and key in loans):
            continue
        against = verification_policies.hindrance(standing, key, problem, who)
        line = {"label": label, "url": reverse(route, args=[problem.pk])}
        clocks = getattr(problem, "running_clocks", ())
        if key == verification_policies.ACCEPTANCE and any(one.kind == ClockKind.OPINION for one in clocks):
            line["blocked"] = _("The acceptance waits for the opinions of invited departments.")
        if key == verification_policies.LATER_LOOK_BACK and not getattr(problem, "next_clock", None):
            line["minor"] = True  # none is scheduled; it can be done all the same
        if key in BESIDE_THE_WAY:
            line["minor"] = True
        if key in ASKED_BY_CLOCK:
            asked = [clock for clock in getattr(problem, "running_clocks", ()) if clock.kind == ASKED_BY_CLOCK[key]]
            if key == verification_policies.OPINION:  # each department is asked once, whoever else is asked still
                asked = [clock for clock in asked if clock.partner_id in standing.partner_ids]
            if not asked and key != verification_policies.FEED_BACK:
                continue
            line["minor"] = line.get("minor", False) or not asked
        if against is not None:
            line["blocked"] = str(against)
        acts.append(line)
    if problem.state == State.RECTIFYING and problem.remaining == 0:
        acts.reverse()  # everything found is done: the close-out comes first
    if problem.state in MOVES["reuse_evidence"][0] and policies.may(standing, "problem.reuse_evidence", problem):
        line = {"label": _("Use files of another entry"), "url": reverse("problems:reuse_evidence", args=[problem.pk])}
        acts.append({**line, "minor": True})
    for key, label, route, asked in TIMELY_ACTS:
        if (
            problem.state in STAYS[key.removeprefix("problem.")]
            and asked(problem)
            and policies.may(standing, key, problem)
        ):
            line = {"label": label, "url": reverse(f"problems:{route}", args=[problem.pk])}
            acts.append(line if key in WAITED_FOR else {**line, "minor": True})
    if policies.may(standing, "problem.comment", problem) and problem.state not in {State.VOIDED, State.MERGED}:
        acts.append({"label": _("Comment"), "url": reverse("problems:comment", args=[problem.pk]), "minor": True})
    for key, label, route, states in MINOR_ACTS:
        if problem.state in states and policies.may(standing, key, problem):
            acts.append({"label": label, "url": reverse(route, args=[problem.pk]), "minor": True})
    confirmed = problem.nature == "policy" and problem.nature_confirmed
    open_nature = problem.violation_type.may_be_policy_caused and not confirmed
    if open_nature and problem.state in CHANGEABLE and policies.may(standing, "problem.claim_nature", problem):
        url = reverse("problems:claim_nature", args=[problem.pk])
        acts.append({"label": _("Claim policy-caused"), "url": url, "minor": True})
    return acts


def asked_acts(standing: Standing, problem: Problem) -> list[dict[str, Any]]:
    """Decisions that wait beside the way of the entry; who asked sees why they are not theirs."""
    acts = []
    for act, label, route, read, there in (
        (
            "problem.decide_correction",
            _("Decide on the correction"),
            "decide_correction",
            waiting_correction,
            "corrections",
        ),
        ("problem.decide_nature", _("Confirm the nature"), "decide_nature", waiting_claim, "claims"),
    ):
        if not there_is(problem, there) or not policies.may(standing, act, problem):
            continue
        waiting: Any = read(problem)
        if waiting is not None:
            line = {"label": label, "url": reverse(f"problems:{route}", args=[problem.pk])}
            if waiting.asked_by_id == standing.person_id:
                line |= {"blocked": str(NO_DOUBLE), "minor": True}
            acts.append(line)
    return acts


def steps_of(problem: Problem) -> list[dict[str, Any]]:
    """The way of the entry for the ribbon."""
    order = [state for state, _label in WAY]
    if problem.state not in order:
        return []
    place = order.index(State(problem.state))
    days = {
        State.REGISTERED: problem.registered_on,
        State.ASSIGNED: problem.assigned_on,
        State.CLOSED: problem.closed_on,
    }
    steps = []
    for index, (state, label) in enumerate(WAY):
        if state == State.AWAITING_CONSENT and not problem.consent_rule:
            continue
        how = "done" if index < place or problem.state == State.CLOSED else "current" if index == place else "todo"
        steps.append({"label": label, "state": how, "day": days.get(state) if how != "todo" else None})
    return steps


def entry_context(viewer: Account, problem_id: int) -> dict[str, Any]:
    """What every page about one entry shows in its head: the entry, its light, next step, acts, way."""
    problem: Any = problem_for(viewer=viewer, problem_id=problem_id)
    calendar = load_calendar()
    attach_next_steps([problem], calendar=calendar)
    standing = standing_of(viewer)
    close_outs = close_outs_of(problem)
    step = close_outs[0].step if close_outs and close_outs[0].ended_on is None else ""
    who: Any = SimpleLazyObject(lambda: verification_policies.involved(problem))
    # What waits for a second person comes first: until it is decided, others work on what may be wrong.
    acts = asked_acts(standing, problem) + acts_for(standing, problem, step, who)
    usable = [one for one in acts if not one.get("blocked") and not one.get("minor")]
    main = usable[0] if usable else None
    return {
        "problem": problem,
        "calendar": calendar,
        "standing": standing,
        "involved": who,
        "close_outs": close_outs,
        "step": step,
        "main_act": main,
        "other_acts": [one for one in acts if one is not main],
        "steps": steps_of(problem),
        "joined": joined_with(problem, standing),
        "signs_shown": verification_policies.may_see_signs(standing, problem),
        "notice": notice_of(problem) if problem.state == State.CLOSED else None,
    }


def after_of(problem: Problem, close_outs: list[Any]) -> dict[str, Any]:
    """What the page shows of verification beside the attempts: a lent verifier, look-backs to come, feedback."""
    closed = problem.state == State.CLOSED or bool(problem.relapses)
    return {
        "loans": loans_of(problem) if close_outs else [],
        "scheduled": scheduled_look_backs(problem) if problem.state == State.CLOSED else [],
        "later": later_look_backs_of(problem) if closed else [],
        "feedback": feedback_of(problem) if closed else [],
    }


@require_GET
def problem_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry: state, next step, its date and holder on top; the past as sentences."""
    context, asked = entry_context(person(request), pk), request.GET.get("known_on", "")
    try:
        context |= shown_of(context, asked)
    except Invalid as refusal:
        context |= {"known_wrong": str(refusal), "known_asked": asked[:40], **shown_of(context)}
    status = 422 if "known_wrong" in context else 200
    return render(request, "problems/detail.html", context, status=status)


def shown_of(context: dict[str, Any], known_on: str = "") -> dict[str, Any]:
    """What the page shows below the head of an entry, for the page and its export: now, or as it was known.

    Args:
        context: From ``entry_context``.
        known_on: A day or moment of which the knowledge is asked; empty for now.

    Raises: Invalid for what is neither.
    """
    if known_on:
        return _as_known(context, moment_of(known_on))
    shown: dict[str, Any] = {}
    standing, problem = context["standing"], context["problem"]
    changeable = problem.state in CHANGEABLE
    shown["may_release"] = changeable and policies.may(standing, "problem.release_unit", problem)
    shown["may_unlink"] = policies.may(standing, "problem.unlink", problem)
    shown["rectification"] = rectification_of(problem, standing)
    shown["timing"] = timing_of(problem, shown["rectification"], context["calendar"])
    shown["chart"] = chart_of(shown["timing"].curve) if shown["timing"].curve else None
    shown["may_return"] = policies.may(standing, "problem.return_progress", problem)
    shown["may_note"] = policies.may(standing, "problem.note_incident", problem)
    shown["days"] = timeline_of(problem, shown["rectification"], viewer=standing)
    shown |= after_of(problem, context["close_outs"])
    return shown


def _as_known(context: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """The same page with what the ledger knew at a moment; nothing can be done on it."""
    present = context["problem"]
    known = known_entry(present, moment, context["standing"])
    shown: dict[str, Any] = {"known": known, "main_act": None, "other_acts": [], "notice": None}
    if known.problem is not None:
        timing = timing_of(known.problem, known.rectification, context["calendar"], known.kept)
        shown |= {
            "problem": known.problem,
            "joined": joined_with(known.problem, context["standing"]),
            "timing": timing,
            "chart": chart_of(timing.curve, known.day) if timing.curve else None,
            "close_outs": known_close_outs(present, moment),
            "rectification": known.rectification,
            "steps": steps_of(known.problem),
            "days": timeline_of(present, known.rectification, until=moment, viewer=context["standing"]),
            **known_after(present, known.problem, moment),
        }
    return shown
