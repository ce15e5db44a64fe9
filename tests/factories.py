"""Offices, people and entries for tests, made through the acts that people use. A test says only what it is about.

    office = an_office()
    problem = a_problem(state="verifying", step="acceptance", office=office)
    team = team_of(office)            # clerk, verifier, chief, leader
    at_unit = people_of(problem.unit) # clerk, head

Passwords are ``PASSWORD``. Words such as violation types are those of ``manage.py reference_data``.
"""

import io
import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit.acts import act
from deadlines.calendar import load_calendar
from organizations.clock import today
from organizations.models import Account, Office, Partner, Person, Section, Unit
from organizations.people import appoint, create_account, system_account
from organizations.pinyin import initials, sorting_key
from organizations.roles import UNIT_ROLES, Role
from problems.models import Cause, Problem, Source, ViolationType
from problems.services import intake, rectification
from problems.services.rectification import NewFile, NewMeasure, NewMilestone, NewPlan
from problems.states import State
from verification import services as verification
from verification.models import Step

PASSWORD = "Ledger-test-2026"
SINCE = date(2020, 1, 1)
_numbers = itertools.count(1)


def _save(name: str, *rows: Any) -> None:
    with act(name, actor=system_account().actor_facts()):
        for row in rows:
            row.save()


def an_office(code: str = "", *, level: str = Office.Level.CITY, superior: Office | None = None) -> Office:
    """An office with a supervision and a business section."""
    code = code or f"T{next(_numbers)}"
    office = Office(
        code=code,
        name=f"{code}市委机构编制委员会办公室",
        short_name=f"{code}编办",
        level=level,
        superior=superior,
        document_mark=f"{code}编办",
    )
    _save(
        "office.enter",
        office,
        Section(office=office, kind=Section.Kind.SUPERVISION, name="监督检查科"),
        Section(office=office, kind=Section.Kind.BUSINESS, name="机构编制科"),
    )
    return office


def a_unit(office: Office | None = None, *, name: str = "", department: Unit | None = None, **fields: Any) -> Unit:
    """A public institution of the office; with ``department`` one of its subordinates."""
    number = next(_numbers)
    name = name or f"测试单位{number}"
    unit = Unit(
        office=office or (department.office if department else an_office()),
        name=name,
        pinyin=sorting_key(name),
        initials=initials(name),
        competent_department=department,
        **{
            "code": f"U{number:06}",
            "nature": Unit.Nature.INSTITUTION,
            "unit_class": Unit.Class.PUBLIC_ONE,
            **fields,
        },
    )
    _save("unit.enter", unit)
    return unit


def a_partner(office: Office, kind: str = Partner.Kind.ORGANISATION) -> Partner:
    """A partner department of the office."""
    partner = Partner(office=office, kind=kind, name=str(Partner.Kind(kind).label))
    _save("partner.enter", partner)
    return partner


def a_person(name: str = "") -> Person:
    """A person without post or account."""
    person = Person(name=name or f"测试人员{next(_numbers)}")
    _save("person.enter", person)
    return person


def an_account(username: str = "", *, person: Person | None = None, **fields: Any) -> Account:
    """An active account, by default of a new person who holds no role. Nothing forces a change of its password."""
    return create_account(
        username=username or f"user{next(_numbers)}",
        person=person or a_person(),
        password=PASSWORD,
        actor=system_account(),
        **{"must_change_password": False, **fields},
    )


def a_person_with(
    role: str,
    body: Office | Unit | Partner | None = None,
    *,
    username: str = "",
    since: date = SINCE,
    until: date | None = None,
    **fields: Any,
) -> Account:
    """The account of a new person who holds ``role`` in ``body``; a fitting body is made when none is given."""
    if body is None:
        body = a_unit() if role in UNIT_ROLES else a_partner(an_office()) if role == Role.PARTNER else an_office()
    account = an_account(username, **fields)
    give_role(account, role, body, since=since, until=until)
    return account


