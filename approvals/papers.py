"""The papers of admission: the gate's sheet and the notices. Chinese, as every official letter is. Source: H1, D4."""

from datetime import date
from typing import Any

from approvals.models import Application, GateSheet, Ground, Outcome, Standing
from documents.models import OfficialDocument
from documents.papers import Letter, chinese_day, issue_letter
from organizations.clock import today
from organizations.models import Office
from problems.states import State

STATES = {
    State.REGISTERED: "已登记",
    State.ASSIGNED: "已交办",
    State.PLAN_SUBMITTED: "整改方案待审定",
    State.RECTIFYING: "整改中",
    State.VERIFYING: "核验中",
    State.AWAITING_CONSENT: "待上级同意",
}
STANDINGS = {
    Standing.VIOLATION: "违规类",
    Standing.UNCONFIRMED: "政策类（性质未确认）",
    Standing.ON_PLAN: "政策类（按计划消化）",
    Standing.BEHIND_PLAN: "政策类（未按计划消化）",
}
OUTCOMES = {Outcome.ADMITTED: "予以受理", Outcome.PAUSED: "暂停受理", Outcome.REFUSED: "不予受理"}
RECORD = {"relapses": "反弹", "extensions": "延期", "overdue_days": "逾期工作日", "refusals": "销号未予通过"}
NUMERALS = "一二三四五六七八九十"
KINDS = {
    Outcome.ADMITTED: OfficialDocument.Kind.ADMISSION_NOTICE,
    Outcome.PAUSED: OfficialDocument.Kind.PAUSE_NOTICE,
    Outcome.REFUSED: OfficialDocument.Kind.REFUSAL_NOTICE,
}


def issue_sheet(office: Office, sheet: GateSheet, *, examiner: str) -> OfficialDocument:
    """受理审查单: rule version, inputs, blocking entries, clause, what lifts each, examiner, hash. Source: H1."""
    inputs, answer = sheet.inputs, sheet.answer
    unit, kind = inputs["unit"]["name"], inputs["kind"]["zh"]
    number = f"（申请编号{sheet.application.number}）" if sheet.application else "（申请前预检）"
    paragraphs = [
        f"审查对象：{unit}“{kind}”事项{number}。审查依据：审批联动规则{inputs['rule']['label']}。"
        f"审查时点：{_day(inputs['on'])}。",
        *_reasons(answer),
    ]
    passed = [
        f"{one['number']}（{one['type_zh']}，{STANDINGS[Standing(one['standing'])]}）" for one in answer["passed"]
    ]
    if passed:
        paragraphs.append(f"另有未销号问题{len(passed)}项，按规则不影响本次受理：{'、'.join(passed)}。")
    paragraphs += [
        f"审查结论：{OUTCOMES[Outcome(sheet.outcome)]}。"
        + ("本结论依据集体决定的例外作出。" if answer["by_exception"] else ""),
        f"审查人：{examiner}。校验值（SHA-256）：{sheet.digest}。",
    ]
    return issue_letter(
        office,
        OfficialDocument.Kind.GATE_SHEET,
        Letter(
            subject_kind="gate_sheet",
            subject_id=sheet.pk,
            title_parts=[f"{unit}", f"{kind}事项", "受理审查单"],
            addressee=unit,
            paragraphs=paragraphs,
            issued_on=today(),
            facts={"digest": sheet.digest, "outcome": str(sheet.outcome), "rule": inputs["rule"]["label"]},
        ),
    )


def issue_notice(application: Application, sheet: GateSheet, paper: OfficialDocument) -> OfficialDocument:
    """The notice of admission, of its pause or its refusal, naming each entry and what would lift it. Source: D4."""
    outcome = Outcome(sheet.outcome)
    kind = application.kind.name_zh
    filed = f"你单位于{chinese_day(application.filed_on)}提交的“{application.title}”申请（编号{application.number}）"  # type: ignore[arg-type]
    if outcome == Outcome.ADMITTED:
        due = f"，将于{chinese_day(application.due_on)}前作出决定" if application.due_on else ""
        said = [f"{filed}，经审查符合受理条件，现予以受理{due}。"]
    else:
        end = {
            Outcome.PAUSED: "上述情形消除后，我办即恢复受理，你单位无须重新提交申请。",
            Outcome.REFUSED: "上述情形消除后，你单位可重新提出申请。",
        }[outcome]
        said = [f"{filed}，经审查，现决定{OUTCOMES[outcome]}。具体情形如下：", *_reasons(sheet.answer), end]
    said += [f"审查情况详见受理审查单（{paper.number}）。", "特此通知。"]
    return issue_letter(
        application.office,
        KINDS[outcome],
        Letter(
            subject_kind="application",
            subject_id=application.pk,
            title_parts=[f"关于{OUTCOMES[outcome]}", f"{application.unit.name}", f"{kind}申请的通知"],
            addressee=application.unit.name,
            paragraphs=said,
            issued_on=today(),
            facts={"number": application.number, "sheet": paper.number, "digest": sheet.digest},
        ),
    )


def _reasons(answer: dict[str, Any]) -> list[str]:
    blocking = answer["blocking"]
    if not blocking:
        return ["截至审查时点，未发现影响受理的情形。"]
    return [
        f"（{_numeral(place)}）{_what(one)}：{OUTCOMES[Outcome(one['outcome'])]}。依据规则第{one['clause']}条：{one['text_zh']}"
        + (f"解除条件：{one['lifts_zh']}。" if one["lifts_zh"] else "")
        for place, one in enumerate(blocking, 1)
    ]


def _what(one: dict[str, Any]) -> str:
    ground = one["ground"]
    if ground == Ground.ENTRY:
        whose = "" if one["own"] else f"所属单位{one['unit']}的"
        return (
            f"{whose}问题{one['number']}（{one['type_zh']}，{STANDINGS[Standing(one['standing'])]}，"
            f"{STATES.get(State(one['state']), one['state'])}）"
        )
    if ground == Ground.SUSPENSION:
        return f"{one['control']['decided_by']}自{_day(one['control']['since'])}起决定暂停审批"
    if ground == Ground.WITHDRAWAL:
        return f"审批权限自{_day(one['control']['since'])}起由{one['control']['superior']}上收"
    if ground == Ground.IRREGULAR:
        return f"动议不规范（{one['reason']}）"
    return "单位整改记录：" + "，".join(f"{RECORD[name]}{value}" for name, value in one["reached"].items())


def _numeral(place: int) -> str:
    if place <= 10:
        return NUMERALS[place - 1]
    tens, ones = divmod(place, 10)
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + (NUMERALS[ones - 1] if ones else "")


def _day(text: str) -> str:
    return chinese_day(date.fromisoformat(text))
