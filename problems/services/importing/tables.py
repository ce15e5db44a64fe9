"""The workbook as it was kept, read under limits. Refusals of the file become ``Invalid`` with the same sentence."""

import contextlib
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import redis
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from documents.files import TYPES, path_of
from documents.models import StoredFile
from organizations.errors import Invalid
from problems.models import ImportRun
from problems.spreadsheets.errors import CellError, SpreadsheetError
from problems.spreadsheets.header import Header, find_header
from problems.spreadsheets.report import with_error_column
from problems.spreadsheets.rows import RowDraft, parse_rows
from problems.spreadsheets.sheet import Sheet, SheetSummary
from problems.spreadsheets.workbook import open_sheets, read_sheet

KEEP_SECONDS = 1800
KEPT_CELLS = 300_000  # some 10 MB; larger sheets are read each time
READER = 1  # count up when reading or parsing gives something else for the same file
Parsed = tuple[list[RowDraft], list[CellError]]
WORKBOOK_TYPES = {extension: TYPES[extension] for extension in ("xlsx", "csv")}


@dataclass(frozen=True)
class Table:
    """One sheet and the headings found in it."""

    sheet: Sheet
    header: Header


@contextmanager
def workbook_path(stored: StoredFile) -> Iterator[Path]:
    """Where the bytes lie, under a name whose ending says what they are (kept files have none)."""
    path = path_of(stored)
    if stored.media_type != TYPES["csv"]:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / "table.csv"
        named.symlink_to(path.resolve())
        yield named


def sheets_at(path: Path) -> list[SheetSummary]:
    """The sheets of a file. Raises Invalid under ``upload`` with what to do when it cannot be read."""
    try:
        return open_sheets(path)
    except SpreadsheetError as error:
        raise Invalid(errors={"upload": [str(error)]}) from error


def sheets_of(run: ImportRun) -> list[SheetSummary]:
    """The sheets of a run's workbook, in their order."""
    with workbook_path(run.file) as path:
        return sheets_at(path)


def shown_sheets(sheets: list[SheetSummary]) -> list[SheetSummary]:
    """The sheets that the spreadsheet program shows; hidden ones are left out of the import."""
    return [one for one in sheets if not one.hidden] or sheets


def likely_sheet(sheets: list[SheetSummary]) -> str:
    """The visible sheet with most rows, to start from; a person may choose another that is shown."""
    shown = shown_sheets(sheets)
    return max(shown, key=lambda one: one.rows).name if shown else ""


def table_at(path: Path, sheet_name: str) -> Table:
    """One sheet with its headings.

    Raises: Invalid under ``sheet``: the sheet cannot be read, or nothing in it looks like headings.
    """
    sheet = sheet_at(path, sheet_name)
    header = find_header(sheet)
    if header is None:
        raise Invalid(
            errors={
                "sheet": [
                    _("“%(sheet)s” shows no headings in its first rows. Choose the sheet that holds the ledger.")
                    % {"sheet": sheet_name}
                ]
            }
        )
    return Table(sheet, header)


def sheet_at(path: Path, sheet_name: str) -> Sheet:
    """One sheet as it is. Raises Invalid under ``sheet`` when it cannot be read."""
    try:
        return read_sheet(path, sheet_name)
    except SpreadsheetError as error:
        raise Invalid(errors={"sheet": [str(error)]}) from error


def table_of(run: ImportRun, sheet_name: str = "") -> Table:
    """The chosen sheet of a run, or the one named. Raises Invalid, see ``table_at``.

    What was read once is kept for a while under the hash of the file, since reading takes longest of all: each page of
    the preview and the writing itself ask again.
    """
    name = sheet_name or run.sheet

    def read() -> Table:
        with workbook_path(run.file) as path:
            return table_at(path, name)

    return _kept(f"table:{run.file.sha256}", name, read, lambda table: len(table.sheet.cells) * table.sheet.width)


def rows_of(run: ImportRun, table: Table, columns: Mapping[str, int], day: date) -> Parsed:
    """Drafts and faults of a run's sheet as ``parse_rows`` gives them, kept for a while like the sheet itself."""
    chosen = json.dumps([table.sheet.name, sorted(columns.items()), day.isoformat()])

    def parse() -> Parsed:
        return parse_rows(table.sheet, table.header, columns, today=day)

    return _kept(f"rows:{run.file.sha256}", chosen, parse, lambda found: len(found[0]) * len(columns))


def _kept(what: str, detail: str, make: Callable[[], Any], cells: Callable[[Any], int]) -> Any:
    """What was made for the same file and detail a while ago, else made now; the cache may fail, the answer not."""
    key = f"import-{what}:{hashlib.sha256(detail.encode()).hexdigest()}:{READER}"
    with contextlib.suppress(redis.RedisError):
        if (known := cache.get(key)) is not None:
            return known
    found = make()
    if cells(found) <= KEPT_CELLS:
        with contextlib.suppress(redis.RedisError):
            cache.set(key, found, KEEP_SECONDS)
    return found


def write_errors(path: Path, table: Table, errors: list[CellError], out: Any) -> None:
    """Give the workbook back with a column of errors. Raises Invalid when it cannot be copied."""
    try:
        with_error_column(path, table.sheet.name, table.header, errors, out, title=str(_("Errors of the import")))
    except SpreadsheetError as error:
        raise Invalid(errors={"upload": [str(error)]}) from error
