"""What people do with a run before it is written: start, map, send, order, abandon. Source: B13.

What they say of single rows is in ``answers``.
"""

from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from audit.acts import act
from audit.refusals import recording_refusals
from documents.files import keep_upload, safe_name, stored_row
from documents.models import StoredFile
from organizations.clock import today
from organizations.errors import Invalid, NotFound, Stale
from organizations.models import Account, Office
from organizations.scope import acting
from problems import policies
from problems.acting import answered_before, give_receipt, repeatable
from problems.models import ImportProfile, ImportRun, TakeOver
from problems.services.importing import access
from problems.services.importing.access import OPEN_RUN, READY_RUN, save_run
from problems.services.importing.mapping import (
    CONTROL_CHARACTERS,
    check_columns,
    check_values,
    has_control,
    headings,
    load_vocabulary,
    remembered_values,
    suggested_columns,
    words_to_map,
)
from problems.services.importing.outcome import DOUBTFUL, EXCLUDED, NEW, Preview
from problems.services.importing.preview import error_places, preview
from problems.services.importing.tables import (
    WORKBOOK_TYPES,
    likely_sheet,
    rows_of,
    sheets_at,
    sheets_of,
    shown_sheets,
    table_of,
    workbook_path,
)
from problems.spreadsheets.fields import REQUIRED_KEYS

Runs = ImportRun.State
FIRST_LEDGER_YEAR, LAST_LEDGER_YEAR = 1990, 2100


@repeatable(ImportRun)
def start_import(
    *,
    office_id: int,
    actor: Account,
    upload: UploadedFile | None = None,
    path: Path | None = None,
    name: str = "",
    ledger_year: int | None = None,
    key: str = "",
) -> ImportRun:
    """Keep a workbook and open a run for it; nothing is in the ledger by this.

    Args:
        upload: The workbook as sent; or ``path``, where it lies on the server's own disk.
        name: What it is called; default its file name.
        ledger_year: Year of the numbers of a take-over; default this year.
        key: Of the form, so that a double click opens one run.

    Raises:
        NotFound: The office is not this person's to work in.
        NotAllowed: Not their act.
        Invalid: Under ``upload`` why the file is not taken, under ``ledger_year`` a wrong year, under ``key`` one
            with control characters.
    """
    with recording_refusals("import.start", account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if not policies.OFFICE_ALL & standing.roles_in_office(office_id):
            raise NotFound
        access.preparing(standing, office_id)
        if has_control(key):
            raise Invalid(errors={"key": [CONTROL_CHARACTERS]})
        known = answered_before(actor, key, "import.start", f"office:{office_id}")
        if known is not None:
            return ImportRun.objects.get(pk=known)
        year = _checked_year(today().year if ledger_year is None else ledger_year)
        with _as_upload(upload, path) as file:
            stored = _kept(file)
            called = safe_name(name or file.name or "")
        with workbook_path(stored) as kept:
            sheet = likely_sheet(sheets_at(kept))
        try:
            with act("import.start", actor=standing.facts(office_id=office_id)):
                stored = stored_row(stored)
                run = ImportRun(
                    office=Office.objects.get(pk=office_id),
                    file=stored,
                    name=called,
                    sheet=sheet,
                    ledger_year=year,
                    prepared_by=actor,
                    started_on=today(),
                )
                run.save()
                give_receipt(actor, key, "import.start", run.pk, f"office:{office_id}")
        except IntegrityError:  # the same form at the same moment: the other one made the run
            known = answered_before(actor, key, "import.start", f"office:{office_id}")
            if known is None:
                raise
            return ImportRun.objects.get(pk=known)
        return run


@contextmanager
def _as_upload(upload: UploadedFile | None, path: Path | None) -> Any:
    if path is None:
        if upload is None:
            raise Invalid(errors={"upload": [_("Choose the workbook.")]})
        yield upload
        return
    try:
        with path.open("rb") as file:
            yield UploadedFile(file=File(file), name=path.name, size=path.stat().st_size)
    except OSError as error:
        raise Invalid(errors={"upload": [_("The file %(name)s cannot be read.") % {"name": path.name}]}) from error


def _kept(file: UploadedFile) -> StoredFile:
    try:
        return keep_upload(file, limit=settings.WORKBOOK_MAX_BYTES, allowed=WORKBOOK_TYPES)
    except Invalid as error:
        raise Invalid(errors={"upload": [str(error)]}) from error


def _checked_year(year: int) -> int:
    last = min(today().year, LAST_LEDGER_YEAR)
    if not isinstance(year, int) or not FIRST_LEDGER_YEAR <= year <= last:
        raise Invalid(
            errors={
                "ledger_year": [
                    _("The ledger's year must lie between %(first)s and %(last)s.")
                    % {"first": FIRST_LEDGER_YEAR, "last": last}
                ]
            }
        )
    return year


@repeatable(ImportRun)
def map_import(
    *,
    run_id: int,
    actor: Account,
    sheet: str = "",
    columns: Mapping[str, int] | None = None,
    values: Mapping[str, Any] | None = None,
    ledger_year: int | None = None,
    key: str = "",
    expected_version: int | None = None,
) -> ImportRun:
    """Say which sheet, which column is which field, and what its words mean; the office remembers it by name.

    Args:
        sheet: Default the one chosen before.
        columns: Field key to 0-based column; None for what is remembered or usual, which nobody has confirmed yet.
        values: Meaning of words by field (see ``mapping``), added to what was said before; None adds nothing. Words
            left open are faults of their rows in the preview.
        ledger_year: Year of the numbers of a take-over; default as it is.

    Returns: The run: mapped once all required fields have their column.

    Raises:
        Invalid: Naming sheet, year, every field and every word that is wrong.
        NotFound, NotAllowed, Stale, WrongState: See ``on_run``.
    """
    with recording_refusals("import.map", account=actor, object_kind="import", object_id=run_id):
        look = access.run_of(actor, run_id)
        name = sheet or look.sheet
        _refuse_sheet(look, name)
        table, vocabulary = table_of(look, name), load_vocabulary(look.office)
        year = _checked_year(look.ledger_year if ledger_year is None else ledger_year)
        confirmed = check_columns(table.header, columns) if columns is not None else None
        said = check_values(values, vocabulary) if values is not None else None
        with access.on_run(
            run_id,
            "import.map",
            actor=actor,
            may=access.preparing,
            states=OPEN_RUN,
            expected_version=expected_version,
            key=key,
        ) as (run, _standing):
            # One memory per office: the lock keeps two first imports from both making it.
            Office.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.office_id)
            profile = ImportProfile.objects.filter(office_id=run.office_id).first()
            same_sheet = name == run.sheet and run.columns
            chosen = confirmed or (run.columns if same_sheet else suggested_columns(table.header, profile))
            drafts, _faults = rows_of(look, table, chosen, today())
            memory = profile.values if profile else {}
            run.values = remembered_values(
                words_to_map(drafts, chosen, vocabulary.units),
                vocabulary,
                memory,
                run.values if same_sheet else {},
                said or {},
            )
            if name != run.sheet:
                run.excluded, run.answers = [], {}
            run.sheet, run.columns, run.ledger_year = name, chosen, year
            run.rows_total = len(drafts)
            run.state = Runs.MAPPED if all(field in chosen for field in REQUIRED_KEYS) else Runs.UPLOADED
            run.failure = ""
            save_run(
                run,
                "sheet",
                "columns",
                "values",
                "ledger_year",
                "excluded",
                "answers",
                "rows_total",
                "state",
                "failure",
            )
            if confirmed is not None or said is not None:
                _remember(run.office, profile, headings(table.header, chosen) if confirmed else {}, said or {})
            return run


