"""Opens a spreadsheet file and reads one sheet of it into memory, under limits.

Reads .xlsx and .csv (UTF-8 with or without BOM, UTF-16 with BOM, GB 18030). Formula cells give the value that the
spreadsheet program stored last; where it stored none, the cell is named in ``Sheet.uncalculated``. Every failure is a
``SpreadsheetError`` with a sentence for the reader.
"""

import contextlib
import csv
import io
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from . import container
from .errors import NotASpreadsheet, SpreadsheetError, TooLarge
from .header import find_header
from .sheet import UNCALCULATED, Region, Sheet, SheetSummary, filled, is_blank
from .writing import FORMULA_STARTERS

MAX_ROWS = 60_000
MAX_COLUMNS = 200
MAX_CELLS = 1_500_000  # our choice: bounds memory where rows times columns alone would not
MAX_CHARACTERS = 50_000_000  # counted per cell: one long shared text may stand in every row
MAX_ROW_RECORDS = 1_100_000  # one more than a sheet can have; formatted empty rows count here and nowhere else
MAX_MERGES = 100_000
CSV_SHEET = "CSV"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def open_sheets(path: Path) -> list[SheetSummary]:
    """The sheets of a file in their order, hidden ones marked; a CSV file has one sheet named ``CSV``.

    Raises:
        SpreadsheetError: The file cannot be taken.
    """
    kind, content = container.load(path)
    if kind == "csv":
        sheet = _read_csv(content)
        return [SheetSummary(name=CSV_SHEET, rows=len(sheet.cells), columns=sheet.width, hidden=False)]
    with _workbook(content) as book:
        return [_summary(book, sheet) for sheet in book.worksheets]


def read_sheet(path: Path, name: str) -> Sheet:
    """The sheet called ``name`` with merged regions filled (see ``sheet.filled``).

    Rows and columns count as far as they hold values; empty formatted cells do not count.

    Raises:
        SpreadsheetError: The file cannot be taken, has no such sheet, or the sheet is beyond the limits.
    """
    kind, content = container.load(path)
    raw = _read_csv(content) if kind == "csv" else _read_xlsx(content, name)
    header = find_header(raw)
    return filled(raw, header_last_row=header.last_row if header else 0)


def _summary(book: Any, source: Any) -> SheetSummary:
    rows, columns = source.max_row, source.max_column
    if rows is None or columns is None:  # some programs leave the size out
        cells = _parsed(book, source).cells
        rows, columns = len(cells), len(cells[0]) if cells else 0
    return SheetSummary(name=source.title, rows=rows, columns=columns, hidden=source.sheet_state != "visible")


@contextmanager
def _workbook(content: bytes) -> Iterator[Any]:
    """An open read-only workbook; whatever the library raises on bad input becomes a ``SpreadsheetError``."""
    book = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about parts it leaves out; we read values only
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            yield book
    except SpreadsheetError:
        raise
    except Exception as cause:  # openpyxl has no base class for its errors and lets those of its parts through
        raise NotASpreadsheet(
            _("The workbook cannot be read. Open it in the spreadsheet program, save it as .xlsx again and try again.")
        ) from cause
    finally:
        if book is not None:
            book.close()


def _read_xlsx(content: bytes, name: str) -> Sheet:
    with _workbook(content) as book:
        source = next((sheet for sheet in book.worksheets if sheet.title == name), None)
        if source is None:
            raise SpreadsheetError(
                _("The workbook has no sheet named %(sheet)s. Choose a sheet from the list."), sheet=name
            )
        return _parsed(book, source)


