"""The part of the site's table and world about approvals: routes, what they send, the objects behind them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.models import Application, ApplicationKind, GateRule
from approvals.services import admission, filing, review
from approvals.services.exceptions import NewException, record_exception
from approvals.services.filing import Draft
from approvals.services.gate_rules import Clause, draft_rules, write_rules
from documents import papers
from documents.models import OfficialDocument
from organizations.clock import today
from organizations.models import Section
from problems.models import Problem
from tests.factories import a_file, a_problem, people_of, team_of

TABLE = """
                                                ano sus mus  ucl uhd dep oth  clk chf ldr obs  aud sys sec par  sup sib
approvals:board            -             GET    IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:list             -             GET    IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:guides           -             GET    IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
approvals:guide            app_kind      GET    IN  IN  PW   200 200 200 200  200 200 200 200  200 200 200 200  200 200
approvals:precheck         -             GET    IN  IN  PW   200 200 200 200  200 200 200 403  403 403 403 403  200 200
approvals:precheck         -             POST   IN  IN  PW   302 302 302 422  302 302 302 403  403 403 403 403  422 422
approvals:precheck         -             EMPTY  IN  .   .    .   .   .   .    422 .   .   403  .   .   .   .    .   .
approvals:new              app_kind      GET    IN  IN  PW   200 200 200 200  403 403 403 403  403 403 403 403  403 403
approvals:new              app_kind      POST   IN  IN  PW   302 302 302 302  403 403 403 403  403 403 403 403  403 403
approvals:new              app_kind      EMPTY  IN  .   .    422 .   .   .    403 .   .   .    .   .   .   .    .   .
approvals:check            app_kind      POST   IN  IN  PW   200 200 200 404  404 404 404 404  404 404 404 404  404 404
approvals:check            app_kind      EMPTY  IN  .   .    404 .   .   .    404 .   .   .    .   .   .   .    .   .
approvals:detail           app_review    GET    IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
approvals:edit             app_returned  GET    IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
approvals:edit             app_returned  POST   IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
approvals:edit             app_returned  EMPTY  IN  .   .    422 .   .   404  403 .   .   .    .   .   .   .    .   .
approvals:materials        app_returned  GET    IN  IN  PW   200 200 200 404  403 403 403 403  403 404 404 404  403 404
approvals:materials        app_returned  POST   IN  IN  PW   302 302 302 404  403 403 403 403  403 404 404 404  403 404
approvals:materials        app_returned  EMPTY  IN  .   .    422 .   .   404  403 .   .   .    .   .   .   .    .   .
approvals:submit           app_returned  GET    IN  IN  PW   403 200 403 404  403 403 403 403  403 404 404 404  403 404
approvals:submit           app_returned  POST   IN  IN  PW   403 302 403 404  403 403 403 403  403 404 404 404  403 404
approvals:submit           app_returned  EMPTY  IN  .   .    403 302 .   404  .   .   .   .    .   .   .   .    .   .
approvals:withdraw         app_review    GET    IN  IN  PW   403 200 403 404  403 403 403 403  403 404 404 404  403 404
approvals:withdraw         app_review    POST   IN  IN  PW   403 302 403 404  403 403 403 403  403 404 404 404  403 404
approvals:withdraw         app_review    EMPTY  IN  .   .    403 422 .   404  .   .   .   .    .   .   .   .    .   .
approvals:opinion          app_review    GET    IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:opinion          app_review    POST   IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:opinion          app_review    EMPTY  IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:sections         app_review    GET    IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
approvals:sections         app_review    POST   IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
approvals:sections         app_review    EMPTY  IN  .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
approvals:return           app_review    GET    IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:return           app_review    POST   IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:return           app_review    EMPTY  IN  .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
approvals:irregular        app_review    GET    IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
approvals:irregular        app_review    POST   IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
approvals:irregular        app_review    EMPTY  IN  .   .    .   .   .   404  403 302 .   .    .   .   .   .    .   .
approvals:admission        app_reviewed  GET    IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:admission        app_reviewed  POST   IN  IN  PW   403 403 403 404  302 302 403 403  403 404 404 404  403 404
approvals:admission        app_reviewed  EMPTY  IN  .   .    .   .   .   404  302 .   403 .    .   .   .   .    .   .
approvals:revive           app_paused    GET    IN  IN  PW   403 403 403 404  200 200 403 403  403 404 404 404  403 404
approvals:revive           app_paused    POST   IN  IN  PW   403 403 403 404  409 409 403 403  403 404 404 404  403 404
approvals:revive           app_paused    EMPTY  IN  .   .    .   .   .   404  409 .   403 .    .   .   .   .    .   .
approvals:lapse            app_review    GET    IN  IN  PW   403 403 403 404  403 200 200 403  403 404 404 404  403 404
approvals:lapse            app_review    POST   IN  IN  PW   403 403 403 404  403 302 302 403  403 404 404 404  403 404
approvals:lapse            app_review    EMPTY  IN  .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
approvals:material         app_material  GET    IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
approvals:sheet            app_sheet     GET    IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
approvals:paper_pdf        app_paper     GET    IN  IN  PW   200 200 200 404  200 200 200 200  200 404 404 404  200 404
approvals:exceptions       -             GET    IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:new_exception    -             GET    IN  IN  PW   403 403 403 403  403 403 200 403  403 403 403 403  403 403
approvals:new_exception    -             POST   IN  IN  PW   403 403 403 403  403 403 302 403  403 403 403 403  403 403
approvals:new_exception    -             EMPTY  IN  .   .    .   .   .   .    403 .   422 .    .   .   .   .    .   .
approvals:end_exception    app_exception GET    IN  IN  PW   403 403 403 404  403 403 200 403  403 404 404 404  403 404
approvals:end_exception    app_exception POST   IN  IN  PW   403 403 403 404  403 403 302 403  403 404 404 404  403 404
approvals:end_exception    app_exception EMPTY  IN  .   .    .   .   .   404  403 .   422 .    .   .   .   .    .   .
approvals:rules            -             GET    IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:draft_rules      -             POST   IN  IN  PW   404 404 404 404  403 302 302 403  404 404 404 404  404 404
approvals:draft_rules      -             EMPTY  IN  .   .    .   .   .   .    404 404 .   .    .   .   .   .    .   .
approvals:rule             app_standard  GET    IN  IN  PW   200 200 200 200  200 200 200 200  200 404 404 404  200 200
approvals:edit_rule        app_rule      GET    IN  IN  PW   404 404 404 404  403 200 200 403  404 404 404 404  404 404
approvals:edit_rule        app_rule      POST   IN  IN  PW   404 404 404 404  403 302 302 403  404 404 404 404  404 404
approvals:edit_rule        app_rule      EMPTY  IN  .   .    .   404 .   .    403 422 .   .    .   .   .   .    .   .
approvals:impact           app_rule      GET    IN  IN  PW   404 404 404 404  403 200 200 403  404 404 404 404  404 404
approvals:publish          app_rule      POST   IN  IN  PW   404 404 404 404  403 403 302 403  404 404 404 404  404 404
approvals:publish          app_rule      EMPTY  IN  .   .    .   404 .   .    403 .   302 .    .   .   .   .    .   .

