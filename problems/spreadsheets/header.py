"""Finds the headings of a ledger under its title rows."""

import re
from dataclasses import dataclass
from typing import Any

from .fields import heading_key, is_known_heading
from .sheet import Region, Sheet, is_blank

SEARCHED_ROWS = 30
MAX_HEADING_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings are (1-based sheet rows) and what they say, one text per column, "" for none.

    ``columns`` joins the levels ("问题情况·来源"), ``leaf`` is the lowest level only ("来源").
    """

    first_row: int
    last_row: int
    columns: tuple[str, ...]
    leaf: tuple[str, ...]

    @property
    def body_start(self) -> int:
        """First 1-based sheet row below the headings."""
        return self.last_row + 1


def find_header(sheet: Sheet) -> Header | None:
    """The headings of ``sheet``, on one level or several, or None when no row of the first thirty looks like them.

    The row with most usual headings is the lowest level. Where fewer than two are usual, the first row of at least
    three short different texts is taken, so that a person can still map its columns.
    """
    grid = _heading_grid(sheet)
    last = _lowest_level(sheet, grid)
    if last is None:
        return None
    first = last
    while first > 0 and _belongs_above(sheet, grid, first - 1, first):
        first -= 1
    levels = [_carried(sheet, grid, row, last) for row in range(first, last)] + [grid[last]]
    paths = [_path([level[column] for level in levels]) for column in range(sheet.width)]
    return Header(
        first_row=first + 1,
        last_row=last + 1,
        columns=tuple("·".join(path) for path in paths),
        leaf=tuple(path[-1] if path else "" for path in paths),
    )


def _heading_grid(sheet: Sheet) -> list[list[str]]:
    """The first rows as texts, merged regions filled in both directions; regions as wide as the sheet are titles."""
    rows = min(SEARCHED_ROWS, len(sheet.cells))
    grid = [["" if is_blank(value) else plain_label(value) for value in sheet.cells[row]] for row in range(rows)]
    for region in sheet.merges:
        top, left = region.first_row - 1, region.first_column - 1
        if top >= rows or left >= sheet.width:
            continue
        for row in range(top, min(region.last_row, rows)):
            for column in range(left, min(region.last_column, sheet.width)):
                grid[row][column] = grid[top][left]
    return grid


def plain_label(value: Any) -> str:
    """A cell's text without any blanks."""
    return re.sub(r"[\s\u200b\ufeff]+", "", str(value))


def _lowest_level(sheet: Sheet, grid: list[list[str]]) -> int | None:
    known = [len({heading_key(label) for label in labels if label and is_known_heading(label)}) for labels in grid]
    best = max(known, default=0)
    if best >= 2:
        return known.index(best)
    for row, labels in enumerate(grid):
        if len({label for label in labels if label}) >= 3 and _are_headings(sheet, labels, row):
            below = row + 1
            grouped = any(
                _spans_columns(sheet, region) and region.last_row == row + 1 for region in _starting(sheet, row)
            )
            return below if grouped and below < len(grid) else row
    return None


def _are_headings(sheet: Sheet, labels: list[str], row: int) -> bool:
    texts = all(is_blank(value) or isinstance(value, str) for value in sheet.cells[row])
    return texts and all(len(label) <= MAX_HEADING_LENGTH and not re.search("[:：]", label) for label in labels)


def _starting(sheet: Sheet, row: int) -> list[Region]:
    return [region for region in sheet.merges if region.first_row == row + 1]


def _spans_columns(sheet: Sheet, region: Region) -> bool:
    """Whether a region groups some columns; one over nearly all of them is a title."""
    width = min(region.last_column, sheet.width) - region.first_column + 1
    return 1 < width < max(sheet.width - 1, 2)


def _belongs_above(sheet: Sheet, grid: list[list[str]], upper: int, lower: int) -> bool:
    """Whether row ``upper`` is one more level of the headings whose next level is ``lower``."""
    labels = grid[upper]
    if len({label for label in labels if label}) < 2 or not _are_headings(sheet, labels, upper):
        return False
    tied = any(region.first_row <= upper + 1 <= lower < region.last_row for region in sheet.merges)
    grouped = any(_spans_columns(sheet, region) for region in _starting(sheet, upper))
    completes = any(above and not below for above, below in zip(labels, grid[lower], strict=True))
    return tied or grouped or completes


def _carried(sheet: Sheet, grid: list[list[str]], row: int, last: int) -> list[str]:
    """Labels of an upper level; an unmerged group heading also names the blank cells to its right (as in CSV)."""
    carried: list[str] = []
    current = ""
    for column, label in enumerate(grid[row]):
        below = grid[last][column]
        current = label or (current if below and not sheet.merges else "")
        carried.append(current)
    return carried


def _path(labels: list[str]) -> list[str]:
    path: list[str] = []
    for label in labels:
        if label and (not path or path[-1] != label):
            path.append(label)
    return path