def give_role(
    account: Account, role: str, body: Office | Unit | Partner, *, since: date = SINCE, until: date | None = None
) -> None:
    """One more role for a person."""
    where: dict[str, Any] = {type(body).__name__.lower(): body}
    appoint(person=account.person, role=role, since=since, until=until, actor=system_account(), **where)
    account.__dict__.pop("_standing", None)


@dataclass(frozen=True)
class Team:
    """Who works in an office: the clerk handles entries, the verifier does not, chief and leader rank above both."""

    clerk: Account
    verifier: Account
    chief: Account
    leader: Account


@dataclass(frozen=True)
class AtUnit:
    clerk: Account
    head: Account


def _known_or_new(role: str, body: Office | Unit, username: str) -> Account:
    known = Account.objects.select_related("person").filter(username=username).first()
    return known or a_person_with(role, body, username=username)


def team_of(office: Office) -> Team:
    """The people of an office; the same ones every time."""
    return Team(
        clerk=_known_or_new(Role.OFFICE_CLERK, office, f"{office.code}_clerk"),
        verifier=_known_or_new(Role.OFFICE_CLERK, office, f"{office.code}_verifier"),
        chief=_known_or_new(Role.SECTION_CHIEF, office, f"{office.code}_chief"),
        leader=_known_or_new(Role.OFFICE_LEADER, office, f"{office.code}_leader"),
    )


def people_of(unit: Unit) -> AtUnit:
    """Clerk and head of a unit; the same ones every time."""
    return AtUnit(
        clerk=_known_or_new(Role.UNIT_CLERK, unit, f"{unit.code}_clerk"),
        head=_known_or_new(Role.UNIT_HEAD, unit, f"{unit.code}_head"),
    )


def a_file(name: str = "证明.txt", content: bytes = b"", *, formed_on: date | None = None) -> NewFile:
    """A text file to prove something; each has its own content unless one is given."""
    content = content or f"证明材料 {next(_numbers)}\n".encode()
    return NewFile(upload=SimpleUploadedFile(name, content), formed_on=formed_on)


