"""What the table of roles and routes sends: the body of each act, the question of each page, how it is sent."""

from collections.abc import Callable
from typing import Any

import site_approvals
import site_deciding
import staffing_matrix
from django.core.files.uploadedfile import SimpleUploadedFile
from site_world import World

from organizations.clock import today
from problems.models import ImportRun, Problem, Source, ViolationType
from tests.factories import PASSWORD, a_deadline, a_file

Body = Callable[[World], dict[str, Any]]


def run_body(thing: str = "run", **more: Any) -> Body:
    """What a page about an import sends: the version it showed, and ``more``."""
    return lambda world: {"version": ImportRun.objects.get(pk=world.objects[thing]).version, **more}


def a_paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("文件.txt", "文件".encode())


def a_workbook() -> SimpleUploadedFile:
    return SimpleUploadedFile("台账.csv", "单位名称,具体问题\r\n甲,乙".encode())


def _columns(world: World) -> dict[str, Any]:
    run = ImportRun.objects.get(pk=world.objects["run"])
    return {"version": run.version, "part": "columns", **{key: str(place) for key, place in run.columns.items()}}


def _sheet(world: World) -> dict[str, Any]:
    run = ImportRun.objects.get(pk=world.objects["run"])
    return {"version": run.version, "sheet": run.sheet}


def _entry(world: World) -> dict[str, Any]:
    return {
        "unit": world.unit.pk,
        "violation_type": ViolationType.objects.get(code="unauthorised_change").pk,
        "source": Source.objects.get(code="review").pk,
        "finder_level": "own",
        "nature": "violation",
        "facts": "未经批准加挂牌子",
        "found_on": today(),
        "anyway": f"{world.unit.pk}-{ViolationType.objects.get(code='unauthorised_change').pk}",
    }


def _api_entry(world: World) -> dict[str, Any]:
    return {
        "office": world.office.code,
        "unit_id": world.unit.pk,
        "violation_type": "unauthorised_change",
        "source": "review",
        "facts": "未经批准加挂牌子",
        "found_on": today(),
        "anyway": True,
    }


def _report(world: World) -> dict[str, Any]:
    kept = ("violation_type", "facts", "found_on", "anyway")
    return {"unit": world.unit.pk, **{name: value for name, value in _entry(world).items() if name in kept}}


def _api_report(world: World) -> dict[str, Any]:
    left_out = ("office", "source")
    return {name: value for name, value in _api_entry(world).items() if name not in left_out}


def _correction(world: World) -> dict[str, Any]:
    return {**_entry(world), "facts": "未经批准加挂两块牌子", "reason": "核查笔误", "file": a_paper()}


def _source_facts(world: World) -> dict[str, Any]:
    return {"source_document": "云巡发〔2026〕5号", "sub_source": "州委巡察", "reason": "登记时未附反馈意见"}


def _claim(world: World) -> dict[str, Any]:
    return {"document": "安置通知（测编〔2019〕3号）", "reason": "接收安置", "file": a_paper()}


def _waiver_rule(world: World) -> dict[str, Any]:
    names = {"name_zh": "当场改正的免回头看", "name_en": "Corrected on the spot"}
    return {**names, "document": "云编办发〔2026〕9号", "pace": "at_once"}


def _type(world: World) -> dict[str, Any]:
    return {"name_zh": "违规设置岗位", "name_en": "Unauthorised posts", "reason": "按条例第九条"}


def _plan(world: World) -> dict[str, Any]:
    counts = {f"{name}-{part}_FORMS": 1 for name in ("measures", "milestones") for part in ("TOTAL", "INITIAL")}
    counts |= {"measures-INITIAL_FORMS": 0, "milestones-INITIAL_FORMS": 0}
    return {"head": "张主任", "measures-0-text": "逐项整改", **counts}


def _number(world: World) -> str:
    return str(Problem.objects.get(pk=world.objects["submitted"]).number)


def _record(world: World) -> dict[str, Any]:
    return {"decision": "passed", "passed": True, "held_on": today(), "people": "李核验", "findings": "符合要求"}


def _because(world: World) -> dict[str, Any]:
    return {"reason": "理由充分"}


def _consent(world: World) -> dict[str, Any]:
    return {"body": "省委巡视办", "document": "函", "consented_on": today(), "until_on": a_deadline(130)}


def _listing(world: World) -> dict[str, Any]:
    return {"level": "office"}


