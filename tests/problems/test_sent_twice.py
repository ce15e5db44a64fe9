"""A form or request that comes again with its key is answered as the first time, and does nothing twice. Rule 11."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from import_cast import a_row, a_run, a_town, rows_of

from audit.models import Act
from organizations.errors import DomainError, Invalid
from organizations.models import Account, Unit
from organizations.roles import Role
from problems.acting import KeyUsed, content_of
from problems.models import Problem, Receipt
from problems.services import (
    absorption,
    comments,
    corrections,
    evidence,
    importing,
    intake,
    joining,
    nature,
    pauses,
    rectification,
    reports,
    supervision,
)
from problems.services.evidence import NewFile
from problems.services.rectification import NewStep
from problems.states import State
from tests.factories import (
    a_deadline,
    a_file,
    a_person_with,
    a_plan,
    a_problem,
    a_unit,
    an_entry,
    an_office,
    people_of,
    team_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def unit() -> Unit:
    return a_unit(an_office())


@dataclass(frozen=True)
class Sending:
    """One act ready to be sent: the service with what it is given, and one thing that can be said differently."""

    service: Callable[..., Any]
    given: dict[str, Any]
    other: dict[str, Any]

    def send(self, **more: Any) -> Any:
        return self.service(**{**self.given, **more})


def _on(state: str, service: Callable[..., Any], who: str, **given: Any) -> Callable[[Unit], Sending]:
    """An act on an entry in ``state`` that takes a reason, by somebody of the office (or ``unit_clerk``)."""

    def make(unit: Unit) -> Sending:
        problem = a_problem(state, unit=unit)
        actor = people_of(unit).clerk if who == "unit_clerk" else getattr(team_of(unit.office), who)
        whole = {"problem_id": problem.pk, "actor": actor, **given}
        return Sending(
            service, whole, {name: "另一个理由" for name in ("reason", "note", "responsible") if name in given}
        )

    return make


def _submit(unit: Unit) -> Sending:
    problem = a_problem(State.ASSIGNED, unit=unit)
    given = {"problem_id": problem.pk, "plan": a_plan(problem.deadline_on), "actor": people_of(unit).clerk}
    return Sending(rectification.submit_plan, given, {"plan": a_plan(problem.deadline_on, head="李主任")})


def _merge(unit: Unit) -> Sending:
    problem, into, third = (a_problem(unit=unit) for _ in range(3))
    given = {"problem_id": problem.pk, "into_id": into.pk, "reason": "重复", "actor": team_of(unit.office).chief}
    return Sending(joining.merge_problem, given, {"into_id": third.pk})


def _resume(unit: Unit) -> Sending:
    problem, chief = a_problem(State.RECTIFYING, unit=unit), team_of(unit.office).chief
    pauses.pause_problem(problem_id=problem.pk, reason="等待", actor=chief)
    return Sending(
        pauses.resume_problem, {"problem_id": problem.pk, "reason": "已定", "actor": chief}, {"reason": "别的"}
    )


def _listed(unit: Unit) -> Problem:
    problem, leader = a_problem(State.RECTIFYING, unit=unit), team_of(unit.office).leader
    supervision.list_for_supervision(problem_id=problem.pk, reason="督办", leader_id=leader.person_id, actor=leader)
    return problem


def _list(unit: Unit) -> Sending:
    problem, leader = a_problem(State.RECTIFYING, unit=unit), team_of(unit.office).leader
    given = {"problem_id": problem.pk, "reason": "督办", "leader_id": leader.person_id, "actor": leader}
    return Sending(supervision.list_for_supervision, given, {"reason": "别的"})


def _delist(unit: Unit) -> Sending:
    given = {"problem_id": _listed(unit).pk, "reason": "已整改", "actor": team_of(unit.office).leader}
    return Sending(supervision.delist_from_supervision, given, {"reason": "别的"})


def _leader(unit: Unit) -> Sending:
    problem, other = _listed(unit), a_person_with(Role.OFFICE_LEADER, unit.office)
    given = {"problem_id": problem.pk, "reason": "分工", "leader_id": other.person_id}
    return Sending(
        supervision.change_leader_in_charge, {**given, "actor": team_of(unit.office).leader}, {"reason": "别的"}
    )


def _return_progress(unit: Unit) -> Sending:
    problem = a_problem(State.RECTIFYING, unit=unit)
    report = rectification.report_progress(problem_id=problem.pk, text="进展", actor=people_of(unit).clerk)
    given = {"problem_id": problem.pk, "report_id": report.pk, "reason": "不实", "actor": team_of(unit.office).clerk}
    return Sending(supervision.return_progress, given, {"reason": "别的"})


def _note_incident(unit: Unit) -> Sending:
    problem = a_problem(State.RECTIFYING, unit=unit)
    incident = supervision.report_incident(
        problem_id=problem.pk,
        happened_on=problem.assigned_on,
        what="上访",
        handling="接访",
        actor=people_of(unit).clerk,
    )
    given = {"problem_id": problem.pk, "incident_id": incident.pk, "note": "已知", "actor": team_of(unit.office).clerk}
    return Sending(supervision.note_incident, given, {"note": "别的"})


def _release(unit: Unit) -> Sending:
    problem, clerk = a_problem(State.RECTIFYING, unit=unit), team_of(unit.office).clerk
    added = joining.add_assisting_unit(problem_id=problem.pk, unit_id=a_unit(unit.office).pk, actor=clerk)
    given = {"assisting_id": added.pk, "reason": "已毕", "actor": clerk}
    return Sending(joining.release_assisting_unit, given, {"reason": "别的"})


def _unlink(unit: Unit) -> Sending:
    one, other, clerk = a_problem(unit=unit), a_problem(unit=unit), team_of(unit.office).clerk
    link = joining.link_entries(problem_id=one.pk, other_id=other.pk, kind="related", reason="相关", actor=clerk)
    return Sending(joining.unlink_entries, {"link_id": link.pk, "reason": "误连", "actor": clerk}, {"reason": "别的"})


def _withdraw_evidence(unit: Unit) -> Sending:
    problem, clerk = a_problem(State.RECTIFYING, unit=unit), people_of(unit).clerk
    report = rectification.report_progress(problem_id=problem.pk, text="进展", files=[a_file()], actor=clerk)
    given = {"evidence_id": report.evidence.get().pk, "reason": "误传", "actor": clerk}
    return Sending(evidence.withdraw_evidence, given, {"reason": "别的"})


def _withdraw_comment(unit: Unit) -> Sending:
    problem, clerk = a_problem(State.RECTIFYING, unit=unit), team_of(unit.office).clerk
    comment = comments.comment_on_problem(problem_id=problem.pk, text="意见", actor=clerk)
    return Sending(
        comments.withdraw_comment, {"comment_id": comment.pk, "reason": "误写", "actor": clerk}, {"reason": "别的"}
    )


def _correction(unit: Unit) -> Sending:
    problem, team = a_problem(unit=unit), team_of(unit.office)
    corrections.ask_correction(
        problem_id=problem.pk, changes={"facts": "更正后的事实"}, reason="笔误", file=a_file(), actor=team.clerk
    )
    given = {"problem_id": problem.pk, "apply": True, "note": "同意", "actor": team.chief}
    return Sending(corrections.decide_correction, given, {"apply": False})


def _nature(unit: Unit) -> Sending:
    problem = a_problem(unit=unit, kind="staff_over_quota", nature="policy", quota=10, actual=14)
    given = {"problem_id": problem.pk, "confirm": True, "note": "属实", "actor": team_of(unit.office).chief}
    return Sending(nature.decide_nature, given, {"confirm": False})


def _absorb(unit: Unit) -> Sending:
    problem = a_problem(State.RECTIFYING, unit=unit, kind="staff_over_quota", nature="policy", quota=50, actual=60)
    given = {"problem_id": problem.pk, "steps": [NewStep(problem.deadline_on, 0)], "reason": "单位报来"}
    return Sending(absorption.enter_absorption_plan, {**given, "actor": team_of(unit.office).clerk}, {"reason": "别的"})


def _refuse_report(unit: Unit) -> Sending:
    report = reports.report_problem(unit_id=unit.pk, entry=an_entry(unit), actor=people_of(unit).clerk)
    given = {"problem_id": report.pk, "reason": "不属于台账范围", "actor": team_of(unit.office).clerk}
    return Sending(reports.refuse_report, given, {"reason": "别的"})


def _comment(unit: Unit) -> Sending:
    problem = a_problem(State.RECTIFYING, unit=unit)
    return Sending(
        comments.comment_on_problem,
        {"problem_id": problem.pk, "text": "意见", "actor": team_of(unit.office).clerk},
        {"text": "别的意见"},
    )


ACTS: dict[str, Callable[[Unit], Sending]] = {
    "assign": lambda unit: _on(
        State.REGISTERED, intake.assign_problem, "clerk", deadline=a_deadline(), responsible="张主任"
    )(unit),
    "submit_plan": _submit,
    "approve_plan": _on(State.PLAN_SUBMITTED, rectification.approve_plan, "clerk", note="同意"),
    "return_plan": _on(State.PLAN_SUBMITTED, rectification.return_plan, "clerk", reason="不具体"),
    "void": _on(State.RECTIFYING, intake.void_problem, "chief", reason="重复"),
    "merge": _merge,
    "decide_correction": _correction,
    "decide_nature": _nature,
    "refuse_report": _refuse_report,
    "pause": _on(State.RECTIFYING, pauses.pause_problem, "chief", reason="等待"),
    "resume": _resume,
    "list": _list,
    "delist": _delist,
    "change_leader": _leader,
    "return_progress": _return_progress,
    "note_incident": _note_incident,
    "release": _release,
    "unlink": _unlink,
    "withdraw_evidence": _withdraw_evidence,
    "withdraw_comment": _withdraw_comment,
    "comment": _comment,
    "absorb": _absorb,
}


@pytest.mark.parametrize("name", ACTS)
def test_the_second_sending_is_answered_as_the_first_and_another_content_is_refused(unit: Unit, name: str) -> None:
    sending = ACTS[name](unit)
    made = sending.send(key="form-1")
    acts = Act.objects.count()
    assert sending.send(key="form-1").pk == made.pk
    assert sending.send(key="form-1", expected_version=0).pk == made.pk if _versioned(sending) else True
    assert (Act.objects.count(), Receipt.objects.filter(key="form-1").count()) == (acts, 1)
    with pytest.raises(KeyUsed):
        sending.send(key="form-1", **sending.other)
    assert Receipt.objects.get(key="form-1").content == content_of(
        [
            sending.service.__module__,
            sending.service.__qualname__,
            {key: value for key, value in sending.given.items() if key != "actor"},
        ]
    )


def _versioned(sending: Sending) -> bool:
    return "expected_version" in (sending.service.__annotations__ or {})


@pytest.mark.parametrize("name", ["assign", "void", "pause", "unlink"])
def test_without_a_key_or_with_another_one_the_second_sending_is_refused(unit: Unit, name: str) -> None:
    sending = ACTS[name](unit)
    sending.send(key="form-1")
    for key in ("", "form-2"):
        with pytest.raises(DomainError) as refusal:
            sending.send(key=key)
        assert not isinstance(refusal.value, KeyUsed)
    assert not Receipt.objects.filter(key="form-2").exists()


def test_a_refused_act_leaves_no_receipt_so_that_the_form_can_be_corrected(unit: Unit) -> None:
    sending = ACTS["void"](unit)
    with pytest.raises(Invalid):
        sending.send(key="form-1", reason=" ")
    assert not Receipt.objects.exists()
    assert sending.send(key="form-1").state == State.VOIDED


def test_the_key_of_one_person_says_nothing_to_another(unit: Unit) -> None:
    sending = ACTS["comment"](unit)
    made = sending.send(key="form-1")
    assert sending.send(key="form-1", actor=team_of(unit.office).chief).pk != made.pk


def test_one_key_does_not_serve_two_entries(unit: Unit) -> None:
    first, second = ACTS["pause"](unit), ACTS["pause"](unit)
    first.send(key="form-1")
    with pytest.raises(KeyUsed):
        second.send(key="form-1")
    assert Problem.objects.get(pk=second.given["problem_id"]).paused_on is None


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_a_page_sent_again_goes_to_the_entry_with_the_same_message(unit: Unit) -> None:
    problem = a_problem(unit=unit)
    client, url = client_of(team_of(unit.office).clerk), reverse("problems:assign", args=[problem.pk])
    form = client.get(url).context["form"]
    sent = {
        "key": form["key"].value(),
        "version": problem.version,
        "deadline": a_deadline().isoformat(),
        "responsible": "张主任",
        "pace": "in_stages",
    }
    answers = [client.post(url, sent, follow=True) for _ in range(2)]
    said = [[str(one) for one in answer.context["messages"]] for answer in answers]
    assert said[0] == said[1] != []
    assert [answer.redirect_chain[-1][0] for answer in answers] == [reverse("problems:detail", args=[problem.pk])] * 2
    other = client.post(url, {**sent, "responsible": "李主任"})
    assert other.status_code == 409 and Problem.objects.get(pk=problem.pk).responsible == "张主任"


def test_the_api_answers_a_repeated_request_alike_and_refuses_another_content(unit: Unit) -> None:
    problem = a_problem(State.RECTIFYING, unit=unit)
    client, url = client_of(team_of(unit.office).chief), f"/api/v1/problems/{problem.pk}/pause/"

    def send(reason: str, key: str) -> Any:
        return client.post(
            url, {"reason": reason, "version": problem.version}, "application/json", headers={"Idempotency-Key": key}
        )

    long = "k" * 70
    first, second = send("等待批复", long), send("等待批复", long)
    assert (first.status_code, first.json()) == (second.status_code, second.json()) and first.status_code == 200
    refused = send("别的", long)
    assert (refused.status_code, refused.json()["code"]) == (409, "key_used")
    assert send("等待批复", "k" * 71).json()["code"] != "key_used"  # another key, though its beginning is the same
    assert problem.pauses.count() == 1


def test_files_count_by_name_and_size() -> None:
    def file(name: str, content: bytes) -> NewFile:
        return NewFile(SimpleUploadedFile(name, content))

    assert content_of([file("一.txt", b"1")]) == content_of([file("一.txt", b"2")])
    assert content_of([file("一.txt", b"1")]) != content_of([file("二.txt", b"1")])
    assert content_of([file("一.txt", b"1")]) != content_of([file("一.txt", b"12")])


@pytest.fixture
def town() -> Any:
    return a_town()


def test_the_acts_of_an_import_are_answered_twice_too(town: Any) -> None:
    run = a_run(town, rows_of(2))
    row = importing.preview(run).rows[0].row
    steps: list[tuple[Callable[..., Any], dict[str, Any], dict[str, Any]]] = [
        (importing.map_import, {"actor": town.clerk, "ledger_year": 2026}, {"ledger_year": 2025}),
        (importing.exclude_rows, {"actor": town.clerk, "rows": [row], "reason": "不属于"}, {"rows": [row + 1]}),
        (importing.exclude_rows, {"actor": town.clerk, "rows": [row], "again": True}, {"rows": [row + 1]}),
        (importing.send_import, {"actor": town.clerk, "wake": False}, {"wake": True}),
    ]
    for place, (service, given, other) in enumerate(steps):
        made = service(run_id=run.pk, key=f"form-{place}", **given)
        acts = Act.objects.count()
        again = service(run_id=run.pk, key=f"form-{place}", expected_version=0, **given)
        assert (again.pk, again.version, Act.objects.count()) == (made.pk, made.version, acts), service.__name__
        with pytest.raises(KeyUsed):
            service(run_id=run.pk, key=f"form-{place}", **{**given, **other})


def test_an_order_and_its_undoing_are_answered_twice(town: Any) -> None:
    run = a_run(town, [a_row()])
    given = {"run_id": run.pk, "reason": "建账", "actor": town.leader, "wake": False, "key": "order-1"}
    order = importing.order_take_over(**given)
    assert importing.order_take_over(**given) == order
    importing.commit_import(run_id=run.pk, actor=town.leader)
    assert importing.order_take_over(**given) == order  # also once it is written
    undo = {"run_id": run.pk, "reason": "误录", "actor": town.leader, "key": "undo-1"}
    assert importing.undo_import(**undo) == importing.undo_import(**undo)
