"""How long the gate takes to decide in a large ledger, one client, warm; the sheet it writes beside the bare answer.

    LEDGER_TEST_CLUSTER=1 .venv/bin/python -m ledger_site.embedded --data-dir .data-bench exec -- \\
        .venv/bin/python benchmarks/gate.py --rows 100000

Fills the database it is given (never a real one) with the ledger of ``benchmarks/pages.py`` and prints one line for
each question: p50 and 95th percentile in milliseconds over the runs, the number of queries, and what was answered.
Asserts nothing about speed: machines are shared.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger_site.settings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=100)
    options = parser.parse_args()
    for command in ("migrate", "reference_data"):
        subprocess.run([sys.executable, "manage.py", command], check=True, stdout=subprocess.DEVNULL)

    import django

    django.setup()
    from approvals.gate.asking import ask
    from approvals.models import ApplicationKind
    from approvals.services.precheck import keep_precheck
    from benchmarks.pages import fill, tidy
    from organizations.clock import today
    from organizations.models import Unit
    from tests.factories import a_unit, people_of

    office, _clerk, crowded = fill(options.rows)
    few, department = with_entries(office, 3), a_unit(office)
    for _ in range(10):
        with_entries(office, 3, department=department)
    tidy()
    kind = ApplicationKind.objects.get(code="more_quota")
    at_unit = people_of(few).clerk
    units = Unit.objects.select_related("office__superior", "competent_department")
    asked: dict[str, tuple[Unit, Any]] = {
        "unit without entries": (a_unit(office), None),
        "unit with 3 open entries": (few, None),
        "department, 10 subordinates with 3 each": (department, None),
        "unit with 3 open entries, a month ago": (few, today() - timedelta(days=30)),
        f"unit with {len(open_entries(crowded))} open entries": (crowded, None),
    }
    print(f"{options.rows} entries, {options.runs} runs each, milliseconds")
    print(f"{'the gate answers for':46}{'p50':>9}{'p95':>9}{'queries':>9}  answer")
    for name, (unit, on) in asked.items():
        found = units.get(pk=unit.pk)
        report(name, options.runs, lambda found=found, on=on: ask(found, kind, on=on).outcome)
    report(
        "the same, kept as a numbered sheet",
        options.runs,
        lambda: keep_precheck(unit_id=few.pk, kind_code=kind.code, actor=at_unit).outcome,
    )


def with_entries(office: Any, many: int, **where: Any) -> Any:
    """A unit with so many entries that are being rectified."""
    from tests.factories import a_problem, a_unit

    unit = a_unit(office, **where)
    for _ in range(many):
        a_problem("rectifying", unit=unit)
    return unit


def open_entries(unit: Any) -> Any:
    from problems.states import OPEN

    return unit.problems.filter(state__in=OPEN)


def report(name: str, runs: int, call: Callable[[], Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"{name:46}{statistics.median(times):9.1f}{times[int(runs * 0.95) - 1]:9.1f}{len(queries):>9}  {answer}")


if __name__ == "__main__":
    main()
