"""``manage.py import_ledger FILE --office CODE``: the import of the pages, for the person at the server's console."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.facts import facts
from audit.refusals import recording_refusals
from organizations.clock import today
from organizations.errors import DomainError
from organizations.models import Account, Office
from organizations.scope import standing_of
from problems.models import ImportProfile, ImportRun
from problems.services import importing
from problems.services.importing import commit, mapping, tables
from problems.services.importing.outcome import ANOTHER, DOUBTFUL, KNOWN, NEW, OUT, SAME, Preview
from problems.spreadsheets.body import left_out
from problems.spreadsheets.rows import parse_rows


class Command(BaseCommand):
    help = "Import a ledger that was kept in a spreadsheet; all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="an .xlsx workbook or a .csv table")
        parser.add_argument("--office", required=True, metavar="CODE", help="code of the office whose ledger it is")
        parser.add_argument("--mapping", type=Path, metavar="FILE", help="JSON: sheet, columns, values, rows, year")
        parser.add_argument("--sheet", help="name of the sheet; default the one with most rows")
        parser.add_argument("--actor", metavar="USERNAME", help="who imports; not needed for --dry-run")
        parser.add_argument("--ordered-by", metavar="USERNAME", help="leader who orders the take-over")
        parser.add_argument("--reason", default="", help="why closed rows are taken over as they stand")
        parser.add_argument("--year", type=int, help="year of a take-over's numbers; default the mapping's or this")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--errors", type=Path, metavar="OUT", help="write the file with a column of errors")

    def handle(self, *args: Any, **options: Any) -> None:
        with facts(door="command"):
            try:
                self._import(options)
            except DomainError as refusal:
                raise CommandError(str(refusal)) from refusal

    def _import(self, options: dict[str, Any]) -> None:
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(_("There is no office with the code %(code)s.") % {"code": options["office"]})
        wanted = _mapping(options["mapping"])
        path: Path = options["file"]
        name = options["sheet"] or wanted.get("sheet") or tables.likely_sheet(tables.sheets_at(path))
        table = tables.table_at(path, name)
        columns, values = _meaning(office, table, wanted)
        answers = _answers(importing.preview_table(office, table, columns, values), wanted.get("rows") or {})
        excluded = {row for row, one in answers.items() if one["as"] == OUT}
        found = importing.preview_table(office, table, columns, values, excluded=excluded, answers=answers)
        self._say(found)
        if options["errors"]:
            with options["errors"].open("wb") as out:
                tables.write_errors(path, table, found.notes, out)
            self.stdout.write(_("The workbook with its errors is in %(path)s.") % {"path": options["errors"]})
        if found.faults:
            raise CommandError(
                ngettext(
                    "%(count)s row has errors; nothing was imported.",
                    "%(count)s rows have errors; nothing was imported.",
                    found.faults,
                )
                % {"count": found.faults}
            )
        if found.counts[DOUBTFUL]:
            raise CommandError(
                _("Say in the mapping, under “rows”, of each doubtful row whether it is the same entry or a new one.")
            )
        if options["dry_run"]:
            self.stdout.write(_("This was a trial; nothing was imported."))
            return
        if not found.counts[NEW]:
            self.stdout.write(_("Every row is already in the ledger; nothing was imported."))
            return
        actor = _account(options["actor"])
        leader = _account(options["ordered_by"]) if options["ordered_by"] else actor
        ordered = importing.may_order(standing_of(leader), office.pk)
        if found.needs_order and not ordered:
            with recording_refusals("import.order", account=leader, object_kind="office", object_id=office.pk):
                raise commit.closed_rows_need_an_order(found.new_closed)
        if ordered and not options["reason"].strip():
            raise CommandError(_("Say with --reason why the rows are taken over as they stand; it stays with them."))
        run = importing.start_import(
            office_id=office.pk,
            path=path,
            ledger_year=wanted.get("year") if options["year"] is None else options["year"],
            actor=actor,
        )
        with ExitStack() as stack:
            stack.callback(_clear, run.pk, actor)
            importing.map_import(run_id=run.pk, actor=actor, sheet=name, columns=columns, values=values)
            _answer(run.pk, actor, answers)
            if ordered:
                importing.order_take_over(run_id=run.pk, reason=options["reason"], actor=leader, wake=False)
            else:
                importing.send_import(run_id=run.pk, actor=actor, wake=False)
            run = _committed(run.pk, leader if ordered else actor)
        entries = importing.entries_of(run)
        first, last = entries.order_by("pk").first(), entries.order_by("-pk").first()
        self.stdout.write(
            ngettext("%(count)s entry written", "%(count)s entries written", run.rows_done) % {"count": run.rows_done}
            + (f": {first} – {last}" if first and last else "")
        )

    def _say(self, found: Preview) -> None:
        counts = found.counts
        self.stdout.write(
            _(
                "%(new)s new (%(closed)s closed), %(known)s already in the ledger, %(doubtful)s doubtful, "
                "%(faults)s with errors."
            )
            % {
                "doubtful": counts[DOUBTFUL],
                "new": counts[NEW],
                "closed": found.new_closed,
                "known": counts[KNOWN],
                "faults": found.faults,
            }
        )
        for error in found.notes:
            self.stdout.write(f"  {error.cell}  {error.message}")
        if asides := left_out(found.table.sheet, found.table.header):
            rows = ", ".join(str(one.row) for one in asides)
            self.stdout.write(
                _("Taken for totals, headings or signatures and left out: rows %(rows)s.") % {"rows": rows}
            )


def _mapping(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        sentence = _("The mapping %(path)s cannot be read: %(error)s") % {"path": path, "error": error}
        raise CommandError(sentence) from error
    if not isinstance(found, dict):
        raise CommandError(_("The mapping %(path)s is no JSON object.") % {"path": path})
    return found


def _meaning(office: Office, table: tables.Table, wanted: dict[str, Any]) -> tuple[dict[str, int], dict[str, Any]]:
    """Columns and values: of the mapping file, else what the office remembers, else what is usual."""
    vocabulary = mapping.load_vocabulary(office)
    profile = ImportProfile.objects.filter(office=office).first()
    said: dict[str, Any] = mapping.check_values(wanted.get("values") or {}, vocabulary)
    if wanted.get("columns"):
        columns, said = mapping.mapping_from_file(table, wanted, vocabulary)
    else:
        columns = mapping.suggested_columns(table.header, profile)
    drafts, _faults = parse_rows(table.sheet, table.header, columns, today=today())
    words = mapping.words_to_map(drafts, columns, vocabulary.units)
    return columns, mapping.remembered_values(words, vocabulary, profile.values if profile else {}, said)


def _answers(found: Preview, said: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What the mapping says of rows: ``{"17": {"as": "out" | "same" | "new", "entry": number, "reason": why}}``."""
    rows = {one.row: one for one in found.rows}
    answers: dict[int, dict[str, Any]] = {}
    for key, given in said.items():
        one = rows.get(int(key)) if str(key).isdecimal() else None
        choice = given.get("as") if isinstance(given, dict) else None
        if one is None or choice not in {OUT, SAME, ANOTHER} or not str(given.get("reason", "")).strip():
            raise CommandError(
                _("Row %(row)s of the mapping needs a ledger row, “as” (out, same or new) and a reason.") % {"row": key}
            )
        entries = [alike.pk for alike in one.alike if choice == ANOTHER or given.get("entry") in {None, alike.number}]
        if choice == SAME and len(entries) != 1:
            raise CommandError(_("Row %(row)s looks like several entries; choose which one it is.") % {"row": key})
        answers[one.row] = {"as": choice, "reason": str(given["reason"]).strip(), "entries": entries}
    return answers


