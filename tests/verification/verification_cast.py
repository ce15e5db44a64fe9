"""People, offices and an entry on its way, made through the services, for the tests of verification."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from audit.acts import act, system
from organizations.clock import SHANGHAI, now
from organizations.models import Account, Appointment, Office, Person, Unit
from organizations.roles import Role
from problems.models import Problem, Source, ViolationType
from problems.models.words import ConsentRule
from problems.services import intake, rectification
from problems.services.evidence import NewFile
from problems.services.rectification import NewMeasure, NewMilestone, NewPlan
from verification import services
from verification.selectors.rules import check_questions

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TODAY = date(2026, 9, 1)  # a Tuesday; the fixtures stand here
MATTERS, FILES = itertools.count(1), itertools.count(1)
STEPS = ("apply", "check", "acceptance", "look_back", "sign_off", "consent")


@contextmanager
def on(day: date) -> Iterator[None]:
    """The given day at noon in Asia/Shanghai."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI), tick=True):
        yield


def a_file(name: str = "整改照片.pdf", content: bytes = PDF) -> NewFile:
    return NewFile(SimpleUploadedFile(name, content + f"{name} {next(FILES)}".encode()))  # each a file of its own


@dataclass
class Cast:
    """Three offices, one unit of the middle one, and people by what they do."""

    province: Office
    city: Office
    county: Office
    unit: Unit
    other_unit: Unit
    people: dict[str, Account] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Account:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


# name: (role, body)
PEOPLE: dict[str, tuple[str, str]] = {
    "registrar": (Role.OFFICE_CLERK, "city"),  # registers, assigns, decides on the plan: the handler
    "verifier": (Role.OFFICE_CLERK, "city"),
    "second_verifier": (Role.OFFICE_CLERK, "city"),
    "chief": (Role.SECTION_CHIEF, "city"),
    "second_chief": (Role.SECTION_CHIEF, "city"),
    "leader": (Role.OFFICE_LEADER, "city"),
    "observer": (Role.DISCIPLINE_OBSERVER, "city"),
    "administrator": (Role.SYSTEM_ADMIN, "city"),
    "auditor": (Role.AUDIT_ADMIN, "city"),
    "superior_clerk": (Role.OFFICE_CLERK, "province"),
    "superior_chief": (Role.SECTION_CHIEF, "province"),
    "superior_leader": (Role.OFFICE_LEADER, "province"),
    "lower_leader": (Role.OFFICE_LEADER, "county"),
    "unit_clerk": (Role.UNIT_CLERK, "unit"),
    "unit_head": (Role.UNIT_HEAD, "unit"),
    "other_unit_head": (Role.UNIT_HEAD, "other_unit"),
}


def an_account(name: str, **fields: Any) -> Account:
    """A person with an active account, without any role."""
    person = Person(name=name)
    person.save()
    account = Account(
        username=f"t-{name}", person=person, status=Account.Status.ACTIVE, must_change_password=False,
        password_changed_at=now(), **fields,
    )  # fmt: skip
    account.set_password("a long enough Passw0rd")
    account.save()
    return account


def appoint(account: Account, role: str, **body: Any) -> Appointment:
    appointment = Appointment(person=account.person, role=role, since=date(2020, 1, 1), **body)
    appointment.save()
    account.__dict__.pop("_standing", None)
    return appointment


def an_office(code: str, name: str, level: str, mark: str, **fields: Any) -> Office:
    office = Office(code=code, name=name, short_name=name[-4:], level=level, document_mark=mark, **fields)
    office.save()
    return office


def a_unit(office: Office, code: str, name: str) -> Unit:
    unit = Unit(
        office=office, code=code, name=name, pinyin=code, initials=code.lower(), nature="institution",
        unit_class="public_one",
    )  # fmt: skip
    unit.save()
    return unit


