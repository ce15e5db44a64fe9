"""What the gate answers from, read as of a day by effective dates, as plain data. Source: D4, E4, decided.md.

Nothing here decides: ``judge`` does. A constant number of queries, however many entries.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from approvals.gate.judge import FORM
from approvals.models import (
    ApplicationKind,
    AuthorityWithdrawal,
    Effect,
    ExceptedEntry,
    GateClause,
    GateException,
    GateRule,
    Scope,
    Standing,
    Suspension,
    UnitMark,
    Whose,
)
from approvals.models.gate import Ground
from approvals.models.gate import Outcome as GateOutcome
from approvals.reference import STANDARD
from deadlines.calendar import load_calendar
from organizations.clock import today
from organizations.models import Office, Unit
from organizations.scope import units_below
from problems.models import (
    AbsorptionStep,
    Closing,
    Extension,
    NatureClaim,
    Pause,
    Problem,
    ProgressReport,
    RectificationPlan,
)
from problems.models.entries import Nature
from problems.states import COUNTED, State
from verification.models import CloseOut, LaterLookBack, Outcome, SignOff, Step

YEAR = timedelta(days=365)
NO_LIMITS: dict[str, Any] = {
    **{name: [] for name in ("types", "tags", "standings", "states", "effects", "kinds")},
    **dict.fromkeys(("relapses", "extensions", "overdue_days", "refusals")),
    "whose": Whose.OWN.value,
    "lifts_zh": "",
    "lifts_en": "",
}


def rule_on(office: Office, on: date) -> GateRule:
    """The rules that hold in an office on a day: its own, else those of the nearest superior, else the standard ones.

    Raises: GateRule.DoesNotExist before ``manage.py reference_data`` was run.
    """
    chain: list[int] = []
    above: Office | None = office
    while above is not None and above.pk not in chain:
        chain.append(above.pk)
        above = above.superior
    in_force = GateRule.objects.filter(valid_from__lte=on).order_by("-valid_from", "-pk")
    found = {
        rule.office_id: rule for rule in reversed(in_force.filter(Q(office_id__in=chain) | Q(office=None)))
    }  # the newest of each office is written last and stays
    for office_id in [*chain, None]:
        if office_id in found:
            return found[office_id]
    # Before the first standard rules there were none; asked for such a day, the first ones answer.
    oldest = GateRule.objects.filter(valid_from__isnull=False, office=None).order_by("valid_from", "pk").first()
    if oldest is None:
        raise GateRule.DoesNotExist("Run `manage.py reference_data`: there are no rules of the gate.")
    return oldest


def clauses_of(rule: GateRule) -> list[dict[str, Any]]:
    """The clauses of a version in their order, as data."""
    names = (
        *("position", "ground", "types", "tags", "standings", "states", "whose", "effects", "kinds"),
        *("relapses", "extensions", "overdue_days", "refusals", "outcome"),
        *("text_zh", "text_en", "lifts_zh", "lifts_en"),
    )
    return list(GateClause.objects.filter(rule=rule, dropped_on=None).order_by("position", "pk").values(*names))


def clauses_in_force(rule: GateRule) -> list[dict[str, Any]]:
    """The clauses by which the gate answers: those of the version, and the standard ones on suspension and on authority
    taken up where the version has none for all applications: no office writes itself free of these. D4, D10."""
    written = clauses_of(rule)
    place = max((one["position"] for one in written), default=0)
    for ground in (Ground.SUSPENSION, Ground.WITHDRAWAL):
        if any(one["ground"] == ground and _holds_for_all(one) for one in written):
            continue
        place += 1
        standard = next(one for one in STANDARD if one.get("ground") == ground)
        written.append(
            {**NO_LIMITS, **standard, "ground": ground.value, "outcome": str(standard["outcome"]), "position": place}
        )
    return written


def _holds_for_all(clause: dict[str, Any]) -> bool:
    return clause["outcome"] != GateOutcome.ADMITTED and not clause["kinds"] and not clause["effects"]


def watched_units(unit: Unit, clauses: Sequence[dict[str, Any]]) -> list[int]:
    """Units whose entries can matter: the unit, and its subordinates where a clause looks at them. In key order."""
    beyond = any(one["ground"] == Ground.ENTRY and one["whose"] != Whose.OWN for one in clauses)
    return sorted(units_below([unit.pk])) if beyond else [unit.pk]


def effect_of(kind: ApplicationKind, items: Iterable[dict[str, Any]]) -> str:
    """An application that asks for more anywhere is an addition, whatever its kind. Source: D4."""
    return Effect.ADDITION.value if any(one.get("amount", 0) > 0 for one in items) else str(kind.effect)


def marks_of(unit_ids: Iterable[int]) -> dict[str, int]:
    """How often something that concerns the gate changed at each unit; 0 where nothing ever did."""
    ids = list(unit_ids)
    known = dict(UnitMark.objects.filter(unit_id__in=ids).values_list("unit_id", "count"))
    return {str(one): known.get(one, 0) for one in ids}


def gather(
    unit: Unit,
    kind: ApplicationKind,
    *,
    items: Sequence[dict[str, Any]],
    on: date,
    cures: Sequence[int] = (),
    irregular: str = "",
    rule: GateRule,
    clauses: list[dict[str, Any]],
    unit_ids: Sequence[int],
    handled_by: Office | None = None,
) -> dict[str, Any]:
    """Everything the answer depends on.

    Args:
        unit: With its office joined.
        items: ``{"what", "post_kind", "level", "amount"}`` of each item.
        on: The day asked about.
        cures: Entries that the application itself cures.
        irregular: Why the motion is irregular; empty when it is not.
        rule, clauses: Those of the day, or others to be tried (the impact page).
        unit_ids: Units looked at, of ``watched_units``.
        handled_by: Whose taking up of authority is no obstacle, because it handles the application.

    Returns: The inputs for ``judge``.
    """
    return {
        "form": FORM,
        "unit": {"id": unit.pk, "code": unit.code, "name": unit.name},
        "office": {"code": unit.office.code, "name": unit.office.name},
        "kind": {"code": kind.code, "zh": kind.name_zh, "en": kind.name_en},
        "effect": effect_of(kind, items),
        "items": [dict(one) for one in items],
        "on": on.isoformat(),
        "cures": sorted(cures),
        "irregular": irregular,
        "entries": entries_on(unit, unit_ids, on),
        "suspensions": _controls(Suspension, unit, on),
        "withdrawals": _controls(AuthorityWithdrawal, unit, on, handled_by),
        "record": record_on(unit, on),
        "exceptions": _exceptions(unit, kind.code, on),
        "rule": {"label": rule.label, "office": rule.office.code if rule.office else "", "clauses": clauses},
    }


def entries_on(unit: Unit, unit_ids: Sequence[int], on: date) -> list[dict[str, Any]]:
    """Entries of these units that were open at the end of a day, with state and nature as they stood."""
    closed = Closing.objects.filter(problem=OuterRef("pk"), closed_on__lte=on).exclude(ended_on__lte=on)
    rows = (
        Problem.objects.filter(unit_id__in=unit_ids, registered_on__lte=on)
        .filter(
            Q(state__in=COUNTED) | Q(state=State.VOIDED, voided_on__gt=on) | Q(state=State.MERGED, merged_on__gt=on)
        )
        .exclude(Exists(closed))
        .select_related("violation_type", "unit")
        .order_by("registered_on", "pk")
    )
    problems = list(rows)
    states, natures, deadlines = _states_on(problems, on), _natures_on(problems, on), _deadlines_on(problems, on)
    behind = _behind_plan(problems, natures, deadlines, on)
    return [
        {
            "id": one.pk,
            "number": one.number,
            "type": one.violation_type.code,
            "type_zh": one.violation_type.name_zh,
            "type_en": one.violation_type.name_en,
            "tags": one.violation_type.tags.split(),
            "standing": _standing(natures[one.pk], behind=one.pk in behind),
            "state": states[one.pk],
            "unit": one.unit.name,
            "own": one.unit_id == unit.pk,
            "registered_on": one.registered_on.isoformat(),  # type: ignore[union-attr]
            "deadline_on": day.isoformat() if (day := deadlines[one.pk]) else None,
        }
        for one in problems
    ]


def _standing(nature: tuple[str, bool], *, behind: bool) -> str:
    """The nature of an entry as the gate sees it. A policy-caused one counts as such only once it is confirmed."""
    said, confirmed = nature
    if said != Nature.POLICY:
        return Standing.VIOLATION.value
    if not confirmed:
        return Standing.UNCONFIRMED.value
    return Standing.BEHIND_PLAN.value if behind else Standing.ON_PLAN.value


def _natures_on(problems: Sequence[Problem], on: date) -> dict[int, tuple[str, bool]]:
    """Nature and whether it was confirmed at the end of a day: today's as stored, earlier ones from what was claimed
    and decided by then. Before its first claim an entry stood as it was registered or taken over."""
    found = {one.pk: (str(one.nature), bool(one.nature_confirmed)) for one in problems}
    if on >= today() or not found:
        return found
    later: set[int] = set()  # with claims, none of them made by that day
    said: set[int] = set()
    for claim in NatureClaim.objects.filter(problem_id__in=found).order_by("asked_on", "pk"):
        if claim.asked_on > on:
            later |= {claim.problem_id} - said
            continue
        said.add(claim.problem_id)
        if claim.decided_on is None or claim.decided_on > on:
            found[claim.problem_id] = (Nature.POLICY.value, False)
        elif claim.status == NatureClaim.Status.CONFIRMED:
            found[claim.problem_id] = (Nature.POLICY.value, True)
        else:
            found[claim.problem_id] = (Nature.VIOLATION.value, True)
    if later:
        first = Problem.history.filter(id__in=later).exclude(registered_on=None).order_by("id", "history_id")
        for pk, nature, confirmed in first.distinct("id").values_list("id", "nature", "nature_confirmed"):
            found[pk] = (nature, confirmed)
    return found


def _deadlines_on(problems: Sequence[Problem], on: date) -> dict[int, date | None]:
    """Deadlines as they had been decided by the end of a day: the one of the assignment, then what extensions, ended
    pauses and relapses made of it."""
    found = {one.pk: one.deadline_on for one in problems}
    if on >= today() or not found:
        return found
    moved: dict[int, list[tuple[date, date]]] = {}
    rows: Any
    granted = Extension.objects.filter(problem_id__in=found, status=Extension.Status.GRANTED)
    ended = Pause.objects.filter(problem_id__in=found, resumed_on__isnull=False)
    relapsed = LaterLookBack.objects.filter(problem_id__in=found, outcome=Outcome.FAILED, deadline__isnull=False)
    for rows in (
        granted.order_by("pk").values_list("problem_id", "decided_on", "granted_on"),
        ended.order_by("pk").values_list("problem_id", "resumed_on", "deadline_after"),
        relapsed.order_by("pk").values_list("problem_id", "held_on", "deadline"),
    ):
        for pk, day, deadline in rows:
            moved.setdefault(pk, []).append((day, deadline))
    for one in problems:
        then = sorted((day, deadline) for day, deadline in moved.get(one.pk, ()) if day <= on)
        if one.assigned_on is None or one.assigned_on > on:
            found[one.pk] = None
        elif then:
            found[one.pk] = then[-1][1]
        elif moved.get(one.pk):
            found[one.pk] = one.approved_on
    return found


def _behind_plan(
    problems: Sequence[Problem], natures: dict[int, tuple[str, bool]], deadlines: dict[int, date | None], on: date
) -> set[int]:
    """Policy-caused entries that are behind their absorption plan on a day: more remains than its curve allows; one
    without a curve is behind once its deadline has passed."""
    policy = {one.pk: one for one in problems if natures[one.pk] == (Nature.POLICY, True)}
    if not policy:
        return set()
    steps: dict[int, list[AbsorptionStep]] = {}
    rows = AbsorptionStep.objects.filter(
        plan__problem_id__in=policy, plan__status=RectificationPlan.Status.APPROVED, plan__decided_on__lte=on
    )
    latest: dict[int, int] = {}
    for step in rows.select_related("plan").order_by("-plan__attempt", "due_on", "pk"):
        if latest.setdefault(step.plan.problem_id, step.plan_id) == step.plan_id:
            steps.setdefault(step.plan.problem_id, []).append(step)
    done: dict[int, int] = {}
    if on < today():
        reports = ProgressReport.objects.filter(problem_id__in=policy, returned_on=None, done__isnull=False)
        for report in reports.order_by("reported_on", "pk"):
            if report.reported_on <= on:
                done[report.problem_id] = report.done or 0
            else:
                done.setdefault(report.problem_id, report.done_before or 0)
    behind = set()
    for pk, one in policy.items():
        due = [step.remaining_at_most for step in steps.get(pk, ()) if step.due_on <= on]
        if pk not in steps or one.found is None:
            deadline = deadlines[pk]
            if deadline and deadline < on:
                behind.add(pk)
        elif due and one.found - done.get(pk, one.done) > due[-1]:
            behind.add(pk)
    return behind


def _states_on(problems: Sequence[Problem], on: date) -> dict[int, str]:
    """States at the end of a day: today's as stored, earlier ones from the dates of the acts."""
    if on >= today():
        return {one.pk: str(one.state) for one in problems}
    ids = [one.pk for one in problems]
    verifying: dict[int, str] = {}
    running = CloseOut.objects.filter(problem_id__in=ids, applied_on__lte=on).exclude(ended_on__lte=on)
    signed = set(
        SignOff.objects.filter(close_out__in=running, signed_on__lte=on, withdrawn=False).values_list(
            "close_out_id", flat=True
        )
    )
    for attempt in running:
        verifying[attempt.problem_id] = State.AWAITING_CONSENT if attempt.pk in signed else State.VERIFYING
    planned: dict[int, str] = {}
    plans = RectificationPlan.objects.filter(problem_id__in=ids, submitted_on__lte=on).order_by("pk")
    for plan in plans:
        decided = plan.decided_on is not None and plan.decided_on <= on
        approved = decided and plan.status == RectificationPlan.Status.APPROVED
        planned[plan.problem_id] = State.RECTIFYING if approved else State.ASSIGNED if decided else State.PLAN_SUBMITTED
    found: dict[int, str] = {}
    for one in problems:
        state: str = State.ASSIGNED
        if one.assigned_on is None or one.assigned_on > on:
            state = State.REGISTERED
        elif one.pk in verifying:
            state = verifying[one.pk]
        elif one.pk in planned:
            state = planned[one.pk]
        elif one.take_over_id and one.state != State.ASSIGNED:
            state = State.RECTIFYING  # taken over as it stood, without a plan of its own
        found[one.pk] = str(state)
    return found


