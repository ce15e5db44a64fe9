"""The violation types, sources and causes that every installation starts with. Source: B2–B4, C3.

Seeds, not settings: a word that is in the table already stays as the office keeps it. Clauses are cited only where a
text was read (article 26 of the State Council's decree 486); the others are left blank for the office to fill.
"""

from collections.abc import Sequence
from typing import Any

from audit.acts import act
from audit.sets import create_with_history
from organizations.models import Account, Word
from organizations.scope import acting
from problems.models import Cause, Source, ViolationType
from problems.models.words import ConsentRule, FigureKind

DECREE = "《地方各级人民政府机构设置和编制管理条例》第二十六条第（{}）项"
THREE_EXCESSES = "三超两乱"  # several tags are separated by a space

# (code, Chinese, English, what else differs from the plain word), in the order of the list on the page
Seed = tuple[str, str, str, dict[str, Any]]

VIOLATION_TYPES: Sequence[Seed] = (
    (
        "unauthorised_institution",
        "违规设置机构",
        "Unauthorised institution",
        {"clause": DECREE.format("一"), "figures": FigureKind.BODIES},
    ),
    (
        "institution_beyond_authority",
        "超审批权限设置机构",
        "Institution set up beyond authority",
        {
            "tags": THREE_EXCESSES,
            "figures": FigureKind.BODIES,
            "consent_rule": ConsentRule.BEYOND_AUTHORITY,
        },
    ),
    ("self_set_quota", "自定编制", "Self-set quota", {"clause": DECREE.format("三"), "figures": FigureKind.POSTS}),
    (
        "staff_over_quota",
        "超编进人",
        "Staff over quota",
        {"clause": DECREE.format("四"), "figures": FigureKind.STAFF, "may_be_policy_caused": True},
    ),
    (
        "leaders_over_quota",
        "超职数/超规格配备领导干部",
        "Leaders over quota or over rank",
        {
            "clause": DECREE.format("五"),
            "tags": THREE_EXCESSES,
            "figures": FigureKind.LEADERS,
            "may_be_policy_caused": True,
        },
    ),
    (
        "self_set_titles",
        "自行设置领导职务名称",
        "Self-set leadership titles",
        {"tags": THREE_EXCESSES, "figures": FigureKind.POSTS},
    ),
    (
        "line_interference",
        "条条干预",
        "Vertical-line interference",
        {"clause": DECREE.format("六"), "consent_rule": ConsentRule.LINE_INTERFERENCE},
    ),
    ("pay_without_work", "吃空饷", "Drawing pay without working", {"figures": FigureKind.PEOPLE}),
    (
        "approval_beyond_authority",
        "越权审批",
        "Approval beyond authority",
        {"clause": DECREE.format("七"), "consent_rule": ConsentRule.BEYOND_AUTHORITY},
    ),
    (
        "unauthorised_change",
        "擅自增设内设机构/变更名称",
        "Unauthorised internal body or renaming",
        {"clause": DECREE.format("一")},
    ),
    ("outside_quota_staff", "编外用工", "Outside-quota staffing", {"figures": FigureKind.PEOPLE}),
    ("idle_duties", "职责空转、人岗分离", "Duties idle, or post and person apart", {}),
    ("decision_not_carried_out", "决策部署落实不到位", "Decision not carried out", {}),
    ("other", "其他", "Other", {}),
)

SOURCES: Sequence[Seed] = (
    ("self_inspection", "自查", "Self-inspection", {}),
    ("review", "梳理核查", "Review", {}),
    ("routine_inspection", "例行检查", "Routine inspection", {}),
    ("special_inspection", "专项检查", "Special inspection", {}),
    ("selection_inspection", "选人用人专项检查", "Inspection of selection and appointment", {}),
    ("report", "举报", "Report from the public (12310)", {}),
    ("patrol_central", "巡视", "Disciplinary inspection, central or provincial", {"found_above": True}),
    ("patrol_city", "巡察", "Disciplinary inspection, city or county", {}),
    ("audit_transfer", "审计移交", "Audit transfer", {}),
    ("economic_audit", "经济责任审计", "Economic-responsibility audit", {}),
    ("approval_follow_up", "审批落实不到位", "Failed follow-up of an approval", {}),
    ("monitoring_alert", "监测预警", "Monitoring alert", {}),
    ("lead_transfer", "线索移送", "Lead from another department", {}),
    ("other", "其他", "Other", {}),
)

# What a cause suggests is our choice: the requirements ask that each suggests its kind of measure.
CAUSES: Sequence[Seed] = (
    (
        "systemic",
        "长期性、普遍性问题",
        "Systemic, long-standing and widespread",
        {
            "suggestion_zh": "开展专题分析，提出政策建议，同类问题一并整改",
            "suggestion_en": "Analyse the whole group, propose a policy, rectify all of its kind together",
        },
    ),
    (
        "historical",
        "历史遗留、长期信访",
        "Historical, or long petitioned",
        {
            "suggestion_zh": "一事一策，制定消化方案，做好政策解释和稳定工作",
            "suggestion_en": "A plan for this matter alone, explained to the people concerned, with care for stability",
        },
    ),
    (
        "weak_management",
        "管理薄弱",
        "Weak management",
        {
            "suggestion_zh": "健全内部管理制度，明确专人负责，限期改正",
            "suggestion_en": "Put internal rules in order, name who is responsible, correct it within a time limit",
        },
    ),
    (
        "mechanism",
        "体制机制原因",
        "Structure or mechanism",
        {
            "suggestion_zh": "修订制度、理顺职责关系，分阶段整改",
            "suggestion_en": "Revise the rules, sort out duties, rectify in stages",
        },
    ),
    (
        "weak_awareness",
        "机构编制意识薄弱",
        "Weak awareness of the rules",
        {
            "suggestion_zh": "组织机构编制法规学习，开展警示教育",
            "suggestion_en": "Study of the rules on institutions and quotas, warning examples",
        },
    ),
    (
        "policy",
        "精简编制、军转安置等政策原因",
        "Streamlining or placement policy",
        {
            "suggestion_zh": "制定消化计划，逐年自然减员或调剂消化",
            "suggestion_en": "An absorption plan: year by year through natural wastage or transfer",
        },
    ),
)

SEEDS: dict[type[Word], Sequence[Seed]] = {ViolationType: VIOLATION_TYPES, Source: SOURCES, Cause: CAUSES}


def load_words(*, actor: Account) -> int:
    """Add the words that are missing, in one act; one query for each kind of word when none is.

    Returns: How many were added.
    """
    missing: dict[type[Word], list[Word]] = {}
    for model, seeds in SEEDS.items():
        known = set(model.objects.order_by().values_list("code", flat=True))
        rows = [
            model(code=code, name_zh=chinese, name_en=english, position=place * 10, **more)
            for place, (code, chinese, english, more) in enumerate(seeds, 1)
            if code not in known
        ]
        if rows:
            missing[model] = rows
    if missing:
        with act("reference.load_words", actor=acting(actor).facts()):
            for model, rows in missing.items():
                create_with_history(model, rows)
    return sum(map(len, missing.values()))
