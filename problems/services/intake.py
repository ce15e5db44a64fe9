"""Registering, assigning and voiding entries. Source: B1–B4, B6."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from audit.sets import create_with_history
from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Office, Unit
from organizations.scope import acting, visible_offices
from problems import policies
from problems.acting import acting_on, answered_before, give_receipt
from problems.models import Cause, Handling, Problem, Source, ViolationType
from problems.models.entries import FinderLevel, Nature
from problems.models.words import ConsentRule, FigureKind
from problems.services.dates import LAST_YEAR, cap_of, day_errors, required_by
from problems.services.extensions import withdraw_extension
from problems.services.numbers import number_text, take_numbers
from problems.spreadsheets.values import row_identity
from problems.states import State


@dataclass(frozen=True)
class NewEntry:
    """What a clerk knows when a problem is found. Ids are of visible, usable rows; dates are plain days."""

    unit_id: int
    violation_type_id: int
    source_id: int
    facts: str
    found_on: date
    nature: str = Nature.VIOLATION
    finder_level: str = FinderLevel.OWN
    cause_id: int | None = None
    sub_source: str = ""
    source_document: str = ""
    quota: int | None = None
    actual: int | None = None
    found: int | None = None
    required_on: date | None = None
    required_by: str = ""
    affected_office_id: int | None = None
    remark: str = ""


def register_problem(*, office_id: int, entry: NewEntry, actor: Account, key: str = "") -> Problem:
    """Put a found problem into the ledger: it gets its number, its trail and the clock of its assignment.

    Args:
        office_id: The office whose ledger it is.
        entry: What was found.
        actor: A clerk or section chief of that office.
        key: Of the form, so that a double click registers once; empty for callers without a form.

    Returns: The registered entry; the first one again when the form is sent twice.

    Raises:
        NotFound: The office or unit is not this person's to know.
        NotAllowed: Not their act.
        Invalid: A rule on the fields is broken; all broken ones are named together.

    Source: B1–B4.
    """
    with recording_refusals("problem.register", account=actor, object_kind="office", object_id=office_id):
        return _register(office_id, entry, actor, key)


def _register(office_id: int, entry: NewEntry, actor: Account, key: str) -> Problem:
    standing = acting(actor)
    if not visible_offices(standing.account).filter(pk=office_id).exists():
        raise NotFound
    if not policies.may_in_office(standing, "problem.register", office_id):
        raise policies.refusal("problem.register")
    known = answered_before(actor, key, "problem.register", f"office:{office_id}")
    if known is not None:
        return Problem.objects.get(pk=known)
    try:
        with act("problem.register", actor=standing.facts(office_id=office_id)):
            unit = (
                Unit.objects.select_for_update(no_key=True, of=("self",))
                .select_related("office")
                .filter(pk=entry.unit_id, office_id=office_id)
                .first()
            )
            office = Office.objects.get(pk=office_id)
            problem = _checked(office, unit, entry)
            problem.registered_by_id = standing.person_id
            problem.registered_on = today()
            problem.state = State.REGISTERED
            number_and_store(office, problem.registered_on.year, [problem])
            Handling(problem=problem, person_id=standing.person_id, capacity=Handling.Capacity.REGISTERED).save()
            start_clocks(
                [
                    NewClock(
                        subject_id=problem.pk,
                        kind=ClockKind.ASSIGN,
                        holder=Clock.Holder.OFFICE,
                        office_id=office.pk,
                        unit_id=problem.unit_id,
                        started_on=problem.registered_on,
                    )
                ]
            )
            give_receipt(actor, key, "problem.register", problem.pk, f"office:{office_id}")
    except IntegrityError:
        known = answered_before(actor, key, "problem.register", f"office:{office_id}")
        if known is None:
            raise
        return Problem.objects.get(pk=known)
    return problem


def number_and_store(office: Office, year: int, problems: list[Problem]) -> None:
    """Give the entries their numbers and write them, set-based, inside the open act (import and single register)."""
    for problem, serial in zip(problems, take_numbers(office, year, len(problems)), strict=True):
        problem.year, problem.serial = year, serial
        problem.number = number_text(office, year, serial)
    create_with_history(Problem, problems)


def consent_rule_for(source: Source, violation_type: ViolationType, finder_level: str) -> str:
    """Why the close-out will need the superior's consent, or ``""``. Source: C3 (three classes, as data)."""
    if violation_type.consent_rule:
        return violation_type.consent_rule
    found_above = finder_level == FinderLevel.SUPERIOR and source.consent_when_found_above
    return ConsentRule.FOUND_ABOVE if found_above or source.found_above else ConsentRule.NONE


