"""Who meets the doors of the site in these tests, and the objects they find behind them.

One world serves a whole module: it is built inside a transaction that is never committed, and every visit is undone.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import site_approvals
import site_deciding
import staffing_matrix
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from audit.acts import act
from audit.models import TrailRow
from documents import papers
from documents.jobs import render_missing
from organizations.clock import today
from organizations.models import Account, Appointment, Office, Partner, Unit
from organizations.people import set_status
from organizations.roles import Role
from organizations.tokens import create_token
from problems.models import Evidence, ImportRun, ProgressReport
from problems.pages.exporting import listed_of
from problems.pages.filtering import read_query
from problems.services import (
    batches,
    comments,
    corrections,
    drafts,
    exports,
    extensions,
    importing,
    joining,
    pauses,
    rectification,
    reports,
    saved_views,
    supervision,
    types,
)
from tests.factories import (
    a_deadline,
    a_file,
    a_partner,
    a_person_with,
    a_picture,
    a_problem,
    a_unit,
    an_account,
    an_entry,
    an_office,
    give_role,
    people_of,
    system_account,
    team_of,
)
from verification import services as verification
from verification.models import Step, WaiverRule
from verification.selectors import notice_of

CSRF = "c" * 32
HEADINGS = "序号,单位名称,主管部门,来源,类型,性质,具体问题,发现日期,整改措施,整改时限,责任人,承办人,进展,销号日期,备注"
MEANINGS = {
    "source": {"自查": {"source": "self_inspection", "finder_level": None}},
    "violation_type": {"编外用工": "outside_quota_staff"},
    "nature": {"违规类": "violation"},
    "progress": {"正在推进": "rectifying", "尚未报送": "assigned"},
}


@dataclass
class World:
    """Two offices under one superior, everybody who may come to the door, and one object for each kind of route."""

    superior: Office
    office: Office
    sibling: Office
    department: Unit
    unit: Unit
    other_unit: Unit
    sibling_unit: Unit
    people: dict[str, Account] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    whole: dict[str, tuple[Any, ...]] = field(default_factory=dict)  # what an object's address names before it

    def client(self, who: str, **options: Any) -> Client:
        """The browser of ``who``, signed in before; a request that fails answers 500 instead of raising."""
        client = Client(**{"raise_request_exception": False, **options})
        client.handler = handler()
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
        return client

    def visit(self, who: str, method: str, url: str, data: Any = None, *, form: bool = False, **extra: Any) -> Any:
        """One request with a good CSRF token; JSON where the address belongs to the API and ``form`` is not asked."""
        options: dict[str, Any] = {"headers": {"X-CSRFToken": CSRF, **extra.pop("headers", {})}, **extra}
        if method in {"GET", "HEAD"}:
            options["query_params"] = data
        elif url.startswith("/api/") and not form:
            options |= {"data": {} if data is None else data, "content_type": "application/json"}
        elif method == "POST":
            options["data"] = data or {}
        return getattr(self.client(who), method.lower())(url, **options)

    def url(self, route: str, thing: str = "") -> str:
        """Address of a route, for one of the world's objects where it takes one."""
        whole = self.whole.get(thing, ())
        return reverse(route, args=[*whole, self.objects[thing]] if thing else [])


@cache
def handler() -> ClientHandler:
    """The site as it serves, with CSRF checks; its middleware is loaded once."""
    made = ClientHandler(enforce_csrf_checks=True)
    made.load_middleware()
    return made


