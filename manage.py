#!/usr/bin/env python
"""The ledger's commands. Those that change tables speak to the database as its owner, all others as the application."""

import os
import sys

OWNER_COMMANDS = {"migrate", "protect", "sqlmigrate", "showmigrations", "makemigrations"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger_site.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("LEDGER_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
