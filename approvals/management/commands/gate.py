"""``manage.py gate``: the answer of the gate for a unit and kind on a day, by the function behind all doors."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.gate.asking import as_data, watched_for
from approvals.models import ApplicationKind, Outcome
from approvals.services.precheck import Asked, answer_of
from organizations.clock import today
from organizations.models import Unit
from problems.models import Problem


class Command(BaseCommand):
    help = "Prints whether an application would be admitted, what blocks it and what lifts that. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE")
        parser.add_argument("--kind", required=True, metavar="KIND")
        parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--amount", type=int, default=0, help="posts asked for; positive makes it an addition")
        parser.add_argument("--post-kind", default="", metavar="CODE", help="kind of the posts asked for")
        parser.add_argument("--level", default="", metavar="CODE", help="level of the leadership posts asked for")
        parser.add_argument("--departures", type=int, default=0, help="people expected to leave, of a post-use plan")
        parser.add_argument("--cures", nargs="*", default=[], metavar="NUMBER", help="entries that it would cure")
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
        asked = Asked(**{name: options[name] for name in ("amount", "post_kind", "level", "departures")})
        items = [asked] if asked.amount else []
        watched = watched_for(unit, kind.code, options["on"])
        cures = dict(
            Problem.objects.filter(number__in=options["cures"], unit_id__in=watched).values_list("number", "pk")
        )
        unknown = [one for one in options["cures"] if one not in cures]
        if unknown:
            raise CommandError(f"No entries that stand against this unit: {', '.join(unknown)}.")
        found = answer_of(unit, kind, items=items, cures=list(cures.values()), on=options["on"] or today())
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_data(found), ensure_ascii=False))
            return
        self.stdout.write(f"{unit.name} · {kind.name}: {Outcome(found.outcome).label}")
        for one in found.answer["blocking"]:
            self.stdout.write(f"  {one.get('number') or one['ground']}: {one['text_zh']} → {one['lifts_zh']}")
        for sentence in found.figures or ():
            self.stdout.write(f"  {sentence}")
        for one in found.kept:
            self.stdout.write(f"  {one.get_purpose_display()} {one.made_on}: {one.get_outcome_display()} {one.digest}")
        self.stdout.write(_("Rules %(rule)s, SHA-256 %(digest)s") % {"rule": found.rule.label, "digest": found.digest})
