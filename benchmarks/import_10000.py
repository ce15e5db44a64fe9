"""How long an import of 10 000 rows takes, previewed and committed, and how much memory it needs.

    LEDGER_TEST_CLUSTER=1 python -m ledger_site.embedded --data-dir .data-benchmark exec -- \
        python benchmarks/import_10000.py [ROWS]

Promise (docs/quality.md): 20 seconds and 300 MB at most for 10 000 rows. Makes an office of its own in the database.
"""

import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UNITS = 200
LIMIT_SECONDS, LIMIT_MB = 20, 300
HEADINGS = [
    *("序号", "单位名称", "来源", "类型", "性质", "具体问题", "发现日期", "整改措施", "整改时限", "责任人", "承办人"),
    *("进展", "销号日期", "备注"),
]
TYPES = {
    "超编进人": "核定事业编制{0}名，实有{1}名，超编{2}名，系{3}年未经核准招录形成（第{4}号）。",
    "编外用工": "违规使用编外人员{2}名，在窗口岗位长期使用，始于{3}年（第{4}号）。",
    "违规设置机构": "未经批准自行设立第{4}号内设机构，并明确负责人{2}名。",
}
VALUES = {
    "source": {"自查": "self_inspection", "专项检查": "special_inspection", "审计移交": "audit_transfer"},
    "violation_type": {
        "超编进人": "staff_over_quota",
        "编外用工": "outside_quota_staff",
        "违规设置机构": "unauthorised_institution",
    },
    "nature": {"违规类": "violation"},
    "progress": {"*": "rectifying", "尚未报送整改方案": "assigned"},
}


def make(path: Path, rows: int, code: str) -> None:
    """A workbook as clerks keep them: two thirds closed, dates partly as text."""
    import openpyxl

    chance = random.Random(7)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(["机构编制问题整改台账"])
    sheet.append(HEADINGS)
    for number in range(1, rows + 1):
        kind = chance.choice(list(TYPES))
        quota, over = chance.randint(5, 60), chance.randint(1, 9)
        found = dt.date(2020, 1, 1) + dt.timedelta(days=chance.randrange(2300))
        due, closed = found + dt.timedelta(days=90), chance.random() < 2 / 3
        sheet.append(
            [
                *(
                    number,
                    f"第{chance.randrange(UNITS)}中学{code}",
                    chance.choice(list(VALUES["source"])),
                    kind,
                    "违规类",
                ),
                TYPES[kind].format(quota, quota + over, over, found.year - 1, number),
                *(found if number % 5 else f"{found:%Y年}{found.month}月{found.day}日", "清退或消化，分三批完成", due),
                *("赵建国", "马丽华", "已整改到位" if closed else chance.choice(["尚未报送整改方案", "正在推进"])),
                *(found + dt.timedelta(days=60) if closed else None, None),
            ]
        )
    book.save(path)


def people(code: str) -> None:
    """An office with units, a clerk and a leader."""
    from audit.acts import act, system
    from audit.sets import create_with_history
    from organizations.models import Account, Appointment, Office, Person, Unit
    from organizations.people import system_account
    from organizations.roles import Role
    from problems.reference import load_words

    load_words(actor=system_account())
    with act("benchmark.office", actor=system()):
        office = Office(code=code, name=f"基准{code}", short_name=code, level=Office.Level.CITY, document_mark=code)
        office.save()
        create_with_history(
            Unit,
            [
                Unit(
                    office=office,
                    code=f"{code}{number:05d}",
                    name=f"第{number}中学{code}",
                    pinyin=f"di {number} zhong xue",
                    initials=f"d{number}zx",
                    nature=Unit.Nature.INSTITUTION,
                    unit_class=Unit.Class.PUBLIC_ONE,
                )
                for number in range(UNITS)
            ],
        )
        for role in (Role.OFFICE_CLERK, Role.OFFICE_LEADER):
            person = Person(name=str(role))
            person.save()
            Appointment(person=person, role=role, office=office, since=dt.date(2020, 1, 1)).save()
            account = Account(username=f"{code}-{role}", person=person, status=Account.Status.ACTIVE)
            account.set_unusable_password()
            account.save()


def run(path: Path, rows: int, code: str) -> int:
    """Import it step by step as the pages and the worker do, and print what each step took."""
    from organizations.models import Account, Office
    from organizations.roles import Role
    from problems.services import importing

    people(code)
    office = Office.objects.get(code=code)
    clerk = Account.objects.get(username=f"{code}-{Role.OFFICE_CLERK}")
    leader = Account.objects.get(username=f"{code}-{Role.OFFICE_LEADER}")
    taken: dict[str, float] = {}
    busy: dict[str, float] = {}

    @contextmanager
    def timed(step: str) -> Iterator[None]:
        began, worked = time.perf_counter(), time.process_time()
        yield
        taken[step], busy[step] = time.perf_counter() - began, time.process_time() - worked

    base = _peak()
    with timed("upload"):
        started = importing.start_import(office_id=office.pk, path=path, actor=clerk)
    with timed("map"):
        importing.map_import(run_id=started.pk, actor=clerk, values=VALUES)
    with timed("preview"):
        found = importing.preview(importing.run_of(clerk, started.pk))
    assert found.counts["new"] == rows, [f"{one.cell} {one.message}" for one in found.errors[:5]]
    closed = found.new_closed
    del found
    with timed("order (previews again)"):
        importing.order_take_over(run_id=started.pk, reason="基准", actor=leader, wake=False)
    with timed("commit"):
        done = importing.commit_import(run_id=started.pk, actor=leader)
    assert done.rows_done == rows
    # Processor time is this process's own; the rest is the database, or waiting for a busy machine.
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{rows} rows, {closed} of them closed; load of the machine {load} on {os.cpu_count()} processors")
    for step, seconds in taken.items():
        print(f"  {step:<24}{seconds:8.2f} s   processor {busy[step]:6.2f} s")
    counted = taken["preview"] + taken["commit"]
    print(f"  {'previewed and committed':<24}{counted:8.2f} s   promise {LIMIT_SECONDS} s")
    print(f"  {'all steps':<24}{sum(taken.values()):8.2f} s")
    print(f"  {'memory at its peak':<24}{_peak():8.0f} MB  promise {LIMIT_MB} MB (before the import {base:.0f} MB)")
    return 0 if rows > 10_000 or (counted <= LIMIT_SECONDS and _peak() <= LIMIT_MB) else 1


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    if len(sys.argv) > 3:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger_site.settings")
        sys.path.insert(0, str(ROOT))
        path, rows, code = Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
        if sys.argv[1] == "make":
            make(path, rows, code)
            return 0
        django.setup()
        return run(path, rows, code)
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    code = f"B{os.urandom(3).hex()}"
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        given = [str(Path(folder) / "ledger.xlsx"), str(rows), code]
        # Processes of their own, so that making the workbook does not count as memory of importing it.
        subprocess.run([sys.executable, __file__, "make", *given], check=True)
        return subprocess.run([sys.executable, __file__, "run", *given]).returncode


if __name__ == "__main__":
    sys.exit(main())
