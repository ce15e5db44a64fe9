"""The import in the browser: a workbook with everything in it, its questions answered, written, undone."""

import datetime as dt
import os
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command

from problems.models import ImportRun, Problem
from problems.services import importing
from tests.factories import a_unit, an_office, team_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
HEADINGS = [
    *(
        "序号",
        "单位名称",
        "来源",
        "类型",
        "性质",
        "具体问题",
        "发现日期",
        "整改措施",
        "整改时限",
        "责任人",
        "进展",
        "销号日期",
    ),
]
FACTS = "违规使用编外人员{0}名，在窗口岗位长期使用，未履行审批程序。"
VALUES = {"progress": {"正在推进": "rectifying"}}


def a_row(number, unit="市人民医院", **changes):
    row = dict(zip(HEADINGS, [
        number, unit, "自查", "编外用工", "违规类", FACTS.format(number + 2), dt.datetime(2026, 3, number % 27 + 1),
        "清退或转为劳务派遣，分三批完成", dt.datetime(2026, 12, 30), "赵建国", "正在推进", None,
    ], strict=True))  # fmt: skip
    return [*{**row, **changes}.values()]


def a_workbook(path, rows):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2026年台账"
    sheet.append(["云川市机构编制问题整改台账"])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    book.create_sheet("底稿").sheet_state = "hidden"
    book.save(path)
    return path


def shot(desk, name):
    """Kept where SHOTS says, for the eye."""
    if folder := os.environ.get("SHOTS"):
        desk.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 1440), ("zh-hans", 390), ("en", 390)])
def test_a_workbook_is_asked_about_written_and_undone(desk, tmp_path, language, width):
    call_command("reference_data", verbosity=0)
    office = an_office()
    for name in ("市人民医院", "市教育局", "市特殊教育学校"):
        a_unit(office, name=name)
    team = team_of(office)
    first = importing.start_import(
        office_id=office.pk, path=a_workbook(tmp_path / "一季度.xlsx", [a_row(1), a_row(2), a_row(3)]), actor=team.clerk
    )
    importing.map_import(run_id=first.pk, actor=team.clerk, values=VALUES)
    importing.order_take_over(run_id=first.pk, reason="期初建账", actor=team.leader, wake=False)
    importing.commit_import(run_id=first.pk, actor=team.leader)

    rows = [
        ["一、编外用工类"],
        a_row(1),
        a_row(2, 具体问题="违规使用编外人员6名，均在窗口岗位。", 整改时限="尽快"),
        a_row(3, 具体问题="违规使用编外人员9名，在后勤岗位长期使用。"),
        a_row(5, unit="市人民医完"),
        a_row(6, unit="市教育局", 销号日期=dt.datetime(2026, 5, 6)),
        a_row(7, unit="市特殊教育学校", 发现日期="2026年3月"),
        ["合计", None, 6],
        ["填表人：张三", None, None, "审核人：李四"],
    ]
    path = a_workbook(tmp_path / "二季度.xlsx", rows)
    clerk = desk(team.clerk, language=language, width=width)
    mark = f"{language}-{width}"
    clerk.open("/import/new/")
    clerk.page.locator("[name=upload]").set_input_files(path)
    clerk.send()
    shot(clerk, f"{mark}-1-sheet")
    assert "底稿" in clerk.page.content()
    clerk.send()
    clerk.send()
    shot(clerk, f"{mark}-2-values")
    if language == "zh-hans" and width == 1440:
        clerk.page.get_by_role("combobox", name="市人民医完").fill("rmyy")
        clerk.page.get_by_role("option", name="市人民医院").wait_for()
        clerk.page.keyboard.press("Enter")
    else:
        run = ImportRun.objects.latest("pk")
        code = office.units.get(name="市人民医院").code
        importing.map_import(run_id=run.pk, actor=team.clerk, values={"unit": {"市人民医完": code}})
        clerk.open(f"/import/{run.pk}/mapping/?part=values")
    clerk.send()
    shot(clerk, f"{mark}-3-errors")
    run = ImportRun.objects.latest("pk")
    clerk.page.locator("[name=rows]").first.check()
    clerk.page.locator("[name=rows]").last.check()
    shot(clerk, f"{mark}-3-ticked")
    clerk.page.locator("[name=reason]").first.fill("退回单位补正")
    with clerk.page.expect_navigation():
        clerk.page.locator(".l-selection button").first.click()
    clerk.look()
    shot(clerk, f"{mark}-4-doubtful")
    assert Problem.objects.order_by("serial").last().number in clerk.page.content()
    clerk.page.locator("[name=rows]").first.check()
    clerk.page.locator("[name=reason]").first.fill("人数已核减，为同一事项")
    with clerk.page.expect_navigation():
        clerk.page.locator(".l-selection button[value=same]").click()
    clerk.look()
    clerk.open(f"/import/{run.pk}/preview/?show=known")
    shot(clerk, f"{mark}-5-known")
    clerk.open(f"/import/{run.pk}/preview/?show=excluded")
    run.refresh_from_db()
    importing.order_take_over(run_id=run.pk, reason="期初建账", actor=team.leader, wake=False)
    clerk.open(f"/import/{run.pk}/")
    shot(clerk, f"{mark}-6-writing")
    importing.commit_import(run_id=run.pk, actor=team.leader)
    leader = desk(team.leader, language=language, width=width)
    leader.open(f"/import/{run.pk}/")
    leader.page.locator("details summary").last.click()
    shot(leader, f"{mark}-7-written")
    leader.page.locator("main [name=reason]").fill("选错了文件")
    with leader.page.expect_navigation():
        leader.page.locator("main .btn-danger").click()
    leader.look()
    shot(leader, f"{mark}-8-undone")
    run.refresh_from_db()
    assert run.state == "undone"
    leader.open("/import/")