def _answer(run_id: int, actor: Account, answers: dict[int, dict[str, Any]]) -> None:
    for row, one in answers.items():
        if one["as"] == OUT:
            importing.exclude_rows(run_id=run_id, rows=[row], reason=one["reason"], actor=actor)
        elif one["entries"]:
            importing.answer_rows(
                run_id=run_id,
                rows=[row],
                same=one["as"] == SAME,
                entries=dict.fromkeys([row], one["entries"][0]) if one["as"] == SAME else None,
                reason=one["reason"],
                actor=actor,
            )


def _account(username: str | None) -> Account:
    if not username:
        raise CommandError(_("Name with --actor the account under which to import."))
    found = Account.objects.select_related("person").filter(username=username).first()
    if found is None:
        raise CommandError(_("There is no account %(name)s.") % {"name": username})
    return found


def _committed(run_id: int, actor: Account) -> ImportRun:
    try:
        return importing.commit_import(run_id=run_id, actor=actor)
    except OperationalError as lost:
        connection.close()
        raise CommandError(
            _(
                "The connection to the database was lost while writing; nothing of the import is in the ledger. "
                "It is written as soon as the worker runs, or give it up under its address: import %(run)s."
            )
            % {"run": run_id}
        ) from lost


def _clear(run_id: int, actor: Account) -> None:
    """A run that the command began and could not end is not left lying about."""
    run = importing.run_of(actor, run_id)
    if run.state in {run.State.UPLOADED, run.State.MAPPED, run.State.WAITING_FOR_ORDER, run.State.FAILED}:
        importing.abandon_import(run_id=run_id, actor=actor)
