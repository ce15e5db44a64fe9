"""Tables of verification and close-out."""

from verification.models.records import (
    Acceptance,
    Answered,
    Attachment,
    CloseOut,
    LaterLookBack,
    LookBack,
    LookBackWaiver,
    Outcome,
    OwnLookBack,
    ProblemCheck,
    Record,
    RuleAnswer,
    RuledRecord,
    SignOff,
    Step,
    SuperiorConsent,
)
from verification.models.rules import CheckQuestion, FeedbackRule, LookBackInterval, WaiverRule
from verification.models.sharing import Feedback, Invitation, Opinion, VerifierLoan

__all__ = [
    "Acceptance",
    "Answered",
    "Attachment",
    "CheckQuestion",
    "CloseOut",
    "Feedback",
    "FeedbackRule",
    "Invitation",
    "LaterLookBack",
    "LookBack",
    "LookBackInterval",
    "LookBackWaiver",
    "Opinion",
    "Outcome",
    "OwnLookBack",
    "ProblemCheck",
    "Record",
    "RuleAnswer",
    "RuledRecord",
    "SignOff",
    "Step",
    "SuperiorConsent",
    "VerifierLoan",
    "WaiverRule",
]
