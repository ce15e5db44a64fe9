"""``manage.py create_office``: an office with its usual sections and, from a list, its units."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from audit.facts import facts
from ledger_site.management.entering import UNIT_COLUMNS, OfficeFacts, enter_office, units_in
from organizations.models import Office
from organizations.people import system_account


class Command(BaseCommand):
    help = "Enters an office, or adds units to one. Changes nothing that is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="short and lasting: it begins the number of every entry")
        parser.add_argument("--name", help="full name, as on its papers; needed for a new office")
        parser.add_argument("--short-name", help="as in lists; default is the full name")
        parser.add_argument("--level", choices=Office.Level.values, help="needed for a new office")
        parser.add_argument("--superior", default="", metavar="CODE", help="the office above")
        parser.add_argument("--mark", default="", help="word of its document numbers, such as 云编办")
        parser.add_argument(
            "--units", type=Path, metavar="FILE.csv", help=f"with the columns {', '.join(UNIT_COLUMNS)}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        new = not Office.objects.filter(code=options["code"]).exists()
        if new and not (options["name"] and options["level"] and options["mark"]):
            raise CommandError("A new office needs --name, --level and --mark.")
        if options["superior"] and not Office.objects.filter(code=options["superior"]).exists():
            raise CommandError(f"There is no office with the code {options['superior']}; enter it first.")
        wanted = OfficeFacts(
            code=options["code"],
            name=options["name"] or "",
            short_name=options["short_name"] or options["name"] or "",
            level=options["level"] or "",
            superior=options["superior"],
            mark=options["mark"],
        )
        with facts(door="command"), transaction.atomic():
            try:
                units = units_in(options["units"]) if options["units"] else []
                office = enter_office(wanted, units, actor=system_account(), reason="manage.py create_office")
            except (OSError, ValueError) as error:
                raise CommandError(str(error)) from error
        self.stdout.write(
            f"{office.code} {office.name}: {office.sections.count()} sections, {office.units.count()} units."
        )
