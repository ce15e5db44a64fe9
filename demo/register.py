"""The staffing register of the demonstration: the city's own sheet, and one county with a roster and warnings.

The city's ledger stays as it is: its warnings wait to be checked. What is entered from a warning is the county's.
"""

import io
from datetime import date, timedelta

from django.core.management import call_command
from django.db import transaction

from demo.organisations import DATA
from organizations import clock
from organizations.models import Account, Office, Partner, Unit
from problems.models import Problem
from staffing import services
from staffing.identity import CHECK_DIGITS, WEIGHTS
from staffing.models import Alert, DeclaredStaff, Post, StaffingRun
from staffing.services.alerts import facts_of

COUNTY = "QS"
MANDATE = "青编〔2024〕12号"
SINCE = date(2024, 3, 1)
# Invented people; the numbers fit their check digit and belong to nobody: area 000000 was never given out.
ROSTER = (
    # unit, kind, name, born, outside, level, rank, pay
    ("QS003001", "institution", "沈国梁", "19720411", False, "head", "管理七级", "finance"),
    ("QS003001", "institution", "何思远", "19810923", False, "deputy", "管理八级", "finance"),
    ("QS003001", "institution", "卢文静", "19860215", False, "", "专技十级", "finance"),
    ("QS003001", "institution", "蒋志强", "19900730", False, "", "专技十一级", "finance"),
    ("QS003001", "worker", "马大勇", "19690108", False, "", "技术工三级", "finance"),
    ("QS003001", "institution", "宋小燕", "19970519", True, "", "", "unit"),
    ("QS003001", "institution", "杜立新", "19941201", True, "", "", "finance"),
)
# unit, kind, quota, actual, outside, approved leaders, actual leaders
FIGURES = (
    ("QS002001", "institution", 186, 191, 4, 5, 5),
    ("QS004001", "institution", 240, 252, 31, 5, 7),
    ("QS001001", "institution", 36, 33, 2, 3, 3),
    ("QS003000", "administrative", 18, 17, 0, 4, 4),
)
QUOTAS = (("QS003001", "institution", 6), ("QS003001", "worker", 1))


def number(born: str, serial: int) -> str:
    """A number whose check digit fits, of an area that does not exist."""
    body = f"100000{born}{serial:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_DIGITS[total % 11]


def enter_register() -> str:
    """Take the city's sheet over and tell the county's story; what is there is left alone."""
    city, county = _city(), _county()
    return "yes" if city or county else "no, it was before"


def _city() -> bool:
    if StaffingRun.objects.filter(office__code="YC").exists():
        return False
    sheet = DATA / "staffing_2026-10.xlsx"
    call_command("import_staffing", str(sheet), "--office=YC", "--actor=yc_business", stdout=io.StringIO())
    finance = Partner.objects.get(office__code="YC", kind=Partner.Kind.FINANCE)
    services.share_register(
        office_id=finance.office_id,
        partner_id=finance.pk,
        reason="核对财政供养人员",
        actor=Account.objects.get(username="yc_leader"),
    )
    return True


def _county() -> bool:
    office = Office.objects.get(code=COUNTY)
    if Post.objects.filter(unit__office=office).exists() or DeclaredStaff.objects.filter(unit__office=office).exists():
        return False
    people = {one.username: one for one in Account.objects.filter(username__startswith="qs_")}
    clerk, leader = people["qs_clerk"], people["qs_leader"]
    units = {unit.code: unit for unit in Unit.objects.filter(office=office)}
    with transaction.atomic():
        _figures(units, clerk)
        _roster(units, clerk, leader)
        _limits(office, leader)
        _answers(units, clerk)
    return True


def _figures(units: dict[str, Unit], clerk: Account) -> None:
    day = clock.today() - timedelta(days=30)
    for code, kind, quota, actual, outside, approved, leaders in FIGURES:
        unit = units[code].pk
        services.change_quota(unit_id=unit, kind=kind, count=quota, document=MANDATE, from_on=SINCE, actor=clerk)
        services.change_leadership_quota(
            unit_id=unit, level="unit_leaders", count=approved, document=MANDATE, from_on=SINCE, actor=clerk
        )
        services.declare_staff(
            unit_id=unit,
            kind=kind,
            actual=actual,
            outside=outside,
            counted_on=day,
            document="青石县机构编制实名制统计表",
            actor=clerk,
        )
        services.declare_leaders(
            unit_id=unit,
            level="unit_leaders",
            actual=leaders,
            counted_on=day,
            document="青石县机构编制实名制统计表",
            actor=clerk,
        )


def _roster(units: dict[str, Unit], clerk: Account, leader: Account) -> None:
    for code, kind, quota in QUOTAS:
        services.change_quota(
            unit_id=units[code].pk, kind=kind, count=quota, document=MANDATE, from_on=SINCE, actor=clerk
        )
    for level, count in (("head", 1), ("deputy", 1)):
        services.change_leadership_quota(
            unit_id=units["QS003001"].pk, level=level, count=count, document=MANDATE, from_on=SINCE, actor=clerk
        )
    for serial, (code, kind, name, born, outside, level, rank, pay) in enumerate(ROSTER, 1):
        services.enter_post(
            unit_id=units[code].pk,
            post=services.NewPost(
                name=name,
                identity_number=number(born, serial),
                kind=kind,
                entered_on=SINCE,
                document=f"上编通知单2024-{serial}",
                outside=outside,
                level=level,
                rank=rank,
                pay=pay,
            ),
            as_found=True,
            actor=clerk,
        )
    services.open_roster(unit_id=units["QS003001"].pk, document="实名制核查确认表", from_on=SINCE, actor=clerk)
    services.commit_posts(
        unit_id=units["QS003001"].pk,
        kind="institution",
        count=1,
        reason="公开招聘水文监测岗位1名",
        document="青编办〔2026〕7号",
        actor=leader,
    )


def _limits(office: Office, leader: Account) -> None:
    for basis, count in (("ceiling", 480), ("quota_baseline", 470)):
        services.set_ceiling(
            office_id=office.pk,
            kind="institution",
            basis=basis,
            count=count,
            document="云编〔2023〕40号",
            from_on=SINCE,
            actor=leader,
        )


def _answers(units: dict[str, Unit], clerk: Account) -> None:
    """One warning becomes an entry, one is cleared; the others wait."""
    school = Alert.objects.select_related("unit", "kind", "level").get(unit=units["QS002001"], rule="over_quota")
    if not Problem.objects.filter(unit=units["QS002001"], violation_type__code="staff_over_quota").exists():
        services.enter_alert(alert_id=school.pk, facts=facts_of(school), actor=clerk)
    paid = Alert.objects.get(unit=units["QS003001"], matter="outside_paid")
    services.clear_alert(alert_id=paid.pk, reason="系县级财政购买服务岗位，已列入预算项目，不属编外用工。", actor=clerk)
