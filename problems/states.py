"""The states of an entry and the moves between them, as plain data. Source: decided.md, C1–C5.

A light, listed supervision, "kept open" or "taken over" are attributes, not states.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    REPORTED = "reported", _("Reported by the unit")
    REGISTERED = "registered", _("Registered")
    ASSIGNED = "assigned", _("Assigned")
    PLAN_SUBMITTED = "plan_submitted", _("Plan submitted")
    RECTIFYING = "rectifying", _("Rectifying")
    VERIFYING = "verifying", _("Verifying")
    AWAITING_CONSENT = "awaiting_consent", _("Awaiting superior consent")
    CLOSED = "closed", _("Closed")
    VOIDED = "voided", _("Voided")
    MERGED = "merged", _("Merged")
    REFUSED = "refused", _("Report not accepted")


# In the ledger with a number and not yet closed.
OPEN = (
    State.REGISTERED,
    State.ASSIGNED,
    State.PLAN_SUBMITTED,
    State.RECTIFYING,
    State.VERIFYING,
    State.AWAITING_CONSENT,
)
# Figures count these and nothing else (decided.md, figures).
COUNTED = (*OPEN, State.CLOSED)
# Registered and not yet being verified: what may still be corrected, joined by units, merged or voided.
CHANGEABLE = (State.REGISTERED, State.ASSIGNED, State.PLAN_SUBMITTED, State.RECTIFYING)
# The unit is at work: an assigned entry until it applies for close-out.
AT_THE_UNIT = (State.ASSIGNED, State.RECTIFYING)

MOVES: dict[str, tuple[frozenset[str], str]] = {
    # move: (allowed from, leads to)
    "register": (frozenset({State.DRAFT, State.REPORTED}), State.REGISTERED),
    "assign": (frozenset({State.REGISTERED}), State.ASSIGNED),
    "submit_plan": (frozenset({State.ASSIGNED}), State.PLAN_SUBMITTED),
    "approve_plan": (frozenset({State.PLAN_SUBMITTED}), State.RECTIFYING),
    "return_plan": (frozenset({State.PLAN_SUBMITTED}), State.ASSIGNED),
    "report_progress": (frozenset({State.RECTIFYING}), State.RECTIFYING),
    "replace_evidence": (frozenset({State.RECTIFYING}), State.RECTIFYING),
    "withdraw_evidence": (frozenset({State.RECTIFYING}), State.RECTIFYING),
    "reuse_evidence": (frozenset({State.RECTIFYING}), State.RECTIFYING),
    "apply_for_close_out": (frozenset({State.RECTIFYING}), State.VERIFYING),
    "record_check": (frozenset({State.VERIFYING}), State.VERIFYING),
    "record_acceptance": (frozenset({State.VERIFYING}), State.VERIFYING),
    "record_look_back": (frozenset({State.VERIFYING}), State.VERIFYING),
    "invite": (frozenset({State.VERIFYING}), State.VERIFYING),
    "withdraw_invitation": (frozenset({State.VERIFYING}), State.VERIFYING),
    "give_opinion": (frozenset({State.VERIFYING}), State.VERIFYING),
    "waive_look_back": (frozenset({State.VERIFYING}), State.VERIFYING),
    "ask_verifier": (frozenset({State.VERIFYING}), State.VERIFYING),
    "name_verifier": (frozenset({State.VERIFYING}), State.VERIFYING),
    "end_loan": (frozenset({State.VERIFYING}), State.VERIFYING),
    "feed_back": (frozenset({State.CLOSED}), State.CLOSED),
    "keep_open": (frozenset({State.VERIFYING, State.AWAITING_CONSENT}), State.RECTIFYING),
    "sign_off_and_ask_consent": (frozenset({State.VERIFYING}), State.AWAITING_CONSENT),
    "sign_off_and_close": (frozenset({State.VERIFYING}), State.CLOSED),
    "consent_and_close": (frozenset({State.AWAITING_CONSENT}), State.CLOSED),
    "record_later_look_back": (frozenset({State.CLOSED}), State.CLOSED),
    "relapse": (frozenset({State.CLOSED}), State.RECTIFYING),
    "return_to_office": (frozenset({State.AWAITING_CONSENT}), State.VERIFYING),
    "void": (frozenset(CHANGEABLE), State.VOIDED),
    # All entries of an import at once, also closed ones, as long as nobody has touched any of them (B13).
    "undo_import": (frozenset({*CHANGEABLE, State.CLOSED}), State.VOIDED),
    "merge": (frozenset({*CHANGEABLE, State.REPORTED}), State.MERGED),
    "refuse_report": (frozenset({State.REPORTED}), State.REFUSED),
}

AT_WORK = frozenset({State.ASSIGNED, State.PLAN_SUBMITTED, State.RECTIFYING})
# Acts that move no state, and where they are open.
STAYS: dict[str, frozenset[str]] = {
    "record_required_consent": frozenset({State.REGISTERED, *AT_WORK}),
    "complete_source_facts": frozenset(CHANGEABLE),
    "ask_extension": AT_WORK,
    "decide_extension": AT_WORK,
    "pause": AT_WORK,
    "resume": AT_WORK,
    "enter_absorption_plan": frozenset({State.RECTIFYING}),
    "list_supervision": frozenset(OPEN),
    "change_leader": frozenset(COUNTED),
    "delist_supervision": frozenset(COUNTED),
    "urge": AT_WORK,
    "return_progress": frozenset({State.RECTIFYING}),
    "report_incident": frozenset(OPEN) - {State.REGISTERED},
    "note_incident": frozenset(COUNTED),
}


def target_of(move: str, current: str) -> str | None:
    """State that ``move`` leads to from ``current``; None when there is no such move there."""
    sources, target = MOVES[move]
    return target if current in sources else None
