"""Refusals of this package: a whole file (``SpreadsheetError``) or a single cell (``CellError``)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from openpyxl.utils import get_column_letter


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable sentence with its values, put into words only when somebody reads it.

    ``str()`` uses the language active at that moment, so a job may find an error and a page may show it.
    """

    template: Any  # str or the lazy string of gettext_lazy
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        text = str(self.template)
        return text % {name: _in_words(value) for name, value in self.values.items()} if self.values else text

    def __hash__(self) -> int:
        return hash((str(self.template), tuple(sorted((key, str(value)) for key, value in self.values.items()))))


def _in_words(value: Any) -> Any:
    return date_format(value, "DATE_FORMAT") if isinstance(value, dt.date) else value


class SpreadsheetError(ValueError):
    """The file or sheet cannot be taken; ``str()`` tells the reader what to do next."""

    def __init__(self, template: Any, **values: Any) -> None:
        self.message = Sentence(template, values)
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotASpreadsheet(SpreadsheetError):
    """The file is not a workbook or table that this package reads."""


class TooLarge(SpreadsheetError):
    """The file exceeds a limit, packed or unpacked."""


class ProtectedFile(SpreadsheetError):
    """The workbook is encrypted with a password."""


class ParserNotHardened(SpreadsheetError):
    """defusedxml is missing or switched off, so no file is opened at all."""


class CellValueError(SpreadsheetError):
    """One cell's value cannot be understood; the caller knows which cell it was."""


@dataclass(frozen=True, slots=True)
class CellError:
    """One fault in a sheet.

    ``row`` is the 1-based sheet row; ``column`` the sheet's column letter, or None when the whole row is meant.
    """

    row: int
    column: str | None
    message: Sentence

    @property
    def cell(self) -> str:
        """Address as the spreadsheet program shows it: ``H6``, or ``6`` for a whole row."""
        return f"{self.column or ''}{self.row}"


def column_letter(index: int) -> str:
    """Sheet letter of the 0-based column ``index``: 0 is A, 26 is AA."""
    return get_column_letter(index + 1)
