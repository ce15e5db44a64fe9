"""The Chinese catalogue: update it from the code, compile it, check that nothing is missing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger_site import catalogue


class Command(BaseCommand):
    help = "update: merge the code's messages into the catalogue. compile: write the .mo. check: fail on gaps."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["update", "compile", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "update":
            self.stdout.write(f"{catalogue.update()} messages lack Chinese.")
        elif options["what"] == "compile":
            catalogue.compile_catalogue()
        elif found := catalogue.problems():
            raise CommandError("\n".join(found[:50]) + f"\n{len(found)} gaps; run manage.py messages update.")
