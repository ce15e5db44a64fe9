"""Kinds of application, rules of the gate, authority and follow-up that every installation starts with. D1, D4, D9.

Seeds, not settings: a kind that is in the table stays as the office keeps it, rules are never changed but followed by a
new version. What a request must contain follows the notices read (domain facts §3.1, §3.2). Time limits were found
nowhere; 20 working days, 10 for people entering and leaving posts, are our choice (domain facts §3.4).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from approvals.models import (
    ApplicationKind,
    AuthorityRule,
    Body,
    Counts,
    Effect,
    FollowUpStandard,
    FollowUpTask,
    GateClause,
    GateRule,
    Ground,
    Outcome,
    StandardCopy,
    StandardTask,
    Standing,
    Whose,
)
from audit.acts import act
from audit.sets import create_with_history
from organizations.models import Account, Partner, Section
from organizations.scope import acting
from problems.reference import THREE_EXCESSES
from problems.states import State

Field = dict[str, Any]


def _long(code: str, zh: str, en: str, *, required: bool = True) -> Field:
    return {"code": code, "zh": zh, "en": en, "type": "long", "required": required}


def _line(code: str, zh: str, en: str, *, required: bool = True) -> Field:
    return {"code": code, "zh": zh, "en": en, "type": "text", "required": required}


def _paper(code: str, zh: str, en: str, *, required: bool = True) -> Field:
    return {"code": code, "zh": zh, "en": en, "required": required}


GROUNDS = _long("grounds", "理由与依据", "Grounds and basis")
STAFFING = _long("staffing", "编制与职数调整意见", "Adjustment of posts and leadership posts", required=False)
REQUEST = _paper("request", "请示（主要负责人签发）", "Request, signed by the head")
PARTY_GROUP = _paper("party_group", "党组（党委）会议纪要", "Minutes of the party group")
MANDATE = _paper("mandate", "现行“三定”规定或批文", "Present three determinations or approval")
BASIS = _paper("basis", "政策法规依据", "Policy or legal basis", required=False)
TEMPLATE = (
    "关于{单位}{事项}的请示\n\n一、基本情况（机构、职责、编制、职数及实有人员）\n二、理由与依据\n三、具体意见\n"
    "四、问题整改情况\n\n妥否，请批示。"
)

# code, Chinese, English, effect, counts, working days, guide zh, guide en, form fields, materials, needs plan
Kind = tuple[str, str, str, str, str, int, str, str, list[Field], list[Field], bool]
KINDS: Sequence[Kind] = (
    (
        *("new_institution", "设立机构", "New institution", Effect.ADDITION, Counts.POSTS, 20),
        "设立机关内设机构或事业单位。先与编办沟通，经党组（党委）集体研究后提出。",
        "To set up an internal body or a public institution. Talk to the office first; the party group decides.",
        [
            GROUNDS,
            _line("name", "拟设机构名称", "Name"),
            _line("nature", "机构性质", "Nature"),
            _line("rank", "机构规格", "Rank"),
            _line("funding", "经费来源", "Funding"),
            _line("belongs_to", "隶属关系", "Belongs to"),
            _long("duties", "主要职责", "Main duties"),
            _long("bodies", "内设机构的数量、名称、规格和职责", "Internal bodies: number, names, rank, duties"),
            _long("overlap", "与职责相近机构的划分", "Division from bodies with similar duties", required=False),
        ],
        [REQUEST, PARTY_GROUP, BASIS, _paper("duties_draft", "拟定职责草案", "Draft of the duties")],
        False,
    ),
    (
        *("more_quota", "增加编制", "More posts", Effect.ADDITION, Counts.POSTS, 20),
        "申请增加行政、事业编制或跨层级调剂编制。须写明编制性质、数额和来源，不同类别的编制不得混用。",
        "To get more posts. Name kind, number and where they come from; kinds of posts are never mixed.",
        [GROUNDS, _long("workload", "工作任务与现有力量分析", "Tasks against present staff")],
        [REQUEST, PARTY_GROUP, MANDATE, BASIS],
        False,
    ),
    (
        *("more_leadership_quota", "增加领导职数", "More leadership posts", Effect.ADDITION, Counts.LEADERS, 20),
        "申请增加领导职数。须写明职务层级、数额和来源。",
        "To get more leadership posts. Name level, number and where they come from.",
        [GROUNDS, _long("structure", "领导班子现状", "Present leadership")],
        [REQUEST, PARTY_GROUP, MANDATE, BASIS],
        False,
    ),
    (
        *("change_rank", "变更机构规格", "Change of rank", Effect.ADDITION, Counts.LEADERS, 20),
        "申请调整机构规格。规格调整涉及领导职数的，一并写明。",
        "To change the rank of an institution; with it the leadership posts it touches.",
        [GROUNDS, _line("rank", "变更后的规格", "Rank after the change"), STAFFING],
        [REQUEST, PARTY_GROUP, MANDATE, BASIS],
        False,
    ),
    (
        *("rename", "变更机构名称", "Change of name", Effect.CORRECTION, Counts.NOTHING, 15),
        "申请变更机构名称或加挂、取消牌子。",
        "To change a name, or to add or remove a second name.",
        [GROUNDS, _line("name", "变更后的名称", "Name after the change")],
        [REQUEST, PARTY_GROUP, MANDATE],
        False,
    ),
    (
        *("change_duties", "调整职责", "Change of duties", Effect.CORRECTION, Counts.POSTS, 20),
        "申请调整主要职责、内设机构职责划分或隶属关系。涉及增编的按新增办理。",
        "To change duties, their division, or what the unit belongs to. With more posts it is an addition.",
        [GROUNDS, _long("duties", "调整后的职责", "Duties after the change"), STAFFING],
        [REQUEST, PARTY_GROUP, MANDATE],
        False,
    ),
    (
        *("merge_or_abolish", "合并或撤销机构", "Merger or abolition", Effect.REDUCTION, Counts.POSTS, 20),
        "申请合并或撤销机构。须写明职责转移、编制调整、人员安置以及资产与债权债务处理意见。",
        "To merge or abolish an institution: duties, posts, placement of staff, assets and debts.",
        [
            GROUNDS,
            _long("transfer", "职责转移", "Transfer of duties"),
            _long("placement", "人员安置意见", "Placement of staff"),
            _long("assets", "资产与债权债务处理", "Assets and debts"),
        ],
        [REQUEST, PARTY_GROUP, MANDATE, _paper("placement_plan", "人员安置方案", "Plan of placement")],
        False,
    ),
    (
        *("quota_use_plan", "用编计划", "Post-use plan", Effect.ADDITION, Counts.PLAN, 20),
        "年初报送用编计划。无空编不进人；满编单位按预计自然减员“出一进一”；超编单位不得进人。",
        "Yearly plan to fill posts. No vacancy, no entry; a full unit takes one for each expected departure; a unit"
        " over quota takes nobody.",
        [GROUNDS, _long("analysis", "现有人员年龄、专业结构分析", "Age and skills of present staff")],
        [REQUEST, PARTY_GROUP, _paper("roster", "在编人员名册", "Roster of staff")],
        False,
    ),
    (
        *("onto_quota", "上编", "Entering posts", Effect.ADDITION, Counts.PEOPLE, 10),
        "人员入编。须在已批准的用编计划内，一份申请可含多名同类人员。无计划不进人。",
        "People enter posts, within an approved post-use plan; several of the same kind in one application.",
        [GROUNDS],
        [_paper("appointment", "录用、聘用或调动文件", "Appointment or transfer paper")],
        True,
    ),
    (
        *("off_quota", "下编", "Leaving posts", Effect.REDUCTION, Counts.PEOPLE, 10),
        "人员退休、调出、辞职等减员，应及时办理下编。",
        "People leave posts: retirement, transfer, resignation.",
        [GROUNDS],
        [_paper("departure", "退休、调出或解聘文件", "Paper on the departure")],
        False,
    ),
)

ADD = [Effect.ADDITION.value]
NOT_BEGUN = [State.REGISTERED.value, State.ASSIGNED.value, State.PLAN_SUBMITTED.value]
STANDARD_FROM = date(2026, 1, 1)
# The standard rules 2026-1, in order; the first clause that fits an entry decides about it. Additions pause or are
# refused; reductions, corrections and what cures the violation are in no clause on entries and so pass.
STANDARD: Sequence[dict[str, Any]] = (
    {
        "ground": Ground.SUSPENSION,
        "outcome": Outcome.PAUSED,
        "text_zh": "对该单位、系统已决定暂停机构编制事项审批的，暂停受理。",
        "text_en": "While approvals of the unit or its system are suspended by decision, admission is paused.",
        "lifts_zh": "暂停审批决定到期或者解除",
        "lifts_en": "The suspension ends, by its date or by decision",
    },
    {
        "ground": Ground.WITHDRAWAL,
        "outcome": Outcome.REFUSED,
        "text_zh": "审批权限已由上级机构编制委员会办公室上收的，本级不予受理。",
        "text_en": "Where the superior office has taken up the authority, this office does not admit.",
        "lifts_zh": "向上收权限的上级编办申请，或者权限恢复",
        "lifts_en": "Apply to the superior office, or wait until the authority is given back",
    },
    {
        "ground": Ground.IRREGULAR,
        "outcome": Outcome.REFUSED,
        "text_zh": "动议程序不规范的，不予受理。",
        "text_en": "An irregular motion is not admitted.",
        "lifts_zh": "按规定程序重新动议后再行申请",
        "lifts_en": "Make the motion again by the rules, then file again",
    },
    {
        "standings": [Standing.ON_PLAN.value],
        "whose": Whose.BOTH,
        "outcome": Outcome.ADMITTED,
        "text_zh": "政策类问题按消化计划推进的，不影响受理。",
        "text_en": "A policy-caused entry on its absorption plan does not stand in the way.",
    },
    {
        "standings": [Standing.VIOLATION.value],
        "states": NOT_BEGUN,
        "effects": ADD,
        "outcome": Outcome.REFUSED,
        "text_zh": "违规问题尚未开展整改的，不予受理新增类事项。",
        "text_en": "While rectification of a violation has not begun, additions are not admitted.",
        "lifts_zh": "整改方案经审定并完成整改销号后重新申请",
        "lifts_en": "Have the plan approved, rectify and have the entry closed, then file again",
    },
    {
        "standings": [Standing.VIOLATION.value],
        "effects": ADD,
        "outcome": Outcome.PAUSED,
        "text_zh": "违规问题正在整改、尚未销号的，暂停受理新增类事项。",
        "text_en": "While a violation is being rectified and not closed, admission of additions is paused.",
        "lifts_zh": "完成整改并销号后恢复受理",
        "lifts_en": "The entry is rectified and closed",
    },
    {
        "standings": [Standing.UNCONFIRMED.value],
        "effects": ADD,
        "outcome": Outcome.PAUSED,
        "text_zh": "政策类性质未经确认的，按违规问题暂停受理新增类事项。",
        "text_en": "A policy-caused entry whose nature is not confirmed counts as a violation: additions are paused.",
        "lifts_zh": "经复核确认为政策类并按计划消化，或者整改销号",
        "lifts_en": "Its nature is confirmed and it is on its absorption plan, or it is closed",
    },
    {
        "standings": [Standing.BEHIND_PLAN.value],
        "effects": ADD,
        "outcome": Outcome.PAUSED,
        "text_zh": "政策类问题未按消化计划推进的，暂停受理新增类事项。",
        "text_en": "While a policy-caused entry is behind its absorption plan, admission of additions is paused.",
        "lifts_zh": "达到消化计划的进度",
        "lifts_en": "It is back on its absorption plan",
    },
    {
        "standings": [Standing.VIOLATION.value],
        "tags": [THREE_EXCESSES],
        "whose": Whose.SUBORDINATE,
        "effects": ADD,
        "outcome": Outcome.PAUSED,
        "text_zh": "所属单位存在“三超两乱”问题未销号的，暂停受理主管部门的新增类事项。",
        "text_en": "While a subordinate has an open entry of the three excesses and two disorders, additions of its"
        " competent department are paused.",
        "lifts_zh": "所属单位完成整改并销号后恢复受理",
        "lifts_en": "The subordinate's entry is rectified and closed",
    },
    {
        "ground": Ground.RECORD,
        "effects": ADD,
        "relapses": 2,
        "outcome": Outcome.PAUSED,
        "text_zh": "一年内整改问题反弹两次以上的，暂停受理新增类事项。",
        "text_en": "After two relapses within a year, admission of additions is paused.",
        "lifts_zh": "反弹不足一年两次，或者经集体决定例外",
        "lifts_en": "Fewer than two relapses within a year",
    },
)


def load_kinds(*, actor: Account) -> int:
    """Add the kinds that are missing, and the standard rules where there are none; answers how many rows were added."""
    known = set(ApplicationKind.objects.order_by().values_list("code", flat=True))
    kinds = [
        ApplicationKind(
            code=code, name_zh=zh, name_en=en, effect=effect, counts=counts, days=days, guide_zh=guide_zh,
            guide_en=guide_en, fields=fields, materials=materials, template_zh=TEMPLATE, needs_plan=needs_plan,
            position=place * 10,
        )
        for place, (code, zh, en, effect, counts, days, guide_zh, guide_en, fields, materials, needs_plan) in enumerate(
            KINDS, 1
        )
        if code not in known
    ]  # fmt: skip
    rules = GateRule.objects.filter(office=None).exists()
    if not kinds and rules:
        return 0
    with act("reference.load_words", actor=acting(actor).facts()):
        create_with_history(ApplicationKind, kinds)
        if not rules:
            rule = GateRule(year=STANDARD_FROM.year, serial=1, drafted_on=STANDARD_FROM, note="标准规则")
            rule.basis = "《中国共产党机构编制工作条例》；本系统标准规则，各编办可发布自己的规则"
            rule.save()
            create_with_history(
                GateClause, [GateClause(rule=rule, position=place, **one) for place, one in enumerate(STANDARD, 1)]
            )
            rule.valid_from = STANDARD_FROM
            rule.save(update_fields=["valid_from"])
    return len(kinds) + (not rules)


# The standard authority table, in order; what fits no line is the superior office's. Our choice, after the way read in
# domain facts §2.5: small and routine matters the directors' meeting, else the commission, rank the Party committee;
# posts that are counted from above (administrative, political and legal) never here.
LOCAL_POSTS = ["institution", "worker"]
AUTHORITY: Sequence[tuple[str, list[str], list[str], int | None]] = (
    (Body.DIRECTORS, ["quota_use_plan", "onto_quota", "off_quota"], [], None),
    (Body.DIRECTORS, ["rename", "change_duties"], LOCAL_POSTS, 0),
    (Body.DIRECTORS, ["more_quota"], LOCAL_POSTS, 5),
    (Body.COMMISSION, ["more_quota", "change_duties"], LOCAL_POSTS, 20),
    (Body.COMMISSION, ["new_institution", "merge_or_abolish"], LOCAL_POSTS, 20),
    (Body.COMMISSION, ["more_leadership_quota"], [], 3),
    (Body.COMMITTEE, ["change_rank"], [], 3),
)


def load_authority(*, actor: Account) -> int:
    """Add the standard authority table where there is none; answers how many lines were added. Source: D13."""
    if AuthorityRule.objects.filter(office=None).exists():
        return 0
    rows = [
        AuthorityRule(
            position=place, kinds=kinds, post_kinds=posts, up_to=up_to, body=body, valid_from=STANDARD_FROM,
            basis="本系统标准权限表，各编办可制定自己的权限表",
        )
        for place, (body, kinds, posts, up_to) in enumerate(AUTHORITY, 1)
    ]  # fmt: skip
    with act("reference.load_words", actor=acting(actor).facts()):
        create_with_history(AuthorityRule, rows)
    return len(rows)


# What an approval brings along (D8, D9). Working days are our choice (domain facts §3.4).
Subject = FollowUpTask.Subject
TASKS: dict[str, tuple[str, int]] = {
    Subject.DUTIES: ("按批复完成职责划转和“三定”规定修订", 20),
    Subject.CADRES: ("按核定的领导职数配备干部", 40),
    Subject.PEOPLE: ("按批复完成人员转隶或者进人", 60),
    Subject.ASSETS: ("完成资产划转和债权债务处理", 60),
    Subject.REGISTRATION: ("办理法人登记及统一社会信用代码的设立、变更或者注销", 20),
    Subject.REAL_NAME: ("更新机构编制实名制信息", 10),
    Subject.REPORT: ("书面报告批复落实情况", 60),
}
TASKS_OF: dict[str, Sequence[str]] = {
    "new_institution": tuple(TASKS),
    "more_quota": (Subject.PEOPLE, Subject.REAL_NAME, Subject.REPORT),
    "more_leadership_quota": (Subject.CADRES, Subject.REAL_NAME, Subject.REPORT),
    "change_rank": (Subject.CADRES, Subject.REGISTRATION, Subject.REAL_NAME, Subject.REPORT),
    "rename": (Subject.REGISTRATION, Subject.REAL_NAME, Subject.REPORT),
    "change_duties": (Subject.DUTIES, Subject.REAL_NAME, Subject.REPORT),
    "merge_or_abolish": tuple(TASKS),
    "quota_use_plan": (Subject.PEOPLE, Subject.REAL_NAME, Subject.REPORT),
    "onto_quota": (Subject.REAL_NAME,),
    "off_quota": (Subject.REAL_NAME,),
}
OTHER_TASKS = (Subject.REAL_NAME, Subject.REPORT)
TO_SECTIONS: dict[str, str] = {
    Section.Kind.SUPERVISION: "纳入监管台账，跟踪落实",
    Section.Kind.REGISTRATION: "办理法人登记事项",
    Section.Kind.E_GOVERNMENT: "更新实名制信息",
}
TO_PARTNERS: dict[str, str] = {
    Partner.Kind.ORGANISATION: "调整领导职数和干部配备信息",
    Partner.Kind.HUMAN_RESOURCES: "办理人员和工资事项",
    Partner.Kind.FINANCE: "调整经费供给",
}


def load_follow_up(*, actor: Account) -> int:
    """Add the standard tasks and copies of kinds that have none; answers how many standards were added. D8, D9."""
    known = set(FollowUpStandard.objects.filter(office=None).values_list("kind__code", flat=True))
    kinds = ApplicationKind.objects.filter(code__in=TASKS_OF).order_by("position", "code")
    wanted: list[ApplicationKind | None] = [one for one in [*kinds, None] if (one.code if one else None) not in known]
    if not wanted:
        return 0
    with act("reference.load_words", actor=acting(actor).facts()):
        standards = create_with_history(
            FollowUpStandard,
            [
                FollowUpStandard(kind=kind, basis="本系统标准，各编办可自行制定", valid_from=STANDARD_FROM)
                for kind in wanted
            ],
        )
        tasks, copies = [], []
        for row, kind in zip(standards, wanted, strict=True):
            for place, subject in enumerate(TASKS_OF[kind.code] if kind else OTHER_TASKS, 1):
                text, days = TASKS[subject]
                tasks.append(StandardTask(standard=row, position=place, subject=subject, text=text, days=days))
            # What counts nothing changes neither pay nor funds: of the departments only organisation hears of it.
            partners = TO_PARTNERS if kind is None or kind.counts != Counts.NOTHING else (Partner.Kind.ORGANISATION,)
            receivers = [{"section_kind": one, "must": TO_SECTIONS[one]} for one in TO_SECTIONS]
            receivers += [{"partner_kind": one, "must": TO_PARTNERS[one]} for one in partners]
            copies += [StandardCopy(standard=row, position=place, **one) for place, one in enumerate(receivers, 1)]
        create_with_history(StandardTask, tasks)
        create_with_history(StandardCopy, copies)
    return len(standards)
