"""``manage.py create_account``: a person with a role and an account, for the first people of an installation."""

import secrets
import string
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from audit.acts import act
from audit.facts import facts
from organizations.clock import today
from organizations.models import Account, Office, Person, Unit
from organizations.people import appoint, create_account, system_account
from organizations.roles import UNIT_ROLES, Role


class Command(BaseCommand):
    help = "Enters a person with one role and an account; prints the first password, which has to be changed at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="of the person")
        parser.add_argument("--role", required=True, choices=[role for role in Role.values if role != Role.PARTNER])
        body = parser.add_mutually_exclusive_group(required=True)
        body.add_argument("--office", metavar="CODE")
        body.add_argument("--unit", metavar="CODE")
        parser.add_argument("--language", choices=Account.Language.values, default=Account.Language.CHINESE)

    def handle(self, *args: Any, **options: Any) -> None:
        role, of_unit = options["role"], options["role"] in UNIT_ROLES
        if of_unit is not bool(options["unit"]):
            raise CommandError(f"The role {role} is held in {'a unit: --unit' if of_unit else 'an office: --office'}.")
        if Account.objects.filter(username=options["username"]).exists():
            raise CommandError(f"The user name {options['username']} is taken.")
        code = options["unit"] or options["office"]
        unit = Unit.objects.filter(code=code).first() if of_unit else None
        office = None if of_unit else Office.objects.filter(code=code).first()
        if not (unit or office):
            raise CommandError(f"There is no {'unit' if of_unit else 'office'} with the code {code}.")
        password = _first_password()
        with facts(door="command"), transaction.atomic():
            actor = system_account()
            with act("account.enter", actor=actor.actor_facts(), reason="manage.py create_account"):
                person = Person(name=options["name"])
                person.save()
                appoint(person=person, role=role, since=today(), actor=actor, office=office, unit=unit)
                create_account(
                    username=options["username"],
                    person=person,
                    password=password,
                    actor=actor,
                    language=options["language"],
                )
        self.stdout.write(f"{options['username']}  {password}")
        self.stderr.write("The password is shown only here and has to be changed at the first sign-in.")


def _first_password() -> str:
    """Sixteen characters with all kinds in it."""
    letters = string.ascii_letters + string.digits
    return (
        "".join(secrets.choice(letters) for _ in range(12))
        + "-"
        + "".join(secrets.choice(kind) for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits))
    )
