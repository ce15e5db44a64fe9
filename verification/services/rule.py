"""The rule that raised an entry runs again where somebody accepts or looks back; differing needs a reason. H5."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.clock import today
from staffing.rules import rerun
from verification.models import RuleAnswer


def asked_again(problem_id: int, *, passed: bool, differs_because: str, errors: dict[str, list[Any]]) -> dict[str, Any]:
    """The columns of a record that say what the rule answered today and why the person differs.

    Args:
        passed: What the person finds.
        differs_because: Their reason, needed where it differs from the rule.
        errors: What is wrong so far; a missing reason is added under ``differs_because``.

    Source: H5.
    """
    answer = rerun(problem_id, today())
    if answer is None:
        return {}
    reason = differs_because.strip()
    if passed is answer.still_over and not reason:
        errors["differs_because"] = [
            _("You differ from the figures of today, so say why. %(words)s") % {"words": answer.words}
        ]
    return {
        "rule_answer": RuleAnswer.NOT_MET if answer.still_over else RuleAnswer.MET,
        "rule_words": answer.words,
        "differs_because": reason if passed is answer.still_over else "",
    }
