"""The papers of applications: sheet, notices, reply, letters. Chinese, as official letters are. Source: H1, D4, D8."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from approvals.models import Application, Decision, FollowUpTask, GateSheet, Ground, Outcome, QuotaCut, Standing
from approvals.rules.follow_up import NewTask
from deadlines.calendar import WorkingCalendar, load_calendar
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
        if application.due_on and load_calendar().is_provisional(application.due_on):
            due = f"，将在{application.kind.days}个工作日的办理时限内作出决定"  # no paper names a provisional date
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


def issue_return(application: Application) -> OfficialDocument:
    """The letter with which a matter that is not fit goes back, explained. Source: D7."""
    return _letter(
        application.office,
        OfficialDocument.Kind.RETURN_NOTICE,
        application,
        ["关于退回", f"{application.unit.name}", f"{application.kind.name_zh}申请的通知"],
        [
            f"你单位“{application.title}”申请（编号{application.number}）收悉。经研究，该事项目前不宜办理，现予退回。",
            f"说明如下：{_sentence(application.end_reason)}",
            "特此通知。",
        ],
    )


def issue_reply(
    application: Application,
    decision: Decision,
    *,
    office: Office,
    by: str,
    explanation: str,
    tasks: Sequence[NewTask],
    copies: list[str],
) -> OfficialDocument:
    """批复: what was decided by whom, each item as approved, what has to be done until when. Source: D8.

    Args:
        office: Who replies: the application's office, or its superior.
        by: The body or meeting that decided.
    """
    said = [
        f"你单位《{application.title}》（编号{application.number}）收悉。"
        f"经{by}于{chinese_day(decision.decided_on)}研究，"
        + ("现批复如下：" if decision.approved else "现就不予批准有关事项答复如下："),
        _sentence(decision.text),
    ]
    if decision.approved:
        items = [
            f"{one.what}{one.approved_amount:+d}"
            for one in application.items.filter(struck_on=None).order_by("position", "pk")
            if one.approved_amount
        ]
        if items:
            said.append(f"核定事项：{'；'.join(items)}。")
        if tasks:
            calendar = load_calendar()
            listed = "；".join(
                f"（{_numeral(place)}）{one.text}，{_until(one.due_on, calendar)}完成"
                for place, one in enumerate(tasks, 1)
            )
            said.append(f"请你单位抓好落实：{listed}。落实情况纳入监管台账，逾期未落实的，将予以督办并影响后续申请。")
    else:
        said.append(f"不予批准的理由：{_sentence(explanation)}")
    said.append("此复。")
    return _letter(
        office,
        OfficialDocument.Kind.OFFICIAL_REPLY,
        application,
        [
            "关于" + ("" if decision.approved else "不予批准"),
            f"{application.unit.name}",
            f"{application.kind.name_zh}的批复",
        ],
        said,
        copies=copies,
        facts={
            "number": application.number,
            "approved": decision.approved,
            "decided_by": by,
            "decided_on": decision.decided_on.isoformat(),
            "signed_by": decision.signed_by.name,
            "digest": decision.sheet.digest,
        },
    )


def issue_supervision_letter(
    application: Application, task: FollowUpTask, reply: OfficialDocument | None, *, demand: str, answer_by: date
) -> OfficialDocument:
    """督办函 on a task not carried out: original matter and number, what is open, what is wanted by when. D9."""
    number, until = f"（{reply.number}）" if reply else "", _until(task.due_on, load_calendar())
    reported = (
        f"你单位于{chinese_day(task.reported_on)}报告，经核查：{_sentence(task.finding)}"
        if task.reported_on and task.finding
        else _sentence(task.finding)
        if task.finding
        else "截至目前未见你单位报告落实情况。"
    )
    return _letter(
        application.office,
        OfficialDocument.Kind.FOLLOW_UP_LETTER,
        application,
        ["关于督办", f"{application.unit.name}", "落实批复事项的函"],
        [
            f"我办关于“{application.title}”的批复{number}要求你单位于{until}{task.text}。{reported}",
            f"现要求：{_sentence(demand)}请于{chinese_day(answer_by)}前书面反馈办理情况并附佐证材料。",
            "逾期仍未落实的，将列入问题整改台账，并按规定暂停受理你单位有关机构编制事项。",
            "此函。",
        ],
        facts={"task": task.pk, "answer_by": answer_by.isoformat()},
    )


def issue_cut_notice(cut: QuotaCut, *, post_kind: str) -> OfficialDocument:
    """核减编制通知: how many posts of which kind, on what ground, by which decision. Source: D11.

    Args:
        post_kind: Its Chinese name.
    """
    ground = {QuotaCut.Reason.PAY_WITHOUT_WORK: "存在“吃空饷”问题", QuotaCut.Reason.IDLE_DUTIES: "职责空转"}
    entry = f"（问题编号{cut.problem.number}）" if cut.problem else ""
    source = f"（{cut.document}）" if cut.document else ""
    return issue_letter(
        cut.office,
        OfficialDocument.Kind.QUOTA_CUT_NOTICE,
        Letter(
            subject_kind="quota_cut",
            subject_id=cut.pk,
            title_parts=["关于核减", f"{cut.unit.name}", f"{post_kind}的通知"],
            addressee=cut.unit.name,
            paragraphs=[
                f"因你单位{ground[QuotaCut.Reason(cut.ground)]}{entry}，经{cut.decided_by}研究决定{source}，"
                f"自{chinese_day(cut.decided_on)}起核减你单位{post_kind}{cut.amount}名。",
                f"具体情况：{_sentence(cut.reason)}",
                "实名制台账中的编制数已作相应调整，请你单位据此规范用编进人。",
                "特此通知。",
            ],
            issued_on=today(),
            facts={"ground": cut.ground, "post_kind": cut.post_kind, "amount": cut.amount},
        ),
    )


def _letter(
    office: Office,
    kind: str,
    application: Application,
    title: list[str],
    paragraphs: list[str],
    *,
    copies: list[str] | None = None,
    facts: dict[str, Any] | None = None,
) -> OfficialDocument:
    """A letter to the unit about its application."""
    return issue_letter(
        office,
        kind,
        Letter(
            subject_kind="application",
            subject_id=application.pk,
            title_parts=title,
            addressee=application.unit.name,
            paragraphs=paragraphs,
            issued_on=today(),
            copies=copies or [],
            facts=facts or {"number": application.number},
        ),
    )


def _sentence(text: str) -> str:
    """Text of a person as a sentence of the letter."""
    text = " ".join(text.split())
    return text if text[-1:] in {"。", "！", "？", "；"} else text + "。"


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


def _until(day: date, calendar: WorkingCalendar) -> str:
    """The day by which something is due. A day of a year whose calendar is not published is provisional and stands in
    no paper: it says so instead, and the register shows the day. Source: decided.md."""
    if calendar.is_provisional(day):
        return f"规定时限前（{day.year}年放假安排尚未公布，具体日期公布后在监管台账中明确）"
    return f"{chinese_day(day)}前"


def _numeral(place: int) -> str:
    if place <= 10:
        return NUMERALS[place - 1]
    tens, ones = divmod(place, 10)
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + (NUMERALS[ones - 1] if ones else "")


def _day(text: str) -> str:
    return chinese_day(date.fromisoformat(text))
