"""Turns the body of a sheet into drafts of ledger rows and names every fault by cell and reason.

Checks what the sheet alone can tell. Whether a unit exists, what a choice means here and whether a row is already in
the ledger is decided by the take-over, which knows the office.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .body import body_rows, is_ditto
from .errors import CellError, CellValueError, Sentence, column_letter
from .fields import FIELDS, FIELDS_BY_KEY, REQUIRED_KEYS
from .header import Header
from .sheet import UNCALCULATED, Sheet, is_blank
from .values import clean_name, clean_text, normalise_facts, parse_date

_FORMULA_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One ledger row as the sheet states it. ``row`` is the 1-based sheet row.

    Texts are "" and dates None where the cell is empty or faulty; choices and units are the sheet's own words.
    """

    row: int
    serial: str = ""
    unit: str = ""
    competent_department: str = ""
    source: str = ""
    violation_type: str = ""
    nature: str = ""
    facts: str = ""
    found_on: dt.date | None = None
    measures: str = ""
    approved_on: dt.date | None = None
    responsible: str = ""
    handler: str = ""
    progress: str = ""
    closed_on: dt.date | None = None
    remark: str = ""
    finder_level: str = ""
    cause: str = ""
    required_on: dt.date | None = None
    required_by: str = ""
    source_document: str = ""
    sub_source: str = ""


def parse_rows(
    sheet: Sheet, header: Header, columns: Mapping[str, int], *, today: dt.date
) -> tuple[list[RowDraft], list[CellError]]:
    """Every ledger row of the sheet as a draft, and every fault, in the order of the rows.

    A faulty row has a draft too, so that it can be shown and excluded; see ``sound_rows``. Faults: a required field is
    empty, a date is none, a formula failed, found or closed after ``today``, closed, due or required before found, and
    a row that repeats an earlier one (unit, type, facts, day found). A required field without a column is one fault at
    the header.

    Args:
        sheet: As ``read_sheet`` gives it.
        header: As ``find_header`` gives it for this sheet.
        columns: Field key to 0-based column, as confirmed by a person.
        today: The day up to which something can have happened, in the office's time zone.
    """
    errors = [
        CellError(
            header.last_row,
            None,
            Sentence(
                _("No column is chosen for %(field)s. Choose the column that holds it."),
                {"field": FIELDS_BY_KEY[key].label},
            ),
        )
        for key in REQUIRED_KEYS
        if key not in columns
    ]
    drafts: list[RowDraft] = []
    first_seen: dict[tuple[Any, ...], int] = {}
    for number, cells in body_rows(sheet, header):
        reader = _RowReader(sheet, number, cells, columns)
        draft = reader.draft()
        drafts.append(draft)
        errors += reader.errors
        errors += _contradictions(draft, columns, today)
        errors += _repetition(draft, columns, first_seen)
    return drafts, errors


def sound_rows(drafts: Iterable[RowDraft], errors: Iterable[CellError]) -> list[RowDraft]:
    """The drafts of rows that no error names."""
    faulty = {error.row for error in errors}
    return [draft for draft in drafts if draft.row not in faulty]


def distinct_values(drafts: Iterable[RowDraft], field: str) -> dict[str, int]:
    """Each value of a field with the number of rows that have it, the most frequent first; empty ones are left out."""
    values = (getattr(draft, FIELDS_BY_KEY[field].key) for draft in drafts)
    return dict(Counter(value for value in values if value not in ("", None)).most_common())


class _RowReader:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, sheet: Sheet, number: int, cells: tuple[Any, ...], columns: Mapping[str, int]) -> None:
        self.sheet, self.number, self.cells, self.columns = sheet, number, cells, columns
        self.errors: list[CellError] = []

    def draft(self) -> RowDraft:
        values: dict[str, Any] = {}
        for field in FIELDS:
            column = self.columns.get(field.key)
            if column is None:
                continue
            cell = self.cells[column] if 0 <= column < len(self.cells) else None
            faults = len(self.errors)
            value = self._value(field.kind, column, cell)
            if field.required and (is_blank(cell) or value == "") and len(self.errors) == faults:
                self._fault(column, Sentence(_("%(field)s is empty. Fill it in."), {"field": field.label}))
            if value is not None:
                values[field.key] = value
        return RowDraft(row=self.number, **values)

    def _value(self, kind: str, column: int, cell: Any) -> str | dt.date | None:
        if is_blank(cell):
            return None
        if isinstance(cell, str) and cell.strip() in _FORMULA_ERRORS:
            self._fault(
                column,
                Sentence(
                    _("The formula in this cell failed (%(value)s). Write the value itself."), {"value": cell.strip()}
                ),
            )
            return None
        if self.sheet.uncalculated and cell == UNCALCULATED:
            self._fault(
                column,
                Sentence(
                    _(
                        "This cell holds a formula whose result is not stored in the file. Open the workbook in the "
                        "spreadsheet program, save it there and upload it again, or write the value itself."
                    )
                ),
            )
            return None
        if is_ditto(cell):
            self._fault(
                column,
                Sentence(_("“%(value)s” has no value above it. Write the value itself."), {"value": str(cell).strip()}),
            )
            return None
        if kind == "date":
            try:
                return parse_date(cell, epoch_1904=self.sheet.epoch_1904)
            except CellValueError as error:
                self._fault(column, error.message)
                return None
        return clean_text(cell) if kind == "text" else clean_name(cell)

    def _fault(self, column: int, message: Sentence) -> None:
        self.errors.append(CellError(self.number, column_letter(column), message))


def _contradictions(draft: RowDraft, columns: Mapping[str, int], today: dt.date) -> Iterator[CellError]:
    """Dates of one row that cannot stand beside each other or beside ``today``."""

    def fault(key: str, template: Any, **values: Any) -> CellError:
        return CellError(draft.row, column_letter(columns[key]), Sentence(template, values))

    found, due, closed = draft.found_on, draft.approved_on, draft.closed_on
    if found and found > today:
        yield fault("found_on", _("Found on %(found)s is in the future. Correct the date."), found=found)
    if found and due and due < found:
        yield fault(
            "approved_on",
            _("The deadline %(due)s is before the day found, %(found)s. Correct one of the two dates."),
            due=due,
            found=found,
        )
    if found and draft.required_on and draft.required_on < found:
        yield fault(
            "required_on",
            _("The required date %(due)s is before the day found, %(found)s. Correct one of the two dates."),
            due=draft.required_on,
            found=found,
        )
    if found and closed and closed < found:
        yield fault(
            "closed_on",
            _("Closed on %(closed)s is before the day found, %(found)s. Correct one of the two dates."),
            closed=closed,
            found=found,
        )
    if closed and closed > today:
        yield fault(
            "closed_on",
            _("Closed on %(closed)s is in the future. Correct the date, or leave it empty while the problem is open."),
            closed=closed,
        )


def _repetition(
    draft: RowDraft, columns: Mapping[str, int], first_seen: dict[tuple[Any, ...], int]
) -> Iterator[CellError]:
    if not (draft.unit and draft.facts and draft.found_on):
        return
    key = (draft.unit, draft.violation_type, normalise_facts(draft.facts), draft.found_on)
    other = first_seen.setdefault(key, draft.row)
    if other != draft.row:
        yield CellError(
            draft.row,
            column_letter(columns["facts"]),
            Sentence(
                _("This row repeats row %(other)s. Delete one of them, or tell the two findings apart in the facts."),
                {"other": other},
            ),
        )
