"""The workbook as it was kept, read under limits. Refusals of the file become ``Invalid`` with the same sentence."""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
from problems.spreadsheets.sheet import Sheet, SheetSummary
from problems.spreadsheets.workbook import open_sheets, read_sheet

KEEP_SECONDS = 1800
KEPT_CELLS = 300_000  # some 10 MB; larger sheets are read each time
READER = 1  # count up when the reader gives something else for the same file
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


def likely_sheet(sheets: list[SheetSummary]) -> str:
    """The visible sheet with most rows, to start from; a person may choose another."""
    shown = [one for one in sheets if not one.hidden] or sheets
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
    key = f"import-table:{run.file.sha256}:{hashlib.sha256(name.encode()).hexdigest()[:16]}:{READER}"
    with contextlib.suppress(redis.RedisError):
        known = cache.get(key)
        if isinstance(known, Table):
            return known
    with workbook_path(run.file) as path:
        table = table_at(path, name)
    if len(table.sheet.cells) * table.sheet.width <= KEPT_CELLS:
        with contextlib.suppress(redis.RedisError):
            cache.set(key, table, KEEP_SECONDS)
    return table


def write_errors(path: Path, table: Table, errors: list[CellError], out: Any) -> None:
    """Give the workbook back with a column of errors. Raises Invalid when it cannot be copied."""
    try:
        with_error_column(path, table.sheet.name, table.header, errors, out, title=str(_("Errors of the import")))
    except SpreadsheetError as error:
        raise Invalid(errors={"upload": [str(error)]}) from error
