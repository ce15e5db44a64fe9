"""How long pages and acts take with a large ledger, one client, warm; beside the floor of a bare view.

    LEDGER_TEST_CLUSTER=1 .venv/bin/python -m ledger_site.embedded --data-dir .data-bench exec -- \\
        .venv/bin/python benchmarks/pages.py --rows 100000

Fills the database it is given (never a real one), prints one line for each page: median and 95th percentile in
milliseconds over the runs, and the number of queries. Asserts nothing: machines are shared.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger_site.settings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    for command in ("migrate", "reference_data"):
        subprocess.run([sys.executable, "manage.py", command], check=True, stdout=subprocess.DEVNULL)

    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from organizations.clock import today
    from problems.selectors.columns import COLUMNS

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    office, clerk, unit = fill(options.rows)
    tidy()
    call_command("figures", office=office.code, format="json")
    client = Client()
    client.force_login(clerk, backend="organizations.backend.AccountBackend")
    one = office.problems.filter(state="rectifying").first()
    pages = {
        "bare view (floor)": "/healthz/",
        "list by deadline": "/ledger/",
        "list, open, filtered by type": "/ledger/?state=open&type=outside_quota_staff",
        "list, red": "/ledger/?light=red",
        "list, page 500": "/ledger/?page=500",
        "search for two characters": "/ledger/?q=窗口",
        "search that finds little": "/ledger/?q=罕见词",
        "list, overdue with all columns": "/ledger/?overdue=yes&" + "&".join(f"columns={key}" for key in COLUMNS),
        "entry as known today": f"/ledger/{one.pk}/?known_on={today().isoformat()}",
        "entry with timeline": f"/ledger/{one.pk}/",
        "my work": "/",
        "unit": f"/units/{unit.pk}/",
        "figures by API": f"/api/v1/figures/?office={office.code}",
    }
    print(f"{options.rows} entries, {options.runs} runs each, milliseconds")
    print(f"{'page':34}{'median':>9}{'p95':>9}{'queries':>9}")
    for name, path in pages.items():
        with CaptureQueriesContext(connection):
            assert client.get(path).status_code == 200, path
            asked = len(connection.queries)  # the next request forgets them
        report(name, [timed(lambda path=path: client.get(path)) for _ in range(options.runs)], asked)
    for format in ("csv", "xlsx"):

        def export(format: str = format) -> None:
            answer = client.post(f"/ledger/export/?unit={unit.pk}", {"format": format})
            assert answer.status_code == 200
            answer.getvalue()

        export()
        report(f"export of {entries_of(unit)} rows, {format}", [timed(export) for _ in range(3)], 0)
    from problems.services import intake
    from tests.factories import an_entry

    def register() -> None:
        intake.register_problem(
            office_id=office.pk, entry=an_entry(unit, facts=f"第{time.time_ns()}号事项。"), actor=clerk
        )

    register()
    report("register (service)", [timed(register) for _ in range(options.runs)], 0)


def tidy() -> None:
    """As the database's own housekeeping leaves the tables: statistics and visibility known."""
    import psycopg

    from ledger_site import environment as env

    owner = env.database(env.text("DATABASE_OWNER_URL"))
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    with psycopg.connect(autocommit=True, **{key: owner[name] or None for key, name in named.items()}) as session:
        for table in ("problems_problem", "problems_handling", "problems_closing", "deadlines_clock"):
            session.execute(f"VACUUM ANALYZE {table}")


def entries_of(unit) -> int:
    return unit.problems.count()


def timed(call) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def report(name: str, times: list[float], queries: int) -> None:
    times.sort()
    print(f"{name:34}{statistics.median(times):9.1f}{times[int(len(times) * 0.95) - 1]:9.1f}{queries or '':>9}")


def fill(rows: int):
    """One office with 50 units and ``rows`` entries: two thirds closed by take-over, the rest at work with clocks."""
    from audit.acts import act
    from deadlines.clocks import NewClock, start_clocks
    from documents.models import StoredFile
    from organizations.clock import today
    from organizations.models import Office
    from organizations.people import system_account
    from problems.models import ImportRun, Problem, Source, TakeOver, ViolationType
    from problems.services.closings import note_closings
    from problems.services.intake import number_and_store
    from tests.factories import a_unit, an_office, team_of

    if known := Office.objects.filter(code="BENCH").first():  # filled before: measure again what is there
        return known, team_of(known).clerk, known.units.order_by("pk").first()
    office = an_office("BENCH", superior=an_office("BENCHTOP"))
    units = [a_unit(office) for _ in range(50)]
    clerk, leader = team_of(office).clerk, team_of(office).leader
    types, sources = list(ViolationType.objects.all()), list(Source.objects.all())
    draw, day = random.Random(1), today()
    with act("benchmark.fill", actor=system_account().actor_facts()):
        file = StoredFile(sha256="0" * 64, size=1, media_type="text/csv", path="none")
        file.save()
    done = 0
    while done < rows:
        size = min(10_000, rows - done)
        with act("benchmark.fill", actor=system_account().actor_facts()):
            # Closed rows are born only in the act that writes the run which a leader ordered: one run a batch.
            run = ImportRun(
                office=office,
                file=file,
                name="bench",
                ledger_year=day.year,
                prepared_by=clerk,
                started_on=day,
                state=ImportRun.State.COMMITTED,
            )
            run.save()
            order = TakeOver(
                office=office,
                run=run,
                ordered_by=leader.person,
                ordered_on=day,
                reason="bench",
                rows=size,
                rows_closed=0,
            )
            order.save()
            batch = []
            for place in range(size):
                found = day - timedelta(days=draw.randrange(400))
                closed = place % 3 != 0
                batch.append(
                    Problem(
                        office=office,
                        unit=draw.choice(units),
                        violation_type=draw.choice(types),
                        source=draw.choice(sources),
                        facts=f"违规使用编外人员{place % 9}名，在窗口岗位长期使用。"
                        + ("罕见词" if place % 5000 == 0 else ""),
                        found_on=found,
                        registered_on=found,
                        assigned_on=found,
                        approved_on=found + timedelta(days=draw.randrange(30, 600)),
                        state="closed" if closed else "rectifying",
                        closed_on=found if closed else None,
                        take_over=order if closed else None,
                        responsible="张主任",
                    )
                )
            number_and_store(office, day.year, batch)
            note_closings(one for one in batch if one.state == "closed")
            start_clocks(
                NewClock(
                    subject_id=one.pk,
                    kind="rectification",
                    holder="unit",
                    office_id=office.pk,
                    unit_id=one.unit_id,
                    started_on=one.assigned_on,
                    due_on=one.approved_on,
                )
                for one in batch
                if one.state == "rectifying"
            )
        done += size
    return office, clerk, units[0]


if __name__ == "__main__":
    main()
