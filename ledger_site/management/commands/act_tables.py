"""Who may do what, and which state leads where: printed from the policies and state tables themselves."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from approvals import policies as approvals
from approvals import states as application
from organizations.roles import Role
from problems import policies as ledger
from problems.states import MOVES, STAYS, State
from staffing import policies as staffing
from verification import policies as verification

TARGET = Path(settings.ROOT) / "docs" / "acts.md"


def tables() -> str:
    """The whole of the act × role tables and of the moves between states, as Markdown."""
    lines = [
        "# Who may do what",
        "",
        "Printed by `manage.py act_tables --write` from the policies and the state table; a test compares this page",
        "with the code. *Office* is that of the entry, *superior* the one above it, *unit* that of the entry or its",
        "competent department. Separation of duties comes on top: handlers do not verify, verifiers do not sign, the",
        "signer ranks above every verifier.",
        "",
        "| act | key | office | unit | superior office | invited department |",
        "|---|---|---|---|---|---|",
    ]

    def words(roles: frozenset[str]) -> str:
        return ", ".join(str(Role(role).label) for role in Role.values if role in roles) or "—"

    for room in (ledger, staffing, verification, approvals):
        for key, rule in room.ACTS.items():
            unit = words(rule.unit) + (", also of an assisting unit" if rule.assisting else "")
            bodies = (words(rule.office), unit, words(rule.superior), words(rule.partner))
            lines.append(f"| {rule.label} | `{key}` | " + " | ".join(bodies) + " |")
    lines += ["", "## States and moves", *_moves(MOVES, State)]
    lines += ["", "Acts that move no state, and where they are open:", "", "| act | in |", "|---|---|"]
    for name, states in STAYS.items():
        lines.append(f"| `{name}` | {', '.join(str(state.label) for state in State if state in states)} |")
    lines += ["", "## States and moves of an application", *_moves(application.MOVES, application.State)]
    return "\n".join(lines) + "\n"


def _moves(moves: dict[str, tuple[frozenset[str], str]], states: Any) -> list[str]:
    lines = ["", "| move | from | to |", "|---|---|---|"]
    for move, (sources, target) in moves.items():
        places = ", ".join(str(state.label) for state in states if state in sources)
        lines.append(f"| `{move}` | {places} | {states(target).label} |")
    return lines


class Command(BaseCommand):
    help = "Prints the act × role tables and the moves between states; --write puts them into docs/acts.md."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            text = tables()
        if options["write"]:
            TARGET.write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
