"""``manage.py gate``: the answer of the gate for a unit and kind on a day, by the function behind all doors."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.gate.asking import as_data, ask
from approvals.models import ApplicationKind, Outcome
from organizations.clock import today
from organizations.models import Unit


class Command(BaseCommand):
    help = "Prints whether an application would be admitted, what blocks it and what lifts that. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument("--kind", required=True, metavar="KIND")
        parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--amount", type=int, default=0, help="posts asked for; positive makes it an addition")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = (
            Unit.objects.select_related("office__superior", "competent_department").filter(code=options["unit"]).first()
        )
        if unit is None:
            raise CommandError(f"There is no unit with the code {options['unit']}.")
        kind = ApplicationKind.objects.filter(code=options["kind"]).first()
        if kind is None:
            known = ", ".join(ApplicationKind.objects.values_list("code", flat=True))
            raise CommandError(f"There is no kind {options['kind']}. Kinds: {known}.")
        if options["on"] and options["on"] > today():
            raise CommandError("The day lies in the future; nobody knows its entries yet.")
        amount = options["amount"]
        items = [{"what": "", "post_kind": "", "level": "", "amount": amount}] if amount else []
        found = ask(unit, kind, items=items, on=options["on"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_data(found), ensure_ascii=False))
            return
        self.stdout.write(f"{unit.name} · {kind.name}: {Outcome(found.outcome).label}")
        for one in found.answer["blocking"]:
            self.stdout.write(f"  {one.get('number') or one['ground']}: {one['text_zh']} → {one['lifts_zh']}")
        self.stdout.write(_("Rules %(rule)s, SHA-256 %(digest)s") % {"rule": found.rule.label, "digest": found.digest})
