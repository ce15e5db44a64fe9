"""Rules of verification that are data: as they apply to one entry, and all for the page that keeps them. C1, C5, C6."""

from typing import Any

from django.db.models import Q, QuerySet

from organizations.errors import NotFound
from organizations.models import Account, Office
from organizations.scope import standing_of
from problems.models import Problem, ViolationType
from problems.models.entries import FinderLevel
from problems.selectors.choices import types_for
from verification.models import CheckQuestion, FeedbackRule, LookBackInterval, WaiverRule

# Where no interval is entered: one look-back after so many natural days. Our choice: no rule was found.
DEFAULT_DAYS = 90
# Where the sender is the superior office and no rule of the source says otherwise: working days. Our choice.
FEEDBACK_DAYS = 10


def waiver_rules_for(problem: Problem) -> list[WaiverRule]:
    """Rules in use under which the look-back before closing of this entry may be waived."""
    rules = WaiverRule.objects.filter(
        Q(office=None) | Q(office_id=problem.office_id),
        Q(pace="") | Q(pace=problem.pace),
        Q(violation_type=None) | Q(violation_type_id=problem.violation_type_id),
        in_use=True,
    )
    if problem.consent_rule:
        rules = rules.filter(even_with_consent=True)
    return list(rules)


def check_questions(*, on_site: bool) -> list[CheckQuestion]:
    """What is asked at a check, on site or at the desk, in order."""
    asked = Q(on_site=True) if on_site else Q(at_desk=True)
    return list(CheckQuestion.objects.filter(asked, in_use=True))


def all_check_questions() -> list[CheckQuestion]:
    """Questions of either kind of check, for a page that offers both."""
    return list(CheckQuestion.objects.filter(Q(on_site=True) | Q(at_desk=True), in_use=True))


def look_back_days() -> list[tuple[int | None, int]]:
    """(key of the interval, natural days after closing), the nearest first."""
    return list(LookBackInterval.objects.filter(in_use=True).values_list("pk", "after_days")) or [(None, DEFAULT_DAYS)]


def sender_of(problem: Problem) -> tuple[str, int]:
    """Who brought the problem and hears how it ended, with the working days for it; ``("", 0)`` for nobody.

    A source has a sender where a rule says so; what a superior found goes back to the superior office.
    """
    rule = FeedbackRule.objects.filter(source_id=problem.source_id, in_use=True).first()
    if rule is not None and problem.finder_level != FinderLevel.UNIT:
        return problem.sub_source or rule.name_zh, rule.within_days
    superior = problem.office.superior
    if problem.finder_level == FinderLevel.SUPERIOR and superior is not None:
        return superior.name, FEEDBACK_DAYS
    return "", 0


def types_of_office(office_id: int) -> QuerySet[ViolationType]:
    """Violation types that a rule of this office can name."""
    return types_for(Office.objects.get(pk=office_id))


def waiver_rules_seen_by(viewer: Account) -> list[WaiverRule]:
    """Rules of all offices, of the viewer's and of those below, in use first."""
    standing = standing_of(viewer)
    offices = standing.office_ids | standing.lower_office_ids
    rules = WaiverRule.objects.filter(Q(office=None) | Q(office_id__in=offices))
    return list(
        rules.select_related("office", "violation_type").order_by("-in_use", "office__code", "position", "code")
    )


def waiver_rule_for(viewer: Account, rule_id: int) -> WaiverRule:
    """One rule of the viewer's own office. Raises NotFound."""
    own = WaiverRule.objects.filter(office_id__in=standing_of(viewer).office_ids)
    found = own.select_related("office", "violation_type").filter(pk=rule_id).first()
    if found is None:
        raise NotFound
    return found


def standing_rules() -> dict[str, list[Any]]:
    """What the installation brought: intervals of later look-backs, questions of a check, senders who are told."""
    return {
        "intervals": list(LookBackInterval.objects.filter(in_use=True)),
        "questions": all_check_questions(),
        "senders": list(FeedbackRule.objects.filter(in_use=True).select_related("source")),
    }