def _checked(office: Office, unit: Unit | None, entry: NewEntry) -> Problem:
    """The entry as a row, all rules on its fields asked; raises Invalid naming every broken one."""
    errors: dict[str, list] = {}

    def wrong(field: str, sentence: object) -> None:
        errors.setdefault(field, []).append(sentence)

    kind = ViolationType.objects.filter(pk=entry.violation_type_id, in_use=True).first()
    source = Source.objects.filter(pk=entry.source_id, in_use=True).first()
    cause = Cause.objects.filter(pk=entry.cause_id, in_use=True).first() if entry.cause_id else None
    if unit is None:
        wrong("unit", _("This unit is not in your office's list. Choose one from the list."))
    elif unit.valid_until is not None:
        wrong("unit", _("This unit no longer exists. Choose the unit that took over its duties."))
    elif not unit.in_scope:
        wrong("unit", _("Units of the production-and-operation class are outside the ledger."))
    if kind is None:
        wrong("violation_type", _("Choose a violation type from the list."))
    if source is None:
        wrong("source", _("Choose a source from the list."))
    if entry.cause_id and cause is None:
        wrong("cause", _("Choose a cause from the list, or leave it open."))
    if not entry.facts.strip():
        wrong("facts", _("Say in a sentence what was found."))
    if entry.found_on > today():
        wrong("found_on", _("The day of finding lies in the future. Enter today or an earlier day."))
    if entry.found_on.year < 1949:
        wrong("found_on", _("The year of finding is not plausible."))
    if entry.required_on and entry.required_on.year > LAST_YEAR:
        wrong("required_on", _("The year of the required date is not plausible."))
    if entry.required_on and entry.required_on < entry.found_on:
        wrong("required_on", _("The required date lies before the day of finding."))
    if entry.nature not in Nature.values:
        wrong("nature", _("Choose policy-caused or violation."))
    elif entry.nature == Nature.POLICY and kind and not kind.may_be_policy_caused:
        wrong("nature", _("Only over quota and leaders over quota can be policy-caused; choose violation."))
    if entry.finder_level not in FinderLevel.values:
        wrong("finder_level", _("Choose who found it."))
    found = entry.found
    if kind and kind.figures in {FigureKind.STAFF, FigureKind.LEADERS}:
        if entry.quota is None or entry.actual is None:
            wrong("quota", _("This type needs the quota and the actual number."))
        elif entry.actual <= entry.quota:
            wrong("actual", _("The actual number is not above the quota, so nothing is over."))
        else:
            found = entry.actual - entry.quota
            if entry.found is not None and entry.found != found:
                wrong("found", _("The excess must be the actual number minus the quota."))
    elif kind and kind.figures and found is None:
        wrong("found", _("This type needs the number of people, posts or bodies concerned."))
    affected = None
    if kind and kind.consent_rule == ConsentRule.LINE_INTERFERENCE:
        affected = Office.objects.filter(pk=entry.affected_office_id or 0, superior=office).first()
        if affected is None and Office.objects.filter(superior=office).exists():
            wrong("affected_office", _("Name the lower office that was interfered with."))
    if errors:
        raise Invalid(errors=errors)
    assert unit and kind and source  # noqa: S101 - an error was raised above otherwise
    identity = row_identity(office.code, unit.code, kind.code, entry.facts, entry.found_on)
    known = Problem.objects.filter(identity=identity).values_list("number", flat=True).first()
    if known:
        raise Invalid(
            errors={"facts": [_("This matter of the unit is already in the ledger as %(number)s.") % {"number": known}]}
        )
    policy = entry.nature == Nature.POLICY
    return Problem(
        office=office,
        unit=unit,
        violation_type=kind,
        source=source,
        sub_source=entry.sub_source.strip(),
        source_document=entry.source_document.strip(),
        finder_level=FinderLevel.SUPERIOR if source.found_above else entry.finder_level,
        nature=entry.nature,
        nature_confirmed=not policy,
        cause=cause,
        facts=entry.facts.strip(),
        quota=entry.quota,
        actual=entry.actual,
        found=found,
        found_on=entry.found_on,
        required_on=entry.required_on,
        required_by=entry.required_by.strip() if entry.required_on else "",
        affected_office=affected,
        consent_rule=consent_rule_for(source, kind, entry.finder_level),
        remark=entry.remark.strip(),
        identity=identity,
    )


def assign_problem(
    *,
    problem_id: int,
    deadline: date,
    responsible: str,
    actor: Account,
    handler: str = "",
    pace: str = "in_stages",
    note: str = "",
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


def void_problem(*, problem_id: int, reason: str, actor: Account, expected_version: int | None = None) -> Problem:
    """Take an entry out of the count for a reason; its number stays and is never given again. Source: B1.

    Raises: NotFound, NotAllowed, Stale, WrongState, Invalid without a reason.
    """
    with acting_on(
        problem_id,
        "problem.void",
        actor=actor,
        may=policies.requires("problem.void"),
        reason=reason,
        expected_version=expected_version,
    ) as now:
        now.move("void")
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the entry is voided; the reason stays with its number.")]})
        now.problem.voided_on, now.problem.void_reason = today(), reason.strip()
        now.save("voided_on", "void_reason")
        withdraw_extension(now.problem, today())
        stop_clocks(now.problem.pk, on=today(), outcome=Clock.Outcome.CANCELLED)
        return now.problem
