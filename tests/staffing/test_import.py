"""Workbooks into the register: whole or not at all, twice adds nothing, faulty cells by name. F3."""

from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from staffing_cast import a_staffed_unit, an_identity_number

from audit.models import TrailRow
from ledger_site.management.entering import units_in
from organizations.clock import today
from organizations.errors import Invalid, NotAllowed, NotFound
from organizations.models import Unit
from organizations.scope import standing_of
from staffing import services
from staffing.errors import RunEnded
from staffing.models import Alert, DeclaredStaff, Member, Post, Quota, StaffingRun
from staffing.selectors import position
from staffing.services.previewing import preview
from tests.factories import a_unit, an_office, people_of, team_of

pytestmark = pytest.mark.django_db
FIGURES = ("机构编码", "单位名称", "编制类型", "编制数", "实有人数", "核定领导职数", "实配领导职数", "编外人员")
ROSTER = ("机构编码", "单位名称", "姓名", "身份证号", "编制类型", "是否编外", "入编时间", "领导职务层次", "工资发放")


def _book(path: Path, headings, *rows, day="2026年10月31日") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["测试市机构编制实名制统计表"])
    sheet.append([f"标准时点：{day}"])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def _read(office, path):
    return services.read_workbook(office_id=office.pk, path=path, name=path.name, actor=team_of(office).clerk)


def _write(office, run, **more):
    return services.write_run(run_id=run.pk, actor=team_of(office).clerk, **more)


def test_statistics_become_quotas_declared_staff_and_warnings(tmp_path):
    unit = a_unit(an_office())
    row = (unit.code, unit.name, "事业编制", 12, 21, 1, 4, 5)
    run = _read(unit.office, _book(tmp_path / "a.xlsx", FIGURES, row))
    assert (run.form, run.counted_on.isoformat()) == ("figures", "2026-10-31")
    assert preview(run).new == 1
    assert not Quota.objects.exists()
    _write(unit.office, run)
    where = position([unit.pk], today())[unit.pk]
    kind, level = where.kinds["institution"], where.leadership["unit_leaders"]
    assert (kind.quota, kind.actual, kind.outside, kind.declared) == (12, 21, 5, True)
    assert (level.quota, level.actual) == (1, 4)
    assert "机构编制实名制统计表" in kind.source
    assert Alert.objects.filter(unit=unit, state="open").count() == 2


def test_the_same_file_twice_adds_nothing(tmp_path):
    unit = a_unit(an_office())
    path = _book(tmp_path / "a.xlsx", FIGURES, (unit.code, unit.name, "事业编制", 12, 21, 1, 4, 5))
    assert _read(unit.office, path) == _read(unit.office, path)
    _write(unit.office, _read(unit.office, path))
    again = _read(unit.office, path)
    assert (preview(again).new, preview(again).known) == (0, 1)
    _write(unit.office, again)
    assert (Quota.objects.count(), DeclaredStaff.objects.count(), Alert.objects.count()) == (1, 1, 2)


def test_a_workbook_takes_first_figures_over_and_raises_none(tmp_path):
    unit = a_unit(an_office())
    first = (unit.code, unit.name, "事业编制", 12, 10, 1, 1, 0)
    _write(unit.office, _read(unit.office, _book(tmp_path / "a.xlsx", FIGURES, first)))
    later = [
        (unit.code, unit.name, "事业编制", 13, 10, 2, 1, 0),
        (unit.code, unit.name, "行政编制", 2, 1, 2, 1, 0),
    ]
    run = _read(unit.office, _book(tmp_path / "b.xlsx", FIGURES, *later, day="2026年11月15日"))
    shown = preview(run)
    assert [cell for line in shown.lines for cell, _sentence in line.errors] == ["D4", "F4", "D5"]
    lower = [(unit.code, unit.name, "事业编制", 11, 10, 1, 1, 0)]
    _write(unit.office, _read(unit.office, _book(tmp_path / "c.xlsx", FIGURES, *lower, day="2026年11月15日")))
    assert position([unit.pk], today())[unit.pk].kinds["institution"].quota == 11


def test_faulty_cells_are_named_and_nothing_is_written(tmp_path):
    office = an_office()
    unit = a_unit(office)
    path = _book(
        tmp_path / "a.xlsx",
        FIGURES,
        (unit.code, unit.name, "事业编制", 12, 21, 1, 4, 5),
        (unit.code, "别的单位", "行政编制", 3, 3, None, None, None),
        ("XX999", "不存在", "事业编制", 3, 3, None, None, None),
        (unit.code, unit.name, "神秘编制", 3, "三", None, None, None),
    )
    run = _read(office, path)
    shown = preview(run)
    cells = {cell for line in shown.lines for cell, _sentence in line.errors}
    assert {"B5", "A6", "E7"} <= cells
    assert (shown.new, shown.faulty) == (1, 3)
    with pytest.raises(Invalid, match="nothing was written"):
        _write(office, run)
    assert not Quota.objects.exists()


