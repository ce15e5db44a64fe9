"""Who and what the tests of the import need: an office with people and units, a workbook made of plain rows."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.acts import act, system
from audit.sets import create_with_history
from organizations.models import Account, Appointment, Office, Person, Unit
from organizations.people import system_account
from organizations.pinyin import initials, sorting_key
from organizations.roles import Role
from problems.reference import load_words
from problems.services import importing

DEMO = Path(__file__).parents[2] / "demo" / "data"
MAPPING = json.loads((DEMO / "mapping_YC.json").read_text(encoding="utf-8"))
HEADINGS = [
    *("序号", "单位名称", "主管部门", "来源", "类型", "性质", "具体问题", "发现日期", "整改措施", "整改时限", "责任人"),
    *("承办人", "进展", "销号日期", "备注"),
]
REASON = "期初建账"


def an_account(name: str, role: str, *, office: Office | None = None, unit: Unit | None = None) -> Account:
    """An active account with one appointment; to be called inside an act."""
    person = Person(name=name)
    person.save()
    Appointment(person=person, role=role, office=office, unit=unit, since=dt.date(2020, 1, 1)).save()
    account = Account(
        username=sorting_key(name).replace(" ", ""),
        person=person,
        status=Account.Status.ACTIVE,
        must_change_password=False,
        password_changed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    )
    account.set_unusable_password()
    account.save()
    return account


def a_town() -> SimpleNamespace:
    """云川市编办 with the units of the demonstration, its people, and a neighbour who has no business here."""
    load_words(actor=system_account())
    with act("test.town", actor=system()):
        office = Office(
            code="YC", name="云川市委编办", short_name="云川", level=Office.Level.CITY, document_mark="云编办"
        )
        office.save()
        other = Office(
            code="QS", name="青石县委编办", short_name="青石", level=Office.Level.COUNTY, document_mark="青编办"
        )
        other.superior = office
        other.save()
        with (DEMO / "units.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        units = {
            row["单位名称"]: Unit(
                office=office,
                code=row["机构编码"],
                name=row["单位名称"],
                pinyin=sorting_key(row["单位名称"]),
                initials=initials(row["单位名称"]),
                nature=Unit.Nature.AGENCY,
                unit_class=Unit.Class.ADMINISTRATIVE,
            )
            for row in rows
        }
        heads = [unit for unit, row in zip(units.values(), rows, strict=True) if not row["主管部门"]]
        below = [unit for unit, row in zip(units.values(), rows, strict=True) if row["主管部门"]]
        create_with_history(Unit, heads)
        for row in rows:
            if row["主管部门"]:
                units[row["单位名称"]].competent_department = units[row["主管部门"]]
        create_with_history(Unit, below)
        return SimpleNamespace(
            office=office,
            other=other,
            units=units,
            clerk=an_account("陈立", Role.OFFICE_CLERK, office=office),
            second_clerk=an_account("吴敏", Role.OFFICE_CLERK, office=office),
            leader=an_account("周建", Role.OFFICE_LEADER, office=office),
            observer=an_account("郑察", Role.DISCIPLINE_OBSERVER, office=office),
            unit_clerk=an_account("孙院", Role.UNIT_CLERK, unit=units["市人民医院"]),
            stranger=an_account("冯青", Role.OFFICE_LEADER, office=other),
        )


def a_row(**changes: Any) -> list[Any]:
    """One open ledger row without faults; fields by heading."""
    row = {
        "序号": 1,
        "单位名称": "市人民医院",
        "主管部门": "市卫生健康委员会",
        "来源": "自查",
        "类型": "编外用工",
        "性质": "违规类",
        "具体问题": "违规使用编外人员5名，未履行审批程序。",
        "发现日期": dt.datetime(2026, 3, 2),
        "整改措施": "清退或转为劳务派遣",
        "整改时限": dt.datetime(2026, 12, 30),
        "责任人": "赵建国",
        "承办人": "马丽华",
        "进展": "正在按方案推进",
        **changes,
    }
    return [row.get(heading) for heading in HEADINGS]


def a_closed_row(**changes: Any) -> list[Any]:
    return a_row(**{"进展": "已整改到位", "销号日期": dt.datetime(2026, 5, 6), **changes})


def rows_of(count: int, **changes: Any) -> list[list[Any]]:
    """Open rows that differ in their facts."""
    return [
        a_row(**{"具体问题": f"违规使用编外人员{number + 2}名，岗位第{number}类。", **changes})
        for number in range(1, count + 1)
    ]


def workbook(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS, title: str = "台账") -> bytes:
    """An .xlsx with a title row, the headings and ``rows``."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    sheet.append(["云川市机构编制问题整改台账"])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "台账.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_run(town: Any, rows: Sequence[Sequence[Any]], *, actor: Account | None = None, **kwargs: Any) -> Any:
    """A run mapped as the demonstration maps it."""
    actor = actor or town.clerk
    run = importing.start_import(office_id=town.office.pk, upload=upload(workbook(rows, **kwargs)), actor=actor)
    return importing.map_import(run_id=run.pk, actor=actor, values=MAPPING["values"])


def the_ledger_of_2026(town: Any) -> Any:
    """A mapped run of the demonstration's workbook."""
    run = importing.start_import(office_id=town.office.pk, path=DEMO / "ledger_2026.xlsx", actor=town.clerk)
    return importing.map_import(run_id=run.pk, actor=town.clerk, values=MAPPING["values"])


def taken_over(town: Any, run: Any) -> Any:
    """The run, ordered and written."""
    importing.order_take_over(run_id=run.pk, reason=REASON, actor=town.leader, wake=False)
    return importing.commit_import(run_id=run.pk, actor=town.leader)
