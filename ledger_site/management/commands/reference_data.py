"""``manage.py reference_data``: what every installation needs before its first entry. Run it after each migration."""

from typing import Any

from django.core.management.base import BaseCommand

from approvals.reference import load_authority, load_follow_up, load_kinds
from audit.facts import facts
from deadlines.reference import load_published_years
from organizations.people import system_account
from problems.reference import load_words
from staffing.reference import load_words as load_staffing_words
from verification.reference import load_rules


class Command(BaseCommand):
    help = "Adds missing violation types, sources, causes and calendar years. Running it again changes nothing."
    requires_system_checks: list[str] = []  # migrate has made them

    def handle(self, *args: Any, **options: Any) -> None:
        with facts(door="command"):
            actor = system_account()
            words = load_words(actor=actor) + load_staffing_words(actor=actor) + load_kinds(actor=actor)
            years = load_published_years(actor=actor)
            words += load_rules(actor=actor) + load_authority(actor=actor) + load_follow_up(actor=actor)
        if options["verbosity"]:
            loaded = ", ".join(map(str, years)) or "none"
            self.stdout.write(f"Words added: {words}. Calendar years loaded: {loaded}.")
