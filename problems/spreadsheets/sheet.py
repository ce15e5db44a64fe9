"""The plain data of one sheet: its cells, its merged regions, and what filling them changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from .errors import TooLarge

UNCALCULATED = "="  # stands in a cell whose formula has no stored value
MAX_FILLED_CELLS = 1_000_000  # our choice: a region over the whole grid must not become a whole grid of values


@dataclass(frozen=True, slots=True)
class Region:
    """A merged region; rows and columns are 1-based sheet coordinates, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """One sheet of a workbook for the choice on the page; sizes are what the workbook says about itself."""

    name: str
    rows: int
    columns: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells of one sheet, every row equally wide; ``cells[0]`` is sheet row 1.

    Attributes:
        filled: 0-based (row, column) of cells that got their value from a merged region's top-left cell.
        hidden_rows: 1-based rows that the spreadsheet program does not show (by hand or by a filter). They are read.
        hidden_columns: 0-based columns that the spreadsheet program does not show. They are read.
        uncalculated: 0-based (row, column) of formulas without a stored value; the cell itself holds a bare ``=``.
        epoch_1904: Whether bare date numbers count from 1904.
    """

    name: str
    cells: tuple[tuple[Any, ...], ...]
    merges: tuple[Region, ...] = ()
    filled: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    epoch_1904: bool = False

    @property
    def width(self) -> int:
        """Number of columns, 0 for an empty sheet."""
        return len(self.cells[0]) if self.cells else 0

    @property
    def filled_rows(self) -> frozenset[int]:
        """1-based rows in which at least one cell was filled from a merged region."""
        return frozenset(row + 1 for row, _column in self.filled)

    def own_values(self, row_number: int) -> list[tuple[int, Any]]:
        """(0-based column, value) of the cells of a sheet row that are not blank and not filled."""
        row = row_number - 1
        return [
            (column, value)
            for column, value in enumerate(self.cells[row])
            if not is_blank(value) and (row, column) not in self.filled
        ]


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing that a reader would see."""
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u3000\u200b\ufeff"))


def filled(sheet: Sheet, *, header_last_row: int) -> Sheet:
    """``sheet`` with merged regions filled: in both directions down to ``header_last_row``, below it only downward.

    A region across columns in the body is a remark over several cells, not a value of each of them.
    """
    changed: dict[int, list[Any]] = {}
    filled_cells: set[tuple[int, int]] = set()
    for region in sheet.merges:
        for row, column, value in _cells_to_fill(sheet, region, header_last_row):
            changed.setdefault(row, list(sheet.cells[row]))[column] = value
            filled_cells.add((row, column))
            if len(filled_cells) > MAX_FILLED_CELLS:
                raise TooLarge(
                    _(
                        "The merged cells of sheet %(sheet)s cover more than %(limit)s cells. "
                        "Undo merging outside the table and try again."
                    ),
                    sheet=sheet.name,
                    limit=MAX_FILLED_CELLS,
                )
    cells = tuple(tuple(changed[row]) if row in changed else values for row, values in enumerate(sheet.cells))
    return replace(sheet, cells=cells, filled=frozenset(filled_cells))


def _cells_to_fill(sheet: Sheet, region: Region, header_last_row: int) -> Iterator[tuple[int, int, Any]]:
    top, left = region.first_row - 1, region.first_column - 1
    if top >= len(sheet.cells) or left >= sheet.width:
        return
    value = sheet.cells[top][left]
    if is_blank(value):
        return
    in_header = region.first_row <= header_last_row
    last_row = min(region.last_row, len(sheet.cells))
    if in_header:
        last_row = min(last_row, header_last_row)  # a heading never runs into the body
    last_column = min(region.last_column, sheet.width) if in_header else region.first_column
    for row in range(top, last_row):
        for column in range(left, last_column):
            if (row, column) != (top, left):
                yield row, column, value
