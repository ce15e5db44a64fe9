"""Figures of an office's ledger on a day, by the same selectors as the pages."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organizations.clock import today
from organizations.models import Office
from problems.selectors.figures import figures, ledger_rows


class Command(BaseCommand):
    help = "Prints found, closed, closed on time, open, overdue and counts by type, source, nature, light."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", required=True, metavar="CODE")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--subtree", action="store_true", help="count lower offices too")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(f"There is no office with the code {options['office']}.")
        as_of = options["as_of"] or today()
        found = {
            "office": office.code,
            "as_of": as_of.isoformat(),
            "subtree": options["subtree"],
            **figures(ledger_rows(office, include_lower=options["subtree"]), as_of=as_of),
        }
        if options["format"] == "json":
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for name, value in found.items():
            self.stdout.write(f"{name}: {value}")
