"""Writing a run into the ledger: one transaction, all rows or none. Source: B13, decided.md (take-over, sets)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from audit.acts import act
from audit.sets import create_with_history
from deadlines.calendar import load_calendar
from deadlines.clocks import NewClock, start_clocks
from deadlines.models import Clock, ClockKind
from organizations.clock import today
from organizations.errors import DomainError, Invalid
from organizations.models import Account, Office, Unit
from organizations.scope import acting
from problems import policies
from problems.models import Handling, ImportRun, Measure, Problem, RectificationPlan, TakeOver
from problems.models.entries import Nature
from problems.services.closings import note_closings
from problems.services.dates import required_clock
from problems.services.entry_rules import consent_rule_for
from problems.services.importing import access, progress
from problems.services.importing.outcome import KNOWN, NEW, PreviewRow
from problems.services.importing.preview import entering_state, preview
from problems.services.importing.runs import refuse_open
from problems.services.importing.tables import table_of
from problems.services.intake import number_and_store
from problems.states import State

CHUNK = 1000  # rows held as objects at a time
MAX_TRIES = 5
# Acts on a run that are no work on its rows: a leader who did only these has not handled the entries.
NOT_HANDLING = ("import.order", "import.commit", "import.fail", "import.undo")
PLAN_STATUS = {
    State.ASSIGNED: RectificationPlan.Status.DRAFT,
    State.PLAN_SUBMITTED: RectificationPlan.Status.SUBMITTED,
    State.RECTIFYING: RectificationPlan.Status.APPROVED,
    State.CLOSED: RectificationPlan.Status.APPROVED,
}


def commit_import(*, run_id: int, actor: Account) -> ImportRun:
    """Write every new row of a run that was sent or ordered: entry, number, plan, handler and clocks.

    Everything is judged again inside the transaction, with imports of the same office one after the other, so rows
    that another import wrote meanwhile are known, and the same file twice adds nothing. A run that is already written
    is answered as it stands. A refusal leaves nothing of the run in the ledger and marks it failed with its sentence.

    Args:
        actor: Who sent or ordered it; the rights count now.

    Raises:
        Invalid: Faulty rows, or closed rows without an order.
        NotFound, NotAllowed, WrongState: See ``on_run``.
    """
    try:
        return _commit(run_id, actor)
    except DomainError as error:
        _fail(run_id, actor, error)
        raise
    finally:
        progress.forget(run_id)


def _commit(run_id: int, actor: Account) -> ImportRun:
    look = access.run_of(actor, run_id)
    if look.state == ImportRun.State.COMMITTED:
        return look
    table = table_of(look)  # the slow part needs no lock
    states = frozenset({ImportRun.State.COMMITTING, ImportRun.State.COMMITTED})
    order = _order_of(look)
    with access.on_run(
        run_id,
        "import.commit",
        actor=actor,
        may=access.ordering if order else access.preparing,
        states=states,
        reason=order.reason if order else "",
    ) as (run, _standing):
        if run.state == ImportRun.State.COMMITTED:
            return run
        office = Office.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.office_id)
        if run.sheet != table.sheet.name:
            table = table_of(run)
        seen = _last_change()
        found = preview(run, table)
        refuse_open(found)
        if found.needs_order and order is None:
            raise closed_rows_need_an_order(found.new_closed)
        rows = found.having(NEW)
        _lock_units(rows)
        if _changed(rows, seen):  # by hand while the sheet was judged; with the units locked nobody does any more
            found = preview(run, table)
            refuse_open(found)
            rows = found.having(NEW)
        if order is not None and (order.rows, order.rows_closed) != (len(rows), found.new_closed):
            order.rows, order.rows_closed = len(rows), found.new_closed
            order.save(update_fields=["rows", "rows_closed"])
        _write(run, office, order, rows)
        run.rows_done, run.rows_known = len(rows), found.counts[KNOWN]
        run.rows_total = run.rows_done + run.rows_known
        run.state, run.version, run.failure = ImportRun.State.COMMITTED, run.version + 1, ""
        run.save(update_fields=["state", "version", "rows_done", "rows_known", "rows_total", "failure"])
        return run


def closed_rows_need_an_order(count: int) -> DomainError:
    """The refusal of closed rows that no leader has ordered to be taken over: it names how many and who can."""
    error = policies.refusal("import.order")
    error.message = _(
        "%(count)s of the rows are closed already. They enter the ledger by a take-over only, which an office leader "
        "orders with a reason."
    )
    error.params = {"count": count}
    return error


def resume_account(run: ImportRun) -> Account | None:
    """The account that sent or ordered the run last, from its trail."""
    entry = _sent(run)
    return Account.objects.select_related("person").filter(pk=entry.act.actor_account_id).first() if entry else None


def stuck_runs() -> list[int]:
    """Runs that are to be written and that nobody is writing at this moment."""
    with transaction.atomic():
        waiting = ImportRun.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        return [run.pk for run in waiting.filter(state=ImportRun.State.COMMITTING).order_by("pk")]


def give_up(run_id: int, actor: Account) -> None:
    """Mark a run failed whose commit has ended several times without an answer."""
    _fail(
        run_id,
        actor,
        Invalid(
            _(
                "Writing this import was begun several times and never finished. "
                "Tell the administrator its number: %(run)s."
            ),
            run=run_id,
        ),
    )


def _sent(run: ImportRun) -> Any:
    """The history row with which the run was last handed on to be written."""
    entries = run.history.filter(state=ImportRun.State.COMMITTING).select_related("act")
    return entries.order_by("-history_id").first()


def _order_of(run: ImportRun) -> TakeOver | None:
    """The order under which the run is written now; an order that failed before does not count for a later sending."""
    entry = _sent(run)
    if entry is None or entry.act.name != "import.order":
        return None
    return TakeOver.objects.filter(run=run).first()


def _fail(run_id: int, actor: Account, error: DomainError) -> None:
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or run.state != ImportRun.State.COMMITTING:
        return
    with act("import.fail", actor=acting(actor).facts(office_id=run.office_id), reason=str(error)[:1000]):
        run = ImportRun.objects.select_for_update(no_key=True, of=("self",)).get(pk=run_id)
        if run.state == ImportRun.State.COMMITTING:
            run.state, run.failure, run.version = ImportRun.State.FAILED, str(error), run.version + 1
            run.save(update_fields=["state", "failure", "version"])


def _lock_units(rows: Sequence[PreviewRow]) -> None:
    """Units first, in the order of their keys (lock order of decided.md)."""
    wanted = sorted({row.unit.pk for row in rows if row.unit})
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))


def _last_change() -> int:
    """Key of the last change of any entry that is known by now."""
    return Problem.history.aggregate(last=Max("history_id"))["last"] or 0


def _changed(rows: Sequence[PreviewRow], since: int) -> bool:
    """Whether an entry of the units of these rows was written after ``since``."""
    units = {row.unit.pk for row in rows if row.unit}
    return Problem.history.filter(history_id__gt=since, unit_id__in=units).exists()


def _write(run: ImportRun, office: Office, order: TakeOver | None, rows: list[PreviewRow]) -> None:
    day, calendar = today(), load_calendar()
    preparer, handlers = run.prepared_by.person_id, handlers_of(run)
    progress.tell(run.pk, 0, len(rows))
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        problems = [_problem(row, office, order, preparer, day) for row in part]
        number_and_store(office, run.ledger_year if order else day.year, problems)
        _store_plans(part, problems)
        note_closings(problem for problem in problems if problem.closed_on)
        create_with_history(
            Handling,
            [
                Handling(problem=problem, person_id=person_id, capacity=Handling.Capacity.TOOK_OVER)
                for problem in problems
                for person_id in handlers
            ],
        )
        start_clocks((clock for problem in problems for clock in _clocks(problem, day)), calendar=calendar)
        rows[start : start + CHUNK] = [None] * len(part)  # type: ignore[list-item]  # written rows are let go
        progress.tell(run.pk, start + len(part), len(rows))


def handlers_of(run: ImportRun) -> list[int]:
    """Persons who prepared, mapped, excluded or sent the run, from its trail: none of them verifies its entries (C4).

    The leader who only ordered it is not among them.
    """
    worked = run.history.exclude(act__name__in=NOT_HANDLING).exclude(act__actor_person_id=None)
    return sorted({run.prepared_by.person_id, *worked.values_list("act__actor_person_id", flat=True)})


def _problem(row: PreviewRow, office: Office, order: TakeOver | None, preparer: int, day: date) -> Problem:
    """The entry that a new row becomes (decided.md, two times).

    Under an order its dates are those of the sheet; without one it is registered, and assigned, on the day of writing.
    """
    draft, state = row.draft, entering_state(row, ordered=order is not None)
    assert row.unit and row.violation_type and row.source and draft.found_on  # noqa: S101 - faulty rows never get here
    at_work = state != State.REGISTERED
    entered = draft.found_on if order else day
    return Problem(
        office=office,
        unit=row.unit,
        state=state,
        violation_type=row.violation_type,
        source=row.source,
        finder_level=row.finder_level,
        nature=row.nature,
        nature_confirmed=row.nature == Nature.VIOLATION or state == State.CLOSED,
        cause=row.cause,
        facts=draft.facts,
        quota=row.figures.quota,
        actual=row.figures.actual,
        found=row.figures.found,
        done=(row.figures.found or 0) if state == State.CLOSED else 0,
        found_on=draft.found_on,
        registered_on=entered,
        assigned_on=entered if at_work else None,
        approved_on=draft.approved_on if at_work else None,
        closed_on=draft.closed_on,
        sub_source=draft.sub_source,
        source_document=draft.source_document,
        required_on=draft.required_on,
        required_by=draft.required_by if draft.required_on else "",
        responsible=draft.responsible,
        handler=draft.handler,
        progress_note=draft.progress,
        remark=draft.remark,
        consent_rule=consent_rule_for(row.source, row.violation_type, row.finder_level),
        take_over=order,
        identity=row.identity,
        registered_by_id=preparer,
    )


def _store_plans(rows: Sequence[PreviewRow], problems: Sequence[Problem]) -> None:
    """The sheet's measures as the plan of each entry; where a plan has to stand it does so without measures too."""
    plans, measures = [], []
    for row, problem in zip(rows, problems, strict=True):
        status = PLAN_STATUS.get(State(problem.state))
        if status is None or (status == RectificationPlan.Status.DRAFT and not row.draft.measures):
            continue
        plan = RectificationPlan(problem=problem, status=status, head=row.draft.responsible, contact=row.draft.handler)
        plans.append(plan)
        if row.draft.measures:
            measures.append(Measure(plan=plan, position=1, text=row.draft.measures, responsible=row.draft.responsible))
    create_with_history(RectificationPlan, plans)
    for measure in measures:
        measure.plan_id = measure.plan.pk
    create_with_history(Measure, measures)


def _clocks(problem: Problem, day: date) -> Iterator[NewClock]:
    """What is due from now on: nothing of a closed entry."""
    if problem.state == State.CLOSED:
        return
    shared: dict[str, Any] = {"subject_id": problem.pk, "office_id": problem.office_id, "unit_id": problem.unit_id}
    if problem.state == State.REGISTERED:
        yield NewClock(kind=ClockKind.ASSIGN, holder=Clock.Holder.OFFICE, started_on=day, **shared)
        return
    yield NewClock(
        kind=ClockKind.RECTIFICATION,
        holder=Clock.Holder.UNIT,
        started_on=problem.assigned_on or day,  # under an order the day of finding, as far as the sheet tells
        due_on=problem.approved_on,
        **shared,
    )
    if problem.required_on and problem.approved_on and problem.approved_on > problem.required_on:
        yield required_clock(problem, day)
    if problem.state == State.ASSIGNED:
        yield NewClock(kind=ClockKind.PLAN, holder=Clock.Holder.UNIT, started_on=day, **shared)
    elif problem.state == State.PLAN_SUBMITTED:
        yield NewClock(kind=ClockKind.PLAN_DECISION, holder=Clock.Holder.OFFICE, started_on=day, **shared)
