"""``manage.py demo``: fills an empty installation with the demonstration. Only with LEDGER_DEMO=1."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from audit.facts import facts
from demo import accounts, organisations
from demo.applications import tell_applications
from demo.beside import tell_beside
from demo.deciding import tell_controls, tell_decisions
from demo.forces import tell_forces
from demo.register import enter_register
from demo.saved_views import keep_views
from demo.telling import tell_stories
from organizations.people import system_account
from problems.models import TakeOver

DATA = Path(organisations.DATA)
ORDER = "期初建账：接收监督检查科2026年台账"


class Command(BaseCommand):
    help = "Enters the demonstration, adding only what is missing: offices, people, the city's ledger, counties."
    requires_system_checks: list[str] = []  # migrate has made them

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is made only where LEDGER_DEMO=1 is set; nothing was changed.")
        call_command("reference_data", verbosity=0)
        with facts(door="command"):
            try:
                people = self._people()
            except accounts.WeakPassword as error:
                raise CommandError(str(error)) from None
            taken_over = self._city_ledger()
            # The older applications first, so that numbers and days run alike.
            told = tell_stories() + tell_beside() + tell_decisions() + tell_forces()
            told += tell_applications() + tell_controls()
            register = enter_register()
            keep_views()
        if options["verbosity"]:
            self.stdout.write(
                f"Accounts added: {people}. City ledger taken over: {taken_over}. Stories told: {told}."
                f" Staffing register entered: {register}."
            )

    def _people(self) -> int:
        kept, password = accounts.kept_password(), accounts.choose_password()
        system = system_account()
        organisations.enter_offices(actor=system)
        missing = organisations.missing_people()
        if missing or password != kept:
            hashed = make_password(password)
            if password != kept:
                accounts.set_password_of_all(hashed, actor=system)
            if missing:
                organisations.enter_people(missing, hashed=hashed, actor=system)
            accounts.keep_password(password)
        return len(missing)

    def _city_ledger(self) -> str:
        """The city's own sheet through the import that people use, ordered by the leader of the office.

        The clerk who prepares it has handled every entry, so it is not one of those who verify.
        """
        if TakeOver.objects.filter(office__code="YC").exists():
            return "no, it was before"
        call_command(
            "import_ledger",
            str(DATA / "ledger_2026.xlsx"),
            "--office=YC",
            f"--mapping={DATA / 'mapping_YC.json'}",
            "--actor=yc_business",
            "--ordered-by=yc_leader",
            f"--reason={ORDER}",
            stdout=io.StringIO(),
        )
        return "yes"
