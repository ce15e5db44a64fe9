"""The ledger list as a file: exactly the filter and the columns, at once or by a worker. Source: B9, export of B13.

Up to ``AT_ONCE`` rows the answer is the file. Above, a worker writes it and keeps it for some days. Rights are asked
when it is ordered, again when it is written, and again when it is taken (A08). Every export is an event of the trail.
"""

import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from audit.events import record_event
from audit.models import Event
from documents.render import draw_table
from organizations.clock import SHANGHAI, now
from organizations.errors import Invalid, NotAllowed, WrongState
from organizations.models import Account
from organizations.scope import acting
from problems.models import Export, Problem
from problems.selectors.columns import Column
from problems.selectors.listing import exported_rows, scope_of
from problems.spreadsheets.writing import csv_lines, write_xlsx

logger = logging.getLogger(__name__)
AT_ONCE = {Export.Format.CSV: 5000, Export.Format.XLSX: 5000, Export.Format.PDF: 300}
MOST = {Export.Format.CSV: 1_000_000, Export.Format.XLSX: 1_000_000, Export.Format.PDF: 5000}
KEPT = timedelta(days=3)
LEASE = timedelta(minutes=12)  # longer than the time limit of a task
MAX_TRIES = 3
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class RightsChanged(NotAllowed):
    """The file was written under rights that the person no longer has."""

    code = "rights_changed"
    message = gettext_lazy("What you may see has changed since this file was written. Make the export again.")


@dataclass(frozen=True)
class Listed:
    """A list to be written: its rows under the viewer's rights, its columns, and the filter in words."""

    rows: QuerySet[Problem]
    columns: list[Column]
    words: list[tuple[str, str]]
    sort: str
    query: str

    @property
    def headings(self) -> list[str]:
        return [str(one.label) for one in self.columns]


def head_lines(listed: Listed, viewer: Account, count: int) -> list[tuple[str, str]]:
    """What stands above the rows: what was asked, who made it, when, how many rows."""
    facts = acting(viewer).facts()
    made = f"{facts.name} {facts.unit}".strip()
    order = next((one.label for one in listed.columns if one.sort == listed.sort.lstrip("-")), listed.sort)
    asked = "; ".join(f"{label} {value}" for label, value in listed.words) or _("all entries of the list")
    return [
        (_("Export of the ledger"), _("%(count)s entries") % {"count": count}),
        (_("Made by"), made),
        (_("Made at"), date_format(now().astimezone(SHANGHAI), "DATETIME_FORMAT")),
        (_("Filter"), asked),
        (_("Order"), f"{order} {'↓' if listed.sort.startswith('-') else '↑'}"),
    ]


def record_export(listed: Listed, viewer: Account, format: str, count: int) -> None:
    """Who took which list with which columns; kept before the first byte leaves."""
    record_event(
        Event.Kind.EXPORT,
        actor=acting(viewer).facts(),
        object_kind="ledger",
        details={
            "format": format,
            "rows": count,
            "query": listed.query[:1000],
            "columns": [one.key for one in listed.columns],
        },
    )


def csv_stream(listed: Listed, head: list[tuple[str, str]]) -> Iterator[bytes]:
    """The CSV of the list line by line."""
    return headed_csv(head, listed.headings, exported_rows(listed.rows, listed.columns))


def headed_csv(head: list[tuple[str, str]], headings: list[str], rows: Iterable[list[Any]]) -> Iterator[bytes]:
    """A CSV line by line: the head, the headings, the rows; every line has as many fields (RFC 4180)."""
    blank = [""] * (len(headings) - 1)
    first, *rest = [*([f"{label}: {text}", *blank] for label, text in head), headings]

    def lines() -> Iterator[list[Any]]:
        yield from rest
        yield from rows

    yield from csv_lines(first, lines())


def write_export(listed: Listed, head: list[tuple[str, str]], format: str, out: IO[bytes]) -> None:
    """Write the list to a binary file in one of the formats."""
    if format == Export.Format.CSV:
        for line in csv_stream(listed, head):
            out.write(line)
    elif format == Export.Format.XLSX:
        rows = exported_rows(listed.rows, listed.columns)
        write_xlsx(out, listed.headings, rows, _("Ledger"), notes=(_("About this export"), head))
    else:
        numbers = [one.is_number for one in listed.columns]
        out.write(draw_table(_("Problem-rectification ledger"), head, listed.headings, numbers,
                             exported_rows(listed.rows, listed.columns)))  # fmt: skip


def is_at_once(format: str, count: int) -> bool:
    """Whether the answer to the request is the file itself.

    Raises: Invalid for more rows than the format can hold sensibly.
    """
    if count > MOST[Export.Format(format)]:
        raise Invalid(
            _("%(count)s entries are too many for this format (at most %(most)s). Narrow the filter, or take CSV.")
            % {"count": count, "most": MOST[Export.Format(format)]}
        )
    return count <= AT_ONCE[Export.Format(format)]