def make_cast() -> Cast:
    """Everybody, in one act."""
    with act("test.cast", actor=system()):
        province = an_office("TP", "东明省委编办", "province", "东编办")
        city = an_office("TC", "云川市委编办", "city", "云编办", superior=province)
        county = an_office("TX", "清河县委编办", "county", "清编办", superior=city)
        cast = Cast(province, city, county, a_unit(city, "TU1", "市教师发展中心"), a_unit(city, "TU2", "市人民医院"))
        for name, (role, body) in PEOPLE.items():
            account = an_account(name)
            kind = "unit" if "unit" in body else "office"
            appoint(account, role, **{kind: getattr(cast, body)})
            cast.people[name] = account
    return cast


def an_entry(cast: Cast, *, found_above: bool = False, **fields: Any) -> Problem:
    """An entry of the city's ledger that its unit is rectifying; registered and handled by the registrar."""
    kind = (
        ViolationType.objects.filter(code="other").first()
        or ViolationType.objects.filter(figures="", consent_rule=ConsentRule.NONE).first()
    )
    source = Source.objects.filter(found_above=False, consent_when_found_above=True).first()
    assert kind and source
    wanted: dict[str, Any] = {
        "unit_id": cast.unit.pk,
        "violation_type_id": kind.pk,
        "source_id": source.pk,
        "facts": f"未经批准借用人员，第{next(MATTERS)}批",  # one matter is in the ledger once
        "found_on": TODAY - timedelta(days=30),
        "finder_level": "superior" if found_above else "own",
    }
    entry = intake.NewEntry(**{**wanted, **fields})
    problem = intake.register_problem(office_id=cast.city.pk, entry=entry, actor=cast.registrar)
    intake.assign_problem(
        problem_id=problem.pk, deadline=date(2026, 11, 30), responsible="何国平", actor=cast.registrar
    )
    plan = NewPlan(
        head="何国平", measures=[NewMeasure("清退借用人员")], milestones=[NewMilestone("清退", date(2026, 10, 30))]
    )
    rectification.submit_plan(problem_id=problem.pk, plan=plan, actor=cast.unit_clerk)
    rectification.approve_plan(problem_id=problem.pk, actor=cast.registrar)
    problem.refresh_from_db()
    return problem


def a_record(**fields: Any) -> dict[str, Any]:
    """What a passed check, acceptance or look-back of today says."""
    from organizations.clock import today

    return {"people": "王检查、李检查", "findings": "已经整改到位", "passed": True, "held_on": today(), **fields}


def on_site(**fields: Any) -> dict[str, Any]:
    """What a check on the spot says beside that."""
    return {
        "on_site": True,
        "place": "市教师发展中心办公楼",
        "people_met": "何国平",
        "answers": {one.code: "一致" for one in check_questions(on_site=True)},
        **fields,
    }


def do(cast: Cast, problem: Problem, step: str, *, actor: Account | None = None, **fields: Any) -> Any:
    """Take one step of the close-out as the person who should."""
    actors = {"apply": "unit_clerk", "sign_off": "chief", "consent": "superior_chief"}
    actor = actor or cast.people[actors.get(step, "verifier")]
    if step == "apply":
        given = {"statement": "已清退全部借用人员", "own_look_back": "自查无反弹", "files": [a_file()], **fields}
        return services.apply_for_close_out(problem_id=problem.pk, actor=actor, **given)
    if step == "sign_off":
        return services.sign_off(problem_id=problem.pk, actor=actor, **fields)
    if step == "consent":
        return services.answer_consent(problem_id=problem.pk, actor=actor, **{"answer": "consented", **fields})
    return getattr(services, f"record_{step}")(problem_id=problem.pk, actor=actor, **a_record(**fields))


def brought_to(cast: Cast, step: str, problem: Problem | None = None, **fields: Any) -> Problem:
    """An entry whose close-out now waits for ``step`` (``closed``: all done)."""
    problem = problem or an_entry(cast, **fields)
    for one in STEPS:
        if one == step or (one == "consent" and not problem.consent_rule):
            break
        do(cast, problem, one)
    if step == "closed":
        connection.check_constraints()  # as at the commit of the closing; what comes after is another act
    problem.refresh_from_db()
    return problem
