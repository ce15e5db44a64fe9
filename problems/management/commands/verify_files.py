"""``manage.py verify_files``: compares kept files with their rows, and names the entries of those that differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from documents import upkeep
from problems.selectors.files import uses_of


class Command(BaseCommand):
    help = "Compares every kept file with what was kept. Status 1 names those gone or changed, with their entry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove-strays", action="store_true", help="Remove files without a row.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(upkeep.faults())
        uses = uses_of(fault.stored.pk for fault in found)
        for fault in found:
            where = "; ".join(uses.get(fault.stored.pk, [])) or "—"
            self.stdout.write(f"{fault.stored.sha256[:12]} {fault.what} {where}")
        left = sum(1 for _path in upkeep.strays())
        if options["remove_strays"]:
            self.stdout.write(f"{upkeep.remove_strays()} strays removed.")
        elif left:
            self.stdout.write(f"{left} files without a row, older than a day: verify_files --remove-strays")
        if found:
            raise SystemExit(1)
        self.stdout.write("All kept files are as they were kept.")
