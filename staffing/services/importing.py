"""Taking workbooks into the register: read, previewed against what is known, written as a whole or not at all. F3."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from audit.acts import act
from audit.refusals import recording_refusals
from audit.sets import create_with_history
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Unit
from organizations.scope import Standing, acting
from problems.spreadsheets.errors import SpreadsheetError
from staffing import identity, policies
from staffing.errors import RunEnded
from staffing.models import (
    DeclaredLeaders,
    DeclaredStaff,
    LeadershipQuota,
    Member,
    Post,
    Quota,
    RosterOpening,
    StaffingRun,
)
from staffing.services.alerting import recheck
from staffing.services.previewing import NEW, preview
from staffing.sheets import Reading, read_register


def visible_runs(standing: Standing) -> QuerySet[StaffingRun]:
    """Workbooks of offices whose register the person may import into."""
    offices = [one for one in standing.office_ids if policies.may_in_office(standing, policies.IMPORT, one)]
    return StaffingRun.objects.filter(office_id__in=offices)


def read_workbook(
    *, office_id: int, path: Path, name: str, actor: Account, counted_on: date | None = None
) -> StaffingRun:
    """Read a workbook and keep its rows, sealed, for the preview. The same file again gives its run again.

    Args:
        counted_on: The day of counting (标准时点), where the sheet does not say it or says it wrong.

    Raises:
        NotFound, NotAllowed: The office is not this person's, or the act not theirs.
        Invalid: The file cannot be read, has no rows, or nobody says when it was counted.

    Source: F3.
    """
    with recording_refusals(policies.IMPORT, account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if not policies.visible_offices(standing).filter(pk=office_id).exists():
            raise NotFound
        if not policies.may_in_office(standing, policies.IMPORT, office_id):
            raise policies.refusal(policies.IMPORT)
        run = run_from(office_id=office_id, path=path, name=name, counted_on=counted_on)
        waiting = StaffingRun.objects.filter(
            office_id=office_id, digest=run.digest, counted_on=run.counted_on, state=StaffingRun.State.READ
        ).first()
        if waiting is not None:
            return waiting
        with act("staffing.read_workbook", actor=standing.facts(office_id=office_id)):
            run.prepared_by_id = standing.person_id
            run.save()
            return run


def run_from(*, office_id: int, path: Path, name: str, counted_on: date | None = None) -> StaffingRun:
    """The workbook as a run that is not stored, for a preview without trace. Raises Invalid, see ``read_workbook``."""
    try:
        reading = read_register(path)
    except SpreadsheetError as error:
        raise Invalid(errors={"file": [str(error)]}) from error
    day = counted_on or reading.counted_on
    if day is None:
        raise Invalid(errors={"counted_on": [_("The sheet does not say when it was counted. Enter the day.")]})
    if day > today():
        raise Invalid(errors={"counted_on": [_("This day lies in the future. Enter today or an earlier day.")]})
    if not reading.rows and not reading.errors:
        raise Invalid(errors={"file": [_("There is no row below the headings.")]})
    return StaffingRun(
        office_id=office_id,
        form=reading.form,
        name=name[:200],
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        title=f"{reading.title}（{day.isoformat()}）"[:200],
        counted_on=day,
        rows_sealed=identity.seal_text(json.dumps(_kept(reading), ensure_ascii=False)),
        rows_total=len(reading.rows) + len({error.row for error in reading.errors}),
        started_on=today(),
    )


def _kept(reading: Reading) -> dict[str, Any]:
    return {
        "rows": reading.plain(),
        "errors": [[error.row, error.cell, str(error.message)] for error in reading.errors],
        "columns": reading.columns,
    }


def run_of(viewer_standing: Standing, run_id: int) -> StaffingRun:
    """The run, for somebody who may import there. Raises NotFound."""
    run = visible_runs(viewer_standing).select_related("office").filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def write_run(*, run_id: int, actor: Account, complete: bool = False) -> StaffingRun:
    """Write the rows of a workbook, all of them or none; what is known already is left as it is.

    Args:
        complete: The roster is complete: from the day of counting the figures of its units follow it.

    Raises:
        NotFound: No such run, or not this person's.
        RunEnded: Written or given up already.
        Invalid: Rows are faulty.

    Source: F3.
    """
    with recording_refusals(policies.IMPORT, account=actor, object_kind="staffing_run", object_id=run_id):
        standing = acting(actor)
        found = run_of(standing, run_id)
        with act("staffing.write_run", actor=standing.facts(office_id=found.office_id)):
            codes = {row["unit_code"] for row in json.loads(_rows(found))["rows"]}
            units = list(
                Unit.objects.select_for_update(no_key=True, of=("self",))
                .filter(office_id=found.office_id, code__in=codes)
                .order_by("pk")
            )
            run = StaffingRun.objects.select_for_update(no_key=True, of=("self",)).get(pk=run_id)
            shown = preview(run)
            if shown.faulty:
                raise Invalid(
                    _("%(count)d rows are faulty, so nothing was written. Correct them in the workbook and upload it.")
                    % {"count": shown.faulty}
                )
            _insert(line.make for line in shown.lines if line.status == NEW)
            touched = [unit.pk for unit in units]
            if complete and run.form == StaffingRun.Form.ROSTER:
                open_already = set(RosterOpening.objects.filter(unit_id__in=touched).values_list("unit_id", flat=True))
                create_with_history(
                    RosterOpening,
                    [
                        RosterOpening(unit_id=unit, from_on=run.counted_on, document=run.title)
                        for unit in touched
                        if unit not in open_already
                    ],
                )
            run.rows_new, run.rows_sealed = shown.new, ""
            run.state, run.written_on = StaffingRun.State.WRITTEN, today()
            run.save(update_fields=["rows_new", "rows_sealed", "state", "written_on"])
            recheck(touched)
            return run


def abandon_run(*, run_id: int, actor: Account) -> StaffingRun:
    """Give a workbook up; its rows are forgotten. Raises NotFound, RunEnded."""
    with recording_refusals(policies.IMPORT, account=actor, object_kind="staffing_run", object_id=run_id):
        standing = acting(actor)
        found = run_of(standing, run_id)
        with act("staffing.abandon_run", actor=standing.facts(office_id=found.office_id)):
            run = StaffingRun.objects.select_for_update(no_key=True, of=("self",)).get(pk=run_id)
            if run.state != StaffingRun.State.READ:
                raise RunEnded(state=run.get_state_display())
            run.state, run.rows_sealed = StaffingRun.State.ABANDONED, ""
            run.save(update_fields=["state", "rows_sealed"])
            return run


def _rows(run: StaffingRun) -> str:
    if run.state != StaffingRun.State.READ:
        raise RunEnded(state=run.get_state_display())
    return identity.unseal_text(run.rows_sealed)


def _insert(makers: Iterable[list[Callable[[], Any]]]) -> None:
    """Build the rows in order and insert them by table; members first, since posts point at them."""
    made: dict[type, list[Any]] = {}
    for line in makers:
        for make in line:
            row = make()
            made.setdefault(type(row), []).append(row)
    for model in (Member, Post, Quota, LeadershipQuota, DeclaredStaff, DeclaredLeaders):
        create_with_history(model, made.get(model, []))
