"""``python -m ledger_site.embedded run | services | exec -- COMMAND…``"""

import argparse
import os
import sys
from collections.abc import Callable

from ledger_site.embedded import state
from ledger_site.embedded.children import end_with_make, say
from ledger_site.embedded.state import EmbeddedError
from ledger_site.embedded.supervisor import FolderBusy, StopAsked, Supervisor

TEST_FOLDERS = 9


def main(arguments: list[str] | None = None) -> int:
    """Parse, do, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ledger_site.embedded", description=__doc__)
    parser.add_argument("--data-dir", help="data folder; default: DATA_DIR, else .data beside the code")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="the whole product in the foreground")
    commands.add_parser("services", help="only PostgreSQL and Valkey, in the foreground")
    once = commands.add_parser("exec", help="start the services, run a command with their addresses, stop them")
    once.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    options = parser.parse_args(arguments)
    end_with_make()

    doing: dict[str, Callable[[argparse.Namespace], int]] = {"run": run, "services": services, "exec": execute}
    try:
        return doing[options.command](options)
    except StopAsked:
        return 0 if options.command != "exec" else 130
    except EmbeddedError as refusal:
        say(str(refusal))
        return 1


def _defaults(*, demo: bool) -> dict[str, str]:
    port = os.environ.get("PORT") or "8000"
    return {"PUBLIC_URL": f"http://127.0.0.1:{port}", "LEDGER_DEMO": "1" if demo else "0"}


def run(options: argparse.Namespace) -> int:
    """The whole product."""
    from ledger_site.embedded import product

    folder = state.data_dir(options.data_dir)
    port = product.free_port(os.environ.get("PORT") or "8000", folder)
    with Supervisor(folder, defaults=_defaults(demo=True)) as supervisor:
        product.run(supervisor, port)
    return 0


def services(options: argparse.Namespace) -> int:
    """PostgreSQL and Valkey until Ctrl-C."""
    folder = state.data_dir(options.data_dir)
    with Supervisor(folder, test_cluster=_test_cluster(), defaults=_defaults(demo=False)) as supervisor:
        supervisor.start_services()
        say(f"PostgreSQL and Valkey are ready; addresses in {folder / state.STATE_FILE}. Ctrl-C stops them.")
        supervisor.watch()
    return 0


def execute(options: argparse.Namespace) -> int:
    """Services around one command. A busy folder of a test cluster gives way to its next sibling."""
    words = options.words[1:] if options.words[:1] == ["--"] else options.words
    if not words:
        raise EmbeddedError("Name a command after 'exec --'.")
    folder = state.data_dir(options.data_dir)
    test_cluster = _test_cluster()
    for number in range(1, TEST_FOLDERS + 1):
        place = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        with Supervisor(place, test_cluster=test_cluster, defaults=_defaults(demo=False)) as supervisor:
            try:
                supervisor.start_services()
            except FolderBusy:
                if not test_cluster or number == TEST_FOLDERS:
                    raise
                continue
            return supervisor.run_command(words)
    return 1


def _test_cluster() -> bool:
    return os.environ.get("LEDGER_TEST_CLUSTER") == "1"


if __name__ == "__main__":
    sys.exit(main())