def a_picture(name: str = "现场.png", *, formed_on: date | None = None) -> NewFile:
    """A small picture, each of its own colour."""
    number, out = next(_numbers), io.BytesIO()
    Image.new("RGB", (40, 30), (number % 256, number // 256 % 256, 90)).save(out, "PNG")
    return NewFile(upload=SimpleUploadedFile(name, out.getvalue()), formed_on=formed_on)


def an_entry(
    unit: Unit, *, kind: str = "unauthorised_change", source: str = "review", **fields: Any
) -> intake.NewEntry:
    """What is registered; by default a type that counts nothing. ``cause`` is a code, the rest as in ``NewEntry``."""
    cause = fields.pop("cause", None)
    given = {
        "facts": f"未经批准加挂牌子（{next(_numbers)}）",
        "found_on": today(),
        "cause_id": Cause.objects.get(code=cause).pk if cause else None,
        **fields,
    }
    return intake.NewEntry(
        unit_id=unit.pk,
        violation_type_id=ViolationType.objects.get(code=kind).pk,
        source_id=Source.objects.get(code=source).pk,
        **given,
    )


def a_policy() -> intake.PolicyDocument:
    """The policy document of a policy-caused entry."""
    return intake.PolicyDocument(
        "关于接收安置退役军人的通知（测编〔2019〕3号）", "接收安置形成超编", a_file("政策文件.txt")
    )


def a_deadline(days: int = 60) -> date:
    """A working day so many days ahead, or the next one after it."""
    return load_calendar().next_working(today() + timedelta(days=days))


def a_plan(deadline: date, *, head: str = "张主任", milestones: int = 2) -> NewPlan:
    """A plan that holds: one measure, milestones counted back from the deadline."""
    days = load_calendar().count_back(deadline, milestones, start=today()) if milestones else []
    return NewPlan(
        head=head,
        measures=[NewMeasure("逐项整改", head)],
        milestones=[NewMilestone(f"节点{place}", day) for place, day in enumerate(days, 1)],
        risk_level="low",
        risk_handling="逐人谈话",
        risk_responsible=head,
    )


WAY = (State.REGISTERED, State.ASSIGNED, State.PLAN_SUBMITTED, State.RECTIFYING, State.VERIFYING)
STEPS = (Step.CHECK, Step.ACCEPTANCE, Step.LOOK_BACK, Step.SIGN_OFF)


def a_problem(
    state: str = State.REGISTERED,
    *,
    step: str = Step.CHECK,
    office: Office | None = None,
    unit: Unit | None = None,
    deadline: date | None = None,
    **entry: Any,
) -> Problem:
    """An entry that got to ``state`` by its acts, each done by ``team_of(office)`` and ``people_of(unit)``.

    Args:
        step: Where a verifying entry stands; "sign_off" means that check, acceptance and look-back have passed.
        deadline: Approved date; by default a working day two months ahead.
        entry: As for ``an_entry``. An entry that awaits consent is of source ``patrol_central`` unless said otherwise.
    """
    if unit is None:
        unit = a_unit(office)
    if state == State.AWAITING_CONSENT:
        entry.setdefault("source", "patrol_central")
        if unit.office.superior_id is None:
            raise ValueError("An entry awaits consent only in an office that has a superior.")
    if state not in (*WAY, State.AWAITING_CONSENT, State.CLOSED, State.VOIDED):
        raise ValueError(f"No act leads to {state!r} here.")
    team = team_of(unit.office)
    policy = a_policy() if entry.get("nature") == "policy" else None
    problem = intake.register_problem(
        office_id=unit.office_id, entry=an_entry(unit, **entry), actor=team.clerk, policy=policy
    )
    if state == State.VOIDED:
        return intake.void_problem(problem_id=problem.pk, reason="重复登记", actor=team.chief)
    deadline = deadline or a_deadline()
    for reached in WAY[1 : WAY.index(state) + 1] if state in WAY else WAY[1:]:
        _move(problem.pk, reached, team, people_of(unit), deadline)
    if state == State.VERIFYING:
        verify(problem, until=step)
    elif state not in WAY:
        verify(problem, until=Step.SIGN_OFF)
        verification.sign_off(problem_id=problem.pk, actor=team.chief)
        if state == State.CLOSED and problem.consent_rule:
            assert unit.office.superior is not None
            superior = team_of(unit.office.superior).leader
            verification.answer_consent(problem_id=problem.pk, answer="consented", actor=superior)
    return fresh(problem)


def _move(problem_id: int, state: str, team: Team, at_unit: AtUnit, deadline: date) -> None:
    if state == State.ASSIGNED:
        head = at_unit.head.person.name
        intake.assign_problem(problem_id=problem_id, deadline=deadline, responsible=head, actor=team.clerk)
    elif state == State.PLAN_SUBMITTED:
        rectification.submit_plan(problem_id=problem_id, plan=a_plan(deadline), actor=at_unit.clerk)
    elif state == State.RECTIFYING:
        rectification.approve_plan(problem_id=problem_id, actor=team.clerk)
    else:
        verification.apply_for_close_out(
            problem_id=problem_id,
            statement="已整改到位",
            own_look_back="自查无反弹",
            files=[a_file()],
            left_because="余下的已列入年度消化安排",  # asked for only where the entry counts something
            actor=at_unit.clerk,
        )


def verify(problem: Problem, *, until: str = Step.SIGN_OFF) -> None:
    """Record what comes before ``until``, each passed today by the verifier of the office."""
    records = (verification.record_check, verification.record_acceptance, verification.record_look_back)
    for record in records[: STEPS.index(Step(until))]:
        record(
            problem_id=problem.pk,
            people="核验人员",
            findings="符合要求",
            passed=True,
            held_on=today(),
            actor=team_of(problem.office).verifier,
        )


def fresh(problem: Problem) -> Problem:
    """The entry as it is stored now."""
    return Problem.objects.select_related("office", "unit", "violation_type", "source").get(pk=problem.pk)