def checked_format(format: str) -> str:
    """``format`` when it is one of ours. Raises Invalid."""
    if format not in Export.Format.values:
        raise Invalid(errors={"format": [_("Choose one of: %(formats)s.") % {"formats": "xlsx, csv, pdf"}]})
    return format


def order_export(*, listed: Listed, format: str, count: int, actor: Account, key: str) -> Export:
    """Have a worker write a long list; the same key orders once. Source: B13."""
    values = {
        "format": format,
        "query": listed.query[:2000],
        "language": get_language() or settings.LANGUAGE_CODE,
        "rows": count,
    }
    try:
        with transaction.atomic():
            export = Export.objects.create(account=actor, key=key, **values)
    except IntegrityError:
        return Export.objects.get(account=actor, key=key)
    transaction.on_commit(lambda: _wake(export.pk), robust=True)
    return export


def claim(export_id: int) -> Export | None:
    """Take an export to write, unless it is done or another worker is at it; gives it up after some tries."""
    free = Q(state=Export.State.WAITING) | Q(state=Export.State.BUILDING, claimed_at__lt=now() - LEASE)
    mine = Export.objects.filter(free, pk=export_id)
    if mine.filter(tries__gte=MAX_TRIES).update(state=Export.State.FAILED, failure=_("It could not be written.")):
        return None
    if not mine.update(state=Export.State.BUILDING, claimed_at=now(), tries=F("tries") + 1, rows_done=0):
        return None
    return Export.objects.select_related("account__person").get(pk=export_id)


def build(export: Export, listed: Listed) -> Export:
    """Write a claimed export under the rights its account has now, and keep the file.

    The event is kept here, where the data leaves the tables.
    """
    viewer = export.account
    count = listed.rows.count()
    record_export(listed, viewer, export.format, count)
    folder = exports_folder()
    name = f"{os.urandom(16).hex()}.{export.format}"
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        temporary = Path(out.name)
        try:
            write_export(listed, head_lines(listed, viewer, count), export.format, out)  # type: ignore[arg-type]
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    temporary.replace(folder / name)
    export.path, export.size, export.rows = name, (folder / name).stat().st_size, count
    export.scope, export.state, export.rows_done = scope_of(acting(viewer)), Export.State.READY, count
    export.expires_at = now() + KEPT
    export.save(update_fields=["path", "size", "rows", "scope", "state", "rows_done", "expires_at"])
    return export


def refuse(export: Export, sentence: str, state: str = Export.State.REFUSED) -> None:
    """Remember why an export was not written."""
    export.state, export.failure = state, sentence
    export.save(update_fields=["state", "failure"])


def open_export(export: Export, viewer: Account) -> IO[bytes]:
    """The file of an export of one's own, if the rights it was written under are still there.

    Raises:
        RightsChanged: Roles, units or offices of the person are others than when it was written.
        WrongState: It is not ready, or has expired.
    """
    standing = acting(viewer)
    if export.state != Export.State.READY or (export.expires_at and export.expires_at <= now()):
        raise WrongState(_("This file is not there: it is still being written, or its time has run out."))
    if scope_of(standing) != export.scope:
        raise RightsChanged
    try:
        file = (exports_folder() / export.path).open("rb")
    except OSError as error:
        raise WrongState(_("The file is gone. Make the export again.")) from error
    record_event(
        Event.Kind.DOWNLOAD,
        actor=standing.facts(),
        object_kind="export",
        object_id=export.pk,
        details={"rows": export.rows, "format": export.format},
    )
    return file


def expire_exports() -> int:
    """Delete files whose days are over; answers how many."""
    over = list(Export.objects.filter(state=Export.State.READY, expires_at__lte=now()))
    for export in over:
        (exports_folder() / export.path).unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk).update(state=Export.State.EXPIRED)
    return len(over)


def unfinished_exports() -> list[int]:
    """Ordered and not written: the message was lost or the worker died."""
    lost = Q(state=Export.State.WAITING, at__lt=now() - timedelta(seconds=60))
    died = Q(state=Export.State.BUILDING, claimed_at__lt=now() - LEASE)
    return list(Export.objects.filter(lost | died).order_by("pk").values_list("pk", flat=True)[:50])


def exports_folder() -> Path:
    """Where files of exports lie, away from evidence: they come and go."""
    folder = Path(settings.FILES_DIR) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def file_name(format: str, name: str = "") -> str:
    """The name a browser saves it under; ``name`` says of which list, else it is the ledger."""
    return f"{name or _('Ledger')}-{now().astimezone(SHANGHAI):%Y%m%d-%H%M}.{format}"


def _wake(export_id: int) -> None:
    from problems.tasks import build_export  # tasks import this module

    build_export.delay(export_id)
