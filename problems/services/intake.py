"""Registering, assigning and voiding entries. Source: B1–B4, B6."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from audit.sets import create_with_history
from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from documents.models import StoredFile
from organizations.clock import today
from organizations.errors import Invalid, NotFound, Stale
from organizations.models import Account, Office, Unit
from organizations.scope import Standing, acting, visible_offices
from problems import policies
from problems.acting import acting_on, answered_before, give_receipt, repeatable
from problems.models import Handling, Link, Problem
from problems.models.entries import Nature
from problems.services import drafts
from problems.services.dates import cap_of, day_errors, required_by
from problems.services.duplicates import refuse_duplicates
from problems.services.entry_rules import NewEntry, checked_entry, consent_rule_for
from problems.services.evidence import NewFile, keep_all
from problems.services.extensions import withdraw_extension
from problems.services.joining import recurrence_errors, stop_side_clocks, store_link
from problems.services.nature import PolicyDocument, claim_errors, store_claim
from problems.services.numbers import number_text, take_numbers
from problems.states import State

__all__ = [
    "NewEntry",
    "PolicyDocument",
    "assign_problem",
    "consent_rule_for",
    "number_and_store",
    "register_problem",
    "void_problem",
]


@repeatable(Problem)
def register_problem(
    *,
    office_id: int,
    entry: NewEntry,
    actor: Account,
    key: str = "",
    policy: PolicyDocument | None = None,
    anyway: bool = True,
    draft_id: int | None = None,
    recurrence_of: int | None = None,
) -> Problem:
    """Put a found problem into the ledger: it gets its number, its trail and the clock of its assignment.

    Args:
        office_id: The office whose ledger it is.
        entry: What was found.
        actor: A clerk or section chief of that office.
        key: Of the form, so that a double click registers once; empty for callers without a form.
        policy: The policy document of a policy-caused entry; a second person confirms it.
        anyway: Whether the person has seen entries that may be the same matter; doors for people say False first.
        draft_id: The draft it was written in, which ends with it.
        recurrence_of: The earlier entry that it is a recurrence of; both are linked in the same act (C5).

    Returns: The registered entry; the first one again when the form is sent twice.

    Raises:
        NotFound: The office, unit, draft or earlier entry is not this person's to know.
        NotAllowed: Not their act.
        PossibleDuplicates: Entries that may be the same matter are in the ledger, and nobody said "anyway".
        Invalid: A rule on the fields is broken; all broken ones are named together.

    Source: B1–B5.
    """
    with recording_refusals("problem.register", account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if not visible_offices(standing.account).filter(pk=office_id).exists():
            raise NotFound
        if not policies.may_in_office(standing, "problem.register", office_id):
            raise policies.refusal("problem.register")
        known = answered_before(actor, key, "problem.register", f"office:{office_id}")
        if known is not None:
            return Problem.objects.get(pk=known)
        kept = keep_all([policy.file] if policy and policy.file else [], field="policy_file")
        try:
            with act("problem.register", actor=standing.facts(office_id=office_id)):
                unit, earlier = _locked(office_id, entry.unit_id, recurrence_of, standing)
                # The first sending may have been at work until now; its entry is no duplicate but the answer.
                known = answered_before(actor, key, "problem.register", f"office:{office_id}")
                if known is not None:
                    return Problem.objects.get(pk=known)
                problem = _register(office_id, unit, entry, standing, policy, kept, anyway, earlier)
                if draft_id is not None:
                    drafts.use_draft(draft_id, problem, standing)
                give_receipt(actor, key, "problem.register", problem.pk, f"office:{office_id}")
        except IntegrityError:
            known = answered_before(actor, key, "problem.register", f"office:{office_id}")
            if known is None:
                raise
            return Problem.objects.get(pk=known)
        return problem


def _locked(
    office_id: int, unit_id: int, earlier_id: int | None, standing: Standing
) -> tuple[Unit | None, Problem | None]:
    """The unit, and the earlier entry under its own unit, locked in the order of everything else: units, then entry.

    Raises: NotFound where the earlier entry is not the person's to know.
    """
    earlier = earlier_unit = None
    if earlier_id is not None:
        seen = policies.visible_to(standing).filter(pk=earlier_id)
        earlier_unit = seen.values_list("unit_id", flat=True).first()
        if earlier_unit is None:
            raise NotFound
    rows = Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
    wanted = Q(pk=unit_id, office_id=office_id) | Q(pk=earlier_unit)
    unit = {one.pk: one for one in rows.filter(wanted).order_by("pk")}.get(unit_id)
    if earlier_id is not None:
        earlier = Problem.objects.select_for_update(no_key=True, of=("self",)).get(pk=earlier_id)
        if earlier.unit_id != earlier_unit:
            raise Stale  # its unit was corrected meanwhile, so another lock would be needed
    return unit if unit and unit.office_id == office_id else None, earlier  # the earlier entry may be of another office


def _register(
    office_id: int,
    unit: Unit | None,
    entry: NewEntry,
    standing: Standing,
    policy: PolicyDocument | None,
    kept: Sequence[tuple[NewFile, StoredFile]],
    anyway: bool,
    earlier: Problem | None,
) -> Problem:
    """Inside the open act, with the unit and the earlier entry locked."""
    office = unit.office if unit else Office.objects.get(pk=office_id)
    errors: dict[str, list] = {}
    problem = None
    try:
        problem = checked_entry(office, unit, entry)
    except Invalid as refusal:
        errors |= refusal.errors
    if entry.nature == Nature.POLICY and "nature" not in errors:
        missing = claim_errors(policy.document if policy else "", policy.reason if policy else "", has_file=bool(kept))
        errors |= {f"policy_{field}": listed for field, listed in missing.items()}
    if earlier is not None:
        errors |= recurrence_errors(earlier, entry.found_on)
    if errors:
        raise Invalid(errors=errors)
    assert problem is not None  # noqa: S101 - an error was raised above otherwise
    if earlier is not None:
        policies.requires("problem.link")(standing, problem)
    if not anyway:
        refuse_duplicates(standing.account, problem)
    problem.registered_by_id = standing.person_id
    problem.registered_on = today()
    problem.state = State.REGISTERED
    calendar = load_calendar()  # before the number, at which everybody else who registers waits
    number_and_store(office, problem.registered_on.year, [problem])
    Handling(problem=problem, person_id=standing.person_id, capacity=Handling.Capacity.REGISTERED).save()
    start_clocks([assign_clock(problem)], calendar=calendar)
    if earlier is not None:
        reason = _("Found at the look-back after closing.")
        store_link(problem, earlier, Link.Kind.RECURRENCE, str(reason), standing.person_id)
    if policy is not None and problem.nature == Nature.POLICY:
        given, stored = kept[0]
        name = given.name
        store_claim(problem, policy.document, policy.reason, name, stored, standing.person_id)
    return problem


def assign_clock(problem: Problem) -> NewClock:
    """The clock of a registered entry: the office assigns it."""
    return NewClock(
        subject_id=problem.pk,
        kind=ClockKind.ASSIGN,
        holder=Clock.Holder.OFFICE,
        office_id=problem.office_id,
        unit_id=problem.unit_id,
        started_on=problem.registered_on or today(),
    )


def number_and_store(office: Office, year: int, problems: list[Problem]) -> None:
    """Give the entries their numbers and write them, set-based, inside the open act (import and single register)."""
    for problem, serial in zip(problems, take_numbers(office, year, len(problems)), strict=True):
        problem.year, problem.serial = year, serial
        problem.number = number_text(office, year, serial)
    create_with_history(Problem, problems)


@repeatable(Problem)
def assign_problem(
    *,
    problem_id: int,
    deadline: date,
    responsible: str,
    actor: Account,
    handler: str = "",
    pace: str = "in_stages",
    note: str = "",
    key: str = "",
    expected_version: int | None = None,
) -> Problem:
    """Send a registered entry to its unit with a deadline; the unit sees it from now on.

    Args:
        deadline: Approved date, a working day after today and not after the required date.
        responsible: Head of the unit, first person responsible.
        note: Requirements to the unit, kept in the trail.

    Raises: NotFound, NotAllowed, Stale, WrongState, Invalid (see ``acting_on`` and ``day_errors``).

    Source: B6, A5.
    """
    with acting_on(
        problem_id,
        "problem.assign",
        actor=actor,
        may=policies.requires("problem.assign"),
        reason=note,
        expected_version=expected_version,
        key=key,
    ) as now:
        problem, calendar = now.problem, load_calendar()
        now.move("assign")
        errors: dict[str, list] = {}
        if wrong := day_errors(deadline, calendar, cap=cap_of(problem), capped_by=required_by(problem)):
            errors["deadline"] = wrong
        if not responsible.strip():
            errors["responsible"] = [_("Name the head of the unit, who is first responsible.")]
        if problem.unit.valid_until is not None:
            errors["unit"] = [_("The unit no longer exists. Void the entry and register it for the successor.")]
        if errors:
            raise Invalid(errors=errors)
        day = today()
        problem.assigned_on, problem.approved_on = day, deadline
        problem.responsible, problem.handler, problem.pace = responsible.strip(), handler.strip(), pace
        now.save("assigned_on", "approved_on", "responsible", "handler", "pace")
        now.handled_as(Handling.Capacity.ASSIGNED)
        stop_clocks(problem.pk, ClockKind.ASSIGN, on=day)
        plan_due = min(calendar.add(day, 10), deadline)
        shared: dict[str, Any] = {"subject_id": problem.pk, "holder": Clock.Holder.UNIT, "office_id": problem.office_id}
        start_clocks(
            [
                NewClock(kind=ClockKind.PLAN, unit_id=problem.unit_id, started_on=day, due_on=plan_due, **shared),
                NewClock(
                    kind=ClockKind.RECTIFICATION, unit_id=problem.unit_id, started_on=day, due_on=deadline, **shared
                ),
            ],
            calendar=calendar,
        )
        return problem


@repeatable(Problem)
def void_problem(
    *, problem_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Problem:
    """Take an entry out of the count for a reason; its number stays and is never given again.

    One that closes only with the superior's consent is voided by the superior office and by nobody else.

    Raises: NotFound, NotAllowed, Stale, WrongState, Invalid without a reason.

    Source: B1, C3.
    """
    with acting_on(
        problem_id,
        "problem.void",
        actor=actor,
        may=policies.requires("problem.void"),
        reason=reason,
        expected_version=expected_version,
        key=key,
    ) as now:
        now.move("void")
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the entry is voided; the reason stays with its number.")]})
        now.problem.voided_on, now.problem.void_reason = today(), reason.strip()
        now.problem.identity = None  # the matter can be registered afresh
        now.save("voided_on", "void_reason", "identity")
        _let_go_merged(now.problem)
        withdraw_extension(now.problem, today())
        stop_clocks(now.problem.pk, on=today(), outcome=Clock.Outcome.CANCELLED)
        stop_side_clocks(now.problem)
        return now.problem


def _let_go_merged(problem: Problem) -> None:
    """What was merged into a voided entry stands for its matter no longer either."""
    gone = [problem.pk]
    while gone:
        merged = Problem.objects.select_for_update(no_key=True, of=("self",)).filter(merged_into__in=gone)
        rows = list(merged.order_by("pk"))
        for one in rows:
            if one.identity is not None:
                one.identity, one.version = None, one.version + 1
                one.save(update_fields=["identity", "version"])
        gone = [one.pk for one in rows]
