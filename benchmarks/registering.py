"""How many entries a second an office registers with 50 writers at once, and how long one registration takes alone.

    LEDGER_TEST_CLUSTER=1 .venv/bin/python -m ledger_site.embedded --data-dir .data-bench exec -- \\
        .venv/bin/python benchmarks/registering.py [--writers 50] [--each 10] [--processes 2]

Writers are threads of a few processes, each with its own connection, as in the installation. Beside it the floor: the
same writers only take a number from a locked row and insert one row, without rights, history, trail and clocks.
Fills the database it is given (never a real one). Says at the end whether a number is missing; asserts no speed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger_site.settings")


def write(office_id: int, account_id: int, threads: int, each: int, floor: bool) -> list[tuple[float, float]]:
    """Run in a process of its own: when every registration of its writers began, and its seconds."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction

    # One connection a writer: what is measured is the ledger, not the queue before it.
    settings.DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": threads + 1, "timeout": 60}

    from organizations.clock import today
    from organizations.models import Account, Unit
    from problems.services import intake
    from tests.factories import an_entry

    units = list(Unit.objects.filter(office_id=office_id).order_by("pk"))

    def one_writer(number: int) -> list[tuple[float, float]]:
        took = []
        try:
            for _ in range(each):
                began = time.time()
                if floor:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute("UPDATE bench_counter SET last = last + 1 RETURNING last")
                        cursor.execute("INSERT INTO bench_row VALUES (%s, %s)", [*cursor.fetchone(), today()])
                else:
                    clerk = Account.objects.select_related("person").get(pk=account_id)
                    intake.register_problem(
                        office_id=office_id,
                        entry=an_entry(units[number % len(units)], facts=f"第{time.time_ns()}号事项，未履行审批程序。"),
                        actor=clerk,
                    )
                took.append((began, time.time() - began))
        finally:
            connection.close()
        return took

    with ThreadPoolExecutor(threads) as pool:
        return [one for some in pool.map(one_writer, range(threads)) for one in some]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    for command in ("migrate", "reference_data"):
        subprocess.run([sys.executable, "manage.py", command], check=True, stdout=subprocess.DEVNULL)

    import django

    django.setup()
    from django.db import connection

    from organizations.models import Office
    from problems.models import Problem
    from tests.factories import a_unit, an_office, team_of

    office = Office.objects.filter(code="BENCHREG").first()  # measured before: go on in the same ledger
    if office is None:
        office = an_office("BENCHREG")
        for _ in range(options.writers):
            a_unit(office)  # one a writer, so that the search for duplicates finds what it finds in life
    clerk = team_of(office).clerk
    subject = (office.pk, clerk.pk)
    alone = write(*subject, 1, 20, False)
    print(f"alone: median {statistics.median(took for _, took in alone) * 1000:.1f} ms of {len(alone)}")
    rounds = [("registering", False), ("floor: number and row only", True)]
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as asked:
        asked.execute("CREATE UNLOGGED TABLE IF NOT EXISTS bench_counter (last bigint)")
        asked.execute("CREATE UNLOGGED TABLE IF NOT EXISTS bench_row (number bigint, day date)")
        asked.execute("INSERT INTO bench_counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM bench_counter)")
        asked.execute("GRANT ALL ON bench_counter, bench_row TO PUBLIC")
    connection.close()
    for name, floor in rounds:
        share = options.writers // options.processes
        with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
            jobs = [pool.submit(write, *subject, share, options.each, floor) for _ in range(options.processes)]
            done = [one for job in jobs for one in job.result()]
        passed = max(began + took for began, took in done) - min(began for began, _ in done)
        took = sorted(one for _, one in done)
        middle, late = statistics.median(took) * 1000, took[int(len(took) * 0.95)] * 1000
        speed = f"{len(took)} in {passed:.1f} s, {len(took) / passed:.0f} a second"
        print(f"{name}, {share * options.processes} writers: {speed}; median {middle:.0f} ms, p95 {late:.0f} ms")
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as asked:
        asked.execute("DROP TABLE bench_counter, bench_row")
    numbers = sorted(Problem.objects.filter(office=office).values_list("serial", flat=True))
    print("numbers without a gap:", numbers == list(range(1, len(numbers) + 1)), f"(1–{len(numbers)})")


if __name__ == "__main__":
    main()