api_applications           -             GET    401 401 403  200 200 200 200  200 200 200 200  200 200 200 200  200 200
api_applications           -             POST   401 401 403  201 201 201 404  404 404 404 404  404 404 404 404  404 404
api_applications           -             EMPTY  401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_application            app_review    GET    401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_application_edit       app_returned  POST   401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_application_edit       app_returned  EMPTY  401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_application_material   app_returned  POST   401 401 403  200 200 200 404  403 403 403 403  403 404 404 404  403 404
api_application_material   app_returned  EMPTY  401 .   .    422 .   .   .    422 .   .   .    .   .   .   .    .   .
api_application_submit     app_returned  POST   401 401 403  403 200 403 404  403 403 403 403  403 404 404 404  403 404
api_application_submit     app_returned  EMPTY  401 .   .    403 200 .   404  .   .   .   .    .   .   .   .    .   .
api_application_withdraw   app_review    POST   401 401 403  403 200 403 404  403 403 403 403  403 404 404 404  403 404
api_application_withdraw   app_review    EMPTY  401 .   .    403 422 .   404  .   .   .   .    .   .   .   .    .   .
api_application_lapse      app_review    POST   401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_application_lapse      app_review    EMPTY  401 .   .    .   .   .   404  403 422 .   .    .   .   .   .    .   .
api_application_opinion    app_review    POST   401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_opinion    app_review    EMPTY  401 .   .    .   .   .   .    422 .   422 .    .   .   .   .    .   .
api_application_sections   app_review    POST   401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_application_sections   app_review    EMPTY  401 .   .    .   .   .   .    422 422 .   .    .   .   .   .    .   .
api_application_return     app_review    POST   401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_return     app_review    EMPTY  401 .   .    .   .   .   404  422 .   403 .    .   .   .   .    .   .
api_application_irregular  app_review    POST   401 401 403  403 403 403 404  403 200 200 403  403 404 404 404  403 404
api_application_irregular  app_review    EMPTY  401 .   .    .   .   .   404  403 200 .   .    .   .   .   .    .   .
api_application_admission  app_reviewed  POST   401 401 403  403 403 403 404  200 200 403 403  403 404 404 404  403 404
api_application_admission  app_reviewed  EMPTY  401 .   .    .   .   .   404  200 .   403 .    .   .   .   .    .   .
api_application_revive     app_paused    POST   401 401 403  403 403 403 404  409 409 403 403  403 404 404 404  403 404
api_application_revive     app_paused    EMPTY  401 .   .    .   .   .   404  409 .   403 .    .   .   .   .    .   .
api_gate                   -             GET    401 401 403  200 200 200 404  200 200 200 403  403 404 404 404  403 404
api_gate                   -             POST   401 401 403  201 201 201 404  201 201 201 403  403 404 404 404  403 404
api_gate                   -             EMPTY  401 .   .    .   .   .   .    422 .   .   422  .   .   .   .    .   .
api_gate_sheet             app_sheet     GET    401 401 403  200 200 200 404  200 200 200 200  200 404 404 404  200 404
api_gate_exceptions        -             POST   401 401 403  404 404 404 404  403 403 201 403  404 404 404 404  403 404
api_gate_exceptions        -             EMPTY  401 .   .    .   .   .   .    422 .   422 .    .   .   .   .    .   .
api_gate_exception_end     app_exception POST   401 401 403  403 403 403 404  403 403 200 403  403 404 404 404  403 404
api_gate_exception_end     app_exception EMPTY  401 .   .    .   .   .   404  403 .   422 .    .   .   .   .    .   .
api_gate_rules             -             POST   401 401 403  404 404 404 404  403 201 201 403  404 404 404 404  404 404
api_gate_rules             -             EMPTY  401 .   .    .   .   .   .    422 422 .   .    .   .   .   .    .   .
api_gate_rule              app_rule      POST   401 401 403  404 404 404 404  403 200 200 403  404 404 404 404  404 404
api_gate_rule              app_rule      EMPTY  401 .   .    .   .   .   .    422 422 .   .    .   .   .   .    .   .
api_gate_rule_publish      app_rule      POST   401 401 403  404 404 404 404  403 403 200 403  404 404 404 404  404 404
api_gate_rule_publish      app_rule      EMPTY  401 .   .    .   .   .   .    403 .   200 .    .   .   .   .    .   .
"""
CLAUSE: dict[str, Any] = {
    "outcome": "paused",
    "text_zh": "暂停受理",
    "text_en": "Paused",
    "lifts_zh": "整改销号",
    "lifts_en": "Closed",
}
FORMSET = {"rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0}
FINDINGS = {"findings-TOTAL_FORMS": 0, "findings-INITIAL_FORMS": 0}


def _form(world: Any) -> dict[str, Any]:
    return {
        "title": "变更名称",
        "form_grounds": "见请示",
        "form_name": "新名称",
        "figures_agree": "yes",
        **FORMSET,
        **FINDINGS,
    }


def _question(world: Any) -> dict[str, Any]:
    return {"unit": world.unit.pk, "kind": "rename"}


def _coded_question(world: Any) -> dict[str, Any]:
    return {"unit": world.unit.code, "kind": "rename"}


def _draft(world: Any) -> dict[str, Any]:
    form = {"grounds": "见请示", "name": "新名称"}
    return {**_coded_question(world), "title": "变更名称", "form": form, "figures_agree": True}


def _lead(world: Any) -> int:
    return Section.objects.filter(office=world.office).order_by("pk").values_list("pk", flat=True)[0]


def _exception(world: Any, **more: Any) -> dict[str, Any]:
    return {
        "kinds": ["rename"],
        "meeting": "编委会议",
        "held_on": today().isoformat(),
        "reason": "改革急需",
        "expires_on": today().isoformat(),
        **more,
    }


def _exception_form(world: Any) -> dict[str, Any]:
    number = Problem.objects.get(pk=world.objects["app_problem"]).number
    return _exception(world, unit=world.unit.pk, entries=number, participants="甲\n乙\n丙")


def _exception_data(world: Any) -> dict[str, Any]:
    return _exception(
        world, unit=world.unit.code, entries=[world.objects["app_problem"]], participants=["甲", "乙", "丙"]
    )


def _rules_form(world: Any) -> dict[str, Any]:
    clause = {f"clauses-0-{name}": value for name, value in {**CLAUSE, "ground": "entry", "whose": "own"}.items()}
    return {"note": "修改", "clauses-TOTAL_FORMS": 1, "clauses-INITIAL_FORMS": 0, **clause}


OPINION = {"capacity": "e_government", "opinion": "agree"}
REASON = {"reason": "另行研究"}
BODIES: dict[str, Any] = {
    "approvals:precheck": _question,
    "approvals:new": lambda world: {**_form(world), "unit": world.unit.pk},
    "approvals:check": lambda world: {"unit": world.unit.pk, **FORMSET},
    "approvals:edit": _form,
    "approvals:materials": lambda world: {"code": "request", "file": SimpleUploadedFile("请示.txt", "请示".encode())},
    "approvals:withdraw": lambda world: REASON,
    "approvals:opinion": lambda world: OPINION,
    "approvals:sections": lambda world: {"lead": _lead(world), "basis": "only"},
    "approvals:return": lambda world: REASON,
    "approvals:irregular": lambda world: REASON,
    "approvals:lapse": lambda world: REASON,
    "approvals:new_exception": _exception_form,
    "approvals:end_exception": lambda world: REASON,
    "approvals:draft_rules": lambda world: {"office": world.office.pk},
    "approvals:edit_rule": _rules_form,
    "api_applications": _draft,
    "api_application_edit": _draft,
    "api_application_material": lambda world: {
        "code": "request",
        "file": SimpleUploadedFile("请示.txt", "请示".encode()),
    },
    "api_application_withdraw": lambda world: REASON,
    "api_application_lapse": lambda world: REASON,
    "api_application_opinion": lambda world: OPINION,
    "api_application_sections": lambda world: {"lead": _lead(world), "basis": "only"},
    "api_application_return": lambda world: REASON,
    "api_application_irregular": lambda world: REASON,
    "api_gate": _coded_question,
    "api_gate_exceptions": _exception_data,
    "api_gate_exception_end": lambda world: REASON,
    "api_gate_rules": lambda world: {"office": world.office.pk},
    "api_gate_rule": lambda world: {"clauses": [CLAUSE], "note": "修改"},
}
QUERIES: dict[str, Any] = {"api_gate": _coded_question}
FORMS = frozenset({"api_application_material"})
FILES = {"approvals:material", "approvals:paper_pdf"}


def enter_objects(world: Any) -> None:
    """Applications of the world's unit in the states the routes ask for; before other entries of the unit."""
    team = team_of(world.office)
    world.objects["app_problem"] = a_problem("rectifying", unit=world.unit).pk
    world.objects["app_kind"] = "rename"
    for name, kind in (
        ("review", "rename"),
        ("returned", "rename"),
        ("reviewed", "rename"),
        ("paused", "new_institution"),
    ):
        world.objects[f"app_{name}"] = _filed(world, kind).pk
    review.return_for_completion(application_id=world.objects["app_returned"], reason="补充材料", actor=team.clerk)
    for name in ("reviewed", "paused"):
        for capacity in ("supervision", "registration", "e_government"):
            review.give_opinion(
                application_id=world.objects[f"app_{name}"], capacity=capacity, opinion="agree", actor=team.clerk
            )
    paused = admission.decide_admission(application_id=world.objects["app_paused"], actor=team.clerk)
    assert paused.state == "paused" and paused.sheet_id
    world.objects["app_sheet"] = paused.sheet_id
    paper = OfficialDocument.objects.filter(subject_kind="gate_sheet").latest("pk")
    for one in OfficialDocument.objects.all():
        papers.pdf_of(one.pk)  # drawn before anybody reads
    world.objects["app_paper"] = paper.pk
    world.objects["app_material"] = paused.materials.order_by("pk").values_list("pk", flat=True)[0]
    row = record_exception(
        unit_id=world.unit.pk,
        exception=NewException(
            kinds=["more_quota"],
            entries=[world.objects["app_problem"]],
            meeting="编委会议",
            held_on=today(),
            participants=["甲", "乙", "丙"],
            reason="改革急需",
            expires_on=today(),
        ),
        actor=team.leader,
    )
    world.objects["app_exception"] = row.pk
    world.objects["app_standard"] = GateRule.objects.get(office=None).pk
    rule = draft_rules(office_id=world.office.pk, actor=team.chief)
    write_rules(rule_id=rule.pk, clauses=[Clause(**CLAUSE)], note="从严", actor=team.chief)
    world.objects["app_rule"] = rule.pk


def _filed(world: Any, code: str) -> Application:
    kind, at_unit = ApplicationKind.objects.get(code=code), people_of(world.unit)
    items = [filing.NewItem("设立科室", amount=1, post_kind="institution")] if code == "new_institution" else []
    draft = Draft(
        title=kind.name_zh, form={one["code"]: "见请示" for one in kind.fields}, items=items, figures_agree=True
    )
    made = filing.save_draft(unit_id=world.unit.pk, kind_code=code, draft=draft, actor=at_unit.clerk)
    for one in kind.materials:
        if one["required"]:
            filing.add_material(application_id=made.pk, code=one["code"], file=a_file(), actor=at_unit.clerk)
    return filing.submit(application_id=made.pk, actor=at_unit.head)
