"""Attempts to close an entry as they had been recorded by a moment. Source: B9 (known on)."""

from datetime import datetime
from typing import Any

from audit.past import hang, past_rows
from problems.models import Problem
from verification.models import Acceptance, Attachment, CloseOut, LookBack, ProblemCheck, SignOff, SuperiorConsent

RECORDS: tuple[tuple[str, Any, str], ...] = (
    ("checks", ProblemCheck, "check_record_id"),
    ("acceptances", Acceptance, "acceptance_id"),
    ("look_backs", LookBack, "look_back_id"),
)


def known_close_outs(problem: Problem, moment: datetime) -> list[CloseOut]:
    """Close-outs of an entry reached through a selector, newest first, with the records and files known then."""
    ids = list(problem.close_outs.order_by().values_list("pk", flat=True))
    found: list[Any] = past_rows(CloseOut, moment, ids, "applied_by", order="-attempt")
    if not found:
        return []
    files = past_rows(
        Attachment,
        moment,
        Attachment.objects.filter(evidence__problem=problem).values_list("pk", flat=True),
        "evidence__stored",
    )
    hang(found, "attachments", files, "close_out_id")
    for name, model, key in RECORDS:
        rows = past_rows(model, moment, _keys(model, ids), "recorded_by")
        hang(rows, "attachments", files, key)
        hang(found, name, rows, "close_out_id")
    hang(found, "sign_offs", past_rows(SignOff, moment, _keys(SignOff, ids), "signed_by"), "close_out_id")
    consents = past_rows(SuperiorConsent, moment, _keys(SuperiorConsent, ids), "answered_by", "office")
    hang(found, "consents", consents, "close_out_id")
    return found


def _keys(model: Any, ids: list[int]) -> Any:
    return model.objects.filter(close_out_id__in=ids).values_list("pk", flat=True)
