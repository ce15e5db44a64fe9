"""The acts of verification and close-out, one public function each; page, API, command and task call these."""

from verification.services.application import apply_for_close_out
from verification.services.decisions import answer_consent, keep_open, sign_off
from verification.services.feedback import feed_back
from verification.services.later import record_later_look_back
from verification.services.loans import ask_verifier, end_loan, name_verifier
from verification.services.records import record_acceptance, record_check, record_look_back
from verification.services.sharing import give_opinion, invite_departments, withdraw_invitation
from verification.services.waiver import waive_look_back
from verification.services.waiver_rules import NewWaiverRule, add_waiver_rule, retire_waiver_rule

__all__ = [
    "NewWaiverRule",
    "add_waiver_rule",
    "answer_consent",
    "apply_for_close_out",
    "ask_verifier",
    "end_loan",
    "feed_back",
    "give_opinion",
    "invite_departments",
    "keep_open",
    "name_verifier",
    "record_acceptance",
    "record_check",
    "record_later_look_back",
    "record_look_back",
    "retire_waiver_rule",
    "sign_off",
    "waive_look_back",
    "withdraw_invitation",
]