def _parsed(book: Any, source: Any) -> Sheet:
    # Unlike the public read-only sheet, its parser also gives merged regions and hidden rows in the same pass,
    # and does not build the gaps that a stray cell at the far end of a sheet would open.
    with source._get_source() as stream:
        parser = _Parser(
            stream,
            source._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        cells = _grid(_rows_with_values(parser))
    return Sheet(
        name=source.title,
        cells=cells,
        merges=_regions(parser),
        hidden_rows=_hidden_rows(parser, len(cells)),
        hidden_columns=_hidden_columns(parser, len(cells[0]) if cells else 0),
        uncalculated=frozenset(parser.uncalculated),
        epoch_1904=book.epoch == CALENDAR_MAC_1904,
    )


class _Parser(WorkSheetParser):
    """Also notes formulas without a stored value, which else look like empty cells."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uncalculated: set[tuple[int, int]] = set()  # 0-based row and column

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        # A formula whose result is the empty text says t="str"; one that was never calculated says nothing.
        if cell["value"] is None and len(element) and element.get("t") != "str" and _is_uncalculated(element):
            if len(self.uncalculated) >= MAX_CELLS:
                raise _too_much_text()
            self.uncalculated.add((cell["row"] - 1, cell["column"] - 1))
            cell["value"] = UNCALCULATED  # so that its row counts as holding something
        return cell


def _is_uncalculated(element: Any) -> bool:
    return element.find(FORMULA_TAG) is not None and not element.findtext(VALUE_TAG)


def _rows_with_values(parser: WorkSheetParser) -> Iterator[tuple[int, dict[int, Any]]]:
    for records, (number, row) in enumerate(parser.parse(), start=1):
        if records > MAX_ROW_RECORDS:
            raise _too_many_rows()
        values = {cell["column"] - 1: cell["value"] for cell in row if not is_blank(cell["value"])}
        if values:
            yield number, values


def _grid(rows: Iterator[tuple[int, dict[int, Any]]]) -> tuple[tuple[Any, ...], ...]:
    """Rows as equally wide tuples, gaps included; refuses as soon as a limit is passed."""
    found: dict[int, dict[int, Any]] = {}
    width, count, characters = 0, 0, 0
    for number, values in rows:
        if not 1 <= number <= MAX_ROWS:
            raise _too_many_rows()
        width = max(width, max(values) + 1)
        if width > MAX_COLUMNS:
            raise TooLarge(
                _(
                    "The sheet has more than %(limit)s columns with values. "
                    "Remove the columns that do not belong to the ledger and try again."
                ),
                limit=MAX_COLUMNS,
            )
        count += len(values)
        characters += sum(len(value) for value in values.values() if isinstance(value, str))
        if count > MAX_CELLS or characters > MAX_CHARACTERS:
            raise _too_much_text()
        found[number] = values
    empty = (None,) * width
    columns = range(width)
    return tuple(
        tuple(map(found[number].get, columns)) if number in found else empty
        for number in range(1, max(found, default=0) + 1)
    )


def _too_much_text() -> TooLarge:
    return TooLarge(
        _("The sheet holds more text than can be read at once. Split the ledger into several files and try again.")
    )


def _too_many_rows() -> TooLarge:
    return TooLarge(
        _(
            "The sheet has more than %(limit)s rows. "
            "Remove empty rows at its end, or split the ledger by year, and try again."
        ),
        limit=MAX_ROWS,
    )


def _regions(parser: WorkSheetParser) -> tuple[Region, ...]:
    ranges = parser.merged_cells.mergeCell if parser.merged_cells is not None else []
    if len(ranges) > MAX_MERGES:
        raise TooLarge(_("The sheet has too many merged cells. Undo merging outside the table and try again."))
    bounds = (_bounds(merged.ref) for merged in ranges)
    return tuple(Region(top, left, bottom, right) for left, top, right, bottom in bounds)


def _bounds(reference: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = openpyxl.utils.range_boundaries(reference)
    if left is None or top is None or right is None or bottom is None:
        raise ValueError(reference)  # whole rows or columns cannot be merged
    return left, top, right, bottom


def _hidden_rows(parser: WorkSheetParser, last_row: int) -> frozenset[int]:
    return frozenset(
        int(number)
        for number, attributes in parser.row_dimensions.items()
        if attributes.get("hidden") in {"1", "true"} and int(number) <= last_row
    )


def _hidden_columns(parser: WorkSheetParser, width: int) -> frozenset[int]:
    hidden: set[int] = set()
    for attributes in parser.column_dimensions.values():
        if attributes.get("hidden") in {"1", "true"}:
            hidden.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), width)))
    return frozenset(hidden)


def _read_csv(content: bytes) -> Sheet:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = (
            (number, values)
            for number, row in enumerate(reader, start=1)
            if (values := {column: _unguarded(value) for column, value in enumerate(row) if not is_blank(value)})
        )
        return Sheet(name=CSV_SHEET, cells=_grid(rows))
    except csv.Error as cause:
        raise NotASpreadsheet(
            _(
                "Near line %(line)s the .csv table has a quotation mark or a cell that is not closed. "
                "Save it again from the spreadsheet program."
            ),
            line=reader.line_num,
        ) from cause


def _unguarded(value: str) -> str:
    """A cell without the apostrophe that our own CSV puts before what a program could take for a formula."""
    return value[1:] if value[:1] == "'" and value[1:2] in FORMULA_STARTERS else value


def _delimiter(text: str) -> str:
    """The delimiter that gives the most columns in most of the first lines; text often holds single commas."""
    sample = text[:20_000]

    def columns(delimiter: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        with contextlib.suppress(csv.Error):  # the sample may end within quotation marks
            for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                widths[len(row)] += 1
        useful = {width: lines for width, lines in widths.items() if width > 1}
        return (max(useful.values(), default=0), max(useful, key=lambda width: (useful[width], width), default=0))

    return max(",\t;", key=columns)


def _decoded(content: bytes) -> str:
    known = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for encoding in (known,) if known else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotASpreadsheet(
        _(
            "The .csv table is neither in UTF-8 nor in GB 18030. "
            "Save it as CSV UTF-8 from the spreadsheet program and try again."
        )
    )
