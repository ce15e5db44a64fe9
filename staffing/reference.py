"""Kinds of posts and levels of leadership that every installation starts with. Seeds: what an office changed stays."""

from typing import Any

from audit.acts import act
from audit.sets import create_with_history
from organizations.models import Account, Word
from organizations.scope import acting
from staffing.models import LeadershipLevel, PostKind

# (code, Chinese, English)
POST_KINDS = (
    ("administrative", "行政编制", "Administrative posts"),
    ("political_legal", "政法专项编制", "Political and legal posts"),
    ("institution", "事业编制", "Public institution posts"),
    ("worker", "工勤编制", "Worker posts"),
)
# The first takes figures that a sheet does not split by level.
LEVELS = (
    ("unit_leaders", "领导职数", "Leadership posts, not split by level"),
    ("head", "正职", "Head"),
    ("deputy", "副职", "Deputy"),
    ("body_head", "内设机构正职", "Head of an internal body"),
    ("body_deputy", "内设机构副职", "Deputy of an internal body"),
)


def load_words(*, actor: Account) -> int:
    """Add the words that are missing, in one act; answers how many."""
    missing: dict[type[Word], list[Word]] = {}
    words: dict[type[Word], Any] = {PostKind: POST_KINDS, LeadershipLevel: LEVELS}
    for model, seeds in words.items():
        known = set(model.objects.order_by().values_list("code", flat=True))
        rows: list[Word] = [
            model(code=code, name_zh=chinese, name_en=english, position=place * 10)
            for place, (code, chinese, english) in enumerate(seeds, 1)
            if code not in known
        ]
        if rows:
            missing[model] = rows
    if missing:
        with act("staffing.load_words", actor=acting(actor).facts()):
            for word, found in missing.items():
                create_with_history(word, found)
    return sum(map(len, missing.values()))
