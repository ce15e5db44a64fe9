"""``manage.py import_ledger``: the same import from the console."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from import_cast import DEMO, HEADINGS, REASON, a_closed_row, a_row, a_town, rows_of, workbook

from audit.acts import act, system
from ledger_site.management.commands import demo
from problems.models import Handling, ImportRun, Problem
from problems.states import OPEN

MAPPING = DEMO / "mapping_YC.json"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel("2026-11-20T01:00:00+00:00", tick=True):
        yield


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def town(db: None) -> Any:
    return a_town()


def imported(path: Path, *arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_ledger", str(path), *arguments, office="YC", mapping=MAPPING, stdout=out, **options)
    return out.getvalue()


def a_file(folder: Path, rows: Any) -> Path:
    path = folder / "ledger.xlsx"
    path.write_bytes(workbook(rows))
    return path


def test_a_leader_imports_the_sample_with_its_mapping(town: Any) -> None:
    said = imported(DEMO / "ledger_2026.xlsx", actor=town.leader.username, reason=REASON)
    assert "126" in said
    assert "YC〔2026〕1 – YC〔2026〕126" in said
    assert Problem.objects.filter(state__in=OPEN).count() == 38
    assert set(Problem.objects.values_list("take_over__ordered_by", flat=True)) == {town.leader.person_id}
    assert Problem.objects.first().history.latest().act.door == "command"


def test_a_clerk_prepares_and_a_leader_orders(town: Any) -> None:
    imported(DEMO / "ledger_2026.xlsx", actor=town.clerk.username, ordered_by=town.leader.username, reason=REASON)
    entry = Problem.objects.get(serial=1)
    assert (entry.registered_by, entry.take_over.ordered_by) == (town.clerk.person, town.leader.person)


def test_the_second_time_nothing_is_written_nor_stored(town: Any) -> None:
    for _ in range(2):
        imported(DEMO / "ledger_2026.xlsx", actor=town.leader.username, reason=REASON)
    assert Problem.objects.count() == 126
    assert ImportRun.objects.count() == 1


def test_a_clerk_with_closed_rows_is_refused(town: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="1"):
        imported(a_file(tmp_path, [a_row(), a_closed_row(具体问题="另一件。")]), actor=town.clerk.username)
    assert not ImportRun.objects.exists()


def test_a_clerk_writes_open_rows(town: Any, tmp_path: Path) -> None:
    imported(a_file(tmp_path, rows_of(2)), actor=town.clerk.username)
    assert list(Problem.objects.values_list("state", flat=True)) == ["assigned", "assigned"]


def test_a_trial_writes_nothing_and_needs_no_account(town: Any) -> None:
    imported(DEMO / "ledger_2026.xlsx", dry_run=True)
    assert not ImportRun.objects.exists()


def test_errors_are_named_and_written_into_a_workbook(town: Any, tmp_path: Path) -> None:
    path, out = a_file(tmp_path, [a_row(单位名称="市人民医完")]), io.StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_ledger",
            str(path),
            office="YC",
            mapping=MAPPING,
            actor=town.leader.username,
            errors=tmp_path / "errors.xlsx",
            stdout=out,
        )
    assert "B3" in out.getvalue()
    assert "市人民医院" in out.getvalue()
    assert openpyxl.load_workbook(tmp_path / "errors.xlsx").sheetnames == ["台账"]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "broken", ["no json", "[]", '{"columns": {"unit": "没有的列"}}', '{"values": {"source": {"自查": "x"}}}']
)
def test_a_mapping_that_does_not_hold_is_refused(town: Any, tmp_path: Path, broken: str) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(broken, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_ledger", str(DEMO / "ledger_2026.xlsx"), office="YC", mapping=mapping, dry_run=True)


def test_an_order_needs_a_reason_and_a_known_account(town: Any) -> None:
    for options in ({"actor": town.leader.username}, {"actor": "nobody"}, {}):
        with pytest.raises(CommandError):
            imported(DEMO / "ledger_2026.xlsx", **options)
    assert not ImportRun.objects.exists()


def test_the_leader_of_the_demonstration_only_orders(town: Any) -> None:
    with act("test.cast", actor=system()):
        for account, username in ((town.second_clerk, "yc_business"), (town.leader, "yc_leader")):
            account.username = username
            account.save()
    assert demo.Command()._city_ledger() == "yes"
    assert set(Handling.objects.values_list("person", flat=True)) == {town.second_clerk.person_id}
    assert Handling.objects.count() == 126
    assert set(Problem.objects.values_list("take_over__ordered_by", flat=True)) == {town.leader.person_id}


def test_a_mapping_with_control_characters_or_a_year_in_words_is_refused(town: Any, tmp_path: Path) -> None:
    for changes in ({"values": {"source": {"自\x00查": "self_inspection"}}}, {"year": "二〇二六"}, {"year": 0}):
        mapping = tmp_path / "mapping.json"
        mapping.write_text(json.dumps(json.loads(MAPPING.read_text(encoding="utf-8")) | changes), encoding="utf-8")
        with pytest.raises(CommandError):
            call_command(
                "import_ledger",
                str(a_file(tmp_path, rows_of(1))),
                office="YC",
                mapping=mapping,
                actor=town.clerk.username,
                stdout=io.StringIO(),
            )
    assert not Problem.objects.exists()


def test_the_mapping_of_the_demonstration_is_plain_json() -> None:
    assert set(json.loads(MAPPING.read_text(encoding="utf-8"))) == {"sheet", "year", "columns", "values"}


def a_mapping(folder: Path, **more: Any) -> Path:
    path = folder / "mapping.json"
    path.write_text(json.dumps({**json.loads(MAPPING.read_text(encoding="utf-8")), **more}), encoding="utf-8")
    return path


def test_doubtful_rows_are_answered_in_the_mapping(town: Any, tmp_path: Path) -> None:
    imported(a_file(tmp_path, [a_row()]), actor=town.clerk.username)
    known = Problem.objects.get()
    changed = [
        a_row(具体问题="违规使用编外人员6名，未履行审批程序。"),
        a_row(单位名称="查无"),
        *rows_of(1, 发现日期="2026-06-01"),
    ]
    path = a_file(tmp_path, changed)

    def again(rows: dict[str, Any], **options: Any) -> str:
        out = io.StringIO()
        mapping = a_mapping(tmp_path, rows=rows)
        call_command("import_ledger", str(path), office="YC", mapping=mapping, stdout=out, **options)
        return out.getvalue()

    leave_out = {"4": {"as": "out", "reason": "单位待核"}}
    with pytest.raises(CommandError):
        again(leave_out, actor=town.clerk.username)
    same = {"3": {"as": "same", "entry": known.number, "reason": "人数更新"}}
    for broken in (
        {"3": {"as": "same", "reason": ""}},
        {"99": same["3"]},
        {"3": {**same["3"], "entry": "YC〔2026〕9"}},
    ):
        with pytest.raises(CommandError):
            again({**leave_out, **broken}, actor=town.clerk.username)
    assert Problem.objects.count() == 1
    again({**leave_out, **same}, actor=town.clerk.username)
    run = ImportRun.objects.latest("pk")
    assert (Problem.objects.count(), run.rows_known, run.excluded) == (2, 1, [4])
    assert {row: one["reason"] for row, one in run.answers.items()} == {"3": "人数更新", "4": "单位待核"}


def test_a_csv_table_comes_back_with_its_errors_as_csv(town: Any, tmp_path: Path) -> None:
    path, out = tmp_path / "ledger.csv", tmp_path / "errors.csv"
    rows = [HEADINGS, a_row(单位名称="市人民医完", 发现日期="2026-3-2", 整改时限="2026-12-30"), ["合计"]]
    text = "\r\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_bytes(text.encode("gb18030"))
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_ledger", str(path), office="YC", mapping=MAPPING, errors=out, stdout=said)
    assert "B2: " in out.read_text("utf-8-sig")
    assert "3" in said.getvalue().strip().splitlines()[-2], "what was left out is named"
