"""Offices, sections, partner departments, units and people of the demonstration. What is there is left alone."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audit.acts import act
from audit.sets import create_with_history
from demo.people import EVERYBODY, Cast
from organizations.clock import now, today
from organizations.models import Account, Appointment, Office, Partner, Person, Section, Unit
from organizations.pinyin import initials, sorting_key
from organizations.scope import acting

DATA = Path(__file__).parent / "data"
Kind = Section.Kind


@dataclass(frozen=True)
class OfficeFacts:
    code: str
    name: str
    short_name: str
    level: str
    superior: str
    mark: str
    sections: tuple[tuple[str, str], ...]
    partners: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str, str], ...] = ()  # code, name, competent department's code


LOCAL_SECTIONS = (
    (Kind.SUPERVISION, "监督检查科"),
    (Kind.BUSINESS, "机构编制科"),
    (Kind.REGISTRATION, "事业单位登记局"),
    (Kind.E_GOVERNMENT, "电子政务中心"),
)

OFFICES = (
    OfficeFacts(
        *("DM", "中共东明省委机构编制委员会办公室", "东明省委编办", Office.Level.PROVINCE, "", "东编办"),
        sections=((Kind.SUPERVISION, "监督检查处"), (Kind.BUSINESS, "市县机构编制处"), (Kind.GENERAL, "综合处")),
    ),
    OfficeFacts(
        *("YC", "中共云川市委机构编制委员会办公室", "云川市委编办", Office.Level.CITY, "DM", "云编办"),
        sections=(
            (Kind.SUPERVISION, "监督检查科"),
            (Kind.BUSINESS, "行政机构编制科"),
            (Kind.BUSINESS, "事业机构编制科"),
            (Kind.REGISTRATION, "事业单位登记局"),
            (Kind.E_GOVERNMENT, "电子政务中心"),
        ),
        partners=(
            (Partner.Kind.ORGANISATION, "市委组织部"),
            (Partner.Kind.HUMAN_RESOURCES, "市人力资源和社会保障局"),
            (Partner.Kind.FINANCE, "市财政局"),
            (Partner.Kind.POLICE, "市公安局"),
            (Partner.Kind.AUDIT, "市审计局"),
            (Partner.Kind.INSPECTION, "市委巡察工作领导小组办公室"),
            (Partner.Kind.DISCIPLINE, "市纪委监委"),
        ),
    ),
    OfficeFacts(
        *("QS", "中共青石县委机构编制委员会办公室", "青石县委编办", Office.Level.COUNTY, "YC", "青编办"),
        sections=LOCAL_SECTIONS,
        units=(
            ("QS001000", "县委宣传部", ""),
            ("QS002000", "县教育局", ""),
            ("QS003000", "县水利局", ""),
            ("QS004000", "县卫生健康局", ""),
            ("QS005000", "县自然资源局", ""),
            ("QS001001", "县融媒体中心", "QS001000"),
            ("QS002001", "县第一中学", "QS002000"),
            ("QS003001", "县河道管理所", "QS003000"),
            ("QS004001", "县人民医院", "QS004000"),
        ),
    ),
    OfficeFacts(
        *("LJ", "中共临江区委机构编制委员会办公室", "临江区委编办", Office.Level.COUNTY, "YC", "临编办"),
        sections=LOCAL_SECTIONS,
        units=(
            ("LJ002000", "区教育局", ""),
            ("LJ003000", "区城市管理局", ""),
            ("LJ004000", "区卫生健康局", ""),
            ("LJ005000", "区民政局", ""),
            ("LJ002001", "区实验小学", "LJ002000"),
            ("LJ003001", "区园林绿化所", "LJ003000"),
            ("LJ004001", "区中医院", "LJ004000"),
            ("LJ005001", "区社会福利中心", "LJ005000"),
        ),
    ),
)


def enter_offices(*, actor: Account) -> None:
    """Enter the offices with their sections, partner departments and units, one act for each office."""
    known = {office.code: office for office in Office.objects.all()}
    units = set(Unit.objects.order_by().values_list("code", flat=True))
    for facts in OFFICES:
        listed = _units_from_file() if facts.code == "YC" else list(facts.units)
        if facts.code in known and all(code in units for code, _name, _department in listed):
            continue
        with act("office.enter", actor=acting(actor).facts(), reason="演示数据"):
            office = known.get(facts.code)
            if office is None:
                office = known[facts.code] = Office(
                    code=facts.code,
                    name=facts.name,
                    short_name=facts.short_name,
                    level=facts.level,
                    superior=known.get(facts.superior),
                    document_mark=facts.mark,
                )
                office.save()
                create_with_history(
                    Section, [Section(office=office, kind=kind, name=name) for kind, name in facts.sections]
                )
                create_with_history(
                    Partner, [Partner(office=office, kind=kind, name=name) for kind, name in facts.partners]
                )
            _enter_units(office, [row for row in listed if row[0] not in units])


def _units_from_file() -> list[tuple[str, str, str]]:
    with (DATA / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["单位名称"]: row["机构编码"] for row in rows}
    return [(row["机构编码"], row["单位名称"], codes.get(row["主管部门"], "")) for row in rows]


def _enter_units(office: Office, rows: Iterable[tuple[str, str, str]]) -> None:
    """Departments first, then the institutions below them."""
    made: dict[str, Unit] = {unit.code: unit for unit in Unit.objects.filter(office=office)}
    listed = list(rows)
    for below in (False, True):
        batch = [_unit(office, code, name, made.get(above)) for code, name, above in listed if bool(above) is below]
        if batch:
            made |= {unit.code: unit for unit in create_with_history(Unit, batch)}


def _unit(office: Office, code: str, name: str, department: Unit | None) -> Unit:
    """A unit; in these lists an institution is what has a competent department."""
    agency = department is None
    large = any(word in name for word in ("医院", "保健院", "设计院", "公证处"))
    institution = Unit.Class.PUBLIC_TWO if large else Unit.Class.PUBLIC_ONE
    rank = "正处级" if office.level == Office.Level.CITY else "正科级"
    return Unit(
        office=office,
        code=code,
        name=name,
        pinyin=sorting_key(name),
        initials=initials(name),
        nature=Unit.Nature.AGENCY if agency else Unit.Nature.INSTITUTION,
        unit_class=Unit.Class.ADMINISTRATIVE if agency else institution,
        rank=rank if agency else "",
        competent_department=department,
        registration=Unit.Registration.NOT_APPLICABLE if agency else Unit.Registration.REGISTERED,
    )


def missing_people() -> list[Cast]:
    """Who of the cast has no account yet."""
    known = set(Account.objects.values_list("username", flat=True))
    return [one for one in EVERYBODY if one.username not in known]


def enter_people(missing: list[Cast], *, hashed: str, actor: Account) -> None:
    """Give each a person, an appointment and an active account, all in one act.

    Args:
        hashed: The common password as it is stored. Hashing it anew for each of fifty accounts takes half a minute.
    """
    offices = {office.code: office for office in Office.objects.all()}
    sections = {(one.office_id, one.name): one for one in Section.objects.all()}
    partners = {(one.office_id, one.kind): one for one in Partner.objects.all()}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[one.unit for one in missing if one.unit])}
    since = date(today().year - 2, 1, 1)
    with act("account.enter", actor=acting(actor).facts(), reason="演示数据"):
        people = create_with_history(Person, [Person(name=one.name) for one in missing])
        appointments, accounts = [], []
        for one, person in zip(missing, people, strict=True):
            office = offices.get(one.office)
            appointments.append(
                Appointment(
                    person=person,
                    role=one.role,
                    since=since,
                    office=None if one.partner else office,
                    section=sections[office.pk, one.section] if office and one.section else None,
                    unit=units[one.unit] if one.unit else None,
                    partner=partners[office.pk, one.partner] if office and one.partner else None,
                )
            )
            accounts.append(
                Account(
                    username=one.username,
                    person=person,
                    password=hashed,
                    language=one.language,
                    status=Account.Status.ACTIVE,
                    must_change_password=False,
                    password_changed_at=now(),
                )
            )
        create_with_history(Appointment, appointments)
        create_with_history(Account, accounts)


def cast_of(code: str) -> list[Cast]:
    """Everybody of an office and of its units."""
    return [one for one in EVERYBODY if one.office == code or one.unit.startswith(code)]
