"""Gives a faulty workbook back to the person who sent it, with the errors beside the rows."""

import io
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.handler import ContentHandler

import defusedxml.sax
import openpyxl
from django.utils.translation import gettext_lazy as _
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from . import container
from .errors import CellError, NotASpreadsheet, SpreadsheetError
from .header import Header
from .workbook import read_sheet
from .writing import set_text, write_csv

FAULT_FILL = PatternFill("solid", fgColor="FFF4CCCC")
NOTE_COLUMN_WIDTH = 60
MAX_FAITHFUL_BYTES = 40 * container.MEGABYTE  # unpacked; openpyxl needs some ten times that to copy with formats
MAX_REGION_CELLS = 200_000  # merged or linked regions become one object per cell


def with_error_column(
    source_path: Path, sheet_name: str, header: Header, errors: Iterable[CellError], out: Any, *, title: Any
) -> None:
    """Write the workbook to ``out`` (path or binary file) with a column ``title`` that lists each row's errors.

    Faulty cells are coloured and named in words (``H6: …``). Formulas become the values last stored, or their text
    where none was stored; macros and links to other workbooks are left out. A column of that title from an earlier
    round is written anew. A workbook too heavy to copy with its formats comes back as a plain workbook with the values
    of this sheet; a CSV table as a CSV table, in UTF-8 with every row on its line.

    Raises:
        SpreadsheetError: The source cannot be taken or has no such sheet.
    """
    kind, content = container.load(source_path)
    if kind == "csv":
        _csv_with_errors(source_path, sheet_name, header, errors, out, str(title))
        return
    book = _without_formulas(content) if _may_be_copied(content) else _plain_copy(source_path, sheet_name)
    if sheet_name not in book.sheetnames:
        raise SpreadsheetError(
            _("The workbook has no sheet named %(sheet)s. Choose a sheet from the list."), sheet=sheet_name
        )
    sheet = book[sheet_name]
    column = _note_column(header, str(title))
    for row, used_column in list(sheet._cells):
        if used_column == column and row >= header.first_row:
            _write(sheet, row, column, None)
    _write(sheet, header.last_row, column, title)
    sheet.cell(header.last_row, column).font = Font(bold=True)
    sheet.column_dimensions[get_column_letter(column)].width = NOTE_COLUMN_WIDTH
    for row, faults in _by_row(errors).items():
        at_header = row == header.last_row
        words = _in_words(faults)
        _write(sheet, row, column, f"{title}\n{words}" if at_header else words)
        sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        for fault in faults:
            if fault.column:
                sheet.cell(row, column_index_from_string(fault.column)).fill = FAULT_FILL
    book.save(out)


def _in_words(faults: list[CellError]) -> str:
    return "\n".join(f"{fault.cell}: {fault.message}" if fault.column else str(fault.message) for fault in faults)


def _csv_with_errors(
    path: Path, sheet_name: str, header: Header, errors: Iterable[CellError], out: Any, title: str
) -> None:
    source, column, by_row = read_sheet(path, sheet_name), _note_column(header, title) - 1, _by_row(errors)
    width = max(source.width, column + 1)

    def line(number: int, cells: tuple[Any, ...]) -> list[Any]:
        values = ["" if value is None else value for value in (*cells, *[None] * (width - len(cells)))]
        if number >= header.first_row:
            words = _in_words(by_row.get(number, []))
            values[column] = "\n".join(filter(None, [title if number == header.last_row else "", words]))
        return values

    lines = [line(number, cells) for number, cells in enumerate(source.cells, start=1)]
    write_csv(out, lines[0] if lines else [title], lines[1:])


def _note_column(header: Header, title: str) -> int:
    """1-based column for the errors: right of the table, or the one that an earlier report left there."""
    for index, leaf in enumerate(header.leaf):
        if leaf == title:
            return index + 1
    return len(header.columns) + 1


def _by_row(errors: Iterable[CellError]) -> dict[int, list[CellError]]:
    grouped: dict[int, list[CellError]] = defaultdict(list)
    for error in errors:
        grouped[error.row].append(error)
    return grouped


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, openpyxl.cell.MergedCell):  # a title merged beyond the table; its text stands elsewhere
        return
    if value is None:
        cell.value = None
    else:
        set_text(cell, value)


def _without_formulas(content: bytes) -> Any:
    book = _loaded(content, data_only=False)
    formulas = list(_formula_cells(book))
    if formulas:
        stored = _loaded(content, data_only=True)
        for cell in formulas:
            text = getattr(cell.value, "text", None) or cell.value
            value = stored[cell.parent.title][cell.coordinate].value
            if value is None or isinstance(value, str):
                set_text(cell, text if value is None else value)
            else:
                cell.value = value
    return book


def _formula_cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        yield from (cell for cell in sheet._cells.values() if cell.data_type == "f")  # iter_rows would fill every gap


def _loaded(content: bytes, *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only, keep_links=False)
    except Exception as cause:  # openpyxl has no base class for its errors
        raise NotASpreadsheet(
            _("The workbook cannot be read. Open it in the spreadsheet program, save it as .xlsx again and try again.")
        ) from cause


def _plain_copy(path: Path, sheet_name: str) -> Any:
    source = read_sheet(path, sheet_name)
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = source.name
    for number, row in enumerate(source.cells, start=1):
        for column, value in enumerate(row, start=1):
            if isinstance(value, str):
                set_text(sheet.cell(number, column), value)
            elif value is not None:
                sheet.cell(number, column).value = value
    return book


def _may_be_copied(content: bytes) -> bool:
    """Whether a whole copy with formats stays within memory: small enough, and no region that swells when opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_FAITHFUL_BYTES:
            return False
        regions = _RegionCounter()
        try:
            for name in archive.namelist():
                if name.lower().endswith(".xml") and "sheet" in name.lower():
                    with archive.open(name) as part:
                        defusedxml.sax.parse(part, regions)
        except Exception:  # damaged parts: the plain copy says what is wrong
            return False
    return regions.cells <= MAX_REGION_CELLS


class _RegionCounter(ContentHandler):
    """Adds up the cells of merged and linked regions."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  named by xml.sax
        if name.rpartition(":")[2] in {"mergeCell", "hyperlink"}:
            left, top, right, bottom = (edge or 0 for edge in range_boundaries(attrs["ref"]))
            self.cells += (right - left + 1) * (bottom - top + 1)
