"""Listed supervision, urging, returned reports and incidents. Source: B7, B11."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from deadlines.clocks import NewClock, start_clocks, stop_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account, Appointment, in_force
from organizations.roles import Role
from problems import policies
from problems.acting import acting_on, ask_first, repeatable, require_state
from problems.models import Incident, ListedSupervision, Milestone, Problem, ProgressReport, Urging
from problems.services.curve_clocks import follow_curve
from problems.services.evidence import NewFile, add_evidence, keep_all


@repeatable(ListedSupervision)
def list_for_supervision(
    *,
    problem_id: int,
    reason: str,
    leader_id: int,
    actor: Account,
    level: str = ListedSupervision.Level.OFFICE,
    key: str = "",
    expected_version: int | None = None,
) -> ListedSupervision:
    """Put a major entry on the board under a leader in charge (挂牌督办).

    Args:
        leader_id: The person in charge, a leader of the entry's office today.
        level: Who lists it, one of ``ListedSupervision.Level``.

    Raises:
        WrongState: Not open, or listed already.
        Invalid: No reason, an unknown level, or a person who is no leader of the office.
        NotFound, NotAllowed, Stale: See ``acting_on``.

    Source: B11.
    """
    act = "problem.list_supervision"
    with acting_on(
        problem_id,
        act,
        actor=actor,
        may=policies.requires(act),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        problem = now.problem
        require_state("list_supervision", problem)
        if problem.listings.filter(ended_on=None).exists():
            raise WrongState(_("This entry is listed for supervision already."))
        errors = _leader_errors(leader_id, problem)
        if not reason.strip():
            errors["reason"] = [_("Say why the entry is listed.")]
        if level not in ListedSupervision.Level.values:
            errors["level"] = [_("Choose a level from the list.")]
        if errors:
            raise Invalid(errors=errors)
        listing = ListedSupervision(
            problem=problem,
            reason=reason.strip(),
            level=level,
            leader_id=leader_id,
            listed_on=today(),
            listed_by_id=now.standing.person_id,
        )
        listing.save()
        now.save()
        return now.made(listing)


@repeatable(ListedSupervision)
def delist_from_supervision(
    *, problem_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> ListedSupervision:
    """Take an entry off the board, once it is closed or by decision; closing alone does not do it.

    Raises: WrongState when it is not listed; Invalid without a reason; NotFound, NotAllowed, Stale.

    Source: B11.
    """
    act = "problem.delist_supervision"
    with acting_on(
        problem_id,
        act,
        actor=actor,
        may=policies.requires(act),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        require_state("delist_supervision", now.problem)
        listing = now.problem.listings.filter(ended_on=None).first()
        if listing is None:
            raise WrongState(_("This entry is not listed for supervision."))
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the entry is taken off the list.")]})
        listing.ended_on, listing.ended_by_id, listing.end_reason = today(), now.standing.person_id, reason.strip()
        listing.save()
        now.save()
        return now.made(listing)


@repeatable(ListedSupervision)
def change_leader_in_charge(
    *, problem_id: int, leader_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> ListedSupervision:
    """Put a listed entry under another leader; the listing goes on, the history keeps who was in charge before.

    Args:
        leader_id: The person in charge from now on, a leader of the entry's office today.

    Raises: WrongState when it is not listed; Invalid without a reason, for somebody who is no leader of the office, or
        for whoever is in charge already; NotFound, NotAllowed, Stale.

    Source: B11, A5.
    """
    act = "problem.change_leader"
    with acting_on(
        problem_id,
        act,
        actor=actor,
        may=policies.requires(act),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        require_state("change_leader", now.problem)
        listing = now.problem.listings.filter(ended_on=None).first()
        if listing is None:
            raise WrongState(_("This entry is not listed for supervision."))
        errors = _leader_errors(leader_id, now.problem)
        if listing.leader_id == leader_id:
            errors["leader"] = [_("This leader is in charge already. Choose another one.")]
        if not reason.strip():
            errors["reason"] = [_("Say why another leader takes charge.")]
        if errors:
            raise Invalid(errors=errors)
        listing.leader_id = leader_id
        listing.save(update_fields=["leader"])
        now.save()
        return now.made(listing)


def _leader_errors(leader_id: int, problem: Problem) -> dict[str, list[Any]]:
    leads = Appointment.objects.filter(
        in_force(today()), person_id=leader_id, office_id=problem.office_id, role=Role.OFFICE_LEADER
    )
    return {} if leads.exists() else {"leader": [_("Choose a leader of the office that keeps the entry.")]}


@repeatable(Urging)
def urge_unit(*, problem_id: int, text: str, actor: Account, key: str = "") -> Urging:
    """Press the unit to get on (催办): it stands on the unit's work until a plan or report answers it.

    Raises: WrongState when the entry is not with the unit; Invalid without text; NotFound, NotAllowed.

    Source: B7.
    """
    act = "problem.urge"
    with acting_on(problem_id, act, actor=actor, may=policies.requires(act), key=key) as now:
        problem, day = now.problem, today()
        require_state("urge", problem)
        if not text.strip():
            raise Invalid(errors={"text": [_("Say what the unit has to do.")]})
        urging = Urging(problem=problem, text=text.strip(), urged_on=day, urged_by_id=now.standing.person_id)
        urging.save()
        start_clocks([_clock(problem, ClockKind.URGED, Clock.Holder.UNIT, day, urging.pk)])
        return now.made(urging)


@repeatable(ProgressReport)
def return_progress(
    *, problem_id: int, report_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None
) -> ProgressReport:
    """Send a progress report back: what it claimed no longer counts, and the unit answers by a new report.

    The report stays as it was written. A milestone reached by it is ahead again; the figure done is what it was before,
    unless a later report that stands has said otherwise.

    Raises:
        NotFound: Also where the report is not one of this entry.
        WrongState: The entry is not being rectified, or the report is returned already.
        Invalid: No reason.
        NotAllowed, Stale: See ``acting_on``.

    Source: B7.
    """
    act = "problem.return_progress"
    with acting_on(
        problem_id,
        act,
        actor=actor,
        may=policies.requires(act),
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as now:
        problem, day = now.problem, today()
        require_state("return_progress", problem)
        report = problem.reports.select_related("milestone").filter(pk=report_id).first()
        if report is None:
            raise NotFound
        if report.returned_on is not None:
            raise WrongState(_("This report is returned already; the unit answers it by a new one."))
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say what the unit has to add or correct.")]})
        report.returned_on, report.returned_by_id, report.return_reason = day, now.standing.person_id, reason.strip()
        report.save()
        later = problem.reports.filter(pk__gt=report.pk, returned_on=None, done__isnull=False)
        # After a relapse the figure is the one that the look-back found, whatever was reported before.
        former = problem.relapsed_on is not None and report.reported_on < problem.relapsed_on
        if report.done is not None and not former and not later.exists():
            problem.done = report.done_before or 0
        now.save("done")
        if report.milestone is not None and not former:
            _open_again(problem, report.milestone, day)
        follow_curve(problem, day)
        running = Clock.objects.filter(
            subject_kind="problem", subject_id=problem.pk, kind=ClockKind.REPORT_AGAIN, stopped_on=None
        )
        if not running.exists():
            start_clocks([_clock(problem, ClockKind.REPORT_AGAIN, Clock.Holder.UNIT, day, None)])
        return now.made(report)


def _open_again(problem: Problem, milestone: Milestone, day: date) -> None:
    milestone.reached_on = None
    milestone.save()
    clock = _clock(
        problem, ClockKind.MILESTONE, Clock.Holder.UNIT, day, milestone.pk, milestone.due_on, milestone.title
    )
    start_clocks([clock])


@repeatable(Incident)
def report_incident(
    *,
    problem_id: int,
    happened_on: date,
    what: str,
    handling: str,
    actor: Account,
    files: Sequence[NewFile] = (),
    key: str = "",
) -> Incident:
    """Tell the office what happened among the people affected; it stands on the office's work at once.

    Args:
        happened_on: Today or earlier.
        what: What happened.
        handling: How the unit handles it.

    Raises: WrongState before assignment and after closing; Invalid; NotFound, NotAllowed.

    Source: B6 (stability risks).
    """
    act = "problem.report_incident"
    may = policies.requires(act)
    if files:
        ask_first(problem_id, act, actor=actor, may=may)
    kept = keep_all(files)
    with acting_on(problem_id, act, actor=actor, may=may, key=key) as now:
        problem, day = now.problem, today()
        require_state("report_incident", problem)
        errors: dict[str, list[Any]] = {}
        if happened_on > day:
            errors["happened_on"] = [_("This day lies in the future. Enter today or an earlier day.")]
        elif happened_on.year < 1949:
            errors["happened_on"] = [_("The year of this date is not plausible.")]
        if not what.strip():
            errors["what"] = [_("Say what happened.")]
        if not handling.strip():
            errors["handling"] = [_("Say how it is handled.")]
        if errors:
            raise Invalid(errors=errors)
        incident = Incident(
            problem=problem,
            happened_on=happened_on,
            what=what.strip(),
            handling=handling.strip(),
            reported_on=day,
            reported_by_id=now.standing.person_id,
        )
        incident.save()
        add_evidence(now, kept, incident=incident)
        start_clocks([_clock(problem, ClockKind.INCIDENT, Clock.Holder.OFFICE, day, incident.pk)])
        return now.made(incident)


@repeatable(Incident)
def note_incident(*, problem_id: int, incident_id: int, actor: Account, note: str = "", key: str = "") -> Incident:
    """Take note of an incident for the office, with what the unit is to do, if anything.

    Raises: NotFound, also for an incident of another entry; WrongState when it is noted already; NotAllowed.

    Source: B6.
    """
    act = "problem.note_incident"
    with acting_on(problem_id, act, actor=actor, may=policies.requires(act), reason=note.strip(), key=key) as now:
        require_state("note_incident", now.problem)
        incident = now.problem.incidents.filter(pk=incident_id).first()
        if incident is None:
            raise NotFound
        if incident.noted_on is not None:
            raise WrongState(_("The office has taken note of this incident already."))
        incident.noted_on, incident.noted_by_id, incident.note = today(), now.standing.person_id, note.strip()
        incident.save()
        stop_clocks(now.problem.pk, ClockKind.INCIDENT, on=today(), item_id=incident.pk)
        return now.made(incident)


def _clock(
    problem: Problem,
    kind: str,
    holder: str,
    day: date,
    item_id: int | None,
    due_on: date | None = None,
    detail: str = "",
) -> NewClock:
    return NewClock(
        subject_id=problem.pk,
        kind=kind,
        holder=holder,
        office_id=problem.office_id,
        unit_id=problem.unit_id,
        started_on=day,
        item_id=item_id,
        due_on=due_on,
        detail=detail,
    )
