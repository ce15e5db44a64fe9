"""``manage.py import_staffing FILE --office CODE``: the import of the page, for the person at the console. F3."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.facts import facts
from organizations.errors import DomainError
from organizations.models import Account, Office
from staffing.services.importing import read_workbook, run_from, write_run
from staffing.services.previewing import Preview, preview


class Command(BaseCommand):
    help = "Reads a staffing workbook into the register of an office; all rows or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="an .xlsx workbook or a .csv table")
        parser.add_argument("--office", required=True, metavar="CODE", help="code of the office whose units these are")
        parser.add_argument("--actor", metavar="USERNAME", help="who imports; not needed for --dry-run")
        parser.add_argument("--complete", action="store_true", help="the roster is complete: figures follow it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(f"There is no office with the code {options['office']}.")
        if not path.is_file():
            raise CommandError(f"{path} is not a file.")
        try:
            if options["dry_run"]:
                said = self._told(preview(run_from(office_id=office.pk, path=path, name=path.name)))
                self.stdout.write(f"{said} Nothing was written.")
                return
            actor = Account.objects.filter(username=options["actor"] or "").first()
            if actor is None:
                raise CommandError("Say who imports, with --actor USERNAME.")
            with facts(door="command"):
                run = read_workbook(office_id=office.pk, path=path, name=path.name, actor=actor)
                said = self._told(preview(run))
                write_run(run_id=run.pk, actor=actor, complete=options["complete"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{said} Written.")

    def _told(self, shown: Preview) -> str:
        for line in shown.lines:
            for cell, sentence in line.errors:
                self.stderr.write(f"{cell}: {sentence}")
        return f"New {shown.new}, known {shown.known}, faulty {shown.faulty}."
