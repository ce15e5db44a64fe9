"""Offices, sections, partner departments, units and people of the demonstration. What is there is left alone."""

from datetime import date
from pathlib import Path

from audit.acts import act
from audit.sets import create_with_history
from demo.people import EVERYBODY, Cast
from ledger_site.management.entering import OfficeFacts, UnitRow, enter_office, units_in
from organizations.clock import now, today
from organizations.models import Account, Appointment, Office, Partner, Person, Section, Unit
from organizations.scope import acting

DATA = Path(__file__).parent / "data"
Kind = Section.Kind


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
        partners=((Partner.Kind.ORGANISATION, "县委组织部"), (Partner.Kind.INSPECTION, "县委巡察办")),
    ),
    OfficeFacts(
        *("LJ", "中共临江区委机构编制委员会办公室", "临江区委编办", Office.Level.COUNTY, "YC", "临编办"),
    ),
)


# County: code, name, competent department. The city's units are in a file.
COUNTY_UNITS = {
    "QS": (
        ("QS001000", "县委宣传部", ""),
        ("QS002000", "县教育局", ""),
        ("QS003000", "县水利局", ""),
        ("QS004000", "县卫生健康局", ""),
        ("QS005000", "县自然资源局", ""),
        ("QS001001", "县融媒体中心", "县委宣传部"),
        ("QS002001", "县第一中学", "县教育局"),
        ("QS003001", "县河道管理所", "县水利局"),
        ("QS004001", "县人民医院", "县卫生健康局"),
    ),
    "LJ": (
        ("LJ002000", "区教育局", ""),
        ("LJ003000", "区城市管理局", ""),
        ("LJ004000", "区卫生健康局", ""),
        ("LJ005000", "区民政局", ""),
        ("LJ002001", "区实验小学", "区教育局"),
        ("LJ003001", "区园林绿化所", "区城市管理局"),
        ("LJ004001", "区中医院", "区卫生健康局"),
        ("LJ005001", "区社会福利中心", "区民政局"),
    ),
}


def enter_offices(*, actor: Account) -> None:
    """Enter the offices with their sections, partner departments and units, one act for each office."""
    known = set(Office.objects.order_by().values_list("code", flat=True))
    units = set(Unit.objects.order_by().values_list("code", flat=True))
    for facts in OFFICES:
        listed = [UnitRow(code, name, above, not above) for code, name, above in COUNTY_UNITS.get(facts.code, ())]
        if facts.code == "YC":
            listed = units_in(DATA / "units.csv")
        if facts.code not in known or any(one.code not in units for one in listed):
            enter_office(facts, listed, actor=actor, reason="演示数据")


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
