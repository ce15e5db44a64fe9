"""``manage.py undo_import RUN --actor USERNAME --reason WHY``: the undoing of the pages, for the server's console."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.facts import facts
from organizations.errors import DomainError
from organizations.models import Account
from problems.services import importing


class Command(BaseCommand):
    help = "Undo an import as one act, as long as nobody has worked on any of its entries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, metavar="RUN", help="number of the import, as its address shows it")
        parser.add_argument("--actor", required=True, metavar="USERNAME", help="the office leader who undoes it")
        parser.add_argument("--reason", required=True, help="why; it stays with every number")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Account.objects.select_related("person").filter(username=options["actor"]).first()
        if actor is None:
            raise CommandError(_("There is no account %(name)s.") % {"name": options["actor"]})
        with facts(door="command"):
            try:
                run = importing.undo_import(run_id=options["run"], reason=options["reason"], actor=actor)
            except DomainError as refusal:
                raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            ngettext("%(count)s entry voided.", "%(count)s entries voided.", run.rows_done) % {"count": run.rows_done}
        )
