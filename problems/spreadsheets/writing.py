"""The one export writer of the project: XLSX and CSV in which nothing that a person typed can become a formula.

Source: rule 36 of the reliability brief. Everything streams: rows may be a generator of any length.
"""

import csv
import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

DATE_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
FIRST_SERIAL_YEAR = 1901  # workbooks cannot hold earlier dates; these become text
MAX_TEXT = 32_767  # what one cell of a workbook holds
MAX_EXACT_INTEGER = 10**15  # spreadsheet programs keep fifteen digits
FORMULA_STARTERS = frozenset("=+-@\t\r\n\0＝＋－＠")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def safe_text(value: Any) -> str:
    """``value`` as text that a workbook can hold: no control characters, at most 32 767 others (then ends with …)."""
    text = _NOT_IN_XML.sub("", str(value))
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def text_cell(sheet: Any, value: Any) -> Any:
    """A cell of a write-only ``sheet`` that holds ``value`` as text, whatever it begins with."""
    cell = WriteOnlyCell(sheet)
    set_text(cell, value)
    return cell


def set_text(cell: Any, value: Any) -> None:
    """Put ``value`` into an openpyxl cell as text, past the guess that makes a leading ``=`` a formula."""
    cell.value = safe_text(value)
    cell.data_type = "s"  # after the value, whose setter makes "=…" a formula and "#N/A" an error


def write_xlsx(
    out: Any,
    header: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    sheet_title: str,
    *,
    notes: tuple[str, Sequence[Sequence[Any]]] | None = None,
) -> None:
    """Write one sheet to ``out`` (a path or a binary file): bold header, frozen; strings as text, dates as dates.

    ``notes`` is the title and the rows of a second sheet that says what the first one holds.

    Aware moments are shown in the current time zone. Numbers stay numbers up to fifteen digits, beyond that text.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(sheet_title))
    sheet.freeze_panes = "A2"
    for column, label in enumerate(header, start=1):
        width = sum(2 if ord(char) > 0x2E80 else 1 for char in str(label))
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(width + 4, 40))
    headings: list[Any] = [text_cell(sheet, label) for label in header]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for row in rows:
        sheet.append([_typed_cell(sheet, value) for value in row])
    if notes is not None:
        second = book.create_sheet(_sheet_title(notes[0]))
        second.column_dimensions["A"].width, second.column_dimensions["B"].width = 24, 80
        for row in notes[1]:
            second.append([_typed_cell(second, value) for value in row])
    book.save(out)


def _sheet_title(title: str) -> str:
    """A title that workbooks accept: 31 characters, none of the forbidden ones, never empty."""
    return re.sub(r"[\\*?:/\[\]]", " ", safe_text(title)).strip("' ")[:31] or "Sheet"


def _typed_cell(sheet: Any, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dt.date) and value.year >= FIRST_SERIAL_YEAR:  # moments too
        moment = isinstance(value, dt.datetime)
        cell: Any = WriteOnlyCell(sheet)
        cell.value = _naive(value)
        cell.number_format = MOMENT_FORMAT if moment else DATE_FORMAT
        return cell
    if _is_plain_number(value):
        return value
    return text_cell(sheet, value)


def _naive(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return timezone.make_naive(value)
    return value


def _is_plain_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and math.isfinite(value) and abs(float(value)) < MAX_EXACT_INTEGER


def csv_text(value: Any) -> Any:
    """A value for CSV: a string that a spreadsheet program could take for a formula gets a leading ``'``.

    Judged by the first character, and again by the first visible one, since programs trim what comes before it.
    """
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return _naive(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, bool) and _is_plain_number(value):
        return value
    original, text = str(value), _NOT_IN_XML.sub("", str(value))
    starts = {original[:1], text[:1], _first_visible(text)}  # as typed, as written, and as a program may read it
    return f"'{text}" if starts & FORMULA_STARTERS else text


def _first_visible(text: str) -> str:
    return next((char for char in text if not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf"}), "")


def csv_lines(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The CSV line by line, for a streaming response: UTF-8 with BOM, CR LF, every string quoted."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in _all_rows(header, rows):
        writer.writerow([csv_text(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _all_rows(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield [str(label) for label in header]
    yield from rows


def write_csv(out: IO[bytes], header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Write ``csv_lines`` to a binary file."""
    for line in csv_lines(header, rows):
        out.write(line)