def production(data_dir: Path, **changes: str) -> dict[str, str]:
    """The environment of an installation that people reach by https; ``changes`` set or, when empty, unset."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": "postgresql:///none",
        "DATABASE_OWNER_URL": "postgresql:///none",
        "REDIS_URL": "unix:///none",
        "PUBLIC_URL": "https://ledger.example",
        **changes,
    }
    return {name: value for name, value in environment.items() if value}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def judged(response: Any) -> Any:
    """The response, after the database has judged what it wrote, as it does on commit."""
    if not connection.needs_rollback:
        connection.check_constraints()
    return response


def trail_length() -> int:
    """How many rows the trail has: acts, events and history all grow it."""
    return TrailRow.objects.count()


BOOKKEEPING = frozenset(
    {"django_session", "audit_act", "audit_event", "audit_trailrow", "audit_block", "audit_head"}
)  # fmt: skip


@cache
def _fingerprint_sql() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and has_table_privilege(oid, 'select')"
        )
        tables = sorted({name for (name,) in cursor.fetchall()} - BOOKKEEPING)
    return " union all ".join(
        f"select '{table}', count(*), md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t"
        for table in tables
    )


def fingerprint() -> dict[str, tuple[int, str]]:
    """Rows and checksum of every table but those of sessions and of the trail itself; history is among them."""
    with connection.cursor() as cursor:
        cursor.execute(_fingerprint_sql())
        return {table: (rows, digest) for table, rows, digest in cursor.fetchall()}


def missing_id() -> int:
    """A key that no table has."""
    return 987_654_321


def the_bodies() -> World:
    """Offices and units without people."""
    superior = an_office("SUP", level=Office.Level.PROVINCE)
    office, sibling = an_office("OFF", superior=superior), an_office("SIB", superior=superior)
    department = a_unit(office, name="主管部门")
    return World(
        superior=superior,
        office=office,
        sibling=sibling,
        department=department,
        unit=a_unit(department=department, name="测试学校"),
        other_unit=a_unit(office, name="别的单位"),
        sibling_unit=a_unit(sibling, name="别市单位"),
    )


def a_world() -> World:
    """Everything, made through the acts that people use."""
    world = the_bodies()
    _people(world)
    _objects(world)
    connection.check_constraints()
    return world


def _people(world: World) -> None:
    bodies: dict[str, tuple[str, Any]] = {
        "unit_clerk": (Role.UNIT_CLERK, world.unit),
        "unit_head": (Role.UNIT_HEAD, world.unit),
        "department": (Role.UNIT_CLERK, world.department),
        "other_unit": (Role.UNIT_CLERK, world.other_unit),
        "clerk": (Role.OFFICE_CLERK, world.office),
        "chief": (Role.SECTION_CHIEF, world.office),
        "leader": (Role.OFFICE_LEADER, world.office),
        "observer": (Role.DISCIPLINE_OBSERVER, world.office),
        "auditor": (Role.AUDIT_ADMIN, world.office),
        "system": (Role.SYSTEM_ADMIN, world.office),
        "security": (Role.SECURITY_ADMIN, world.office),
        "partner": (Role.PARTNER, a_partner(world.office)),
        "superior": (Role.SECTION_CHIEF, world.superior),
        "sibling": (Role.OFFICE_CLERK, world.sibling),
        "suspended": (Role.OFFICE_LEADER, world.office),
    }
    for name, (role, body) in bodies.items():
        world.people[name] = a_person_with(role, body, username=f"site_{name}")
    fresh = an_account("site_must_change", must_change_password=True)
    world.people["must_change"] = fresh
    give_role(fresh, Role.OFFICE_LEADER, world.office)
    for name, account in world.people.items():
        client = Client()
        client.handler = handler()
        client.force_login(account)
        client.get(reverse("healthz"))
        world.sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    suspended = world.people["suspended"]
    set_status(account_id=suspended.pk, status=Account.Status.SUSPENDED, reason="离职", actor=system_account())


def _objects(world: World) -> None:
    site_approvals.enter_objects(world)
    site_deciding.enter_objects(world)
    states = {"submitted": "plan_submitted", "consent": "awaiting_consent"}
    for name in ("registered", "assigned", "submitted", "rectifying", "consent"):
        world.objects[name] = a_problem(states.get(name, name), unit=world.unit).pk
    for step in (Step.CHECK, Step.ACCEPTANCE, Step.LOOK_BACK, Step.SIGN_OFF):
        world.objects[str(step)] = a_problem("verifying", step=step, unit=world.unit).pk
    rectification.report_progress(
        problem_id=world.objects["rectifying"], text="已清退", files=[a_file()], actor=people_of(world.unit).clerk
    )
    _with_departments(world)
    closed = a_problem("closed", unit=world.unit)
    world.objects["closed"] = closed.pk
    world.objects["table"] = "listed"
    world.objects["entry_table"], world.whole["entry_table"] = world.objects["rectifying"], ("timeline",)
    notice = notice_of(closed)
    assert notice is not None
    papers.pdf_of(notice.pk)
    world.objects["notice"] = notice.pk
    world.objects["evidence"] = Evidence.objects.get(problem_id=world.objects["rectifying"]).pk
    elsewhere = a_problem("rectifying", unit=world.unit).pk
    rectification.report_progress(
        problem_id=elsewhere, text="已拍照", files=[a_picture()], actor=people_of(world.unit).clerk
    )
    world.objects["picture"] = Evidence.objects.get(problem_id=elsewhere).pk
    written = comments.comment_on_problem(
        problem_id=world.objects["rectifying"], text="请抓紧", files=[a_file()], actor=world.people["chief"]
    )
    world.objects["comment"] = written.pk
    world.objects["comment_file"] = written.files.get().pk
    world.objects["policy"] = a_problem(
        "rectifying", unit=world.unit, kind="staff_over_quota", quota=50, actual=60, nature="policy"
    ).pk
    world.objects["unit"] = world.unit.pk
    _timely_objects(world)
    subject = a_person_with(Role.UNIT_CLERK, world.unit, username="site_subject")
    world.objects["account"], world.objects["post"] = subject.pk, subject.person.appointments.get().pk
    clerk, ends = team_of(world.office).clerk, (world.objects["assigned"], world.objects["submitted"])
    third = a_unit(world.office, name="协办单位")
    helped = joining.add_assisting_unit(problem_id=ends[0], unit_id=third.pk, actor=clerk)
    linked = joining.link_entries(problem_id=ends[0], other_id=ends[1], kind="related", reason="同一事项", actor=clerk)
    world.objects |= {"assisting": helped.pk, "link": linked.pk, "office": world.office.pk}
    _intake(world)
    world.objects["run"] = a_mapped_run(world).pk
    world.objects["closed_run"] = a_mapped_run(world, progress="正在推进", closed="2026-05-06").pk
    waiting = a_mapped_run(world, closed="2026-05-07")
    importing.send_import(run_id=waiting.pk, actor=team_of(world.office).clerk)
    world.objects["waiting_run"] = waiting.pk
    staffing_matrix.prepare(world, Appointment.objects.get(person=world.people["partner"].person).partner)
    written = a_mapped_run(world, progress="尚未报送", found="2026-03-03")
    importing.send_import(run_id=written.pk, actor=team_of(world.office).clerk, wake=False)
    importing.commit_import(run_id=written.pk, actor=team_of(world.office).clerk)
    world.objects["written_run"] = written.pk
    _lists(world, world.people["clerk"])
    render_missing()  # papers are there, as the worker leaves them: reading one draws nothing


def _lists(world: World, clerk: Account) -> None:
    """What the clerk keeps around the ledger list."""
    asked = read_query(clerk, QueryDict("state=open")).required()
    listed = listed_of(clerk, asked)
    ordered = exports.order_export(listed=listed, format="csv", count=1, actor=clerk, key="site")
    claimed = exports.claim(ordered.pk)
    assert claimed is not None
    world.objects["export"] = exports.build(claimed, listed).pk
    done = batches.act_on_many(
        act="comment", ids=[world.objects["rectifying"]], data={"text": "请抓紧"}, actor=clerk, key="site"
    )
    world.objects["batch"] = done.pk
    world.objects["token"] = create_token(name="对接程序", scope="write", expires_on=today(), actor=clerk)[0].pk
    world.objects["view"] = saved_views.save_view(name="要紧的", query="state=open", actor=clerk).pk


def _timely_objects(world: World) -> None:
    """Entries whose dates, clocks or supervision wait for somebody."""
    at_unit, team = people_of(world.unit), team_of(world.office)
    for name in ("extension", "paused", "listed", "required"):
        fields = {"required_on": a_deadline(90)} if name == "required" else {}
        world.objects[name] = a_problem("rectifying", unit=world.unit, **fields).pk
    extensions.ask_extension(
        problem_id=world.objects["extension"],
        wanted_on=a_deadline(90),
        reason="等待批复",
        files=[a_file()],
        actor=at_unit.clerk,
    )
    pauses.pause_problem(problem_id=world.objects["paused"], reason="等待改革方案", actor=team.chief)
    supervision.list_for_supervision(
        problem_id=world.objects["listed"], reason="久拖不决", leader_id=team.leader.person_id, actor=team.leader
    )
    report = ProgressReport.objects.get(problem_id=world.objects["rectifying"])
    incident = supervision.report_incident(
        problem_id=world.objects["rectifying"],
        happened_on=today(),
        what="集体上访",
        handling="领导接访",
        actor=at_unit.clerk,
    )
    for name, row in (("report", report), ("incident", incident)):
        world.objects[name], world.whole[name] = row.pk, (world.objects["rectifying"],)


def _intake(world: World) -> None:
    """A report, a draft, a correction and a claim that wait, and types of the office."""
    team, at_unit = team_of(world.office), people_of(world.unit)
    reported = reports.report_problem(unit_id=world.unit.pk, entry=an_entry(world.unit), actor=at_unit.clerk)
    draft = drafts.save_draft(typed={"facts": "未写完的登记"}, office_id=world.office.pk, actor=team.clerk)
    corrected = a_problem("rectifying", unit=world.unit)
    correction = corrections.ask_correction(
        problem_id=corrected.pk, changes={"facts": "改正后的事实"}, reason="笔误", file=a_file(), actor=team.clerk
    )
    over = {"unit": world.unit, "kind": "staff_over_quota", "quota": 10, "actual": 12}
    claimed = a_problem("rectifying", nature="policy", **over)
    words = types.TypeWords("违规使用印章", "Unauthorised seals")
    kind = types.add_type(office_id=world.office.pk, words=words, actor=team.chief)
    words = types.TypeWords("已停用的类型", "Retired type")
    retired = types.add_type(office_id=world.office.pk, words=words, actor=team.chief)
    types.retire_type(type_id=retired.pk, reason="不再使用", actor=team.chief)
    world.objects |= {
        "reported": reported.pk,
        "draft": draft.pk,
        "corrected": corrected.pk,
        "correction": correction.pk,
        "over_quota": a_problem("rectifying", **over).pk,
        "claimed": claimed.pk,
        "claim": claimed.nature_claims.get().pk,
        "type": kind.pk,
        "retired": retired.pk,
    }


def _with_departments(world: World) -> None:
    """Entries on whose acceptance departments are asked, and one for which a verifier is asked for."""
    verifier = team_of(world.office).verifier
    asked, joint, over = (a_problem("verifying", step=Step.ACCEPTANCE, unit=world.unit).pk for _ in range(3))
    other = a_partner(world.office, Partner.Kind.AUDIT)
    a_person_with(Role.PARTNER, other)
    world.objects["other_partner"] = other.pk
    world.objects["joint"], world.objects["asked"] = joint, asked
    department = Partner.objects.get(office=world.office, kind=Partner.Kind.ORGANISATION)
    verification.invite_departments(problem_id=joint, partner_ids=[department.pk], actor=verifier)
    waiting = verification.invite_departments(problem_id=asked, partner_ids=[other.pk], actor=verifier)
    ended = verification.invite_departments(problem_id=over, partner_ids=[department.pk], actor=verifier)
    verification.withdraw_invitation(problem_id=over, invitation_id=ended[0].pk, reason="不涉及", actor=verifier)
    world.objects["waiting_invitation"], world.objects["invitation"] = waiting[0].pk, ended[0].pk
    file = Evidence.objects.filter(problem_id=over).latest("pk")
    world.objects["shared_file"], world.whole["shared_file"] = file.pk, (ended[0].pk,)
    lent = a_problem("verifying", step=Step.CHECK, unit=world.unit).pk
    verification.ask_verifier(problem_id=lent, reason="人员均已经办", actor=verifier)
    world.objects["lent"], world.objects["lendable"] = lent, team_of(world.superior).verifier.person_id
    loaned = a_problem("verifying", step=Step.CHECK, unit=world.unit).pk
    verification.ask_verifier(problem_id=loaned, reason="人员均已经办", actor=verifier)
    verification.name_verifier(
        problem_id=loaned, person_id=world.objects["lendable"], actor=team_of(world.superior).leader
    )
    world.objects["loaned"] = loaned
    with act("test.rule", actor=system_account().actor_facts()):
        rule = WaiverRule(
            code="site", name_zh="当场改正", name_en="Corrected at once", pace="in_stages", document="测试发〔2026〕1号"
        )
        rule.save()
    world.objects["rule"] = rule.pk
    own = verification.NewWaiverRule("立行立改", "Put right at once", "测试发〔2026〕2号", pace="at_once")
    added = verification.add_waiver_rule(office_id=world.office.pk, rule=own, actor=team_of(world.office).leader)
    world.objects["own_rule"] = added.pk


def a_mapped_run(
    world: World, *, rows: int = 2, progress: str = "正在推进", closed: str = "", found: str = "2026-03-02"
) -> ImportRun:
    """An import of the office that is mapped and without faults."""
    clerk = team_of(world.office).clerk
    lines = [HEADINGS]
    for number in range(1, rows + 1):
        lines.append(
            f"{number},{world.unit.name},{world.department.name},自查,编外用工,违规类,违规使用编外人员{number + 4}名，"
            f"岗位{progress}第{number}类。,{found},清退,2026-12-30,赵建国,马丽华,{progress},{closed},"
        )
    upload = SimpleUploadedFile("台账.csv", ("\ufeff" + "\r\n".join(lines)).encode())
    run = importing.start_import(office_id=world.office.pk, upload=upload, ledger_year=2026, actor=clerk)
    run = importing.map_import(run_id=run.pk, values=MEANINGS, actor=clerk)
    assert run.state == ImportRun.State.MAPPED
    return run
