"""What each row of a sheet would become, as a pure answer: new, already known, doubtful, faulty, or left out."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from organizations.models import Office
from problems.models import ImportRun
from problems.services.entry_rules import known_entries
from problems.services.importing.doubts import Asked, alike_entries
from problems.services.importing.judging import Judge
from problems.services.importing.mapping import load_vocabulary
from problems.services.importing.outcome import (
    ANOTHER,
    DOUBTFUL,
    ERROR,
    EXCLUDED,
    KNOWN,
    NEW,
    SAME,
    Preview,
    PreviewRow,
)
from problems.services.importing.tables import Parsed, Table, rows_of, table_of
from problems.spreadsheets.errors import CellError, Sentence, column_letter
from problems.spreadsheets.rows import parse_rows
from problems.states import State

HIDDEN_ROW = _(
    "This row is hidden in the sheet, by hand or by a filter. It is taken like the others; "
    "leave it out if it is not meant."
)


def preview(run: ImportRun, table: Table | None = None) -> Preview:
    """What a run would write now; reads the file and the ledger, changes neither. Same number of queries always."""
    table, day = table or table_of(run), today()
    parsed = rows_of(run, table, run.columns, day)
    return preview_table(
        run.office,
        table,
        run.columns,
        run.values,
        excluded=set(run.excluded),
        answers={int(row): answer for row, answer in run.answers.items()},
        parsed=parsed,
    )


def preview_table(
    office: Office,
    table: Table,
    columns: Mapping[str, int],
    values: Mapping[str, Mapping[str, Any]],
    *,
    excluded: Collection[int] = frozenset(),
    answers: Mapping[int, Mapping[str, Any]] | None = None,
    parsed: Parsed | None = None,
) -> Preview:
    """What a sheet would become in the ledger of ``office``.

    Args:
        columns: Field key to 0-based column.
        values: Meaning of words, see ``mapping``.
        excluded: Sheet rows that a person left out.
        answers: Sheet row to what a person said of it, see ``ImportRun.answers``.
        parsed: What ``parse_rows`` gave for this sheet and these columns today, where it is known already.
    """
    drafts, faults = parsed or parse_rows(table.sheet, table.header, columns, today=today())
    vocabulary = load_vocabulary(office)
    judge = Judge(office, columns, values, vocabulary, vocabulary.units)
    by_row: dict[int, list[CellError]] = {}
    for fault in faults:
        if fault.message.values.get("other") not in excluded:  # a repetition of a row that was left out is none
            by_row.setdefault(fault.row, []).append(fault)
    rows = [judge.row(draft, by_row.get(draft.row, [])) for draft in drafts]
    for one in rows:
        one.answer = (answers or {}).get(one.row, {})
        if one.row in table.sheet.hidden_rows:
            one.warnings.append(CellError(one.row, None, Sentence(HIDDEN_ROW)))
    _settle(office, rows, columns, excluded)
    return Preview(table, rows, [fault for fault in faults if fault.row == table.header.last_row])


def _settle(office: Office, rows: list[PreviewRow], columns: Mapping[str, int], excluded: Collection[int]) -> None:
    """Decide the status of each row: left out by a person, already in the ledger, faulty, doubtful, or new."""
    entries = known_entries(one.identity for one in rows if one.identity)
    known = {identity: (entry.number or "", entry.pk) for identity, entry in entries.items()}
    kept = [one for one in rows if one.row not in excluded]
    alike = alike_entries(
        office,
        (_asked(one) for one in kept if one.identity and one.identity not in known),
        {*known, *(entry.identity or "" for entry in entries.values())},
    )
    first: dict[str, int] = {}
    for one in rows:
        one.alike = alike.get(one.row, [])
        offered = {entry.pk: entry.number for entry in one.alike}
        if one.row in excluded:
            one.status = EXCLUDED
        elif one.identity in known:
            one.known_as, one.known_id = known[one.identity]
            _pass(one)
        elif one.answer.get("as") == SAME and (said := [pk for pk in one.answer["entries"] if pk in offered]):
            one.known_as, one.known_id = offered[said[0]], said[0]
            _pass(one)
        else:
            _note_repetition(one, first.setdefault(one.identity, one.row) if one.identity else one.row, columns)
            told_apart = one.answer.get("as") == ANOTHER and offered.keys() <= set(one.answer["entries"])
            one.status = ERROR if one.errors else DOUBTFUL if offered and not told_apart else NEW


def _asked(one: PreviewRow) -> Asked:
    assert one.unit and one.violation_type and one.draft.found_on  # noqa: S101 - part of the identity
    draft = one.draft
    return Asked(one.row, one.unit.pk, one.violation_type.pk, one.draft.found_on, draft.facts, draft.serial)


def _pass(one: PreviewRow) -> None:
    """The row is in the ledger: nothing of it is written, so its faults are told and are in nobody's way."""
    one.status, one.warnings, one.errors = KNOWN, [*one.errors, *one.warnings], []


def _note_repetition(one: PreviewRow, other: int, columns: Mapping[str, int]) -> None:
    if other == one.row or any("other" in error.message.values for error in one.errors):
        return
    template = _("This row repeats row %(other)s. Delete one of them, or tell the two findings apart in the facts.")
    one.errors.append(CellError(one.row, column_letter(columns["facts"]), Sentence(template, {"other": other})))


def entering_state(row: PreviewRow, *, ordered: bool) -> str:
    """The state a new row enters the ledger in. Without a leader's order nothing is beyond assigned."""
    if ordered or row.state in {State.REGISTERED, State.ASSIGNED}:
        return row.state
    return State.ASSIGNED


def error_places(found: Preview, most: int = 5) -> Iterator[str]:
    """Where the first faults are: ``H6``, ``row 7``."""
    for error in found.errors[:most]:
        yield error.cell
