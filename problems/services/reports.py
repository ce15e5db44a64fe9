"""Problems that a unit found itself: it reports, the office accepts, merges (``joining``) or refuses. Source: B15."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.refusals import recording_refusals
from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Unit
from organizations.scope import acting
from problems import policies
from problems.acting import acting_on, answered_before, give_receipt, repeatable
from problems.models import Handling, Problem, Source
from problems.models.entries import FinderLevel, Nature
from problems.services import drafts
from problems.services.duplicates import refuse_duplicates
from problems.services.entry_rules import NewEntry, checked_entry
from problems.services.intake import assign_clock
from problems.services.numbers import number_text, take_numbers
from problems.states import State

SELF_FOUND = "self_inspection"  # code of the source of what a unit found itself
# What the office may set when it accepts; unit, facts and the day of finding stay as reported.
ON_ACCEPTING = frozenset(
    {
        "violation_type_id",
        "quota",
        "actual",
        "found",
        "cause_id",
        "required_on",
        "required_by",
        "affected_office_id",
        "remark",
    }
)


@repeatable(Problem)
def report_problem(
    *,
    unit_id: int,
    entry: NewEntry,
    actor: Account,
    key: str = "",
    anyway: bool = True,
    draft_id: int | None = None,
) -> Problem:
    """Report a problem that the unit found itself; it has no number before the office accepts it.

    The day of reporting is fixed here and never changes: it counts for candour. Nobody but the unit and its office
    sees the report before it is accepted.

    Args:
        unit_id: The unit of the actor.
        entry: What was found; source, finder and nature are set here, whatever it says.
        anyway: Whether the person has seen entries that may be the same matter.
        draft_id: The draft it was written in, which ends with it.

    Returns: The report; the first one again when the form is sent twice.

    Raises: NotFound, NotAllowed, PossibleDuplicates, Invalid.

    Source: B15.
    """
    name = "problem.report"
    with recording_refusals(name, account=actor, object_kind="unit", object_id=unit_id):
        standing = acting(actor)
        if unit_id not in standing.own_unit_ids:
            raise NotFound
        drafts.require_right(standing, name, 0, unit_id)
        known = answered_before(actor, key, name, f"unit:{unit_id}")
        if known is not None:
            return Problem.objects.get(pk=known)
        try:
            with act(name, actor=standing.facts(unit_ids=[unit_id])):
                rows = Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
                unit = rows.get(pk=unit_id)
                known = answered_before(actor, key, name, f"unit:{unit_id}")  # of the first sending, until now at work
                if known is not None:
                    return Problem.objects.get(pk=known)
                problem = checked_report(unit, entry)
                if not anyway:
                    refuse_duplicates(standing.account, problem)
                enter_report(problem, person_id=standing.person_id)
                if draft_id is not None:
                    drafts.use_draft(draft_id, problem, standing)
                give_receipt(actor, key, name, problem.pk, f"unit:{unit_id}")
        except IntegrityError:
            known = answered_before(actor, key, name, f"unit:{unit_id}")
            if known is None:
                raise
            return Problem.objects.get(pk=known)
        return problem


def checked_report(unit: Unit, entry: NewEntry) -> Problem:
    """The report as an unsaved row: source, finder and nature are those of what a unit found itself.

    Raises: Invalid naming every broken rule.
    """
    source = Source.objects.get(code=SELF_FOUND)
    own = replace(
        entry,
        unit_id=unit.pk,
        source_id=source.pk,
        finder_level=FinderLevel.UNIT,
        nature=Nature.VIOLATION,
        required_on=None,
        required_by="",
        cause_id=None,
    )
    problem = checked_entry(unit.office, unit, own, by_unit=True)
    problem.state, problem.identity = State.REPORTED, None  # known to imports once it is in the ledger
    problem.reported_by_unit, problem.reported_on = True, today()
    return problem


def enter_report(report: Problem, *, person_id: int) -> Problem:
    """Keep a checked report within the caller's act: who reported it, and the office's clock to answer it.

    The caller has asked whether the person may report for the unit: the unit's own form, or the head who files an
    application whose self-check found something.

    Source: B15, D2.
    """
    report.reported_by_id = person_id
    report.save()
    Handling(problem=report, person_id=person_id, capacity=Handling.Capacity.REPORTED).save()
    start_clocks(
        [
            NewClock(
                subject_id=report.pk,
                kind=ClockKind.REPORT,
                holder=Clock.Holder.OFFICE,
                office_id=report.office_id,
                unit_id=report.unit_id,
                started_on=today(),
            )
        ]
    )
    return report


@repeatable(Problem)
def accept_report(
    *,
    problem_id: int,
    actor: Account,
    changes: Mapping[str, Any] | None = None,
    note: str = "",
    key: str = "",
    anyway: bool = True,
    expected_version: int | None = None,
) -> Problem:
    """Take a unit's report into the ledger: it gets its number and is registered today; the day of reporting stays.

    Args:
        changes: What the office sees differently, by the names of ``ON_ACCEPTING``.
        note: Answer to the unit, kept in the trail.
        anyway: Whether the person has seen entries that may be the same matter; doors for people say False first.

    Raises: NotFound, NotAllowed, Stale, WrongState (see ``acting_on``), PossibleDuplicates, Invalid.

    Source: B5, B15.
    """
    name = "problem.accept_report"
    changes = dict(changes or {})
    if unknown := set(changes) - ON_ACCEPTING:
        raise TypeError(f"Accepting does not change {sorted(unknown)}.")
    with acting_on(problem_id, name, actor=actor, may=policies.requires(name), reason=note.strip(), key=key) as now:
        now.require_version(expected_version)
        problem, day = now.problem, today()
        now.move("register")
        as_reported = NewEntry(**{part.name: getattr(problem, part.name) for part in fields(NewEntry)})
        if "violation_type_id" in changes and changes["violation_type_id"] != as_reported.violation_type_id:
            as_reported = replace(as_reported, quota=None, actual=None, found=None)
        checked = checked_entry(problem.office, problem.unit, replace(as_reported, **changes))
        figures = ("violation_type", "quota", "actual", "found", "affected_office")
        taken = (*figures, "cause", "required_on", "required_by", "remark")
        for field in (*taken, "consent_rule", "identity"):
            setattr(problem, field, getattr(checked, field))
        if not anyway:
            refuse_duplicates(now.standing.account, problem)
        problem.registered_on, problem.registered_by_id = day, now.standing.person_id
        stop_clocks(problem.pk, ClockKind.REPORT, on=day)
        start_clocks([assign_clock(problem)])
        now.handled_as(Handling.Capacity.REGISTERED)
        problem.year = day.year
        (problem.serial,) = take_numbers(problem.office, day.year, 1)
        problem.number = number_text(problem.office, problem.year, problem.serial)
        now.save(*taken, "consent_rule", "identity", "registered_on", "registered_by", "year", "serial", "number")
        return problem


@repeatable(Problem)
def refuse_report(
    *, problem_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> Problem:
    """Answer a unit that its report is not taken into the ledger, and why; the report stays with the answer.

    Raises: NotFound, NotAllowed, Stale, WrongState, Invalid without a reason.

    Source: B15.
    """
    name = "problem.refuse_report"
    with acting_on(
        problem_id,
        name,
        actor=actor,
        may=policies.requires(name),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        now.move("refuse_report")
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the report is not accepted; the unit reads it.")]})
        now.problem.refused_on, now.problem.refused_because = today(), reason.strip()
        now.save("refused_on", "refused_because")
        stop_clocks(now.problem.pk, ClockKind.REPORT, on=today())
        return now.problem
