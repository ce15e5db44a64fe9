"""Attempts to close an entry as they had been recorded by a moment. Source: B9 (known on)."""

from datetime import datetime
from typing import Any

from audit.past import hang, hang_one, past_rows
from deadlines.models import ClockKind
from documents.models import OfficialDocument
from problems.models import Problem
from problems.states import State
from verification.models import (
    Acceptance,
    Answered,
    Attachment,
    CloseOut,
    Feedback,
    Invitation,
    LaterLookBack,
    LookBack,
    LookBackWaiver,
    Opinion,
    OwnLookBack,
    ProblemCheck,
    SignOff,
    SuperiorConsent,
    VerifierLoan,
)
from verification.selectors.questions import in_readers_language

RECORDS: tuple[tuple[str, Any, str], ...] = (
    ("checks", ProblemCheck, "check_record_id"),
    ("acceptances", Acceptance, "acceptance_id"),
    ("look_backs", LookBack, "look_back_id"),
)
# Records that answer questions, with the name under which an answer points to its record.
ANSWERING = {"checks": "check_record", "acceptances": "acceptance"}


def known_close_outs(problem: Problem, moment: datetime) -> list[CloseOut]:
    """Close-outs of an entry reached through a selector, newest first, with the records and files known then."""
    ids = list(problem.close_outs.order_by().values_list("pk", flat=True))
    found: list[Any] = past_rows(CloseOut, moment, ids, "applied_by", order="-attempt")
    if not found:
        return []
    files = _files(problem, moment)
    hang(found, "attachments", files, "close_out_id")
    for name, model, key in RECORDS:
        rows = past_rows(model, moment, _keys(model, ids), "recorded_by", "lent_by")
        hang(rows, "attachments", files, key)
        if name in ANSWERING:
            asked = Answered.objects.filter(**{f"{ANSWERING[name]}__close_out_id__in": ids})
            answers = past_rows(Answered, moment, asked.values_list("pk", flat=True))
            in_readers_language(answers)
            hang(rows, "answers", answers, f"{ANSWERING[name]}_id")
        hang(found, name, rows, "close_out_id")
    own = past_rows(OwnLookBack, moment, _keys(OwnLookBack, ids), "recorded_by", "lent_by")
    hang(own, "attachments", files, "own_look_back_id")
    hang_one(found, "own_look_back_record", own, "close_out_id")
    waivers = past_rows(LookBackWaiver, moment, _keys(LookBackWaiver, ids), "rule", "recorded_by")
    hang_one(found, "look_back_waiver", waivers, "close_out_id")
    invited = past_rows(Invitation, moment, _keys(Invitation, ids), "partner", "invited_by", "withdrawn_by")
    given = Opinion.objects.filter(invitation__close_out_id__in=ids).values_list("pk", flat=True)
    opinions = past_rows(Opinion, moment, given, "given_by")
    hang(opinions, "attachments", files, "opinion_id")
    hang_one(invited, "opinion", opinions, "invitation_id")
    hang(found, "invitations", invited, "close_out_id")
    hang(found, "sign_offs", past_rows(SignOff, moment, _keys(SignOff, ids), "signed_by"), "close_out_id")
    consents = past_rows(SuperiorConsent, moment, _keys(SuperiorConsent, ids), "answered_by", "office")
    hang(found, "consents", consents, "close_out_id")
    return found


def known_after(problem: Problem, then: Any, moment: datetime) -> dict[str, Any]:
    """What stands beside the attempts, as the page names it: lent verifiers, look-backs, feedback, the last notice.

    Args:
        problem: The entry, reached through a selector.
        then: The same entry as known at ``moment``, with the clocks that ran.
    """
    closed = then.state == State.CLOSED
    loans = past_rows(
        VerifierLoan, moment, problem.verifier_loans.order_by().values_list("pk", flat=True),
        "office", "asked_by", "verifier", "answered_by", order="-pk",
    )  # fmt: skip
    after: dict[str, Any] = {"loans": loans, "scheduled": [], "later": [], "feedback": [], "notice": None}
    if closed or then.relapses:
        files = _files(problem, moment)
        later = problem.later_look_backs.order_by().values_list("pk", flat=True)
        after["later"] = past_rows(LaterLookBack, moment, later, "recorded_by", "lent_by")
        after["later"].sort(key=lambda one: one.held_on)  # of one day in the order of writing
        told = problem.feedback.order_by().values_list("pk", flat=True)
        after["feedback"] = past_rows(Feedback, moment, told, "recorded_by")
        hang(after["later"], "attachments", files, "later_look_back_id")
        hang(after["feedback"], "attachments", files, "feedback_id")
    if closed:
        after["scheduled"] = [one for one in then.running_clocks if one.kind == ClockKind.LATER_LOOK_BACK]
        papers = OfficialDocument.objects.filter(
            kind=OfficialDocument.Kind.CLOSE_OUT_NOTICE, subject_kind="problem", subject_id=problem.pk
        )
        known = past_rows(OfficialDocument, moment, papers.order_by().values_list("pk", flat=True), order="-pk")
        after["notice"] = next(iter(known), None)
    return after


def _files(problem: Problem, moment: datetime) -> list[Any]:
    kept = Attachment.objects.filter(evidence__problem=problem).values_list("pk", flat=True)
    return past_rows(Attachment, moment, kept, "evidence__stored")


def _keys(model: Any, ids: list[int]) -> Any:
    return model.objects.filter(close_out_id__in=ids).values_list("pk", flat=True)