def _leader(world: World) -> int:
    return world.people["leader"].person_id


def _incident(world: World) -> dict[str, Any]:
    return {"happened_on": today(), "what": "集体上访", "handling": "领导接访"}


def _feedback(world: World) -> dict[str, Any]:
    return {"sender": "市委巡察办", "way": "copy", "given_on": today()}


# route: what its POST sends. Acts that ask for nothing are not listed.
BODIES: dict[str, Body] = {
    "set_language": lambda world: {"language": "en"},
    "account_login": lambda world: {"login": "site_clerk", "password": PASSWORD},
    "account_change_password": lambda world: {
        "oldpassword": PASSWORD,
        "password1": "Another-one-2026",
        "password2": "Another-one-2026",
    },
    "account_new_token": lambda world: {"name": "人事系统", "scope": "read", "expires_on": today()},
    "api_tokens": lambda world: {"name": "人事系统", "scope": "read", "expires_on": today()},
    "problems:export_list": lambda world: {"format": "csv"},
    "export_table": lambda world: {"format": "csv"},
    "export_table_of": lambda world: {"format": "csv"},
    "api_export_table": lambda world: {"format": "csv"},
    "api_export_table_of": lambda world: {"format": "csv"},
    "problems:batch": lambda world: {
        "act": "comment",
        "ids": [world.objects["rectifying"]],
        "confirmed": "1",
        "text": "请抓紧",
        "key": "site-batch",
    },
    "problems:save_view": lambda world: {"name": "未销的", "query": "state=open"},
    "problems:register": _entry,
    "problems:assign": lambda world: {"deadline": a_deadline(), "responsible": "张主任", "pace": "in_stages"},
    "problems:plan": _plan,
    "problems:decide_plan": lambda world: {"decision": "approve"},
    "problems:progress": lambda world: {"text": "已清退一人"},
    "problems:comment": lambda world: {"text": "请抓紧"},
    "problems:replace_evidence": lambda world: {"files": a_file().upload, "reason": "扫描不清"},
    "problems:withdraw_evidence": lambda world: {"reason": "传错了"},
    "problems:reuse_evidence": lambda world: {"files": [world.objects["picture"]]},
    "problems:withdraw_comment": lambda world: {"reason": "写错了"},
    "api_replace_evidence": lambda world: {"file": a_file().upload, "reason": "扫描不清"},
    "api_withdraw_evidence": lambda world: {"reason": "传错了"},
    "api_reuse_evidence": lambda world: {"evidence": [world.objects["picture"]]},
    "api_withdraw_comment": lambda world: {"reason": "写错了"},
    "problems:void": lambda world: {"reason": "重复登记"},
    "problems:ask_extension": lambda world: {"wanted_on": a_deadline(90), "reason": "等待批复"},
    "problems:decide_extension": lambda world: {"decision": "grant", "granted_on": a_deadline(75)},
    "problems:required_consent": _consent,
    "problems:pause": _because,
    "problems:resume": _because,
    "problems:enter_absorption_plan": lambda world: {
        "absorption-TOTAL_FORMS": "1",
        "absorption-INITIAL_FORMS": "0",
        "absorption-0-due_on": Problem.objects.get(pk=world.objects["policy"]).deadline_on,
        "absorption-0-remaining_at_most": "0",
        **_because(world),
    },
    "api_enter_absorption_plan": lambda world: {
        "steps": [{"due_on": Problem.objects.get(pk=world.objects["policy"]).deadline_on, "remaining_at_most": 0}],
        **_because(world),
    },
    "problems:list_supervision": lambda world: {**_because(world), **_listing(world), "leader": _leader(world)},
    "problems:change_leader": lambda world: {**_because(world), "leader": _leader(world)},
    "problems:delist_supervision": _because,
    "problems:urge": lambda world: {"text": "请抓紧"},
    "problems:return_progress": _because,
    "problems:report_incident": _incident,
    "api_extensions": lambda world: {"wanted_on": a_deadline(90), "reason": "等待批复"},
    "api_grant_extension": lambda world: {"granted_on": a_deadline(75)},
    "api_refuse_extension": _because,
    "api_required_consent": _consent,
    "api_pause": _because,
    "api_resume": _because,
    "api_list_supervision": lambda world: {**_because(world), **_listing(world), "leader_id": _leader(world)},
    "api_change_leader": lambda world: {**_because(world), "leader_id": _leader(world)},
    "api_delist_supervision": _because,
    "api_urge": lambda world: {"text": "请抓紧"},
    "api_return_progress": _because,
    "api_incidents": _incident,
    "problems:report": _report,
    "problems:discard_draft": lambda world: {},
    "problems:accept_report": lambda world: {
        "violation_type": _entry(world)["violation_type"],
        "anyway": _entry(world)["violation_type"],
    },
    "api_accept_report": lambda world: {"anyway": True},
    "problems:refuse_report": lambda world: {"reason": "不属于台账范围"},
    "problems:ask_correction": _correction,
    "problems:complete_source_facts": _source_facts,
    "api_complete_source_facts": _source_facts,
    "problems:decide_correction": lambda world: {"decision": "apply"},
    "problems:claim_nature": _claim,
    "problems:decide_nature": lambda world: {"decision": "confirm"},
    "problems:add_type": _type,
    "problems:change_type": _type,
    "problems:retire_type": lambda world: {"reason": "并入其他类型"},
    "problems:restore_type": lambda world: {"reason": "仍需使用"},
    "api_report": _api_report,
    "api_refuse_report": lambda world: {"reason": "不属于台账范围"},
    "api_ask_correction": lambda world: {"facts": "未经批准加挂两块牌子", "reason": "核查笔误", "file": a_paper()},
    "api_decide_correction": lambda world: {"agreed": True},
    "api_claim_nature": _claim,
    "api_decide_nature": lambda world: {"agreed": True},
    "api_save_draft": lambda world: {"office": world.office.code, "typed": {"facts": "未写完"}},
    "api_add_type": _type,
    "api_change_type": _type,
    "api_retire_type": lambda world: {"reason": "并入其他类型"},
    "api_restore_type": lambda world: {"reason": "仍需使用"},
    "problems:add_unit": lambda world: {"unit": world.other_unit.pk},
    "problems:release_unit": lambda world: {"reason": "任务完成"},
    "problems:link": lambda world: {"other": _number(world), "kind": "related", "reason": "同一事项"},
    "problems:unlink": lambda world: {"reason": "查明无关"},
    "problems:merge": lambda world: {"into": _number(world), "reason": "同一事项"},
    "imports:start": lambda world: {"office": world.office.pk, "upload": a_workbook(), "ledger_year": today().year},
    "imports:sheet": _sheet,
    "imports:mapping": _columns,
    "imports:exclude": run_body(rows=["2"], reason="重复"),
    "imports:answer": run_body(rows=["2"], said="new", reason="另一事项"),
    "imports:undo": run_body("written_run", reason="选错文件"),
    "imports:send": run_body(),
    "imports:order": run_body("closed_run", reason="期初建账"),
    "imports:abandon": run_body(),
    "accounts:new": lambda world: {"office": world.office.pk, "name": "新来", "username": "newcomer"},
    "accounts:status": lambda world: {"decision": "suspend", "reason": "调离"},
    "accounts:grant": lambda world: {"role": "unit_head", "body": f"unit:{world.unit.pk}", "since": today()},
    "accounts:hand_over": lambda world: {
        "successor": world.people["other_unit"].pk,
        "last_day": today(),
        "reason": "调离",
    },
    "accounts:end_post": lambda world: {"last_day": today(), "reason": "退休"},
    "api_accounts": lambda world: {"office": world.office.code, "name": "新来", "username": "newcomer"},
    "api_account_status": lambda world: {"status": "suspended", "reason": "调离"},
    "api_grant_post": lambda world: {"role": "unit_head", "body": f"unit:{world.unit.pk}", "since": today()},
    "api_hand_over": lambda world: {
        "successor": world.people["other_unit"].pk,
        "last_day": today(),
        "reason": "调离",
    },
    "api_end_post": lambda world: {"last_day": today(), "reason": "退休"},
    "verification:apply": lambda world: {
        "statement": "已整改到位",
        "own_look_back": "自查无反弹",
        "look_back_on": today().isoformat(),
        "look_back_people": "周自查",
    },
    "verification:check": _record,
    "verification:acceptance": _record,
    "verification:look_back": _record,
    "verification:sign_off": lambda world: {"decision": "signed", "confirmed": "on"},
    "verification:consent": lambda world: {"decision": "consented", "confirmed": "on"},
    "verification:later_look_back": _record,
    "verification:add_rule": _waiver_rule,
    "verification:retire_rule": lambda world: {"reason": "文件已废止"},
    "api_add_waiver_rule": _waiver_rule,
    "api_retire_waiver_rule": lambda world: {"reason": "文件已废止"},
    "verification:waiver": lambda world: {"rule_id": world.objects["rule"], "reason": "当场改正"},
    "verification:invite": lambda world: {"partner_ids": [world.objects["other_partner"]]},
    "verification:withdraw": lambda world: {
        "invitation_id": world.objects["waiting_invitation"],
        "reason": "不涉及",
    },
    "verification:opinion": lambda world: {"decision": "agree"},
    "verification:ask_verifier": lambda world: {"reason": "人员均已经办"},
    "verification:end_loan": lambda world: {"reason": "已调离"},
    "verification:name_verifier": lambda world: {"decision": "named", "person_id": world.objects["lendable"]},
    "verification:feedback": _feedback,
    "api_problems": _api_entry,
    "api_export_list": lambda world: {"format": "csv"},
    "api_batch": lambda world: {"act": "comment", "ids": [world.objects["rectifying"]], "data": {"text": "请抓紧"}},
    "api_views": lambda world: {"name": "未销的", "query": "state=open"},
    "api_assign": lambda world: {"deadline": a_deadline(), "responsible": "张主任"},
    "api_plan": lambda world: {"head": "张主任", "measures": [{"text": "逐项整改"}]},
    "api_return_plan": lambda world: {"reason": "补充节点"},
    "api_progress": lambda world: {"text": "已清退一人"},
    "api_comment": lambda world: {"text": "请抓紧"},
    "api_void": lambda world: {"reason": "重复登记"},
    "api_add_unit": lambda world: {"unit_id": world.other_unit.pk},
    "api_release_unit": lambda world: {"reason": "任务完成"},
    "api_link": lambda world: {"other_id": world.objects["submitted"], "reason": "同一事项"},
    "api_unlink": lambda world: {"reason": "查明无关"},
    "api_merge": lambda world: {"into_id": world.objects["submitted"], "reason": "同一事项"},
    "api_imports": lambda world: {"office": world.office.code, "upload": a_workbook()},
    "api_import_exclude": lambda world: {"rows": [2], "reason": "重复"},
    "api_import_order": lambda world: {"reason": "期初建账"},
    "api_import_answer": lambda world: {"rows": [2], "said": "new", "reason": "另一事项"},
    "api_import_undo": lambda world: {"reason": "选错文件"},
    "api_apply": lambda world: {"statement": "已整改到位", "own_look_back": "自查无反弹"},
    "api_check": _record,
    "api_acceptance": _record,
    "api_look_back": _record,
    "api_keep_open": lambda world: {"reason": "材料不全"},
    "api_consent": lambda world: {"answer": "consented"},
    "api_later_look_back": _record,
    "api_waiver": lambda world: {"rule_id": world.objects["rule"], "reason": "当场改正"},
    "api_invite": lambda world: {"partner_ids": [world.objects["other_partner"]]},
    "api_withdraw": lambda world: {"invitation_id": world.objects["waiting_invitation"], "reason": "不涉及"},
    "api_opinion": lambda world: {"answer": "agree"},
    "api_ask_verifier": lambda world: {"reason": "人员均已经办"},
    "api_end_loan": lambda world: {"reason": "已调离"},
    "api_name_verifier": lambda world: {"person_id": world.objects["lendable"]},
    "api_feedback": _feedback,
    **site_approvals.BODIES,
    **site_deciding.BODIES,
}
# route: what its GET asks for.
QUERIES: dict[str, Body] = {
    "problems:units": lambda world: {"q": "测试"},
    "problems:similar": lambda world: {"unit": world.unit.pk},
    "api_figures": lambda world: {"office": world.office.code},
    "api_units": lambda world: {"q": "测试"},
    **site_approvals.QUERIES,
    **site_deciding.QUERIES,
}
BODIES |= staffing_matrix.BODIES
# Endpoints that take a form with a file instead of JSON.
FORMS = (
    frozenset({"api_imports", "api_replace_evidence", "api_ask_correction", "api_claim_nature"})
    | staffing_matrix.FORMS
    | site_approvals.FORMS
    | site_deciding.FORMS
)
HEADERS = {"api_batch": {"Idempotency-Key": "site-batch"}}  # what a POST must send beside its body