def handling_office(unit: Unit, kind_code: str, on: date) -> Office:
    """The office that takes an application of this kind: the unit's own, or the superior that has taken up its
    authority for the unit, its system or the whole office. Source: D10."""
    for one in _in_force(AuthorityWithdrawal, unit, on):
        if not one.kinds or kind_code in one.kinds:
            return one.superior
    return unit.office


def withdrawals_on(unit: Unit, on: date) -> list[AuthorityWithdrawal]:
    """Decisions by which a superior office holds authority over this unit on a day."""
    return _in_force(AuthorityWithdrawal, unit, on)


def _in_force(model: type[Suspension] | type[AuthorityWithdrawal], unit: Unit, on: date) -> list[Any]:
    """Decisions in force on a day that reach this unit: its own, its system's, its office's."""
    above = [unit.pk]
    parent = unit.competent_department
    while parent is not None and parent.pk not in above:
        above.append(parent.pk)
        parent = parent.competent_department
    rows: Any = (
        model.objects.filter(since__lte=on)
        .filter(
            Q(scope=Scope.UNIT, unit_id=unit.pk)
            | Q(scope=Scope.SYSTEM, unit_id__in=above)
            | Q(scope=Scope.OFFICE, office_id=unit.office_id)
        )
        .exclude(until__lt=on)
        .exclude(ended_on__lte=on)
        .order_by("since", "pk")
    )
    if model is AuthorityWithdrawal:
        rows = rows.select_related("superior__superior")
    return list(rows)


