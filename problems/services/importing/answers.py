"""What people say of single rows before a run is written: left out, the same entry, a new one. Source: B13.

Each answer keeps its reason and who gave it, and the act of the trail keeps both besides. A row that is the same entry
as one of the ledger is not written; one that is told to be new is written although it looks like another.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.errors import Invalid
from organizations.models import Account
from problems.acting import repeatable
from problems.models import ImportRun
from problems.services.importing import access
from problems.services.importing.access import READY_RUN, save_run
from problems.services.importing.outcome import ANOTHER, OUT, SAME, PreviewRow
from problems.services.importing.preview import preview
from problems.services.importing.tables import table_of
from problems.spreadsheets.body import body_rows

NO_ROW = _("Choose rows of the ledger by their number in the sheet.")


@repeatable(ImportRun)
def exclude_rows(
    *,
    run_id: int,
    rows: Collection[int],
    actor: Account,
    reason: str = "",
    again: bool = False,
    key: str = "",
    expected_version: int | None = None,
) -> ImportRun:
    """Leave rows of the sheet out of the import for a reason, or (``again``) take them in again.

    Raises:
        Invalid: No row, one that is no ledger row of the sheet, or no reason.
        NotFound, NotAllowed, Stale, WrongState: See ``on_run``.
    """
    look = access.run_of(actor, run_id)
    with access.on_run(
        run_id,
        "import.include" if again else "import.exclude",
        actor=actor,
        may=access.preparing,
        states=READY_RUN,
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as (run, standing):
        table = table_of(look, run.sheet)
        there = {number for number, _cells in body_rows(table.sheet, table.header)}
        wanted = set(rows)
        if not wanted or not wanted <= there:
            raise Invalid(errors={"rows": [NO_ROW]})
        if not again and not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the rows are left out; it stays with the import.")]})
        excluded = set(run.excluded) - wanted if again else set(run.excluded) | wanted
        if excluded != set(run.excluded):
            answer = {"as": OUT, "reason": reason.strip(), "by": standing.account.person.name, "entries": []}
            run.answers = {
                **{row: one for row, one in run.answers.items() if int(row) not in wanted},
                **({} if again else {str(row): answer for row in sorted(wanted)}),
            }
            run.excluded, run.state = sorted(excluded), ImportRun.State.MAPPED
            save_run(run, "excluded", "answers", "state")
        return run


@repeatable(ImportRun)
def answer_rows(
    *,
    run_id: int,
    rows: Collection[int],
    same: bool,
    actor: Account,
    reason: str,
    entries: Mapping[int, int] | None = None,
    again: bool = False,
    key: str = "",
    expected_version: int | None = None,
) -> ImportRun:
    """Say of rows that look like entries of the ledger whether they are those entries (not written) or new ones.

    Args:
        same: True for "the same entry", False for "a new entry".
        reason: Why; kept with the import.
        entries: Row to key of the entry that is meant, where a row looks like several; only with ``same``.
        again: Take the answers back instead; the rows are asked again.

    Raises:
        Invalid: No row, a row that looks like no entry, several entries and none chosen, or no reason.
        NotFound, NotAllowed, Stale, WrongState: See ``on_run``.
    """
    with access.on_run(
        run_id,
        "import.answer",
        actor=actor,
        may=access.preparing,
        states=READY_RUN,
        reason=reason.strip(),
        expected_version=expected_version,
        key=key,
    ) as (run, standing):
        found = {one.row: one for one in preview(run).rows}
        wanted = [found.get(row) for row in sorted(set(rows))]
        errors: dict[str, list] = {}
        if not wanted or any(one is None or (not one.alike and not one.answer) for one in wanted):
            errors["rows"] = [_("Choose rows that look like an entry of the ledger.")]
        if not again and not reason.strip():
            errors["reason"] = [_("Say why; it stays with the import.")]
        if errors:
            raise Invalid(errors=errors)
        said = {str(one.row): _answer(one, same, dict(entries or {}), errors) for one in wanted if one and not again}
        if errors:
            raise Invalid(errors=errors)
        shared = {"reason": reason.strip(), "by": standing.account.person.name}
        rest = {row: one for row, one in run.answers.items() if int(row) not in set(rows)}
        run.answers = {**rest, **{row: {**answer, **shared} for row, answer in said.items()}}
        run.state = ImportRun.State.MAPPED
        save_run(run, "answers", "state")
        return run


def _answer(one: PreviewRow, same: bool, entries: dict[int, int], errors: dict[str, list]) -> dict[str, Any]:
    offered = [alike.pk for alike in one.alike]
    if not same:
        return {"as": ANOTHER, "entries": offered}
    chosen = entries.get(one.row, offered[0] if len(offered) == 1 else None)
    if chosen not in offered:
        sentence = _("Row %(row)s looks like several entries; choose which one it is.") % {"row": one.row}
        errors.setdefault("entries", []).append(sentence)
    return {"as": SAME, "entries": [chosen]}