def _refuse_sheet(run: ImportRun, name: str) -> None:
    sheets = sheets_of(run)
    if name not in {one.name for one in sheets}:
        raise Invalid(errors={"sheet": [_("The workbook has no such sheet. Choose one from the list.")]})
    if name not in {one.name for one in shown_sheets(sheets)}:
        sentence = _(
            "The sheet “%(sheet)s” is hidden and left out. Show it in the spreadsheet program and upload again."
        )
        raise Invalid(errors={"sheet": [sentence % {"sheet": name}]})


def _remember(office: Office, profile: ImportProfile | None, columns: dict[str, str], values: dict[str, Any]) -> None:
    profile = profile or ImportProfile(office=office)
    merged = {field: {**profile.values.get(field, {}), **words} for field, words in values.items()}
    new_columns, new_values = {**profile.columns, **columns}, {**profile.values, **merged}
    if profile.pk is None or (new_columns, new_values) != (profile.columns, profile.values):
        profile.columns, profile.values = new_columns, new_values
        profile.save()


@repeatable(ImportRun)
def send_import(
    *, run_id: int, actor: Account, key: str = "", expected_version: int | None = None, wake: bool = True
) -> ImportRun:
    """Hand a checked run on: to the leader for the order when it has closed rows, else to be written at once.

    Without an order open rows enter as registered or assigned, whatever their progress says.

    Args:
        wake: Let the worker write it; False for a caller that commits it itself.

    Raises:
        Invalid: Faulty rows, named by count and place, or nothing new.
        NotFound, NotAllowed, Stale, WrongState: See ``on_run``.
    """
    look, found = _checked_for(run_id, "import.send", actor)
    with access.on_run(
        run_id,
        "import.send",
        actor=actor,
        may=access.preparing,
        states=frozenset({Runs.MAPPED, Runs.FAILED}),
        expected_version=expected_version,
        key=key,
    ) as (run, _standing):
        _same(run, look)
        _count(run, found)
        if found.needs_order:
            run.state = Runs.WAITING_FOR_ORDER
        else:
            run.state = Runs.COMMITTING
            if wake:
                wake_worker(run.pk)
        save_run(run, "state", "rows_total", "rows_known", "failure")
        return run


