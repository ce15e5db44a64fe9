"""Attach triggers, functions and grants of the trail; as the owner of the tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import protection


class Command(BaseCommand):
    help = "Attach the protection of the trail to every table, or say what is missing (--check)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is missing")
        parser.add_argument("--force", action="store_true", help="attach everything anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            if not protection.owns_tables():
                raise CommandError("This database role does not own the tables. Set LEDGER_DATABASE_ROLE=owner.")
            for line in protection.apply(force=options["force"]):
                self.stdout.write(line)
        found = protection.missing()
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"Protection is incomplete: {len(found)} faults.")
        self.stdout.write("Protection is complete.")
