"""``manage.py demo_accounts``: who can sign in to the demonstration, and how."""

import json
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.accounts import sign_ins
from organizations.roles import Role

HEADINGS = ("User name", "Password", "Role", "Organisation", "Language")


class Command(BaseCommand):
    help = "Prints the sign-ins of the demonstration. Only with LEDGER_DEMO=1."
    requires_system_checks: list[str] = []  # migrate has made them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There is no demonstration here: LEDGER_DEMO is not set.")
        found = sign_ins()
        if options["format"] == "json":
            self.stdout.write(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
            return
        if not found:
            raise CommandError("There are no demonstration accounts yet. Make them with: manage.py demo")
        rows = [
            (one.username, one.password, ", ".join(_words(one.roles)), one.organisation, one.language) for one in found
        ]
        for line in table(HEADINGS, rows):
            self.stdout.write(line)


def _words(roles: Sequence[str]) -> list[str]:
    return [str(Role(role).label) for role in roles]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with columns below each other; a Chinese character is two columns wide."""
    widths = [max(_width(row[place]) for row in (headings, *rows)) for place in range(len(headings))]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (headings, *rows)
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
