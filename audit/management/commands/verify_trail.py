"""Prove the trail and print its head, to be kept outside this machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.verification import Anchor, verify


class Command(BaseCommand):
    help = (
        "Recompute the whole trail, compare it with the stored history and name the first row that was altered, "
        "removed or forged. Keep the printed head outside this machine and give it back with --expect-head."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=int, default=1, metavar="SEQ", help="first block to check (default 1: all)")
        parser.add_argument(
            "--expect-head",
            action="append",
            default=[],
            metavar="SEQ:HASH",
            help="a head printed earlier; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchors = [Anchor.parse(text) for text in options["expect_head"]]
        except ValueError as fault:
            raise CommandError(str(fault), returncode=2) from fault
        result = verify(since=max(1, options["since"]), expected=anchors)
        for note in result.notes:
            self.stdout.write(note)
        if result.finding:
            raise CommandError(result.finding.sentence)
        self.stdout.write(f"Trail is sound: {result.blocks} blocks, {result.rows} rows.")
        self.stdout.write(f"Head: {result.head}")