def test_a_roster_enters_people_masked_and_sealed(tmp_path):
    unit = a_unit(an_office())
    number, other = an_identity_number(), an_identity_number()
    path = _book(
        tmp_path / "r.xlsx",
        ROSTER,
        (unit.code, unit.name, "王小明", number, "事业编制", "否", "2020-01-06", "正职", "财政"),
        (unit.code, unit.name, "李小红", other, "事业编制", "是", "2021-03-01", None, "自筹"),
    )
    run = _read(unit.office, path)
    assert number not in run.rows_sealed
    assert preview(run).lines[0].values["number"] == f"320102**********{number[-2:]}"
    _write(unit.office, run, complete=True)
    run.refresh_from_db()
    assert run.rows_sealed == ""
    assert (Member.objects.count(), Post.objects.filter(outside=True).count()) == (2, 1)
    found = position([unit.pk], today())[unit.pk].kinds["institution"]
    assert (found.actual, found.outside, found.declared) == (1, 1, False)
    assert not TrailRow.objects.filter(payload__contains=number).exists()
    again = _read(unit.office, path)
    assert (preview(again).new, preview(again).known) == (0, 2)


def test_a_roster_names_wrong_numbers_doubles_and_people_held_elsewhere(tmp_path):
    office = an_office()
    here, there = a_staffed_unit(office=office), a_staffed_unit(office=office)
    number = an_identity_number()
    services.enter_post(
        unit_id=there.pk,
        post=services.NewPost("王小明", number, "institution", today(), "上编通知单"),
        actor=team_of(office).clerk,
        as_found=True,
    )
    twice = an_identity_number()
    rows = [
        (here.code, here.name, "甲", one, "事业编制", "否", "2020-01-06", None, "财政")
        for one in ("320102198001010000", number, twice, twice)
    ]
    shown = preview(_read(office, _book(tmp_path / "r.xlsx", ROSTER, *rows)))
    assert [line.errors[0][0] for line in shown.lines if line.errors] == ["D4", "D5", "D7"]
    assert there.name in shown.lines[1].errors[0][1]
    assert number not in str(shown.lines)


def test_the_citys_sheet_is_read_whole():
    office = an_office("YC")
    named = {}
    for row in units_in(settings.ROOT / "demo" / "data" / "units.csv"):
        named[row.name] = a_unit(office, code=row.code, name=row.name)
    out, err = StringIO(), StringIO()
    path = settings.ROOT / "demo" / "data" / "staffing_2026-10.xlsx"
    call_command("import_staffing", str(path), office="YC", dry_run=True, stdout=out, stderr=err)
    assert "faulty 0" in out.getvalue()
    assert f"New {len(named)}" in out.getvalue()
    assert not StaffingRun.objects.exists()
    with pytest.raises(CommandError, match="--actor"):
        call_command("import_staffing", str(path), office="YC", stdout=out)
    call_command("import_staffing", str(path), office="YC", actor=team_of(office).clerk.username, stdout=out)
    assert DeclaredStaff.objects.count() == Unit.objects.filter(office=office).count()


def test_who_imports(tmp_path):
    unit = a_unit(an_office())
    path = _book(tmp_path / "a.xlsx", FIGURES, (unit.code, unit.name, "事业编制", 12, 12, 1, 1, 0))
    given = {"office_id": unit.office_id, "path": path, "name": "a.xlsx"}
    with pytest.raises(NotAllowed):
        services.read_workbook(actor=team_of(unit.office).leader, **given)
    with pytest.raises(NotFound):
        services.read_workbook(actor=people_of(unit).head, **given)
    run = _read(unit.office, path)
    with pytest.raises(NotFound):
        services.write_run(run_id=run.pk, actor=team_of(an_office()).clerk)
    services.abandon_run(run_id=run.pk, actor=team_of(unit.office).clerk)
    with pytest.raises(RunEnded):
        _write(unit.office, run)


def test_a_file_without_the_headings_says_which_are_wanted(tmp_path):
    office = an_office()
    with pytest.raises(Invalid, match="机构编码"):
        _read(office, _book(tmp_path / "a.xlsx", ("甲", "乙", "丙"), (1, 2, 3)))


def test_a_preview_of_eleven_rows_asks_as_often_as_one_of_one(tmp_path, django_assert_max_num_queries):
    office = an_office()
    rows = [(unit.code, unit.name, "事业编制", 12, 12, 1, 1, 0) for unit in (a_unit(office) for _ in range(11))]
    run = _read(office, _book(tmp_path / "a.xlsx", FIGURES, *rows))
    with django_assert_max_num_queries(7):
        preview(run)
    assert standing_of(team_of(office).clerk)