@repeatable(TakeOver, by="run_id")
def order_take_over(
    *, run_id: int, reason: str, actor: Account, key: str = "", expected_version: int | None = None, wake: bool = True
) -> TakeOver:
    """Order 期初建账: the rows of this run enter the ledger as they stand, closed ones included. By an office leader.

    Args:
        reason: Why they are taken over without verification here; kept with every entry for ever.
        wake: Let the worker write it; False for a caller that commits it itself.

    Raises:
        Invalid: No reason, faulty rows, or nothing new.
        NotFound, NotAllowed, Stale, WrongState: See ``on_run``.

    Source: B13, decided.md (take-over).
    """
    look, found = _checked_for(run_id, "import.order", actor, ordering=True)
    with access.on_run(
        run_id,
        "import.order",
        actor=actor,
        may=access.ordering,
        states=READY_RUN,
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as (run, standing):
        _same(run, look)
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the rows are taken over as they stand; it stays with them.")]})
        order = TakeOver.objects.select_for_update(no_key=True).filter(run=run).first() or TakeOver(
            office=run.office, run=run
        )
        order.ordered_by_id, order.ordered_on, order.reason = standing.person_id, today(), reason.strip()
        order.rows, order.rows_closed = found.counts[NEW], found.new_closed
        order.save()
        _count(run, found)
        run.state = Runs.COMMITTING
        save_run(run, "state", "rows_total", "rows_known", "failure")
        if wake:
            wake_worker(run.pk)
        return order


@repeatable(ImportRun)
def abandon_import(
    *, run_id: int, actor: Account, reason: str = "", key: str = "", expected_version: int | None = None
) -> ImportRun:
    """Give a run up; its workbook and what was done with it stay in the trail.

    Raises: NotFound, NotAllowed, Stale, WrongState: See ``on_run``.
    """
    with access.on_run(
        run_id,
        "import.abandon",
        actor=actor,
        may=access.preparing,
        states=OPEN_RUN,
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as (run, _standing):
        run.state = Runs.ABANDONED
        save_run(run, "state")
        return run


def wake_worker(run_id: int) -> None:
    """Let the worker write the run once this act is committed; the sweep finds it when the message is lost."""

    def send() -> None:
        from problems.tasks import commit_import  # the task calls this room's services

        commit_import.delay(run_id)

    transaction.on_commit(lambda: send(), robust=True)


def refuse_open(found: Preview) -> None:
    """Raises Invalid naming how many rows are faulty or doubtful and where the first are; nothing else."""
    if found.faults:
        raise Invalid(
            _faulty(found.faults),
            count=found.faults,
            places=", ".join(error_places(found)) + (" …" if len(found.errors) > 5 else ""),
        )
    if rows := [str(one.row) for one in found.having(DOUBTFUL)]:
        raise Invalid(
            _doubtful(len(rows)), count=len(rows), places=", ".join(rows[:5]) + (" …" if len(rows) > 5 else "")
        )


def _doubtful(count: int) -> Any:
    return ngettext_lazy(
        "%(count)s row may be an entry of the ledger already (%(places)s), so nothing was written. "
        "Say whether it is the same entry or a new one.",
        "%(count)s rows may be entries of the ledger already (%(places)s), so nothing was written. "
        "Say of each whether it is the same entry or a new one.",
        count,
    )


def _faulty(count: int) -> Any:
    return ngettext_lazy(
        "%(count)s row has errors (%(places)s), so nothing was written. "
        "Correct the workbook and upload it again, or exclude the row.",
        "%(count)s rows have errors (%(places)s), so nothing was written. "
        "Correct the workbook and upload it again, or exclude these rows.",
        count,
    )


def _checked_for(run_id: int, act_name: str, actor: Account, *, ordering: bool = False) -> tuple[ImportRun, Preview]:
    """The run and what it would write, asked before any lock is taken; refuses what cannot be written."""
    with recording_refusals(act_name, account=actor, object_kind="import", object_id=run_id):
        standing = acting(actor)
        run = access.run_of(standing.account, run_id)
        (access.ordering if ordering else access.preparing)(standing, run.office_id)
        if run.state not in READY_RUN:
            raise access.wrong_state(run)
        found = preview(run)
        refuse_open(found)
        if not found.counts[NEW]:
            raise Invalid(
                _("Every row of this workbook is already in the ledger or left out; nothing is to be written.")
            )
        return run, found


def _same(run: ImportRun, look: ImportRun) -> None:
    """What was previewed is what is now locked; else somebody changed it between the two."""
    if run.version != look.version:
        raise Stale


def _count(run: ImportRun, found: Preview) -> None:
    run.rows_total = len(found.rows) - found.counts[EXCLUDED]
    run.rows_known, run.failure = found.counts["known"], ""