def _controls(
    model: type[Suspension] | type[AuthorityWithdrawal], unit: Unit, on: date, handled_by: Office | None = None
) -> list[dict[str, Any]]:
    """The decisions in force as data. Authority taken up by the office that handles the matter, or by one below it that
    routed the matter up, is no obstacle."""
    return [
        {
            "id": one.pk,
            "scope": one.scope,
            "kinds": one.kinds,
            "since": one.since.isoformat(),
            "until": one.until.isoformat() if one.until else None,
            "reason": one.reason,
            "decided_by": one.decided_by,
            "document": one.document,
            "superior": one.superior.name if model is AuthorityWithdrawal else "",
        }
        for one in _in_force(model, unit, on)
        if model is Suspension or handled_by is None or not _reaches(one.superior, handled_by)
    ]


def _reaches(office: Office, handled_by: Office) -> bool:
    """Whether ``handled_by`` is ``office`` or above it."""
    above: Office | None = office
    seen: set[int] = set()
    while above is not None and above.pk not in seen:
        if above.pk == handled_by.pk:
            return True
        seen.add(above.pk)
        above = above.superior
    return False


def record_on(unit: Unit, on: date) -> dict[str, int]:
    """The unit's record over the year before a day: relapses, extensions, overdue working days of entries open on it,
    close-outs refused. Source: E4. Our choice: 365 days."""
    own = Q(problem__unit_id=unit.pk)
    relapses = LaterLookBack.objects.filter(own, outcome=Outcome.FAILED, held_on__lte=on, held_on__gt=on - YEAR).count()
    refusals = CloseOut.objects.filter(own, step=Step.KEPT_OPEN, ended_on__lte=on, ended_on__gt=on - YEAR).count()
    extensions = Extension.objects.filter(
        own, status=Extension.Status.GRANTED, decided_on__lte=on, decided_on__gt=on - YEAR
    ).count()
    closed = Closing.objects.filter(problem=OuterRef("pk"), closed_on__lte=on).exclude(ended_on__lte=on)
    late = Problem.objects.filter(unit_id=unit.pk, state__in=COUNTED, registered_on__lte=on, assigned_on__lte=on)
    calendar = load_calendar()
    running = list(late.exclude(Exists(closed)).only("approved_on", "extended_on", "assigned_on"))
    overdue = sum(max(calendar.between(day, on), 0) for day in _deadlines_on(running, on).values() if day)
    return {"relapses": relapses, "extensions": extensions, "overdue_days": overdue, "refusals": refusals}


def _exceptions(unit: Unit, kind: str, on: date) -> list[dict[str, Any]]:
    """Collective decisions in force on a day for this unit and kind, with the entries they set aside."""
    rows = (
        GateException.objects.filter(unit=unit, held_on__lte=on, expires_on__gte=on, kinds__contains=[kind])
        .exclude(ended_on__lte=on)
        .order_by("pk")
    )
    entries: dict[int, list[int]] = {}
    for exception, problem in (
        ExceptedEntry.objects.filter(exception__in=rows)
        .order_by("problem_id")
        .values_list("exception_id", "problem_id")
    ):
        entries.setdefault(exception, []).append(problem)
    return [
        {
            "id": one.pk,
            "meeting": one.meeting,
            "held_on": one.held_on.isoformat(),
            "expires_on": one.expires_on.isoformat(),
            "entries": entries.get(one.pk, []),
            "record": one.record,
        }
        for one in rows
    ]
