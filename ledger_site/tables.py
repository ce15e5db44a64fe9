"""Any list as a file: the rows of its page under the viewer's rights, as XLSX, CSV or PDF. Source: B13, A05.

A page's list becomes a ``Table`` with the selector and the filter of that page; ``ledger_site.lists`` names them all.
The ledger list has columns to choose and a worker for long files; it keeps its own way (``problems.services.exports``).
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.events import record_event
from audit.models import Event
from documents.render import draw_table
from organizations.clock import SHANGHAI, now
from organizations.errors import Invalid
from organizations.models import Account
from organizations.scope import acting
from problems.models import Export
from problems.pages.exporting import as_file
from problems.services.exports import checked_format, headed_csv
from problems.spreadsheets.writing import write_xlsx

MOST = {Export.Format.CSV: 5000, Export.Format.XLSX: 5000, Export.Format.PDF: 300}  # rows; a PDF is slow to lay out


@dataclass(frozen=True)
class Table:
    """A list to be written."""

    title: str
    headings: Sequence[Any]
    items: QuerySet[Any] | Sequence[Any]  # as the page lists them, all pages together; one row of the file each
    lines: Callable[[list[Any]], Iterable[Sequence[Any]]]  # items as cells: text, numbers, days or nothing
    words: Sequence[tuple[Any, Any]] = ()  # the filter: label and value; without value left out
    about: tuple[str, object] = ("list", "")  # kind and key of what the list is about, for the trail

    def count(self) -> int:
        return self.items.count() if isinstance(self.items, QuerySet) else len(self.items)


def answer(table: Table, key: str, format: str, viewer: Account, query: str) -> HttpResponseBase:
    """The list as an attachment; who took it is kept before the first byte leaves.

    Raises: Invalid for another format, or for more rows than one file of it holds.
    """
    format, count = checked_format(format), table.count()
    if count > MOST[Export.Format(format)]:
        raise Invalid(
            _("%(count)s rows are too many for one file of this format (at most %(most)s). Narrow the list by its "
              "filter, then take the parts one by one.")
            % {"count": count, "most": MOST[Export.Format(format)]}
        )  # fmt: skip
    rows = [list(row) for row in table.lines(list(table.items))]
    details = {"list": key, "format": format, "rows": len(rows), "query": query[:1000]}
    kind, pk = table.about
    record_event(Event.Kind.EXPORT, actor=acting(viewer).facts(), object_kind=kind, object_id=pk, details=details)
    out = io.BytesIO()
    write(table, rows, head_lines(table, viewer, len(rows)), format, out)
    out.seek(0)
    return as_file(FileResponse(out), format, name=table.title)


def head_lines(table: Table, viewer: Account, count: int) -> list[tuple[str, str]]:
    """What stands above the rows: which list, how many rows, who made it when, what was asked."""
    facts = acting(viewer).facts()
    asked = "; ".join(f"{label} {value}" for label, value in table.words if value)
    lines = [
        (table.title, ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}),
        (_("Made by"), f"{facts.name} {facts.unit}".strip()),
        (_("Made at"), date_format(now().astimezone(SHANGHAI), "DATETIME_FORMAT")),
    ]
    return [*lines, (_("Filter"), asked)] if asked else lines


def write(table: Table, rows: list[list[Any]], head: list[tuple[str, str]], format: str, out: IO[bytes]) -> None:
    """Write rows to a binary file. Whatever a cell begins with, it stays text."""
    headings = [str(one) for one in table.headings]
    if format == Export.Format.CSV:
        out.writelines(headed_csv(head, headings, rows))
    elif format == Export.Format.XLSX:
        write_xlsx(out, headings, rows, table.title, notes=(_("About this export"), head))
    else:
        out.write(draw_table(table.title, head, headings, numbers_of(rows, len(headings)), rows))


def numbers_of(rows: list[list[Any]], width: int) -> list[bool]:
    """For each column whether it holds numbers and days only."""
    columns = [[row[place] for row in rows if row[place] not in (None, "")] for place in range(width)]
    return [bool(values) and all(isinstance(one, int | float | date) for one in values) for values in columns]


def said_by(template: str, **context: Any) -> str:
    """What a partial of a page says, as plain text: for words that only a template knows how to put."""
    return unescape(render_to_string(template, context)).strip()
