"""The rules of verification that every installation starts with. Source: C1, C5, C6.

Seeds, not settings: a rule that is in the table already stays as it is kept. No rule that waives a look-back is among
them: the provincial notice makes it a precondition, so an office enters a waiver with the paper it rests on.
"""

from typing import Any

from audit.acts import act
from audit.sets import create_with_history
from organizations.models import Account, Word
from organizations.scope import acting
from problems.models import Source
from verification.models import CheckQuestion, FeedbackRule, LookBackInterval

# (code, Chinese, English, what else). Our choice where no text was found (decision 0013).
QUESTIONS = (
    (
        "site_as_claimed",
        "现场情况与单位申请所述是否一致？",
        "Does what is seen on the spot agree with the application?",
    ),
    (
        "originals_seen",
        "核对了哪些原始凭证（花名册、工资表、文件、印章等）？",
        "Which originals were compared (rosters, payrolls, papers, seals)?",
    ),
    ("people_said", "向在场人员了解的情况如何？", "What did the people met there say?"),
    ("same_kind_left", "是否还有同类问题？", "Are there other problems of the same kind?"),
)
INTERVALS = (
    ("quarter", "销号后三个月", "Three months after closing", 90),
    ("year", "销号后一年", "One year after closing", 365),
)
# source: (who is told in Chinese, in English)
SENDERS = {
    "patrol_central": ("巡视组", "The disciplinary inspection"),
    "patrol_city": ("巡察机构", "The disciplinary inspection office"),
    "audit_transfer": ("审计机关", "The audit office"),
    "economic_audit": ("审计机关", "The audit office"),
    "report": ("举报人", "The reporter"),
    "lead_transfer": ("移送部门", "The department that passed the lead on"),
}


def load_rules(*, actor: Account) -> int:
    """Add the rules that are missing, in one act, once the sources are there.

    Returns: How many were added.
    """
    sources = dict(Source.objects.filter(code__in=SENDERS).values_list("code", "pk"))
    seeds: dict[type[Word], list[Word]] = {
        CheckQuestion: [_word(CheckQuestion, place, *seed) for place, seed in enumerate(QUESTIONS, 1)],
        LookBackInterval: [
            _word(LookBackInterval, place, *seed[:3], after_days=seed[3]) for place, seed in enumerate(INTERVALS, 1)
        ],
        FeedbackRule: [
            _word(FeedbackRule, place, code, *names, source_id=sources[code])
            for place, (code, names) in enumerate(SENDERS.items(), 1)
            if code in sources
        ],
    }
    missing = {}
    for model, rows in seeds.items():
        known = set(model.objects.order_by().values_list("code", flat=True))
        if fresh := [row for row in rows if row.code not in known]:
            missing[model] = fresh
    if missing:
        with act("reference.load_words", actor=acting(actor).facts()):
            for model, rows in missing.items():
                create_with_history(model, rows)
    return sum(map(len, missing.values()))


def _word(model: type[Any], place: int, code: str, chinese: str, english: str, **more: Any) -> Any:
    return model(code=code, name_zh=chinese, name_en=english, position=place * 10, **more)
